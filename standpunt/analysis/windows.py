"""A network in windows of months that move over the years: how agreement and conflict change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from standpunt.analysis.basis import Basis, basis_of
from standpunt.analysis.incidence import NO_DAY, Incidence
from standpunt.analysis.monthly import Months, fits
from standpunt.analysis.networks import ActorNetwork, Counting, actor_network

_SEVERAL = 3


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
    counting = counting or Counting()
    begin, last = int(dated.min()), int(dated.max())
    starts = range(begin, last + 1, step)
    months = None
    if len(starts) >= _SEVERAL and fits(incidence, last - begin + 1, counting):
        months = Months(incidence, begin, last, counting)
    for first in starts:
        count = months.between if months else partial(_count, incidence, counting)
        basis, network = count(first, first + width)
        yield Window(_first_day(first), _first_day(first + width), basis, network)


def _count(
    incidence: Incidence, counting: Counting, first: int, before: int
) -> tuple[Basis, ActorNetwork]:
    """The basis and the network of the claims of some months, counted by themselves."""
    rows = (incidence.month >= first) & (incidence.month < before)
    inside = incidence.take(np.asarray(rows))
    return basis_of(inside), actor_network(inside, counting)


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
