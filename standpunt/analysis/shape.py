"""The shape of a network: core and periphery, bridges between parts, and its backbone."""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from standpunt.analysis.columns import Bools
from standpunt.analysis.incidence import Floats


@dataclass(frozen=True)
class CorePeriphery:
    """The core, and how far the network is from the ideal: `misfits` pairs out of `pairs`.

    `correlation` is that of the network with the ideal pattern (Borgatti and Everett 2000); None
    where one of the two has no variance.
    """

    core: tuple[str, ...]
    misfits: int
    pairs: int
    correlation: float | None


@dataclass(frozen=True)
class Bridge:
    """An actor between others. `betweenness` is the share of shortest paths through it.

    `constraint` is Burt's: low for one whose partners do not know each other; None for an isolate.
    """

    name: str
    betweenness: float
    constraint: float | None


def core_periphery(names: Sequence[str], weights: Floats) -> CorePeriphery:
    """The core that leaves least misfits: edges missing inside it plus edges outside it.

    Exact for a network of edges (weights above 0 count as one): Lip (2011), a core is always a
    run of actors by falling degree. Nobody is core where nobody has an edge.
    """
    edges = weights > 0
    degrees = edges.sum(axis=1)
    order = sorted(range(len(names)), key=lambda at: (-degrees[at], names[at]))
    total = int(edges.sum()) // 2
    best, size, counted = total, 0, 0
    for k, at in enumerate(order, start=1):
        counted += int(degrees[at])
        # Misfits: k(k-1)/2 - inside + outside = k(k-1)/2 + all - (sum of degrees in the core).
        misfits = k * (k - 1) // 2 + total - counted
        if misfits < best:
            best, size = misfits, k
    core = set(order[:size])
    pairs = len(names) * (len(names) - 1) // 2
    return CorePeriphery(tuple(names[at] for at in order[:size]), best, pairs, _fit(edges, core))


def find_bridges(names: Sequence[str], weights: Floats) -> tuple[Bridge, ...]:
    """All actors by falling betweenness; a strong tie is a short way (1 / weight)."""
    network = to_graph(names, weights)
    for _, _, edge in network.edges(data=True):
        edge["length"] = 1.0 / edge["weight"]
    between = nx.betweenness_centrality(network, weight="length")
    bridges = (
        Bridge(name, float(between[name]), held)
        for name, held in zip(names, burts_constraint(weights), strict=True)
    )
    return tuple(sorted(bridges, key=lambda one: (-one.betweenness, one.name)))


def burts_constraint(weights: Floats) -> list[float | None]:
    """The constraint of each actor (Burt 1992), None for one without an edge.

    Of each partner the share of the actor's ties that lead to it, straight or by way of another,
    squared. The same as networkx gives, which takes half a second for 28 actors.
    """
    ties = np.clip(weights, 0.0, None)
    np.fill_diagonal(ties, 0.0)
    strength = ties.sum(axis=1, keepdims=True)
    share = np.divide(ties, strength, out=np.zeros_like(ties), where=strength > 0)
    held = np.where(ties > 0, (share + share @ share) ** 2, 0.0).sum(axis=1)
    return [
        one if has_tie else None
        for one, has_tie in zip(held.tolist(), (strength > 0).ravel().tolist(), strict=True)
    ]


def backbone(weights: Floats, alpha: float = 0.05) -> Bools:
    """The edges that stand out at one of their ends: the disparity filter.

    An edge is kept if the chance of a share this large of the actor's weight, were it dealt out
    at random over its k edges, (1 - share)^(k - 1), is below alpha. An actor with one edge says
    nothing about it (Serrano, Boguna and Vespignani 2009).
    """
    positive = np.clip(weights, 0.0, None)
    degree = (positive > 0).sum(axis=1)
    strength = positive.sum(axis=1)
    share = np.divide(
        positive, strength[:, None], out=np.zeros_like(positive), where=strength[:, None] > 0
    )
    chance = np.where(degree[:, None] > 1, (1.0 - share) ** (degree[:, None] - 1.0), 1.0)
    kept: Bools = (chance < alpha) & (positive > 0)
    both: Bools = kept | kept.T
    return both


def to_graph(names: Sequence[str], weights: Floats) -> "nx.Graph[str]":
    """All names as nodes, weights above 0 as edges."""
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(names)
    for one, other in zip(*np.nonzero(np.triu(weights > 0, 1)), strict=True):
        network.add_edge(names[one], names[other], weight=float(weights[one, other]))
    return network


def _fit(edges: Bools, core: set[int]) -> float | None:
    """Correlation of the edges with a full core, an empty periphery, and nothing asked between."""
    inside = np.array([at in core for at in range(len(edges))])
    one, other = np.triu_indices(len(edges), 1)
    asked = inside[one] == inside[other]
    found, ideal = edges[one, other][asked].astype(float), inside[one][asked].astype(float)
    if not len(found) or found.std() == 0 or ideal.std() == 0:
        return None
    return float(np.corrcoef(found, ideal)[0, 1])
