"""Two issues beside each other: how each state stands on both, and what follows; draws nothing.

Only a state that is named on both can be said to agree with itself or not. What groups without
names leave possible stands apart, as the most that may be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.outline import Outline
from dashboard.records import AGAINST, IN_FAVOUR, POLARITIES
from dashboard.standing import BLANK, Standing, Standings, State

# What a state's two standings come to; those before "one-named" are told of states named on both.
RELATIONS = (
    "for-both", "against-both", "for-first", "for-second", "mixed", "one-named", "unnamed", BLANK,
)  # fmt: skip
SAME_SIDE = ("for-both", "against-both")
OTHER_SIDE = ("for-first", "for-second")
FIRST, SECOND = "1", "2"


@dataclass(frozen=True)
class PairRow:
    """An actor with its standing on the first issue and on the second."""

    actor: State
    first: Standing
    second: Standing

    @property
    def relation(self) -> str:
        """One of RELATIONS."""
        statuses = {self.first.status, self.second.status}
        if statuses == {"certain"}:
            return _named_on_both(_sides(self.first), _sides(self.second))
        if "certain" in statuses:
            return "one-named"
        return BLANK if statuses == {BLANK} else "unnamed"

    def at(self, side: str) -> Standing:
        """The standing on the issue that FIRST or SECOND stands for."""
        return self.second if side == SECOND else self.first

    def may_be(self, *, same: bool) -> bool:
        """Whether what is told of it, by name or in groups, leaves it on one side of both."""
        first, second = _sides(self.first), _sides(self.second)
        return bool(first & (second if same else {-side for side in second}))


@dataclass(frozen=True)
class IssuePair:
    """The member states, and the others whom a claim names, each with both standings.

    The most telling rows come first: named on both, on one, in groups only; `blank` are the
    states of which no claim on either issue tells.
    """

    states: tuple[PairRow, ...]
    others: tuple[PairRow, ...]
    blank: tuple[State, ...]

    def of(self, *relations: str) -> list[PairRow]:
        """The rows of states with one of these relations."""
        return [row for row in self.states if row.relation in relations]

    def ends(self, *, same: bool) -> tuple[int, int]:
        """How many states are on one side of both (or on opposite sides): at least, at most."""
        low = len(self.of(*(SAME_SIDE if same else OTHER_SIDE)))
        return low, sum(row.may_be(same=same) for row in self.states)


def make_pair(
    standings: Standings,
    first: Sequence[str],
    second: Sequence[str],
    claims: tuple[Outline, Outline],
    names: Iterable[State],
) -> IssuePair:
    """The pair of two sets of issues (IRIs), `claims` being those on the first and the second.

    `names` are the actors that are no member states; of these only who is named has a row.
    """
    rows = [
        PairRow(state, standings.on(first, state.iri), standings.on(second, state.iri))
        for state in standings.states
    ]
    told = standings.claims_on((*first, *second))
    kept = [its.take(np.array([iri in told for iri in its.iris], np.bool_)) for its in claims]
    named = [(its, its.claims_by_holder()) for its in kept]
    members = {state.code for state in standings.states}
    others = [
        PairRow(actor, *(_named(its, places.get(actor.code, [])) for its, places in named))
        for actor in names
        if actor.code not in members
    ]
    return IssuePair(
        tuple(_ranked(row for row in rows if row.relation != BLANK)),
        tuple(_ranked(row for row in others if row.relation != BLANK)),
        tuple(row.actor for row in rows if row.relation == BLANK),
    )


def _ranked(rows: Iterable[PairRow]) -> list[PairRow]:
    return sorted(rows, key=lambda row: (RELATIONS.index(row.relation), row.actor.name))


def _named(claims: Outline, places: Sequence[int]) -> Standing:
    return Standing(
        frozenset(POLARITIES[claims.polarity[at]] for at in places),
        certain_claims=tuple(claims.iris[at] for at in places),
    )


def _sides(standing: Standing) -> frozenset[int]:
    """1 for in favour, -1 for against; of those who are named what is told by name alone."""
    polarities = standing.certain or standing.possible
    return frozenset(
        side for side, its in ((1, IN_FAVOUR), (-1, AGAINST)) if polarities & its
    )  # fmt: skip


def _named_on_both(first: frozenset[int], second: frozenset[int]) -> str:
    if len(first) != 1 or len(second) != 1:
        return "mixed"
    return {
        (1, 1): "for-both",
        (-1, -1): "against-both",
        (1, -1): "for-first",
        (-1, 1): "for-second",
    }[next(iter(first)), next(iter(second))]
