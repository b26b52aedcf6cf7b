"""The page of moving windows: how many pairs agree and are in conflict, as lines and as a table."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.address import Filter
from dashboard.claim_choice import (
    Choice,
    choose_claims,
    kept_key,
    show_analysis,
    show_no_claims,
)
from dashboard.downloads import show_csv_download
from dashboard.frame import show_empty
from dashboard.honesty import basis_text, honesty_line, with_basis
from dashboard.memory import kept
from dashboard.mounting import show_tree
from dashboard.nodes import el
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.records import Catalogue
from dashboard.sides import find_sides
from dashboard.windows_nodes import window_figure, window_legend, window_table
from dashboard.wording import Wording
from standpunt.analysis.rows import WINDOW_COLUMNS, window_rows
from standpunt.analysis.selecting import Selection
from standpunt.analysis.windows import sweep

WIDTHS = ("12", "1", "3", "6", "24", "60")
STEPS = ("1", "3", "6", "12")
Row = Mapping[str, str]


def show_windows() -> None:
    """Draw the page."""
    show_analysis("windows", _draw)


def _draw(words: Wording, known: Catalogue) -> None:
    choice = choose_claims(words, known, _filters(words))
    if not choice.base.claims:
        show_no_claims(words, "windows")
        return
    with st.spinner(words("windows.counting")):
        how = (int(choice.more["months"] or WIDTHS[0]), int(choice.more["step"] or STEPS[0]))
        rows = _kept(*kept_key(words, choice), *how)
    if not rows:
        show_empty(words, "windows.none")
        return
    _show(words, choice, rows)


def _filters(words: Wording) -> list[Filter]:
    def told(n: str) -> str:
        return words("windows.one-month") if n == "1" else words("windows.of-months", n=n)

    return [
        Filter(
            name,
            words(f"windows.{name}"),
            {n: told(n) for n in values[1:]},
            told(values[0]),
            words("structure.unknown"),
        )
        for name, values in (("months", WIDTHS), ("step", STEPS))
    ]


@kept(8)
def _kept(
    store: str, number: int, language: str, selection: Selection, months: int, step: int
) -> list[Row]:
    sides = find_sides(language, selection)
    return list(window_rows(sweep(sides.incidence, width=months, step=step)))


def _show(words: Wording, choice: Choice, rows: Sequence[Row]) -> None:
    basis = find_sides(words.language, choice.selection).basis
    figure = window_figure(words, rows)
    wide, high = figure.size
    drawing = el(
        "svg",
        list(figure.nodes),
        viewBox=f"0 0 {wide} {high}",
        width=wide,
        height=high,
        c="fig",
        role="img",
        aria_label=figure.says,
    )
    show_tree(
        [
            el("p", words.count("windows.count", len(rows)), c="small soft num"),
            window_legend(words),
            el("div", drawing, c="drawing", tabindex="0", role="group", aria_label=figure.says),
            *window_table(words, rows, choice.selection),
            honesty_line(words, basis),
        ],
        "windows-view",
    )
    cells = [[row[column] for column in WINDOW_COLUMNS] for row in rows]
    columns, table = with_basis(words, basis, WINDOW_COLUMNS, cells)
    source = words("pictures.source", basis=basis_text(words, basis))
    whole = window_figure(words, rows, with_legend=True)
    picture = make_picture("windows", words("windows.title"), whole.nodes, whole.size, source)
    with st.container(horizontal=True, gap="small", key="windows-downloads"):
        show_csv_download(words, "windows", columns, table)
        show_picture_buttons(words, picture, "windows")
