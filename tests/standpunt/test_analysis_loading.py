"""What analysis reads from a store, and what a selection takes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.pool import QueryPool
from standpunt.analysis import loading
from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.loading import load_claims
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import ALL_MODALITIES, Selection, select

ISSUE = "https://w3id.org/standpunt/id/issue/"
EU = "https://w3id.org/standpunt/id/bloc/EU"


def load(store: Path) -> ClaimBase:
    with QueryPool(store, workers=2) as pool:
        return load_claims(pool)


@pytest.fixture(scope="module")
def base(sample_store: Path) -> ClaimBase:
    return load(sample_store)


def test_every_claim_is_read_with_an_issue_a_day_and_a_reporter(base: ClaimBase) -> None:
    claims = [claim for claim in base.claims if claim.kind == "claim"]
    assert len(claims) == 36 + 42
    assert {claim.day for claim in claims} == {date(2026, 1, 22)}
    assert all(claim.issues and claim.reporter and claim.configuration == "JHA" for claim in claims)


def test_columns_give_the_claims_of_the_engines_rows(
    sample_store: Path, base: ClaimBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "stored_claims", lambda _: None)
    monkeypatch.setattr(loading, "ask_projection", lambda *_: None)
    rows = load(sample_store)
    assert isinstance(base.claims, ClaimRows)
    assert not isinstance(rows.claims, ClaimRows)
    assert list(base.claims) == list(rows.claims)
    assert any(one.letter for one in rows.claims)
    assert (set(base.disjoint), base.broader) == (rows.disjoint, rows.broader)


def test_the_letter_stands_for_the_claims_that_report_it(base: ClaimBase) -> None:
    (letter,) = [claim for claim in base.claims if claim.kind == "joint-letter"]
    assert len(letter.named) == 20
    reports = [claim for claim in base.claims if claim.letter == letter.iri]
    assert reports
    assert not set(reports) & set(base.letters_once().claims)
    alone = select(base, Selection(kinds=("claim",)))
    assert set(reports) <= set(alone.letters_once().claims)


def test_equal_choices_are_one_statement(base: ClaimBase) -> None:
    refusals = [claim for claim in base.claims if claim.issues[0].endswith("#refuses")]
    assert {base.actor(claim.named[0]).code for claim in refusals} == {"HUN", "SVK"}
    assert len({claim.statement for claim in refusals}) == 1


def test_who_is_named_in_a_disjoint_group_is_excluded(base: ClaimBase) -> None:
    claims = {claim.iri: claim for claim in base.claims}
    assert base.disjoint
    for one, other in base.disjoint:
        assert set(claims[one].named) <= set(claims[other].excluded)


def test_candidates_are_members_on_the_day_that_are_not_named(base: ClaimBase) -> None:
    claim = next(one for one in base.claims if one.open and one.named == (one.reporter,))
    assert len(base.members_on(EU, date(2026, 1, 22))) == 27
    assert len(base.candidates(claim)) == 26 - len(claim.excluded)
    assert base.candidates(replace(claim, open=False)) == frozenset()


def test_a_merged_issue_counts_as_the_other(store: Path, standpunt: Callable[..., Any]) -> None:
    before = load(store)
    issue = next(one.issues[0] for one in before.claims if one.kind == "claim")
    name = issue.removeprefix(ISSUE)
    merged = standpunt("issues", "merge", name, "return", "--reason", "test", "--store", store)
    assert merged.code == 0
    after = {claim.iri: claim.issues for claim in load(store).claims}
    assert not [iri for iri, issues in after.items() if issue in issues]
    for claim in before.claims:
        if issue in claim.issues:
            assert f"{ISSUE}return" in after[claim.iri]


@pytest.mark.parametrize(
    ("selection", "fits"),
    [
        (Selection(since=date(2026, 1, 22)), True),
        (Selection(before=date(2026, 1, 22)), False),
        (Selection(configurations=("ECOFIN",)), False),
        (Selection(configurations=("ECOFIN", "JHA")), True),
        (Selection(reporter="https://example.org/nobody"), False),
        (Selection(min_confidence=1.01), False),
        (Selection(modalities=()), False),
    ],
)
def test_a_selection_takes_what_fits(base: ClaimBase, selection: Selection, fits: bool) -> None:
    assert bool(select(base, selection).claims) is fits


def test_forecasts_are_left_out_unless_asked_for(base: ClaimBase) -> None:
    usual = {claim.modality for claim in select(base, Selection()).claims}
    every = {claim.modality for claim in select(base, Selection(modalities=ALL_MODALITIES)).claims}
    assert every - usual == {"expected"}


def test_an_issue_takes_what_is_under_it(base: ClaimBase) -> None:
    parents = {parent for claim in base.claims for issue in claim.issues
               for parent in base.broader.get(issue, ())}  # fmt: skip
    for parent in parents:
        taken = {
            issue for one in select(base, Selection(issue=parent)).claims for issue in one.issues
        }
        assert taken & {issue for issue, above in base.broader.items() if parent in above}
