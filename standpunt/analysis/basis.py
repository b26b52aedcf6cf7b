"""What a figure rests on: how many statements, and how much of their holders nobody knows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standpunt.analysis.columns import Ints
from standpunt.analysis.incidence import Incidence


@dataclass(frozen=True)
class Basis:
    """Statements (claims, joint letters, choices) behind a figure.

    `claims` is how many they are; `unnamed` of them name no holder at all.

    The share of holders that are anonymous lies between `anonymous_low`, when every group is as
    small as it may be, and `anonymous_high`, when every group is as large; both 0 for no claims.
    """

    claims: int
    unnamed: int
    anonymous_low: float
    anonymous_high: float

    def words(self) -> str:
        """The basis in one clause."""
        if not self.claims:
            return "no statements"
        return (
            f"{self.claims} statements (claims, joint letters, choices), "
            f"{self.unnamed} of them without a named holder; "
            f"{self.anonymous_low:.0%} to {self.anonymous_high:.0%} of all holders are anonymous"
        )


def basis_of(incidence: Incidence) -> Basis:
    """The basis of all claims of an incidence."""
    (totals,) = basis_totals(incidence, np.zeros(incidence.count, np.int64), 1)
    return basis_of_totals(totals)


def basis_totals(incidence: Incidence, parts: Ints, count: int) -> NDArray[np.int64]:
    """What the claims of each part add up to, which basis_of_totals() makes a basis of.

    `parts` has for each claim the number of its part, of so many.
    """
    table = incidence.table
    kinds = len(table.room)
    named = table.named.sum(axis=1)
    group = table.may.any(axis=1)
    hidden_high = np.where(group, np.minimum(table.room, table.may.sum(axis=1)), 0)
    # Named holders outside the bloc are not counted by the bounds: high minus room is what is.
    inside = np.where(group, table.high - table.room, 0)
    hidden_low = np.where(group, np.clip(table.low - inside, 0, hidden_high), 0)
    values = np.stack([np.ones(kinds, np.int64), named == 0, named, hidden_low, hidden_high])
    found = [
        np.bincount(parts, value[incidence.holders], minlength=count).astype(np.int64)
        for value in values
    ]
    return np.stack(found, axis=1)


def basis_of_totals(totals: NDArray[np.int64]) -> Basis:
    """The basis of claims that add up to this."""
    claims, unnamed, named, low, high = totals.tolist()
    return Basis(claims, unnamed, _share(low, named), _share(high, named))


def _share(hidden: int, named: int) -> float:
    return float(hidden / (hidden + named)) if hidden + named else 0.0
