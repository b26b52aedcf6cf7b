"""Joint letters as columns: who signed which, on what, at which meeting; see graph.projected_rows.

What the question `letters-signed` gives in a row for each signatory, without a row for each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from graph.columns import (
    Ints,
    SegmentDamagedError,
    number_array,
    numbers_of,
    place_of,
    read_arrays,
    text_array,
)
from graph.generation import PROJECTION_FOLDER
from graph.listed import NOTHING, Row
from graph.projected import open_projection
from graph.projected_rows import SIGNED
from graph.projection import Part, read_parts
from graph.said import Lists, lists_of

if TYPE_CHECKING:
    from pyarrow import Array

_CELLS = tuple(f"cell_{place}" for place in range(4))
_NUMBERS = ("row_of_graph", "row_of", *_CELLS)


@dataclass(frozen=True)
class LetterColumns:
    """What is said of letters: lists by letter; all numbers are places in `texts`, which differ."""

    texts: "Array"
    meetings: Lists
    issues: Lists
    signatories: Lists


def letter_columns(store: Path, number: int, *, reviewed: bool = False) -> LetterColumns | None:
    """The letters of a generation; None if the projection does not tell, or is not whole.

    `reviewed` asks for those of its reviewed view.
    """
    if open_projection(store, number, reviewed=reviewed) is None:
        return None
    folder, parts = store / PROJECTION_FOLDER, read_parts(store, number, reviewed=reviewed)
    try:
        read = [_signed(folder, part) for part in parts]
    except SegmentDamagedError:
        return None
    texts, cells = _joined(read)
    letter, part, value, document = cells
    if (letter == NOTHING).any():
        return None
    kinds = {text_of(texts, at): at for at in np.unique(part[part != NOTHING]).tolist()}

    def lists(kind: str) -> Lists:
        here = part == kinds.get(kind, NOTHING - 1)
        if kind == "signatory":
            here &= document != NOTHING
        return lists_of(letter[here], value[here])

    return LetterColumns(texts, lists("meeting"), lists("issue"), lists("signatory"))


def letters_of_rows(rows: Iterable[Row]) -> LetterColumns:
    """As letter_columns(), of rows of the question."""
    places: dict[str, int] = {}
    its = [
        [places.setdefault(row[name] or "", len(places))
         for name in ("letter", "meeting", "issue", "signatory")]
        for row in rows
    ]  # fmt: skip
    letter, *others = np.array(its, np.int32).reshape(-1, 4).T
    meetings, issues, signatories = (lists_of(letter, each) for each in others)
    return LetterColumns(text_array(list(places)), meetings, issues, signatories)


def text_of(texts: "Array", at: int) -> str:
    """The text at a place."""
    found: str = texts[at].as_py()
    return found


def _signed(folder: Path, part: Part) -> tuple["Array", list[Ints]]:
    """The texts of a segment that its rows on letters use, and the cells of these rows."""
    texts, numbers = read_arrays(folder, part.claims, ("words",), _NUMBERS)
    at = place_of(texts["words"], SIGNED)
    rows = np.flatnonzero((numbers["row_of"] == at) & (at >= 0))
    rows = rows[part.lives[numbers["row_of_graph"][rows]]]
    cells = [numbers[name][rows] for name in _CELLS]
    used = np.zeros(len(texts["words"]) + 1, np.bool_)
    for each in cells:
        used[each] = True
    used[NOTHING] = False
    places = np.full(len(used), NOTHING, np.int32)
    places[used] = np.arange(np.count_nonzero(used))
    return texts["words"].take(number_array(np.flatnonzero(used))), [places[each] for each in cells]


def _joined(read: list[tuple["Array", list[Ints]]]) -> tuple["Array", list[Ints]]:
    """The texts of all segments, each once, and the rows of all."""
    from pyarrow import concat_arrays

    coded = concat_arrays([text_array([]), *(texts for texts, _ in read)]).dictionary_encode()
    every = np.append(numbers_of(coded.indices), np.int32(NOTHING))
    starts = np.cumsum([0, *(len(texts) for texts, _ in read)])
    moved = [
        [every[np.where(each == NOTHING, NOTHING, each + start)] for each in cells]
        for (_, cells), start in zip(read, starts[:-1], strict=True)
    ]
    none = np.zeros(0, np.int32)
    columns = [np.concatenate([none, *(cells[at] for cells in moved)]) for at in range(len(_CELLS))]
    return coded.dictionary, columns
