"""Who holds claims, as a table with a row for each kind of holder set; knows no store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.columns import NOTHING, Bools, Ints
from standpunt.analysis.mixing import first_of_codes
from standpunt.analysis.records import ClaimBase

NOT_COUNTED = -1


@dataclass(frozen=True)
class Holders:
    """h kinds of holders over a actors.

    `named` are certain; `may` are those for whom the bounds leave room in the unnamed group (at
    least one place, see `room`, the places that named holders leave free); `excluded` are said
    not to be in it; `inferred` follow by elimination and are a part of `may`. `universe` numbers
    the sets of members that holders are counted out of, `size` is how many they are; -1 and 0
    where they are not counted.
    """

    named: Bools
    may: Bools
    inferred: Bools
    excluded: Bools
    room: Ints
    low: Ints
    high: Ints
    universe: Ints
    size: Ints

    def among(self, inside: Bools) -> "Holders":
        """Only the holders that are inside, which has a row for each kind."""
        return replace(
            self,
            named=self.named & inside,
            may=self.may & inside,
            inferred=self.inferred & inside,
            excluded=self.excluded & inside,
        )

    def columns(self, kept: Bools) -> "Holders":
        """Only the actors that are kept."""
        names = ("named", "may", "inferred", "excluded")
        return replace(self, **{name: getattr(self, name)[:, kept] for name in names})

    def kinds(self, rows: Ints) -> "Holders":
        """Some kinds, in that order."""
        return Holders(**{name: column[rows] for name, column in vars(self).items()})


@dataclass(frozen=True)
class Members:
    """For each claim the place of a set of members, -1 for none; and the sets, all in use."""

    codes: Ints
    sets: Sequence[frozenset[str]]

    def table(self, at: Mapping[str, int], none: bool) -> Bools:
        """A row of flags for each set; the last row, at -1, has `none` for everybody."""
        flags = np.zeros((len(self.sets) + 1, len(at)), np.bool_)
        for row, members in enumerate(self.sets):
            flags[row, [at[actor] for actor in members if actor in at]] = True
        flags[NOTHING] = none
        return flags


def make_holders(
    base: ClaimBase, *, among: str | None = None, inferring: bool = True
) -> tuple[tuple[str, ...], Holders, Ints]:
    """The actors, the table of kinds, and for each claim its kind.

    Of `among` only those who belong to this bloc on the day of the claim are taken; all without a
    day. Without `inferring` nobody is inferred.
    """
    rows = base.rows
    bloc = rows.coded("bloc")
    here = _members(base, rows, np.where(rows.of("open"), bloc.codes, NOTHING), bloc.texts)
    inside = Members(np.full(len(rows), NOTHING, np.int32), ())
    if among is not None:
        inside = members_of(base, rows, among)
    is_among = bloc.where(lambda text: among in (None, text))
    first, kinds = _kinds(rows, here.codes, inside.codes, is_among)
    named = rows.take(first).listed("named")
    told = [named[2][code] for code in np.flatnonzero(np.bincount(named[1])).tolist()]
    everybody = {*told}.union(*here.sets, *inside.sets)
    actors = tuple(sorted(everybody, key=lambda iri: (base.actor(iri).code, iri)))
    at = {actor: place for place, actor in enumerate(actors)}
    table, bloc_of = _filled(rows, first, here, at)
    if inferring:
        table, origin, kinds = _with_parts(rows, table, bloc_of, kinds)
        first = first[origin]
    else:
        table = replace(table, inferred=np.zeros_like(table.may))
    if among is None:
        return actors, table, kinds
    members = inside.table(at, True)
    table = table.among(members[inside.codes[first]])
    universe = np.where(is_among[first], table.universe, NOT_COUNTED)
    table = replace(table, universe=universe, size=np.where(is_among[first], table.size, 0))
    kept: Bools = np.any(members[:NOTHING], axis=0) | np.any(table.named, axis=0)
    actors = tuple(actor for actor, keep in zip(actors, kept.tolist(), strict=True) if keep)
    return actors, table.columns(kept), kinds


def members_of(base: ClaimBase, rows: ClaimRows, bloc: str) -> Members:
    """The members of a bloc on the day of each claim."""
    return _members(base, rows, np.zeros(len(rows), np.int32), [bloc])


def _members(base: ClaimBase, rows: ClaimRows, blocs: Ints, names: Sequence[str]) -> Members:
    """The members of each claim's bloc (a place in `names`, -1 for none) on its day."""
    days = rows.of("day")
    its = np.flatnonzero((blocs != NOTHING) & (days != NOTHING))
    found = np.full(len(rows), NOTHING, np.int32)
    sets: dict[frozenset[str], int] = {}
    if not len(its):
        return Members(found, [])
    if len(its) < len(rows):
        blocs, days = blocs[its], days[its]
    first, last = int(days.min()), int(days.max())
    every = np.arange(first, last + 1)
    at = blocs * np.int64(len(every)) + (days - first)
    told = np.zeros((len(names), len(every)), np.bool_)
    told.ravel()[at] = True
    set_of = np.full(told.shape, NOTHING, np.int32)
    for place in np.flatnonzero(told.any(axis=1)).tolist():
        changes, members = base.eras(names[place])
        eras = np.searchsorted([day.toordinal() for day in changes], every, side="right")
        for era in np.flatnonzero(np.bincount(eras[told[place]])).tolist():
            set_of[place, eras == era] = sets.setdefault(members[era], len(sets))
    found[its] = set_of.ravel()[at]
    return Members(found, list(sets))


