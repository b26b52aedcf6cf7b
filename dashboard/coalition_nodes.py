"""How coalitions look: pairs with both ends of their weight, their proofs, and joint letters.

Draws records as nodes; asks for the proofs of the picked pair only.
"""

from collections.abc import Sequence

from dashboard.address import short_id
from dashboard.claim_nodes import Drawing
from dashboard.letters import Letter
from dashboard.network_figure import line_sample
from dashboard.nodes import Child, Node, el, link
from dashboard.proof_nodes import MAX_PROOFS, statement_proofs
from dashboard.records import Catalogue
from dashboard.sides import Pair, Sides
from dashboard.thing_links import actor_link
from dashboard.wording import Wording, day
from standpunt.analysis.evidence import Grounds

MAX_PAIRS = 30
MAX_LETTERS = 20


def pair_list(drawing: Drawing, sides: Sides, pairs: Sequence[Pair], side: str) -> Node:
    """The pairs as buttons, each with a bar of both weights; the picked one shows its proofs."""
    most = max((pair.ends(side)[1] for pair in pairs), default=1) or 1
    return el(
        "ol",
        [_pair(drawing, sides, pair, side, most) for pair in pairs[:MAX_PAIRS]],
        c="pair-list",
    )


def _pair(drawing: Drawing, sides: Sides, pair: Pair, side: str, most: int) -> Node:
    words, known = drawing.words, drawing.names
    certain, possible = pair.ends(side)
    identity = f"pair:{pair.key}"
    is_open = drawing.picked == identity
    other = pair.ends("with" if side == "against" else "against")
    head = el(
        "button",
        el("span", f"{known.name(pair.first)} – {known.name(pair.second)}", c="pair-names"),
        el(
            "span",
            words("coalitions.weights", n=certain, most=possible),
            " · " if other[0] else None,
            words(f"coalitions.also-{'with' if side == 'against' else 'against'}", n=other[0])
            if other[0]
            else None,
            c="small soft num",
        ),
        el(
            "span",
            el("span", c="bar-possible", share=possible / most),
            el("span", c="bar-certain", share=certain / most),
            c=f"weight-bar {side}",
            aria_hidden="true",
        ),
        c="pair-head",
        pick=identity,
        toggle=True,
    )
    panel: Child = el("div", el("span", words("claim.loading"), c="hidden-words"), c="waiting")
    if is_open:
        panel = pair_proofs(drawing, sides, pair, side)
    return el("li", head, el("div", panel, c="panel", of=identity, part="evidence"), c="couple")


def pair_proofs(drawing: Drawing, sides: Sides, pair: Pair, side: str) -> Child:
    """What both are named for, and, on demand, the groups that both may be in."""
    words = drawing.words
    certain, possible = sides.statements(pair, side)
    parts: list[Child] = []
    if certain:
        parts.append(_proofs(drawing, certain))
    else:
        parts.append(el("p", words(f"coalitions.none-certain-{side}"), c="small soft"))
    if possible:
        parts.append(
            el(
                "details",
                el("summary", words(f"coalitions.possible-{side}", n=len(possible))),
                _proofs(drawing, possible),
            )
        )
    parts.append(
        el(
            "p",
            [actor_link(drawing.names, code) for code in (pair.first, pair.second)],
            c="line",
        )
    )
    return parts


def _proofs(drawing: Drawing, statements: Grounds) -> Child:
    left = len(statements) - MAX_PROOFS
    return [
        el("ul", statement_proofs(drawing, statements.first(MAX_PROOFS))),
        el("p", drawing.words("proof.more", n=left), c="small soft") if left > 0 else None,
    ]


def line_legend(words: Wording, side: str) -> Node:
    """What full and dashed lines mean."""
    return el(
        "ul",
        [
            el("li", line_sample(kind, side), el("span", words(f"coalitions.line-{kind}-{side}")))
            for kind in ("certain", "possible")
        ],
        c="legend lines",
    )


def letter_list(words: Wording, known: Catalogue, letters: Sequence[Letter]) -> Node | None:
    """Coalitions that a paper declares: joint letters with all who signed."""
    if not letters:
        return None
    entries = []
    for letter in letters[: -MAX_LETTERS - 1 : -1]:
        meeting = known.meetings.get(letter.meeting)
        chips = [actor_link(known, code, c="chip named") for code in letter.others]
        entries.append(
            el(
                "li",
                el("p", el("strong", words("letters.on", issue=letter.issue)),
                   el("span", words("coalitions.signed", n=letter.listed), c="soft"),
                   link("meetings", meeting.label,
                        {"meeting": short_id(meeting.iri, "meeting")}) if meeting else None,
                   el("span", day(words, letter.day), c="soft num") if not meeting else None,
                   c="line"),
                el("p", chips, c="chips"),
            )
        )  # fmt: skip
    return el(
        "section",
        el("header", el("h2", words("coalitions.declared")),
           el("span", str(len(letters)), c="soft num"), c="block-head"),
        el("p", words("coalitions.declared-hint"), c="small soft"),
        el("ul", entries, c="plain"),
        el("p", words("coalitions.more-letters", n=len(letters) - MAX_LETTERS), c="small soft")
        if len(letters) > MAX_LETTERS
        else None,
        c="block",
    )  # fmt: skip
