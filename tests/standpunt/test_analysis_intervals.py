"""Intervals hold whatever the truth is: weights against every way to fill the groups of claims."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from standpunt.analysis.algebra import find_overlaps, infer_holders
from standpunt.analysis.basis import basis_of
from standpunt.analysis.cells import (
    ONCE,
    Once,
    alike_issues,
    alike_statements,
    issue_cells,
    statement_cells,
)
from standpunt.analysis.claims import Claim
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.issue_networks import actor_issue_network, issue_network
from standpunt.analysis.networks import Counting, actor_network
from standpunt.analysis.records import ClaimBase, Membership
from standpunt.analysis.stances import HELD, count_stances
from standpunt.analysis.weights import agreement_in, agreement_of_statements, conflict_in
from standpunt.analysis.windows import sweep

EU = "id/bloc/EU"
STATES = ("A", "B", "C", "D")
OUTSIDERS = ("X",)
DAY = date(2020, 1, 15)
MEMBERS = tuple(Membership(state, EU, date(2000, 1, 1)) for state in STATES)
World = Mapping[str, frozenset[str]]


@st.composite
def claims(draw: st.DrawFn, number: int) -> Claim:
    """Any claim about one of two issues, in one of two documents."""
    named = draw(st.sets(st.sampled_from((*STATES, *OUTSIDERS)), max_size=2))
    excluded = draw(st.sets(st.sampled_from(STATES), max_size=1)) - named
    is_open = draw(st.booleans()) or not named
    counted = len(named & set(STATES))
    most = len(STATES) - len(excluded)
    high = draw(st.integers(max(counted, 1), most)) if is_open else len(named)
    low = draw(st.integers(max(counted, 1), high)) if is_open else len(named)
    document = draw(st.sampled_from(("d1", "d2")))
    return Claim(
        iri=f"claim/{number}", statement=f"claim/{number}", kind="claim", document=document,
        meeting=draw(st.sampled_from(("m1", "m2"))), item=None,
        day=DAY + timedelta(days=draw(st.sampled_from((0, 40)))), configuration="JHA",
        reporter="A", polarity=draw(st.sampled_from(("support", "critical", "neutral"))),
        modality="stated", confidence=1.0,
        issues=tuple(sorted(draw(st.sets(st.sampled_from(("i", "k")), min_size=1)))),
        named=tuple(sorted(named)), excluded=tuple(sorted(excluded)), low=low, high=high,
        bloc=EU, open=is_open,
    )  # fmt: skip


@st.composite
def bases(draw: st.DrawFn, disjoint: bool = True) -> ClaimBase:
    """One to three claims, some pairs of which may be disjoint groups."""
    made = [draw(claims(number)) for number in range(draw(st.integers(1, 3)))]
    pairs = [
        (one.iri, other.iri)
        for one, other in combinations(made, 2)
        if one.open and other.open and not set(one.named) & set(other.named)
    ]
    apart = draw(st.sets(st.sampled_from(pairs))) if disjoint and pairs else set()
    return ClaimBase(tuple(made), MEMBERS, frozenset(apart))


def worlds(base: ClaimBase) -> Iterator[World]:
    """Every way to fill the groups that the bounds, exclusions and disjoint pairs allow."""
    choices = []
    for claim in base.claims:
        free = sorted(base.candidates(claim))
        fixed = frozenset(claim.named)
        choices.append(
            [
                fixed | set(more)
                for size in range(len(free) + 1)
                for more in combinations(free, size)
                if not claim.open
                or claim.low <= len((fixed | set(more)) & set(STATES)) <= claim.high
            ]
        )
    for sets in product(*choices):
        world = {claim.iri: holders for claim, holders in zip(base.claims, sets, strict=True)}
        if not any(world[one] & world[other] for one, other in base.disjoint):
            yield world


def unit(claim: Claim, once: Once) -> str:
    return {
        "claim": claim.statement,
        "document": claim.document,
        "meeting": claim.meeting or "",
        "month": f"{claim.day:%Y-%m}" if claim.day else "",
    }[once]


def stances(base: ClaimBase, world: World, who: str, once: Once) -> set[tuple[str, str, int]]:
    """(unit, issue, side) of everything that one actor holds in a world."""
    return {
        (unit(claim, once), issue, claim.side)
        for claim in base.claims
        if who in world[claim.iri] and claim.side
        for issue in claim.issues
    }


def truth(base: ClaimBase, world: World, i: str, j: str, rule: Counting) -> tuple[int, int]:
    """Agreement and conflict of a pair in a world, by the definitions in docs/analysis.md."""
    if rule.across:
        mine, theirs = (stances(base, world, who, rule.once) for who in (i, j))
        agree = sum(a[1:] == b[1:] for a in mine for b in theirs)
        return agree, sum(a[1] == b[1] and a[2] == -b[2] for a in mine for b in theirs)
    place: Once = "document" if rule.once == "claim" else rule.once
    mine, theirs = (stances(base, world, who, place) for who in (i, j))
    conflict = len({a[:2] for a in mine for b in theirs if a[:2] == b[:2] and a[2] == -b[2]})
    if rule.once == "claim":
        return (
            sum({i, j} <= world[claim.iri] and claim.side != 0 for claim in base.claims),
            conflict,
        )
    return len({stance[:2] for stance in mine & theirs}), conflict


RULES = [Counting(once, across, isolates=True) for once in ONCE for across in (False, True)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.once}-{rule.across}")
@settings(max_examples=60, deadline=None)
@given(base=bases())
def test_every_true_weight_lies_in_its_interval(rule: Counting, base: ClaimBase) -> None:
    all_worlds = list(worlds(base))
    assume(all_worlds)
    network = actor_network(make_incidence(base), rule)
    for (x, i), (y, j) in combinations(enumerate(network.actors), 2):
        pairs = [truth(base, world, i, j, rule) for world in all_worlds]
        for weights, values in zip(
            (network.agreement, network.conflict), zip(*pairs, strict=True), strict=True
        ):
            assert weights.low[x, y] <= weights.inferred[x, y] <= min(values)
            assert max(values) <= weights.high[x, y]


@pytest.mark.parametrize("once", ONCE)
@settings(max_examples=60, deadline=None)
@given(base=bases(disjoint=False))
def test_the_upper_end_is_reached(once: Once, base: ClaimBase) -> None:
    """Not only safe but sharp: some state of affairs has that weight.

    But for groups of several issues, see docs/analysis.md.
    """
    assume(not any(claim.open and len(claim.issues) > 1 for claim in base.claims))
    all_worlds = list(worlds(base))
    assume(all_worlds)
    rule = Counting(once, isolates=True)
    network = actor_network(make_incidence(base), rule)
    for (x, i), (y, j) in combinations(enumerate(network.actors), 2):
        pairs = [truth(base, world, i, j, rule) for world in all_worlds]
        assert network.agreement.high[x, y] == max(agree for agree, _ in pairs)
        assert network.conflict.high[x, y] == max(conflict for _, conflict in pairs)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.once}-{rule.across}")
@settings(max_examples=40, deadline=None)
@given(base=bases(), how=st.sampled_from(("none", "average-activity", "jaccard", "cosine")))
def test_the_certain_network_is_part_of_the_possible_one(
    rule: Counting, base: ClaimBase, how: str
) -> None:
    counting = Counting(rule.once, rule.across, how, isolates=True)  # type: ignore[arg-type]
    network = actor_network(make_incidence(base), counting)
    for weights in (network.agreement, network.conflict, network.net):
        assert not (weights.certain() & ~weights.possible()).any()
        assert (weights.low <= weights.named + 1e-9).all()
        assert (weights.named <= weights.high + 1e-9).all()
        assert (weights.inferred <= weights.high + 1e-9).all()
        assert np.allclose(weights.high, weights.high.T)
        assert not weights.high.diagonal().any()


@pytest.mark.parametrize("how", ["average-activity", "jaccard", "cosine"])
@settings(max_examples=60, deadline=None)
@given(base=bases())
def test_every_true_normalised_agreement_lies_in_its_interval(how: str, base: ClaimBase) -> None:
    all_worlds = list(worlds(base))
    assume(all_worlds)
    counting = Counting("document", normalisation=how, isolates=True)  # type: ignore[arg-type]
    network = actor_network(make_incidence(base), counting)
    for (x, i), (y, j) in combinations(enumerate(network.actors), 2):
        for world in all_worlds:
            mine, theirs = (stances(base, world, who, "document") for who in (i, j))
            weight = len({stance[:2] for stance in mine & theirs})
            norm = {
                "average-activity": (len(mine) + len(theirs)) / 2,
                "jaccard": len(mine | theirs),
                "cosine": (len(mine) * len(theirs)) ** 0.5,
            }[how]
            value = weight / norm if norm else 0.0
            assert network.agreement.low[x, y] - 1e-9 <= value
            assert value <= network.agreement.high[x, y] + 1e-9


@settings(max_examples=80, deadline=None)
@given(base=bases())
def test_who_is_inferred_holds_the_claim_in_every_world(base: ClaimBase) -> None:
    all_worlds = list(worlds(base))
    assume(all_worlds)
    for found in infer_holders(base):
        assert all(found.actor in world[found.claim] for world in all_worlds)
        assert found.claim in found.premises
    arrays = make_incidence(base)
    iris = [claim.iri for claim in base.claims]
    by_row = {(iris[row], arrays.actors[at]) for row, at in np.argwhere(arrays.inferred)}
    assert by_row <= {(found.claim, found.actor) for found in infer_holders(base)}
    assert not make_incidence(base, inferring=False).inferred.any()


@settings(max_examples=80, deadline=None)
@given(base=bases())
def test_cells_that_are_alike_count_as_often_as_they_are(base: ClaimBase) -> None:
    """Two papers tell the same things, so that everything is there twice and more."""
    copies = [replace(claim, iri=f"copy/{claim.iri}", statement=f"copy/{claim.iri}",
                      document=f"copy {claim.document}") for claim in base.claims]  # fmt: skip
    pairs = {(f"copy/{one}", f"copy/{other}") for one, other in base.disjoint} | base.disjoint
    arrays = make_incidence(ClaimBase((*base.claims, *copies), MEMBERS, frozenset(pairs)))
    papers = arrays.document
    for some, every in (
        (agreement_of_statements(alike_statements(arrays)),
         agreement_of_statements(statement_cells(arrays))),
        (agreement_in(alike_issues(arrays, papers)), agreement_in(issue_cells(arrays, papers))),
        (conflict_in(alike_issues(arrays, papers, both_sides=True)),
         conflict_in(issue_cells(arrays, papers))),
    ):  # fmt: skip
        for end in ("low", "inferred", "high"):
            assert np.array_equal(getattr(some, end), getattr(every, end)), end


@settings(max_examples=80, deadline=None)
@given(base=bases())
def test_the_matrix_counts_each_claim_of_a_member(base: ClaimBase) -> None:
    counted: Counter[tuple[str, str, str]] = Counter()
    for claim in base.claims:
        room = claim.high > len(base.counted(claim))
        held = (claim.named, base.candidates(claim) if room else (), claim.excluded)
        for how, actors in zip(HELD, held, strict=True):
            counted.update(product(claim.issues, set(STATES) & set(actors), (how,)))
    found = count_stances(base, EU)
    sums = found.counts.sum(axis=3)
    assert counted == {
        (found.issues[i], found.actors[a], HELD[h]): int(sums[i, a, h])
        for i, a, h in np.argwhere(sums).tolist()
    }


@settings(max_examples=80, deadline=None)
@given(base=bases())
def test_two_groups_share_as_many_as_their_sizes_force(base: ClaimBase) -> None:
    all_worlds = list(worlds(base))
    assume(all_worlds)
    for pair in find_overlaps(base):
        shared = [len(world[pair.first] & world[pair.second] & {*STATES}) for world in all_worlds]
        assert pair.least <= min(shared)
        assert max(shared) <= pair.most


@settings(max_examples=80, deadline=None)
@given(base=bases(), once=st.sampled_from(ONCE), across=st.booleans())
def test_pairs_of_issues_lie_in_their_interval(base: ClaimBase, once: Once, across: bool) -> None:
    all_worlds = list(worlds(base))
    assume(all_worlds)
    network = issue_network(make_incidence(base), Counting(once, across, isolates=True))
    if len(network.issues) < 2:
        return
    everyone = (*STATES, *OUTSIDERS)
    for world in all_worlds:
        agree = conflict = 0
        for who in everyone:
            held = stances(base, world, who, once)
            units = {"all"} if across else {place for place, _, _ in held}
            for one in units:
                here = {(k, s) for place, k, s in held if across or place == one}
                agree += sum((("i", s) in here) and (("k", s) in here) for s in (1, -1))
                conflict += sum((("i", s) in here) and (("k", -s) in here) for s in (1, -1))
        assert network.agreement.inferred[0, 1] <= agree <= network.agreement.high[0, 1]
        assert network.conflict.inferred[0, 1] <= conflict <= network.conflict.high[0, 1]


@settings(max_examples=60, deadline=None)
@given(base=bases(), once=st.sampled_from(ONCE))
def test_stances_of_an_actor_on_an_issue_lie_in_their_interval(base: ClaimBase, once: Once) -> None:
    all_worlds = list(worlds(base))
    assume(all_worlds)
    network = actor_issue_network(make_incidence(base), Counting(once, isolates=True))
    for (x, who), (y, issue) in product(enumerate(network.actors), enumerate(network.issues)):
        for world in all_worlds:
            held = [(k, s) for _, k, s in stances(base, world, who, once)]
            for side, weights in ((1, network.support), (-1, network.against)):
                assert weights.inferred[x, y] <= held.count((issue, side)) <= weights.high[x, y]


@settings(max_examples=40, deadline=None)
@given(base=bases())
def test_windows_hold_each_dated_claim_once(base: ClaimBase) -> None:
    windows = list(sweep(make_incidence(base), Counting("month")))
    assert sum(window.basis.claims for window in windows) == len(base.claims)
    assert [window.before for window in windows[:-1]] == [window.since for window in windows[1:]]


@st.composite
def years(draw: st.DrawFn) -> ClaimBase:
    """Some claims over four months, many alike; papers and disjoint groups may be in several."""
    kinds = [draw(claims(number)) for number in range(2)]
    made = [
        replace(
            draw(st.sampled_from(kinds)),
            iri=f"claim/{number}",
            statement=f"claim/{number}",
            issues=("i",),
            polarity=draw(st.sampled_from(("support", "critical"))),
            document=f"d{draw(st.integers(0, 2))}",
            meeting=f"m{draw(st.integers(0, 2))}",
            day=DAY + timedelta(days=31 * draw(st.integers(0, 3))),
        )
        for number in range(draw(st.integers(4, 10)))
    ]
    if draw(st.booleans()):  # a month a paper, as it mostly is
        made = [replace(each, day=DAY + timedelta(days=31 * int(each.document[1])))
                for each in made]  # fmt: skip
    pairs = [(a.iri, b.iri) for a, b in combinations(made, 2)
             if a.open and b.open and not set(a.named) & set(b.named)]  # fmt: skip
    if draw(st.booleans()):
        documents = {claim.iri: claim.document for claim in made}
        pairs = [(one, other) for one, other in pairs if documents[one] == documents[other]]
    apart = draw(st.sets(st.sampled_from(pairs), max_size=3)) if pairs else set()
    several = {made[at].iri for at in draw(st.sets(st.integers(0, len(made) - 1), max_size=4))}
    apart |= {pair for pair in pairs if several.issuperset(pair)}
    return ClaimBase(tuple(made), MEMBERS, frozenset(apart))


@settings(max_examples=100, deadline=None)
@given(years(), st.sampled_from(ONCE), st.sampled_from((1, 2, 4)), st.booleans())
def test_windows_from_sums_of_months_are_those_counted_one_by_one(
    base: ClaimBase, once: Once, width: int, isolates: bool
) -> None:
    arrays, rule = make_incidence(base), Counting(once, isolates=isolates)
    windows = list(sweep(arrays, rule, width=width))
    for window in windows:
        days = [date.fromordinal(day) for day in arrays.day.tolist()]
        inside = np.array([window.since <= day < window.before for day in days])
        its = arrays.take(inside)
        alone = actor_network(its, rule)
        assert window.basis == basis_of(its)
        assert window.network.actors == alone.actors
        for one, other in (
            (window.network.agreement, alone.agreement),
            (window.network.conflict, alone.conflict),
        ):
            for end in ("low", "named", "inferred", "high"):
                assert np.array_equal(getattr(one, end), getattr(other, end)), end
        assert np.array_equal(window.network.activity, alone.activity)
        assert np.array_equal(window.network.reach, alone.reach)
