"""Networks of actors: who sides with whom, who stands against whom, in intervals."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from standpunt.analysis.cells import (
    Cells,
    Once,
    alike_issues,
    alike_statements,
    units_of,
)
from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.incidence import Floats, Incidence
from standpunt.analysis.normalising import (
    Normalisation,
    normalise,
    profile_of_cells,
    profile_of_counts,
)
from standpunt.analysis.tallies import Tally, Whole, gram
from standpunt.analysis.weights import (
    Weights,
    agreement_in,
    agreement_of_statements,
    conflict_in,
    counts_by_issue,
    products,
)

Measure = Literal["agreement", "conflict", "net"]
MEASURES: tuple[Measure, ...] = ("agreement", "conflict", "net")


@dataclass(frozen=True)
class Counting:
    """How stances are counted.

    `once` is the duplicates rule: what an actor says on one side of an issue counts once in a
    claim, document, meeting or month. Two actors side if they do so in the same unit; with
    `across` anywhere in the selection, as Discourse Network Analyzer has it. Actors with fewer
    than `min_activity` stances under their own name are left out, and those without any possible
    edge unless `isolates`.
    """

    once: Once = "claim"
    across: bool = False
    normalisation: Normalisation = "none"
    min_activity: int = 0
    isolates: bool = False


@dataclass(frozen=True)
class ActorNetwork:
    """Pairs of actors with agreement and conflict; `net` is the one minus the other.

    `activity` counts the stances of each actor under its own name, `reach` those it may have.
    """

    actors: tuple[str, ...]
    agreement: Weights
    conflict: Weights
    activity: Floats
    reach: Floats
    counting: Counting

    @property
    def net(self) -> Weights:
        """Agreement minus conflict."""
        return self.agreement.minus(self.conflict)

    def measure(self, name: Measure) -> Weights:
        """The weights of a measure."""
        match name:
            case "agreement":
                return self.agreement
            case "conflict":
                return self.conflict
            case "net":
                return self.net

    def only(self, kept: Bools) -> "ActorNetwork":
        """The network of the actors whose flag is true."""
        return replace(
            self,
            actors=tuple(actor for actor, keep in zip(self.actors, kept, strict=True) if keep),
            agreement=_part(self.agreement, kept),
            conflict=_part(self.conflict, kept),
            activity=self.activity[kept],
            reach=self.reach[kept],
        )


def actor_network(incidence: Incidence, counting: Counting | None = None) -> ActorNetwork:
    """The network of the claims of an incidence. An empty one has no actor."""
    counting = counting or Counting()
    units = units_of(incidence, counting.once)
    by_claim = counting.once == "claim" and not counting.across
    cells = _cells(incidence, counting, units)
    if by_claim:
        agreement = agreement_of_statements(cells)
        conflict = conflict_in(alike_issues(incidence, incidence.document, both_sides=True))
    elif counting.across:
        agreement, conflict = products(cells, len(incidence.issues))
    else:
        agreement, conflict = agreement_in(cells), conflict_in(cells)
    activity, reach = activities(cells, Whole(cells.times))
    if counting.normalisation != "none":
        agreement, conflict = _normalised(
            counting, agreement, conflict, cells, len(incidence.issues)
        )
    return network_of(
        ActorNetwork(incidence.actors, agreement, conflict, activity, reach, counting)
    )


def network_of(every: ActorNetwork) -> ActorNetwork:
    """Of a network of all actors what the way of counting leaves of it."""
    active: Bools = np.greater_equal(every.activity, every.counting.min_activity)
    network = every.only(active)
    if every.counting.isolates:
        return network
    edges: Bools = network.agreement.possible() | network.conflict.possible()
    joined: Bools = np.any(edges, axis=1)
    return network.only(joined)


def activities(cells: Cells, tally: Tally) -> tuple[Floats, Floats]:
    """`activity` and `reach` of ActorNetwork."""
    up, down = cells.up, cells.down
    return (
        tally.singles(up.named) + tally.singles(down.named),
        tally.singles(up.may) + tally.singles(down.may),
    )


def _cells(incidence: Incidence, counting: Counting, units: Ints) -> Cells:
    """The cells of a way of counting; those that are alike once."""
    by_claim = counting.once == "claim" and not counting.across
    return alike_statements(incidence) if by_claim else alike_issues(incidence, units)


def _normalised(
    counting: Counting, agreement: Weights, conflict: Weights, cells: Cells, issues: int
) -> tuple[Weights, Weights]:
    """Both measures divided by the same norm, each with the interval that this leaves."""
    if counting.across:
        named, inferred, may = (
            profile_of_counts(
                np.vstack(
                    [
                        counts_by_issue(cells.issue, getattr(half, name), issues, cells.times)
                        for half in (cells.up, cells.down)
                    ]
                )
            )
            for name in ("named", "inferred", "may")
        )
        return normalise(counting.normalisation, agreement, conflict, (named, inferred, may), None)
    halves = [
        np.vstack([getattr(half, name) for half in (cells.up, cells.down)])
        for name in ("named", "inferred", "may")
    ]
    times = None if cells.times is None else np.tile(cells.times, 2)
    named, inferred, may = (profile_of_cells(held, times) for held in halves)
    sole = gram(halves[0], ~halves[2], times=times)
    return normalise(counting.normalisation, agreement, conflict, (named, inferred, may), sole)


def _part(weights: Weights, kept: Bools) -> Weights:
    at = np.ix_(kept, kept)
    return Weights(weights.low[at], weights.named[at], weights.inferred[at], weights.high[at])
