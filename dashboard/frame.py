"""The frame that each page stands in; knows the pages by name, and what to say without data."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib.resources import files
from pathlib import Path
from typing import Concatenate, ParamSpec

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.address import LANGUAGE, read, write
from dashboard.mounting import PAGE_FILES, show_title, show_tree
from dashboard.navigation import show_navigation
from dashboard.nodes import Node, el, link
from dashboard.pools import generation, store_path
from dashboard.search_field import show_search
from dashboard.wording import LANGUAGES, Wording, day, read_wording
from graph.errors import GraphError, StoreError, StoreMissingError
from graph.generation import Generation

P = ParamSpec("P")
_logger = logging.getLogger(__name__)
_THEME = files("dashboard") / "theme"
# The page that needs no store: there one is begun.
BEGINNING = "data"
_STYLES = ("colours.css", "page.css")


def run_dashboard() -> None:
    """Draw the frame and run the page of the address inside it."""
    words = read_wording(_language_of_address())
    st.set_page_config(page_title="Standpunt", page_icon=_theme_file("icon.png"), layout="wide")
    styles = "".join((_THEME / name).read_text(encoding="utf-8") for name in _STYLES)
    st.html(f"<style>{styles}</style>")
    is_dark = st.context.theme.type == "dark"
    st.logo(_theme_file("wordmark-dark.svg" if is_dark else "wordmark.svg"), size="large")
    page = st.navigation(_pages(words), position="hidden")
    show_navigation(words, page.url_path)
    words = _choose_language(words)
    try:
        current = generation()
        show_search(words)
        _show_data_line(words, current)
        page.run()
    except StoreMissingError as error:
        if page.url_path == BEGINNING:
            page.run()
        else:
            _show_missing_store(words, error)
    except StoreError as error:
        show_failure(words, words("failure.store"), str(error))
    _show_footer(words)


def _pages(words: Wording) -> list[StreamlitPage]:
    return [
        st.Page(
            file,
            title=words(f"pages.{name or 'overview'}"),
            url_path=name or None,
            default=not name,
        )
        for name, file in PAGE_FILES.items()
    ]


def page_words() -> Wording:
    """The words of the language that the reader chose."""
    return read_wording(str(st.session_state.get("language", LANGUAGES[0])))


@contextmanager
def explained(words: Wording) -> Iterator[None]:
    """Turn a failed question into a state that says what happened, with a number to find it by."""
    try:
        yield
    except StoreError:
        raise
    except GraphError as error:
        _logger.exception("a page could not be answered")
        show_failure(words, words("failure.page"), str(error))


def redrawn_alone(draw: Callable[Concatenate[Wording, P], None]) -> Callable[..., None]:
    """Make a part of a page that is drawn anew by itself when the reader picks something in it.

    The rest of the page (header, filters, files) stays as it is. A failed question is told in the
    part's own place, as there is nobody around it then.
    """

    @wraps(draw)
    def drawn(words: Wording, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with explained(words):
                draw(words, *args, **kwargs)
        except StoreError as error:
            show_failure(words, words("failure.store"), str(error))

    return st.fragment(drawn)


def show_failure(words: Wording, title: str, message: str) -> None:
    """A failure in plain words: what happened, what the machine said, what to do."""
    show_tree(
        [
            el(
                "section",
                el("h2", title),
                el("p", message, c="soft"),
                el("p", words("failure.cure")),
                c="hint",
            )
        ],
        "failure",
    )


def show_empty(words: Wording, key: str, *more: Node) -> None:
    """An empty state: why there is nothing, and what to do next."""
    show_tree(
        [
            el(
                "section",
                el("h2", words(f"{key}.title")),
                el("p", words(f"{key}.why")),
                *more,
                c="hint",
            )
        ],
        f"empty-{key}",
    )


def _theme_file(name: str) -> str:
    return str(Path(str(_THEME / name)))


def _language_of_address() -> str:
    """The language chosen in this session, or on arrival the one of the address."""
    chosen = st.session_state.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    wanted = read(LANGUAGE)
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def _choose_language(words: Wording) -> Wording:
    with st.container(key="language-switch"):
        st.session_state.setdefault("language", words.language)
        st.segmented_control(
            words("frame.language"),
            LANGUAGES,
            key="language",
            format_func=str.upper,
            required=True,
            label_visibility="collapsed",
        )
    write({LANGUAGE: words.language if words.language != LANGUAGES[0] else ""})
    return words


def _show_data_line(words: Wording, current: Generation) -> None:
    parts = [
        words("frame.generation", n=current.number),
        words.count("frame.documents", current.documents),
        words("frame.published", day=day(words, current.published.date().isoformat())),
    ]
    with st.container(key="data-line"):
        show_tree([el("p", " · ".join(parts), c="small soft num")], "data-line-view")


def _show_missing_store(words: Wording, error: StoreMissingError) -> None:
    _logger.info("no store: %s", error)
    show_title(words("missing.title"))
    show_tree(
        [
            el(
                "section",
                el("p", words("missing.why", store=str(store_path()))),
                el("p", words("missing.cure")),
                el("p", el("code", "standpunt ingest samples"), c="command"),
                el("p", words("missing.then"), c="soft"),
                el("p", link(BEGINNING, words("missing.upload"), {}, c="act main")),
                c="hint",
            )
        ],
        "missing",
    )


def _show_footer(words: Wording) -> None:
    show_tree(
        [
            el(
                "footer",
                el("p", words("frame.promise")),
                el("p", words("frame.quotes")),
                el(
                    "p",
                    link("query", words("frame.ask"), {}),
                    link("help", words("frame.help"), {}),
                    c="ways",
                ),
                el(
                    "p",
                    el("span", words("frame.colours")),
                    [_colour_button(words, name) for name in ("System", "Light", "Dark")],
                    c="ways",
                ),
                c="foot",
            )
        ],
        "footer",
    )


def _colour_button(words: Wording, name: str) -> Node:
    label = words(f"frame.{name.lower()}")
    return el("button", label, c="plain", theme=name, pages=list(PAGE_FILES))
