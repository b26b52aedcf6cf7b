"""The query page: stored questions with parameters, an editor, answers as tables and as files.

The query text is the analyst's or a stored question's; nothing here writes any. It runs in a worker
process that can be killed, on a store that it cannot write.
"""

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.address import read, write
from dashboard.answers import ANALYST_TIMEOUT_S, ask
from dashboard.frame import explained, page_words
from dashboard.mounting import show_title, show_tree, show_warning
from dashboard.nodes import Node, el
from dashboard.query_answer import Outcome, show_outcome
from dashboard.wording import Wording
from graph.errors import GraphError
from graph.questions import Parameter, Question, bind, stored_questions

EDITOR = "query-text"
OWN = ""
_HEADER = re.compile(r"^#\s*(?:question|theme|note|parameter|column)\s*:.*\n", re.MULTILINE)
LONGEST_IN_ADDRESS = 2_000


def show_query() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("query.title"))
    with explained(words):
        by_name = {question.name: question for question in stored_questions()}
        left, right = st.columns([1, 2], gap="large")
        with left:
            question = _choose_question(words, by_name)
            values = _ask_parameters(words, question) if question else {}
        with right:
            run = _edit(words, question)
            text = str(st.session_state[EDITOR])
            if run or _comes_from_address():
                st.session_state["query-outcome"] = _run(words, question, text, values)
            _write_address(question, text, values)
        outcome = st.session_state.get("query-outcome")
        if isinstance(outcome, Outcome):
            show_outcome(words, outcome)
        else:
            show_tree([el("p", words("query.nothing-yet"), c="hint")], "query-hint")


def _choose_question(words: Wording, by_name: Mapping[str, Question]) -> Question | None:
    """The stored question of the select box; a new choice puts its text into the editor."""
    named = read("question")
    if "query-question" not in st.session_state:
        if named and named not in by_name:
            show_warning(words("query.unknown-question", value=named[:80]), "unknown-question")
        st.session_state["query-question"] = named if named in by_name else OWN
        st.session_state[EDITOR] = _text_of_address(by_name)
        st.session_state["query-arrived"] = named in by_name
    labels = {
        OWN: words("query.own"),
        **{n: f"{_theme(words, q)}: {q.title}" for n, q in by_name.items()},
    }
    name = st.selectbox(
        words("query.stored"),
        list(labels),
        format_func=labels.__getitem__,
        key="query-question",
        on_change=_take_text,
        args=(dict(by_name),),
    )
    question = by_name.get(str(name))
    if question:
        show_tree([_about_question(words, question)], "query-about")
    return question


def _theme(words: Wording, question: Question) -> str:
    return words.of("themes", question.theme)


def _take_text(by_name: Mapping[str, Question]) -> None:
    name = str(st.session_state["query-question"])
    if name in by_name:
        st.session_state[EDITOR] = _shown_text(by_name[name])
    st.session_state.pop("query-outcome", None)


def _shown_text(question: Question) -> str:
    """A stored question as the editor shows it: without the header, which the page shows itself."""
    return _HEADER.sub("", question.text)


def _text_of_address(by_name: Mapping[str, Question]) -> str:
    named = read("question")
    if named in by_name:
        return _shown_text(by_name[named])
    return read("query")


def _comes_from_address() -> bool:
    """Whether a stored question was named by the address: it is run at once, and only once."""
    return bool(st.session_state.pop("query-arrived", False))


def _about_question(words: Wording, question: Question) -> Node:
    columns = [[el("dt", f"?{column.name}"), el("dd", column.help)] for column in question.columns]
    return el(
        "div",
        el("p", question.note, c="small soft") if question.note else None,
        el(
            "details",
            el("summary", words("query.columns", n=len(question.columns))),
            el("dl", columns, c="facts small"),
        ),
        c="about-question",
        lang="en",
    )


def _ask_parameters(words: Wording, question: Question) -> dict[str, str]:
    """A field for each parameter; the values as text, an empty one left out."""
    values = {}
    for parameter in question.parameters:
        given = _parameter_field(words, question, parameter)
        if given:
            values[parameter.name] = given
    return values


def _parameter_field(words: Wording, question: Question, parameter: Parameter) -> str:
    key = f"parameter-{question.name}-{parameter.name}"
    if key not in st.session_state:
        usual = words.language if parameter.name == "language" else parameter.default
        st.session_state[key] = read(parameter.name) or usual or ""
    label = f"{parameter.name} ({words.of('kinds', parameter.kind)})"
    if parameter.required:
        label = f"{label} – {words('query.required')}"
    return str(
        st.text_input(label, key=key, help=parameter.help, placeholder=parameter.help)
    ).strip()


def _edit(words: Wording, question: Question | None) -> bool:
    """The editor and its button; whether the query is to be run now."""
    st.session_state.setdefault(EDITOR, "")
    with st.container(key="editor"):
        st.text_area(
            words("query.editor"),
            key=EDITOR,
            height=260 if question else 320,
            placeholder=words("query.placeholder"),
        )
    return bool(st.button(words("query.run"), type="primary", key="query-run"))


def _run(
    words: Wording, question: Question | None, text: str, values: Mapping[str, str]
) -> Outcome | None:
    """The outcome of running the text; None if there is nothing to run."""
    if not text.strip():
        show_warning(words("query.empty"), "empty")
        return None
    try:
        with st.spinner(words("query.running", seconds=int(ANALYST_TIMEOUT_S))):
            return Outcome(text, ask(text, _bindings(question, text, values)), None)
    except GraphError as error:
        return Outcome(text, None, error)


def _bindings(question: Question | None, text: str, values: Mapping[str, str]) -> dict[str, Any]:
    """The parameters as terms; those that an edited text no longer has are left out."""
    if question is None:
        return {}
    bound = bind(question, values)
    return {name: term for name, term in bound.items() if f"?{name}" in text}


def _write_address(question: Question | None, text: str, values: Mapping[str, str]) -> None:
    """A stored question goes into the address by name, a query of one's own by its text."""
    stored = question is not None and text == _shown_text(question)
    own = "" if stored or len(text) > LONGEST_IN_ADDRESS else text
    write({"question": question.name if stored and question else "", "query": own})
    if question is not None:
        for parameter in question.parameters:
            given = values.get(parameter.name, "")
            write({parameter.name: given if given != parameter.default else ""})
