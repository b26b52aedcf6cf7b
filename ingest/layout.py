"""Lines of a paper to headings, paragraphs and footnotes, page furniture left out.

Two shapes occur: web text (a paragraph a line) and PDF text (hard line ends, footnotes at the
page foot, running heads). What is a heading or furniture is decided by the language pack.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.flat import FlatText, Span, flatten
from ingest.language import Language
from ingest.raw import NoteText
from ingest.tables import Row, find_rows, flat_row

_NOTE_START = re.compile(r"(\d{1,2})\s+(?=[\w‘“\"'(])")
_SENTENCE_END = re.compile(r"[a-zà-ÿ]{3}\. [A-ZÀ-Ý]")
MAX_HEADING = 260  # characters; the longest agenda titles run to some 200
MAX_FOOT = 110  # characters of a running head or page foot
MAX_FIELD = 40  # characters of a date or reference in a page's head
MAX_FEET = 3  # lines between two halves of a sentence: foot, page number, head
FULL_HEADING = 0.98  # of the usual width, which not all lines come to
FULL_LINE = 0.7  # of the usual width: so long is a line that only a page break ends
MIN_CUT = 40  # characters of a line that a page break can cut; a shorter one is a heading
MIN_REPEATS = 3  # a line that stands three times in a paper is a running head


@dataclass(frozen=True)
class Line:
    """One line of the raw text, its span without surrounding white space."""

    start: int
    end: int
    text: str
    after_blank: bool
    after_page: bool = False  # a page break, or what stands at one, was before it


@dataclass(frozen=True)
class Footnote:
    """A numbered note; the same list may stand twice (places holds each)."""

    number: int
    flat: FlatText
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """A heading or a body paragraph; `label` is the number of a heading, as written."""

    pieces: tuple[Span, ...]
    is_heading: bool
    label: str = ""
    row: Row | None = None  # a row of a table

    @property
    def start(self) -> int:
        """Raw offset of its first character."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Raw offset after its last character."""
        return self.pieces[-1][1]


@dataclass(frozen=True)
class Layout:
    """A paper's paragraphs in order, its footnotes and the places of footnote marks."""

    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]
    marks: dict[int, int]  # raw offset of a mark's first digit -> number of the note
    mark_offsets: frozenset[int]  # raw offsets of all digits of marks

    def flat(self, raw: str, paragraph: Paragraph) -> FlatText:
        """The paragraph's folded text without footnote marks."""
        if paragraph.row is not None:
            return flat_row(raw, paragraph.row, self.mark_offsets)
        return flatten(raw, paragraph.pieces, self.mark_offsets)


def read_layout(
    raw: str,
    language: Language,
    marks: Sequence[tuple[int, int]] = (),
    notes: Sequence[NoteText] = (),
) -> Layout:
    """Split the raw text; every character outside furniture and blank lines is in one piece.

    `marks` and `notes` are those that the file's format knows; without any, the text's own
    conventions tell them.
    """
    if notes:
        return _known_notes(raw, language, marks, notes)
    lines, tail_notes = _tail_notes(list(_lines(raw)), language)
    lines = _without_furniture(lines, language)
    lines = _without_page_feet(_without_running_heads(lines), language)
    numbers = {number for number, _ in tail_notes}
    marked = _mark_candidates(raw)
    lines, page_notes = _page_notes(lines, {number for _, number, _ in marked})
    numbers |= {number for number, _ in page_notes}
    found = {
        at: number for at, number, glued in marked if number in numbers or (glued and not numbers)
    }
    note_spans = [piece for _, pieces in (*tail_notes, *page_notes) for piece in pieces]
    outside = _outside(note_spans)
    found = {at: number for at, number in found.items() if outside(at)}
    footnotes = tuple(
        Footnote(number, flatten(raw, pieces, frozenset()), tuple(pieces))
        for number, pieces in (*tail_notes, *page_notes)
    )
    return Layout(tuple(_paragraphs(lines, language)), footnotes, found, _digits(found))


def _known_notes(
    raw: str, language: Language, marks: Sequence[tuple[int, int]], notes: Sequence[NoteText]
) -> Layout:
    outside = _outside([(note.start, note.end) for note in notes])
    lines = [line for line in _lines(raw) if outside(line.end - 1)]
    lines = _without_furniture(lines, language)
    footnotes = tuple(
        Footnote(note.number, flatten(raw, [span], frozenset()), (span,))
        for note in notes
        for span in [(note.start, note.end)]
    )
    paragraphs = tuple(_paragraphs(_without_running_heads(lines), language))
    return Layout(paragraphs, footnotes, dict(marks), _digits(dict(marks)))


def _digits(marks: dict[int, int]) -> frozenset[int]:
    return frozenset(at + k for at, n in marks.items() for k in range(len(str(n))))


def _outside(spans: Sequence[Span]) -> Callable[[int], bool]:
    """A test whether an offset stands in none of the spans, which do not overlap."""
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]

    def outside(at: int) -> bool:
        k = bisect_right(starts, at) - 1
        return k < 0 or at >= ordered[k][1]

    return outside


