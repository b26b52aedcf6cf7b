"""The pages and the groups they stand in; draws the bar of the header and the menu of a phone."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.basket import PAGE
from dashboard.mounting import show_tree
from dashboard.nodes import Node, el, link
from dashboard.wording import Wording

# The pages by group; those of the group "" stand in the bar itself. A page that is not here has an
# address, and other pages lead to it.
GROUPS: Mapping[str, Sequence[str]] = {
    "": ("",),
    "explore": ("positions", "issue", "actor", "choices"),
    "analyse": ("coalitions", "structure", "windows", "trajectory", "overlaps", "silence"),
    "sources": ("meetings", "document", "findings"),
    "work": ("query", "export", "review", "data", "help"),
}
BODY = "nav-body"


def show_navigation(words: Wording, current: str) -> None:
    """Draw the bar; `current` is the name of the page that is open."""
    groups = [_group(words, group, pages, current) for group, pages in GROUPS.items()]
    menu = el(
        "button",
        el("span", "≡", aria_hidden="true"),
        words("frame.menu"),
        c="menu",
        unfold=BODY,
    )
    bar = el(
        "nav",
        menu,
        el("div", groups, c="groups", id=BODY),
        c="navigation",
        aria_label=words("frame.navigation"),
    )
    with st.container(key="navigation"):
        show_tree([bar], "navigation-view")


def _group(words: Wording, group: str, pages: Sequence[str], current: str) -> Node:
    links = [
        link(
            name,
            words(f"pages.{name or 'overview'}"),
            {},
            aria_current="page" if name == current else None,
            tobasket="basket" if name == PAGE else None,
        )
        for name in pages
    ]
    if not group:
        return el("div", links, c="group single")
    title = words(f"groups.{group}")
    panel = f"nav-{group}"
    here = " here" if current in pages else ""
    return el(
        "div",
        el("button", title, c=f"opens{here}", unfold=panel),
        el("span", title, c="group-name"),
        el("ul", [el("li", each) for each in links], id=panel, c="unfolds"),
        c="group",
    )
