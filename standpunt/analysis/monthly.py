"""What the cells of each month add up to, so that a window of months is a difference of two sums.

That holds for claims whose cells lie in one month. The others, such as those of a paper about two
meetings, are counted anew in each window; both together give what the claims of it give.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standpunt.analysis.basis import Basis, basis_of_totals, basis_totals
from standpunt.analysis.cells import Cells, alike_issues, alike_statements, units_of
from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.incidence import Floats, Incidence
from standpunt.analysis.networks import ActorNetwork, Counting, activities, network_of
from standpunt.analysis.tallies import Parted
from standpunt.analysis.weights import Sums, agreement_sums, conflict_sums, statement_sums

LARGEST = 2_000_000
"""So many pairs of actors, over all months, are kept at most: some 110 MB."""
_CLAIMS_AT_ONCE = 200_000
_PARTS_OF_PAIRS = 7
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Added:
    """Sums up to each month: of pairs (7 by months by actors by actors), of actors, of a basis."""

    pairs: Whole
    singles: Whole
    basis: Whole


def fits(incidence: Incidence, months: int, counting: Counting) -> bool:
    """Whether sums by month give the networks of so many months, and are small enough to keep."""
    plain = counting.normalisation == "none" and not counting.across
    return plain and months * len(incidence.actors) ** 2 <= LARGEST


class Months:
    """The claims of an incidence from month `first` to `last`, added up by month."""

    def __init__(self, incidence: Incidence, first: int, last: int, counting: Counting) -> None:
        inside = incidence.take((incidence.month >= first) & (incidence.month <= last))
        self._first, self._count, self._counting = first, last - first + 1, counting
        settled = _in_one_month(inside, counting)
        self._rest = inside.take(~settled)
        self._added = self._add(inside.take(settled))

    def between(self, first: int, before: int) -> tuple[Basis, ActorNetwork]:
        """The basis and the network of the claims from a month up to, and not in, another."""
        start, end = (min(max(0, at - self._first), self._count) for at in (first, before))
        added = self._added
        pairs = (added.pairs[:, end] - added.pairs[:, start]).astype(np.float64)
        singles = (added.singles[:, end] - added.singles[:, start]).astype(np.float64)
        totals = added.basis[end] - added.basis[start]
        rest = (self._rest.month >= first) & (self._rest.month < before)
        if rest.any():
            its = self._rest.take(rest)
            alone = np.zeros(its.count, np.int64)
            more, few = _sums(its, alone, 1, self._counting)
            pairs, singles = pairs + more[:, 0], singles + few[:, 0]
            totals = totals + basis_totals(its, alone, 1)[0]
        agreement = Sums(pairs[0], pairs[1], pairs[2], pairs[3])
        conflict = Sums(pairs[4], pairs[5], pairs[6], np.zeros_like(pairs[6]))
        activity, reach = singles
        network = ActorNetwork(
            self._rest.actors, agreement.weights(), conflict.weights(), activity, reach,
            self._counting,
        )  # fmt: skip
        return basis_of_totals(totals), network_of(network)

    def _add(self, incidence: Incidence) -> Added:
        size, count = len(incidence.actors), self._count
        pairs = np.zeros((_PARTS_OF_PAIRS, count + 1, size, size), np.int64)
        singles = np.zeros((2, count + 1, size), np.int64)
        month = incidence.month - self._first
        for start, end in _runs(np.bincount(month, minlength=count)):
            its = incidence.take((month >= start) & (month < end))
            parts = its.month.astype(np.int64) - self._first - start
            many, few = _sums(its, parts, end - start, self._counting)
            pairs[:, start + 1 : end + 1], singles[:, start + 1 : end + 1] = many, few
        basis = np.zeros((count + 1, 5), np.int64)
        basis[1:] = basis_totals(incidence, month, count)
        return Added(
            np.cumsum(pairs, axis=1, out=pairs),
            np.cumsum(singles, axis=1),
            np.cumsum(basis, axis=0),
        )


def _runs(claims: Ints) -> Sequence[tuple[int, int]]:
    """Months after one another, [start, end), that together have not too many claims."""
    runs, start, held = [], 0, 0
    for at, number in enumerate(claims.tolist()):
        if held and held + number > _CLAIMS_AT_ONCE:
            runs.append((start, at))
            start, held = at, 0
        held += number
    return [*runs, (start, len(claims))]


def _sums(
    incidence: Incidence, parts: Ints, count: int, counting: Counting
) -> tuple[Floats, Floats]:
    """What the claims of each part add up to: of pairs and of actors."""
    units = units_of(incidence, counting.once)
    if counting.once == "claim":
        cells = alike_statements(incidence, parts)
        tally = _tally(cells, incidence.clique, parts, count)
        agreement = statement_sums(cells, tally)
        opposed = alike_issues(incidence, incidence.document, parts, both_sides=True)
        conflict = conflict_sums(opposed, _tally(opposed, incidence.document, parts, count))
    else:
        cells = alike_issues(incidence, units, parts)
        tally = _tally(cells, units, parts, count)
        agreement, conflict = agreement_sums(cells, tally), conflict_sums(cells, tally)
    pairs = [agreement.named, agreement.inferred, agreement.high, agreement.capped]
    pairs += [conflict.named, conflict.inferred, conflict.high]
    return np.stack(pairs), np.stack(activities(cells, tally))


def _tally(cells: Cells, units: Ints, parts: Ints, count: int) -> Parted:
    """Counts cells in the part that their unit is in."""
    part_of = np.zeros(int(units.max(initial=0)) + 1, np.int64)
    part_of[units] = parts
    times = np.ones(len(cells.unit), np.int64) if cells.times is None else cells.times
    return Parted(times, part_of[cells.unit], count)


def _in_one_month(incidence: Incidence, counting: Counting) -> Bools:
    """The claims whose cells, and all claims that share these, are in one month."""
    by_claim = counting.once == "claim"
    groups = (
        [incidence.clique, incidence.document] if by_claim else [units_of(incidence, counting.once)]
    )
    apart = np.zeros(incidence.count, np.bool_)
    for group in groups:
        low = np.full(int(group.max(initial=0)) + 1, np.iinfo(np.int32).max)
        high = np.full(len(low), -1)
        np.minimum.at(low, group, incidence.month)
        np.maximum.at(high, group, incidence.month)
        apart |= (low < high)[group]
    while True:
        before = int(apart.sum())
        for group in groups:
            apart |= np.isin(group, group[apart])
        if int(apart.sum()) == before:
            return ~apart
