"""Figures against worked examples, published values and a search through all cases."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from standpunt.analysis.algebra import find_overlaps, infer_holders
from standpunt.analysis.basis import basis_of
from standpunt.analysis.claims import Claim
from standpunt.analysis.communities import adjusted_rand, find_communities
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.networks import Counting, actor_network
from standpunt.analysis.normalising import FORMULAS, Normalisation
from standpunt.analysis.records import ClaimBase, Membership
from standpunt.analysis.shape import (
    backbone,
    burts_constraint,
    core_periphery,
    find_bridges,
    to_graph,
)
from standpunt.analysis.signed import balance, external_internal
from standpunt.analysis.trajectory import change_from

EU = "id/bloc/EU"
STATES = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ!")  # 27, as in 2026
MEMBERS = tuple(Membership(state, EU, date(2000, 1, 1)) for state in STATES)


def claim(
    name: str, named: str = "", *, issue: str = "i", side: str = "support", document: str = "d",
    low: int = 0, high: int = 27, group: bool = False, excluded: str = "",
) -> Claim:  # fmt: skip
    return Claim(
        iri=name, statement=name, kind="claim", document=document, meeting="m", item=None,
        day=date(2026, 1, 22), configuration="JHA", reporter="N", polarity=side,
        modality="stated", confidence=1.0, issues=(issue,), named=tuple(named),
        excluded=tuple(excluded), low=low or len(named), high=high if group else len(named),
        bloc=EU, open=group,
    )  # fmt: skip


def base(*claims: Claim, disjoint: Sequence[tuple[str, str]] = ()) -> ClaimBase:
    return ClaimBase(claims, MEMBERS, frozenset(disjoint))


def matrix(names: str, *edges: tuple[str, str, float]) -> NDArray[np.float64]:
    found = np.zeros((len(names), len(names)))
    for one, other, weight in edges:
        found[names.index(one), names.index(other)] = weight
        found[names.index(other), names.index(one)] = weight
    return found


# --- networks ------------------------------------------------------------------------------------


def network(claims: ClaimBase, **counting: object):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return actor_network(make_incidence(claims), Counting(**counting))  # type: ignore[arg-type]


def test_two_named_for_one_claim_certainly_agree() -> None:
    found = network(base(claim("c", "AB")))
    assert found.actors == ("A", "B")
    assert (found.agreement.low[0, 1], found.agreement.high[0, 1]) == (1, 1)


def test_one_with_several_unnamed_agrees_possibly_with_everybody() -> None:
    found = network(base(claim("c", "N", low=3, group=True)))
    assert len(found.actors) == 27
    assert not found.agreement.certain().any()
    assert found.agreement.possible().sum() == 27 * 26


def test_with_one_other_no_two_unnamed_can_agree() -> None:
    found = network(base(claim("c", "N", low=2, high=2, group=True)))
    n = found.actors.index("N")
    assert found.agreement.possible()[n].sum() == 26
    assert found.agreement.possible().sum() == 2 * 26


def test_the_excluded_is_in_no_possible_edge() -> None:
    found = network(base(claim("c", low=26, high=26, group=True, excluded="H")))
    assert "H" not in found.actors


def test_all_but_one_is_inferred_and_not_certain() -> None:
    found = network(base(claim("c", low=26, high=26, group=True, excluded="H")))
    assert not found.agreement.low.any()
    assert found.agreement.inferred.sum() == 26 * 25


def test_two_disjoint_parts_give_a_pair_one_agreement_at_most() -> None:
    claims = base(
        claim("c", low=2, high=25, group=True),
        claim("e", low=2, high=25, group=True, side="oppose"),
        disjoint=[("c", "e")],
    )
    assert network(claims).agreement.high.max() == 1
    free = ClaimBase(claims.claims, MEMBERS)
    assert network(free).agreement.high.max() == 2


def test_for_and_against_in_one_document_is_a_conflict() -> None:
    found = network(base(claim("c", "A"), claim("e", "B", side="critical")))
    assert (found.conflict.low[0, 1], found.agreement.high[0, 1]) == (1, 0)
    assert (found.net.low[0, 1], found.net.high[0, 1]) == (-1, -1)


def test_for_and_against_in_two_documents_meets_across_only() -> None:
    apart = base(claim("c", "A"), claim("e", "B", side="oppose", document="d2"))
    assert network(apart, once="document").actors == ()
    assert network(apart, once="document", across=True).conflict.low[0, 1] == 1


def test_neutral_claims_side_nobody() -> None:
    assert network(base(claim("c", "AB", side="neutral"))).actors == ()


def test_a_repeated_stance_counts_once_by_the_rule() -> None:
    twice = base(claim("c", "AB"), claim("e", "AB"))
    assert network(twice).agreement.low[0, 1] == 2
    assert network(twice, once="document").agreement.low[0, 1] == 1


def test_counts_across_multiply_as_in_discourse_network_analyzer() -> None:
    # A twice for i and once against k; B three times for i and once for k.
    claims = [claim(f"a{n}", "A", document=f"a{n}") for n in range(2)]
    claims += [claim(f"b{n}", "B", document=f"b{n}") for n in range(3)]
    claims += [claim("k1", "A", issue="k", side="oppose"), claim("k2", "B", issue="k")]
    found = network(base(*claims), once="claim", across=True)
    assert (found.agreement.low[0, 1], found.conflict.low[0, 1]) == (2 * 3, 1)
    assert list(found.activity) == [3, 4]


@pytest.mark.parametrize(
    ("how", "value"),
    [("average-activity", 6 / 3.5), ("jaccard", 6 / (6 + 1 + 1)), ("cosine", 6 / (5 * 10) ** 0.5)],
)
def test_normalisations_by_hand(how: Normalisation, value: float) -> None:
    # x(A) = (2 for i, 1 against k), x(B) = (3 for i, 1 for k): |x| = sqrt(5) and sqrt(10).
    claims = [claim(f"a{n}", "A", document=f"a{n}") for n in range(2)]
    claims += [claim(f"b{n}", "B", document=f"b{n}") for n in range(3)]
    claims += [claim("k1", "A", issue="k", side="oppose"), claim("k2", "B", issue="k")]
    found = network(base(*claims), once="claim", across=True, normalisation=how)
    assert found.agreement.named[0, 1] == pytest.approx(value)
    assert how in FORMULAS


def test_who_is_named_too_rarely_is_left_out_and_isolates_are_kept_on_demand() -> None:
    claims = base(claim("c", "AB"), claim("e", "AB"), claim("f", "C", issue="k"), claim("g", "AD"))
    assert network(claims).actors == ("A", "B", "D")
    assert network(claims, isolates=True).actors == ("A", "B", "C", "D")
    assert network(claims, min_activity=2).actors == ("A", "B")


# --- set algebra ---------------------------------------------------------------------------------


def test_two_majorities_share_a_member() -> None:
    majorities = base(claim("c", low=14, group=True), claim("e", low=14, group=True, issue="k"))
    (pair,) = find_overlaps(majorities)
    assert (pair.first, pair.second, pair.least) == ("c", "e", 1)
    assert pair.step == "14 + 14 - 27 members"


def test_a_majority_and_several_need_not_share_anybody() -> None:
    assert find_overlaps(base(claim("c", low=14, group=True), claim("e", low=2, group=True))) == []


def test_all_but_one_names_the_26_with_its_premise() -> None:
    found = infer_holders(base(claim("c", low=26, high=26, group=True, excluded="H")))
    assert {one.actor for one in found} == set(STATES) - {"H"}
    assert {one.premises for one in found} == {("c",)}


def test_who_is_not_in_one_part_is_in_the_other() -> None:
    found = infer_holders(
        base(
            claim("c", low=20, high=20, group=True, excluded="H"),
            claim("e", low=7, high=7, group=True, side="oppose"),
            disjoint=[("c", "e")],
        )
    )
    assert [(one.claim, one.actor, one.premises) for one in found] == [("e", "H", ("e", "c"))]


def test_the_basis_counts_what_nobody_names() -> None:
    found = basis_of(make_incidence(base(claim("c", "N", low=3, group=True), claim("e", "A"))))
    assert (found.claims, found.unnamed) == (2, 0)
    assert found.anonymous_low == pytest.approx(2 / 4)
    assert found.anonymous_high == pytest.approx(26 / 28)


# --- structure -----------------------------------------------------------------------------------


def test_the_adjusted_rand_index_of_hubert_and_arabie_by_hand() -> None:
    first = [frozenset("ab"), frozenset("cdef")]
    assert adjusted_rand(first, first) == 1
    one = [frozenset(range(3)), frozenset(range(3, 6))]
    other = [frozenset(range(2)), frozenset({2, 3}), frozenset({4, 5})]
    # By hand: both 2, ones 6, others 3, chance 6 * 3 / 15 = 1.2, so (2 - 1.2) / (4.5 - 1.2).
    assert adjusted_rand(one, other) == pytest.approx(0.8 / 3.3)


def test_the_two_factions_of_the_karate_club_are_communities() -> None:
    club = nx.karate_club_graph()
    names = [str(node) for node in club]
    found = find_communities(names, nx.to_numpy_array(club, weight=None))
    assert found.found
    assert found.modularity == pytest.approx(0.4198, abs=1e-4)  # optimum: Brandes et al. (2008)
    officer, teacher = "33", "0"
    assert not any({officer, teacher} <= part for part in found.partition)


def test_a_complete_network_has_no_communities() -> None:
    found = find_communities("ABCDEFGH", np.ones((8, 8)) - np.eye(8))
    assert not found.found
    assert "one community" in found.reason


def test_chance_has_no_communities() -> None:
    weights = np.triu(np.random.default_rng(5).random((20, 20)), 1)
    found = find_communities([f"s{n}" for n in range(20)], weights + weights.T)
    assert not found.found


def test_no_edge_has_no_communities_in_words() -> None:
    assert find_communities("AB", np.zeros((2, 2))).reason == "no two of them side with each other"


def test_an_ideal_core_is_found_without_misfits() -> None:
    names = "ABCDE"
    edges = [(one, other, 1.0) for one, other in combinations("ABC", 2)]
    found = core_periphery(names, matrix(names, *edges, ("A", "D", 2.0), ("B", "E", 1.0)))
    assert set(found.core) >= {"A", "B"}
    assert found.misfits == min(misfits(matrix(names, *edges, ("A", "D", 1), ("B", "E", 1)), core)
                                for core in cores(5))  # fmt: skip


def cores(size: int) -> list[frozenset[int]]:
    return [frozenset(c) for k in range(size + 1) for c in combinations(range(size), k)]


def misfits(weights: NDArray[np.float64], core: frozenset[int]) -> int:
    """Missing edges in the core plus edges in the periphery."""
    wrong = 0
    for one, other in combinations(range(len(weights)), 2):
        inside = (one in core) + (other in core)
        edge = bool(weights[one, other])
        wrong += (inside == 2 and not edge) or (inside == 0 and edge)
    return wrong


@settings(max_examples=80, deadline=None)
@given(bits=st.lists(st.booleans(), min_size=15, max_size=15))
def test_no_core_has_fewer_misfits(bits: list[bool]) -> None:
    weights = np.zeros((6, 6))
    weights[np.triu_indices(6, 1)] = bits
    weights += weights.T
    found = core_periphery("ABCDEF", weights)
    assert found.misfits == min(misfits(weights, core) for core in cores(6))
    assert found.misfits == misfits(weights, frozenset("ABCDEF".index(name) for name in found.core))


def test_burts_constraint_and_freemans_betweenness_by_hand() -> None:
    star = find_bridges("ABCD", matrix("ABCD", ("A", "B", 1), ("A", "C", 1), ("A", "D", 1)))
    assert (star[0].name, star[0].betweenness) == ("A", 1)
    assert star[0].constraint == pytest.approx(1 / 3)  # three partners who do not know each other
    (one, *_) = find_bridges("ABC", matrix("ABC", ("A", "B", 1), ("B", "C", 1), ("A", "C", 1)))
    assert one.constraint == pytest.approx(9 / 8)  # (1/2 + 1/4)^2 twice, Burt 1992


@pytest.mark.parametrize("density", [0.1, 0.5, 1.0])
def test_constraint_is_that_of_networkx(density: float) -> None:
    chance = np.random.default_rng(7)
    weights = np.triu(
        np.round(chance.random((12, 12)) * 9) * (chance.random((12, 12)) < density), 1
    )
    weights += weights.T
    found = nx.constraint(to_graph("ABCDEFGHIJKL", weights), weight="weight")
    for name, one in zip("ABCDEFGHIJKL", burts_constraint(weights), strict=True):
        assert (one is None and np.isnan(found[name])) or one == pytest.approx(found[name], 1e-12)


def test_the_disparity_filter_keeps_what_chance_would_not_give() -> None:
    # A has four edges, one with 0.9 of its weight: (1 - 0.9)^3 = 0.001; the others (29/30)^3.
    weights = matrix("ABCDE", ("A", "B", 27), ("A", "C", 1), ("A", "D", 1), ("A", "E", 1))
    kept = backbone(weights)
    assert [tuple(pair) for pair in np.argwhere(np.triu(kept))] == [(0, 1)]
    assert not backbone(matrix("AB", ("A", "B", 5))).any()  # one edge each: nothing to compare


def test_the_chance_in_the_disparity_filter_is_the_published_integral() -> None:
    """alpha = 1 - (k - 1) * integral of (1 - x)^(k - 2) from 0 to p (Serrano et al. 2009)."""
    k, p = 5, 0.37
    steps = np.linspace(0, p, 200_001)
    integral = np.trapezoid((1 - steps) ** (k - 2), steps)
    assert 1 - (k - 1) * integral == pytest.approx((1 - p) ** (k - 1))


def signed(graph: "nx.Graph[int]") -> tuple[list[str], NDArray[np.float64]]:
    return [str(node) for node in graph], nx.to_numpy_array(graph)


@pytest.mark.parametrize(
    ("graph", "frustration"),
    [
        (nx.petersen_graph(), 15 - 12),  # all edges negative: edges less the greatest cut
        (nx.complete_graph(5), 10 - 6),
        (nx.complete_bipartite_graph(4, 5), 0),
        (nx.dodecahedral_graph(), 6),  # 20 actors: searched for; Doslic and Vukicevic (2007)
    ],
)
def test_frustration_of_negative_networks_is_edges_less_the_greatest_cut(
    graph: "nx.Graph[int]", frustration: int
) -> None:
    names, weights = signed(graph)
    found = balance(names, -weights)
    assert found.frustration == frustration
    assert found.exact is (len(names) <= 18 or frustration == 0)


def test_two_hostile_camps_are_balanced() -> None:
    camps = matrix("ABCD", ("A", "B", 1), ("C", "D", 1),
                   *((one, other, -1.0) for one in "AB" for other in "CD"))  # fmt: skip
    found = balance("ABCD", camps)
    assert (found.triads, found.balanced_share, found.frustration) == ((0, 0, 4, 0), 1.0, 0)
    assert found.line_index == 1
    assert {frozenset(camp) for camp in found.camps} == {frozenset("AB"), frozenset("CD")}
    groups = [frozenset("AB"), frozenset("CD")]
    assert external_internal(groups, "ABCD", np.clip(camps, 0, None)) == -1
    assert external_internal(groups, "ABCD", np.clip(-camps, 0, None)) == 1


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.sampled_from((-1.0, 0.0, 1.0)), min_size=15, max_size=15))
def test_balanced_triads_agree_with_the_walk_formula(values: list[float]) -> None:
    """Share balanced = (1 + tr(A^3) / tr(|A|^3)) / 2 (Terzi and Winkler 2011)."""
    weights = np.zeros((6, 6))
    weights[np.triu_indices(6, 1)] = values
    weights += weights.T
    found = balance("ABCDEF", weights)
    walks = np.trace(np.linalg.matrix_power(np.abs(weights), 3))
    if walks:
        expected = (1 + np.trace(np.linalg.matrix_power(weights, 3)) / walks) / 2
        assert found.balanced_share == pytest.approx(expected)
    else:
        assert found.balanced_share is None
    by_camps = min(
        sum(
            weights[one, other] < 0 if (one in camp) == (other in camp) else weights[one, other] > 0
            for one, other in combinations(range(6), 2)
        )
        for camp in cores(6)
    )
    assert (found.frustration, found.exact) == (by_camps, True)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("support", "support", "same"), ("support", "oppose", "turned"),
        ("critical", "conditional-support", "turned"),
        ("support", "conditional-support", "conditions"),
        ("conditional-support", "support", "harder"), ("oppose", "critical", "softer"),
        ("neutral", "support", "harder"), ("support", "neutral", "softer"),
    ],
)  # fmt: skip
def test_changes_of_stance(before: str, after: str, change: str) -> None:
    assert change_from(before, after) == change
