"""How moving windows look: a line for each figure, certain and possible, and a table."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.address import short_id
from dashboard.answer_pictures import Figure, line_of_text, px
from dashboard.data_nodes import table
from dashboard.network_figure import line_sample
from dashboard.nodes import Child, Node, el, link
from dashboard.wording import Wording, day
from standpunt.analysis.selecting import Selection

WIDE, HIGH, LEFT, GAP = 900, 150, 60, 44
MOST_ROWS = 60
MOST_DOTS = 60
PANELS = {"agreement": "with", "conflict": "against"}
COLUMNS = (
    "claims", "anonymous", "actors", "certain_agreements", "possible_agreements",
    "certain_conflicts", "possible_conflicts",
)  # fmt: skip
Row = Mapping[str, str]


def window_figure(words: Wording, rows: Sequence[Row], *, with_legend: bool = False) -> Figure:
    """A panel for agreement and one for conflict, over the first days of the windows."""
    firsts = [date.fromisoformat(row["since"]) for row in rows]
    span = max(1, (firsts[-1] - firsts[0]).days)
    across = [LEFT + 14 + (at - firsts[0]).days / span * (WIDE - LEFT - 48) for at in firsts]
    nodes: list[Node] = []
    top = 0.0
    for name, side in PANELS.items():
        nodes += _panel(words, name, side, rows, across, top)
        top += HIGH + GAP
    first, last = (day(words, at.isoformat()) for at in (firsts[0], firsts[-1]))
    nodes.append(line_of_text(LEFT, top - 6, first, c="fig-soft"))
    if len(rows) > 1:
        nodes.append(line_of_text(WIDE - 20, top - 6, last, c="fig-soft", anchor="end"))
    high = top + 4
    if with_legend:
        for name, side in PANELS.items():
            for kind in ("certain", "possible"):
                high += 22
                nodes += [_line([(0, high - 5), (44, high - 5)], kind, side),
                          line_of_text(56, high, _told(words, name, kind))]  # fmt: skip
    says = words("windows.figure", n=len(rows), first=first, last=last)
    return Figure(nodes, (WIDE, round(high + 8)), says)


def window_legend(words: Wording) -> Node:
    """What each line counts."""
    return el(
        "ul",
        [
            el("li", line_sample(kind, side), el("span", _told(words, name, kind)))
            for name, side in PANELS.items()
            for kind in ("certain", "possible")
        ],
        c="legend",
    )


def _told(words: Wording, name: str, kind: str) -> str:
    return f"{words(f'windows.{name}')}: {words(f'windows.{kind}')}"


def _panel(
    words: Wording, name: str, side: str, rows: Sequence[Row], across: Sequence[float], top: float
) -> list[Node]:
    columns = {kind: f"{kind}_{name}s" for kind in ("possible", "certain")}
    most = max(int(row[columns["possible"]]) for row in rows) or 1
    bottom = top + 20 + HIGH

    def height(value: str) -> float:
        return bottom - int(value) / most * HIGH

    nodes = [
        line_of_text(LEFT, top + 12, words(f"windows.{name}"), c="fig-strong fig-ink"),
        el("line", x1=px(LEFT), x2=px(WIDE - 20), y1=px(bottom), y2=px(bottom), c="fig-axis"),
        line_of_text(LEFT - 8, bottom + 4, "0", c="fig-soft", anchor="end"),
        el("line", x1=px(LEFT), x2=px(WIDE - 20), y1=px(bottom - HIGH), y2=px(bottom - HIGH),
           c="fig-line"),
        line_of_text(LEFT - 8, bottom - HIGH + 4, str(most), c="fig-soft", anchor="end"),
    ]  # fmt: skip
    for kind, column in columns.items():
        places = [(x, height(row[column])) for x, row in zip(across, rows, strict=True)]
        nodes.append(_line(places, kind, side))
        if len(rows) <= MOST_DOTS:
            nodes += [
                _dot(x, y, kind, side, f"{day(words, row['since'])}: {row[column]}")
                for (x, y), row in zip(places, rows, strict=True)
            ]
    return nodes


def _line(places: Sequence[tuple[float, float]], kind: str, side: str) -> Node:
    path = " ".join(f"{'L' if at else 'M'} {px(x)} {px(y)}" for at, (x, y) in enumerate(places))
    wide = "2.5" if kind == "certain" else "1.5"
    return el("path", d=path, stroke_width=wide, c=_look(kind, side))


def _dot(x: float, y: float, kind: str, side: str, told: str) -> Node:
    wide = "2.5" if kind == "certain" else "1.5"
    return el("circle", el("title", told), cx=px(x), cy=px(y), r="4", stroke_width=wide,
              c=_look(kind, side))  # fmt: skip


def _look(kind: str, side: str) -> str:
    return f"fig-tie fig-tie-{kind}{'-against' if side == 'against' else ''}"


def window_table(words: Wording, rows: Sequence[Row], selection: Selection) -> list[Node]:
    """The windows in figures, each a link to its structure."""
    kept = {
        "issue": short_id(selection.issue, "issue") if selection.issue else "",
        "meeting": short_id(selection.meeting, "meeting") if selection.meeting else "",
    }
    body: list[list[Child]] = [
        [
            link(
                "structure",
                f"{day(words, row['since'])} – {day(words, row['before'])}",
                {**kept, "since": row["since"], "before": row["before"]},
            ),
            *(row[column] for column in COLUMNS),
        ]
        for row in rows[:MOST_ROWS]
    ]
    heads = [words("windows.col-window"), *(words(f"windows.col-{name}") for name in COLUMNS)]
    left = len(rows) - MOST_ROWS
    return [
        el("h2", words("windows.table"), c="figure-head"),
        el("p", words("windows.table-hint"), c="small soft"),
        table(heads, body),
        el("p", words("windows.more", n=left), c="small soft") if left > 0 else el("span"),
    ]
