"""Footnotes at the foot of a page: taken out of the columns, so that the text runs on."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import Line
from ingest.readers.source import Run

SMALL_PRINT = 0.94  # of the body's height; lines below it are small print
FOOT_GAP = 1.2  # times the distance of lines that stands above notes in the body's size
_NUMBER = re.compile(r"\s*(\d{1,3})[.)]?\s*(?=\S)")

Notes = list[tuple[int, list[Line]]]


def take_notes(columns: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], Notes]:
    """The columns without their notes, and the notes by number; a note may run over pages."""
    size = _body_size(columns)
    cited: set[int] = set()
    body: list[list[Line]] = []
    notes: Notes = []
    for column in columns:
        cited |= {run.mark for line in column for run in line.runs if run.mark is not None}
        cited |= _glued(column)
        start = _foot(column, size, notes, cited)
        if start < len(column):
            _add_notes(column[start:], notes, cited)
        if start:
            body.append(list(column[:start]))
    return body, notes


def _body_size(columns: Sequence[Sequence[Line]]) -> float:
    """The height of most letters."""
    heights = sorted(line.height for column in columns for line in column for _ in line.glyphs)
    return heights[len(heights) // 2] if heights else 1.0


def _glued(column: Sequence[Line]) -> set[int]:
    """Numbers that stick to a word or its full stop, as marks in full size do."""
    text = "\n".join(line.text for line in column)
    return {int(n) for n in re.findall(r"(?<=[a-zà-ÿ.,;:)”’»])\d{1,2}(?![\w-])", text)}


def _number(line: Line) -> int:
    """The number that a line begins with; 0 if it begins with none."""
    first = next((run for run in line.runs if run.text.strip()), None)
    if first is not None and first.mark is not None:
        return first.mark
    match = _NUMBER.match(line.text)
    return int(match.group(1)) if match else 0


def _foot(column: Sequence[Line], size: float, notes: Notes, cited: set[int]) -> int:
    """Index of the first line of notes at the foot of a column; its length if there is none."""
    start = len(column)
    while start > 0 and column[start - 1].height < SMALL_PRINT * size:
        start -= 1
    expected = notes[-1][0] + 1 if notes else 1
    small = column[start:]
    numbers = [_number(line) for line in small]
    if small and (expected in numbers or cited.intersection(numbers) or notes):
        return start
    pitch = median([a.bottom - b.bottom for a, b in pairwise(column)] or [size])
    for at in range(1, len(column)):
        gap = column[at - 1].bottom - column[at].bottom
        if _number(column[at]) == expected and expected in cited and gap > FOOT_GAP * pitch:
            return at if not _STOPS.match(column[at].text) else len(column)
    return len(column)


_STOPS = re.compile(r"\d{1,2}[.)]\s")  # "1. Title" is a heading


def _add_notes(lines: Sequence[Line], notes: Notes, cited: set[int]) -> None:
    for line in lines:
        number = _number(line)
        expected = notes[-1][0] + 1 if notes else 1
        if number and (number == expected or (number > expected and number in cited)):
            _strip_number(line)
            notes.append((number, [line]))
        elif notes:
            notes[-1][1].append(line)
        else:
            notes.append((expected, [line]))


def _strip_number(line: Line) -> None:
    """Take the note's own number off its first line."""
    at = next(at for at, run in enumerate(line.runs) if run.text.strip())
    run = line.runs[at]
    if run.mark is not None:
        line.runs[at] = Run("")
        return
    match = _NUMBER.match(run.text)
    cut = match.end() if match else 0
    line.runs[at] = Run(run.text[cut:], run.label, (run.offset or 0) + cut, run.page, run.box)


def take_end_notes(paragraphs: Sequence[list[Line]]) -> tuple[list[list[Line]], Notes]:
    """Notes behind the text, as a printed web page has them: a number alone, then its note.

    They count from 1 and answer all marks; what stands before each number is their label.
    """
    texts = [" ".join(line.text for line in lines) for lines in paragraphs]
    marks = {run.mark for lines in paragraphs for line in lines for run in line.runs}
    cited = {mark for mark in marks if mark is not None}
    for start, text in enumerate(texts):
        if text != "1" or not cited:
            continue
        notes: Notes = []
        at = start
        while at + 1 < len(texts) and str(len(notes) + 1) in texts[at : at + 2]:
            if texts[at] == str(len(notes) + 1):
                notes.append((len(notes) + 1, paragraphs[at + 1]))
                at += 1
            at += 1
        if cited <= {number for number, _ in notes}:
            return [*paragraphs[:start], *paragraphs[at:]], notes
    return list(paragraphs), []
