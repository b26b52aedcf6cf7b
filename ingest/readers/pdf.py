"""PDF: the text layer as paragraphs and notes, with page, characters and rectangle of each line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.errors import EmptyDocumentError, ScannedDocumentError
from ingest.raw import RawDocument, ReadNotice
from ingest.readers.pdf_lines import Line, line_runs, order_pages
from ingest.readers.pdf_notes import take_end_notes, take_notes
from ingest.readers.pdf_page import HYPHEN, PdfPage, read_pages
from ingest.readers.source import Block, Run, Source, compose

MEDIA_TYPE = "application/pdf"
PITCH = 1.25  # times the usual distance of lines; more parts two paragraphs
INDENT = 0.9  # heights that a paragraph's first line is set in
SIZE = 0.1  # share by which the heights of two paragraphs differ
_STARTS = re.compile(r"(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-z])[.)]|[-–—•▪*])\s+\S")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_JOINING = ("en ", "of ", "and ", "or ")  # behind a hyphen that stays: in- en uitvoer


def read_pdf(source: Source) -> tuple[RawDocument, ...]:
    """The text of a PDF; where its pages are pictures, ScannedDocumentError says what to do."""
    pages = list(read_pages(source))
    if not any(glyph.letter.isalnum() for page in pages for glyph in page.glyphs):
        raise _no_text(source, pages)
    columns = order_pages(pages)
    for column in columns:
        for line in column:
            line.runs = line_runs(line)
    body, notes = take_notes(columns)
    words = _compounds(line for column in columns for line in column)
    paragraphs = list(_paragraphs(body))
    if not notes:
        paragraphs, notes = take_end_notes(paragraphs)
    blocks = [_block(lines, words) for lines in paragraphs]
    noted = [(number, _block(lines, words)) for number, lines in notes]
    document = compose(source, MEDIA_TYPE, blocks, noted)
    if {note.number for note in document.notes} != {number for _, number in document.marks}:
        # Marks in full size are told from other numbers by the conventions of plain text.
        document = replace(document, marks=(), notes=())
    return (replace(document, notices=(*_pictures(pages, document), *document.notices)),)


def _no_text(source: Source, pages: Sequence[PdfPage]) -> EmptyDocumentError:
    if any(page.has_pictures for page in pages):
        return ScannedDocumentError(
            f"{source.path}: its {len(pages)} pages are pictures without a text layer; run text "
            "recognition (OCR) over it first, for instance with ocrmypdf"
        )
    return EmptyDocumentError(
        f"{source.path}: holds no text on its {len(pages)} pages; check that it is whole, or run "
        "text recognition (OCR) over it"
    )


def _pictures(pages: Sequence[PdfPage], document: RawDocument) -> tuple[ReadNotice, ...]:
    """A notice if some pages of a paper are pictures: what stands on them was not read."""
    unread = [str(page.number) for page in pages if page.has_pictures]
    if not unread:
        return ()
    message = f"pages that are pictures were not read: {', '.join(unread[:20])}"
    end = document.text.find("\n")
    return (ReadNotice("page-not-read", message, 0, end if end > 0 else len(document.text)),)


# --- paragraphs -----------------------------------------------------------------------
def _paragraphs(columns: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    pitch = _usual_pitch(columns)
    edges = _right_edges(columns)
    current: list[Line] = []
    for column in columns:
        starts = [line.left for line in column]
        left = median(starts)
        for line in column:
            if current and _ends(current[-1], line, pitch, edges, left):
                yield current
                current = []
            current.append(line)
    if current:
        yield current


def _usual_pitch(columns: Sequence[Sequence[Line]]) -> float:
    """The distance from line to line, in heights, that occurs most."""
    found = [
        (a.bottom - b.bottom) / a.height
        for column in columns
        for a, b in pairwise(column)
        if abs(a.height - b.height) < SIZE * a.height and a.bottom > b.bottom
    ]
    return sorted(found)[len(found) // 3] if found else 1.2


def _right_edges(columns: Sequence[Sequence[Line]]) -> dict[tuple[int, int], float]:
    """How far lines reach to the right in each kind of column."""
    rights: dict[tuple[int, int], list[float]] = {}
    for column in columns:
        for line in column:
            rights.setdefault(line.column, []).append(line.right)
    return {kind: sorted(found)[-1 - len(found) // 10] for kind, found in rights.items()}


def _ends(
    last: Line, line: Line, pitch: float, edges: dict[tuple[int, int], float], left: float
) -> bool:
    """True if a paragraph ends before this line."""
    if last.is_cut or (last.may_be_cut and line.text[:1].islower()):
        return False
    if abs(last.height - line.height) > SIZE * last.height or last.is_bold != line.is_bold:
        return True
    room = edges[last.column] - last.right
    if room > line.first_word + 0.3 * line.height:
        return True  # the next word had room on this line
    text, before = line.text, last.text
    if _STARTS.match(text) and before[-1:] in ".:;?!":
        return True
    below = last.page == line.page and last.bottom > line.bottom
    if below and last.bottom - line.bottom > PITCH * pitch * last.height:
        return True
    return line.left - left > INDENT * line.height and last.left - left < 0.5 * line.height


# --- words cut at line ends -----------------------------------------------------------
def _compounds(lines: Iterable[Line]) -> frozenset[str]:
    """Words with a hyphen that the paper writes within a line, in small letters."""
    return frozenset(word.lower() for line in lines for word in _COMPOUND.findall(line.text))


def _block(lines: Sequence[Line], compounds: frozenset[str]) -> Block:
    runs: list[Run] = []
    for at, line in enumerate(lines):
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        pieces = list(line.runs)
        if pieces and (line.is_cut or (line.may_be_cut and following[:1].islower())):
            last = pieces[-1]
            stem = last.text.rstrip()[:-1]
            keeps = _keeps_hyphen(stem, following, compounds)
            pieces[-1] = replace(last, text=stem + ("-" if keeps else ""))
            if following.startswith(_JOINING):
                pieces.append(Run(" "))
        else:
            pieces.append(Run(" "))
        runs += [replace(run, text=run.text.replace(HYPHEN, "-")) for run in pieces]
    return runs


def _keeps_hyphen(stem: str, following: str, compounds: frozenset[str]) -> bool:
    """Whether the hyphen is the word's own: EU-wetgeving, in- en uitvoer, one known elsewhere."""
    before = re.search(r"[^\W\d_]*$", stem)
    after = re.match(r"[^\W\d_]*", following)
    first, second = before.group() if before else "", after.group() if after else ""
    if not first or not second or first[-1:].isupper() or second[:1].isupper():
        return True
    return following.startswith(_JOINING) or f"{first}-{second}".lower() in compounds
