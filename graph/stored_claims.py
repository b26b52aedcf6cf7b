"""The claims of a generation as arrays over all its segments; text is made when it is asked for.

Knows what the projection keeps of claims (graph.claim_codes) and nothing of analysis.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.claim_codes import (
    LISTS,
    NOTHING,
    ClaimCodes,
    Words,
    coded_claims,
    narrowest,
    words_of,
)
from graph.claim_table import ABOUT
from graph.claim_texts import ClaimTexts
from graph.columns import (
    Bools,
    Ints,
    SegmentDamagedError,
    index_of,
    number_array,
    numbers_of,
    text_array,
)
from graph.further import LaidOver
from graph.generation import PROJECTION_FOLDER
from graph.projected import Projection, open_projection
from graph.projected_rows import CHOICES, DISJOINT, REVIEWED, SIGNED
from graph.projected_terms import CLAIM_FIELDS
from graph.projection import Part, read_parts

if TYPE_CHECKING:
    from pyarrow import Array

FIELDS = CLAIM_FIELDS[1:]
_PIECES = 200
_GIVEN = (CHOICES, REVIEWED, SIGNED, DISJOINT)
Numbers = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class ListedWords:
    """Some words for each of n claims: how many each has, and these one after the other."""

    lengths: Numbers
    words: Words

    @cached_property
    def rows(self) -> Ints:
        """The claim of each word, ascending."""
        return np.repeat(np.arange(len(self.lengths), dtype=np.int32), self.lengths)


@dataclass(frozen=True)
class Vocabulary:
    """The words of all segments: those of the first, and what the others have besides."""

    first: "Array"
    more: "Array"

    def __len__(self) -> int:
        return len(self.first) + len(self.more)

    def array(self, words: NDArray[np.integer[Any]]) -> "Array":
        """The words with these numbers, each of which must be one, as Arrow has them."""
        from pyarrow import concat_arrays

        early = words < len(self.first)
        if early.all():
            return self.first.take(number_array(words))
        late = self.more.take(number_array(words[~early] - len(self.first)))
        if not early.any():
            return late
        both = concat_arrays([self.first.take(number_array(words[early])), late])
        place = np.where(early, np.cumsum(early), int(early.sum()) + np.cumsum(~early)) - 1
        return both.take(number_array(place))


@dataclass(frozen=True)
class StoredClaims:
    """n claims. Numbers point at `words`, -1 where nothing is said.

    `fields` has n words for each of FIELDS; `lists` for each of LISTS the words of claims. `rows`
    has the cells of the rows that graphs give of CHOICES, REVIEWED and SIGNED, an array a column;
    `disjoint` two arrays of rows of claims. `starts` has `start` of ClaimRow, `graphs` a number for
    the graph that each claim stands in: claims of one graph stand together, by IRI. `own` reads
    what each claim has for itself, `projection` tells of meetings and documents.
    """

    words: Vocabulary
    fields: Mapping[str, Words]
    lists: Mapping[str, ListedWords]
    rows: Mapping[str, tuple[Ints, ...]]
    disjoint: tuple[Ints, Ints]
    starts: Numbers
    graphs: Ints
    own: ClaimTexts
    projection: Projection

    @property
    def count(self) -> int:
        """How many claims there are."""
        return len(self.starts)

    @property
    def names(self) -> tuple[tuple[str, str, bytes], ...]:
        """What tells these claims from those of another generation: segments, and who lives."""
        return tuple((part.name, part.claims, part.lives.tobytes()) for part in self.own.parts)

    def texts(self, words: NDArray[np.integer[Any]]) -> list[str]:
        """The words with these numbers, each of which must be one."""
        found: list[str] = self.words.array(words).to_pylist()
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
        return _read(store / PROJECTION_FOLDER, parts, projection, asked)
    except SegmentDamagedError:
        return None


def _read(
    folder: Path, parts: Sequence[Part], projection: Projection, asked: Sequence[str]
) -> StoredClaims | None:
    read = [coded_claims(folder, part.claims, asked) for part in parts]
    if projection.further:
        laid = projection.further.parts
        read = [_laid_over(its, over) for its, over in zip(read, laid, strict=True)]
    words, places = join_words([(its.words, its.shared) for its in read])
    found = [
        _living(its, part.lives, place)
        for its, part, place in zip(read, parts, places, strict=True)
    ]
    if any((its.rows[question][1] == NOTHING).any() for question in asked for its in found):
        return None
    counts = [len(its.starts) for its in found]
    return StoredClaims(
        words,
        {name: join_codes([its.fields[name] for its in found]) for name in FIELDS},
        {
            name: ListedWords(
                np.concatenate([its.lists[name][0] for its in found]),
                join_codes([its.lists[name][1] for its in found]),
            )
            for name in LISTS
        },
        {
            question: tuple(
                np.concatenate(cells)
                for cells in zip(*(its.rows[question][1:] for its in found), strict=True)
            )
            for question in asked
        },
        _shifted([its.disjoint for its in found], counts),
        np.concatenate([its.starts for its in found]),
        _told_apart([its.graphs for its in found]),
        ClaimTexts(folder, tuple(parts), tuple(
            part.lives[its.graphs] for its, part in zip(read, parts, strict=True)
        )),
        projection,
    )  # fmt: skip


def _laid_over(codes: ClaimCodes, laid: LaidOver) -> ClaimCodes:
    """The claims of a segment with the further issues; their words stand behind those shared."""
    from pyarrow import concat_arrays

    words, shared, added = codes.words, codes.shared, len(laid.added)
    if added:
        both = [words.slice(0, shared), text_array(laid.added), words.slice(shared)]
        words = concat_arrays(both)
    rows = {
        name: tuple(
            np.where(cells >= shared, cells + np.int32(added), cells) if at else cells
            for at, cells in enumerate(each)
        )
        for name, each in codes.rows.items()
    }
    moved = np.where(codes.places >= shared, codes.places + np.int32(added), codes.places)
    moved = np.append(moved, np.arange(shared, shared + added, dtype=np.int32))
    lengths = np.bincount(laid.rows, minlength=len(codes.starts)).astype(np.int32)
    about = lengths, words_of(moved[laid.words], len(words))
    lists = {**codes.lists, ABOUT: about}
    return replace(codes, words=words, shared=shared + added, rows=rows, lists=lists)


def join_words(texts: Sequence[tuple["Array", int]]) -> tuple[Vocabulary, list[Ints]]:
    """The words of some segments, in each of which they differ; where those of each are.

    So many of each, the first ones, others may have too: these are given one number.
    """
    from pyarrow import concat_arrays

    first, size = texts[0]
    places = [np.arange(len(first), dtype=np.int32)]
    if len(texts) == 1:
        return Vocabulary(first, first.slice(0, 0)), places
    # The first segment is by far the largest: its words are only gone through, not hashed anew.
    others = concat_arrays([words.slice(0, shared) for words, shared in texts[1:]])
    coded = others.dictionary_encode()
    at = index_of(first.slice(0, size), coded.dictionary)
    new = np.flatnonzero(at == NOTHING)
    at[new] = len(first) + np.arange(len(new))
    ends = np.cumsum([shared for _, shared in texts[1:]])[:-1]
    more, count = [coded.dictionary.take(number_array(new))], len(first) + len(new)
    for its, (words, shared) in zip(
        np.split(at[numbers_of(coded.indices)], ends), texts[1:], strict=True
    ):
        own = words.slice(shared)
        places.append(np.append(its, np.arange(count, count + len(own), dtype=np.int32)))
        more.append(own)
        count += len(own)
    return Vocabulary(first, concat_arrays(more)), places


def join_codes(parts: Sequence[Words]) -> Words:
    """The words of some segments one after the other; what no row has any more is left out."""
    distinct, codes = parts[0].distinct, [parts[0].codes]
    order = np.argsort(distinct, kind="stable")
    for part in parts[1:]:
        at = np.searchsorted(distinct, part.distinct, sorter=order)
        near = order[np.minimum(at, len(order) - 1)] if len(order) else at
        known = distinct[near] == part.distinct if len(order) else np.zeros(len(at), np.bool_)
        place = np.where(known, near, len(distinct) + np.cumsum(~known) - 1)
        distinct = np.append(distinct, part.distinct[~known])
        order = np.argsort(distinct, kind="stable")
        codes.append(np.append(place, NOTHING).astype(np.int32)[part.codes])
    return _used(codes, distinct)


def _used(codes: Sequence[Numbers], distinct: Numbers) -> Words:
    """Codes without the words that no row has."""
    there = np.zeros(len(distinct) + 1, np.bool_)
    for each in codes:
        there[each] = True
    there = there[:NOTHING]
    narrow = narrowest(int(there.sum()))
    if there.all():
        return Words(np.concatenate([narrow(each) for each in codes]), distinct)
    place = np.full(len(distinct) + 1, NOTHING, np.int32)
    place[np.flatnonzero(there)] = np.arange(there.sum(), dtype=np.int32)
    place = narrow(place)
    return Words(np.concatenate([place[each] for each in codes]), distinct[there])


def choosing(which: Bools) -> Callable[[Numbers], Numbers]:
    """Gives of a column what is true; what is left of few graphs is in few pieces."""
    if which.all():
        return lambda column: column
    edges = np.flatnonzero(np.diff(which, prepend=False, append=False)).tolist()
    if len(edges) > _PIECES:
        return lambda column: column[which]
    pieces = [slice(*ends) for ends in zip(edges[::2], edges[1::2], strict=True)]
    return lambda column: np.concatenate([column[:0], *(column[piece] for piece in pieces)])


def _living(codes: ClaimCodes, lives: Bools, places: Ints) -> ClaimCodes:
    """What lives of a segment, with the joint numbers of words."""
    kept = lives[codes.graphs]
    place = np.append(places, np.int32(NOTHING))
    some = choosing(kept)

    def joint(words: Words, chosen: Callable[[Numbers], Numbers]) -> Words:
        return Words(chosen(words.codes), place[words.distinct])

    lists = {}
    for name, (lengths, words) in codes.lists.items():
        of_word = choosing(np.repeat(kept, lengths)) if not kept.all() else choosing(kept)
        lists[name] = some(lengths), joint(words, of_word)
    rows = {}
    for name, (graphs, *cells) in codes.rows.items():
        living = choosing(lives[graphs])
        rows[name] = (living(graphs), *(place[living(each)] for each in cells))
    now = (np.cumsum(kept, dtype=np.int32) - 1).astype(np.int32)
    one, other = (each[kept[codes.disjoint[0]]] for each in codes.disjoint)
    return replace(
        codes,
        graphs=some(codes.graphs),
        starts=some(codes.starts),
        fields={name: joint(words, some) for name, words in codes.fields.items()},
        lists=lists,
        rows=rows,
        disjoint=(now[one], now[other]),
    )


def _shifted(pairs: Sequence[tuple[Numbers, Numbers]], counts: Sequence[int]) -> tuple[Ints, Ints]:
    """Pairs of rows of segments, as rows of all of them together."""
    starts = np.cumsum([0, *counts[:-1]])
    one, other = (
        np.concatenate([each[side] + start for each, start in zip(pairs, starts, strict=True)])
        for side in (0, 1)
    )
    return one.astype(np.int32), other.astype(np.int32)


def _told_apart(graphs: Sequence[Numbers]) -> Ints:
    """Numbers of graphs of segments, different ones in each."""
    wide = np.int32(len(graphs))
    return np.concatenate([each * wide + np.int32(at) for at, each in enumerate(graphs)])
