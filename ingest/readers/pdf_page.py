"""The characters of a PDF with their boxes, through pdfium; knows nothing of lines."""

import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import (
    DamagedDocumentError,
    DocumentTooLargeError,
    EncryptedDocumentError,
)
from ingest.readers.limits import MAX_PAGES, MAX_TEXT
from ingest.readers.pdf_streams import refuse_bombs
from ingest.readers.source import Source

HYPHEN = "\x02"
"""What pdfium gives for a hyphen that cuts a word at a line end."""

_PASSWORD = "password"  # noqa: S105 - a word of pdfium's message
_HYPHENS = frozenset((HYPHEN, "\ufffe", "\u00ad"))
_BOLD = ("bold", "black", "heavy", "semibd", "-bd")


class Glyph(NamedTuple):
    """A character, its place on the page, and its box: the font's height, the letter's width."""

    letter: str
    at: int
    left: float
    bottom: float
    right: float
    top: float
    is_bold: bool
    height: float  # of the font

    @property
    def middle(self) -> float:
        """Half-way up the box."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class PdfPage:
    """A page, numbered from 1; `has_pictures` is looked up only where there is no text."""

    number: int
    height: float
    glyphs: tuple[Glyph, ...]
    has_pictures: bool = False


def read_pages(source: Source) -> Iterator[PdfPage]:
    """The pages in order. Raises EncryptedDocumentError, DamagedDocumentError, or too large."""
    refuse_bombs(source)
    try:
        document = pypdfium2.PdfDocument(source.content)
        with closing(document):
            count = len(document)
            if count > MAX_PAGES:
                raise DocumentTooLargeError(
                    f"{source.path}: says it has {count:,} pages, more than the {MAX_PAGES:,} of "
                    "any Council paper; check what this file is, or split it"
                )
            left = MAX_TEXT
            for at in range(count):
                page = _read_page(document, at, left, source)
                left -= len(page.glyphs)
                yield page
    except pypdfium2.PdfiumError as error:
        if _PASSWORD in str(error).lower():
            raise EncryptedDocumentError(
                f"{source.path}: asks for a password; open it and print it to a PDF without one"
            ) from error
        raise DamagedDocumentError(
            f"{source.path}: is a damaged PDF ({error}); fetch it again from where it came from"
        ) from error


def _read_page(document: pypdfium2.PdfDocument, at: int, left: int, source: Source) -> PdfPage:
    with closing(document[at]) as page, closing(page.get_textpage()) as text:
        count = text.count_chars()
        if count > left:
            raise DocumentTooLargeError(
                f"{source.path}: page {at + 1}: holds more than {MAX_TEXT:,} characters with what "
                "comes before; check what this file is, or split it"
            )
        glyphs = tuple(_glyphs(text.raw, count))
        pictures = not glyphs and any(
            True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        )
        return PdfPage(at + 1, page.get_height(), glyphs, pictures)


def _glyphs(text: pdfium.FPDF_TEXTPAGE, count: int) -> Iterator[Glyph]:
    box = pdfium.FS_RECTF()
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    high = ""
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if code in (0, 10, 13) or not pdfium.FPDFText_GetLooseCharBox(text, at, box):
            continue
        letter = chr(code) if code < 0x110000 else "\ufffd"
        if "\ud800" <= letter <= "\udbff":  # a letter beyond the first plane comes in two
            high = letter
            continue
        if high:
            letter = (high + letter).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            high = ""
        if letter in _HYPHENS or (letter == "-" and pdfium.FPDFText_IsHyphen(text, at) == 1):
            letter = HYPHEN
        if letter.isspace():
            is_bold = False
        else:
            pdfium.FPDFText_GetFontInfo(text, at, name, 200, flags)
            is_bold = _is_bold(name.value)
        bottom, top = box.bottom, box.top
        yield Glyph(letter[:1], at, box.left, bottom, box.right, top, is_bold, top - bottom)


@lru_cache(maxsize=256)
def _is_bold(font: bytes) -> bool:
    """Whether the font's name says that it is heavy."""
    name = font.decode("latin-1").lower()
    return any(word in name for word in _BOLD)
