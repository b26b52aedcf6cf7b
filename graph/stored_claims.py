"""The claims of a generation as arrays over all its segments; text is made when it is asked for.

Knows what the projection keeps of claims (graph.claim_table) and nothing of analysis.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.claim_table import ABOUT, EXCLUDED, NAMED
from graph.columns import Bools, Ints, SegmentDamagedError, read_arrays
from graph.generation import PROJECTION_FOLDER
from graph.projected_rows import CHOICES, DISJOINT, REVIEWED, SIGNED, WIDTH
from graph.projected_terms import CLAIM_FIELDS
from graph.projection import Part, read_parts

if TYPE_CHECKING:
    from pyarrow import ChunkedArray

FIELDS = CLAIM_FIELDS[1:]
LISTS = (ABOUT, NAMED, EXCLUDED)
NOTHING = -1
_DISJOINT = ("disjoint_row", "disjoint_other")
_CELLS = tuple(f"cell_{place}" for place in range(WIDTH))
_NUMBERS = (
    "of_graph", "row_of_graph", "row_of", *_CELLS, *FIELDS, *_DISJOINT,
    *(f"{name}_{part}" for name in LISTS for part in ("row", "word")),
)  # fmt: skip


@dataclass(frozen=True)
class StoredClaims:
    """n claims. Numbers point at `words`, -1 where nothing is said.

    `fields` has an array of n for each of FIELDS; `lists` has for each of LISTS the rows of claims,
    ascending, and the words. `rows` has the cells of the rows that graphs give of CHOICES,
    REVIEWED and SIGNED, an array a column; `disjoint` two arrays of rows of claims.
    """

    words: "ChunkedArray"
    fields: Mapping[str, Ints]
    lists: Mapping[str, tuple[Ints, Ints]]
    rows: Mapping[str, tuple[Ints, ...]]
    disjoint: tuple[Ints, Ints]
    _folder: Path
    _parts: tuple[Part, ...]
    _kept: tuple[Bools, ...]

    @property
    def count(self) -> int:
        """How many claims there are."""
        return len(self.fields["document"])

    @property
    def names(self) -> tuple[tuple[str, str, bytes], ...]:
        """What tells these claims from those of another generation: segments, and who lives."""
        return tuple((part.name, part.claims, part.lives.tobytes()) for part in self._parts)

    def iris(self) -> Callable[[], "ChunkedArray"]:
        """Reads the IRIs of the claims from the disk; it keeps none of the columns.

        It raises SegmentDamagedError.
        """
        return partial(_read_iris, self._folder, self._parts, self._kept)

    def texts(self, words: NDArray[np.integer[Any]]) -> list[str]:
        """The words with these numbers, each of which must be one."""
        from pyarrow import array

        found: list[str] = self.words.take(array(words)).to_pylist()
        return found


def open_stored_claims(store: Path, number: int, *, reviewed: bool = False) -> StoredClaims | None:
    """The claims of a generation, or of its reviewed view, read from the disk each time.

    None if not all are whole, or a graph does not tell.
    """
    parts = read_parts(store, number, reviewed=reviewed)
    try:
        return _read(store / PROJECTION_FOLDER, parts) if parts else None
    except SegmentDamagedError:
        return None


def _read(folder: Path, parts: Sequence[Part]) -> StoredClaims | None:
    from pyarrow import chunked_array, concat_arrays, string

    read = [read_arrays(folder, part.claims, ("words",), _NUMBERS) for part in parts]
    texts = [columns["words"] for columns, _ in read]
    places = [np.arange(len(its), dtype=np.int32) for its in texts]
    words = chunked_array(texts, string())
    if len(texts) > 1:
        joined = concat_arrays(texts).dictionary_encode()
        words = chunked_array([joined.dictionary], string())
        ends = np.cumsum([len(its) for its in texts])[:-1]
        places = np.split(np.asarray(joined.indices, np.int32), ends)
    found = [
        _living(numbers, part.lives, place)
        for (_, numbers), part, place in zip(read, parts, places, strict=True)
    ]
    columns = {name: np.concatenate([each[name] for each, _ in found]) for name in found[0][0]}
    _shift_rows(columns, [each for each, _ in found], [int(kept.sum()) for _, kept in found])
    rows = {}
    asked = (CHOICES, REVIEWED, SIGNED, DISJOINT)
    for question, at in zip(asked, _find(words, asked).tolist(), strict=True):
        its = np.flatnonzero((columns["row_of"] == at) & (at != NOTHING))
        rows[question] = tuple(columns[name][its] for name in _CELLS)
        if (rows[question][0] == NOTHING).any():
            return None
    return StoredClaims(
        words,
        {name: columns[name] for name in FIELDS},
        {name: (columns[f"{name}_row"], columns[f"{name}_word"]) for name in LISTS},
        rows,
        (columns["disjoint_row"], columns["disjoint_other"]),
        folder,
        tuple(parts),
        tuple(kept for _, kept in found),
    )


def _read_iris(folder: Path, parts: Sequence[Part], kept: Sequence[Bools]) -> "ChunkedArray":
    from pyarrow import array, chunked_array, string

    read = [
        read_arrays(folder, part.claims, ("claims",))[0]["claims"].filter(array(living))
        for part, living in zip(parts, kept, strict=True)
    ]
    return chunked_array(read, string())


def _find(words: "ChunkedArray", texts: Sequence[str]) -> Ints:
    """The number of each word, -1 for one that there is not."""
    from pyarrow import array, string
    from pyarrow.compute import fill_null, index_in

    which = np.asarray(fill_null(index_in(words, value_set=array(texts, string())), NOTHING))
    found = np.full(len(texts), NOTHING, np.int32)
    here = np.flatnonzero(which != NOTHING)
    found[which[here]] = here
    return found


def _living(
    numbers: Mapping[str, Ints], lives: Bools, places: Ints
) -> tuple[dict[str, Ints], Bools]:
    """The columns of what lives of a segment, with the joint numbers of words; which claims do."""
    kept = lives[numbers["of_graph"]]
    alive = lives[numbers["row_of_graph"]]
    now = (np.cumsum(kept, dtype=np.int32) - 1).astype(np.int32)
    place = np.append(places, np.int32(NOTHING))
    plain = bool((places == np.arange(len(places))).all())

    def words(numbers: Ints) -> Ints:
        return numbers if plain else place[numbers]

    def some(values: Ints, which: Bools) -> Ints:
        return values if which.all() else values[which]

    found = {name: words(some(numbers[name], kept)) for name in FIELDS}
    for name in ("row_of", *_CELLS):
        found[name] = words(some(numbers[name], alive))
    for name in LISTS:
        rows, its = numbers[f"{name}_row"], numbers[f"{name}_word"]
        here = kept[rows]
        found[f"{name}_row"] = now[some(rows, here)]
        found[f"{name}_word"] = words(some(its, here))
    apart = kept[numbers["disjoint_row"]]
    for name in _DISJOINT:
        found[name] = now[some(numbers[name], apart)]
    return found, kept


def _shift_rows(
    columns: dict[str, Ints], found: Sequence[Mapping[str, Ints]], counts: Sequence[int]
) -> None:
    """Let rows of claims point into all segments together."""
    starts = np.cumsum([0, *counts[:-1]])
    for name in (*_DISJOINT, *(f"{each}_row" for each in LISTS)):
        before = np.repeat(starts, [len(each[name]) for each in found])
        columns[name] = (columns[name] + before).astype(np.int32)
