"""An answer drawn: chosen columns as bars, map, timeline or network; asks nothing."""

from collections.abc import Mapping, Sequence
from functools import cache

import streamlit as st

from dashboard.answer_cells import Cell, Grid, Labels, cell_node
from dashboard.answer_network import network
from dashboard.answer_pictures import Figure, bars, number, tile_map, timeline
from dashboard.answer_shape import Shape
from dashboard.mounting import show_tree
from dashboard.nodes import Node, el
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.records import Catalogue
from dashboard.tile_figure import tile_places
from dashboard.wording import Wording
from ontology.reference import load_reference

_ROWS = 300
_TRIPLE = ("subject", "predicate", "object")
_FIELDS = {
    "chart": ("label", "length"),
    "map": ("state", "value"),
    "timeline": ("day", "what", "lane"),
    "network": ("from", "to"),
}
Line = Sequence[Cell]


def code_by_name(known: Catalogue) -> dict[str, str]:
    """The codes of the states that have a tile, by their IRI, their code and their short code."""
    codes = {actor.iri: actor.code for actor in known.actors.values()}
    codes |= {actor.code: actor.code for actor in known.actors.values()}
    codes |= {short: code for code, short in _two_letters().items()}
    return {name: code for name, code in codes.items() if code in tile_places()}


@cache
def _two_letters() -> dict[str, str]:
    actors = load_reference().actors.values()
    return {actor.code: actor.two_letter for actor in actors if actor.two_letter}


def show_drawing(
    words: Wording, labels: Labels, grid: Grid, shape: Shape, view: str, *, title: str, basis: str
) -> None:
    """Draw the view under its title, its basis, its files, and the same content as a table."""
    columns = _choose_columns(words, grid, shape, view)
    figure, lines = _drawn(words, labels, grid, view, columns)
    own = words(
        "answer-pictures.title", columns=", ".join(columns), view=words(f"query.views.{view}")
    )
    source = words("pictures.source", basis=basis)
    picture = make_picture(f"answer-{view}", title or own, figure.nodes, figure.size, source)
    show_tree([_figure_node(words, figure, title or own)], f"answer-{view}-drawn")
    show_picture_buttons(words, picture, f"answer-{view}")
    show_tree([_table_node(words, labels, columns, lines)], f"answer-{view}-table")


def _figure_node(words: Wording, figure: Figure, title: str) -> Node:
    wide, high = figure.size
    drawing = el(
        "svg",
        el("title", f"{title}. {figure.says}"),
        list(figure.nodes),
        viewBox=f"0 0 {wide} {high}",
        width=wide,
        height=high,
        role="img",
        c="fig",
    )
    frame = el(
        "div", drawing, c="drawing", tabindex=0, role="group", aria_label=f"{title}. {figure.says}"
    )
    return el("figure", el("figcaption", figure.says, c="small soft"), frame)


def _table_node(
    words: Wording, labels: Labels, columns: Sequence[str], lines: Sequence[Line]
) -> Node:
    body = [
        el("tr", [el("td", cell_node(labels, cell)) for cell in line]) for line in lines[:_ROWS]
    ]
    head = el("tr", [el("th", column, scope="col") for column in columns])
    table = el("table", el("thead", head), el("tbody", body), c="list-table answer-table")
    name = words("query.answer")
    hidden = len(lines) - _ROWS
    return el(
        "details",
        el("summary", words("answer-pictures.as-table", n=len(lines))),
        el("div", table, c="wide-table", tabindex=0, role="group", aria_label=name),
        el("p", words("answer-pictures.more", n=hidden), c="small soft") if hidden > 0 else None,
        c="as-table",
    )


def _choose_columns(words: Wording, grid: Grid, shape: Shape, view: str) -> tuple[str, ...]:
    """The columns to draw, by what the view needs; a select box where there is a choice."""
    if view == "network" and tuple(shape.kinds) == _TRIPLE:
        return _TRIPLE
    offered = _offered(grid, shape)[view]
    chosen = []
    with st.container(horizontal=True, gap="small", key="answer-columns"):
        for place, (options, field) in enumerate(zip(offered, _FIELDS[view], strict=True)):
            if len(options) < 2:
                chosen += options
                continue
            chosen.append(
                st.selectbox(
                    words(f"answer-pictures.{field}"),
                    options,
                    key=f"answer-{view}-column-{place}",
                    format_func=lambda name: name or words("answer-pictures.none"),
                )
            )
    return tuple(name for name in chosen if name)


def _offered(grid: Grid, shape: Shape) -> Mapping[str, list[list[str]]]:
    """The columns to choose from for each field of each view, the likeliest first."""
    named = shape.of("thing", "state", "text")
    things = shape.of("thing", "state")
    values = sorted(shape.of("text", "thing", "date"), key=lambda name: _tells_little(grid, name))
    return {
        "chart": [shape.of("state", "thing", "text", "date"), shape.of("number")],
        "map": [
            shape.of("state"),
            [*shape.of("number"), *values, *shape.of("state")],
        ],
        "timeline": [shape.of("date"), named, ["", *named]],
        "network": [things, [*things[1:], *things[:1]]],
    }


def _tells_little(grid: Grid, column: str) -> bool:
    """Whether a column always says the same, or something else in each row, as names do."""
    texts = [cell.text for cell in grid.cells(column)]
    return len(set(texts)) in (1, len(texts))


def _drawn(
    words: Wording, labels: Labels, grid: Grid, view: str, columns: Sequence[str]
) -> tuple[Figure, Sequence[Line]]:
    """The figure, and the cells that it is made of, a line a row."""
    lines: list[Line] = list(zip(*(grid.cells(column) for column in columns), strict=True))
    if view == "chart":
        lines = [line for line in lines if line[-1].number is not None]
        return bars(words, [(line[0].text, line[-1].number or 0.0) for line in lines]), lines
    if view == "map":
        return _map(words, labels, lines), lines
    if view == "timeline":
        lines = sorted((line for line in lines if line[0].day), key=lambda line: line[0].day)
        return timeline(words, [_point(line) for line in lines]), lines
    lines = [line for line in lines if line[0].iri and line[-1].iri]
    named = {cell.iri: cell.text for line in lines for cell in (line[0], line[-1])}
    joined = [(line[0].iri, line[-1].iri, line[1].text if len(line) > 2 else "") for line in lines]
    return network(words, joined, named), lines


def _point(line: Line) -> tuple[str, str, str]:
    """Day, lane and what it is."""
    lane = line[2].text if len(line) > 2 else ""
    return line[0].day, lane, line[1].text if len(line) > 1 else ""


def _map(words: Wording, labels: Labels, lines: Sequence[Line]) -> Figure:
    """Several rows of one state: numbers are added up, words stand beside each other."""
    codes = code_by_name(labels.known)
    by_code: dict[str, list[Cell]] = {}
    for line in lines:
        code = codes.get(line[0].iri or line[0].text)
        if code:
            by_code.setdefault(code, []).append(line[-1])
    values: dict[str, float | str] = {}
    are_numbers = all(c.number is not None for cells in by_code.values() for c in cells)
    for code, cells in by_code.items():
        if are_numbers:
            values[code] = sum(cell.number or 0.0 for cell in cells)
        else:
            told = (number(c.number) if c.number is not None else c.text for c in cells if c.text)
            values[code] = ", ".join(dict.fromkeys(told))
    names = {
        code: (labels.known.name(code), _two_letters().get(code, code)) for code in tile_places()
    }
    return tile_map(words, values, names)
