"""Where two actors can side: cells, each of one issue in one place, with a row for either side.

A cell of the rule "claim" is one statement. Of the other rules it is an issue in a document, a
meeting or a month: whatever an actor says there on one side counts once.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from standpunt.analysis.incidence import Bools, Incidence, Ints

Once = Literal["claim", "document", "meeting", "month"]
ONCE: tuple[Once, ...] = ("claim", "document", "meeting", "month")


@dataclass(frozen=True)
class Half:
    """One side of c cells: who certainly, possibly and by inference holds it there.

    `may` includes `named`. `lone` lists pairs of actors that are shut out: row k says that of the
    actors of `alone[k]` at most one can be among the holders of cell `lone[k]`, because their only
    way in is one place in one group.
    """

    named: Bools
    may: Bools
    inferred: Bools
    lone: Ints
    alone: Bools


@dataclass(frozen=True)
class Cells:
    """c cells with their issue, their unit (the document, the meeting … ) and both halves."""

    issue: Ints
    unit: Ints
    up: Half
    down: Half


def units_of(incidence: Incidence, once: Once) -> Ints:
    """For each claim the number of the unit in which a stance counts once."""
    match once:
        case "claim":
            return incidence.statement
        case "document":
            return incidence.document
        case "meeting":
            return incidence.meeting
        case "month":
            return incidence.month


def statement_cells(incidence: Incidence) -> Cells:
    """A cell for each statement; claims of one key are one. Both sides stand in `up`."""
    taken = np.flatnonzero(incidence.side != 0)
    up = _half(incidence, taken, incidence.statement[taken])
    keys, first = np.unique(incidence.statement[taken], return_index=True)
    nothing = _half(incidence, taken[:0], taken[:0], keys)
    return Cells(np.full(len(keys), -1), incidence.clique[taken][first], up, nothing)


def issue_cells(incidence: Incidence, units: Ints) -> Cells:
    """A cell for each pair of unit and issue that a claim with a side is in."""
    pairs = incidence.side[incidence.owner] != 0
    owner, about = incidence.owner[pairs], incidence.about[pairs]
    width = max(1, len(incidence.issues))
    key = units[owner] * width + about
    keys = np.unique(key)
    halves = [
        _half(incidence, owner[sides], key[sides], keys)
        for sides in (incidence.side[owner] > 0, incidence.side[owner] < 0)
    ]
    return Cells(keys % width, keys // width, halves[0], halves[1])


def _half(incidence: Incidence, rows: Ints, key: Ints, keys: Ints | None = None) -> Half:
    """The claims `rows` gathered by key; `keys` are all keys in order, the empty ones too."""
    order = np.argsort(key, kind="stable")
    rows, key = rows[order], key[order]
    here, starts = np.unique(key, return_index=True)
    keys = here if keys is None else keys
    named, may, inferred = incidence.named[rows], incidence.may[rows], incidence.inferred[rows]
    half_named = _any(named, starts, here, keys)
    alone, cell = _shut_out(incidence, rows, key, keys, half_named)
    return Half(
        half_named,
        _any(may | named, starts, here, keys),
        _any(inferred | named, starts, here, keys),
        cell,
        alone,
    )


def _shut_out(
    incidence: Incidence, rows: Ints, key: Ints, keys: Ints, named: Bools
) -> tuple[Bools, Ints]:
    """For groups with one place left: who is offered that place and nothing else in the cell."""
    tight = incidence.room[rows] == 1
    near = np.isin(key, key[tight])  # the claims of cells that hold such a group
    rows, key, tight = rows[near], key[near], np.flatnonzero(tight[near])
    here, starts = np.unique(key, return_index=True)
    may = incidence.may[rows]
    offers = np.add.reduceat(may.astype(np.int32), starts, axis=0) if len(here) else may
    cell = np.searchsorted(keys, key[tight])
    once = offers[np.searchsorted(here, key[tight])] == 1
    alone: Bools = may[tight] & once & ~named[cell]
    several = np.sum(alone, axis=1) > 1
    return alone[several], cell[several]


def _any(rows: Bools, starts: Ints, here: Ints, keys: Ints) -> Bools:
    """Rows gathered by key: true where one of them is."""
    if len(starts) == len(rows) == len(keys):
        return rows
    gathered = np.zeros((len(keys), rows.shape[1]), np.bool_)
    if len(starts) == len(rows):
        gathered[np.searchsorted(keys, here)] = rows
    elif len(starts):
        gathered[np.searchsorted(keys, here)] = np.logical_or.reduceat(rows, starts, axis=0)
    return gathered
