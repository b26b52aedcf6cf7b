"""Signed networks: balance of triads, frustration, and how polarised two camps are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.incidence import Floats

EXACT_UP_TO = 18  # 2^17 divisions of 18 actors: under a second
RESTARTS = 200


@dataclass(frozen=True)
class Balance:
    """How far friends' friends are friends, of a network whose edges are 1 and -1.

    Triads by their number of negative edges: none and two are balanced (Cartwright and Harary
    1956). `frustration` is the least number of edges that contradict any division into two camps;
    `exact` is False if it was searched for and may be less. `camps` are that division.
    """

    positive: int
    negative: int
    triads: tuple[int, int, int, int]
    frustration: int
    exact: bool
    camps: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def balanced_share(self) -> float | None:
        """The share of triads that are balanced; None without triads."""
        total = sum(self.triads)
        return (self.triads[0] + self.triads[2]) / total if total else None

    @property
    def line_index(self) -> float | None:
        """1 - frustration / (m / 2): 1 for a balanced network (Aref and Wilson 2019)."""
        edges = self.positive + self.negative
        return 1 - 2 * self.frustration / edges if edges else None


def balance(names: Sequence[str], net: Floats) -> Balance:
    """The balance of the signs of a symmetric matrix; 0 is no edge."""
    signs = np.sign(net).astype(np.int64)
    upper = np.triu(signs, 1)
    camps, frustration, exact = _two_camps(signs)
    return Balance(
        positive=int((upper > 0).sum()),
        negative=int((upper < 0).sum()),
        triads=_triads(signs),
        frustration=frustration,
        exact=exact,
        camps=(
            tuple(name for name, camp in zip(names, camps, strict=True) if not camp),
            tuple(name for name, camp in zip(names, camps, strict=True) if camp),
        ),
    )


def external_internal(
    groups: Sequence[frozenset[str]], names: Sequence[str], weights: Floats
) -> float | None:
    """(E - I) / (E + I) of weight between and inside groups: -1 all inside, 1 all between.

    Krackhardt and Stern (1988). Of agreement, -1 is a divided field; of conflict, 1 is. None if
    there is no weight among the members of the groups.
    """
    group_of = {name: at for at, group in enumerate(groups) for name in group}
    external = internal = 0.0
    for one, other in combinations(range(len(names)), 2):
        if names[one] in group_of and names[other] in group_of:
            if group_of[names[one]] == group_of[names[other]]:
                internal += weights[one, other]
            else:
                external += weights[one, other]
    total = external + internal
    return (external - internal) / total if total else None


def _triads(signs: Ints) -> tuple[int, int, int, int]:
    """Closed triads with 0, 1, 2 and 3 negative edges, by traces of products."""
    plus, minus = (signs > 0).astype(np.int64), (signs < 0).astype(np.int64)
    none = int(np.trace(plus @ plus @ plus)) // 6
    one = int(np.trace(plus @ plus @ minus)) // 2
    two = int(np.trace(plus @ minus @ minus)) // 2
    three = int(np.trace(minus @ minus @ minus)) // 6
    return none, one, two, three


def _two_camps(signs: Ints) -> tuple[Bools, int, bool]:
    """A division with least frustration; all divisions for few actors, else descents from many."""
    joined = np.flatnonzero((signs != 0).any(axis=1))
    matrix = signs[np.ix_(joined, joined)]
    camps = np.zeros(len(signs), np.bool_)
    if not len(joined):
        return camps, 0, True
    few = len(joined) <= EXACT_UP_TO
    spins = _all_spins(matrix) if few else _descended(matrix)
    camps[joined] = spins < 0
    edges = int(np.abs(matrix).sum()) // 2
    frustration = (edges - int(spins @ matrix @ spins) // 2) // 2
    return camps, frustration, few or frustration == 0


def _all_spins(matrix: Ints) -> Ints:
    count = len(matrix)
    numbers = np.arange(2 ** (count - 1))[:, None]
    spins = 1 - 2 * ((numbers >> np.arange(count)) & 1)
    best = int(np.argmax(((spins @ matrix) * spins).sum(axis=1)))
    found: Ints = spins[best]
    return found


def _descended(matrix: Ints) -> Ints:
    chance = np.random.default_rng(0)
    best, best_value = np.ones(len(matrix), np.int64), -np.inf
    for _ in range(RESTARTS):
        spins = chance.choice(np.array([-1, 1]), len(matrix))
        while (gain := -spins * (matrix @ spins)).max() > 0:
            spins[int(np.argmax(gain))] *= -1
        value = spins @ matrix @ spins
        if value > best_value:
            best, best_value = spins.copy(), value
    return best
