"""An answer as a table with labels: filtered, sorted and paged here, so that files follow it."""

import streamlit as st

from dashboard.answer_cells import Grid, Labels, cell_node
from dashboard.mounting import picked_now, show_tree
from dashboard.nodes import Node, el
from dashboard.wording import Wording

ROWS_A_PAGE = 50
_KEY = "answer-table"
_FALLING = ":down"


def show_table(words: Wording, labels: Labels, grid: Grid) -> Grid:
    """Draw the table; the grid as it is shown: filtered and sorted, all pages."""
    wanted = st.text_input(
        words("query.filter"), key="answer-filter", placeholder=words("query.filter-hint")
    )
    chosen = grid.holding(wanted)
    column, falling = _sorting(grid)
    if column:
        chosen = chosen.sorted_by(column, falling=falling)
    pages = max(1, -(-len(chosen.rows) // ROWS_A_PAGE))
    page = int(st.session_state.get("answer-page", 1))
    if not 1 <= page <= pages:
        del st.session_state["answer-page"]
        page = 1
    rows = chosen.rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    head = [_head(words, name, column, falling=falling) for name in grid.columns]
    body = [
        el(
            "tr",
            [
                el("td", cell_node(labels, cell), c="num" if cell.number is not None else "")
                for cell in row
            ],
        )
        for row in rows
    ]
    said = words("query.shown", n=len(chosen.rows), all=len(grid.rows))
    table = el(
        "table",
        el("caption", words("query.answer"), c="hidden-words"),
        el("thead", el("tr", head)),
        el("tbody", body),
        c="list-table answer-table",
    )
    name = words("query.answer")
    tree = [el("div", table, c="wide-table", tabindex=0, role="group", aria_label=name)]
    if wanted:
        tree.insert(0, el("p", said, c="small soft", role="status"))
    show_tree(tree, _KEY)
    if pages > 1:
        st.pagination(pages, key="answer-page")
    return chosen


def _sorting(grid: Grid) -> tuple[str, bool]:
    """The column that was picked last to sort by, "" for none, and whether it falls."""
    picked = picked_now(_KEY, None) or st.session_state.get("answer-sorting") or ""
    st.session_state["answer-sorting"] = picked
    column = picked.removesuffix(_FALLING)
    return (column, picked.endswith(_FALLING)) if column in grid.columns else ("", False)


def _head(words: Wording, name: str, column: str, *, falling: bool) -> Node:
    """The head of a column: a button that sorts by it, and turns the order round."""
    is_sorted = name == column
    sign = (" ↓" if falling else " ↑") if is_sorted else ""
    order = ("descending" if falling else "ascending") if is_sorted else None
    pick = f"{name}{_FALLING}" if is_sorted and not falling else name
    return el(
        "th",
        el("button", f"{name}{sign}", pick=pick, title=words("query.sort", name=name)),
        scope="col",
        aria_sort=order,
    )
