"""The coalitions page in a browser: both weights, the sentences behind a pair, files to keep."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

import networkx
import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.opened import basis_of_table, check_picture, table_of

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("width", ["wide", "phone"])


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


@SIZES
def test_a_pair_opens_the_letter_that_both_signed(tiny: Visit, width: str) -> None:
    page = tiny.open("/coalitions", width)
    expect(page.locator(".pair-names")).to_have_text(
        ["Netherlands – Poland", "Hungary – Netherlands", "Hungary – Poland"]
    )
    expect(page.locator(".pair-head").first).to_contain_text("1 certain, at most 4")
    page.locator(".pair-head", has_text="Hungary – Poland").click()
    panel = page.locator(".couple .panel.on")
    expect(panel.locator(".proof").first).to_contain_text("Joint letter")
    expect(panel.get_by_role("link", name="Read in the document").first).to_be_visible()
    expect(panel).to_contain_text("Groups without names that both may be in (3)")
    page.wait_for_url("**/coalitions?pair=HUN-POL")
    again = tiny.open("/coalitions?pair=HUN-POL", width)
    expect(again.locator(".couple .panel.on .proof").first).to_be_visible()


@SIZES
def test_full_lines_are_certain_and_dashed_ones_possible(tiny: Visit, width: str) -> None:
    page = tiny.open("/coalitions", width)
    expect(page.locator(".net .fig-tie-certain")).to_have_count(3)
    expect(page.locator(".net .fig-tie-possible")).to_have_count(0)
    page = tiny.open("/coalitions?seen=possible", width)
    expect(page.locator(".net .fig-tie-certain")).to_have_count(3)
    expect(page.locator(".net .fig-tie-possible")).to_have_count(7)
    strokes = {
        kind: page.locator(f".net .fig-tie-{kind}").first.evaluate(
            "el => getComputedStyle(el).strokeDasharray"
        )
        for kind in ("certain", "possible")
    }
    assert strokes["certain"] == "none" != strokes["possible"]


@SIZES
def test_an_actor_of_the_figure_keeps_the_list_to_its_pairs(tiny: Visit, width: str) -> None:
    page = tiny.open("/coalitions?seen=possible", width)
    knot = page.get_by_role("button", name="Germany: ")
    knot.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".couple")).to_have_count(4)
    expect(page.locator(".list-head h2")).to_have_text("Pairs of Germany")
    expect(page.locator(".net .fig-tie.on")).to_have_count(4)
    assert query_of(page) == {"seen": ["possible"], "focus": ["DEU"]}
    page.get_by_role("link", name="Show all pairs").click()
    expect(page.locator(".couple")).to_have_count(10)
    assert query_of(page) == {"seen": ["possible"]}


def test_opposite_sides_are_a_count_of_their_own_with_the_claims_of_both(tiny: Visit) -> None:
    page = tiny.open("/coalitions?side=against")
    expect(page.locator(".hint h2")).to_have_text("No pair on opposite sides")
    page.locator(".hint").get_by_role("link", name="Also possible: unnamed groups").click()
    expect(page.locator(".couple")).to_have_count(10)
    page.locator(".pair-head", has_text="Germany – France").click()
    panel = page.locator(".couple .panel.on")
    expect(panel).to_contain_text("No paper names both on opposite sides of one issue.")
    panel.locator("summary").click()
    expect(panel.locator(".proof.support, .proof.conditional-support")).to_have_count(1)
    expect(panel.locator(".proof.oppose, .proof.critical")).to_have_count(1)


def test_what_the_address_asks_and_is_not_there_is_said(tiny: Visit) -> None:
    page = tiny.open("/coalitions?pair=DEU-XYZ")
    expect(page.get_by_text("There is no pair “DEU-XYZ” with these filters.")).to_be_visible()
    page = tiny.open("/coalitions?focus=XYZ&meeting=none")
    expect(page.get_by_text("“XYZ” is in no pair with these filters.")).to_be_visible()
    expect(page.get_by_text("“none” is not among what can be chosen here.")).to_be_visible()
    page = tiny.open("/coalitions?min=20")
    expect(page.get_by_text("No pair on one side")).to_be_visible()


@SIZES
def test_each_download_opens_again_and_says_what_it_rests_on(tiny: Visit, width: str) -> None:
    page = tiny.open("/coalitions", width)
    line = page.locator(".honesty").inner_text()
    rows = table_of(tiny.download(page, "Download as CSV"))
    assert [(row["first"], row["second"], row["agreement_certain"]) for row in rows] == [
        ("NLD", "POL", "1"),
        ("HUN", "NLD", "1"),
        ("HUN", "POL", "1"),
    ]
    told = basis_of_table(rows)
    assert told in line
    network = networkx.read_graphml(io.BytesIO(tiny.download(page, "GraphML")))
    assert network.graph["basis"] == told
    assert network.number_of_edges() == 10
    words = check_picture(tiny, page, told)
    assert "both are named on one side; wider: more often" in words


def test_the_page_speaks_dutch(tiny: Visit) -> None:
    page = tiny.open("/coalitions?lang=nl")
    expect(page.locator("h1")).to_have_text("Wie trekt met wie op?")
    expect(page.locator(".pair-head").first).to_contain_text("1 zeker, hooguit 4")
