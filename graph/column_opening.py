"""Makes the columns of all claims of a generation from the claim tables of its projection."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from graph.claim_columns import NOTHING, ClaimColumns, Pairs
from graph.claim_table import ABOUT, EXCLUDED, NAMED, ClaimTable, all_rows
from graph.columns import Bools, Column, Ints, chosen
from graph.generation import projection_path
from graph.projected import Projection, open_projection
from graph.projected_rows import DISJOINT
from graph.projecting import UNLISTED
from graph.projection import read_claim_tables

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
    parts = read_claim_tables(store, number)
    if projection is None or parts is None:
        return None
    if projection.further:
        parts = projection.further.over(parts)
    return make_claim_columns(parts, projection)


def make_claim_columns(
    parts: Sequence[tuple[ClaimTable, Bools]], projection: Projection
) -> ClaimColumns | None:
    """The listed claims of a generation's tables; None if a graph does not tell of its holders."""
    apart = all_rows(parts, DISJOINT)
    if apart is None:
        return None
    places: dict[str | None, int] = {}
    claims: Column = []
    targets: Column = []
    found: dict[str, list[Ints]] = {
        name: [] for name in (*_WORDS, *_NUMBERS, "confidence", "start")
    }
    pairs: dict[str, list[tuple[Ints, Ints]]] = {ABOUT: [], NAMED: [], EXCLUDED: []}
    for table, lives in parts:
        numbers = table.numbers
        kept = lives[numbers["of_graph"]] & (numbers["start"] != UNLISTED)
        words = np.array(
            [*(places.setdefault(word, len(places)) for word in table.words), NOTHING], np.int32
        )
        now = (np.cumsum(kept) - 1 + len(claims)).astype(np.int32)
        for name in (*_WORDS, *_NUMBERS, "confidence"):
            found[name].append(words[numbers[name][kept]])
        found["start"].append(numbers["start"][kept])
        for name, its in pairs.items():
            rows = numbers[f"{name}_row"]
            listed = kept[rows]
            its.append((now[rows[listed]], words[numbers[f"{name}_word"][listed]]))
        claims += chosen(table.claims, kept)
        targets += chosen(table.targets, kept)
    return _ordered(
        list(places), claims, targets, {name: _joined(each) for name, each in found.items()},
        {name: (_joined([a for a, _ in its]), _joined([b for _, b in its]))
         for name, its in pairs.items()},
        [(row[0] or "", row[1] or "") for row in apart], projection,
    )  # fmt: skip


def _ordered(
    words: Column,
    claims: Column,
    targets: Column,
    found: dict[str, Ints],
    pairs: dict[str, tuple[Ints, Ints]],
    apart: Sequence[tuple[str, str]],
    projection: Projection,
) -> ClaimColumns:
    """The columns in the order of the question: meeting, document, start, claim."""
    rank = np.append(_ranks(words), NOTHING).astype(np.int32)
    order = np.lexsort(
        (_ranks(claims), found["start"], rank[found["document"]], rank[found["meeting"]])
    )
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    columns = {name: found[name][order] for name in _WORDS}
    for name in _NUMBERS:
        columns[name] = _values(words, found[name][order], np.int32)
    lists = {}
    for name, (rows, its) in pairs.items():
        sorting = np.lexsort((rank[its], place[rows]))
        lists[name] = Pairs(place[rows][sorting], its[sorting])
    ordered = [claims[at] for at in order.tolist()]
    at_claim = {claim: at for at, claim in enumerate(ordered)}
    both = np.array(
        [pair for one, other in apart if one in at_claim and other in at_claim
         for pair in ((at_claim[one], at_claim[other]), (at_claim[other], at_claim[one]))],
        np.int32,
    ).reshape(-1, 2)  # fmt: skip
    return ClaimColumns(
        ordered, [targets[at] for at in order.tolist()], words, columns,
        _values(words, found["confidence"][order], np.float64), lists,
        Pairs(both[:, 0], both[:, 1]), projection,
    )  # fmt: skip


def _ranks(texts: Column) -> Ints:
    """The place of each text in their order."""
    ranks = np.empty(len(texts), np.int32)
    order = sorted(range(len(texts)), key=lambda at: texts[at] or "")
    ranks[order] = np.arange(len(texts), dtype=np.int32)
    return ranks


def _values(words: Column, at: Ints, kind: type[np.generic]) -> Any:  # noqa: ANN401 - of that kind
    """The numbers that words stand for; -1 where nothing is said."""
    table = np.full(len(words) + 1, NOTHING, kind)
    for place in np.unique(at).tolist():
        if place >= 0:
            table[place] = float(words[place] or 0)
    return table[at]


def _joined(columns: list[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int32), *columns])
