"""Claims by the cell they are in, and who holds the cells, as bits: of one side, or of both."""

from dataclasses import dataclass

import numpy as np

from standpunt.analysis.bits import Bits, any_of, bits_of
from standpunt.analysis.columns import Ints
from standpunt.analysis.incidence import Incidence

_SIGNED = 63


@dataclass(frozen=True)
class Entries:
    """What c cells hold: claims (`rows`) by cell, of which each has a key and begins at a start."""

    rows: Ints
    keys: Ints
    starts: Ints

    @property
    def cell(self) -> Ints:
        """The cell of each entry."""
        lengths = np.diff(np.append(self.starts, len(self.rows)))
        return np.repeat(np.arange(len(self.starts), dtype=np.int32), lengths)


@dataclass(frozen=True)
class Gathered:
    """Who holds one side of c cells, as bits; `up` is that side, None for both."""

    named: Bits
    may: Bits
    inferred: Bits
    up: bool | None

    def take(self, cells: Ints) -> "Gathered":
        """Some of the cells."""
        named, may, inferred = (each[:, cells] for each in (self.named, self.may, self.inferred))
        return Gathered(named, may, inferred, self.up)


def entries_by_key(rows: Ints, key: Ints) -> Entries:
    """The claims `rows` in the order of their keys, which are not negative."""
    low = len(key).bit_length()
    if int(key.max(initial=0)).bit_length() + low < _SIGNED:
        # One sort of whole numbers takes half as long as finding the order of the keys.
        both = np.sort((key.astype(np.int64) << low) | np.arange(len(key)))
        order, key = both & ((1 << low) - 1), both >> low
    else:
        order = np.argsort(key, kind="stable")
        key = key[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    return Entries(rows[order], key[starts], starts)


def entries_of_issues(incidence: Incidence, units: Ints, *, both_sides: bool = False) -> Entries:
    """The claims that take a side, by unit and issue; with `both_sides` where both are taken."""
    owner, about = incidence.owner, incidence.about
    taken = np.flatnonzero(incidence.side[owner])
    owner, about = owner[taken], about[taken]
    entries = entries_by_key(owner, units[owner] * np.int64(max(1, len(incidence.issues))) + about)
    if not both_sides or not len(owner):
        return entries
    up = incidence.side[entries.rows] > 0
    two = np.logical_or.reduceat(up, entries.starts)
    two &= np.logical_or.reduceat(~up, entries.starts)
    lengths = np.diff(np.append(entries.starts, len(up)))
    rows = entries.rows[np.repeat(two, lengths)]
    ends = np.cumsum(lengths[two])
    return Entries(rows, entries.keys[two], ends - lengths[two])


def gather(incidence: Incidence, entries: Entries, up: bool | None = None) -> Gathered:
    """Who holds the cells on one side, or on both."""
    table, kinds = incidence.table, incidence.holders[entries.rows]
    nobody = len(table.room)
    if up is not None:
        kinds = np.where((incidence.side[entries.rows] > 0) == up, kinds, nobody)
    named, may, inferred = (
        any_of(np.take(np.pad(bits_of(flags), ((0, 0), (0, 1))), kinds, axis=1), entries.starts)
        for flags in (table.named, table.may | table.named, table.inferred | table.named)
    )
    return Gathered(named, may, inferred, up)
