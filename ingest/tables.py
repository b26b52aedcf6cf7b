"""Rows of tables in plain text: cells that stand in columns, or that a tab or a bar sets apart.

A row is read as one sentence, its first cell before a colon: "Polen: voor, mits …".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.flat import FlatText, Span, flatten

MIN_ROWS_SPACED = 3  # lines whose second cell begins in one column; fewer may be chance
MIN_ROWS_MARKED = 2  # lines with a tab or a bar
MAX_FIRST_CELL = 80  # characters
_MARKED = re.compile(r"\s*(?:\t|\|)\s*")
_SPACED = re.compile(r"(?<=\S) {2,}(?=\S)")
MAX_CELLS = 5  # justified text has wide blanks as well, but all over its lines


@dataclass(frozen=True)
class Row:
    """One row; cells are raw spans, at least two."""

    cells: tuple[Span, ...]


def find_rows(lines: Sequence[tuple[int, str]]) -> dict[int, Row]:
    """Rows by the number of their line; lines are (raw offset, text without outer blanks)."""
    found: dict[int, Row] = {}
    for gap, least in ((_MARKED, MIN_ROWS_MARKED), (_SPACED, MIN_ROWS_SPACED)):
        run: list[int] = []
        for at in range(len(lines) + 1):
            fits = at < len(lines) and at not in found and _second(lines[at][1], gap) is not None
            if fits and gap is _SPACED and run:
                fits = _second(lines[at][1], gap) == _second(lines[run[0]][1], gap)
            if fits:
                run.append(at)
                continue
            if len(run) >= least:
                found.update({k: _row(*lines[k], gap) for k in run})
            run = [at] if at < len(lines) and _second(lines[at][1], gap) is not None else []
    return found


def _second(text: str, gap: re.Pattern[str]) -> int | None:
    """Where the second cell begins; None if there is none."""
    text = text.strip("| ")
    match = gap.search(text)
    if match is None or not 0 < match.start() <= MAX_FIRST_CELL:
        return None
    return match.end() if len(gap.findall(text)) < MAX_CELLS else None


def _row(start: int, text: str, gap: re.Pattern[str]) -> Row:
    cells = []
    at = 0
    for match in [*gap.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[at:end].strip():
            lead = len(text[at:end]) - len(text[at:end].lstrip())
            cells.append((start + at + lead, start + at + len(text[at:end].rstrip())))
        at = match.end() if match else end
    return Row(tuple(cells))


def flat_row(raw: str, row: Row, marks: frozenset[int]) -> FlatText:
    """The row as a sentence: first cell, colon, the others; each letter knows its raw offset.

    A capital that only begins a cell is made small, so that "Voor" is no name.
    """
    text, offsets = "", []
    for number, (start, end) in enumerate(row.cells):
        cell = flatten(raw, [(start, end)], marks)
        words = cell.text
        if number and words[1:2].islower():
            words = words[0].lower() + words[1:]
        if number:
            before = row.cells[number - 1][1]
            text += ": " if number == 1 else ", "
            offsets += [before, before]
        text += words
        offsets += cell.offsets
    return FlatText(text, offsets)
