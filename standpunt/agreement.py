"""How far two analysts agree on the claims that both reviewed, as Krippendorff's alpha.

Alpha is 1 for full agreement, 0 for what chance gives, below 0 for less. Its values are nominal;
those of issues and holders are sets, whose distance is MASI (Passonneau 2006).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.reviewed import effective
from graph.reviews import Review, ReviewedClaim, in_force
from standpunt.errors import ReviewError

VERDICT = "verdict"
_NOTHING = "-"  # stands in an empty set, which has no distance to another


@dataclass(frozen=True)
class Agreement:
    """Agreement on one field over `n` claims, on `same` of which both say just the same.

    `alpha` is None if there is nothing to tell chance by: no claim, or one and the same value.
    """

    field: str
    alpha: float | None
    n: int
    same: int


def agreement(reviews: Iterable[Review], one: str, other: str) -> list[Agreement]:
    """What two authors agree on: the verdict on each claim that both reviewed, then each field.

    A verdict is confirmed, corrected, rejected or split. Fields are compared where neither rejected
    or split the claim: as it was read, with that author's corrections. Raises ReviewError if an
    author has no review in force.
    """
    kept = in_force(reviews)
    by_author = {name: _by_claim(kept, name) for name in (one, other)}
    for name, found in by_author.items():
        if not found:
            known = sorted({review.author for review in kept})
            raise ReviewError(
                f"{name} has reviewed no claim here; who has: {', '.join(known) or 'nobody'}"
            )
    both = sorted(by_author[one].keys() & by_author[other].keys())
    verdicts = [[_verdict(by_author[name][claim]) for claim in both] for name in (one, other)]
    measured = [_measure(VERDICT, verdicts)]
    left = [
        claim
        for claim in both
        if all(_verdict(each[claim]) in ("confirmed", "corrected") for each in by_author.values())
    ]
    settled = [[_settled(by_author[name][claim]) for claim in left] for name in (one, other)]
    for field, value in _VALUES.items():
        measured.append(_measure(field, [[value(claim) for claim in said] for said in settled]))
    return measured


def alpha(ratings: Sequence[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha of two or more raters, each with one value a unit, in the same order.

    Frozen sets are compared by MASI, other values as equal or not. None if alpha is not defined:
    no unit, or the same value throughout.
    """
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance, masi_distance

    values = {value for said in ratings for value in said}
    if len(values) < 2:
        return None
    are_sets = all(isinstance(value, frozenset) for value in values)
    data = [(rater, unit, v) for rater, said in enumerate(ratings) for unit, v in enumerate(said)]
    task = AnnotationTask(data=data, distance=masi_distance if are_sets else binary_distance)
    return float(task.alpha())


def _measure(field: str, ratings: Sequence[Sequence[Hashable]]) -> Agreement:
    first, second = ratings
    same = sum(a == b for a, b in zip(first, second, strict=True))
    return Agreement(field, alpha(ratings), len(first), same)


def _by_claim(reviews: Iterable[Review], author: str) -> dict[str, list[Review]]:
    found: dict[str, list[Review]] = {}
    for review in reviews:
        if review.author == author and review.decision not in ("add", "overrule"):
            found.setdefault(review.used or review.claim, []).append(review)
    return found


def _verdict(reviews: Sequence[Review]) -> str:
    outcome = effective(reviews)
    return outcome.status if outcome else ""


def _settled(reviews: Sequence[Review]) -> ReviewedClaim:
    outcome, seen = effective(reviews), reviews[-1].seen or ReviewedClaim()
    return outcome.settled.over(seen) if outcome else seen


def _as_set(values: Iterable[str] | None) -> frozenset[str]:
    return frozenset(values or ()) or frozenset({_NOTHING})


_VALUES: Mapping[str, Callable[[ReviewedClaim], Hashable]] = {
    "polarity": lambda claim: claim.polarity,
    "act": lambda claim: claim.act,
    "modality": lambda claim: claim.modality,
    "issues": lambda claim: _as_set(claim.issues),
    "holders": lambda claim: _as_set(claim.holders.named if claim.holders else None),
    "group": lambda claim: claim.holders.group if claim.holders else "",
    "condition": lambda claim: claim.condition,
}
