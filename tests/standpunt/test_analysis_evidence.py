"""The claims behind an edge, held to what going through all claims one by one finds."""

from datetime import date
from itertools import combinations, product

import numpy as np
import pytest

import standpunt.analysis.evidence
from standpunt.analysis.cells import ONCE, Once
from standpunt.analysis.claims import Claim
from standpunt.analysis.evidence import Behind
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.records import ClaimBase, Membership

EU = "id/bloc/EU"
STATES = ("A", "B", "C", "D")
MEMBERS = tuple(Membership(state, EU, date(2000, 1, 1)) for state in STATES)
SIDES = {"support": 1, "critical": -1}


def make_base(seed: int) -> ClaimBase:
    """Forty claims, each of which names up to two states or leaves room for some."""
    chance = np.random.default_rng(seed)
    claims = []
    for number in chance.permutation(40).tolist():
        named = tuple(sorted(chance.choice(STATES, chance.integers(0, 3), replace=False)))
        is_open = not named or bool(chance.integers(2))
        high = int(chance.integers(max(1, len(named)), 5)) if is_open else len(named)
        month = int(chance.integers(1, 4))
        claims.append(
            Claim(
                iri=f"claim/{number}", statement=f"claim/{number}", kind="claim",
                document=f"d{month}{number % 3}", meeting=f"m{month}", item=None,
                day=date(2020, month, 15), configuration="JHA", reporter="A",
                polarity=str(chance.choice(("support", "critical", "neutral"))),
                modality="stated", confidence=1.0,
                issues=tuple(sorted(chance.choice(("i", "k"), chance.integers(1, 3), False))),
                named=named, excluded=(), low=max(1, len(named)), high=high, bloc=EU, open=is_open,
            )
        )  # fmt: skip
    return ClaimBase(tuple(claims), MEMBERS, frozenset())


def holds(claim: Claim, state: str, *, possibly: bool) -> bool:
    """Whether a state is, or may be, among the holders."""
    return state in claim.named or (possibly and claim.open and claim.high > len(claim.named))


def cells_of(claim: Claim, once: Once, *, across: bool) -> set[tuple[str, ...]]:
    """The cells that a claim is in, without its side."""
    unit = {
        "claim": claim.statement, "document": claim.document, "meeting": claim.meeting,
        "month": str(claim.day)[:7],
    }[once]  # fmt: skip
    if once == "claim" and not across:
        return {(unit or "",)}
    return {("" if across else unit or "", issue) for issue in claim.issues}


@pytest.mark.parametrize("most_flags", [0, 1 << 26])
@pytest.mark.parametrize("once", ONCE)
def test_the_claims_behind_a_pair_are_those_of_cells_that_both_hold(
    once: Once, most_flags: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standpunt.analysis.evidence, "_MOST_FLAGS", most_flags)
    seen = 0
    for seed, across in product(range(3), (False, True)):
        base = make_base(seed)
        sided = [claim for claim in base.claims if claim.polarity in SIDES]
        behind = Behind(base, make_incidence(base, inferring=False), once, across)
        for one, other in combinations(STATES, 2):
            for possibly in (False, True):
                held: dict[tuple[str, ...], list[set[str]]] = {}
                for claim in sided:
                    for cell in cells_of(claim, once, across=across):
                        pair = held.setdefault((claim.polarity, *cell), [set(), set()])
                        for who, state in enumerate((one, other)):
                            if holds(claim, state, possibly=possibly):
                                pair[who].add(claim.iri)
                wanted = sorted({iri for mine, theirs in held.values() if mine and theirs
                                 for iri in mine | theirs})  # fmt: skip
                found = behind.possible(one, other) if possibly else behind.certain(one, other)
                assert (found.iris(), len(found)) == (tuple(wanted), len(wanted))
                assert found.first(3) == wanted[:3]
                seen += len(wanted)
            certain, possible = behind.certain(one, other), behind.possible(one, other)
            rest = sorted({*possible.iris()} - {*certain.iris()})
            assert possible.without(certain).iris() == tuple(rest)
    assert seen


@pytest.mark.parametrize("possibly", [False, True])
def test_the_claims_behind_an_opposition_are_of_one_paper_and_issue(possibly: bool) -> None:
    seen = 0
    for seed in range(6):
        base = make_base(seed)
        sided = [claim for claim in base.claims if claim.polarity in SIDES]
        behind = Behind(base, make_incidence(base, inferring=False), "claim", False)
        for one, other in combinations(STATES, 2):
            wanted = sorted({
                claim.iri
                for mine, theirs in product(sided, repeat=2)
                if mine.document == theirs.document
                and {*mine.issues} & {*theirs.issues}
                and SIDES[mine.polarity] != SIDES[theirs.polarity]
                and holds(mine, one, possibly=possibly)
                and holds(theirs, other, possibly=possibly)
                for claim in (mine, theirs)
            })  # fmt: skip
            assert behind.opposed(one, other, possibly=possibly).iris() == tuple(wanted)
            seen += len(wanted)
    assert seen


def test_claims_behind_all_pairs_are_given_up_when_there_are_more_than_asked_for() -> None:
    base = make_base(1)
    behind = Behind(base, make_incidence(base, inferring=False), "claim", False)
    pairs = list(combinations(STATES, 2))
    wanted = [(behind.certain(*pair).iris(), behind.possible(*pair).iris()) for pair in pairs]
    count = sum(len(certain) + len(possible) for certain, possible in wanted)
    found = behind.each(pairs, count)
    assert found is not None
    assert [(certain.iris(), possible.iris()) for certain, possible in found] == wanted
    assert behind.each(pairs, count - 1) is None
