"""The numbers that Word writes before paragraphs and does not keep in their text."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from ingest.readers.events import walk

_BULLET = "-"
_LEVELS = 9
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


@dataclass
class _Level:
    form: str = "decimal"
    pattern: str = ""
    first: int = 1


@dataclass
class Numbering:
    """Lists by their number, styles that are in one, and how far each list has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    list_by_number: dict[str, str] = field(default_factory=dict)
    number_by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    parent_by_style: dict[str, str] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * _LEVELS))

    def label(self, style: str, number: str | None, level: int | None) -> str:
        """What stands before the next paragraph of this style and list; "" if nothing does."""
        styled = self._of_style(style)
        if number is None and styled is not None:
            number, level = styled[0], level if level is not None else styled[1]
        listed = self.list_by_number.get(number or "")
        at = min(max(level or 0, 0), _LEVELS - 1)
        found = self.levels.get(listed or "", {}).get(at)
        if listed is None or found is None or found.form == "none":
            return ""
        if found.form == "bullet":
            return f"{_BULLET} "
        counts = self.counts[listed]
        counts[at] = counts[at] + 1 if counts[at] else found.first
        counts[at + 1 :] = [0] * (_LEVELS - at - 1)
        said = found.pattern
        for k in range(at + 1):
            form = self.levels[listed].get(k, _Level()).form
            said = said.replace(f"%{k + 1}", _count(counts[k] or 1, form))
        return f"{said} " if said else ""

    def _of_style(self, style: str) -> tuple[str, int] | None:
        for _ in range(_LEVELS):
            if style in self.number_by_style:
                return self.number_by_style[style]
            style = self.parent_by_style.get(style, "")
        return None


class _Lists:
    """Reads word/numbering.xml."""

    def __init__(self, found: Numbering) -> None:
        self.found = found
        self.listed = self.number = ""
        self.level = _Level()

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        value = attributes.get("val", "")
        if name == "abstractNum":
            self.listed = attributes.get("abstractNumId", "")
            self.found.levels[self.listed] = {}
        elif name == "lvl" and self.listed:
            self.level = _Level()
            self.found.levels[self.listed][_whole(attributes.get("ilvl"))] = self.level
        elif name == "start":
            self.level.first = _whole(value) or 1
        elif name == "numFmt":
            self.level.form = value
        elif name == "lvlText":
            self.level.pattern = value[:40]
        elif name == "num":
            self.listed, self.number = "", attributes.get("numId", "")
        elif name == "abstractNumId":
            self.found.list_by_number[self.number] = value

    def end(self, name: str) -> None:
        """Nothing ends here that matters."""

    def text(self, characters: str, at: int) -> None:
        """Numbering has no text."""


class _Styles:
    """Reads word/styles.xml."""

    def __init__(self, found: Numbering) -> None:
        self.found = found
        self.style, self.level = "", 0

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self.style, self.level = attributes.get("styleId", ""), 0
        elif name == "basedOn":
            self.found.parent_by_style[self.style] = value
        elif name == "ilvl":
            self.level = _whole(value)
        elif name == "numId":
            self.found.number_by_style[self.style] = (value, self.level)

    def end(self, name: str) -> None:
        """Nothing ends here that matters."""

    def text(self, characters: str, at: int) -> None:
        """Styles have no text."""


def read_numbering(lists: bytes, styles: bytes, path: Path) -> Numbering:
    """The numbering of a Word file out of its two parts; either may be empty."""
    found = Numbering()
    if lists:
        walk(lists, _Lists(found), path, "word/numbering.xml")
    if styles:
        walk(styles, _Styles(found), path, "word/styles.xml")
    return found


def _whole(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 6 else 0


def _count(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        said, rest = "", number
        for value, letters in _ROMAN:
            said += letters * (rest // value)
            rest %= value
        return said.upper() if form == "upperRoman" else said
    return str(number)
