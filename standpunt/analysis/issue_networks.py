"""Actors by issues, with signs, and issues by issues: which are held together by whom."""

from dataclasses import dataclass, replace

import numpy as np

from standpunt.analysis.cells import Cells, issue_cells, units_of
from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.holders import NOT_COUNTED
from standpunt.analysis.incidence import Floats, Incidence
from standpunt.analysis.networks import Counting
from standpunt.analysis.weights import Weights, counts_by_issue

_CELLS_AT_ONCE = 50_000


@dataclass(frozen=True)
class ActorIssueNetwork:
    """Rows are actors, columns issues; in how many units the actor is for, and is against."""

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    support: Weights
    against: Weights

    @property
    def net(self) -> Weights:
        """Support minus opposition."""
        return self.support.minus(self.against)


@dataclass(frozen=True)
class IssueNetwork:
    """Pairs of issues: how often one actor is on one side of both, and on opposite sides.

    Counted once for each actor and unit. `agreement.inferred` also has what the sizes of groups
    imply: two majorities of one bloc share members, though nobody knows which.
    """

    issues: tuple[str, ...]
    agreement: Weights
    conflict: Weights

    @property
    def net(self) -> Weights:
        """Agreement minus conflict."""
        return self.agreement.minus(self.conflict)


def actor_issue_network(
    incidence: Incidence, counting: Counting | None = None
) -> ActorIssueNetwork:
    """The signed two-mode network; only actors with enough activity, and with an edge."""
    counting = counting or Counting()
    cells = issue_cells(incidence, units_of(incidence, counting.once))
    width = len(incidence.issues)
    sides = []
    for half in (cells.up, cells.down):
        named, inferred, high = (
            counts_by_issue(cells.issue, rows, width).T
            for rows in (half.named, half.inferred, half.may)
        )
        sides.append(Weights(named, named, inferred, high))
    support, against = sides
    active = (support.low + against.low).sum(axis=1) >= counting.min_activity
    seen = (support.high + against.high) > 0
    if not counting.isolates:
        active &= seen.any(axis=1)
    kept = seen[active].any(axis=0)
    at = np.ix_(active, kept)
    return ActorIssueNetwork(
        _chosen(incidence.actors, active), _chosen(incidence.issues, kept),
        *(Weights(w.low[at], w.named[at], w.inferred[at], w.high[at]) for w in sides),
    )  # fmt: skip


