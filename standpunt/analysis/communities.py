"""Communities of a network, and whether there are any: over seeds, resolutions and chance.

The partition is networkx's Louvain. Its luck is measured, not hidden: a partition that changes
with the seed, or is no better than that of shuffled weights, is reported as none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import networkx as nx
import numpy as np

from standpunt.analysis.incidence import Floats
from standpunt.analysis.reasons import Reason

SEEDS = 20
SHUFFLES = 20
RESOLUTIONS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
STABLE = 0.75  # Steinley (2004): adjusted Rand of 0.80 good, 0.65 moderate

Partition = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Resolution:
    """What Louvain finds at one resolution; `stability` is the mean adjusted Rand over seeds."""

    resolution: float
    communities: int
    modularity: float
    stability: float


@dataclass(frozen=True)
class Communities:
    """The partition at resolution 1, or none with the reason in words.

    `by_chance` is the 95th percentile of the modularity of networks with shuffled weights.
    """

    partition: Partition
    reason: Reason
    modularity: float
    by_chance: float
    stability: float
    resolutions: tuple[Resolution, ...]

    @property
    def found(self) -> bool:
        """Whether there are communities."""
        return not self.reason


def find_communities(names: Sequence[str], weights: Floats) -> Communities:
    """Communities of a network of positive weights; negative ones count as no edge."""
    positive = np.clip(weights, 0.0, None)
    network = _graph(names, positive)
    if network.number_of_edges() == 0:
        return Communities((), Reason.of("nobody-sides"), 0.0, 0.0, 0.0, ())
    found = {resolution: _at(network, resolution) for resolution in RESOLUTIONS}
    rows = [row for row, _ in found.values()]
    middle, best = found[1.0]
    modularity, stability = middle.modularity, middle.stability
    by_chance = _by_chance(names, positive)
    reason = Reason()
    if len(best) < 2:
        reason = Reason.of("one-community")
    elif stability < STABLE:
        reason = Reason.of("changes-with-seed", stability=f"{stability:.2f}", least=str(STABLE))
    elif modularity <= by_chance:
        reason = Reason.of(
            "no-more-than-chance", modularity=f"{modularity:.3f}", chance=f"{by_chance:.3f}"
        )
    partition = (
        () if reason else tuple(sorted(map(frozenset, best), key=lambda c: (-len(c), min(c))))
    )
    return Communities(partition, reason, modularity, by_chance, stability, tuple(rows))


def adjusted_rand(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> float:
    """How alike two partitions of one set are: 1 the same, 0 as by chance (Hubert, Arabie 1985)."""
    size = sum(map(len, first))
    both = sum(comb(len(one & other), 2) for one in first for other in second)
    ones = sum(comb(len(one), 2) for one in first)
    others = sum(comb(len(other), 2) for other in second)
    chance = ones * others / comb(size, 2) if size > 1 else 0.0
    most = (ones + others) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def _at(network: "nx.Graph[str]", resolution: float) -> tuple[Resolution, Partition]:
    """What there is at a resolution, and the best partition."""
    runs = _runs(network, resolution)
    scores = {run: _modularity(network, run, resolution) for run in dict.fromkeys(runs)}
    best = max(runs, key=scores.__getitem__)
    return Resolution(resolution, len(best), scores[best], _stability(runs)), best


def _modularity(network: "nx.Graph[str]", partition: Partition, resolution: float = 1.0) -> float:
    parts = [set(part) for part in partition]
    return float(nx.community.modularity(network, parts, resolution=resolution))


def _runs(network: "nx.Graph[str]", resolution: float) -> list[Partition]:
    return [
        tuple(
            frozenset(members)
            for members in nx.community.louvain_communities(
                network, weight="weight", resolution=resolution, seed=seed
            )
        )
        for seed in range(SEEDS)
    ]


def _stability(runs: Sequence[Partition]) -> float:
    return float(np.mean([adjusted_rand(one, other) for one, other in combinations(runs, 2)]))


def _by_chance(names: Sequence[str], weights: Floats) -> float:
    """The 95th percentile of modularity when the weights are dealt out anew among the pairs."""
    upper = np.triu_indices(len(names), 1)
    values = weights[upper]
    found = []
    for seed in range(SHUFFLES):
        dealt = np.zeros_like(weights)
        dealt[upper] = np.random.default_rng(seed).permutation(values)
        network = _graph(names, dealt + dealt.T)
        parts = nx.community.louvain_communities(network, weight="weight", seed=seed)
        found.append(nx.community.modularity(network, parts, weight="weight"))
    return float(np.percentile(found, 95))


def _graph(names: Sequence[str], weights: Floats) -> "nx.Graph[str]":
    """Nodes that have an edge, and their edges; an isolate belongs to no community."""
    network: nx.Graph[str] = nx.Graph()
    for one, other in zip(*np.nonzero(np.triu(weights, 1)), strict=True):
        network.add_edge(names[one], names[other], weight=float(weights[one, other]))
    return network