def _kinds(rows: ClaimRows, universe: Ints, inside: Ints, is_among: Bools) -> tuple[Ints, Ints]:
    """Where each kind of holders stands first, and the kind of each claim."""
    codes = rows.of("holding").astype(np.int64)
    for flags in (universe + 1, inside + 1, is_among):
        codes = codes * (int(flags.max(initial=0)) + 1) + flags
    return first_of_codes(codes)


def _filled(
    rows: ClaimRows, first: Ints, here: Members, at: Mapping[str, int]
) -> tuple[Holders, Bools]:
    """The table of the claims that stand for a kind each, and the members of their blocs."""
    named, excluded = (_flags(rows, name, first, at) for name in ("named", "excluded"))
    universe = here.codes[first]
    low, high = rows.of("low")[first], rows.of("high")[first]
    inside = here.table(at, False)[universe]
    free = inside & ~named & ~excluded
    counted = np.sum(inside & named, axis=1, dtype=np.int32)
    room = np.where(universe == NOT_COUNTED, 0, np.maximum(high - counted, 0))
    may = free & (room > 0)[:, None]
    forced = low >= counted + np.sum(free, axis=1)
    size = np.array([*map(len, here.sets), 0], np.int32)[universe]
    inferred = may & forced[:, None]
    table = Holders(named, may, inferred, excluded, room, low, high, universe, size)
    return table, inside


def _flags(rows: ClaimRows, name: str, first: Ints, at: Mapping[str, int]) -> Bools:
    """True where an actor is in the list of the claim; strangers to the arrays are left out."""
    owner, codes, texts = rows.take(first).listed(name)
    place = np.array([*(at.get(text, len(at)) for text in texts), len(at)], np.int32)
    flags = np.zeros((len(first), len(at) + 1), np.bool_)
    flags[owner, place[codes]] = True
    return flags[:, : len(at)]


def _with_parts(
    rows: ClaimRows, table: Holders, inside: Bools, kinds: Ints
) -> tuple[Holders, Ints, Ints]:
    """The table with what the step *two parts* gives; of which kind each was made; and kinds.

    Of two disjoint sets that together must be the whole bloc, whoever cannot be in the one is in
    the other: see standpunt.analysis.algebra. `inside` has for each kind the bloc's members.
    """
    every = np.arange(len(table.room), dtype=np.int32)
    pairs = np.concatenate([rows.apart, rows.apart[:, ::-1]])
    counted = np.sum(inside & table.named, axis=1)
    least = np.maximum(table.low, counted)
    one, other = kinds[pairs[:, 0]], kinds[pairs[:, 1]]
    whole = (table.universe[one] == table.universe[other]) & (table.universe[one] != NOT_COUNTED)
    whole &= least[one] + least[other] >= table.size[one]
    pairs, one, other = pairs[whole], one[whole], other[whole]
    may_other = inside[other] & (~table.excluded[other] | table.named[other])
    left = table.may[one] & ~may_other & ~table.inferred[one]
    found: dict[int, Bools] = {}
    for row, flags in zip(pairs[:, 0].tolist(), left, strict=True):
        if flags.any():
            found[row] = found[row] | flags if row in found else flags
    if not found:
        return table, every, kinds
    kinds, origin, more, numbers = kinds.copy(), every.tolist(), [], {}
    for row, flags in found.items():
        key = (int(kinds[row]), flags.tobytes())
        if key not in numbers:
            numbers[key] = len(origin)
            origin.append(key[0])
            more.append(table.inferred[key[0]] | flags)
        kinds[row] = numbers[key]
    table = table.kinds(np.array(origin, np.int32))
    table.inferred[len(every) :] = more
    return table, np.array(origin, np.int32), kinds
