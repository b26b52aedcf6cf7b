"""The second way to look at a meeting: what was announced beside what the report tells."""

from collections.abc import Sequence

from dashboard.address import read, short_id, write
from dashboard.delivery_nodes import (
    COLUMNS,
    delivery_list,
    delivery_rows,
    outcome_badge,
    outcome_counts,
)
from dashboard.delivery_rows import find_row
from dashboard.downloads import show_csv_download
from dashboard.honesty import basis_of_claims, honesty_line, with_basis
from dashboard.mounting import picked_now, show_tree, show_warning
from dashboard.nodes import el, link
from dashboard.overrule_view import OVERRULE, show_overruling
from dashboard.records import Catalogue, Claim, Meeting
from dashboard.review_form import tell_writing
from dashboard.wording import Wording
from standpunt.analysis.comparison import Comparison

COMPARED, COMPARED_VIEW = "delivered", "compared-view"


def show_switch(words: Wording, meeting: Meeting, comparison: Comparison) -> None:
    """The two ways to look at a meeting, as links: by item, and announced against delivered."""
    here = read("view") == COMPARED
    identity = {"meeting": short_id(meeting.iri, "meeting")}
    ways = (
        ("meetings.by-item", identity, not here),
        ("meetings.compared", identity | {"view": COMPARED}, here),
    )
    links = [
        link("meetings", words(key), to, aria_current="page" if on else None)
        for key, to, on in ways
    ]
    nodes = [el("nav", links, c="switch", aria_label=words("meetings.ways"))]
    if not comparison.deliveries:
        note = words("meetings.not-compared")
        nodes = [el("p", note, c="soft small")]
    show_tree(nodes, "switch-view")


def show_compared(
    words: Wording,
    known: Catalogue,
    meeting: Meeting,
    comparison: Comparison,
    claims: Sequence[Claim],
) -> None:
    """Each announcement beside what the report tells, of one outcome or of all; or one of them."""
    tell_writing(words)
    asked = read(OVERRULE)
    if row := find_row(comparison, asked):
        show_overruling(words, known, meeting, row, claims)
        return
    if asked:
        show_warning(words("overrule.unknown", value=asked[:80]), "unknown-overrule")
        write({OVERRULE: None})
    counts = outcome_counts(comparison)
    wanted = picked_now(COMPARED_VIEW, read("outcome") or None)
    if wanted not in counts:
        wanted = None
    write({"outcome": wanted, "claim": None})
    shown = [d for o in counts for d in comparison.deliveries if d.outcome == o]
    shown = [d for d in shown if wanted in (None, d.outcome)]
    buttons = [
        el("button", outcome_badge(words, o), f" {n}", c="facet num", pick=o, toggle=True, of=o)
        for o, n in counts.items()
    ]
    basis = basis_of_claims(claims)
    show_tree(
        [
            el("p", words("delivery.how"), c="soft"),
            el("p", buttons, c="facets", role="group", aria_label=words("delivery.filter")),
            *delivery_list(
                words, known, shown, comparison.forecasts if wanted is None else (), meeting
            ),
            honesty_line(words, basis),
        ],
        COMPARED_VIEW,
        picked=wanted,
    )
    columns, cells = with_basis(words, basis, COLUMNS, delivery_rows(shown))
    show_csv_download(words, "announced-delivered", columns, cells)
