"""How many claims tell of each actor on each issue, and how: the matrix of states and issues."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.columns import NOTHING, Bools, Ints
from standpunt.analysis.holders import Holders, make_holders
from standpunt.analysis.records import ClaimBase

HELD = ("certain", "possible", "excluded")


@dataclass(frozen=True)
class Stances:
    """Claims with a day, by issue, actor, how it is held (HELD) and polarity.

    `counts[i, a, h, p]` is how many claims on `issues[i]` the actor `actors[a]` holds in that way,
    with polarity `polarities[p]`. `totals` counts the claims on each issue, `groups` those of them
    that name nobody; both also count claims without a day. `times` says how many claims name each
    actor.
    """

    issues: Sequence[str]
    actors: Sequence[str]
    polarities: Sequence[str]
    counts: Ints
    totals: Ints
    groups: Ints
    times: Ints
    _rows: ClaimRows
    _table: Holders
    _kinds: Ints

    @cached_property
    def _entries(self) -> tuple[Ints, Ints]:
        """The rows by issue, and where each issue begins."""
        owner, about, _ = self._rows.listed("issues")
        starts = np.zeros(len(self.issues) + 1, np.int64)
        np.cumsum(np.bincount(about, minlength=len(self.issues)), out=starts[1:])
        return owner[np.argsort(about, kind="stable")], starts

    def rows(self, issue: int, actor: int, held: int) -> Ints:
        """The rows of the claims behind a cell, ascending."""
        by_issue, starts = self._entries
        rows = by_issue[starts[issue] : starts[issue + 1]]
        flags = _flags(self._table, held)[:, actor]
        return rows[flags[self._kinds[rows]]]

    def iris(self, rows: Ints) -> list[str]:
        """The IRIs of these claims, sorted."""
        return sorted(self._rows.iris(rows))


def count_stances(base: ClaimBase, bloc: str) -> Stances:
    """The stances of the members of a bloc in the claims of a base."""
    every = base.rows
    owner, about, issues = every.listed("issues")
    nobody = every.of("open") & (np.bincount(every.listed("named")[0], minlength=len(every)) == 0)
    rows = every.take(every.of("day") != NOTHING)
    actors, table, kinds = make_holders(base.with_claims(rows), among=bloc, inferring=False)
    polarity = rows.coded("polarity")
    return Stances(
        issues=issues,
        actors=actors,
        polarities=polarity.texts,
        counts=_counts(rows, table, kinds, (len(issues), len(actors), len(polarity.texts))),
        totals=np.bincount(about, minlength=len(issues)),
        groups=np.bincount(about[nobody[owner]], minlength=len(issues)),
        times=np.bincount(kinds, minlength=len(table.room)) @ table.named,
        _rows=rows,
        _table=table,
        _kinds=kinds,
    )


def _counts(rows: ClaimRows, table: Holders, kinds: Ints, size: tuple[int, int, int]) -> Ints:
    """Counted by kind of holders first: a claim is looked at once, and not once an actor."""
    issues, actors, polarities = size
    owner, about, _ = rows.listed("issues")
    polarity = rows.coded("polarity").codes[owner]
    kind = kinds[owner]
    found = np.zeros((issues, actors, len(HELD), polarities), np.int32)
    for held in range(len(HELD)):
        flags, group = _distinct(_flags(table, held))
        key = (polarity * np.int64(issues) + about) * len(flags) + group[kind]
        holds: Bools = np.any(flags, axis=1)
        some = holds[group[kind]]
        keys, times = _counted(key[some], polarities * issues * len(flags))
        at = (keys // len(flags)) % max(1, issues), keys // (len(flags) * max(1, issues))
        flat = at[1] * issues + at[0]
        order = np.argsort(flat, kind="stable")
        weighted = flags[keys[order] % len(flags)] * times[order, None].astype(np.int32)
        here, starts = np.unique(flat[order], return_index=True)
        if len(here):
            sums = np.add.reduceat(weighted, starts, axis=0)
            found[here % issues, :, held, here // issues] = sums
    return found


def _counted(keys: Ints, size: int) -> tuple[Ints, Ints]:
    """The keys that there are, and how often each."""
    if size <= 8 * len(keys) + 1024:
        times = np.bincount(keys, minlength=1)
        there = np.flatnonzero(times)
        return there, times[there]
    return np.unique(keys, return_counts=True)


def _flags(table: Holders, held: int) -> Bools:
    return (table.named, table.may, table.excluded)[held]


def _distinct(flags: Bools) -> tuple[Bools, Ints]:
    """The rows that differ, and for each row its place among them."""
    if not flags.size:
        return np.zeros((1, flags.shape[1]), np.bool_), np.zeros(len(flags), np.int64)
    packed = np.packbits(flags, axis=1)
    _, first, place = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    return flags[first], place.reshape(-1)
