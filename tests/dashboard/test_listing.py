"""Lists of claims as outlines: from columns as from the claims themselves, and in pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dashboard.catalogue import catalogue
from dashboard.claim_lists import (
    CLAIMS_A_PAGE,
    COLUMN_A_PAGE,
    issue_pages,
    page_in_columns,
    page_of,
    pages_of_columns,
    stance_columns_of,
)
from dashboard.honesty import basis_of_claims
from dashboard.letters import find_all_letters, find_letters
from dashboard.listing import (
    claims_of_all,
    columns_now,
    find_choice_papers,
    find_outline,
    find_outline_about,
    find_roles,
    find_statuses,
    shown_claims,
    whole_outline,
)
from dashboard.outline import Outline, basis_of, outline_of_claims
from dashboard.pools import page_pool
from dashboard.records import POLARITIES, Actor, Catalogue, Claim

if TYPE_CHECKING:
    from pathlib import Path

COUNTRY = "http://publications.europa.eu/resource/authority/country/"
ISSUE = "https://w3id.org/standpunt/id/issue/"
WANTED = (
    {},
    {"polarity": "oppose"},
    {"polarity": "support", "minConfidence": "0.9"},
    {"actor": f"{COUNTRY}NLD"},
    {"actor": f"{COUNTRY}FRA", "possible": "true"},
    {"actor": f"{COUNTRY}DEU", "possible": "true", "polarity": "support"},
)
ACTORS = ("NLD", "HUN", "DEU", "body:EUROPOL", "body:FRONTEX")


def told(outline: Outline) -> dict[str, object]:
    """All that an outline says, in words."""
    pages = issue_pages(Catalogue(), outline)
    about: dict[int, list[str]] = {}
    for claim, issue in zip(outline.about_claims.tolist(), outline.about.tolist(), strict=True):
        about.setdefault(claim, []).append(outline.words[issue])
    return {
        "iris": list(outline.iris),
        "documents": [outline.words[at] for at in outline.documents],
        "meetings": [outline.words[at] if at >= 0 else "" for at in outline.meetings],
        "about": about,
        "basis": basis_of(outline),
        "columns": [
            getattr(outline, name).tolist()
            for name in ("polarity", "minimum", "maximum", "holders", "inside", "is_group",
                         "all_named", "majority", "confidence")
        ],
        "pages": [[(part.issue, part.places, part.counts) for part in page] for page in pages],
    }  # fmt: skip


def roles(actor: Actor) -> tuple[list[list[str | None]], int]:
    rows, count = find_roles(actor, "en")
    return sorted(([*row.values()] for row in rows), key=repr), count


def test_columns_tell_what_the_claims_themselves_tell(
    sample_store: Path, bare_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[list[object]] = []
    for store in (sample_store, bare_store):
        monkeypatch.setenv("STANDPUNT_STORE", str(store))
        assert (columns_now() is None) == (store == bare_store)
        known = catalogue("en")
        actors = [a for a in known.actors.values() if a.code in ACTORS and a.mentions]
        assert len(actors) >= 3
        found.append(
            [
                [told(find_outline("en", **wanted)) for wanted in WANTED],
                [{status: set(outline.iris) for status, outline in find_statuses(a, "en").items()}
                 for a in actors],
                [set(find_outline_about(a, "en").iris) for a in actors],
                [roles(a) for a in actors],
                find_choice_papers(known),
                list(find_all_letters("en")),
            ]
        )  # fmt: skip
    assert found[0] == found[1]
    whole, *_, possible, _ = found[0][0]  # type: ignore[misc]
    assert len(whole["iris"]) > len(possible["iris"]) > 10  # type: ignore[has-type]
    assert any(found[0][2])  # type: ignore[arg-type]
    assert any(count for _, count in found[0][3])  # type: ignore[attr-defined]
    assert found[0][4]
    assert found[0][5]


def test_the_words_are_those_of_the_claims_that_are_shown(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDPUNT_STORE", str(sample_store))
    outline = find_outline("nl", polarity="support")
    shown = shown_claims(outline, [3, 0], "nl")
    assert list(shown) == [outline.iris[3], outline.iris[0]]
    assert all(claim.quote and claim.polarity == "support" for claim in shown.values())
    every = list(claims_of_all(page_pool(), outline, "nl"))
    assert [claim.iri for claim in every] == list(outline.iris)
    assert every[3] == shown[outline.iris[3]]


def test_claims_of_several_lists_count_once_in_what_a_figure_rests_on(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDPUNT_STORE", str(sample_store))
    whole = whole_outline()
    assert whole is not None
    parts = [find_outline("nl", polarity="support"), find_outline("nl", actor=f"{COUNTRY}NLD")]
    every = [list(claims_of_all(page_pool(), each, "nl")) for each in (whole, *parts)]
    together = [claim for claims in every[1:] for claim in claims]
    assert len({claim.iri for claim in together}) < len(together)
    lists = [outline_of_claims(claims) for claims in every]
    for told, claims in (((parts[0], parts[1]), together), ((whole, *parts), every[0])):
        assert basis_of(*told) == basis_of_claims(claims)
    assert basis_of(*lists[1:]) == basis_of(lists[1], parts[1]) == basis_of_claims(together)
    assert basis_of(whole.take(whole.confidence > 1)).claims == 0


def test_the_letters_of_an_actor_are_those_that_it_signed(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDPUNT_STORE", str(sample_store))
    every = find_all_letters("en")
    days = [letter.day for letter in every]
    assert days == sorted(days)
    for code in ("NLD", "BEL", "ESP"):
        actor = next(a for a in catalogue("en").actors.values() if a.code == code)
        signed = [letter for letter in every if code in letter.others][::-1]
        found, count = find_letters(actor, "en", 1)
        assert count == len(signed)
        assert [letter.iri for letter in found] == [letter.iri for letter in signed[:1]]
        assert all({*letter.others, code} == {*signed[0].others} for letter in found)
        assert all(code not in letter.others for letter in found)
    assert find_letters(actor, "en", 1) == ([], 0)
    meeting = every[0].meeting
    assert every.about(meeting) == [one for one in every if one.meeting == meeting]
    assert list(every.about("")) == list(every)


def test_of_many_claims_each_is_found_as_of_few(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDPUNT_STORE", str(sample_store))
    few = whole_outline()
    assert few is not None
    monkeypatch.setattr("dashboard.outline.MANY", 3)
    many = few.take(few.confidence > 0)
    assert [many.place[iri] for iri in few.iris] == list(range(len(few)))
    assert dict(many.place) == few.place
    strange = [f"{few.iris[0]}0", few.iris[0].replace("/claim/", "/x/"), "", "/claim/1-1"]
    assert [many.place.get(iri, -1) for iri in strange] == [-1] * len(strange)
    moved = replace(many, documents=many.documents[::-1].copy())
    assert [moved.place[iri] for iri in few.iris[:3]] == [0, 1, 2]


def made(number: int, polarity: str, issue: str, holders: tuple[str, ...] = ()) -> Claim:
    document = f"https://w3id.org/standpunt/id/document/{number % 7:016}"
    return Claim(
        iri=f"{document}/claim/{number}-1", document=document, meeting="", item="", item_number="",
        section="", issues=(ISSUE + issue,), polarity=polarity, act="", modality="stated",
        quantifier="" if holders else "several", minimum=1 if holders else 2,
        maximum=1 if holders else 27, universe=27, phrase="", holders=holders, target="",
        condition="", quote="", start=number, confidence="0.9",
    )  # fmt: skip


@pytest.fixture(scope="module")
def many() -> Outline:
    """An issue with 90 claims for it and 30 against it, one with 100 for it, and ten of two."""
    claims = [made(n, "support", "wide") for n in range(90)]
    claims += [made(n, "oppose", "wide", ("NLD",)) for n in range(100, 130)]
    claims += [made(n, "support", "long") for n in range(200, 300)]
    claims += [made(n, POLARITIES[n % 5], f"short-{n // 2}") for n in range(300, 320)]
    return outline_of_claims(claims)


def test_each_claim_stands_on_one_page_and_a_page_is_never_long(many: Outline) -> None:
    pages = issue_pages(Catalogue(), many)
    places = [at for page in pages for part in page for at in part.places]
    assert sorted(places) == list(range(len(many)))
    assert all(sum(len(part.places) for part in page) <= CLAIMS_A_PAGE for page in pages)
    assert all(
        at in [one for part in pages[page_of(pages, at) - 1] for one in part.places]
        for at in places
    )


def test_both_sides_of_a_long_contested_issue_stand_beside_each_other(many: Outline) -> None:
    wide = [part for page in issue_pages(Catalogue(), many) for part in page
            if part.issue == f"{ISSUE}wide"]  # fmt: skip
    assert [part.number for part in wide] == [1, 2, 3, 4, 5]
    assert {part.parts for part in wide} == {5}
    assert [[len(lane) for lane in part.lanes] for part in wide] == [
        [20, 20], [20, 10], [20, 0], [20, 0], [10, 0],
    ]  # fmt: skip
    assert {part.counts for part in wide} == {(90, 0, 0, 0, 30)}


def test_columns_of_stances_hold_every_claim_once_the_named_first(many: Outline) -> None:
    columns = stance_columns_of(many)
    count = pages_of_columns(columns)
    places = [
        int(at)
        for number in range(1, count + 1)
        for column in columns
        for part in column.part(number)
        for at in part
    ]
    assert sorted(places) == list(range(len(many)))
    oppose = next(column for column in columns if column.name == "oppose")
    assert [len(part) for part in oppose.part(1)] == [COLUMN_A_PAGE, 0]
    assert all(many.iris[at].endswith("-1") for at in oppose.named)
    last = int(columns[0].groups[-1])
    assert page_in_columns(columns, last) == count
    assert last in columns[0].part(count)[1]
