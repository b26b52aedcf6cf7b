"""Which claims stand behind an edge: those of the cells where both actors hold the same side."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np

from standpunt.analysis.cells import Once, units_of
from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.incidence import Incidence
from standpunt.analysis.records import ClaimBase

_MOST_FLAGS = 1 << 26


@dataclass(frozen=True)
class Grounds:
    """Claims behind an edge: `at` are their rows, ascending, each once. Counting them is free."""

    rows: ClaimRows
    at: Ints

    def __len__(self) -> int:
        return len(self.at)

    def iris(self) -> tuple[str, ...]:
        """Their IRIs, sorted."""
        return tuple(sorted(self.rows.iris(self.at)))

    def first(self, most: int) -> list[str]:
        """The first of their IRIs, sorted, no more than `most`."""
        return nsmallest(most, self.rows.iris(self.at))

    def without(self, others: "Grounds") -> "Grounds":
        """Those that are not among others of the same rows."""
        kept = np.ones(len(self.rows), np.bool_)
        kept[others.at] = False
        return Grounds(self.rows, self.at[kept[self.at]])


class Behind:
    """Looks up the claims behind an edge; made once for a network."""

    def __init__(self, base: ClaimBase, incidence: Incidence, once: Once, across: bool) -> None:
        self._rows = base.rows
        self._incidence = incidence
        self._units = units_of(incidence, once)
        self._across = across
        self._by_claim = once == "claim" and not across

    def certain(self, one: str, other: str) -> Grounds:
        """The claims by which both are certainly on one side."""
        return self._together(self._incidence.table.named, one, other)

    def possible(self, one: str, other: str) -> Grounds:
        """The claims by which both may be on one side, the certain ones included."""
        return self._together(self._incidence.table.named | self._incidence.table.may, one, other)

    def each(
        self, pairs: Iterable[tuple[str, str]], most: int
    ) -> list[tuple[Grounds, Grounds]] | None:
        """What is certain() and possible() of each pair; None once they hold more than `most`."""
        found = []
        for one, other in pairs:
            found.append((self.certain(one, other), self.possible(one, other)))
            most -= sum(map(len, found[-1]))
            if most < 0:
                return None
        return found

    def opposed(self, one: str, other: str, *, possibly: bool) -> Grounds:
        """The claims of one paper on one issue of which each holds another side."""
        incidence, table = self._incidence, self._incidence.table
        holds = table.named | table.may if possibly else table.named
        rows, issues, pair = self._holding(holds, one, other)
        cells = incidence.document[rows] * np.int64(max(1, len(incidence.issues)))
        cells += issues
        up = incidence.side[rows] > 0
        found = np.zeros(len(rows), np.bool_)
        for first in (up, ~up):
            mine, theirs = pair[:, 0] & first, pair[:, 1] & ~first
            found |= (mine | theirs) & _in_both(cells, mine, theirs)
        return self._grounds(rows[found])

    def _together(self, holds: Bools, one: str, other: str) -> Grounds:
        incidence = self._incidence
        rows, issues, pair = self._holding(holds, one, other)
        cells = np.zeros(len(rows), np.int64)
        if not self._across:
            cells += self._units[rows]
        if not self._by_claim:
            cells = cells * max(1, len(incidence.issues)) + issues
        cells = 2 * cells + (incidence.side[rows] > 0)
        return self._grounds(rows[_in_both(cells, pair[:, 0], pair[:, 1])])

    def _holding(self, holds: Bools, one: str, other: str) -> tuple[Ints, Ints, Bools]:
        """Claims with a side that either holds, each with each issue, and which of them do."""
        incidence = self._incidence
        pair = holds[:, [incidence.actors.index(one), incidence.actors.index(other)]]
        either: Bools = pair.any(axis=1)  # type: ignore[assignment]
        taken = either[incidence.holders] & (incidence.side != 0)
        entries = np.flatnonzero(taken[incidence.owner])
        rows = incidence.owner[entries]
        return rows, incidence.about[entries], pair[incidence.holders[rows]]

    def _grounds(self, rows: Ints) -> Grounds:
        """`rows` ascend, and may stand there more than once."""
        return Grounds(self._rows, rows[np.diff(rows, prepend=-1) != 0])


def _in_both(cells: Ints, mine: Bools, theirs: Bools) -> Bools:
    """For each entry whether its cell, not negative, has one of mine and one of theirs."""
    size = int(cells.max(initial=-1)) + 1
    if size > _MOST_FLAGS:
        found: Bools = np.isin(cells, cells[mine]) & np.isin(cells, cells[theirs])
        return found
    one, other = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    one[cells[mine]] = True
    other[cells[theirs]] = True
    one &= other
    return one[cells]