def issue_network(incidence: Incidence, counting: Counting | None = None) -> IssueNetwork:
    """The network of issues that the same actors speak of in one unit; with `across`, at all."""
    counting = counting or Counting()
    units = units_of(incidence, counting.once)
    if counting.across:
        units = np.zeros_like(units)
    width = len(incidence.issues)
    told = np.unique(incidence.about[incidence.side[incidence.owner] != 0])
    incidence = _about_several(incidence, units)
    cells = issue_cells(incidence, units)
    sums = _Sums(width)
    bounds = _group_bounds(incidence, cells, units)
    order = np.argsort(cells.unit, kind="stable")
    _, starts, sizes = np.unique(cells.unit[order], return_index=True, return_counts=True)
    for size in np.unique(sizes[sizes > 1]).tolist():
        its = starts[sizes == size]
        several = max(1, _CELLS_AT_ONCE // size**2)
        for first in range(0, len(its), several):
            units_here = its[first : first + several]
            sums.add(cells, order[units_here[:, None] + np.arange(size)], bounds)
    agreement, conflict = sums.weights()
    edges = agreement.possible() | conflict.possible()
    kept = edges.any(axis=1) | np.isin(np.arange(width), told) & counting.isolates
    at = np.ix_(kept, kept)
    return IssueNetwork(
        _chosen(incidence.issues, kept),
        *(
            Weights(w.low[at], w.named[at], w.inferred[at], w.high[at])
            for w in (agreement, conflict)
        ),
    )


def _about_several(incidence: Incidence, units: Ints) -> Incidence:
    """Without the issues of units that take a side on one alone, which no pair is in."""
    sided = incidence.side[incidence.owner] != 0
    width = np.int64(max(1, len(incidence.issues)))
    unit = units[incidence.owner]
    cells = np.unique(unit[sided] * width + incidence.about[sided])
    times = np.bincount(cells // width, minlength=int(units.max(initial=0)) + 1)
    kept = sided & (times > 1)[unit]
    return replace(incidence, owner=incidence.owner[kept], about=incidence.about[kept])


@dataclass(frozen=True)
class _GroupBounds:
    """For each cell, by side: at most so many holders; and the largest group among them, which
    has at least `low` members, out of `size` that are known by the number of their universe.
    """

    high: tuple[Ints, Ints]
    low: tuple[Ints, Ints]
    size: tuple[Ints, Ints]
    universe: tuple[Ints, Ints]


class _Sums:
    """Adds up agreement and conflict of pairs of issues, unit by unit."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._agreement = [np.zeros((width, width)) for _ in range(3)]
        self._conflict = [np.zeros((width, width)) for _ in range(3)]

    def add(self, cells: Cells, rows: Ints, bounds: _GroupBounds) -> None:
        """The cells of some units with as many cells each, a row of places a unit."""
        issue = cells.issue[rows].astype(np.int64)
        at = (issue[:, :, None] * self._width + issue[:, None, :]).ravel()
        for place, name in enumerate(("named", "inferred", "may")):
            up = getattr(cells.up, name)[rows].astype(np.float64)
            down = getattr(cells.down, name)[rows].astype(np.float64)
            ups, downs, across = (
                one @ other.swapaxes(1, 2) for one, other in ((up, up), (down, down), (up, down))
            )
            if name == "may":
                high_up, high_down = bounds.high[0][rows], bounds.high[1][rows]
                ups = np.minimum(ups, _least(high_up, high_up))
                downs = np.minimum(downs, _least(high_down, high_down))
                across = np.minimum(across, _least(high_up, high_down))
            if name == "inferred":
                ups = np.maximum(ups, _shared(bounds, rows, 0, 0))
                downs = np.maximum(downs, _shared(bounds, rows, 1, 1))
                across = np.maximum(across, _shared(bounds, rows, 0, 1))
            self._put(self._agreement[place], at, ups + downs)
            self._put(self._conflict[place], at, across + across.swapaxes(1, 2))

    def _put(self, total: Floats, at: Ints, pairs: Floats) -> None:
        total += np.bincount(at, pairs.ravel(), total.size).reshape(total.shape)

    def weights(self) -> tuple[Weights, Weights]:
        """Agreement and conflict so far."""
        made = []
        for named, inferred, high in (self._agreement, self._conflict):
            for matrix in (named, inferred, high):
                np.fill_diagonal(matrix, 0.0)
            inferred = np.maximum(named, inferred)
            made.append(Weights(named, named, inferred, np.maximum(inferred, high)))
        return made[0], made[1]


def _least(first: Ints, second: Ints) -> Floats:
    least: Floats = np.minimum(first[:, :, None], second[:, None, :]).astype(np.float64)
    return least


def _shared(bounds: _GroupBounds, rows: Ints, first: int, second: int) -> Floats:
    """|A and B| >= min(A) + min(B) - n, where both are groups out of the same n."""
    one, other = bounds.universe[first][rows][:, :, None], bounds.universe[second][rows][:, None]
    least = bounds.low[first][rows][:, :, None] + bounds.low[second][rows][:, None]
    least = least - bounds.size[first][rows][:, :, None]
    shared: Floats = np.where((one == other) & (one != NOT_COUNTED), np.maximum(least, 0), 0)
    return shared.astype(np.float64)


def _group_bounds(incidence: Incidence, cells: Cells, units: Ints) -> _GroupBounds:
    width, table = np.int64(max(1, len(incidence.issues))), incidence.table
    keys = cells.unit * width + cells.issue
    found: dict[str, list[Ints]] = {"high": [], "low": [], "size": [], "universe": []}
    for side, half in ((1, cells.up), (-1, cells.down)):
        pairs = np.flatnonzero(incidence.side[incidence.owner] == side)
        rows = incidence.owner[pairs]
        at = np.searchsorted(keys, units[rows] * width + incidence.about[pairs])
        places = np.zeros(len(keys), np.int64)
        kinds = incidence.holders[rows]
        np.add.at(places, at, table.room[kinds])
        found["high"].append(np.minimum(places + half.named.sum(axis=1), half.may.sum(axis=1)))
        # Sorted by size, so that of several groups in a cell the largest is written last.
        low = np.where(table.universe[kinds] == NOT_COUNTED, 0, table.low[kinds])
        order = np.argsort(low, kind="stable")
        for name, values, nothing in (
            ("low", low, 0),
            ("size", table.size[kinds], 0),
            ("universe", table.universe[kinds], NOT_COUNTED),
        ):
            column = np.full(len(keys), nothing, np.int64)
            column[at[order]] = values[order]
            found[name].append(column)
    return _GroupBounds(**{name: (both[0], both[1]) for name, both in found.items()})


def _chosen(names: tuple[str, ...], kept: Bools) -> tuple[str, ...]:
    return tuple(name for name, keep in zip(names, kept, strict=True) if keep)