def _lines(raw: str) -> Iterator[Line]:
    blank, page = True, False
    for match in re.finditer(r"[^\n\r\f]*(?:\r\n|\n|\r|\f|$)", raw):
        text = match.group().strip()
        if text:
            start = match.start() + match.group().index(text)
            yield Line(start, start + len(text), text, blank, page)
        page = match.group().endswith("\f") or (page and not text)
        blank = not text


def _without_furniture(lines: list[Line], language: Language) -> list[Line]:
    """Drop page numbers and the fields in a page's head; the line behind is the page's first."""
    kept: list[Line] = []
    page = field = False
    for line in lines:
        page = page or line.after_page
        if language.furniture.search(line.text) or (page and language.page_field.search(line.text)):
            field = page and not language.furniture.search(line.text)
            page = True
        elif field and len(line.text) <= MAX_FIELD and line.text[-1] not in ".,;:":
            field = False  # the value below its label: "Onze referentie", "BZ-2026-1"
        else:
            kept.append(replace(line, after_page=True) if page else line)
            page = field = False
    return kept


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """Drop lines that stand three times or more and are no sentence nor heading number."""
    masked = Counter(re.sub(r"\d+", "#", line.text) for line in lines)
    return [
        line
        for line in lines
        if len(line.text) < 25
        or masked[re.sub(r"\d+", "#", line.text)] < MIN_REPEATS
        or line.text[-1] in ".:;?!"
    ]


def _without_page_feet(lines: list[Line], language: Language) -> list[Line]:
    """Drop short lines that stand alone between the two halves of a sentence."""
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and end - at < MAX_FEET and _stands_alone(lines, end):
            end += 1
        cut = next((k for k in range(end, at, -1) if _goes_on(kept, lines, k, language)), None)
        at = cut if cut is not None else at
        if at < len(lines):
            kept.append(lines[at])
            at += 1
    return kept


def _stands_alone(lines: list[Line], at: int) -> bool:
    line = lines[at]
    closed = at + 1 == len(lines) or lines[at + 1].after_blank
    if _SENTENCE_END.search(line.text):
        return False
    return line.after_blank and closed and len(line.text) <= MAX_FOOT and line.text[-1] not in ".;"


def _goes_on(kept: list[Line], lines: list[Line], at: int, language: Language) -> bool:
    """True if the line goes on with the sentence that the last kept line left open."""
    if not kept or at >= len(lines) or not lines[at].after_blank:
        return False
    opened = len(kept[-1].text) >= MIN_CUT and kept[-1].text[-1] not in ".!?:;"
    opened = opened and not language.numbered_heading.match(kept[-1].text)
    going = lines[at].text[0].islower() and not language.bullet.match(lines[at].text)
    return opened and going


def _tail_notes(
    lines: list[Line], language: Language
) -> tuple[list[Line], list[tuple[int, list[Span]]]]:
    """Notes of web text: a line that says "note", a number alone, the note's text."""
    kept: list[Line] = []
    notes: list[tuple[int, list[Span]]] = []
    inside = False
    for line in lines:
        if language.note_head.fullmatch(line.text):
            inside = True
        elif inside and re.fullmatch(r"\[?\d{1,3}[\].)]?", line.text):
            notes.append((int(re.sub(r"\D", "", line.text)), []))
        elif inside and notes and (not notes[-1][1] or not line.after_blank):
            notes[-1][1].append((line.start, line.end))
        else:
            inside = False
            kept.append(line)
    return kept, [(number, pieces) for number, pieces in notes if pieces]


def _mark_candidates(raw: str) -> list[tuple[int, int, bool]]:
    """(offset, number, glued to a word) of digits that may be footnote marks."""
    found = []
    for match in re.finditer(
        r"(?<=[a-zà-ÿ]{3})\d{1,2}(?![\w-])|(?<=[a-zà-ÿA-Z)’”»\"'][.,;:)’”»\"'])\d{1,2}(?=\s|$)"
        r"|(?<=[A-Z]{4})\d{1,2}(?=[\s.,;:)]|$)",
        raw,
    ):
        found.append((match.start(), int(match.group()), raw[match.start() - 1].islower()))
    return found


def _page_notes(
    lines: list[Line], marked: set[int]
) -> tuple[list[Line], list[tuple[int, list[Span]]]]:
    """Notes at the foot of a page: a line "3 Text …" whose number is a mark in the text."""
    kept: list[Line] = []
    notes: list[tuple[int, list[Span]]] = []
    inside = False
    expected = 1
    for at, line in enumerate(lines):
        match = _NOTE_START.match(line.text)
        number = int(match.group(1)) if match else 0
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        cut = bool(notes) and not _ended(notes[-1][1], lines)
        goes_on = cut and line.after_blank and following.startswith(f"{expected} ")
        if match and number in marked and number == expected and (line.after_blank or inside):
            inside = True
            expected += 1
            notes.append((number, [(line.start + match.end(), line.end)]))
        elif (inside and not line.after_blank) or goes_on:
            inside = True
            notes[-1][1].append((line.start, line.end))
        else:
            kept.append(replace(line, after_page=True) if inside else line)
            inside = False
    return kept, notes


