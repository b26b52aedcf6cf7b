"""The query page: stored questions, a form, an editor, and what a query gave.

The query text is the analyst's, a stored question's or made by graph.composing; nothing here writes
any. It runs in a worker process that can be killed, on a store that it cannot write.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.address import read
from dashboard.editor_view import diagnostics, show_editor, warned
from dashboard.frame import explained, page_words
from dashboard.mounting import show_title, show_tree, show_warning
from dashboard.nodes import el
from dashboard.pools import analyst_pool, store_path, warm_analyst_pool
from dashboard.query_answer import show_outcome
from dashboard.query_choosing import choose_question, chosen_question, shown_text
from dashboard.query_desk import Desk, session_desk
from dashboard.query_explained import show_explained
from dashboard.query_form import show_form
from dashboard.query_history import show_history
from dashboard.query_limits import choose_limits
from dashboard.query_parameters import forget_fields
from dashboard.query_run import Limits, Outcome, Run
from dashboard.query_sharing import share_query, show_shared, write_address
from dashboard.wording import Wording
from graph.errors import GraphError, SavedQueryError
from graph.explaining import explain_query
from graph.questions import bind, stored_questions
from graph.saved import read_saved

WAYS = ("questions", "form", "history")
_POLL_S = 0.5


def show_query() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("query.title"))
    with explained(words):
        desk = session_desk()
        if desk.outcome is None and desk.run is None:
            warm_analyst_pool()
        _arrive(words, desk)
        left, right = st.columns([1, 2], gap="large")
        with left:
            values = _choose_way(words, desk)
        with right:
            limits = choose_limits(words)
            _edit(words)
            started = _do_what_was_asked(words, desk, values, limits)
            show_shared(words, desk)
            show_explained(words, desk)
        _show_result(words, desk, is_new=started)
        write_address(desk, values)  # last: a rerun in the middle begins with the old address


def _arrive(words: Wording, desk: Desk) -> None:
    """Take over what the address asks for, if it is not what this page put there itself."""
    asked = {name: read(name) for name in ("question", "query", "saved")}
    if asked in desk.written or not any(asked.values()):
        return
    desk.written = [asked]
    desk.outcome, desk.question = None, ""
    st.session_state["query-way"] = WAYS[0]
    by_name = {question.name: question for question in stored_questions()}
    if asked["question"]:
        if asked["question"] in by_name:
            desk.question = asked["question"]
            desk.put(shown_text(by_name[desk.question]))
            desk.wish = "run"
            forget_fields(by_name[desk.question])
        else:
            show_warning(
                words("query.unknown-question", value=asked["question"][:80]), "unknown-question"
            )
    if asked["saved"]:
        try:
            desk.put(read_saved(store_path(), asked["saved"]).text)
        except SavedQueryError as error:
            show_warning(f"{words('query.not-saved')} {error}", "not-saved")
    elif asked["query"]:
        desk.put(asked["query"])
    st.session_state["query-question"] = desk.question


def _choose_way(words: Wording, desk: Desk) -> dict[str, str]:
    """The left column: stored questions, the form or the history; the values of parameters."""
    way = st.segmented_control(
        words("query.way"),
        WAYS,
        key="query-way",
        default=None if "query-way" in st.session_state else WAYS[0],
        format_func=lambda name: words(f"query.ways.{name}"),
        required=True,
        label_visibility="collapsed",
    )
    if way == "form":
        show_form(words, desk)
    elif way == "history":
        show_history(words, desk)
    else:
        return choose_question(words, desk)
    return {}


@st.fragment
def _edit(words: Wording) -> None:
    """The editor; what is typed reruns this part alone, a button the whole page."""
    desk = session_desk()
    wish = show_editor(words, desk, busy=desk.run is not None)
    messages = warned(diagnostics(words, desk))
    show_tree(
        [el("div", el("ul", [el("li", text) for text in messages], c="unbound"), role="status")]
        if messages
        else [],
        "query-unbound",
    )
    if wish:
        desk.wish = wish
        st.rerun()


def _do_what_was_asked(
    words: Wording, desk: Desk, values: Mapping[str, str], limits: Limits
) -> bool:
    """Do what a button of the page wanted; whether that began a run."""
    wish, desk.wish = desk.wish, ""
    if not wish:
        return False
    if not desk.text.strip():
        show_warning(words("query.empty"), "empty")
        return False
    if wish == "run":
        desk.shared = None
        _start(words, desk, values, limits)
    elif wish == "explain":
        with st.spinner(words("query.explaining")):
            desk.explained, desk.explained_text = _explain(desk.text), desk.text
    elif wish == "share":
        desk.shared = share_query(desk)
    return wish == "run"


def _start(words: Wording, desk: Desk, values: Mapping[str, str], limits: Limits) -> None:
    if desk.run is not None:
        desk.run.cancel()
        desk.run = None
    try:
        bindings = _bindings(desk, values)
    except GraphError as error:
        desk.remember(Outcome(desk.text, None, error, limits))
        return
    desk.run = Run(analyst_pool(), desk.text, bindings, limits)


def _bindings(desk: Desk, values: Mapping[str, str]) -> dict[str, Any]:
    """The parameters as terms; those that an edited text no longer has are left out."""
    question = chosen_question(desk)
    if question is None:
        return {}
    bound = bind(question, values)
    return {name: term for name, term in bound.items() if f"?{name}" in desk.text}


def _explain(text: str) -> Any:  # noqa: ANN401  a tree or an error, told apart where it is drawn
    try:
        return explain_query(text)
    except GraphError as error:
        return error


def _show_result(words: Wording, desk: Desk, *, is_new: bool) -> None:
    """The answer, or the run that is going on; `is_new` if it began after the editor was drawn."""
    if desk.run is not None and desk.run.outcome is not None:
        outcome = desk.run.outcome
        desk.remember(outcome)
        desk.run = None
        is_listed = st.session_state.get("query-way") == "history"
        if not is_new or outcome.error is not None or is_listed:
            st.rerun()  # the editor above marks the error, and its button is free again
    if desk.run is not None:
        _watch(words)
    elif desk.outcome is not None:
        show_outcome(words, desk.outcome)
    else:
        show_tree([el("p", words("query.nothing-yet"), c="hint")], "query-hint")


@st.fragment(run_every=_POLL_S)
def _watch(words: Wording) -> None:
    """The running query, with its limits and a button that ends it."""
    run = session_desk().run
    if run is None or run.outcome is not None:
        st.rerun()
    limits = run.limits
    said = words(
        "query.running",
        now=f"{run.elapsed_s:.0f}",
        seconds=limits.seconds,
        rows=f"{limits.rows:,}",
        megabytes=limits.megabytes,
    )
    show_tree([el("p", said, c="running", role="status")], "query-running")
    st.progress(min(1.0, run.elapsed_s / limits.seconds))
    if st.button(words("query.cancel"), key="query-cancel", type="primary"):
        run.cancel()
        st.rerun()
