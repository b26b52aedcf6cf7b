"""The page with everything that the words in the address find, kind by kind."""

from collections.abc import Sequence

from dashboard.address import read
from dashboard.catalogue import catalogue
from dashboard.frame import explained, page_words, show_empty
from dashboard.mounting import show_title, show_tree
from dashboard.nodes import Node, el, link
from dashboard.search import KINDS, Hit, find
from dashboard.search_field import LONGEST
from dashboard.wording import Wording

SHOWN = 15


def show_found() -> None:
    """Draw the page."""
    words = page_words()
    with explained(words):
        text = read("q")[:LONGEST]
        show_title(words("search.title", text=text) if text.strip() else words("search.label"))
        hits = find(words, catalogue(words.language), text)
        if not hits:
            show_empty(words, "search.none", el("p", link("query", words("frame.ask"), {})))
            return
        blocks = [_block(words, kind, [h for h in hits if h.kind == kind]) for kind in KINDS]
        show_tree([el("div", blocks, c="found")], "found-view")


def _block(words: Wording, kind: str, hits: Sequence[Hit]) -> Node | None:
    if not hits:
        return None
    cut = words("search.cut", n=SHOWN, all=len(hits)) if len(hits) > SHOWN else ""
    return el(
        "section",
        el("header", el("h2", words.of("search-kinds", kind)), c="block-head"),
        el("ul", [_line(words, hit) for hit in hits[:SHOWN]], c="things"),
        el("p", cut, c="small soft") if cut else None,
        c="block",
    )


def _line(words: Wording, hit: Hit) -> Node:
    return el(
        "li",
        link(hit.page, hit.name, hit.params, c="title"),
        el(
            "p",
            el("span", hit.more) if hit.more else None,
            el("span", words.count("meetings.claims", hit.claims), c="num"),
            c="line",
        ),
    )
