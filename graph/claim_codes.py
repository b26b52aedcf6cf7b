"""The claims of a segment as codes: each column has its own few words, in as few bits as they take.

Derived of the claim table of the segment (graph.claim_table), whatever of it lives, and kept beside
it if it is large. Knows nothing of other segments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.claim_table import ABOUT, EXCLUDED, NAMED
from graph.columns import columns_path, index_of, narrowed, number_array, read_arrays
from graph.kept import Kept, has_kept, keep, read_kept
from graph.projected_rows import CHOICES, DISJOINT, REVIEWED, SIGNED, WIDTH
from graph.projected_terms import CLAIM_FIELDS

if TYPE_CHECKING:
    from pyarrow import Array

FIELDS = CLAIM_FIELDS[1:]
LISTS = (ABOUT, NAMED, EXCLUDED)
ROWS = (CHOICES, REVIEWED, SIGNED, DISJOINT)
NOTHING = -1
LARGE_BYTES = 500_000
"""What a file of so many bytes, of some 10,000 claims, comes to is kept; a smaller one is read."""
_CELLS = tuple(f"cell_{place}" for place in range(WIDTH))
_DISJOINT = ("disjoint_row", "disjoint_other")
_NUMBERS = (
    "of_graph", "start", "row_of_graph", "row_of", *_CELLS, *FIELDS, *_DISJOINT,
    *(f"{name}_{part}" for name in LISTS for part in ("row", "word")),
)  # fmt: skip

Numbers = NDArray[np.signedinteger[Any]]
Value = TypeVar("Value", bound=np.generic)


@dataclass(frozen=True)
class Words:
    """A word for each of n: `codes` are places in `distinct`, -1 for none, and narrow.

    `distinct` are numbers of words, which differ and all occur.
    """

    codes: Numbers
    distinct: Numbers

    @property
    def numbers(self) -> NDArray[np.int32]:
        """The number of each word, -1 for none."""
        found: NDArray[np.int32] = np.append(self.distinct, NOTHING).astype(np.int32)[self.codes]
        return found

    def some(self, rows: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
        """The numbers of the words of some rows."""
        return Words(self.codes[rows], self.distinct).numbers

    def map(self, values: NDArray[Value]) -> NDArray[Value]:
        """What stands for each word, of `values` by word with that for none at the end."""
        found: NDArray[Value] = values[np.append(self.distinct, NOTHING)][self.codes]
        return found


@dataclass(frozen=True)
class ClaimCodes:
    """The claims of one segment, or of some of its graphs, and what else these say.

    Words are numbered so that the first `shared` are those that other segments may have too; the
    others are IRIs of choices, which one document alone has. `places` says where each word of the
    claim table stands. `lists` have how many words each claim has, and these in order. `rows` have
    the graph of each row of ROWS, and its cells as words. `disjoint` are pairs of claims.
    """

    words: "Array"
    shared: int
    places: Numbers
    graphs: Numbers
    starts: Numbers
    fields: Mapping[str, Words]
    lists: Mapping[str, tuple[Numbers, Words]]
    rows: Mapping[str, tuple[Numbers, ...]]
    disjoint: tuple[Numbers, Numbers]


def coded_claims(folder: Path, name: str, asked: Sequence[str] = ROWS) -> ClaimCodes:
    """The claims of the table of that name, as kept or made, with rows of some questions.

    Raises SegmentDamagedError.
    """
    left_out = tuple(f"{question} " for question in ROWS if question not in asked)
    kept = read_kept(folder, name, left_out)
    return _make(folder, name) if kept is None else _read(kept, asked)


def keep_claims(folder: Path, name: str, least_bytes: int = LARGE_BYTES) -> None:
    """Keep the codes of a table whose file is that large, unless they are kept already.

    Raises SegmentDamagedError or OSError.
    """
    if columns_path(folder, name).stat().st_size < least_bytes or has_kept(folder, name):
        return
    its = _make(folder, name)
    numbers: dict[str, Numbers] = {"shared": np.array([its.shared], np.int32)}
    numbers |= {"places": its.places, "graphs": its.graphs, "starts": its.starts}
    for field, words in its.fields.items():
        numbers |= {f"{field} codes": words.codes, f"{field} words": words.distinct}
    for listed, (lengths, words) in its.lists.items():
        numbers |= {f"{listed} lengths": lengths, f"{listed} codes": words.codes}
        numbers[f"{listed} words"] = words.distinct
    for question, cells in its.rows.items():
        numbers |= {f"{question} {place}": cell for place, cell in enumerate(cells)}
    numbers |= dict(zip(_DISJOINT, its.disjoint, strict=True))
    keep(folder, name, {"words": its.words}, numbers)


def _read(kept: Kept, asked: Sequence[str]) -> ClaimCodes:
    read = kept.numbers
    return ClaimCodes(
        words=kept.text("words"),
        shared=int(read("shared")[0]),
        places=read("places"),
        graphs=read("graphs"),
        starts=read("starts"),
        fields={name: Words(read(f"{name} codes"), read(f"{name} words")) for name in FIELDS},
        lists={
            name: (read(f"{name} lengths"), Words(read(f"{name} codes"), read(f"{name} words")))
            for name in LISTS
        },
        rows={name: tuple(read(f"{name} {at}") for at in range(WIDTH + 1)) for name in asked},
        disjoint=(read(_DISJOINT[0]), read(_DISJOINT[1])),
    )


def _make(folder: Path, name: str) -> ClaimCodes:
    texts, numbers = read_arrays(folder, name, ("words",), _NUMBERS)
    words, places, shared = _sorted_out(texts["words"], numbers)
    count = len(numbers["of_graph"])
    questions = index_of(words, ROWS).tolist()
    asked = places[numbers["row_of"]]
    rows = {}
    for question, at in zip(ROWS, questions, strict=True):
        its = np.flatnonzero((asked == at) & (at != NOTHING))
        cells = [places[numbers[name][its]] for name in _CELLS]
        rows[question] = tuple(narrowed(each) for each in (numbers["row_of_graph"][its], *cells))
    return ClaimCodes(
        words=words,
        shared=shared,
        places=places[:NOTHING],
        graphs=narrowed(numbers["of_graph"]),
        starts=narrowed(numbers["start"]),
        fields={name: words_of(places[numbers[name]], len(words)) for name in FIELDS},
        lists={
            name: (
                narrowed(np.bincount(numbers[f"{name}_row"], minlength=count).astype(np.int32)),
                words_of(places[numbers[f"{name}_word"]], len(words)),
            )
            for name in LISTS
        },
        rows=rows,
        disjoint=(numbers[_DISJOINT[0]], numbers[_DISJOINT[1]]),
    )


def _sorted_out(words: "Array", numbers: Mapping[str, Numbers]) -> tuple["Array", Numbers, int]:
    """The words with those last that are only IRIs of choices; where each is now, -1 at the end."""
    at = index_of(words, (CHOICES,))[0]
    choices = (numbers["row_of"] == at) & (at != NOTHING)
    others = [numbers[name] for name in (*FIELDS, "row_of", *_CELLS[1:])]
    others += [numbers[f"{name}_word"] for name in LISTS]
    is_shared = np.zeros(len(words) + 1, np.bool_)
    for each in (*others, numbers["cell_0"][~choices]):
        is_shared[each] = True
    is_shared = is_shared[:NOTHING]
    order = np.append(np.flatnonzero(is_shared), np.flatnonzero(~is_shared)).astype(np.int32)
    places = np.full(len(words) + 1, NOTHING, np.int32)
    places[order] = np.arange(len(words), dtype=np.int32)
    return words.take(number_array(order)), places, int(is_shared.sum())


def words_of(numbers: Numbers, size: int) -> Words:
    """Numbers of words, of which there are `size`, as codes."""
    there = np.zeros(size + 1, np.bool_)
    there[numbers] = True
    there[NOTHING] = False
    distinct = np.flatnonzero(there).astype(np.int32)
    place = np.full(size + 1, NOTHING, np.int32)
    place[distinct] = np.arange(len(distinct), dtype=np.int32)
    codes: Numbers = narrowest(len(distinct))(place)[numbers]
    return Words(codes, distinct)


def narrowest(size: int) -> Any:  # noqa: ANN401 - a cast, which has no name in numpy's types
    """Brings codes of so many words into as few bits as hold them."""
    kinds = (np.int8, np.int16)
    kind = next((each for each in kinds if size <= np.iinfo(each).max), np.int32)
    return lambda codes: codes.astype(kind, copy=False)
