"""The one door of the pages to the graph: stored questions, as rows.

Knows no page. What is counted over the whole store comes from the projection of the generation
(graph.stand_ins) where it has one. Answers are kept until the next generation is published.
"""

from contextlib import suppress
from pathlib import Path
from threading import Thread

import streamlit as st

from dashboard.pools import page_pool, store_path
from graph.errors import GraphError
from graph.listed import Listed
from graph.opening import published_number
from graph.questions import answer_question
from graph.stand_ins import stand_in, stand_in_columns

PAGE_TIMEOUT_S = 20.0

Row = dict[str, str | None]


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


def listed(question: str, /, **values: str) -> Listed | None:
    """As rows(), in columns, where the projection has them; None where it does not."""
    number = published_number(store_path()) or 0
    given = {name: value for name, value in sorted(values.items()) if value}
    return stand_in_columns(store_path(), number, question, given)


def ask_ahead(question: str, /, **values: str) -> None:
    """Begin to ask what the page wants later on, beside what it asks now; rows() waits for it."""

    def ask() -> None:
        with suppress(GraphError):  # told when the page asks
            rows(question, **values)

    Thread(target=ask, name="asked-ahead", daemon=True).start()


@st.cache_data(show_spinner=False, max_entries=400)
def _kept_rows(
    store: Path, number: int, question: str, given: tuple[tuple[str, str], ...]
) -> list[Row]:
    answer = answer_question(page_pool(), question, dict(given), timeout_s=PAGE_TIMEOUT_S)
    return answer.records()
