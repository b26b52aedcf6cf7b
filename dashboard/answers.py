"""The one door of the pages to the graph: stored questions, and the analyst's own query, as rows.

Knows no page. What is counted over the whole store comes from the projection of the generation
(graph.stand_ins) where it has one. Answers are kept until the next generation is published. An
analyst's query runs in a pool of its own, so that a heavy one does not keep the pages waiting.
"""

from contextlib import suppress
from pathlib import Path
from threading import Thread

import streamlit as st

from graph.errors import GraphError
from graph.generation import Generation
from graph.interface import Pool
from graph.opening import open_pool, published_generation, published_number
from graph.questions import answer_question
from graph.stand_ins import stand_in
from standpunt.paths import default_store

PAGE_TIMEOUT_S = 20.0

Row = dict[str, str | None]


def store_path() -> Path:
    """The store that the dashboard reads."""
    return default_store().absolute()


def generation() -> Generation:
    """What is published now. Raises StoreError if there is nothing to read."""
    return published_generation(store_path())


def page_pool() -> Pool:
    """The pool that answers the pages. Raises StoreError."""
    return _open_pool(store_path(), "pages", 2)


def analyst_pool() -> Pool:
    """The pool that answers what analysts write themselves. Raises StoreError."""
    return _open_pool(store_path(), "analysts", 2)


def warm_analyst_pool() -> None:
    """Start that pool, if it is not there, while the reader still looks at the page."""
    Thread(target=analyst_pool, name="analyst-pool", daemon=True).start()


def rows(question: str, /, **values: str) -> list[Row]:
    """The rows of a stored question, by column name; IRIs and literals as text, None if unbound.

    Raises what graph.questions.answer_question raises.
    """
    number = published_number(store_path()) or 0
    given = {name: value for name, value in sorted(values.items()) if value}
    found = stand_in(store_path(), number, question, given)
    if found is not None:
        return found
    return _kept_rows(store_path(), number, question, tuple(given.items()))


def ask_ahead(question: str, /, **values: str) -> None:
    """Begin to ask what the page wants later on, beside what it asks now; rows() waits for it."""

    def ask() -> None:
        with suppress(GraphError):  # told when the page asks
            rows(question, **values)

    Thread(target=ask, name="asked-ahead", daemon=True).start()


@st.cache_resource(show_spinner=False, max_entries=8)
def _open_pool(store: Path, purpose: str, workers: int) -> Pool:
    return open_pool(store, workers, warm=True)


@st.cache_data(show_spinner=False, max_entries=400)
def _kept_rows(
    store: Path, number: int, question: str, given: tuple[tuple[str, str], ...]
) -> list[Row]:
    answer = answer_question(page_pool(), question, dict(given), timeout_s=PAGE_TIMEOUT_S)
    return answer.records()
