"""The search field in the header: suggests as one types, else leads to the page of all hits."""

import streamlit as st

from dashboard.catalogue import catalogue
from dashboard.memory import kept
from dashboard.mounting import go_to
from dashboard.nodes import shown
from dashboard.pools import store_path
from dashboard.search import Hit, most_told
from dashboard.wording import Wording, read_wording
from graph.opening import published_number

# How many of each kind are sent to the browser; the page of all hits looks at everything.
SUGGESTED = {"actor": 200, "issue": 300, "meeting": 100, "document": 100}
LONGEST = 200
_FIELD, _WANTED = "search-field", "search-wanted"


def show_search(words: Wording) -> None:
    """Draw the field; if something was picked or typed, change the page and do not return."""
    wanted = st.session_state.pop(_WANTED, None)
    hits = _kept_suggestions(str(store_path()), published_number(store_path()) or 0, words.language)
    if wanted in hits:
        go_to(hits[wanted].page, hits[wanted].params)
    elif wanted:
        go_to("search", {"q": str(wanted)[:LONGEST]})
    labels = {key: _label(words, hit) for key, hit in hits.items()}
    with st.container(key="search"):
        st.selectbox(
            words("search.label"),
            list(labels),
            index=None,
            key=_FIELD,
            format_func=lambda key: labels.get(key, key),
            placeholder=words("search.placeholder"),
            accept_new_options=True,
            on_change=_take,
            label_visibility="collapsed",
        )


def _take() -> None:
    """Note what was picked and empty the field, which only a callback may do."""
    st.session_state[_WANTED] = st.session_state[_FIELD]
    st.session_state[_FIELD] = None


@kept(2)
def _kept_suggestions(store: str, number: int, language: str) -> dict[str, Hit]:
    words, known = read_wording(language), catalogue(language)
    return {
        f"{hit.kind}:{hit.id}": hit
        for kind, most in SUGGESTED.items()
        for hit in most_told(words, known, kind, most)
    }


def _label(words: Wording, hit: Hit) -> str:
    parts = (hit.name, hit.more, words.of("search", hit.kind))
    return shown(" · ".join(filter(None, parts)))
