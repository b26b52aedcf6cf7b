"""Claims as arrays: who is named in which, who may be in which, what each is about.

A row is a claim, a column an actor. Everything else is computed on these arrays, so that windows
and resamples are a choice of rows.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from standpunt.analysis.algebra import infer_from_parts
from standpunt.analysis.records import Claim, ClaimBase

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NO_DAY = -1
NOT_COUNTED = -1
_BY_CLAIM = (
    "named", "may", "inferred", "room", "low", "high", "universe", "size", "side", "day", "month",
    "document", "meeting", "statement", "clique",
)  # fmt: skip


@dataclass(frozen=True)
class Incidence:
    """Arrays of n claims over a actors.

    `named` are certain; `may` are those for whom the bounds leave room in the unnamed group (at
    least one place, see `room`, the places that named holders leave free); `inferred` follow by
    elimination and are a part of `may`. `universe` numbers the sets of members that
    holders are counted out of, `size` is how many they are; -1 and 0 where they are not counted.
    `about` and `owner` list the issues of the claims: claim
    `owner[k]` is about issue `about[k]`. `clique` numbers groups of statements of which no two
    share a holder; a statement that is in none has a number of its own.
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    named: Bools
    may: Bools
    inferred: Bools
    room: Ints
    low: Ints
    high: Ints
    universe: Ints
    size: Ints
    side: Ints
    day: Ints
    month: Ints
    document: Ints
    meeting: Ints
    statement: Ints
    clique: Ints
    owner: Ints
    about: Ints

    @property
    def count(self) -> int:
        """How many claims there are."""
        return len(self.side)

    def take(self, rows: Bools) -> "Incidence":
        """Only the claims whose row is true; the actors and issues stay."""
        place = np.cumsum(rows) - 1
        kept = rows[self.owner]
        chosen = {name: getattr(self, name)[rows] for name in _BY_CLAIM}
        return replace(self, **chosen, owner=place[self.owner[kept]], about=self.about[kept])


def make_incidence(
    base: ClaimBase, *, among: str | None = None, inferring: bool = True
) -> Incidence:
    """The arrays of a claim base.

    `among` keeps only actors that belong to this bloc on the day of the claim. Without
    `inferring`, `inferred` is empty.
    """
    claims = base.claims
    holders = _Holders(base)
    issues = tuple(sorted({issue for claim in claims for issue in claim.issues}))
    issue_at = {issue: place for place, issue in enumerate(issues)}
    named, may, universe = holders.named, holders.may, holders.universe
    inferred = holders.inferred if inferring else np.zeros_like(named)
    if among is not None:
        inside = holders.members_of(among)
        named, may, inferred = named & inside, may & inside, inferred & inside
        universe = np.where([claim.bloc == among for claim in claims], universe, NOT_COUNTED)
    statement = _numbers(claim.statement for claim in claims)
    return Incidence(
        actors=holders.actors,
        issues=issues,
        named=named,
        may=may,
        inferred=inferred,
        room=holders.room,
        low=_ints(claim.low for claim in claims),
        high=_ints(claim.high for claim in claims),
        universe=universe,
        size=np.where(universe == NOT_COUNTED, 0, holders.sizes()[universe]),
        side=_ints(claim.side for claim in claims),
        day=_ints(claim.day.toordinal() if claim.day else NO_DAY for claim in claims),
        month=_ints(month_number(claim) for claim in claims),
        document=_numbers(claim.document for claim in claims),
        meeting=_numbers(claim.meeting or f"of {claim.document}" for claim in claims),
        statement=statement,
        clique=_cliques(base, statement),
        owner=_ints(row for row, claim in enumerate(claims) for _ in claim.issues),
        about=_ints(issue_at[issue] for claim in claims for issue in claim.issues),
    )


def month_number(claim: Claim) -> int:
    """Months since the year 0; NO_DAY for a claim without a day."""
    return claim.day.year * 12 + claim.day.month - 1 if claim.day else NO_DAY


