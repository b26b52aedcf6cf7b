"""Saved web pages: the main text in blocks, navigation and scripts left out, notes resolved."""

import re
from codecs import lookup
from dataclasses import replace

from ingest.raw import RawDocument
from ingest.readers.decoding import decode
from ingest.readers.source import Source, compose, join_rows
from ingest.readers.text import tell_encoding
from ingest.readers.web_notes import resolve_notes
from ingest.readers.web_page import Page, PageBlock, read_page

MEDIA_TYPE = "text/html"
MAIN_SHARE = 0.5  # of a page's text that its main element must hold to stand for the paper
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})")


def read_web(source: Source) -> tuple[RawDocument, ...]:
    """The text of a page; places are the bytes at which each stretch of text begins."""
    return (_page_document(source),)


def _page_document(source: Source) -> RawDocument:
    head = source.content[:4096]
    said = _XML_ENCODING.search(head) or _CHARSET.search(head)
    declared = source.charset or (said.group(1).decode("ascii", "ignore") if said else None)
    text, encoding = decode(source.content, source.path, declared)
    page = read_page(text, encoding)
    notes, used = resolve_notes(page)
    blocks = [(block.runs, block.cell) for at, block in _main(page) if at not in used]
    document = compose(source, MEDIA_TYPE, join_rows(b for b in blocks if b[0]), notes)
    if encoding == "utf-8" or _same(encoding, declared):
        return document
    return replace(document, notices=(*tell_encoding(document.text, encoding), *document.notices))


def _main(page: Page) -> list[tuple[int, PageBlock]]:
    """The blocks that are shown; those of the main element alone, if it holds the paper."""
    shown = [(at, block) for at, block in enumerate(page.blocks) if not block.is_dropped]
    main = [(at, block) for at, block in shown if block.is_main]
    if _size(main) >= MAIN_SHARE * _size(shown):
        return main
    return shown


def _size(blocks: list[tuple[int, PageBlock]]) -> int:
    return sum(len(run.text) for _, block in blocks for run in block.runs)


def _same(encoding: str, declared: str | None) -> bool:
    """Whether the page was read as what it says it is, so that there is nothing to tell."""
    return declared is not None and lookup(encoding).name == _name(declared)


def _name(declared: str) -> str:
    try:
        return lookup(declared).name
    except LookupError:
        return ""
