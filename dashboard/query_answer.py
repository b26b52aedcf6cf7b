"""What a query gave: a table with labels and files to take away, or an error in plain words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st
from pyoxigraph import NamedNode

from dashboard.answers import ANALYST_ROWS, ANALYST_TIMEOUT_S
from dashboard.catalogue import catalogue
from dashboard.mounting import show_tree
from dashboard.nodes import Node, el, shown
from dashboard.records import Catalogue
from dashboard.wording import Wording
from graph.answer import Answer, Table, Triples, Truth
from graph.errors import (
    GraphError,
    ParameterError,
    QueryCrashError,
    QueryMemoryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from ontology.terms import PREFIXES
from standpunt.results import table_text, triples_text

TABLE_FILES = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "tsv": "text/tab-separated-values",
}
TRIPLE_FILES = {
    "turtle": (".ttl", "text/turtle"),
    "nquads": (".nq", "application/n-quads"),
    "jsonld": (".jsonld", "application/ld+json"),
}


@dataclass(frozen=True)
class Outcome:
    """What a run gave: an answer, or an error in its stead; `text` is what was run."""

    text: str
    answer: Answer | None
    error: GraphError | None


def show_outcome(words: Wording, outcome: Outcome) -> None:
    """Draw the answer as words or a table with files to take away, or the error in its stead."""
    if outcome.error is not None:
        show_tree([error_node(words, outcome)], "query-error")
        return
    match outcome.answer:
        case Truth(value=value):
            show_tree(
                [el("p", words("query.yes" if value else "query.no"), c="truth")], "query-truth"
            )
        case Table() as table:
            _show_table(words, table)
        case Triples() as triples:
            _show_triples(words, triples)


def error_node(words: Wording, outcome: Outcome) -> Node:
    """What went wrong in plain words; a syntax error with the line it is in."""
    error = outcome.error
    if isinstance(error, QuerySyntaxError):
        lines = outcome.text.splitlines() or [""]
        line = lines[min(error.line, len(lines)) - 1]
        return el(
            "section",
            el("h2", words("query.syntax", line=error.line, column=error.column)),
            el("p", error.message),
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
    titles: dict[type[GraphError], str] = {
        QueryRefusedError: words("query.refused"),
        QueryTimeoutError: words("query.timeout", seconds=int(ANALYST_TIMEOUT_S)),
        QueryMemoryError: words("query.memory"),
        QueryCrashError: words("query.crash"),
        ParameterError: words("query.parameter"),
    }
    title = next(
        (t for kind, t in titles.items() if isinstance(error, kind)), words("query.failed")
    )
    return el("section", el("h2", title), el("p", str(error)), c="failure", role="alert")


def _show_table(words: Wording, table: Table) -> None:
    count = words.count("query.rows", len(table.rows), seconds=f"{table.elapsed_s:.2f}")
    _say_size(words, count, table.truncated)
    if not table.rows:
        show_tree([el("p", words("query.no-rows"), c="hint")], "query-no-rows")
        return
    _show_grid(words, table.columns, table.rows)
    files = {form: (f".{form}", media) for form, media in TABLE_FILES.items()}
    _show_files(words, files, lambda form: table_text(table, form))


def _show_triples(words: Wording, answer: Triples) -> None:
    count = words.count("query.triples", len(answer.triples), seconds=f"{answer.elapsed_s:.2f}")
    _say_size(words, count, answer.truncated)
    rows = [(triple.subject, triple.predicate, triple.object) for triple in answer.triples]
    _show_grid(words, ("subject", "predicate", "object"), rows)
    _show_files(
        words, TRIPLE_FILES, lambda form: triples_text(answer.triples, form, answer.warning)
    )


def _say_size(words: Wording, count: str, is_cut: bool) -> None:
    said = f"{count} {words('query.cut', n=ANALYST_ROWS)}" if is_cut else count
    show_tree(
        [el("h2", words("query.answer"), c="rail-head"), el("p", said, c="small soft")],
        "query-size",
    )


def _show_grid(words: Wording, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Terms as a table with labels; a column of numbers sorts as numbers."""
    names = catalogue(words.language)
    cells = {
        column: [_cell(names, row[place]) for row in rows] for place, column in enumerate(columns)
    }
    for column, values in cells.items():
        if len({type(value) for value in values if value is not None}) > 1:
            cells[column] = [None if value is None else str(value) for value in values]
    st.dataframe(cells, hide_index=True, width="stretch", placeholder="", key="query-table")


def _show_files(
    words: Wording, files: Mapping[str, tuple[str, str]], write_as: Callable[[str], str]
) -> None:
    """A button a format; `files` are the ending and the media type by format."""
    with st.container(horizontal=True, gap="small", key="query-downloads"):
        for form, (suffix, media) in files.items():
            st.download_button(
                words(f"downloads.{form}"),
                partial(_encoded, write_as, form),
                file_name=f"standpunt-answer{suffix}",
                mime=media,
                key=f"answer-{form}",
                on_click="ignore",
            )


def _encoded(write_as: Callable[[str], str], form: str) -> bytes:
    return write_as(form).encode("utf-8")


def _cell(names: Catalogue, term: Any) -> str | int | float | None:  # noqa: ANN401  any RDF term
    """A term for the eye: numbers as numbers, our things by label, other IRIs by prefix."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return shown(_label(names, term.value))
    value = getattr(term, "value", str(term))
    datatype = getattr(getattr(term, "datatype", None), "value", "")
    try:
        if datatype.endswith("#integer"):
            return int(value)
        if datatype.endswith(("#decimal", "#double")):
            return float(value)
    except ValueError:
        return shown(str(value))
    return shown(str(value))


def _label(names: Catalogue, iri: str) -> str:
    if iri in names.actors:
        return names.actors[iri].name
    if iri in names.issues:
        return names.issues[iri].label
    if iri in names.meetings:
        return names.meetings[iri].label
    if iri in names.documents:
        return names.documents[iri].title
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
