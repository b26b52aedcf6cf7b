"""Reads what every page needs, from the start of the server on and after each publish; draws none.

The first visitor's browser loads the program of the pages for a second, in which the server would
have nothing to do. Whoever asks for the same meanwhile waits for what is being made.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from streamlit.starlette import App

from graph.errors import GraphError, StoreDamagedError
from graph.generation import current_number
from graph.remote import read_remote

LATER_S = 3.0
"""How long the columns of claims wait at the start, when the first page has more need of a core."""
_LOOK_S = 1.0
_REST = 10
"""A store that is published over and over is read for a tenth of the time at most."""
_logger = logging.getLogger(__name__)


@asynccontextmanager
async def warmed(_app: App) -> AsyncIterator[None]:
    """The life of the server, in which stay_ahead() reads."""
    ended = Event()
    Thread(target=stay_ahead, args=(ended,), name="read-ahead", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def stay_ahead(ended: Event, later_s: float = LATER_S) -> None:
    """Read of each generation as it is published what pages need of it, until that has ended.

    Of a store behind an address the first alone: to look for others would be a request each time.
    """
    from dashboard.pools import store_path

    read_ahead()
    ended.wait(later_s)
    done: int | None = None
    while not ended.is_set() and _is_folder(store_path()):
        began = monotonic()
        number = current_number(store_path())
        if number not in (None, done):
            read_ahead()
            read_claims_ahead()
            _logger.info("generation %d has been read ahead", number)
            done = number
        ended.wait(max(_LOOK_S, _REST * (monotonic() - began)))


def read_ahead() -> None:
    """Start the pool of the pages, and make the catalogue of the first language.

    Nothing that only the engine can count: it is asked when a page wants it. What fails is told by
    the page that asks for it.
    """
    # What is kept by Streamlit must be imported once its server is there.
    from dashboard.answers import listed
    from dashboard.catalogue import catalogue
    from dashboard.pools import page_pool
    from dashboard.wording import LANGUAGES

    with suppress(GraphError):
        if listed("meetings") is not None:
            page_pool()
            catalogue(LANGUAGES[0])


def read_claims_ahead() -> None:
    """Open the columns of claims, by which pages choose and count, where the store has them."""
    from dashboard.listing import whole_outline
    from dashboard.sides import claim_base
    from dashboard.wording import LANGUAGES

    with suppress(GraphError, OSError):
        if whole_outline() is not None:
            claim_base(LANGUAGES[0])


def _is_folder(store: Path) -> bool:
    try:
        return read_remote(store) is None
    except StoreDamagedError:
        return False
