"""Picks a stored question and asks for its parameters; runs nothing."""

import re
from functools import cache

import streamlit as st

from dashboard.mounting import show_tree
from dashboard.nodes import Node, el
from dashboard.query_desk import Desk, session_desk
from dashboard.query_parameters import parameter_fields
from dashboard.wording import Wording
from graph.questions import Question, stored_questions

OWN = ""
_HEADER = re.compile(
    r"^#\s*(?:question|competency|theme|note|parameter|column)\s*:.*\n", re.MULTILINE
)


@cache
def _by_name() -> dict[str, Question]:
    return {question.name: question for question in stored_questions()}


def shown_text(question: Question) -> str:
    """A stored question as the editor shows it: without the header, which the page shows itself."""
    return _HEADER.sub("", question.text)


def chosen_question(desk: Desk) -> Question | None:
    """The stored question that the text came from; None for a text of one's own."""
    return _by_name().get(desk.question)


def choose_question(words: Wording, desk: Desk) -> dict[str, str]:
    """The select box of stored questions and a field a parameter; what is filled in, as text."""
    st.session_state.setdefault("query-question", desk.question)
    labels = {OWN: words("query.own")} | {
        name: f"{words.of('themes', question.theme)}: {question.title}"
        for name, question in _by_name().items()
    }
    st.selectbox(
        words("query.stored"),
        list(labels),
        format_func=labels.__getitem__,
        key="query-question",
        on_change=_take_text,
    )
    question = chosen_question(desk)
    if question is None:
        return {}
    show_tree([_about_question(words, question)], "query-about")
    values = parameter_fields(words, question)
    if st.button(words("query.ask"), key="query-ask", type="primary"):
        desk.wish = "run"
    return values


def _take_text() -> None:
    desk = session_desk()
    desk.question = str(st.session_state["query-question"])
    question = chosen_question(desk)
    if question is not None:
        desk.put(shown_text(question))
    desk.outcome = desk.explained = desk.shared = None


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
