"""Weights of edges as intervals, and the pairs that two halves of cells give; knows no claim."""

from dataclasses import dataclass, replace

import numpy as np

from standpunt.analysis.cells import Cells, Half
from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.incidence import Floats
from standpunt.analysis.tallies import Tally, Whole


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


@dataclass(frozen=True)
class Sums:
    """What cells add up to for each pair, before an interval is made of it; may be added up.

    `capped` is what `high` counts too often: of disjoint statements at most one can be possible.
    """

    named: Floats
    inferred: Floats
    high: Floats
    capped: Floats

    def weights(self) -> Weights:
        """The interval. What is named twice in disjoint groups is believed, not capped."""
        inferred = np.maximum(self.named, self.inferred)
        high = np.maximum(inferred, self.high) - self.capped
        return _weights(self.named, inferred, high)


def agreement_in(cells: Cells) -> Weights:
    """In how many cells a pair stands on one side, at least once."""
    return agreement_sums(cells, Whole(cells.times)).weights()


def agreement_of_statements(cells: Cells) -> Weights:
    """How many statements a pair holds together; of disjoint ones at most one can be possible."""
    return statement_sums(cells, Whole(cells.times)).weights()


def conflict_in(cells: Cells) -> Weights:
    """In how many cells a pair stands opposed, one for and one against, at least once."""
    return conflict_sums(cells, Whole(cells.times)).weights()


def agreement_sums(cells: Cells, tally: Tally) -> Sums:
    """What agreement_in() makes weights of."""
    up, down = cells.up, cells.down
    high = _either_side(up.may, down.may, tally) - _shut_out(up, down, tally)
    return Sums(
        _either_side(up.named, down.named, tally),
        _either_side(up.inferred, down.inferred, tally),
        high,
        np.zeros_like(high),
    )


def statement_sums(cells: Cells, tally: Tally) -> Sums:
    """What agreement_of_statements() makes weights of."""
    sums = agreement_sums(cells, tally)
    order = np.argsort(cells.unit, kind="stable")
    _, starts, counts = np.unique(cells.unit[order], return_index=True, return_counts=True)
    lone = np.isin(np.arange(len(cells.unit)), cells.up.lone)
    first, second = order[starts[counts == 2]], order[starts[counts == 2] + 1]
    plain = ~(lone[first] | lone[second])
    shared = cells.up.may[first[plain]] & cells.up.may[second[plain]]
    capped = tally.pairs(shared, None, first[plain])
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
        tally.add(capped, clique[0], np.sum(together, axis=0) - np.max(together, axis=0))
    return replace(sums, capped=capped)


def conflict_sums(cells: Cells, tally: Tally) -> Sums:
    """What conflict_in() makes weights of."""
    high = _opposed(cells.up.may, cells.down.may, tally)
    return Sums(
        _opposed(cells.up.named, cells.down.named, tally),
        _opposed(cells.up.inferred, cells.down.inferred, tally),
        high,
        np.zeros_like(high),
    )


def products(cells: Cells, issues: int) -> tuple[Weights, Weights]:
    """Agreement and conflict over the whole selection, as Discourse Network Analyzer counts.

    n(i, k, s) is in how many units actor i holds side s of issue k. Agreement is the sum over k
    and s of n(i, k, s) n(j, k, s), conflict that of n(i, k, s) n(j, k, other side).
    """
    agreements, conflicts = [], []
    for name in ("named", "inferred", "may"):
        ups, downs = (
            counts_by_issue(cells.issue, getattr(half, name), issues, cells.times)
            for half in (cells.up, cells.down)
        )
        agreements.append(ups.T @ ups + downs.T @ downs)
        conflicts.append(ups.T @ downs + downs.T @ ups)
    return _weights(*agreements), _weights(*conflicts)


def counts_by_issue(issue: Ints, half: Bools, issues: int, times: Ints | None = None) -> Floats:
    """For each issue and actor the number of cells: a matrix of issues by actors.

    A cell counts `times`; None for once each.
    """
    counts = np.zeros((issues, half.shape[1]))
    if len(issue):
        order = np.argsort(issue, kind="stable")
        keys, starts = np.unique(issue[order], return_index=True)
        each = half[order].astype(np.float64)
        if times is not None:
            each *= times[order, None]
        counts[keys] = np.add.reduceat(each, starts, axis=0)
    return counts


def _either_side(up: Bools, down: Bools, tally: Tally) -> Floats:
    return tally.pairs(up) + tally.pairs(down) - tally.pairs(up & down)


def _opposed(up: Bools, down: Bools, tally: Tally) -> Floats:
    across = tally.pairs(up, down)
    return across + np.swapaxes(across, -1, -2) - tally.pairs(up & down)


def _shut_out(up: Half, down: Half, tally: Tally) -> Floats:
    """Pairs counted as possible for which one place is all there is, on both sides of the cell."""
    shut = tally.pairs(up.alone, None, up.lone)
    shut -= tally.pairs(up.alone & down.may[up.lone], None, up.lone)
    shut += tally.pairs(down.alone, None, down.lone)
    shut -= tally.pairs(down.alone & up.may[down.lone], None, down.lone)
    for cell in np.intersect1d(up.lone, down.lone):
        for one in up.alone[up.lone == cell]:
            for other in down.alone[down.lone == cell]:
                both = (one & other).astype(np.float64)
                tally.add(shut, cell, np.outer(both, both))
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
