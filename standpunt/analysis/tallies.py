"""In how many cells both of a pair are true: of all cells together, or of each part of them.

Counts in whole numbers; knows no claim.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from standpunt.analysis.bits import columns_of
from standpunt.analysis.columns import Bools, Ints

Counts = NDArray[np.float64]
_SMALL = 2**22
_BITS = 64


class Tally(Protocol):
    """Counts pairs of columns in rows of flags, a row a cell.

    Where the rows are not all cells in order, `cells` says of each which cell it is.
    """

    def pairs(self, first: Bools, second: Bools | None = None, cells: Ints | None = None) -> Counts:
        """For each pair of columns the number of cells where both are true."""

    def singles(self, flags: Bools) -> Counts:
        """For each column the number of cells where it is true."""

    def add(self, total: Counts, cell: int, pairs: Counts) -> None:
        """Add the pairs of one cell to a total, as often as the cell counts."""


@dataclass(frozen=True)
class Whole:
    """All cells together: a matrix of pairs. A cell counts `times`; None for once each."""

    times: Ints | None

    def pairs(self, first: Bools, second: Bools | None = None, cells: Ints | None = None) -> Counts:
        """For each pair of columns the number of cells where both are true."""
        times = self.times
        return gram(first, second, times=times if times is None or cells is None else times[cells])

    def singles(self, flags: Bools) -> Counts:
        """For each column the number of cells where it is true."""
        times = 1 if self.times is None else self.times[:, None]
        found: Counts = np.add.reduce(flags * times, axis=0, dtype=np.int64).astype(np.float64)
        return found

    def add(self, total: Counts, cell: int, pairs: Counts) -> None:
        """Add the pairs of one cell to a total, as often as the cell counts."""
        total += pairs if self.times is None else pairs * self.times[cell]


@dataclass(frozen=True)
class Parted:
    """The cells of each of `count` parts: a matrix of pairs for each. `part` is that of a cell."""

    times: Ints
    part: Ints
    count: int

    def pairs(self, first: Bools, second: Bools | None = None, cells: Ints | None = None) -> Counts:
        """For each part and pair of columns the number of cells where both are true."""
        part = self.part if cells is None else self.part[cells]
        times = self.times if cells is None else self.times[cells]
        other = first if second is None else second
        found = np.zeros((self.count, first.shape[1], other.shape[1]))
        for bit in range(int(times.max(initial=0)).bit_length()):
            rows = np.flatnonzero((times >> bit) & 1)
            if len(rows):
                order = rows[np.argsort(part[rows], kind="stable")]
                self._add_pairs(found, first, second, part, order, 2.0**bit)
        return found

    @staticmethod
    def _add_pairs(
        found: Counts, first: Bools, second: Bools | None, part: Ints, order: Ints, times: float
    ) -> None:
        """Add to each part the pairs of these rows, so many times; `order` is by part."""
        here, starts = np.unique(part[order], return_index=True)
        place, ends = _places(starts, len(order))
        one = columns_of(_spread(first[order], place, int(ends[-1])))
        other = one if second is None else columns_of(_spread(second[order], place, int(ends[-1])))
        for row, words in enumerate(one):
            least = row if second is None else 0  # of a symmetric matrix half
            both = np.bitwise_count(words & other[least:])
            sums = np.add.reduceat(both, ends[:-1], axis=1, dtype=np.int64).T * times
            found[here, row, least:] += sums
            if second is None:
                found[here, row + 1 :, row] += sums[:, 1:]

    def singles(self, flags: Bools) -> Counts:
        """For each part and column the number of cells where it is true."""
        found = np.zeros((self.count, flags.shape[1]))
        if len(flags):
            order = np.argsort(self.part, kind="stable")
            here, starts = np.unique(self.part[order], return_index=True)
            found[here] = np.add.reduceat(flags[order] * self.times[order, None], starts, axis=0)
        return found

    def add(self, total: Counts, cell: int, pairs: Counts) -> None:
        """Add the pairs of one cell to a total, as often as the cell counts."""
        total[self.part[cell]] += pairs * self.times[cell]


def _places(starts: Ints, count: int) -> tuple[Ints, Ints]:
    """Where each of so many bits stands if each part begins with a word; where words of parts do.

    The words of a part end where those of the next begin.
    """
    lengths = np.diff(np.append(starts, count))
    ends = np.concatenate([[0], np.cumsum(-(-lengths // _BITS))])
    place = np.arange(count) + np.repeat(ends[:-1] * _BITS - starts, lengths)
    return place, ends


def _spread(flags: Bools, place: Ints, words: int) -> Bools:
    """The rows at their places, among others without a flag."""
    rows = np.zeros((words * _BITS, flags.shape[1]), np.bool_)
    rows[place] = flags
    return rows


def gram(first: Bools, second: Bools | None = None, *, times: Ints | None = None) -> Counts:
    """For each pair of columns the number of rows where both are true, each so many times."""
    if times is not None:
        return _gram_of_times(first, second, times)
    one = columns_of(first)
    other = one if second is None else columns_of(second)
    counts = np.empty((len(one), len(other)))
    for row, words in enumerate(one):
        least = row if second is None else 0  # of a symmetric matrix half
        counts[row, least:] = np.bitwise_count(words & other[least:]).sum(axis=1)
        if second is None:
            counts[least:, row] = counts[row, least:]
    return counts


def _gram_of_times(first: Bools, second: Bools | None, times: Ints) -> Counts:
    """As gram(); in whole numbers, as the threads of a library for floats get in the way.

    What is large is counted bit by bit of the times.
    """
    other = first if second is None else second
    if not first.any() or not other.any():
        return np.zeros((first.shape[1], other.shape[1]))
    if first.size * other.shape[1] <= _SMALL:
        few: Counts = ((first * times[:, None]).T @ other.astype(np.int64)).astype(np.float64)
        return few
    counts = np.zeros((first.shape[1], other.shape[1]))
    for bit in range(int(times.max(initial=0)).bit_length()):
        rows = np.flatnonzero((times >> bit) & 1)
        its = None if second is None else second[rows]
        counts += gram(first[rows], its) * 2.0**bit
    return counts
