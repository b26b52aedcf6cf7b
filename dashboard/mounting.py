"""Puts trees of nodes on a page and hands back what the reader picked; knows no data."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Literal

import streamlit as st
from streamlit.components.v2 import component

from dashboard.assets import VIEW, VIEW_STYLES, asset_address
from dashboard.nodes import Node, el

PAGE_FILES = {
    "": "page_overview.py",
    "positions": "page_positions.py",
    "meetings": "page_meetings.py",
    "choices": "page_choices.py",
    "actor": "page_actor.py",
    "issue": "page_issue.py",
    "coalitions": "page_coalitions.py",
    "silence": "page_silence.py",
    "overlaps": "page_overlaps.py",
    "trajectory": "page_trajectory.py",
    "structure": "page_structure.py",
    "windows": "page_windows.py",
    "query": "page_query.py",
    "document": "page_document.py",
    "review": "page_review.py",
    "data": "page_data.py",
    "findings": "page_findings.py",
    "help": "page_help.py",
    "search": "page_search.py",
    "export": "page_export.py",
}


def _loader() -> str:
    """The few lines that each tree carries; script and styles themselves are fetched once."""
    text = (files("dashboard") / "parts" / "view_loader.js").read_text(encoding="utf-8")
    return text.replace("@script", asset_address(VIEW)).replace(
        "@styles", asset_address(VIEW_STYLES)
    )


_view = component("standpunt_view", js=_loader())


def picked_now(key: str, at_address: str | None) -> str | None:
    """What is picked in the view of that key: what the reader just picked, else the address's.

    To be called before show_tree(), so that the tree can hold the details of what is picked.
    """
    memory = f"{key}-picked-before"
    state = st.session_state.get(key)
    if state is None:
        st.session_state[memory] = None
        return at_address
    now = state.get("picked")
    picked = now if isinstance(now, str) and now else None
    if picked != st.session_state.get(memory):
        st.session_state[memory] = picked
        return picked
    return at_address


def show_tree(
    tree: Sequence[Node],
    key: str,
    *,
    picked: str | None = None,
    scroll_to: str | None = None,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """Draw the tree; a click on a link of it changes the page, and this call does not return.

    `scroll_to` is the part ("evidence", "mark" …) of the picked thing that is brought into sight
    when the page opens; None leaves the page at its top. `width` is "content" for a tree that
    stands beside others in a row.
    """
    data: dict[str, object] = {"tree": list(tree), "picked": picked}
    if scroll_to is not None:
        data |= {"scroll": True, "scrollRole": scroll_to}
    result = _view(key=key, data=data, width=width, on_picked_change=_ignore, on_go_change=_ignore)
    target = result.get("go")
    if isinstance(target, Mapping):
        go_to(str(target.get("page")), target.get("params"))


def show_title(title: str) -> None:
    """The heading of the page. Streamlit's own would read Markdown out of a document's words."""
    show_tree([el("h1", title)], "title")


def show_warning(text: str, key: str) -> None:
    """Something the reader should know about what the address asked for; plain text."""
    show_tree([el("p", text, c="warning", role="status")], f"warning-{key}")


def go_to(page: str, params: object) -> None:
    """Change to one of our pages with these parameters; an unknown page is the first one."""
    pairs = params if isinstance(params, Mapping) else {}
    wanted = {str(name): str(value) for name, value in pairs.items()}
    st.switch_page(PAGE_FILES.get(page, PAGE_FILES[""]), query_params=wanted)


def _ignore() -> None:
    """Streamlit wants a callback for each value that a view may send."""
