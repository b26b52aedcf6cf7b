"""The page of an issue in a browser: stances side by side, map, history, files to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from tests.dashboard.opened import basis_of_table, check_claim_files, check_picture, table_of

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("width", ["wide", "phone"])


@SIZES
def test_issues_are_listed_with_their_stances_and_lead_to_their_page(
    tiny: Visit, width: str
) -> None:
    page = tiny.open("/issue", width)
    line = page.locator(".issue-lines li", has_text="fishing zone")
    expect(line).to_contain_text("contested")
    line.get_by_role("link", name="fishing zone").click()
    expect(page.locator("h1")).to_have_text("fishing zone")
    assert parse_qs(urlparse(page.url).query) == {"id": ["fishing-zone"]}


@SIZES
def test_those_for_and_those_against_stand_in_columns_with_the_words_of_groups(
    tiny: Visit, width: str
) -> None:
    page = tiny.open("/issue?id=fishing-zone", width)
    columns = page.locator(".column")
    expect(columns.locator(".column-head h2")).to_have_text(["+supports", "−opposes"])
    expect(columns.first.locator(".chip.group .words").first).to_have_text("“Andere lidstaten”")
    columns.last.locator(".claim-head").first.click()
    expect(columns.last.locator(".panel.on blockquote")).to_be_visible()
    page.wait_for_url("**claim=*")


@SIZES
def test_a_tile_tells_how_its_state_stands_and_on_whose_word(tiny: Visit, width: str) -> None:
    page = tiny.open("/issue?id=lower-quotas", width)
    tiles = page.locator("button.tile")
    expect(tiles).to_have_count(5)
    sizes = {
        (round(b["width"]), round(b["height"])) for t in tiles.all() if (b := t.bounding_box())
    }
    assert len(sizes) == 1
    page.get_by_role("button", name="Germany: named as a holder, supports").click()
    card = page.locator(".state-card.on")
    expect(card.locator("blockquote").first).to_have_text(
        "Dat verzoek werd door Duitsland herhaald"
    )
    expect(card.locator("h3")).to_be_in_viewport()
    page.wait_for_url("**state=DEU")
    page.get_by_role("button", name="France: maybe in a group").click()
    expect(page.locator(".state-card.on h3")).to_have_text("France")
    expect(page.locator(".state-card.on details[open] blockquote").first).to_be_visible()
    page.wait_for_url("**state=FRA")


def test_a_mark_of_the_history_opens_its_claim(tiny: Visit) -> None:
    page = tiny.open("/issue?id=lower-quotas")
    days = page.locator(".timeline .when")
    expect(days).to_have_text(["17 March 2025", "24 March 2025"])
    page.locator(".timeline .mark-button").last.click()
    expect(page.locator(".column .panel.on blockquote")).to_be_visible()


def test_narrower_issues_are_taken_in_on_demand(tiny: Visit) -> None:
    page = tiny.open("/issue?id=lower-quotas")
    expect(page.locator(".issue-top")).to_contain_text("smaller nets")
    page = tiny.open("/issue?id=smaller-nets")
    expect(page.locator(".hint h2")).to_have_text("No claim on this issue")
    page.get_by_role("link", name="lower catch quotas").click()
    expect(page.locator("h1")).to_have_text("lower catch quotas")


def test_two_issues_stand_side_by_side_with_their_sentences(tiny: Visit) -> None:
    page = tiny.open("/positions?issue=lower-quotas")
    page.get_by_role("link", name="Compare this issue with another").click()
    expect(page.locator("h1")).to_have_text("lower catch quotas")
    page.get_by_role("combobox", name="Compare with another issue").click()
    page.get_by_role("option", name="fish label (2)").click()
    expect(page.locator("h1")).to_have_text("lower catch quotas beside fish label")
    expect(page.locator(".half h2")).to_have_text(["lower catch quotas", "fish label"])
    expect(page.locator(".agreement li").first).to_contain_text(
        "On the same side of both: 1 by name"
    )
    row = page.locator(".pair-table tbody tr", has_text="Germany")
    expect(row.locator(".stand.support")).to_have_count(1)
    expect(row.locator(".stand.possible")).to_have_count(1)
    expect(page.locator(".pair-table .stand.excluded")).to_have_count(1)
    named = page.get_by_role("button", name="Germany, lower catch quotas: named as a holder")
    named.click()
    card = page.locator(".state-card.on")
    expect(card.locator("blockquote").first).to_have_text(
        "Dat verzoek werd door Duitsland herhaald"
    )
    page.wait_for_url("**compare=fish-label**cell=DEU*1*")
    named.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(card.locator("h3")).to_have_text("Germany · fish label")
    expect(card.locator("details[open] blockquote").first).to_be_visible()
    rows = {row["code"]: row for row in table_of(tiny.download(page, "Download as CSV"))}
    assert rows["DEU"]["relation"] == "one-named"
    assert (rows["DEU"]["first_status"], rows["DEU"]["second_status"]) == ("certain", "possible")
    assert rows["DEU"]["first_claims"].endswith("/claim/174-1")
    told = basis_of_table(list(rows.values()))
    assert told in page.locator(".honesty").inner_text()
    words = check_picture(tiny, page, told)
    assert "lower catch quotas and fish label: where the member states stand on both" in words


def test_an_address_compares_on_a_phone_and_says_what_is_not_there(tiny: Visit) -> None:
    page = tiny.open("/issue?id=lower-quotas&compare=fishing-zone&cell=DEU~2", "phone")
    expect(page.locator(".state-card.on h3")).to_be_in_viewport()
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    page.get_by_role("link", name="Back to this issue alone").click()
    expect(page.locator("button.tile")).to_have_count(5)
    page = tiny.open("/issue?id=lower-quotas&compare=none")
    expect(page.get_by_text("There is no issue “none” in this store")).to_be_visible()


def test_an_unknown_issue_is_said_and_all_are_shown(tiny: Visit) -> None:
    page = tiny.open("/issue?id=none")
    expect(page.get_by_text("There is no issue “none” in this store")).to_be_visible()
    expect(page.locator(".issue-lines li").first).to_be_visible()


@SIZES
def test_the_claims_can_be_taken_in_every_format(tiny: Visit, width: str) -> None:
    check_claim_files(tiny, tiny.open("/issue?id=lower-quotas", width), 3)


# Chromium asks before the eleventh download of one window: the map is taken in another.
@SIZES
def test_the_map_can_be_taken_as_table_and_picture(tiny: Visit, width: str) -> None:
    page = tiny.open("/issue?id=lower-quotas", width)
    rows = table_of(tiny.download(page, "Download as CSV"))
    assert {row["code"]: row["status"] for row in rows} == {
        "DEU": "certain",
        "FRA": "possible",
        "HUN": "possible",
        "NLD": "certain",
        "POL": "possible",
    }
    told = basis_of_table(rows)
    assert told in page.locator(".honesty").inner_text()
    words = check_picture(tiny, page, told)
    assert "lower catch quotas: where the member states stand" in words


def test_words_of_a_document_stay_words(hostile: Visit) -> None:
    page = hostile.open("/issue?id=lower-quotas&state=DEU")
    assert page.title() != "owned"
    assert page.locator(".view").locator("img, script, style, form").count() == 0
