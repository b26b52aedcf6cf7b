"""The matrix of issues and member states as a table of buttons, and the same as a picture.

Each cell bears the sign of dashboard/standing_nodes.py: certain filled, possible hatched and in
brackets, excluded crossed, no report a dot. Asks nothing.
"""

from collections.abc import Mapping, Sequence
from textwrap import shorten

from dashboard.address import short_id
from dashboard.nodes import Node, el
from dashboard.records import Catalogue
from dashboard.standing import BLANK, Standing, Standings, State
from dashboard.standing_nodes import BLANK_SIGN, look, sign, standing_words
from dashboard.thing_links import issue_link
from dashboard.wording import Wording

CELL = 28
LABEL_WIDTH = 330
HEAD = 30
LABEL_LETTERS = 44


def cell_key(issue: str, state: State) -> str:
    """What picking a cell is called, also in the address: "return~HUN"."""
    return f"{short_id(issue, 'issue')}~{state.code}"


def matrix_table(
    words: Wording,
    known: Catalogue,
    standings: Standings,
    issues: Sequence[str],
    picked: str | None,
) -> Node:
    """A row for each issue, a column for each state; arrow keys go from cell to cell."""
    keys = [cell_key(issue, s) for issue in issues for s in standings.states
            if standings.at(issue, s.iri).status != BLANK]  # fmt: skip
    reached = picked if picked in keys else next(iter(keys), None)
    head = el(
        "tr",
        el("th", words("matrix.issue"), scope="col"),
        el("th", words("matrix.groups"), scope="col", title=words("matrix.groups-hint")),
        [el("th", state.short, scope="col", title=state.name) for state in standings.states],
    )
    body = [
        el(
            "tr",
            el("th", issue_link(known, issue), scope="row"),
            el("td", str(standings.groups.get(issue) or ""), c="num count"),
            [
                _cell(words, known, standings.at(issue, state.iri), issue, state, reached)
                for state in standings.states
            ],
        )
        for issue in issues
    ]
    table = el(
        "table",
        el("caption", words("matrix.caption"), c="hidden-words"),
        el("thead", head),
        el("tbody", body),
        c="matrix",
        grid="",
    )
    return el("div", table, c="matrix-box", tabindex="0", role="region",
              aria_label=words("matrix.caption"))  # fmt: skip


def _cell(
    words: Wording,
    known: Catalogue,
    standing: Standing,
    issue: str,
    state: State,
    reached: str | None,
) -> Node:
    if standing.status == BLANK:
        return el("td", BLANK_SIGN, c="blank-cell")
    key = cell_key(issue, state)
    told = f"{state.name}, {known.issue_label(issue)}: {standing_words(words, standing)}"
    return el(
        "td",
        el(
            "button",
            sign(standing),
            c=f"cell stand {look(standing)}",
            pick=key,
            reveal="evidence",
            tabindex="0" if key == reached else "-1",
            aria_label=told,
        ),
    )


def matrix_figure(
    words: Wording, known: Catalogue, standings: Standings, issues: Sequence[str]
) -> tuple[list[Node], tuple[int, int]]:
    """The matrix and what its signs mean as SVG nodes, and their width and height."""
    states = standings.states
    nodes: list[Node] = [
        el("text", state.short, x=str(LABEL_WIDTH + column * CELL + CELL / 2), y="20",
           font_size="13", text_anchor="middle", c="fig-strong fig-ink")
        for column, state in enumerate(states)
    ]  # fmt: skip
    samples: dict[str, Standing] = {}
    for row, issue in enumerate(issues):
        top = HEAD + row * CELL
        label = shorten(known.issue_label(issue), LABEL_LETTERS, placeholder=" …")
        nodes.append(el("text", label, x="0", y=str(top + 19), font_size="14", c="fig-ink"))
        for column, state in enumerate(states):
            standing = standings.at(issue, state.iri)
            samples.setdefault(look(standing), standing)
            told = f"{state.name}, {known.issue_label(issue)}: {standing_words(words, standing)}"
            nodes.append(_square(standing, LABEL_WIDTH + column * CELL, top, told))
    below = HEAD + len(issues) * CELL + 14
    for row, (name, sample) in enumerate(samples.items()):
        top = below + row * 26
        nodes.append(_square(sample, 0, top, ""))
        nodes.append(
            el("text", legend_words(words, name), x="38", y=str(top + 18), font_size="14",
               c="fig-ink")
        )  # fmt: skip
    return nodes, (LABEL_WIDTH + len(states) * CELL, below + len(samples) * 26)


def legend_words(words: Wording, name: str) -> str:
    """What a look means: a stance, or possible, excluded, blank."""
    if name in ("possible", "excluded", BLANK):
        return words(f"standing.legend-{name}")
    return words.of("standing", name)


def _square(standing: Standing, left: int, top: int, told: str) -> Node:
    name = look(standing)
    side = str(CELL - 3)
    return el(
        "g",
        el("title", told) if told else None,
        el("rect", x=str(left + 1), y=str(top + 1), width=side, height=side, rx="3",
           c=f"fig-{name}"),
        el("text", sign(standing), x=str(left + CELL / 2), y=str(top + 19), font_size="13",
           text_anchor="middle", c=f"fig-strong fig-on-{name}"),
    )  # fmt: skip


def matrix_rows(
    standings: Standings, issues: Sequence[str], names: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """A row for each issue and state of which a claim tells; `names` are labels of issues."""
    return [
        (
            short_id(issue, "issue"),
            names[issue],
            state.code,
            state.name,
            standing.status,
            standing.stance,
            " ".join(standing.certain_claims),
            " ".join(standing.possible_claims),
            " ".join(standing.excluded_claims),
        )
        for issue in issues
        for state in standings.states
        for standing in (standings.at(issue, state.iri),)
        if standing.status != BLANK
    ]
