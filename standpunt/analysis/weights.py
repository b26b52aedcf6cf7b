"""Weights of edges as intervals, and the pairs that two halves of cells give; knows no claim."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standpunt.analysis.cells import Cells, Half
from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.incidence import Floats

_SMALL = 2**22


@dataclass(frozen=True)
class Weights:
    """Four matrices of one measure, rows and columns in one order, zero on the diagonal.

    The true weight lies between `low` and `high`. `named` is what named holders alone give, as a
    hand-coded study would have it; `inferred` is that with the holders that follow by elimination.
    """

    low: Floats
    named: Floats
    inferred: Floats
    high: Floats

    def certain(self) -> Bools:
        """Pairs whose edge is certain: the interval leaves zero out."""
        apart: Bools = (self.low > 0) | (self.high < 0)
        return apart

    def possible(self) -> Bools:
        """Pairs that may have an edge: the interval is not just zero."""
        some: Bools = (self.low != 0) | (self.high != 0)
        return some

    def minus(self, other: "Weights") -> "Weights":
        """The difference, with the widest interval that both allow."""
        return Weights(
            self.low - other.high,
            self.named - other.named,
            self.inferred - other.inferred,
            self.high - other.low,
        )


def agreement_in(cells: Cells) -> Weights:
    """In how many cells a pair stands on one side, at least once."""
    up, down, times = cells.up, cells.down, cells.times
    named = _either_side(up.named, down.named, times)
    inferred = _either_side(up.inferred, down.inferred, times)
    high = _either_side(up.may, down.may, times) - _shut_out(up, down, times)
    return _weights(named, inferred, high)


def agreement_of_statements(cells: Cells) -> Weights:
    """How many statements a pair holds together; of disjoint ones at most one can be possible."""
    weights = agreement_in(cells)
    order = np.argsort(cells.unit, kind="stable")
    _, starts, counts = np.unique(cells.unit[order], return_index=True, return_counts=True)
    lone = np.isin(np.arange(len(cells.unit)), cells.up.lone)
    first, second = order[starts[counts == 2]], order[starts[counts == 2] + 1]
    plain = ~(lone[first] | lone[second])
    times = np.ones(len(cells.unit), np.int64) if cells.times is None else cells.times
    shared = cells.up.may[first[plain]] & cells.up.may[second[plain]]
    high = weights.high - gram(shared, times=times[first[plain]])
    rest = [
        *zip(first[~plain], second[~plain], strict=True),
        *(
            order[start : start + count].tolist()
            for start, count in zip(starts, counts, strict=True)
            if count > 2
        ),
    ]
    for clique in rest:
        together = [_pairs_of(cells.up, cell) for cell in clique]
        high -= (np.sum(together, axis=0) - np.max(together, axis=0)) * times[clique[0]]
    return _weights(weights.named, weights.inferred, high)


def conflict_in(cells: Cells) -> Weights:
    """In how many cells a pair stands opposed, one for and one against, at least once."""
    up, down = cells.up, cells.down
    return _weights(
        _opposed(up.named, down.named, cells.times),
        _opposed(up.inferred, down.inferred, cells.times),
        _opposed(up.may, down.may, cells.times),
    )


def products(cells: Cells, issues: int) -> tuple[Weights, Weights]:
    """Agreement and conflict over the whole selection, as Discourse Network Analyzer counts.

    n(i, k, s) is in how many units actor i holds side s of issue k. Agreement is the sum over k
    and s of n(i, k, s) n(j, k, s), conflict that of n(i, k, s) n(j, k, other side).
    """
    agreements, conflicts = [], []
    for name in ("named", "inferred", "may"):
        ups = counts_by_issue(cells.issue, getattr(cells.up, name), issues)
        downs = counts_by_issue(cells.issue, getattr(cells.down, name), issues)
        agreements.append(ups.T @ ups + downs.T @ downs)
        conflicts.append(ups.T @ downs + downs.T @ ups)
    return _weights(*agreements), _weights(*conflicts)


def counts_by_issue(issue: Ints, half: Bools, issues: int) -> Floats:
    """For each issue and actor the number of cells: a matrix of issues by actors."""
    counts = np.zeros((issues, half.shape[1]))
    if len(issue):
        order = np.argsort(issue, kind="stable")
        keys, starts = np.unique(issue[order], return_index=True)
        counts[keys] = np.add.reduceat(half[order].astype(np.float64), starts, axis=0)
    return counts


def gram(first: Bools, second: Bools | None = None, *, times: Ints | None = None) -> Floats:
    """For each pair of columns the number of rows where both are true, each so many times."""
    if times is not None:
        return _gram_of_times(first, first if second is None else second, times)
    one = _words(first)
    other = one if second is None else _words(second)
    counts = np.empty((len(one), len(other)))
    for row, words in enumerate(one):
        counts[row] = np.bitwise_count(words & other).sum(axis=1)
    return counts


def _gram_of_times(first: Bools, second: Bools, times: Ints) -> Floats:
    """As gram(); in whole numbers, as the threads of a library for floats get in the way.

    What is large is counted bit by bit of the times.
    """
    if first.size * second.shape[1] <= _SMALL:
        few: Floats = ((first * times[:, None]).T @ second.astype(np.int64)).astype(np.float64)
        return few
    counts = np.zeros((first.shape[1], second.shape[1]))
    for bit in range(int(times.max(initial=0)).bit_length()):
        rows = (times >> bit) & 1 == 1
        counts += gram(first[rows], second[rows]) * 2.0**bit
    return counts


def _words(flags: Bools) -> NDArray[np.uint64]:
    """The columns as rows of 64 bits a word: 60 by 100,000 pairs are counted in some 20 ms."""
    packed = np.packbits(np.ascontiguousarray(flags.T), axis=1)
    spare = -packed.shape[1] % 8
    padded = np.ascontiguousarray(np.pad(packed, ((0, 0), (0, spare))))
    words: NDArray[np.uint64] = padded.view(np.uint64)
    return words


def _either_side(up: Bools, down: Bools, times: Ints | None) -> Floats:
    return gram(up, times=times) + gram(down, times=times) - gram(up & down, times=times)


def _opposed(up: Bools, down: Bools, times: Ints | None) -> Floats:
    across = gram(up, down, times=times)
    return across + across.T - gram(up & down, times=times)


def _shut_out(up: Half, down: Half, times: Ints | None) -> Floats:
    """Pairs counted as possible for which one place is all there is, on both sides of the cell."""
    of_up, of_down = (None if times is None else times[half.lone] for half in (up, down))
    shut = gram(up.alone, times=of_up) - gram(up.alone & down.may[up.lone], times=of_up)
    shut += gram(down.alone, times=of_down) - gram(down.alone & up.may[down.lone], times=of_down)
    for cell in np.intersect1d(up.lone, down.lone):
        for one in up.alone[up.lone == cell]:
            for other in down.alone[down.lone == cell]:
                both = (one & other).astype(np.float64)
                shut += np.outer(both, both) * (1 if times is None else times[cell])
    return shut


def _pairs_of(half: Half, cell: int) -> Floats:
    row = half.may[cell].astype(np.float64)
    pairs = np.outer(row, row)
    for alone in half.alone[half.lone == cell].astype(np.float64):
        pairs -= np.outer(alone, alone)
    return pairs


def _weights(named: Floats, inferred: Floats, high: Floats) -> Weights:
    """The interval of counts. What is named twice in disjoint groups is believed, not capped."""
    for matrix in (named, inferred, high):
        np.fill_diagonal(matrix, 0.0)
    inferred = np.maximum(named, inferred)
    return Weights(named, named, inferred, np.maximum(inferred, high))
