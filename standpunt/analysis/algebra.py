"""What the bounds of holder sets imply: shared members, and holders found by elimination.

Nothing here is said by a document. Each conclusion names the claims it rests on and the step, and
every caller can leave it out.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from standpunt.analysis.claims import Claim
from standpunt.analysis.reasons import Reason
from standpunt.analysis.records import ClaimBase


@dataclass(frozen=True)
class InferredHolder:
    """An actor that must hold a claim that does not name it; `premises` are IRIs of claims."""

    claim: str
    actor: str
    step: Reason
    premises: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """Two claims whose holders must share at least `least` members, or can share at most `most`."""

    first: str
    second: str
    least: int
    most: int
    step: Reason


@dataclass(frozen=True)
class _Set:
    """A holder set in one universe: who is in it, who may be, and the bounds of its number."""

    claim: Claim
    members: frozenset[str]
    inside: frozenset[str]
    free: frozenset[str]
    low: int
    high: int


def infer_holders(base: ClaimBase) -> list[InferredHolder]:
    """Holders that the bounds leave no choice about, in order of claim and actor.

    Two steps. *No room to choose*: a set must have at least as many members as there are named
    and possible ones. *Two parts*: two disjoint sets that together must be the whole bloc; whoever
    cannot be in the one is in the other.
    """
    found: dict[tuple[str, str], InferredHolder] = {}
    for claim in base.claims:
        one = _set_of(base, claim) if claim.open and _leaves_no_choice(base, claim) else None
        if one is not None:
            for actor in _forced(one):
                found[claim.iri, actor] = InferredHolder(
                    claim.iri, actor, _all_words(one), (claim.iri,)
                )
    for inferred in infer_from_parts(base):
        found.setdefault((inferred.claim, inferred.actor), inferred)
    return [found[key] for key in sorted(found)]


def infer_from_parts(base: ClaimBase) -> list[InferredHolder]:
    """Only what the step *two parts* of infer_holders() gives."""
    paired = {iri for pair in base.disjoint for iri in pair}
    sets = {
        claim.iri: one
        for claim in base.claims
        if claim.open and claim.iri in paired and (one := _set_of(base, claim)) is not None
    }
    found = []
    for pair in sorted(base.disjoint):
        if pair[0] in sets and pair[1] in sets:
            for one, other in ((sets[pair[0]], sets[pair[1]]), (sets[pair[1]], sets[pair[0]])):
                premises = (one.claim.iri, other.claim.iri)
                words = _parts_words(one, other)
                found += [
                    InferredHolder(one.claim.iri, actor, words, premises)
                    for actor in sorted(_left_over(one, other))
                ]
    return found


def find_overlaps(base: ClaimBase, *, least: int = 1) -> list[Overlap]:
    """Pairs of open claims of one document whose groups must share at least so many members.

    |A and B| >= min(A) + min(B) - n for two sets out of the same n members. Said of groups only,
    and of no member by name. The greatest first.
    """
    by_place: dict[tuple[object, ...], list[_Set]] = defaultdict(list)
    for claim in base.claims:
        one = _set_of(base, claim) if claim.open else None
        if one is not None:
            by_place[claim.document, claim.bloc, claim.day].append(one)
    found = []
    for sets in by_place.values():
        for one, other in combinations(sets, 2):
            shared = one.low + other.low - len(one.members)
            apart = _is_apart(base, one, other)
            if shared >= least and not apart:
                step = Reason.of("sizes", first=one.low, second=other.low, members=len(one.members))
                most = min(one.high, other.high)
                found.append(Overlap(one.claim.iri, other.claim.iri, shared, most, step))
    return sorted(found, key=lambda pair: (-pair.least, pair.first, pair.second))


def _set_of(base: ClaimBase, claim: Claim) -> _Set | None:
    if claim.bloc is None or claim.day is None:
        return None
    members = base.members_on(claim.bloc, claim.day)
    inside = members & frozenset(claim.named)
    free = members - inside - frozenset(claim.excluded)
    high = min(claim.high, len(inside) + len(free))
    return _Set(claim, members, inside, free, max(claim.low, len(inside)), high)


def _leaves_no_choice(base: ClaimBase, claim: Claim) -> bool:
    """Whether all that are not excluded must hold the claim; cheap, as it is asked of all."""
    if claim.bloc is None or claim.day is None:
        return False
    return claim.low + len(claim.excluded) >= len(base.members_on(claim.bloc, claim.day))


def _forced(one: _Set) -> frozenset[str]:
    return one.free if one.low >= len(one.inside) + len(one.free) else frozenset()


def _left_over(one: _Set, other: _Set) -> frozenset[str]:
    """Who must be in the one set, as the two make up the whole bloc and it cannot be the other."""
    if one.members != other.members or one.low + other.low < len(one.members):
        return frozenset()
    return one.free - other.free - other.inside


def _is_apart(base: ClaimBase, one: _Set, other: _Set) -> bool:
    pair = (one.claim.iri, other.claim.iri)
    return pair in base.disjoint or pair[::-1] in base.disjoint


def _all_words(one: _Set) -> Reason:
    return Reason.of("no-choice", low=one.low, named=len(one.inside), possible=len(one.free))


def _parts_words(one: _Set, other: _Set) -> Reason:
    return Reason.of("two-parts", low=one.low, other=other.low, members=len(one.members))
