"""The page of an actor in a browser: named, possible and excluded apart; files to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from tests.dashboard.opened import basis_of_table, check_claim_files, table_of

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("width", ["wide", "phone"])
CLAIM = "bbbbbbbbbbbbbbbb/claim/89-1"


@SIZES
def test_actors_stand_by_kind_and_lead_to_their_page(tiny: Visit, width: str) -> None:
    page = tiny.open("/actor", width)
    expect(page.locator(".block-head h2")).to_have_text(["States", "Institutions"])
    page.locator(".actor-list").get_by_role("link", name="Netherlands").click()
    expect(page.locator("h1")).to_have_text("Netherlands")
    expect(page.locator(".actor-head")).to_contain_text("Dutch: Nederland")
    assert parse_qs(urlparse(page.url).query) == {"id": ["NLD"]}


def test_those_of_whom_no_paper_tells_are_shown_on_demand(tiny: Visit) -> None:
    page = tiny.open("/actor?kind=Agency")
    expect(page.locator(".hint h2")).to_have_text("No actor to show")
    page = tiny.open("/actor?kind=Agency&every=1")
    expect(page.locator(".actor-list li")).to_have_text(["European Fisheries Control Agency"])


@SIZES
def test_a_claim_of_an_actor_opens_its_sentence(tiny: Visit, width: str) -> None:
    page = tiny.open("/actor?id=NLD", width)
    expect(page.locator(".claim-head")).to_have_count(3)
    page.locator(".claim-head", has_text="lagere vangstquota").last.click()
    panel = page.locator(".panel.on")
    expect(panel.locator("blockquote")).to_be_visible()
    expect(panel.get_by_role("link", name="Read in the document")).to_be_visible()
    expect(panel.locator(".holders")).to_be_visible()
    page.wait_for_url("**claim=*")
    assert parse_qs(urlparse(page.url).query)["id"] == ["NLD"]


@SIZES
def test_named_possible_and_excluded_are_three_lists(tiny: Visit, width: str) -> None:
    page = tiny.open("/actor?id=HUN", width)
    expect(page.locator(".hint h3")).to_have_text("No claim here")
    page.get_by_role("link", name="Said not to be in it (1)").click()
    expect(page.get_by_text("Hungary is said not to be among the holders")).to_be_visible()
    expect(page.locator(".claim-head")).to_have_count(1)
    assert parse_qs(urlparse(page.url).query) == {"id": ["HUN"], "status": ["excluded"]}
    page = tiny.open("/actor?id=HUN&status=possible", width)
    expect(page.get_by_text("Hungary may be in the group")).to_be_visible()
    expect(page.locator(".chip.group").first).to_be_visible()


def test_the_rail_names_who_signed_with_it_and_what_it_chose(tiny: Visit) -> None:
    page = tiny.open("/actor?id=HUN")
    rails = page.locator(".rail")
    letter = rails.filter(has_text="Joint letters")
    expect(letter).to_contain_text("4 signatories")
    expect(letter.get_by_role("link", name="Norway")).to_be_visible()
    expect(rails.filter(has_text="Choices")).to_contain_text("refuses to contribute")
    allies = rails.filter(has_text="Acts with")
    allies.get_by_role("link", name="1 shared, at most 3").first.click()
    expect(page.locator("h1")).to_have_text("Who sides with whom?")
    expect(page.locator(".couple .panel.on .proof").first).to_be_visible()


def test_an_unknown_actor_is_said_and_all_are_shown(tiny: Visit) -> None:
    page = tiny.open("/actor?id=XYZ")
    expect(page.get_by_text("There is no actor “XYZ” in this store")).to_be_visible()
    expect(page.locator(".actor-list").first).to_be_visible()


@SIZES
def test_each_download_opens_again(tiny: Visit, width: str) -> None:
    page = tiny.open("/actor?id=NLD", width)
    check_claim_files(tiny, page, 3)
    rows = table_of(tiny.download(page, "Download as CSV"))
    statuses = [row["status"] for row in rows]
    assert (statuses.count("certain"), statuses.count("possible")) == (3, 4)
    assert all(row["quote"] for row in rows)
    assert "generation 1 of the store" in basis_of_table(rows)
    expect(page.locator(".honesty")).to_contain_text("generation 1 of the store")


def test_the_page_speaks_dutch(tiny: Visit) -> None:
    page = tiny.open("/actor?id=DEU&lang=nl")
    expect(page.locator("h1")).to_have_text("Duitsland")
    expect(page.get_by_text("Duitsland is als houder genoemd")).to_be_visible()


def test_words_of_a_document_stay_words(hostile: Visit) -> None:
    page = hostile.open(f"/actor?id=NLD&claim={CLAIM}")
    assert page.title() != "owned"
    assert page.locator(".view").locator("img, script, style, form").count() == 0


def test_a_long_page_is_folded_on_a_phone_with_its_number_and_all_can_be_shown(
    sample: Visit,
) -> None:
    page = sample.open("/actor?id=NLD", "phone")
    claims = page.locator(".claim")
    every = claims.count()
    shown = page.locator(".claim:visible").count()
    assert shown < every
    expect(page.locator(".fold-line")).to_contain_text(f"{every - shown} of the {every} claims")
    heads = page.locator(".issue-head:visible")
    expect(heads).to_have_count(page.locator(".issue-head").count())
    page.get_by_role("link", name=f"Show all {every} claims").click()
    expect(page.locator(".claim:visible")).to_have_count(every)
    page.wait_for_url("**/actor?id=NLD&all=1")
    claims.last.locator(".claim-head").click()
    expect(claims.last.locator(".panel.on blockquote")).to_be_visible()
    page.wait_for_url("**all=1**claim=**")
    expect(page.locator(".claim:visible")).to_have_count(every)
    address = page.url.removeprefix(sample.address).replace("&all=1", "")
    folded = sample.open(address, "phone")
    expect(folded.locator(".claim:visible")).to_have_count(shown + 1)
    expect(folded.locator(".panel.on blockquote")).to_be_visible()
    folded.set_viewport_size({"width": 1200, "height": 800})
    expect(folded.locator(".claim:visible")).to_have_count(every)
