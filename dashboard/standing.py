"""Where each member state stands on each issue: certain, possible, excluded, or not reported.

Works on the claims of standpunt.analysis, kept for a generation; forecasts about others are left
out, as they are nobody's stance yet. Draws nothing.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import overload

import numpy as np

from dashboard.memory import kept, settled
from dashboard.pools import store_path
from dashboard.records import AGAINST, IN_FAVOUR
from dashboard.sides import EU, claim_base
from dashboard.tile_figure import two_letters
from graph.opening import published_number
from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import Selection, select
from standpunt.analysis.stances import Stances, count_stances

SPLIT = "split"
BLANK = "blank"


@dataclass(frozen=True)
class Standing:
    """One state on one issue: its polarities, and IRIs of the claims, by how it is held."""

    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    certain_claims: Sequence[str] = ()
    possible_claims: Sequence[str] = ()
    excluded_claims: Sequence[str] = ()

    @property
    def status(self) -> str:
        """certain, possible, excluded, or blank: the first that fits."""
        if self.certain_claims:
            return "certain"
        if self.possible_claims:
            return "possible"
        return "excluded" if self.excluded_claims else BLANK

    @property
    def stance(self) -> str:
        """One polarity for all of that status; "split" if they are on both sides; "" if none."""
        return joined(self.certain or self.possible)

    def claims_listed(self, among: Container[str]) -> tuple[list[str], list[str], list[str]]:
        """Of its certain, possible and excluding claims those that are listed."""
        certain, possible, excluded = (
            [iri for iri in its if iri in among]
            for its in (self.certain_claims, self.possible_claims, self.excluded_claims)
        )
        return certain, possible, excluded

    def with_other(self, other: "Standing") -> "Standing":
        """This and the standing on another issue taken together."""
        return Standing(
            self.certain | other.certain,
            self.possible | other.possible,
            _once(self.certain_claims, other.certain_claims),
            _once(self.possible_claims, other.possible_claims),
            _once(self.excluded_claims, other.excluded_claims),
        )


@dataclass(frozen=True)
class State:
    """A member state: ISO code, the two letters that the EU uses, and name."""

    iri: str
    code: str
    short: str
    name: str


@dataclass(frozen=True)
class Standings:
    """States and issues with a standing for each pair that any claim tells of.

    States come by how often they are named, issues (IRIs) by number of claims; `groups` says how
    many claims on an issue rest on a group without names. `rows` are the claims.
    """

    states: tuple[State, ...]
    issues: tuple[str, ...]
    cells: Mapping[tuple[str, str], Standing]
    groups: Mapping[str, int]
    rows: ClaimRows

    def at(self, issue: str, state: str) -> Standing:
        """The standing of a state on an issue; a blank one if no claim tells."""
        return self.cells.get((issue, state), Standing())

    def on(self, issues: Iterable[str], state: str) -> Standing:
        """The standing of a state on several issues taken together."""
        found = Standing()
        for issue in issues:
            found = found.with_other(self.at(issue, state))
        return found

    def claims_on(self, issues: Iterable[str]) -> frozenset[str]:
        """IRIs of the claims on some issues."""
        wanted = set(issues)
        owner, codes, texts = self.rows.listed("issues")
        is_wanted = np.array([text in wanted for text in texts], np.bool_)
        return frozenset(self.rows.iris(np.unique(owner[is_wanted[codes]])))


def joined(polarities: frozenset[str]) -> str:
    """One word for several polarities: that of a side, conditional or oppose if it is mixed."""
    favour, against = polarities & IN_FAVOUR, polarities & AGAINST
    if favour and against:
        return SPLIT
    if len(favour) > 1:
        return "conditional-support"
    if len(against) > 1:
        return "oppose"
    return next(iter(favour or against or polarities), "")


def find_standings(language: str, selection: Selection) -> Standings:
    """All standings of a selection of claims. Raises GraphError."""
    return _kept_standings(
        str(store_path()), published_number(store_path()) or 0, language, selection
    )


@kept(4)
@settled
def _kept_standings(store: str, number: int, language: str, selection: Selection) -> Standings:
    base = select(claim_base(language), replace(selection, kinds=("claim",)))
    return make_standings(base)


def make_standings(base: ClaimBase) -> Standings:
    """The standings of a claim base, in which nothing but claims should be."""
    stances = count_stances(base, EU)
    order = sorted(
        np.flatnonzero(stances.totals).tolist(),
        key=lambda at: (-int(stances.totals[at]), base.issue(stances.issues[at]).name),
    )
    issues = tuple(stances.issues[at] for at in order)
    states = [
        State(iri, code, two_letters().get(code, code), base.actor(iri).name)
        for at in sorted(
            range(len(stances.actors)),
            key=lambda at: (-int(stances.times[at]), base.actor(stances.actors[at]).name),
        )
        for iri in (stances.actors[at],)
        for code in (base.actor(iri).code,)
    ]
    groups = {stances.issues[at]: int(stances.groups[at]) for at in order}
    return Standings(tuple(states), issues, Cells(stances), groups, base.rows)


class ClaimNames(Sequence[str]):
    """IRIs of the claims of a cell, sorted; how many is known without looking them up."""

    def __init__(self, stances: Stances, count: int, find: Callable[[], Ints]) -> None:
        self._stances, self._count, self._find = stances, count, find

    @cached_property
    def rows(self) -> Ints:
        """Their rows."""
        return self._find()

    @cached_property
    def _iris(self) -> tuple[str, ...]:
        return tuple(self._stances.iris(self.rows))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...

    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        return self._iris[at]

    def with_others(self, other: "ClaimNames") -> "ClaimNames":
        """These and others of the same claims, each once."""
        rows = np.union1d(self.rows, other.rows)
        return ClaimNames(self._stances, len(rows), lambda: rows)


class Cells(Mapping[tuple[str, str], Standing]):
    """The standing of each issue and actor (IRIs) that any claim tells of, made when asked for."""

    def __init__(self, stances: Stances) -> None:
        self._stances = stances
        self._issues = {issue: at for at, issue in enumerate(stances.issues)}
        self._actors = {actor: at for at, actor in enumerate(stances.actors)}
        self._told: Bools = np.any(stances.counts, axis=(2, 3))

    def __len__(self) -> int:
        return int(np.count_nonzero(self._told))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for issue, actor in np.argwhere(self._told).tolist():
            yield self._stances.issues[issue], self._stances.actors[actor]

    def __getitem__(self, key: tuple[str, str]) -> Standing:
        issue, actor = self._issues.get(key[0]), self._actors.get(key[1])
        if issue is None or actor is None or not self._told[issue, actor]:
            raise KeyError(key)
        counts = self._stances.counts[issue, actor]
        polarities = np.array(self._stances.polarities)
        certain, possible = (frozenset(polarities[counts[held] > 0].tolist()) for held in (0, 1))
        names = (self._names(issue, actor, held, int(n)) for held, n in enumerate(counts.sum(1)))
        return Standing(certain, possible, *names)

    def _names(self, issue: int, actor: int, held: int, count: int) -> Sequence[str]:
        if not count:
            return ()
        return ClaimNames(self._stances, count, lambda: self._stances.rows(issue, actor, held))


def _once(one: Sequence[str], other: Sequence[str]) -> Sequence[str]:
    if not one or not other:
        return one or other
    if isinstance(one, ClaimNames) and isinstance(other, ClaimNames):
        return one.with_others(other)
    return tuple(dict.fromkeys((*one, *other)))
