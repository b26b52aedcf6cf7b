"""The claims of a generation as arrays over all its segments; text is made when it is asked for.

Knows what the projection keeps of claims (graph.claim_table) and nothing of analysis.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.claim_table import ABOUT, EXCLUDED, NAMED
from graph.claim_texts import ClaimTexts
from graph.columns import (
    Bools,
    Ints,
    SegmentDamagedError,
    index_of,
    number_array,
    numbers_of,
    read_arrays,
)
from graph.further import FurtherIssues
from graph.generation import PROJECTION_FOLDER
from graph.projected import open_projection
from graph.projected_rows import CHOICES, DISJOINT, REVIEWED, SIGNED, WIDTH
from graph.projected_terms import CLAIM_FIELDS
from graph.projection import Part, read_parts

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray

FIELDS = CLAIM_FIELDS[1:]
LISTS = (ABOUT, NAMED, EXCLUDED)
NOTHING = -1
_PIECES = 200
_DISJOINT = ("disjoint_row", "disjoint_other")
_CELLS = tuple(f"cell_{place}" for place in range(WIDTH))
_GIVEN = (CHOICES, REVIEWED, SIGNED, DISJOINT)
_NUMBERS = (
    "of_graph", "start", "row_of_graph", "row_of", *_CELLS, *FIELDS, *_DISJOINT,
    *(f"{name}_{part}" for name in LISTS for part in ("row", "word")),
)  # fmt: skip


@dataclass(frozen=True)
class StoredClaims:
    """n claims. Numbers point at `words`, -1 where nothing is said.

    `fields` has an array of n for each of FIELDS; `lists` has for each of LISTS the rows of claims,
    ascending, and the words. `rows` has the cells of the rows that graphs give of CHOICES,
    REVIEWED and SIGNED, an array a column; `disjoint` two arrays of rows of claims. `starts` has
    `start` of ClaimRow, `graphs` a number for the graph that each claim stands in: claims of one
    graph stand together, by IRI. `own` reads what each claim has for itself.
    """

    words: "ChunkedArray"
    fields: Mapping[str, Ints]
    lists: Mapping[str, tuple[Ints, Ints]]
    rows: Mapping[str, tuple[Ints, ...]]
    disjoint: tuple[Ints, Ints]
    starts: Ints
    graphs: Ints
    own: ClaimTexts

    @property
    def count(self) -> int:
        """How many claims there are."""
        return len(self.fields["document"])

    @property
    def names(self) -> tuple[tuple[str, str, bytes], ...]:
        """What tells these claims from those of another generation: segments, and who lives."""
        return tuple((part.name, part.claims, part.lives.tobytes()) for part in self.own.parts)

    def texts(self, words: NDArray[np.integer[Any]]) -> list[str]:
        """The words with these numbers, each of which must be one."""
        found: list[str] = self.words.take(number_array(words)).to_pylist()
        return found


def open_stored_claims(
    store: Path, number: int, asked: Sequence[str] = _GIVEN, *, reviewed: bool = False
) -> StoredClaims | None:
    """The claims of a generation, read from the disk each time, with rows of the `asked` questions.

    `reviewed` asks for those of its reviewed view.

    None if not all are whole, or a graph does not tell of one of these, or the projection is in
    nobody's use.
    """
    projection = open_projection(store, number, reviewed=reviewed)
    if projection is None:
        return None
    try:
        parts = read_parts(store, number, reviewed=reviewed)
        return _read(store / PROJECTION_FOLDER, parts, projection.further, asked)
    except SegmentDamagedError:
        return None


def _read(
    folder: Path, parts: Sequence[Part], further: FurtherIssues | None, asked: Sequence[str]
) -> StoredClaims | None:
    from pyarrow import chunked_array, string

    read = [read_arrays(folder, part.claims, ("words",), _NUMBERS) for part in parts]
    if further:
        read = further.over_arrays(read)
    joined, places = join_words([columns["words"] for columns, _ in read])
    words = chunked_array([joined], string())
    found = [
        _living(numbers, part.lives, place)
        for (_, numbers), part, place in zip(read, parts, places, strict=True)
    ]
    columns = found[0][0]
    if len(found) > 1:
        columns = {name: np.concatenate([each[name] for each, _ in found]) for name in columns}
        _shift_rows(columns, [each for each, _ in found], [int(kept.sum()) for _, kept in found])
    rows = {}
    for question, at in zip(asked, index_of(words, asked).tolist(), strict=True):
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
        columns["start"],
        columns["graph"],
        ClaimTexts(folder, tuple(parts), tuple(kept for _, kept in found)),
    )


def join_words(texts: Sequence["Array"]) -> tuple["Array", list[Ints]]:
    """All words of some segments, in each of which they differ; where those of each are."""
    from pyarrow import concat_arrays

    first = texts[0]
    places = [np.arange(len(first), dtype=np.int32)]
    if len(texts) == 1:
        return first, places
    # The first segment is by far the largest: its words are only gone through, not hashed anew.
    others = concat_arrays(texts[1:]).dictionary_encode()
    at = index_of(first, others.dictionary)
    new = np.flatnonzero(at == NOTHING)
    at[new] = len(first) + np.arange(len(new))
    ends = np.cumsum([len(its) for its in texts[1:]])[:-1]
    places += np.split(at[numbers_of(others.indices)], ends)
    return concat_arrays([first, others.dictionary.take(number_array(new))]), places


def choosing(which: Bools) -> Callable[[Ints], Ints]:
    """Gives of a column what is true; what is left of few graphs is in few pieces."""
    if which.all():
        return lambda column: column
    edges = np.flatnonzero(np.diff(which, prepend=False, append=False)).tolist()
    if len(edges) > _PIECES:
        return lambda column: column[which]
    pieces = [slice(*ends) for ends in zip(edges[::2], edges[1::2], strict=True)]
    return lambda column: np.concatenate([column[:0], *(column[piece] for piece in pieces)])


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

    some = choosing(kept)
    found = {name: words(some(numbers[name])) for name in FIELDS}
    found |= {"start": some(numbers["start"]), "graph": some(numbers["of_graph"])}
    some = choosing(alive)
    for name in ("row_of", *_CELLS):
        found[name] = words(some(numbers[name]))
    for name in LISTS:
        rows, its = numbers[f"{name}_row"], numbers[f"{name}_word"]
        some = choosing(kept[rows])
        found[f"{name}_row"] = now[some(rows)]
        found[f"{name}_word"] = words(some(its))
    some = choosing(kept[numbers["disjoint_row"]])
    for name in _DISJOINT:
        found[name] = now[some(numbers[name])]
    return found, kept


def _shift_rows(
    columns: dict[str, Ints], found: Sequence[Mapping[str, Ints]], counts: Sequence[int]
) -> None:
    """Let rows of claims point into all segments together, and tell all graphs apart."""
    starts = np.cumsum([0, *counts[:-1]])
    columns["graph"] = columns["graph"] * len(found) + np.repeat(np.arange(len(found)), counts)
    for name in (*_DISJOINT, *(f"{each}_row" for each in LISTS)):
        before = np.repeat(starts, [len(each[name]) for each in found])
        columns[name] = (columns[name] + before).astype(np.int32)
