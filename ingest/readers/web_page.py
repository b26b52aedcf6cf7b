"""HTML to blocks of text with their byte offsets; what a page's frame is made of is marked."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ingest.readers.source import LINE_END, Cell, Run, names

_VOID = names("area base br col embed hr img input link meta param source track wbr basefont frame")
_UNSEEN = names(
    "script style head template noscript svg math iframe object select button textarea datalist "
    "audio video canvas map noframes title"
)
_FRAME = frozenset(("nav", "form", "menu", "dialog"))
_EDGE = frozenset(("header", "footer", "aside"))  # frame too, unless inside the main text
_FRAME_ROLES = names(
    "navigation banner contentinfo search menu menubar dialog alert complementary toolbar"
)
_NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "doc-endnotes", "note"))
_BLOCKS = names(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table thead tbody tfoot tr td th caption pre main "
    "article section header footer aside nav form blockquote figure figcaption address fieldset "
    "hr body html center details summary legend menu dialog option"
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none")
_MANY = 50  # comments that never end: no page, but something to keep a parser busy
_BULLET = re.compile(r"\s*(?:[-–—•▪*]|\(?\w{1,3}[.)])(?:\s|$)")


@dataclass
class Element:
    """An open or closed element: which blocks it spans, and whether its text is the paper's."""

    tag: str
    first: int
    parent: "Element | None"
    is_dropped: bool = False
    is_main: bool = False
    is_unseen: bool = False  # nothing of it is shown by a browser
    last: int = -1  # index of its last block once closed
    count: int = 0  # items of a list so far


