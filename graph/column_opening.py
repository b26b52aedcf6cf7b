"""Makes the columns of all claims of a generation from what its projection keeps of them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from graph.claim_codes import LISTS
from graph.claim_columns import NOTHING, ClaimColumns, Pairs
from graph.columns import Ints, SegmentDamagedError, narrowed
from graph.generation import projection_path
from graph.projected import Projection, open_projection
from graph.projected_rows import DISJOINT
from graph.projecting import UNLISTED
from graph.stored_claims import ListedWords, StoredClaims, open_stored_claims
from graph.texts import Texts, order_of

_WORDS = ("document", "meeting", "polarity", "universe", "quantifier")
_NUMBERS = ("min", "max", "exactCount")


def open_claim_columns(store: Path, number: int) -> ClaimColumns | None:
    """The claims of a generation of a store in a folder; None if it has no projection in use."""
    try:
        written_ns = projection_path(store, number).stat().st_mtime_ns
    except OSError:
        return None
    return _opened(store, number, written_ns)


@lru_cache(maxsize=1)
def _opened(store: Path, number: int, written_ns: int) -> ClaimColumns | None:
    """As open_claim_columns(); `written_ns` tells a store from another one put in its place."""
    projection = open_projection(store, number)
    stored = open_stored_claims(store, number, (DISJOINT,))
    if projection is None or stored is None:
        return None
    try:
        return make_claim_columns(stored, projection)
    except SegmentDamagedError:
        return None


def make_claim_columns(stored: StoredClaims, projection: Projection) -> ClaimColumns:
    """The listed claims of a generation. Raises SegmentDamagedError."""
    texts = stored.own.iris()
    listed = np.flatnonzero(stored.starts != UNLISTED).astype(np.int32)
    words, place = _words(stored)
    own = {name: stored.fields[name].map(place) for name in ("meeting", "document")}
    rows = listed[_order(stored, listed, own["meeting"][listed], own["document"][listed])]
    now = np.full(stored.count, NOTHING, np.int32)
    now[rows] = np.arange(len(rows), dtype=np.int32)
    columns = {name: narrowed(stored.fields[name].map(place)[rows]) for name in _WORDS}
    for name in _NUMBERS:
        columns[name] = narrowed(_values(stored, name, np.int32)[rows])
    apart = now[np.concatenate([np.stack(stored.disjoint), np.stack(stored.disjoint[::-1])], 1)]
    apart = apart[:, (apart != NOTHING).all(axis=0)]
    lists = {name: _pairs(rows, place, stored.lists[name]) for name in LISTS}
    return ClaimColumns(
        Texts(texts, rows), words, columns,
        _values(stored, "confidence", np.float64)[rows], lists,
        Pairs(apart[0], apart[1]), projection, _finding(stored, now),
    )  # fmt: skip


def _words(stored: StoredClaims) -> tuple[list[str], Ints]:
    """The words that are used, in the order of their texts; by word of the store the place there.

    At the end of the places stands NOTHING.
    """
    flags = np.zeros(len(stored.words) + 1, np.bool_)
    used = [stored.fields[name] for name in _WORDS]
    for each in (*used, *(its.words for its in stored.lists.values())):
        flags[each.distinct] = True
    numbers = np.flatnonzero(flags).astype(np.int32)
    texts = stored.texts(numbers)
    order = sorted(range(len(texts)), key=texts.__getitem__)
    place = np.full(len(flags), NOTHING, np.int32)
    place[numbers[order]] = np.arange(len(order), dtype=np.int32)
    return [texts[at] for at in order], place


def _order(stored: StoredClaims, listed: Ints, meeting: Ints, document: Ints) -> Ints:
    """The order of the question: meeting, document, start, claim. Rows of a graph are by claim."""
    graphs = stored.graphs[listed]
    graph_of = np.zeros(int(document.max(initial=NOTHING)) + 2, np.int32)
    graph_of[document] = graphs
    paper = meeting.astype(np.int64) * len(graph_of) + document
    starts = stored.starts[listed].astype(np.int64)
    if (graph_of[document] == graphs).all():
        # A stable sort of one number takes a third of the time of one by two.
        key = paper * (int(starts.max(initial=0)) + 1) + starts
        return np.argsort(key, kind="stable").astype(np.int32)
    rank = np.empty(stored.count, np.int32)
    rank[order_of(stored.own.iris())] = np.arange(stored.count, dtype=np.int32)
    return np.lexsort((rank[listed], starts, paper)).astype(np.int32)


def _pairs(rows: Ints, place: Ints, listed: ListedWords) -> Pairs:
    """Claims by their new place with the new words, in the order of both.

    Each claim has its words in the order of their texts.
    """
    all_lengths = listed.lengths.astype(np.int32)
    starts = np.cumsum(all_lengths, dtype=np.int32) - all_lengths
    lengths = all_lengths[rows]
    before = np.cumsum(lengths, dtype=np.int32) - lengths
    claims = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
    at = np.repeat(starts[rows] - before, lengths) + np.arange(len(claims), dtype=np.int32)
    return Pairs(claims, listed.words.map(place)[at])


def _values(stored: StoredClaims, name: str, kind: type[np.generic]) -> Any:  # noqa: ANN401 - of that kind
    """The numbers that the words of a field stand for; -1 where nothing is said."""
    words = stored.fields[name]
    values = [float(text or 0) for text in stored.texts(words.distinct)]
    return np.array([*values, NOTHING], kind)[words.codes]


def _finding(stored: StoredClaims, now: Ints) -> Callable[[Sequence[str]], Ints]:
    """Finds the places of the claims whose target has one of some texts in it."""
    with_target = stored.own.with_target

    def find(wanted: Sequence[str]) -> Ints:
        places = now[with_target(wanted)]
        listed: Ints = places[places != NOTHING]
        return listed

    return find
