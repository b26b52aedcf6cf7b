"""How coverage looks: items by member states, who is never named, how much is the reporter's own.

Named is a filled cell, possible a hatched one, excluded a cross, silence a dot; colour never tells
alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.address import short_id
from dashboard.answers import rows as ask
from dashboard.claim_nodes import Drawing, document_id, document_name
from dashboard.data_nodes import table
from dashboard.nodes import Child, Node, el, link
from dashboard.proof_nodes import MAX_PROOFS, statement_proofs
from dashboard.records import Catalogue, text_of
from dashboard.thing_links import actor_link
from dashboard.tile_figure import two_letters
from dashboard.wording import Wording, day
from ontology.terms import ID
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.silence import (
    STATUSES,
    ItemCoverage,
    ReporterShare,
    Silence,
    Status,
    claims_behind,
)

SIGNS: dict[Status, str] = {"named": "●", "possible": "(?)", "excluded": "×", "not reported": "·"}
LOOKS: dict[Status, str] = {
    "named": "by-its-name", "possible": "possible", "excluded": "excluded", "not reported": "blank",
}  # fmt: skip
MANY_TIMES, MANY_PAPERS = 40, 60


@dataclass(frozen=True)
class Row:
    """One item of a meeting, or the claims of a document under none; `title` is as written."""

    item: ItemCoverage
    meeting: str
    number: str
    title: str
    document: str

    def key(self, code: str) -> str:
        """What picking the cell of a state is called, also in the address."""
        return f"{place_of(self.item)}~{code}"


def place_of(item: ItemCoverage) -> str:
    """What the address calls an item, or a document whose claims stand under none."""
    return (item.item or item.document).removeprefix(ID)


def in_order(known: Catalogue, items: Sequence[ItemCoverage]) -> list[ItemCoverage]:
    """The items, the newest meeting first, those of one meeting by number."""
    order = {iri: at for at, iri in enumerate(known.meetings)}
    return sorted(
        items, key=lambda item: (order.get(item.meeting or "", len(order)), _number(item))
    )


def _number(item: ItemCoverage) -> tuple[bool, list[int | str], str]:
    parts = re.split(r"(\d+)", (item.item or "").rpartition("/")[2])
    numbers: list[int | str] = [int(p) if at % 2 else p for at, p in enumerate(parts)]
    return item.item is None, numbers, item.document


def coverage_rows(words: Wording, known: Catalogue, items: Sequence[ItemCoverage]) -> list[Row]:
    """The items as rows, with their titles."""
    titles = {
        text_of(row, "item"): row
        for meeting in {item.meeting for item in items if item.meeting}
        for row in ask("meeting-items", meeting=meeting)
    }
    made = []
    for item in items:
        told = titles.get(item.item or "", {})
        paper = known.documents.get(item.document)
        meeting = known.meetings.get(item.meeting or "")
        name = document_name(words, known, paper) if paper else ""
        row = Row(
            item,
            meeting.label if meeting else "",
            text_of(told, "number") or "–",
            text_of(told, "title") or (words("silence.no-item") if item.item is None else ""),
            name if item.item is None else "",
        )
        made.append(row)
    return made


def count_statuses(items: Iterable[ItemCoverage]) -> Mapping[Status, int]:
    """How many cells of the items have each status."""
    counts: Counter[Status] = Counter()
    for item in items:
        groups = (item.named, item.possible, item.excluded, item.silent)
        counts.update({s: len(group) for s, group in zip(STATUSES, groups, strict=True)})
    return counts


def status_legend(words: Wording, counts: Mapping[Status, int]) -> Node:
    """What each look means, and how many cells have it."""
    lines = [
        el(
            "li",
            el("span", el("span", SIGNS[status], c="signs"), c=f"swatch stand {LOOKS[status]}",
               aria_hidden="true"),
            el("span", _said(words, status), " ", el("span", str(counts[status]), c="soft num")),
        )
        for status in STATUSES
        if counts[status] or status == "not reported"
    ]  # fmt: skip
    return el("ul", lines, c="legend")


def coverage_table(
    drawing: Drawing, base: ClaimBase, rows: Sequence[Row], states: Sequence[str]
) -> Node:
    """A row for each item, a column for each state; arrow keys go from cell to cell."""
    words = drawing.words
    codes = [base.actor(actor).code for actor in states]
    reached = drawing.picked or next(
        (row.key(code) for row in rows for actor, code in zip(states, codes, strict=True)
         if row.item.status_of(actor) not in (None, "not reported")), None
    )  # fmt: skip
    head = el(
        "tr",
        el("th", words("silence.item"), scope="col"),
        el("th", words("silence.claims"), scope="col"),
        [
            el("th", two_letters().get(code, code), scope="col", title=drawing.names.name(code))
            for code in codes
        ],
    )
    body: list[Node] = []
    heading = None
    for row in rows:
        if row.meeting != heading:
            heading = row.meeting
            shown = heading or words("silence.no-meeting")
            name = el("th", shown, colspan=len(states) + 2, scope="colgroup", c="group-row")
            body.append(el("tr", name))
        body.append(
            el(
                "tr",
                el("th", _row_name(row), scope="row"),
                el("td", str(row.item.claims), c="num count"),
                [
                    _cell(drawing, row, actor, code, reached)
                    for actor, code in zip(states, codes, strict=True)
                ],
            )
        )
    caption = words("silence.caption")
    grid = el(
        "table",
        el("caption", caption, c="hidden-words"),
        el("thead", head),
        el("tbody", body),
        c="matrix",
        grid="",
    )
    return el("div", grid, c="matrix-box", tabindex="0", role="region", aria_label=caption)


def _row_name(row: Row) -> list[Child]:
    if row.document:
        return [row.title, el("span", f" {row.document}", c="small soft")]
    return [f"{row.number} ", el("span", row.title, lang="nl")]


def _cell(drawing: Drawing, row: Row, actor: str, code: str, reached: str | None) -> Node:
    status = row.item.status_of(actor)
    if status is None:
        return el("td", "", c="blank-cell")
    if status == "not reported":
        return el("td", SIGNS[status], c="blank-cell")
    key = row.key(code)
    told = f"{drawing.names.name(code)}, {row.number} {row.title}: {_said(drawing.words, status)}"
    return el(
        "td",
        el(
            "button",
            SIGNS[status],
            c=f"cell stand {LOOKS[status]}",
            pick=key,
            reveal="evidence",
            tabindex="0" if key == reached else "-1",
            aria_label=told,
        ),
    )


def _said(words: Wording, status: Status) -> str:
    return words(f"silence.{status.replace(' ', '-')}")


def silence_card(drawing: Drawing, base: ClaimBase, row: Row, actor: str) -> Node:
    """Why a cell looks as it does: the claims that name, may hold or exclude the state."""
    words, code = drawing.words, base.actor(actor).code
    status = row.item.status_of(actor) or "not reported"
    lists: list[Child] = []
    for each, iris in claims_behind(base, row.item, actor).items():
        if not iris:
            continue
        proofs: list[Child] = [el("ul", statement_proofs(drawing, iris))]
        if len(iris) > MAX_PROOFS:
            more = words("proof.more", n=len(iris) - MAX_PROOFS)
            proofs.append(el("p", more, c="small soft"))
        title = words(f"silence.{each}-claims", n=len(iris))
        is_open = "open" if each == status else None
        lists.append(el("details", el("summary", title), proofs, open=is_open))
    return el(
        "section",
        el("h3", actor_link(drawing.names, code), " · ", _row_name(row)),
        el("p", _said(words, status), c="small soft"),
        lists,
        c="panel state-card",
        of=row.key(code),
        part="evidence",
    )


def never_named(words: Wording, known: Catalogue, base: ClaimBase, found: Silence) -> list[Node]:
    """Who is never named, and how often the others are."""
    never = [base.actor(actor).code for actor in found.never]
    chips = [actor_link(known, code, c="chip outsider") for code in never]
    named = [(base.actor(actor).code, times) for actor, times in found.named if times]
    counts = [
        el("li", actor_link(known, code), el("span", str(times), c="soft num"))
        for code, times in named[:MANY_TIMES]
    ]
    return [
        el(
            "section",
            el("header", el("h2", words("silence.never")),
               el("span", str(len(never)), c="soft num"), c="block-head"),
            el("p", chips, c="chips") if never else el("p", words("silence.all-named"), c="soft"),
            el(
                "details",
                el("summary", words("silence.times")),
                el("ul", counts, c="actor-list"),
            )
            if named
            else None,
            c="block",
        )
    ]  # fmt: skip


def reporter_table(words: Wording, known: Catalogue, base: ClaimBase, found: Silence) -> list[Node]:
    """How much of each paper is its own government's view."""
    if not found.reporters:
        return []
    heads = ("document", "reporter", "claims", "own", "nobody", "others")
    lines = [_share_cells(words, known, base, share) for share in found.reporters[:MANY_PAPERS]]
    left = len(found.reporters) - MANY_PAPERS
    return [
        el(
            "section",
            el("header", el("h2", words("silence.reporters")), c="block-head"),
            el("p", words("silence.reporters-how"), c="soft"),
            table([words(f"silence.col-{head}") for head in heads], lines),
            el("p", words("proof.more", n=left), c="small soft") if left > 0 else None,
            c="block",
        )
    ]


def _share_cells(
    words: Wording, known: Catalogue, base: ClaimBase, share: ReporterShare
) -> list[Child]:
    paper = known.documents.get(share.document)
    name = document_name(words, known, paper) if paper else short_id(share.document, "document")
    reporter = base.actor(share.reporter).code if share.reporter else ""
    percent = round(100 * share.share)
    return [
        [
            link("document", name, {"doc": document_id(share.document)}),
            el("span", f" {day(words, paper.date)}", c="small soft") if paper else None,
        ],
        actor_link(known, reporter) if reporter else words("silence.nobody-known"),
        str(share.claims),
        el(
            "span",
            el("span", c="bar", share=str(percent), aria_hidden="true"),
            f"{share.reporter_only} ({percent} %)",
            c="share num",
        ),
        str(share.nobody),
        " ".join(base.actor(actor).code for actor in share.others) or "–",
    ]
