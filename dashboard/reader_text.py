"""Cuts a document's raw text into paragraphs and marked runs, by the offsets that the graph gives.

Reads no meaning out of the text: paragraphs end at blank lines and where sections start, a heading
is what the graph says it is. Offsets are code points, as Python counts them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_GAP = re.compile(r"\n[ \t\u00a0]*\n\s*")


@dataclass(frozen=True)
class Span:
    """A stretch [start, end) of the text that proves the statement of that id."""

    start: int
    end: int
    owner: str


@dataclass(frozen=True)
class Run:
    """Text without a change of marks inside; `owners` are the ids of all statements it proves."""

    text: str
    owners: tuple[str, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its runs; `begins` are ids of the statements whose evidence starts in it."""

    start: int
    end: int
    is_heading: bool
    runs: tuple[Run, ...]
    begins: tuple[str, ...]


def cut_text(text: str, headings: Mapping[int, str], spans: Sequence[Span]) -> list[Paragraph]:
    """The paragraphs of a text in order; `headings` are titles of sections by their start.

    Nothing of the text is lost but white space between paragraphs.
    """
    stretches: list[tuple[int, int, bool]] = []
    starts = sorted({0, len(text), *(start for start in headings if 0 <= start < len(text))})
    for start, end in pairwise(starts):
        body = start
        title_end = _heading_end(text, start, end, headings.get(start, ""))
        if title_end is not None:
            stretches.append((start, title_end, True))
            body = title_end
        stretches += [(a, b, False) for a, b in _between_gaps(text, body, end)]
    return [
        _paragraph(text, a, b, is_heading, spans)
        for start, end, is_heading in stretches
        for a, b in [_trimmed(text, start, end)]
        if a < b
    ]


def _between_gaps(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    at = start
    for gap in _GAP.finditer(text, start, end):
        pieces.append((at, gap.start()))
        at = gap.end()
    pieces.append((at, end))
    return pieces


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _heading_end(text: str, start: int, end: int, title: str) -> int | None:
    """Where the heading at the start of a section ends, or None if its words do not stand there.

    Numbers and line ends may stand before and within it, white space is folded.
    """
    wanted = "".join(title.split())
    if not wanted:
        return None
    folded = ""
    for at in range(start, min(end, start + 2 * len(title) + 80)):
        if not text[at].isspace():
            folded += text[at]
            if folded.endswith(wanted):
                return at + 1
    return None


def _paragraph(
    text: str, start: int, end: int, is_heading: bool, spans: Sequence[Span]
) -> Paragraph:
    here = [span for span in spans if span.start < end and span.end > start]
    cuts = {start, end}
    for span in here:
        cuts |= {max(start, span.start), min(end, span.end)}
    edges = sorted(cuts)
    runs = tuple(Run(text[a:b], tuple(_owners(here, a, b))) for a, b in pairwise(edges))
    first: dict[str, int] = {}
    for span in spans:
        first[span.owner] = min(first.get(span.owner, span.start), span.start)
    begins = dict.fromkeys(
        span.owner
        for span in sorted(here, key=lambda span: span.start)
        if start <= first[span.owner] < end
    )
    return Paragraph(start, end, is_heading, runs, tuple(begins))


def _owners(spans: Sequence[Span], start: int, end: int) -> list[str]:
    """Ids of the statements that cover a run, the one with the shortest span first."""
    covering = [span for span in spans if span.start <= start and end <= span.end]
    return list(dict.fromkeys(s.owner for s in sorted(covering, key=lambda s: s.end - s.start)))
