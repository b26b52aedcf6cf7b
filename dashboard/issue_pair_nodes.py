"""How two issues look beside each other: in words, and as a table of states; asks nothing."""

from collections.abc import Callable, Sequence

from dashboard.claim_lists import is_split, tally_of
from dashboard.issue_pairs import (
    FIRST,
    OTHER_SIDE,
    RELATIONS,
    SAME_SIDE,
    SECOND,
    IssuePair,
    PairRow,
)
from dashboard.nodes import Child, Node, el
from dashboard.outline import Outline
from dashboard.records import Catalogue
from dashboard.standing import BLANK, SPLIT, Standing, State
from dashboard.standing_nodes import look, sign, standing_words
from dashboard.thing_links import actor_link, issue_link
from dashboard.wording import Wording

COLUMNS = 3


def cell_key(row: PairRow, side: str) -> str:
    """What picking a cell is called, also in the address: "HUN~2"."""
    return f"{row.actor.code}~{side}"


def pair_heads(
    words: Wording, known: Catalogue, issues: Sequence[str], claims: Sequence[Outline]
) -> Node:
    """Both issues by name, each with what its claims say."""
    halves = [
        el(
            "section",
            el("h2", issue_link(known, issue)),
            el(
                "p",
                el("span", words.count("meetings.claims", len(its)), c="num"),
                tally_of(words, its.polarities()),
                el("span", words("positions.contested"), c="badge split")
                if is_split(its.polarities())
                else None,
                c="line",
            ),
            c="half",
        )
        for issue, its in zip(issues, claims, strict=True)
    ]
    return el("div", halves, c="pair issue-pair")


def agreement_lines(words: Wording, pair: IssuePair) -> Node:
    """In words: how many are named on both, on which sides, and what groups leave possible."""
    both = pair.of(*SAME_SIDE, *OTHER_SIDE, "mixed")
    nobody = words("issue-pair.nobody-on-both")
    lead = words.count("issue-pair.both", len(both)) if both else nobody
    lines: list[Child] = [
        el("li", el("strong", words(f"issue-pair.{key}", n=low, most=high)))
        for key, low, high in (
            ("same", *pair.ends(same=True)),
            ("other", *pair.ends(same=False)),
        )
    ]
    lines += [
        _who(words, relation, pair.of(relation)) for relation in RELATIONS if relation != BLANK
    ]
    if pair.blank:
        lines.append(
            el("li", words("issue-pair.blank", n=len(pair.blank)), " ", _names(pair.blank))
        )
    return el(
        "section",
        el("p", lead, c="lead"),
        el("ul", lines, c="agreement"),
        c="block",
    )


def _who(words: Wording, relation: str, rows: Sequence[PairRow]) -> Node | None:
    if not rows:
        return None
    said = words(f"issue-pair.{relation}")
    names = _names([row.actor for row in rows])
    return el("li", f"{said} ({len(rows)}): ", names)


def _names(states: Sequence[State]) -> str:
    return ", ".join(state.name for state in states)


def pair_table(
    words: Wording,
    known: Catalogue,
    pair: IssuePair,
    issues: Sequence[str],
    picked: str | None,
    card: Callable[[PairRow, str], Node],
) -> Node:
    """A row for each actor of whom something is told; `card` is what opens under a cell."""
    every = [*pair.states, *pair.others]
    keys = [
        cell_key(row, side)
        for row in every
        for side in (FIRST, SECOND)
        if row.at(side).status != BLANK
    ]
    reached = picked if picked in keys else next(iter(keys), None)
    bodies: list[Child] = []
    for name, rows in (("states", pair.states), ("others", pair.others)):
        if rows:
            bodies.append(
                el(
                    "tbody",
                    el("tr", el("th", words(f"issue-pair.{name}"), colspan=str(COLUMNS),
                                scope="colgroup"), c="kind-row"),
                    [_lines(words, known, issues, row, picked, reached, card) for row in rows],
                )
            )  # fmt: skip
    return el(
        "table",
        el("caption", words("issue-pair.caption"), c="hidden-words"),
        el(
            "thead",
            el(
                "tr",
                el("th", words("issue-pair.who"), scope="col"),
                [el("th", known.issue_label(issue), scope="col") for issue in issues],
            ),
        ),
        bodies,
        c="pair-table",
        grid="",
    )


def _lines(
    words: Wording,
    known: Catalogue,
    issues: Sequence[str],
    row: PairRow,
    picked: str | None,
    reached: str | None,
    card: Callable[[PairRow, str], Node],
) -> list[Node]:
    lines = [
        el(
            "tr",
            el(
                "th",
                actor_link(known, row.actor.code, row.actor.name),
                el("span", words(f"issue-pair.{row.relation}"), c="small soft relation"),
                scope="row",
            ),
            [
                _cell(words, row, side, known.issue_label(issue), reached)
                for side, issue in zip((FIRST, SECOND), issues, strict=True)
            ],
        )
    ]
    side = next((s for s in (FIRST, SECOND) if cell_key(row, s) == picked), None)
    if side is not None:
        lines.append(el("tr", el("td", card(row, side), colspan=str(COLUMNS)), c="proof-row"))
    return lines


def _cell(words: Wording, row: PairRow, side: str, label: str, reached: str | None) -> Node:
    standing = row.at(side)
    if standing.status == BLANK:
        return el("td", el("span", words("standing.blank"), c="soft small"))
    key = cell_key(row, side)
    return el(
        "td",
        el(
            "button",
            el("span", sign(standing), c=f"swatch stand {look(standing)}", aria_hidden="true"),
            el("span", short_words(words, standing)),
            c="standing-button",
            pick=key,
            reveal="evidence",
            tabindex="0" if key == reached else "-1",
            aria_label=f"{row.actor.name}, {label}: {standing_words(words, standing)}",
        ),
    )


def short_words(words: Wording, standing: Standing) -> str:
    """A standing in a word or two: "supports", "maybe: supports", "not among them"."""
    if standing.status == "excluded":
        return words("issue-pair.excluded")
    said = words.of("standing", standing.stance)
    if standing.status == "certain":
        return said
    is_split = standing.stance == SPLIT
    return words("issue-pair.maybe-split" if is_split else "issue-pair.maybe", stance=said)


def pair_rows(pair: IssuePair, labels: Sequence[str]) -> list[tuple[str, ...]]:
    """A row for each actor, the states of which nothing is told last; `labels` name the issues."""
    blank = [PairRow(state, Standing(), Standing()) for state in pair.blank]
    return [
        (
            row.actor.code,
            row.actor.name,
            row.relation,
            *_cells(labels[0], row.first),
            *_cells(labels[1], row.second),
        )
        for row in (*pair.states, *pair.others, *blank)
    ]


def _cells(label: str, standing: Standing) -> tuple[str, ...]:
    claims = {
        "certain": standing.certain_claims,
        "possible": standing.possible_claims,
        "excluded": standing.excluded_claims,
    }.get(standing.status, ())
    return label, standing.status, standing.stance, " ".join(claims)
