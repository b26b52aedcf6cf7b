"""Characters of a page to lines in reading order: columns apart, running heads left out."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from ingest.readers.pdf_page import HYPHEN, Glyph, PdfPage
from ingest.readers.source import Run

BLANK = 0.17  # heights between two letters that pdfium may leave without a blank, behind marks
GAP = 1.6  # heights of empty space that part two pieces of one line
EDGE = 0.14  # share of a page's height, at its head and foot, where running lines stand
EDGE_LINES = 3
WIDE = 0.6  # share of the text's width beyond which a piece belongs to no column
MIN_COLUMN = 5  # pieces of text on each side of a gutter
SMALL = 0.88  # of a line's height; a raised digit below it is a note's mark
_PAGE_NUMBER = re.compile(
    r"\W*(?:[^\W\d]{1,9}\W{1,2})?\d{1,4}(?:\s?/\s?\d{1,4}|\s[^\W\d]{1,4}\s\d{1,4})?\W*"
)


@dataclass
class Line:
    """A line, or a piece of one: its glyphs in order and the box of its letters."""

    page: int
    glyphs: list[Glyph]
    column: tuple[int, int] = (1, 0)  # how many columns there are, and which one this is in
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        seen = [glyph for glyph in self.glyphs if not glyph.letter.isspace()] or self.glyphs
        self.height = _usual(seen)
        body = [glyph for glyph in seen if glyph.height > SMALL * self.height] or seen
        self.bottom = median(glyph.bottom for glyph in body)
        self.top = self.bottom + self.height
        self.left = min(glyph.left for glyph in seen)
        self.right = max(glyph.right for glyph in seen)
        self.is_bold = seen[0].is_bold and seen[-1].is_bold
        self.is_cut = seen[-1].letter == HYPHEN  # at the end of a page pdfium marks none
        self.may_be_cut = self.is_cut or (len(seen) > 1 and seen[-1].letter in "-\u2010")

    @property
    def text(self) -> str:
        """Its letters, white space folded."""
        letters = "".join(glyph.letter for glyph in self.glyphs)
        return " ".join(letters.replace(HYPHEN, "-").split())

    @property
    def first_word(self) -> float:
        """Width of its first word, in points."""
        right = self.left
        for glyph in self.glyphs:
            if glyph.letter.isspace() and right > self.left:
                break
            right = max(right, glyph.right)
        return right - self.left


def _usual(glyphs: Sequence[Glyph]) -> float:
    """The height that most letters have; marks and capitals of another font do not count."""
    return Counter(round(glyph.height, 1) for glyph in glyphs).most_common(1)[0][0] or 1.0


def order_pages(pages: Iterable[PdfPage]) -> list[list[Line]]:
    """Columns of lines in reading order, running heads and page numbers left out."""
    pieces = [(page, _pieces(page)) for page in pages]
    running = _running([(page, lines) for page, lines in pieces if lines])
    columns = []
    for page, lines in pieces:
        kept = [line for line in lines if not _is_running(line, lines, page, running)]
        columns += _columns(kept)
    return columns


# --- pieces of lines ------------------------------------------------------------------
def _pieces(page: PdfPage) -> list[Line]:
    found: list[list[Glyph]] = []
    tallest: Glyph | None = None
    for glyph in page.glyphs:
        if found and tallest is not None and _goes_on(found[-1][-1], tallest, glyph):
            last = found[-1][-1]
            if glyph.left - last.right > BLANK * tallest.height and not last.letter.isspace():
                found[-1].append(last._replace(letter=" ", left=last.right))
            found[-1].append(glyph)
            if glyph.height > 1.05 * tallest.height and not glyph.letter.isspace():
                tallest = glyph
        elif not glyph.letter.isspace():
            found.append([glyph])
            tallest = glyph
    return _merged([Line(page.number, glyphs) for glyphs in found], GAP)


def _goes_on(last: Glyph, tallest: Glyph, glyph: Glyph) -> bool:
    """True if the glyph stands on the line of the last one, right behind it."""
    if glyph.letter.isspace():
        return True
    height = max(tallest.height, glyph.height)
    level = (
        tallest.bottom - 0.1 * height < glyph.middle < tallest.top + 0.1 * height
        or glyph.bottom < tallest.middle < glyph.top
    )
    return level and -0.6 * height < glyph.left - last.right < GAP * height


def _merged(lines: list[Line], gap: float) -> list[Line]:
    """Pieces that stand beside each other within the gap (in heights) as one."""
    found: list[Line] = []
    for line in sorted(lines, key=lambda line: (-round(line.bottom), line.left)):
        for other in reversed(found[-6:]):
            height = max(line.height, other.height)
            level = other.bottom - 0.2 * height < (line.bottom + line.top) / 2 < other.top + 0.2
            space = line.left - other.right
            if level and -0.3 * height < space < gap * height:
                found.remove(other)
                found.append(_joined(other, line, space))
                break
            if level and -0.3 * height < other.left - line.right < gap * height:
                found.remove(other)
                found.append(_joined(line, other, other.left - line.right))
                break
        else:
            found.append(line)
    return found


def _joined(first: Line, second: Line, space: float) -> Line:
    glyphs = list(first.glyphs)
    if space > BLANK * max(first.height, second.height):
        last = glyphs[-1]
        glyphs.append(last._replace(letter=" ", left=last.right))
    return Line(first.page, [*glyphs, *second.glyphs])


# --- running heads --------------------------------------------------------------------
def _zone(line: Line, lines: Sequence[Line], page: PdfPage) -> str:
    """ "head" or "foot" if the line is one of the outermost of its page, else ""."""
    if line.bottom > (1 - EDGE) * page.height:
        above = {round(other.bottom) for other in lines if other.bottom > line.bottom + 1}
        return "head" if len(above) < EDGE_LINES else ""
    if line.top < EDGE * page.height:
        below = {round(other.bottom) for other in lines if other.bottom < line.bottom - 1}
        return "foot" if len(below) < EDGE_LINES else ""
    return ""


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _running(pages: Sequence[tuple[PdfPage, list[Line]]]) -> frozenset[tuple[str, str]]:
    """Zone and text (numbers masked) of lines that stand at one height on two pages or more.

    Their numbers are the same or count the pages: notes may begin alike, but count otherwise.
    """
    seen: dict[tuple[str, str], list[Line]] = {}
    for page, lines in pages:
        for line in lines:
            if zone := _zone(line, lines, page):
                seen.setdefault((zone, _masked(line)), []).append(line)
    return frozenset(
        key
        for key, found in seen.items()
        if any(_repeats(a, b) for at, a in enumerate(found) for b in found[at + 1 : at + 4])
    )


def _repeats(first: Line, second: Line) -> bool:
    apart = second.page - first.page
    numbers = zip(re.findall(r"\d+", first.text), re.findall(r"\d+", second.text), strict=True)
    return (
        apart > 0
        and abs(first.bottom - second.bottom) < 3
        and all(int(b[:9]) - int(a[:9]) in (0, apart) for a, b in numbers)
    )


def _is_running(
    line: Line, lines: Sequence[Line], page: PdfPage, running: frozenset[tuple[str, str]]
) -> bool:
    zone = _zone(line, lines, page)
    if not zone:
        return False
    if (zone, _masked(line)) in running:
        return True
    outer = not any(
        other.bottom < line.bottom - 1 if zone == "foot" else other.bottom > line.bottom + 1
        for other in lines
    )
    return outer and _PAGE_NUMBER.fullmatch(line.text) is not None


# --- columns --------------------------------------------------------------------------
def _columns(lines: list[Line]) -> list[list[Line]]:
    """The lines of a page by column; one list if there is no gutter."""
    gutter = _gutter(lines)
    if gutter is None:
        whole = _merged(lines, float("inf"))
        return [sorted(whole, key=lambda line: -line.bottom)] if whole else []
    columns: list[list[Line]] = []
    band: tuple[list[Line], list[Line]] = ([], [])
    for line in sorted(lines, key=lambda line: -line.bottom):
        if line.left < gutter < line.right:
            columns += [*band, [line]]
            band = ([], [])
        else:
            line.column = (2, int(line.left >= gutter))
            band[line.column[1]].append(line)
    columns += band
    return [_together(column) for column in columns if column]


def _together(column: list[Line]) -> list[Line]:
    kind = column[0].column
    whole = sorted(_merged(column, float("inf")), key=lambda line: -line.bottom)
    for line in whole:
        line.column = kind
    return whole


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a gutter runs down the page; None if the text is in one column."""
    if len(lines) < 2 * MIN_COLUMN:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    narrow = [line for line in lines if line.right - line.left < WIDE * (right - left)]
    if len(narrow) < 0.6 * len(lines):
        return None
    edges = sorted({round(line.left) - 3 for line in narrow})
    middle = [x for x in edges if left + 0.3 * (right - left) < x < left + 0.7 * (right - left)]
    best: tuple[int, float] | None = None
    for x in middle:
        crossing = sum(1 for line in narrow if line.left < x < line.right)
        sides = (
            [line for line in narrow if line.right <= x],
            [line for line in narrow if line.left >= x],
        )
        if crossing <= 0.04 * len(narrow) and all(_is_column(side, right - left) for side in sides):
            starts = sum(1 for line in sides[1] if line.left - x < 5)
            if best is None or starts > best[0]:
                best = (starts, x)
    return best[1] if best else None