@dataclass
class PageBlock:
    """A heading, paragraph, cell or list item."""

    runs: list[Run] = field(default_factory=list)
    is_dropped: bool = False
    is_main: bool = False
    cell: Cell | None = None

    @property
    def text(self) -> str:
        """Its text, white space as it comes."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Reference:
    """A link inside the page: where its runs stand, and the id that it leads to."""

    block: int
    first_run: int
    last_run: int
    target: str


@dataclass
class Page:
    """A page as read."""

    blocks: list[PageBlock] = field(default_factory=list)
    elements_by_id: dict[str, Element] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)


def read_page(text: str, encoding: str) -> Page:
    """The blocks of a page, in order; never fails, whatever the markup."""
    reader = _Reader(text, encoding)
    reader.feed(_without_open_end(text))
    reader.close()
    return reader.finish()


def _without_open_end(text: str) -> str:
    """The text up to a comment or tag that never ends: browsers show nothing of it.

    Also keeps html.parser from looking through the rest of the file once for each of them.
    """
    closed = text.rfind("-->") + 1
    if text.count("<!--", closed) > _MANY:
        text = text[: text.find("<!--", closed)]
    last = text.rfind(">") + 1
    tag = re.compile(r"<[a-zA-Z/!?]").search(text, last)
    return text[: tag.start()] if tag else text


class _Reader(HTMLParser):
    """Builds the page; keeps a stack of its own, for html.parser knows no tree."""

    def __init__(self, text: str, encoding: str) -> None:
        super().__init__(convert_charrefs=False)
        self._page = Page([PageBlock()])
        self._stack = [Element("", 0, None)]
        self._open_count: dict[str, int] = {}
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._text, self._encoding = text, encoding
        self._last_letter = self._last_byte = 0
        self._links: list[tuple[int, int, str]] = []
        self._cell: Cell = (0, 0, 0)

    def finish(self) -> Page:
        """The page, all elements closed."""
        last = len(self._page.blocks) - 1
        for element in self._stack:
            element.last = last
        return self._page

    # --- elements ---------------------------------------------------------------------
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, or do what a void one asks."""
        if tag == "br":
            self._line_end()
        if tag in ("p", "li", "td", "th", "tr", "dt", "dd") and self._open_count.get(tag):
            self._close_same(tag)
        self._count_cells(tag)
        if tag in _BLOCKS:
            self._new_block()
        element = self._element(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            return
        self._stack.append(element)
        self._open_count[tag] = self._open_count.get(tag, 0) + 1
        if tag in _BLOCKS:
            self._dress_block()
        if tag == "li":
            self._item()

    def _count_cells(self, tag: str) -> None:
        table, row, cell = self._cell
        if tag == "table":
            self._cell = (table + 1, 0, 0)
        elif tag == "tr":
            self._cell = (table, row + 1, 0)
        elif tag in ("td", "th"):
            self._cell = (table, row, cell + 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """XHTML's <br/> and <a id="x"/>."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of that name and what stands open inside it."""
        if tag == "br":
            self._line_end()
        if not self._open_count.get(tag):
            return
        while True:
            element = self._stack.pop()
            self._open_count[element.tag] -= 1
            element.last = len(self._page.blocks) - 1
            if element.tag == "a":
                self._end_link()
            if element.tag == tag:
                break
        if tag in _BLOCKS:
            self._new_block()

    def _close_same(self, tag: str) -> None:
        """End tags of paragraphs, items and cells may be left out."""
        holders = {"li": ("ul", "ol"), "td": ("table",), "th": ("table",), "tr": ("table",)}
        barriers = (*holders.get(tag, ()), "div", "blockquote", "table", "section")
        for element in reversed(self._stack[-12:]):
            if element.tag == tag:
                self.handle_endtag(tag)
                return
            if element.tag in barriers:
                return

    def _element(self, tag: str, attributes: dict[str, str]) -> Element:
        parent = self._stack[-1]
        role = attributes.get("role", "").lower()
        is_main = parent.is_main or tag in ("main", "article") or role == "main"
        dropped = tag in _FRAME or role in _FRAME_ROLES
        dropped = dropped or (tag in _EDGE and not is_main and role not in _NOTE_ROLES)
        unseen = tag in _UNSEEN or "hidden" in attributes
        unseen = unseen or _NOT_SHOWN.search(attributes.get("style", "")) is not None
        element = Element(
            tag,
            len(self._page.blocks) - 1,
            parent,
            parent.is_dropped or dropped,
            is_main,
            parent.is_unseen or unseen,
        )
        for name in {attributes.get("id", ""), attributes.get("name", "")} - {""}:
            self._page.elements_by_id.setdefault(name, element)
        if tag == "a":
            target = attributes.get("href", "").partition("#")[2]
            runs = len(self._page.blocks[-1].runs)
            self._links.append((len(self._page.blocks) - 1, runs, target))
        return element

    def _end_link(self) -> None:
        block, first, target = self._links.pop() if self._links else (-1, 0, "")
        if target and block == len(self._page.blocks) - 1:
            last = len(self._page.blocks[block].runs)
            self._page.references.append(Reference(block, first, last, target))

    def _item(self) -> None:
        holder = next((e for e in reversed(self._stack[-4:-1]) if e.tag in ("ol", "ul")), None)
        if holder is not None and holder.tag == "ol":
            holder.count += 1
        number = f"{holder.count}. " if holder is not None and holder.tag == "ol" else "- "
        self._page.blocks[-1].runs.append(Run(number))

    # --- text -------------------------------------------------------------------------
    def handle_data(self, data: str) -> None:
        """Text between tags."""
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        """&amp; and its like."""
        self._add(html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """&#233; and its like."""
        self._add(html.unescape(f"&#{name};"))

    def unknown_decl(self, data: str) -> None:
        """<![CDATA[ and its like are no text of a page."""

    def _add(self, text: str) -> None:
        element, block = self._stack[-1], self._page.blocks[-1]
        if element.is_unseen:
            return
        if element.is_dropped != block.is_dropped or element.is_main != block.is_main:
            block = self._new_block()
        if self._open_count.get("pre"):
            text = text.replace("\n", LINE_END)
        at = self._byte()
        first_of_item = len(block.runs) == 1 and block.runs[0].label == "" and block.runs[0].text
        if first_of_item and _BULLET.match(text):
            block.runs[0] = Run("")
        block.runs.append(Run(text, f"byte {at}" if text.strip() else "", at))

    def _line_end(self) -> None:
        block = self._page.blocks[-1]
        if block.runs and block.runs[-1].text == LINE_END:
            block.runs.pop()
            self._new_block()
        else:
            block.runs.append(Run(LINE_END))

    def _new_block(self) -> PageBlock:
        if self._page.blocks[-1].runs:
            self._page.blocks.append(PageBlock())
        return self._dress_block()

    def _dress_block(self) -> PageBlock:
        """The open block belongs where the innermost element does."""
        block = self._page.blocks[-1]
        if not block.runs:
            block.is_dropped, block.is_main = self._stack[-1].is_dropped, self._stack[-1].is_main
            inside = self._open_count.get("td") or self._open_count.get("th")
            block.cell = self._cell if inside else None
        return block

    def _byte(self) -> int:
        """Byte offset of what is being told, in the file as it is encoded."""
        line, column = self.getpos()
        at = self._lines[min(line, len(self._lines)) - 1] + column
        if at >= self._last_letter:
            passed = self._text[self._last_letter : at]
            self._last_byte += len(passed.encode(self._encoding, "replace"))
            self._last_letter = at
        return self._last_byte