class _Holders:
    """The holders of all claims as arrays; a row of members is made once for each bloc and day."""

    def __init__(self, base: ClaimBase) -> None:
        self._base = base
        claims = base.claims
        places = [(c.bloc, c.day) if c.open and c.bloc and c.day else None for c in claims]
        members = {key: base.members_on(*key) for key in dict.fromkeys(places) if key}
        everybody = {actor for claim in claims for actor in claim.named}.union(*members.values())
        self.actors = tuple(sorted(everybody, key=lambda iri: (base.actor(iri).code, iri)))
        self._at = {actor: place for place, actor in enumerate(self.actors)}
        self._universes: dict[frozenset[str], int] = {}
        self.universe = _ints(
            self._universes.setdefault(members[key], len(self._universes)) if key else NOT_COUNTED
            for key in places
        )
        table = np.zeros((len(self._universes) + 1, len(self.actors)), np.bool_)
        for universe, row in self._universes.items():
            table[row, [self._at[actor] for actor in universe]] = True
        inside = table[self.universe]  # the last row, of nobody, is that of NOT_COUNTED
        self.named = self._flags([claim.named for claim in claims])
        free = inside & ~self.named & ~self._flags([claim.excluded for claim in claims])
        counted = np.sum(inside & self.named, axis=1)
        high = _ints(claim.high for claim in claims)
        self.room = np.where(self.universe == NOT_COUNTED, 0, np.maximum(high - counted, 0))
        self.may = free & (self.room > 0)[:, None]
        forced = _ints(claim.low for claim in claims) >= counted + np.sum(free, axis=1)
        self.inferred = self.may & forced[:, None]
        row_of = {claim.iri: row for row, claim in enumerate(claims)}
        for found in infer_from_parts(base):
            self.inferred[row_of[found.claim], self._at[found.actor]] = True
        self.inferred &= self.may

    def members_of(self, bloc: str) -> Bools:
        """For each claim the actors that belong to the bloc on its day; all without a day."""
        days = [claim.day for claim in self._base.claims]
        rows = {day: at for at, day in enumerate(dict.fromkeys(days))}
        table = np.ones((len(rows), len(self.actors)), np.bool_)
        for day, row in rows.items():
            if day is not None:
                members = self._base.members_on(bloc, day)
                table[row] = [actor in members for actor in self.actors]
        return table[_ints(rows[day] for day in days)]

    def sizes(self) -> Ints:
        """How many members each universe has, by its number; one 0 if there is none."""
        return _ints([len(universe) for universe in self._universes] or [0])

    def _flags(self, groups: list[tuple[str, ...]]) -> Bools:
        """True where an actor is in the group of the row; strangers to the arrays are left out."""
        flags = np.zeros((len(groups), len(self.actors) + 1), np.bool_)
        rows = np.repeat(np.arange(len(groups)), _ints(map(len, groups)))
        stranger = len(self.actors)
        places = _ints(self._at.get(actor, stranger) for group in groups for actor in group)
        flags[rows, places] = True
        return flags[:, :stranger]


def _cliques(base: ClaimBase, statement: Ints) -> Ints:
    """A number for each claim: that of its statement, or of a group of disjoint statements.

    Greedy: a statement joins the first group all of whose members it is disjoint with.
    """
    number = {claim.iri: int(at) for claim, at in zip(base.claims, statement, strict=True)}
    apart: dict[int, set[int]] = {}
    for one, other in base.disjoint:
        if one in number and other in number and number[one] != number[other]:
            apart.setdefault(number[one], set()).add(number[other])
            apart.setdefault(number[other], set()).add(number[one])
    groups: list[set[int]] = []
    group_of: dict[int, int] = {}
    for at in sorted(apart):
        near = sorted({group_of[other] for other in apart[at] if other in group_of})
        fitting = next((group for group in near if groups[group] <= apart[at]), len(groups))
        if fitting == len(groups):
            groups.append(set())
        groups[fitting].add(at)
        group_of[at] = fitting
    clique_of = {at: min(groups[group]) for at, group in group_of.items()}
    return np.array([clique_of.get(int(at), int(at)) for at in statement], np.int64)


def _numbers(keys: Iterable[Hashable]) -> Ints:
    """A number for each key, equal for equal keys, in order of first appearance."""
    seen: dict[Hashable, int] = {}
    return _ints(seen.setdefault(key, len(seen)) for key in keys)


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)
