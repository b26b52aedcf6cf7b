"""The frame in a browser: navigation, search, colours; a page never asks another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from dashboard.mounting import PAGE_FILES
from dashboard.navigation import GROUPS

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
SCHEME = "() => getComputedStyle(document.querySelector('.stApp')).colorScheme"


def paper_is_dark(page: Page) -> bool:
    ground = page.locator(".stApp").evaluate("el => getComputedStyle(el).backgroundColor")
    return sum(int(part) for part in ground.strip("rgb()").split(",")) < 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system(tiny: Visit, scheme: str) -> None:
    page = tiny.open("/positions", scheme=scheme)
    assert page.evaluate(SCHEME) == scheme
    assert paper_is_dark(page) == (scheme == "dark")
    ink = page.locator(".issue h2").first.evaluate("el => getComputedStyle(el).color")
    assert (ink == "rgb(236, 231, 220)") == (scheme == "dark")


def test_colours_that_were_chosen_stay_on_every_page_until_the_system_rules_again(
    tiny: Visit,
) -> None:
    page = tiny.open("/meetings")
    page.get_by_role("button", name="dark", exact=True).click()
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
    tiny.settle(page)
    again = tiny.open("/positions")
    expect(again.locator(".stApp")).to_have_css("color-scheme", "dark")
    again.get_by_role("button", name="as the system").click()
    expect(again.locator(".stApp")).to_have_css("color-scheme", "light")
    expect(tiny.open("/").locator(".stApp")).to_have_css("color-scheme", "light")


def test_search_suggests_while_one_types_and_goes_there(tiny: Visit) -> None:
    page = tiny.open("/")
    field = page.get_by_role("combobox", name="Search")
    field.click()
    field.press_sequentially("fishing")
    page.get_by_role("option", name="fishing zone · issue").click()
    expect(page.locator("h1")).to_have_text("fishing zone")
    assert urlparse(page.url).path == "/issue"
    assert parse_qs(urlparse(page.url).query) == {"id": ["fishing-zone"]}


def test_words_that_are_no_suggestion_lead_to_a_page_that_can_be_shared(tiny: Visit) -> None:
    page = tiny.open("/")
    field = page.get_by_role("combobox", name="Search")
    field.click()
    field.press_sequentially("quotas fish")
    field.press("Enter")
    expect(page.locator("h1")).to_contain_text("fish")
    again = tiny.open("/search?q=AGRICULTURE")
    expect(again.locator(".found .things a.title").first).to_contain_text("Agriculture")
    again.locator(".found .things a.title").first.click()
    expect(again.locator(".item .number").first).to_be_visible()


def test_words_that_nothing_has_are_answered_with_what_to_do(tiny: Visit) -> None:
    page = tiny.open("/search?q=zzzz")
    expect(page.get_by_text("Nothing has these words in its name")).to_be_visible()


def test_every_page_of_a_group_is_reached_by_keyboard(tiny: Visit) -> None:
    page = tiny.open("/")
    group = page.get_by_role("button", name="Explore")
    group.focus()
    page.keyboard.press("Enter")
    expect(group).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Choices", exact=True)).to_be_hidden()
    expect(group).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Who backs what?")
    here = page.locator(".navigation a[aria-current=page]")
    expect(here).to_have_text("Positions")


def test_a_group_closes_when_something_else_is_clicked(tiny: Visit) -> None:
    page = tiny.open("/positions")
    for name in ("Sources", "Explore"):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".unfolds.unfolded")).to_have_count(1)
    page.locator("h1").click()
    expect(page.locator(".unfolds.unfolded")).to_have_count(0)


def test_a_phone_has_all_groups_in_one_menu(tiny: Visit) -> None:
    page = tiny.open("/", "phone")
    page.get_by_role("button", name="Menu").click()
    pages = page.get_by_role("navigation", name="All pages")
    for name in ("Overview", "Positions", "Meetings", "Query"):
        expect(pages.get_by_role("link", name=name, exact=True)).to_be_visible()
    pages.get_by_role("link", name="Meetings").click()
    expect(page.locator("h1")).to_have_text("Which meetings are in the store?")


def test_every_page_stands_in_the_menu_or_is_reached_from_another() -> None:
    beside = {"search"}
    assert {name for names in GROUPS.values() for name in names} == set(PAGE_FILES) - beside
