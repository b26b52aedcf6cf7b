"""Where two actors can side: cells, each of one issue in one place, with a row for either side.

A cell of the rule "claim" is one statement. Of the other rules it is an issue in a document, a
meeting or a month: whatever an actor says there on one side counts once.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.incidence import Incidence
from standpunt.analysis.mixing import first_of_each, mix, sums

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
    """c cells with their issue, their unit (the document, the meeting … ) and both halves.

    `times` says for how many cells each one stands; None if each stands for itself.
    """

    issue: Ints
    unit: Ints
    up: Half
    down: Half
    times: Ints | None = None


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


def alike_statements(incidence: Incidence, parts: Ints | None = None) -> Cells:
    """As statement_cells(), but of cliques that are alike only one, with how many there are.

    With `parts`, a number for each claim and the same in a clique, only those in one part are.
    """
    sided = incidence.side != 0
    rows = np.flatnonzero(sided)
    size = int(incidence.statement.max(initial=-1)) + 1
    kinds = mix(np.arange(len(incidence.table.room)))
    of_statement, of_clique = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
    np.add.at(of_statement, incidence.statement[rows], kinds[incidence.holders[rows]])
    known = np.flatnonzero(of_statement)
    clique_of = np.zeros(size, np.int32)
    clique_of[incidence.statement] = incidence.clique
    np.add.at(of_clique, clique_of[known], mix(of_statement[known]))
    cliques = np.flatnonzero(of_clique)
    hashes = of_clique[cliques]
    if parts is not None:
        part_of = np.zeros(size, np.int64)
        part_of[incidence.clique] = parts
        hashes += mix(part_of[cliques]) * np.uint64(5)
    first, same = first_of_each(hashes)
    kept = np.zeros(size, np.bool_)
    kept[cliques[first]] = True
    cells = statement_cells(incidence.take(sided & kept[incidence.clique]))
    times = np.bincount(same, minlength=len(first))
    return replace(cells, times=times[np.searchsorted(cliques[first], cells.unit)])


def alike_issues(
    incidence: Incidence, units: Ints, parts: Ints | None = None, *, both_sides: bool = False
) -> Cells:
    """As issue_cells(), but of cells that are alike in all but their unit only one.

    With `both_sides` only those that somebody may be on either side of. With `parts`, a number for
    each claim and the same in a unit, only cells in one part are alike.
    """
    owner, about = incidence.owner, incidence.about
    side = incidence.side[owner]
    taken = side != 0
    if both_sides:
        width = len(incidence.issues)
        two = [np.bincount(about[side == one], minlength=width) > 0 for one in (1, -1)]
        taken &= (two[0] & two[1])[about]
    taken = np.flatnonzero(taken)
    owner, about, side = owner[taken], about[taken], side[taken]
    key = units[owner] * np.int64(max(1, len(incidence.issues))) + about
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    cell = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(order))))
    kinds = mix(np.arange(len(incidence.table.room)))[incidence.holders[owner[order]]]
    up = side[order] > 0
    sums_of = [sums(np.where(half, kinds, 0), cell, len(starts)) for half in (up, ~up)]
    hashes = mix(sums_of[0]) + mix(sums_of[1]) * np.uint64(3)
    if both_sides:
        sided = np.flatnonzero((sums_of[0] != 0) & (sums_of[1] != 0))
    else:
        sided = np.arange(len(starts))
        hashes += mix(about[order][starts])
    if parts is not None:
        hashes += mix(parts[owner[order]][starts]) * np.uint64(5)
    first, same = first_of_each(hashes[sided])
    kept = np.zeros(len(starts), np.bool_)
    kept[sided[first]] = True
    entries = np.zeros(len(incidence.owner), np.bool_)
    entries[taken[order]] = kept[cell]
    part = replace(incidence, owner=incidence.owner[entries], about=incidence.about[entries])
    cells = issue_cells(part, units)
    times = np.zeros(len(starts), np.int64)
    times[sided[first]] = np.bincount(same, minlength=len(first))
    return replace(cells, times=times[times > 0])


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
    key = units[owner] * np.int64(width) + about
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
    kinds, table = incidence.holders[rows], incidence.table
    named, may, inferred = table.named[kinds], table.may[kinds], table.inferred[kinds]
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
    kinds, table = incidence.holders[rows], incidence.table
    tight = table.room[kinds] == 1
    near = np.isin(key, key[tight])  # the claims of cells that hold such a group
    kinds, key, tight = kinds[near], key[near], np.flatnonzero(tight[near])
    here, starts = np.unique(key, return_index=True)
    may = table.may[kinds]
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
