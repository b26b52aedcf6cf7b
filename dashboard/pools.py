"""The store that is shown, and the pools that ask it: one for the pages, one for analysts.

An analyst's query runs in a pool of its own, so that a heavy one does not keep the pages waiting.
What the server answers without a page (`/id/…`) imports this and not dashboard.answers, whose
kept answers need Streamlit's runtime.
"""

from pathlib import Path
from threading import Thread

import streamlit as st

from graph.generation import Generation
from graph.interface import Pool
from graph.opening import open_pool, published_generation
from standpunt.paths import default_store


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


@st.cache_resource(show_spinner=False, max_entries=8)
def _open_pool(store: Path, purpose: str, workers: int) -> Pool:
    return open_pool(store, workers, warm=True)
