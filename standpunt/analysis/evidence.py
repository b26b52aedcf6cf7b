"""Which claims stand behind an edge: those of the cells where both actors hold the same side."""

from collections import defaultdict

import numpy as np

from standpunt.analysis.cells import Once, units_of
from standpunt.analysis.incidence import Bools, Incidence
from standpunt.analysis.records import ClaimBase

_Cell = tuple[int, int, int]


class Behind:
    """Looks up the claims behind an agreement; made once for a network."""

    def __init__(self, base: ClaimBase, incidence: Incidence, once: Once, across: bool) -> None:
        self._base = base
        self._incidence = incidence
        units = units_of(incidence, once)
        by_claim = once == "claim" and not across
        self._rows: dict[_Cell, list[int]] = defaultdict(list)
        for row, issue in zip(incidence.owner, incidence.about, strict=True):
            side = int(incidence.side[row])
            if side and by_claim:
                self._rows[int(units[row]), -1, side].append(int(row))
            elif side:
                unit = 0 if across else int(units[row])
                self._rows[unit, int(issue), side].append(int(row))

    def certain(self, one: str, other: str) -> tuple[str, ...]:
        """IRIs of the claims by which both are certainly on one side, sorted."""
        return self._claims(self._incidence.named, one, other)

    def possible(self, one: str, other: str) -> tuple[str, ...]:
        """IRIs of the claims by which both may be on one side, the certain ones included."""
        return self._claims(self._incidence.named | self._incidence.may, one, other)

    def _claims(self, holds: Bools, one: str, other: str) -> tuple[str, ...]:
        actors = self._incidence.actors
        pair = holds[:, [actors.index(one), actors.index(other)]]
        found: set[str] = set()
        for rows in self._rows.values():
            held = pair[rows]
            if held.any(axis=0).all():
                found |= {self._base.claims[row].iri for row in np.array(rows)[held.any(axis=1)]}
        return tuple(sorted(found))
