"""A network in windows of months that move over the years: how agreement and conflict change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from standpunt.analysis.basis import Basis, basis_of
from standpunt.analysis.incidence import NO_DAY, Incidence
from standpunt.analysis.networks import ActorNetwork, Counting, actor_network


@dataclass(frozen=True)
class Window:
    """The network of the claims from `since` up to, and not on, `before`."""

    since: date
    before: date
    basis: Basis
    network: ActorNetwork

    def figures(self) -> dict[str, float]:
        """Edges and mean weights: certain and possible agreement and conflict."""
        agreement, conflict = self.network.agreement, self.network.conflict
        return {
            "actors": len(self.network.actors),
            "certain_agreements": int(agreement.certain().sum()) // 2,
            "possible_agreements": int(agreement.possible().sum()) // 2,
            "certain_conflicts": int(conflict.certain().sum()) // 2,
            "possible_conflicts": int(conflict.possible().sum()) // 2,
        }


def sweep(
    incidence: Incidence, counting: Counting | None = None, *, width: int = 1, step: int = 1
) -> Iterator[Window]:
    """Windows of `width` months, each starting `step` months after the last.

    From the month of the first claim to that of the last; claims without a day are in none. A
    window without claims is given, with an empty network.
    """
    dated = incidence.month[incidence.month != NO_DAY]
    if not len(dated):
        return
    last = int(dated.max())
    for first in range(int(dated.min()), last + 1, step):
        rows = (incidence.month >= first) & (incidence.month < first + width)
        inside = incidence.take(np.asarray(rows))
        yield Window(
            _first_day(first),
            _first_day(first + width),
            basis_of(inside),
            actor_network(inside, counting),
        )


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
