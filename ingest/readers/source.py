"""What every reader is given, and the text that every reader gives back."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from ingest.errors import DocumentTooLargeError, EmptyDocumentError
from ingest.raw import Box, NoteText, Place, RawDocument, ReadNotice
from ingest.readers.hygiene import clean
from ingest.readers.limits import MAX_TEXT

LINE_END = "\u2028"
"""A line end that the source asks for inside a paragraph; other white space is folded."""

CELL_END = "\u2029"
"""Between two cells of a row; a tab in the text, as rows of plain text have it."""

MAX_CELLS = 5
MAX_FIRST_CELL = 80  # characters; beyond it a table only lays out prose
_WORDS = re.compile(r"[ \t\r\n\f\v]+")


def names(written: str) -> frozenset[str]:
    """A set of names, written with blanks between them."""
    return frozenset(written.split())


@dataclass(frozen=True)
class Source:
    """Bytes to read; `depth` counts the bundles they were taken out of.

    `charset` is the encoding that a mail names for its part.
    """

    path: Path
    content: bytes
    depth: int = 0
    charset: str | None = None


@dataclass(frozen=True)
class Run:
    """Text of one place in the file; `mark` is the number of a footnote that is cited here."""

    text: str
    label: str = ""
    offset: int | None = None
    page: int | None = None
    box: Box | None = None
    mark: int | None = None


Block = Sequence[Run]
"""The runs of a heading, a paragraph or a cell of a table."""


Cell = tuple[int, int, int]
"""Table, row and cell in which a block stands, each counted from 1."""


def join_rows(blocks: Iterable[tuple[Block, Cell | None]]) -> Iterator[Block]:
    """The blocks, those of a row as one, if each cell is a single block and the first is short."""
    for row, group in groupby(blocks, key=lambda block: block[1] and block[1][:2]):
        found = list(group)
        cells = {cell for _, cell in found}
        words = "".join(run.text for run in found[0][0]).strip()
        whole = row is not None and len(cells) == len(found) and len(words) <= MAX_FIRST_CELL
        if not whole or not 1 < len(found) <= MAX_CELLS:
            yield from (block for block, _ in found)
            continue
        runs = list(found[0][0])
        for block, _ in found[1:]:
            runs += [Run(CELL_END), *block]
        yield runs


@dataclass
class _Sheet:
    """The text as it grows."""

    path: Path
    parts: list[str] = field(default_factory=list)
    length: int = 0
    places: list[Place] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise DocumentTooLargeError(
                f"{self.path}: holds more than {MAX_TEXT:,} characters, more than a Council paper "
                "can be; check what this file is, or split it"
            )

    def add_block(self, runs: Block, before: str) -> bool:
        """Write a block with white space folded; False if it holds nothing."""
        started, blank = False, False
        for run in runs:
            folded = run.text if run.mark is not None else _WORDS.sub(" ", run.text)
            folded = re.sub(f" ?{LINE_END} ?", "\n", folded).replace(CELL_END, "\t")
            blank = blank or folded[:1] == " "
            body = folded.strip(" ") if started else folded.strip(" \n")
            if not body:
                continue
            if not started:
                self.add(before)
            elif blank and body[0] not in "\n\t" and run.mark is None:
                self.add(" ")
            started, blank = True, folded[-1:] == " "
            if run.mark is not None:
                self.marks.append((self.length, run.mark))
            start = self.length
            self.add(body)
            if run.label:
                offset = run.offset
                if offset is not None:
                    offset += len(run.text) - len(run.text.lstrip(" \t\r\n\f\v"))
                self.places.append(Place(start, self.length, run.label, offset, run.page, run.box))
        return started


def compose(
    source: Source,
    media_type: str,
    blocks: Iterable[Block],
    notes: Iterable[tuple[int, Block]] = (),
    notices: Iterable[ReadNotice] = (),
) -> RawDocument:
    """A document out of blocks in reading order and numbered notes, which go to its end.

    A blank line parts blocks; a note is a block that begins with its number, as at a page's foot.
    Raises EmptyDocumentError if no block holds text.
    """
    sheet = _Sheet(source.path)
    for block in blocks:
        sheet.add_block(block, "\n\n" if sheet.length else "")
    found = []
    for number, block in notes:
        gap = "\n\n" if sheet.length else ""
        start = sheet.length + len(f"{gap}{number} ")
        if sheet.add_block((Run(f"{number} "), *block), gap):
            found.append(NoteText(number, start, sheet.length))
    text, seen = clean("".join(sheet.parts))
    if not any(letter.isalnum() for letter in text):
        raise EmptyDocumentError(
            f"{source.path}: holds no text; a scanned paper needs text recognition first"
        )
    numbers = {note.number for note in found}
    return RawDocument(
        path=source.path,
        text=text,
        sha256=hashlib.sha256(source.content).hexdigest(),
        media_type=media_type,
        places=tuple(sheet.places),
        marks=tuple((at, number) for at, number in sheet.marks if number in numbers),
        notes=tuple(found),
        notices=(*notices, *seen),
    )
