"""Which claims stand behind an edge: those of the cells where both actors hold the same side."""

import numpy as np

from standpunt.analysis.cells import Once, units_of
from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.incidence import Incidence
from standpunt.analysis.records import ClaimBase


class Behind:
    """Looks up the claims behind an edge; made once for a network."""

    def __init__(self, base: ClaimBase, incidence: Incidence, once: Once, across: bool) -> None:
        self._rows = base.rows
        self._incidence = incidence
        self._units = units_of(incidence, once)
        self._across = across
        self._by_claim = once == "claim" and not across

    def certain(self, one: str, other: str) -> tuple[str, ...]:
        """IRIs of the claims by which both are certainly on one side, sorted."""
        return self._together(self._incidence.table.named, one, other)

    def possible(self, one: str, other: str) -> tuple[str, ...]:
        """IRIs of the claims by which both may be on one side, the certain ones included."""
        return self._together(self._incidence.table.named | self._incidence.table.may, one, other)

    def opposed(self, one: str, other: str, *, possibly: bool) -> tuple[str, ...]:
        """IRIs of the claims of one paper on one issue of which each holds another side, sorted."""
        incidence, table = self._incidence, self._incidence.table
        holds = table.named | table.may if possibly else table.named
        rows, issues, pair = self._holding(holds, one, other)
        cells = incidence.document[rows] * np.int64(max(1, len(incidence.issues)))
        cells += issues
        up = incidence.side[rows] > 0
        found = np.zeros(len(rows), np.bool_)
        for first in (up, ~up):
            mine, theirs = pair[:, 0] & first, pair[:, 1] & ~first
            both = np.intersect1d(cells[mine], cells[theirs])
            found |= (mine | theirs) & np.isin(cells, both)
        return self._iris(rows[found])

    def _together(self, holds: Bools, one: str, other: str) -> tuple[str, ...]:
        incidence = self._incidence
        rows, issues, pair = self._holding(holds, one, other)
        units = np.zeros(len(rows), np.int64) if self._across else self._units[rows]
        cells = units * np.int64(max(1, len(incidence.issues)))
        cells = 2 * (cells if self._by_claim else cells + issues)
        cells += incidence.side[rows] > 0
        both = np.intersect1d(cells[pair[:, 0]], cells[pair[:, 1]])
        return self._iris(rows[np.isin(cells, both)])

    def _holding(self, holds: Bools, one: str, other: str) -> tuple[Ints, Ints, Bools]:
        """Claims with a side that either holds, each with each issue, and which of them do."""
        incidence = self._incidence
        pair = holds[:, [incidence.actors.index(one), incidence.actors.index(other)]]
        either: Bools = pair.any(axis=1)  # type: ignore[assignment]
        taken = either[incidence.holders] & (incidence.side != 0)
        entries = np.flatnonzero(taken[incidence.owner])
        rows = incidence.owner[entries]
        return rows, incidence.about[entries], pair[incidence.holders[rows]]

    def _iris(self, rows: Ints) -> tuple[str, ...]:
        return tuple(sorted(self._rows.iris(np.unique(rows))))
