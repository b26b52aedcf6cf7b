"""The matrix of the positions page in a browser: cells, keyboard, address, files to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from tests.dashboard.opened import basis_of_table, check_picture, table_of

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("width", ["wide", "phone"])


@SIZES
def test_certain_possible_excluded_and_silence_look_different(tiny: Visit, width: str) -> None:
    page = tiny.open("/positions?view=matrix", width)
    row = page.locator(".matrix tbody tr", has_text="lower catch quotas")
    expect(page.locator(".matrix thead th")).to_have_text(
        ["Issue", "Groups", "NL", "DE", "FR", "HU", "PL"]
    )
    expect(row.locator("button").first).to_have_text("+")
    styles = {
        look: page.locator(f".matrix .cell.{look}").first.evaluate(
            "el => { const s = getComputedStyle(el); return s.backgroundImage + s.backgroundColor }"
        )
        for look in ("support", "possible", "excluded")
    }
    assert len(set(styles.values())) == 3
    assert "repeating-linear-gradient" in styles["possible"]
    expect(page.locator(".matrix .cell.possible").first).to_have_text("(+)")
    expect(page.locator(".matrix .cell.excluded").first).to_have_text("×")


@SIZES
def test_a_cell_leads_to_the_sentence_and_stands_in_the_address(tiny: Visit, width: str) -> None:
    page = tiny.open("/positions", width)
    page.get_by_role("link", name="Matrix of states and issues").click()
    cell = page.get_by_role("button", name="Germany, lower catch quotas: named as a holder")
    cell.click()
    card = page.locator(".matrix-card .state-card.on")
    expect(card.locator("blockquote").first).to_have_text(
        "Dat verzoek werd door Duitsland herhaald"
    )
    expect(card.get_by_role("link", name="Read in the document").first).to_be_visible()
    expect(card.locator("h3")).to_be_in_viewport()
    page.wait_for_url("**cell=lower-quotas*DEU")
    assert parse_qs(urlparse(page.url).query) == {
        "view": ["matrix"],
        "cell": ["lower-quotas~DEU"],
    }


def test_what_is_only_possible_says_so_and_shows_the_words_of_the_group(tiny: Visit) -> None:
    page = tiny.open("/positions?view=matrix&cell=lower-quotas~FRA")
    card = page.locator(".matrix-card .state-card.on")
    expect(card).to_contain_text("maybe in a group that supports; not named")
    expect(card.locator("details[open] .chip.group .words").first).to_be_visible()


def test_arrow_keys_go_from_cell_to_cell_and_tab_enters_once(tiny: Visit) -> None:
    page = tiny.open("/positions?view=matrix")
    cells = page.locator(".matrix button")
    assert page.locator(".matrix button[tabindex='0']").count() == 1
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    expect(cells.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    focused = page.evaluate(
        "() => { let el = document.activeElement; while (el?.shadowRoot?.activeElement)"
        " el = el.shadowRoot.activeElement; return el.closest('tr')?.rowIndex }"
    )
    assert focused == 2


def test_the_filters_of_the_list_go_with_the_matrix(tiny: Visit) -> None:
    page = tiny.open("/positions?issue=fishing-zone")
    page.get_by_role("link", name="Matrix of states and issues").click()
    expect(page.locator(".matrix tbody tr")).to_have_count(1)
    assert parse_qs(urlparse(page.url).query) == {"view": ["matrix"], "issue": ["fishing-zone"]}
    page.get_by_role("link", name="List", exact=True).click()
    expect(page.locator(".issue h2")).to_have_text("fishing zone")


def test_a_cell_that_is_not_there_is_said(tiny: Visit) -> None:
    page = tiny.open("/positions?view=matrix&cell=lower-quotas~XYZ")
    expect(page.get_by_text("There is no cell “lower-quotas~XYZ”")).to_be_visible()
    expect(page.locator(".hint")).to_contain_text("Pick a cell")


@SIZES
def test_the_matrix_can_be_taken_as_table_and_picture(tiny: Visit, width: str) -> None:
    page = tiny.open("/positions?view=matrix", width)
    rows = table_of(tiny.download(page, "Download as CSV"))
    status = {(row["issue"], row["code"]): row["status"] for row in rows}
    assert status["lower-quotas", "DEU"] == "certain"
    assert status["lower-quotas", "FRA"] == "possible"
    assert "excluded" in status.values()
    told = basis_of_table(rows)
    assert told in page.locator(".honesty").inner_text()
    words = check_picture(tiny, page, told)
    assert "Germany, lower catch quotas: named as a holder" in words


def test_the_list_says_what_it_rests_on(tiny: Visit) -> None:
    page = tiny.open("/positions?issue=lower-quotas")
    expect(page.locator(".honesty")).to_contain_text("generation 1 of the store")
    expect(page.locator(".honesty")).to_contain_text("3 claims")
