"""The structure of a network of actors in one report: parts, core, bridges, camps, and time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standpunt.analysis.basis import Basis, basis_of
from standpunt.analysis.communities import Communities, find_communities
from standpunt.analysis.incidence import Floats, Incidence
from standpunt.analysis.issue_networks import issue_network
from standpunt.analysis.networks import Counting, actor_network
from standpunt.analysis.shape import Bridge, CorePeriphery, backbone, core_periphery, find_bridges
from standpunt.analysis.signed import Balance, balance, external_internal
from standpunt.analysis.weights import Weights

Seen = Literal["certain", "inferred", "possible"]
SEEN: tuple[Seen, ...] = ("certain", "inferred", "possible")


@dataclass(frozen=True)
class Polarisation:
    """(E - I) / (E + I) of agreement and of conflict between the groups that `of` names."""

    of: str
    agreement: float | None
    conflict: float | None


@dataclass(frozen=True)
class Structure:
    """Figures of one network, all on the same claims; actors are named by their codes."""

    seen: Seen
    basis: Basis
    actors: int
    edges: int
    communities: Communities
    core: CorePeriphery
    bridges: tuple[Bridge, ...]
    balance: Balance
    polarisation: Polarisation
    issue_backbone: tuple[tuple[str, str, float], ...]


def find_structure(
    incidence: Incidence,
    codes: dict[str, str],
    counting: Counting | None = None,
    *,
    seen: Seen = "certain",
    alpha: float = 0.05,
) -> Structure:
    """The structure of what is certain, of that with inferences, or of all that is possible.

    `codes` are the short names of actors and issues by IRI. Signs for balance are those of
    agreement minus conflict of the same kind.
    """
    network = actor_network(incidence, counting)
    names = tuple(codes.get(actor, actor) for actor in network.actors)
    agreement, conflict = (_seen(w, seen) for w in (network.agreement, network.conflict))
    communities = find_communities(names, agreement)
    balanced = balance(names, agreement - conflict)
    return Structure(
        seen=seen,
        basis=basis_of(incidence),
        actors=len(names),
        edges=int((agreement > 0).sum()) // 2,
        communities=communities,
        core=core_periphery(names, agreement),
        bridges=find_bridges(names, agreement),
        balance=balanced,
        polarisation=_polarisation(communities, balanced, names, agreement, conflict),
        issue_backbone=_issue_backbone(incidence, codes, counting, seen, alpha),
    )


def _polarisation(
    communities: Communities,
    balanced: Balance,
    names: Sequence[str],
    agreement: Floats,
    conflict: Floats,
) -> Polarisation:
    """Between the communities, or if there are none between the two camps of least frustration."""
    groups = communities.partition or tuple(map(frozenset, balanced.camps))
    return Polarisation(
        "communities" if communities.partition else "camps",
        external_internal(groups, names, agreement),
        external_internal(groups, names, conflict),
    )


def _issue_backbone(
    incidence: Incidence,
    codes: dict[str, str],
    counting: Counting | None,
    seen: Seen,
    alpha: float,
) -> tuple[tuple[str, str, float], ...]:
    """Pairs of issues that stand out, with their weight, the heaviest first."""
    network = issue_network(incidence, counting)
    weights = _seen(network.agreement, seen)
    pairs = np.argwhere(np.triu(backbone(weights, alpha), 1))
    found = [
        (codes.get(network.issues[one], network.issues[one]),
         codes.get(network.issues[other], network.issues[other]),
         float(weights[one, other]))
        for one, other in pairs
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1])))


def _seen(weights: Weights, seen: Seen) -> Floats:
    return {"certain": weights.named, "inferred": weights.inferred, "possible": weights.high}[seen]
