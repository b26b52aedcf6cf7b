"""Figures and what they count, without a browser: standings, pairs, network, matrix."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.network_figure import (
    MAX_NODES,
    MAX_TIES,
    Knot,
    Tie,
    keep_strongest,
    network_figure,
    with_legend,
)
from dashboard.pictures import make_picture
from dashboard.sides import EU
from dashboard.standing import Standing, Standings, joined, make_standings
from dashboard.standing_nodes import look, sign
from graph.pool import QueryPool
from standpunt.analysis.loading import load_claims
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import Selection, select

ISSUE = "https://w3id.org/standpunt/id/issue/lower-quotas"


@pytest.fixture(scope="module")
def base(tiny_store: Path) -> Iterator[ClaimBase]:
    with QueryPool(tiny_store, 1) as pool:
        yield load_claims(pool)


@pytest.fixture(scope="module")
def standings(base: ClaimBase) -> Standings:
    chosen = select(base, Selection())
    return make_standings(chosen.with_claims([c for c in chosen.claims if c.kind == "claim"]))


def test_a_state_is_certain_only_where_it_is_named(standings: Standings) -> None:
    found = {state.code: standings.at(ISSUE, state.iri).status for state in standings.states}
    assert found == {
        "NLD": "certain",
        "DEU": "certain",
        "FRA": "possible",
        "HUN": "possible",
        "POL": "possible",
    }


def test_who_is_said_not_to_be_among_them_is_excluded_and_no_opponent(
    standings: Standings,
) -> None:
    hungary = next(state for state in standings.states if state.code == "HUN")
    excluded = [
        standing
        for (_, actor), standing in standings.cells.items()
        if actor == hungary.iri and standing.status == "excluded"
    ]
    assert excluded
    assert {sign(standing) for standing in excluded} == {"×"}
    assert {standing.stance for standing in excluded} == {""}


def test_no_state_stands_anywhere_by_a_forecast(base: ClaimBase, standings: Standings) -> None:
    forecasts = {claim.iri for claim in base.claims if claim.modality == "expected"}
    assert forecasts
    used = {
        iri
        for standing in standings.cells.values()
        for iri in (*standing.certain_claims, *standing.possible_claims)
    }
    assert not used & forecasts


def test_both_sides_are_never_one_stance() -> None:
    assert joined(frozenset({"support", "oppose"})) == "split"
    assert joined(frozenset({"support", "conditional-support"})) == "conditional-support"
    assert joined(frozenset({"critical"})) == "critical"
    assert joined(frozenset()) == ""
    both = Standing(frozenset({"support"}), certain_claims=("a",)).with_other(
        Standing(frozenset({"oppose"}), certain_claims=("b",))
    )
    assert (look(both), both.certain_claims) == ("split", ("a", "b"))


def test_the_network_draws_the_strongest_and_no_more_than_it_can() -> None:
    codes = [f"S{n:02}" for n in range(60)]
    ties = [
        Tie(one, other, int(one == "S00"), 2, f"{one}-{other}")
        for at, one in enumerate(codes)
        for other in codes[at + 1 :]
    ]
    order, drawn = keep_strongest(ties)
    assert len(order) == len(set(order)) == MAX_NODES
    assert len(drawn) == MAX_TIES
    assert "S00" in order
    assert [tie.certain for tie in drawn] == sorted((t.certain for t in drawn), reverse=True)


def test_neighbours_on_the_circle_are_those_with_strong_ties() -> None:
    ties = [Tie("A", "C", 9, 9, "A-C"), Tie("B", "D", 9, 9, "B-D"), Tie("A", "B", 1, 1, "A-B")]
    order, _ = keep_strongest(ties)
    turned = "".join(order) * 2
    assert "AC" in turned or "CA" in turned
    assert "BD" in turned or "DB" in turned


def test_the_picture_of_a_network_tells_full_from_dashed_lines() -> None:
    ties = [Tie("A", "B", 2, 3, "A-B"), Tie("A", "C", 0, 3, "A-C")]
    order, drawn = keep_strongest(ties)
    knots = {code: Knot(code, code, f"state {code}") for code in order}
    figure = with_legend(network_figure(knots, drawn, order, "with"), "with", ("full", "dashed"))
    svg = make_picture("n", "Who?", *figure, "Source").svg
    assert len(re.findall('class="fig-tie fig-tie-certain"', svg)) == 2  # the tie, its sample
    assert len(re.findall('class="fig-tie fig-tie-possible"', svg)) == 2
    assert re.search(r"\.fig-tie-possible \{[^}]*stroke-dasharray", svg)
    assert "data-pick" not in svg
    assert "tabindex" not in svg


def test_the_eu_of_the_figures_is_that_of_the_reference_data(base: ClaimBase) -> None:
    (day,) = {claim.day for claim in base.claims if claim.day and claim.document.endswith("b" * 16)}
    assert len(base.members_on(EU, day)) == 5
