"""Reads what every page needs, from the start of the server on; draws nothing.

The first visitor's browser loads the program of the pages for a second, in which the server would
have nothing to do. Whoever asks for the same meanwhile waits for what is being made.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread

from streamlit.starlette import App

from graph.errors import GraphError


@asynccontextmanager
async def warmed(_app: App) -> AsyncIterator[None]:
    """The life of the server, at the beginning of which read_ahead() begins."""
    Thread(target=read_ahead, name="read-ahead", daemon=True).start()
    yield


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
