"""Normalisations of edge weights as the literature on discourse networks defines them.

Leifeld, Ph. (2017), Discourse Network Analysis: Policy Debates as Dynamic Networks, in The Oxford
Handbook of Political Networks; and the manual of Discourse Network Analyzer. The cosine has the
Euclidean norm, where some versions of that program divide by the product of the activities.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standpunt.analysis.columns import Bools, Ints
from standpunt.analysis.incidence import Floats
from standpunt.analysis.tallies import gram
from standpunt.analysis.weights import Weights

Normalisation = Literal["none", "average-activity", "jaccard", "cosine"]
FORMULAS: Mapping[Normalisation, str] = {
    "none": "w(i,j)",
    "average-activity": "w(i,j) / ((n(i) + n(j)) / 2), n = sum of an actor's stances "
    "(Leifeld 2017)",
    "jaccard": "w(i,j) / (m11 + m10 + m01), stances of both, of i alone, of j alone (Leifeld 2017)",
    "cosine": "w(i,j) / (|x(i)| |x(j)|), |x| the Euclidean norm of an actor's stances "
    "(Leifeld 2017; Salton and McGill 1983)",
}


@dataclass(frozen=True)
class Profile:
    """The stances of actors: `shared` has for each pair the product of theirs, summed.

    `alone()[i, j]` sums those of i where j has none, `total` all of i.
    """

    shared: Floats
    total: Floats
    alone: Callable[[], Floats]


_Profiles = tuple[Profile, Profile, Profile]


def profile_of_cells(held: Bools, times: Ints | None) -> Profile:
    """Of flags: a row for each cell and side, which counts `times`; None for once each."""
    shared = gram(held, times=times)
    total = np.diagonal(shared).copy()
    return Profile(shared, total, lambda: total[:, None] - shared)


def profile_of_counts(counts: Floats) -> Profile:
    """Of numbers: a row for each issue and side."""
    return Profile(
        counts.T @ counts,
        counts.sum(axis=0),
        lambda: counts.T @ (counts == 0).astype(counts.dtype),
    )


def normalise(
    how: Normalisation,
    agreement: Weights,
    conflict: Weights,
    profiles: _Profiles,
    sole: Floats | None,
) -> tuple[Weights, Weights]:
    """Agreement and conflict, divided; the interval holds what any true state of affairs gives.

    `profiles` are the stances of actors by named, by inferred and by all possible holders.
    `sole[i, j]` counts the stances that i certainly has and j cannot have; with it the upper bound
    is w / (w + what cannot be shared), without it w / the least norm.
    """
    norms = [_norm(how, profile) for profile in profiles]
    return (
        _divided(agreement, norms, _least_norm(how, agreement.high, sole), _cap(how, True)),
        _divided(conflict, norms, None, _cap(how, False)),
    )


def _cap(how: Normalisation, agrees: bool) -> float:
    """What no weight can exceed: agreement is part of its Jaccard norm; Cauchy and Schwarz."""
    return 1.0 if how == "cosine" or (how == "jaccard" and agrees) else np.inf


def _divided(weights: Weights, norms: list[Floats], least: Floats | None, cap: float) -> Weights:
    named_norm, inferred_norm, widest = norms
    named = _ratio(weights.named, named_norm)
    # Whoever has a weight at all has a stance, so that no norm under a weight is below 1.
    floor = np.maximum(named_norm, 1.0) if least is None else least
    high = np.maximum(np.minimum(_ratio(weights.high, floor), cap), named)
    low = np.minimum(_ratio(weights.low, widest), named)
    inferred = np.clip(_ratio(weights.inferred, inferred_norm), low, high)
    return Weights(low, named, inferred, high)


def _norm(how: Normalisation, profile: Profile) -> Floats:
    """The norm of each pair of actors."""
    match how:
        case "average-activity":
            norm: Floats = (profile.total[:, None] + profile.total[None, :]) / 2
        case "jaccard":
            alone = profile.alone()
            norm = profile.shared + alone + alone.T
        case "cosine":
            length = np.sqrt(np.diagonal(profile.shared))
            norm = np.outer(length, length)
        case "none":
            norm = np.ones_like(profile.shared)
    return norm


def _least_norm(how: Normalisation, shared: Floats, sole: Floats | None) -> Floats | None:
    """The least norm of a pair that shares so many stances, given those it cannot share."""
    if sole is None:
        return None
    match how:
        case "average-activity":
            least: Floats = shared + (sole + sole.T) / 2
        case "jaccard":
            least = shared + sole + sole.T
        case "cosine":
            least = np.sqrt((shared + sole) * (shared + sole.T))
        case "none":
            least = np.ones_like(shared)
    return least


def _ratio(weights: Floats, norm: Floats) -> Floats:
    return np.divide(weights, norm, out=np.zeros_like(weights), where=norm > 0)
