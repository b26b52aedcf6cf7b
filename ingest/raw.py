"""What a reader makes of a file: its text, and the way from each offset back into the file.

Knows no format and nothing of what the text says.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the page's lower left corner."""

PLAIN_TEXT = "text/plain"


@dataclass(frozen=True)
class Place:
    """Where the run [start, end) of a text stands in its file.

    `label` is for people ("page 3", "paragraph 12", "footnote 2", "byte 5210"). `offset` is that of
    the run's first character: on its page (PDF, in characters) or in the file (HTML and XML, in
    bytes); None where a label says all.
    """

    start: int
    end: int
    label: str
    offset: int | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class NoteText:
    """A footnote that the file itself marks as one: its number and its place in the text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class ReadNotice:
    """Something about the file that a reader of the claims should know, and where it shows."""

    code: str
    message: str
    start: int
    end: int


@dataclass(frozen=True)
class RawDocument:
    """A document as read. Offsets of claims count code points of `text`.

    `path` names the file; a member of a bundle stands below its bundle (letters.zip/report.pdf).
    `sha256` is that of the file's bytes, or of the member's. `places` are in order and do not
    overlap; they are empty for plain text, where an offset is a place already. `marks` (offset of
    the first digit, number) and `notes` are the footnotes that the format itself knows; where it
    knows none, they are looked for by the conventions of plain text.
    """

    path: Path
    text: str
    sha256: str
    media_type: str = PLAIN_TEXT
    places: tuple[Place, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    notes: tuple[NoteText, ...] = ()
    notices: tuple[ReadNotice, ...] = ()


def find_place(places: Sequence[Place], offset: int) -> Place | None:
    """The place of a character; that before it, if it stands between two; None before the first."""
    at = bisect_right(places, offset, key=lambda place: place.start) - 1
    return places[at] if at >= 0 else None


def say_place(places: Sequence[Place], start: int, end: int) -> str:
    """The place of [start, end) for people: "page 3, characters 120–180"; "" if none is known."""
    first, last = find_place(places, start), find_place(places, max(start, end - 1))
    if first is None or last is None:
        return ""
    if first.page is None:
        return first.label if first.label == last.label else f"{first.label} to {last.label}"
    begin, stop = _on_page(first, start), _on_page(last, end)
    if first.page == last.page:
        return f"{first.label}, characters {begin}–{stop}"
    return f"{first.label}, character {begin}, to {last.label}, character {stop}"


def _on_page(place: Place, offset: int) -> int:
    return (place.offset or 0) + min(offset, place.end) - place.start