def _ended(pieces: list[Span], lines: list[Line]) -> bool:
    """True if a note ends like a sentence, so that the next page does not go on with it."""
    last = next(line for line in lines if line.end == pieces[-1][1])
    return last.text[-1] in ".!?"


def _paragraphs(lines: list[Line], language: Language) -> Iterator[Paragraph]:
    wrapped = _typical_width(lines)
    current: list[Span] = []
    last = ""
    heading = ""
    rows = find_rows([(line.start, line.text) for line in lines])
    for at, line in enumerate(lines):
        if at in rows:
            if current:
                yield Paragraph(tuple(current), bool(heading), heading.strip())
            yield Paragraph(((line.start, line.end),), is_heading=False, row=rows[at])
            current, last, heading = [], "", ""
            continue
        following = lines[at + 1] if at + 1 < len(lines) else None
        label = _heading_label(line, following, last, wrapped, language)
        continues = bool(current) and _continues(line, last, wrapped, bool(heading), language)
        if label is None and continues:
            current.append((line.start, line.end))
        else:
            if current:
                yield Paragraph(tuple(current), bool(heading), heading.strip())
            current = [(line.start, line.end)]
            heading = "" if label is None else label or " "
        last = line.text
    if current:
        yield Paragraph(tuple(current), bool(heading), heading.strip())


def _typical_width(lines: list[Line]) -> int:
    """Width of hard-wrapped lines in characters; 0 if a line is a paragraph."""
    inner = [len(line.text) for line in lines if not line.after_blank]
    if len(inner) < 0.3 * len(lines) or not inner:
        return 0
    inner.sort()
    width = inner[int(0.8 * (len(inner) - 1))]
    return width if width < 180 else 0


def _continues(line: Line, last: str, wrapped: int, in_heading: bool, language: Language) -> bool:
    """True if this line goes on with the paragraph of the line before."""
    if language.bullet.match(line.text):
        return False
    ended = last[-1] in ".!?:;" or (last[-1] in "”’\"')»" and last[-2:-1] in set(".!?"))
    if line.after_blank:
        # A page break may cut a sentence; a heading never goes on past a blank line.
        return (
            (
                not in_heading
                and not ended
                and line.text[0].islower()
                and (wrapped > 0 or last[-1] == ",")
            )
            or (
                not in_heading
                and not ended
                and wrapped > 0
                and len(last) > 0.25 * wrapped
                and bool(re.search(r"[a-zà-ÿ,]$", last))
                and language.stays_open(last)
            )
            or (not in_heading and _cut_by_page(line, last, wrapped))
        )
    if in_heading:
        return not ended and _wraps_heading(line, last, wrapped, language)
    if not wrapped:
        return not ended and line.text[0].islower()
    return not (ended and len(last) < 0.5 * wrapped) and not (
        not ended and len(last) < 0.55 * wrapped and line.text[0].isupper()
    )


def _cut_by_page(line: Line, last: str, wrapped: int) -> bool:
    """True if a page break cut a sentence before this line: the line before is full and open."""
    full = wrapped > 0 and len(last) > FULL_LINE * wrapped
    return line.after_page and full and re.search(r"[\wà-ÿ,]$", last) is not None


def _wraps_heading(line: Line, last: str, wrapped: int, language: Language) -> bool:
    """True if a heading goes on in this line: its next word did not fit on the line before."""
    if line.text[0].islower():
        return len(line.text) <= MAX_HEADING
    words = {word.strip(".,;:()") for word in line.text.lower().split()}
    if not wrapped or words & (language.finite_forms - language.words["noun_like"]):
        return False
    return len(last) + 1 + len(line.text.split()[0]) > FULL_HEADING * wrapped


def _heading_label(
    line: Line, following: Line | None, last: str, wrapped: int, language: Language
) -> str | None:
    """The number of a heading ("" if it has none), or None if the line is no heading."""
    if len(line.text) > MAX_HEADING or language.letterhead_line.search(line.text):
        return None
    open_before = bool(last) and not line.after_blank and last[-1] not in ".!?:;"
    match = language.numbered_heading.match(line.text)
    if match and not open_before:
        sentence = line.text[-1] in ".;" and len(line.text) > 90
        return None if sentence else match.group("label")
    if not line.after_blank or line.text[-1] in ".,;!?" or not line.text[0].isupper():
        return None
    if _cut_by_page(line, last, wrapped):
        return None
    if following is not None and following.after_page and following.text[0].islower():
        return None  # its sentence goes on on the next page
    if len(line.text) > 160 or language.bullet.match(line.text):
        return None
    alone = (
        following is None
        or following.after_blank
        or (following.text[0].isupper() and len(line.text) < (0.7 * wrapped if wrapped else 160))
    )
    if alone and following is not None and language.finite.search(line.text) is None:
        return ""
    return None
