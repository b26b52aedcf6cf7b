"""What a query gave: views of the answer and files to take away, or an error in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.answer_basis import answer_basis
from dashboard.answer_cells import Labels, grid_of
from dashboard.answer_downloads import about_of, show_files, show_shown_files
from dashboard.answer_drawn import code_by_name, show_drawing
from dashboard.answer_shape import shape_of
from dashboard.answer_table import show_table
from dashboard.catalogue import catalogue
from dashboard.mounting import show_tree
from dashboard.nodes import Node, el
from dashboard.query_choosing import chosen_question, shown_text
from dashboard.query_desk import session_desk
from dashboard.query_run import Outcome
from dashboard.vocabulary import vocabulary
from dashboard.wording import Wording
from graph.answer import Table, Triples, Truth
from graph.errors import (
    GraphError,
    ParameterError,
    QueryBusyError,
    QueryCancelledError,
    QueryCrashError,
    QueryMemoryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
)

_VIEW = "answer-view"


def show_outcome(words: Wording, outcome: Outcome) -> None:
    """Draw the answer in words or in the views it allows, or the error in its stead."""
    if outcome.error is not None:
        show_tree([error_node(words, outcome)], "query-error")
        return
    match outcome.answer:
        case Truth(value=value):
            show_tree(
                [el("p", words("query.yes" if value else "query.no"), c="truth")], "query-truth"
            )
        case Table() as table:
            said = words.count("query.rows", len(table.rows), seconds=f"{table.elapsed_s:.2f}")
            _say_size(words, outcome, said)
            _show_views(words, outcome, table.columns, table.rows)
        case Triples() as triples:
            said = words.count(
                "query.triples", len(triples.triples), seconds=f"{triples.elapsed_s:.2f}"
            )
            _say_size(words, outcome, said)
            rows = [(one.subject, one.predicate, one.object) for one in triples.triples]
            _show_views(words, outcome, ("subject", "predicate", "object"), rows)


def error_node(words: Wording, outcome: Outcome) -> Node:
    """What went wrong in plain words; a syntax error with the line it is in."""
    error = outcome.error
    if isinstance(error, QuerySyntaxError):
        return _syntax_node(words, outcome.text, error)
    seconds = outcome.limits.seconds
    titles: dict[type[GraphError], str] = {
        QueryRefusedError: words("query.refused"),
        QueryBusyError: words("query.busy"),
        QueryTimeoutError: words("query.timeout", seconds=seconds),
        QueryMemoryError: words("query.memory"),
        QueryCrashError: words("query.crash"),
        QueryCancelledError: words("query.cancelled", seconds=f"{outcome.elapsed_s:.1f}"),
        ParameterError: words("query.parameter"),
    }
    title = next(
        (t for kind, t in titles.items() if isinstance(error, kind)), words("query.failed")
    )
    return el("section", el("h2", title), el("p", str(error)), c="failure", role="alert")


def _syntax_node(words: Wording, text: str, error: QuerySyntaxError) -> Node:
    lines = text.splitlines() or [""]
    line = lines[min(error.line, len(lines)) - 1]
    return el(
        "section",
        el("h2", words("query.syntax")),
        el("p", words("query.at", line=error.line, column=error.column, message=error.message)),
        el("p", el("code", line or " "), c="command"),
        el(
            "p",
            el("code", " " * max(0, error.column - 1) + "▲"),
            c="command pointer",
            aria_hidden="true",
        ),
        el(
            "details",
            el("summary", words("query.detail")),
            el("p", error.detail, c="small soft"),
        )
        if error.detail
        else None,
        c="failure",
        role="alert",
    )


def _say_size(words: Wording, outcome: Outcome, count: str) -> None:
    tree = [el("h2", words("query.answer"), c="rail-head"), el("p", count, c="small soft")]
    if outcome.is_cut:
        limits = outcome.limits
        by_rows = (outcome.count or 0) >= limits.rows
        reached = words(
            "query.cut-rows" if by_rows else "query.cut-bytes",
            n=f"{limits.rows:,}",
            m=limits.megabytes,
        )
        tree.append(el("p", el("strong", reached), " ", words("query.cut"), c="cut", role="alert"))
    show_tree(tree, "query-size")


def _show_views(
    words: Wording, outcome: Outcome, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """The answer as a table or drawn, whichever is chosen of what it allows; then its files."""
    if not rows:
        show_tree([el("p", words("query.no-rows"), c="hint")], "query-no-rows")
        return
    labels = Labels(catalogue(words.language), _term_labels(words))
    grid = grid_of(labels, columns, rows)
    codes = code_by_name(labels.known)
    shape = shape_of(grid, codes)
    view = _choose_view(words, shape.views())
    basis = answer_basis(words, outcome)
    about = about_of(outcome, basis)
    if view == "table":
        shown_grid = show_table(words, labels, grid)
    else:
        question = chosen_question(session_desk())
        title = question.title if question and outcome.text == shown_text(question) else ""
        show_drawing(words, labels, grid, shape, view, title=title, basis=basis)
    line = el("p", words("honesty.title"), " ", basis, c="honesty small soft num")
    show_tree([line], "query-honesty")
    show_files(words, outcome, about)
    if view == "table":
        show_shown_files(words, shown_grid, about)


def _choose_view(words: Wording, views: Sequence[str]) -> str:
    if st.session_state.get(_VIEW) not in views:
        st.session_state[_VIEW] = views[0]
    if len(views) == 1:
        return views[0]
    return str(
        st.segmented_control(
            words("query.view"),
            views,
            key=_VIEW,
            format_func=lambda view: words(f"query.views.{view}"),
            required=True,
            label_visibility="collapsed",
        )
    )


def _term_labels(words: Wording) -> Mapping[str, str]:
    terms = vocabulary(words.language)["terms"]
    assert isinstance(terms, list)  # noqa: S101 - as vocabulary() says
    return {term[1]: term[3] for term in terms if term[3]}
