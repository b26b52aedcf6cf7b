"""The queries of this session, newest first; a click brings one back."""

import streamlit as st

from dashboard.mounting import show_tree
from dashboard.nodes import el, shown
from dashboard.query_desk import Desk, Past, session_desk
from dashboard.wording import Wording

_LONGEST_LABEL = 70


def show_history(words: Wording, desk: Desk) -> None:
    """Draw a button a run, with how long it took and what it gave."""
    if not desk.history:
        show_tree([el("p", words("query.no-history"), c="hint")], "query-no-history")
        return
    for place, past in enumerate(desk.history):
        with st.container(key=f"past-{place}"):
            st.button(
                _label(past),
                key=f"past-button-{place}",
                on_click=_bring_back,
                args=(past,),
                width="stretch",
            )
            show_tree([el("p", _figures(words, past), c="small soft num")], f"past-figures-{place}")


def _bring_back(past: Past) -> None:
    desk = session_desk()
    desk.question = past.question
    st.session_state["query-question"] = past.question
    desk.put(past.text)
    desk.outcome = desk.explained = desk.shared = None


def _label(past: Past) -> str:
    """The first words of the query behind its prefixes. A button reads Markdown: it is escaped."""
    lines = [
        line.strip()
        for line in past.text.splitlines()
        if line.strip() and not line.lstrip().lower().startswith(("prefix ", "#"))
    ]
    text = past.question or shown(" ".join(lines))
    text = text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|$:<>~" else c for c in text)


def _figures(words: Wording, past: Past) -> str:
    took = words("query.took", seconds=f"{past.elapsed_s:.2f}")
    clock = f"{past.asked.astimezone():%H:%M:%S}"
    if past.failure:
        return f"{clock} · {took} · {words.of('query.failures', past.failure)}"
    if past.count is None:
        return f"{clock} · {took}"
    gave = words.count("query.gave", past.count)
    return f"{clock} · {took} · {gave}" + (f" · {words('query.cut-short')}" if past.is_cut else "")
