"""Where an analyst's query is to be stopped: said above the editor, and changed there."""

import streamlit as st

from dashboard.mounting import show_tree
from dashboard.nodes import el
from dashboard.query_run import Limits
from dashboard.wording import Wording

SECONDS, ROWS, MEGABYTES = (5, 30, 120), (100, 1_000, 5_000, 50_000), (1, 16, 64)


def choose_limits(words: Wording) -> Limits:
    """The button that says the limits, and what it opens; the limits that are chosen."""
    chosen = st.session_state.setdefault("query-limits", Limits())
    said = words("query.limits", s=chosen.seconds, n=f"{chosen.rows:,}", m=chosen.megabytes)
    with st.popover(said, key="query-limits-popover"):
        show_tree([el("p", words("query.limits-hint"), c="small soft")], "query-limits-hint")
        new = Limits(
            _choose(words("query.limit-seconds"), SECONDS, chosen.seconds, "seconds"),
            _choose(words("query.limit-rows"), ROWS, chosen.rows, "rows"),
            _choose(words("query.limit-megabytes"), MEGABYTES, chosen.megabytes, "megabytes"),
        )
    if new != chosen:
        st.session_state["query-limits"] = new
        st.rerun()
    return new


def _choose(label: str, options: tuple[int, ...], now: int, key: str) -> int:
    return int(
        st.selectbox(
            label,
            options,
            index=options.index(now),
            key=f"query-limit-{key}",
            format_func=lambda n: f"{n:,}",
        )
    )