def _is_column(lines: Sequence[Line], width: float) -> bool:
    """Enough lines, and most of them prose: wider than cells of a table mostly are."""
    if len(lines) < MIN_COLUMN:
        return False
    return median(line.right - line.left for line in lines) > 0.28 * width


# --- runs -----------------------------------------------------------------------------
def _is_raised(glyph: Glyph, line: Line) -> bool:
    """True for the small letters of a note's mark."""
    return glyph.height < SMALL * line.height and glyph.bottom > line.bottom + 0.06 * line.height


def line_runs(line: Line) -> list[Run]:
    """The line as runs whose letters stand one for one on the page; small digits are marks."""
    box = (line.left, line.bottom, line.right, line.top)
    groups: list[tuple[bool, list[Glyph]]] = []
    for glyph in line.glyphs:
        small = glyph.letter.isdigit() and _is_raised(glyph, line)
        blank = glyph.letter.isspace() and groups and groups[-1][1][-1].letter.isspace()
        if blank:
            continue
        follows = bool(groups) and glyph.at == groups[-1][1][-1].at + 1
        if groups and groups[-1][0] == small and follows:
            groups[-1][1].append(glyph)
        else:
            groups.append((small, [glyph]))
    runs = []
    for small, glyphs in groups:
        text = "".join(" " if g.letter.isspace() else g.letter for g in glyphs)
        mark = int(text) if small and text.isdecimal() and len(text) <= 3 else None
        runs.append(Run(text, f"page {line.page}", glyphs[0].at, line.page, box, mark))
    return runs
