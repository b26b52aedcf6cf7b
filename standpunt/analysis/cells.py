"""Where two actors can side: cells, each of one issue in one place, with a row for either side.

A cell of the rule "claim" is one statement. Of the other rules it is an issue in a document, a
meeting or a month: whatever an actor says there on one side counts once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from standpunt.analysis.bits import flags_of
from standpunt.analysis.columns import NOTHING, Bools, Ints
from standpunt.analysis.gathering import (
    Entries,
    Gathered,
    entries_by_key,
    entries_of_issues,
    gather,
)
from standpunt.analysis.incidence import Incidence
from standpunt.analysis.mixing import Hashes, first_of_codes, first_of_each, mix

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
    rows = np.flatnonzero(incidence.side)
    clique, kinds = incidence.clique[rows], incidence.holders[rows]
    part = np.zeros(len(rows), np.int64) if parts is None else parts[rows]
    times = np.zeros(int(clique.max(initial=-1)) + 1, np.int64)
    single = np.bincount(clique, minlength=len(times))[clique] == 1
    first, same = first_of_codes((part * len(incidence.table.room) + kinds)[single])
    times[clique[single][first]] = np.bincount(same, minlength=len(first))
    several = np.flatnonzero(~single)
    cliques, first = np.unique(clique[several], return_index=True)
    hashes = _hashes_of_cliques(incidence.statement[rows[several]], clique[several], kinds[several])
    first, same = first_of_each(hashes + mix(part[several][first]) * np.uint64(5))
    times[cliques[first]] = np.bincount(same, minlength=len(first))
    cells = _statement_cells(incidence, rows[times[clique] > 0])
    return replace(cells, times=times[cells.unit])


def _hashes_of_cliques(statement: Ints, clique: Ints, kinds: Ints) -> Hashes:
    """For each clique, ascending, a number that is the same in those of equal statements."""
    statements, first, own = np.unique(statement, return_index=True, return_inverse=True)
    of_statement = np.zeros(len(statements), np.uint64)
    np.add.at(of_statement, own, mix(kinds))
    cliques, own = np.unique(clique[first], return_inverse=True)
    of_clique = np.zeros(len(cliques), np.uint64)
    np.add.at(of_clique, own, mix(of_statement))
    return of_clique


def alike_issues(
    incidence: Incidence, units: Ints, parts: Ints | None = None, *, both_sides: bool = False
) -> Cells:
    """As issue_cells(), but of cells that are alike in all but their unit only one.

    With `both_sides` only those that somebody may be on either side of, whatever their issue. With
    `parts`, a number for each claim and the same in a unit, only cells in one part are alike.
    """
    entries = entries_of_issues(incidence, units, both_sides=both_sides)
    sides = [gather(incidence, entries, up) for up in (True, False)]
    first, same = first_of_each(_hashes(incidence, entries, sides, parts, both_sides))
    cells = _cells_of(incidence, entries, [side.take(first) for side in sides], first)
    return replace(cells, times=np.bincount(same, minlength=len(first)))


def statement_cells(incidence: Incidence) -> Cells:
    """A cell for each statement; claims of one key are one. Both sides stand in `up`."""
    return _statement_cells(incidence, np.flatnonzero(incidence.side))


def _statement_cells(incidence: Incidence, rows: Ints) -> Cells:
    """As statement_cells(), of some claims that take a side."""
    entries = entries_by_key(rows, incidence.statement[rows])
    up = _half(incidence, entries, gather(incidence, entries))
    count, width = up.named.shape
    none = np.zeros((count, width), np.bool_)
    down = Half(none, none, none, np.zeros(0, np.int64), none[:0])
    return Cells(np.full(count, -1), incidence.clique[entries.rows[entries.starts]], up, down)


def issue_cells(incidence: Incidence, units: Ints) -> Cells:
    """A cell for each pair of unit and issue that a claim with a side is in."""
    entries = entries_of_issues(incidence, units)
    sides = [gather(incidence, entries, up) for up in (True, False)]
    return _cells_of(incidence, entries, sides)


def _hashes(
    incidence: Incidence,
    entries: Entries,
    sides: Sequence[Gathered],
    parts: Ints | None,
    both_sides: bool,
) -> Hashes:
    """For each cell a number that is the same in those that are alike."""
    hashes = np.zeros(len(entries.keys), np.uint64)
    for side in sides:
        for bits in (side.named, side.may, side.inferred):
            for each in bits:
                hashes = mix(hashes ^ each)
    if not both_sides:
        width = max(1, len(incidence.issues))
        hashes = mix(hashes ^ (entries.keys % width).astype(np.uint64))
    if parts is not None:
        hashes = mix(hashes ^ parts[entries.rows[entries.starts]].astype(np.uint64))
    if (incidence.table.room == 1).any():  # what _shut_out() finds depends on each claim
        kinds = incidence.holders[entries.rows].astype(np.int64)
        sided = mix(2 * kinds + (incidence.side[entries.rows] > 0))
        hashes ^= mix(np.add.reduceat(sided, entries.starts)) if len(kinds) else hashes
    return hashes


def _cells_of(
    incidence: Incidence,
    entries: Entries,
    sides: Sequence[Gathered],
    chosen: Ints | None = None,
) -> Cells:
    """The cells of issues, or those that are chosen, which `sides` are of."""
    width = max(1, len(incidence.issues))
    keys = entries.keys if chosen is None else entries.keys[chosen]
    up, down = (_half(incidence, entries, side, chosen) for side in sides)
    return Cells(keys % width, keys // width, up, down)


def _half(
    incidence: Incidence, entries: Entries, held: Gathered, chosen: Ints | None = None
) -> Half:
    """One side of the cells, or of those that are chosen, as flags."""
    width = len(incidence.actors)
    named = flags_of(held.named, width)
    alone, lone = _shut_out(incidence, entries, held.up, named, chosen)
    return Half(named, flags_of(held.may, width), flags_of(held.inferred, width), lone, alone)


def _shut_out(
    incidence: Incidence, entries: Entries, up: bool | None, named: Bools, chosen: Ints | None
) -> tuple[Bools, Ints]:
    """For groups with one place left: who is offered that place and nothing else in the cell."""
    table = incidence.table
    if not (table.room == 1).any():
        return named[:0], np.zeros(0, np.int64)
    rows, cell = entries.rows, entries.cell
    now = np.full(len(entries.keys), NOTHING)
    now[slice(None) if chosen is None else chosen] = np.arange(len(named))
    here = now[cell] != NOTHING
    if up is not None:
        here &= (incidence.side[rows] > 0) == up
    kinds, cell = incidence.holders[rows[here]], now[cell[here]]
    tight = table.room[kinds] == 1
    holds = np.zeros(len(named), np.bool_)
    holds[cell[tight]] = True
    near = holds[cell]  # the claims of cells that hold such a group
    kinds, cell, tight = kinds[near], cell[near], np.flatnonzero(tight[near])
    cells, starts = np.unique(cell, return_index=True)
    may = table.may[kinds]
    offers = np.add.reduceat(may.astype(np.int32), starts, axis=0) if len(cells) else may
    its = cell[tight]
    alone: Bools = may[tight] & (offers[np.searchsorted(cells, its)] == 1) & ~named[its]
    several = np.sum(alone, axis=1) > 1
    return alone[several], its[several]
