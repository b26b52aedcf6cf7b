"""Addresses of queries: that of the page, and the one that gives a query to others."""

from collections.abc import Mapping

import streamlit as st

from dashboard.address import LANGUAGE, write
from dashboard.mounting import show_tree, show_warning
from dashboard.nodes import address, el
from dashboard.pools import analyst_pool, store_path
from dashboard.query_choosing import chosen_question, shown_text
from dashboard.query_desk import Desk
from dashboard.wording import Wording
from graph.errors import GraphError, SavedQueryError
from graph.saved import name_of, read_saved, save_query

LONGEST_IN_ADDRESS = 2_000
_ADDRESSES = 2  # the browser may still send the one before


def share_query(desk: Desk) -> str | GraphError:
    """The address that gives this query to others; a long one is kept in the store for it."""
    question = chosen_question(desk)
    if question is not None and desk.text == shown_text(question):
        return address("query", dict(st.query_params.items()) | {"question": question.name})
    if len(desk.text) <= LONGEST_IN_ADDRESS:
        return address("query", {"query": desk.text})
    try:
        return address("query", {"saved": save_query(store_path(), analyst_pool(), desk.text).name})
    except GraphError as error:
        return error


def show_shared(words: Wording, desk: Desk) -> None:
    """Draw the address that was asked for, if it was."""
    if desk.shared is None:
        return
    if isinstance(desk.shared, GraphError):
        show_warning(f"{words('query.not-kept')} {desk.shared}", "not-kept")
        return
    kept = "saved=" in desk.shared
    show_tree(
        [
            el(
                "div",
                el("p", words("query.kept" if kept else "query.link"), c="small"),
                el("p", el("code", desk.shared), c="command"),
                el(
                    "button",
                    words("claim.copy"),
                    c="act",
                    copy=desk.shared,
                    done=words("claim.copied"),
                ),
                c="shared",
            )
        ],
        "query-shared",
    )


def write_address(desk: Desk, values: Mapping[str, str]) -> None:
    """A stored question goes into the address by name, another text as it is or by its hash."""
    question = chosen_question(desk)
    stored = question is not None and desk.text == shown_text(question)
    own = {"question": "", "query": "", "saved": ""}
    if stored and question is not None:
        own["question"] = question.name
    elif len(desk.text) <= LONGEST_IN_ADDRESS:
        own["query"] = desk.text
    elif _is_saved(desk.text):
        own["saved"] = name_of(desk.text)
    write(own)
    desk.written = [own, *(one for one in desk.written if one != own)][:_ADDRESSES]
    fields = {}
    for parameter in question.parameters if question is not None else ():
        given = values.get(parameter.name, "")
        fields[parameter.name] = given if given != parameter.default else ""
    left_over = set(st.query_params) - own.keys() - fields.keys() - {LANGUAGE}
    write(fields | dict.fromkeys(left_over, ""))


def _is_saved(text: str) -> bool:
    try:
        read_saved(store_path(), name_of(text))
    except SavedQueryError:
        return False
    return True
