"""Findings, and announced against delivered, in a browser: both quotes, their places, the files."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.delivery_nodes import TELLING
from standpunt.analysis.force import OUTCOMES

if TYPE_CHECKING:
    from conftest import Visit
MEETING = "/meetings?meeting=jha-2026-01-22"


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_no_outcome_of_an_announcement_is_left_out() -> None:
    assert set(TELLING) == set(OUTCOMES)


@pytest.mark.browser
@pytest.mark.parametrize("width", ["wide", "phone"])
def test_an_announcement_stands_beside_what_the_report_tells(sample: Visit, width: str) -> None:
    page = sample.open(MEETING, width)
    page.get_by_role("link", name="Announced against delivered").click()
    expect(page.locator(".deliveries").first.locator("> li")).to_have_count(39)
    page.get_by_role("button", name="weakened 2").click()
    expect(page.locator(".deliveries > li")).to_have_count(2)
    first = page.locator(".deliveries > li").first
    expect(first.locator(".quote-card.before")).to_have_count(1)
    expect(first.locator(".quote-card.after").first).to_be_visible()
    assert "outcome=weakened" in page.url
    rows = rows_of(sample.download(page, "Download as CSV"))
    assert [row["outcome"] for row in rows] == ["weakened", "weakened"]
    assert all("generation 1" in row["basis"] for row in rows)
    first.locator(".quote-card.after a").first.click()
    expect(page.locator("mark.on").first).to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.parametrize("width", ["wide", "phone"])
def test_a_finding_shows_both_quotes_and_leads_to_their_places(sample: Visit, width: str) -> None:
    page = sample.open("/findings?type=citation-against-citation", width)
    quotes = page.locator(".quote-card blockquote")
    expect(quotes).to_have_text(["32 317, nr. 987", "7010422, nr. 987"])
    rows = rows_of(sample.download(page, "Download as CSV"))
    assert [row["type"] for row in rows] == ["citation-against-citation"]
    page.locator(".quote-card a").nth(1).click()
    expect(page.locator("mark.on").first).to_be_in_viewport()
    expect(page.locator("mark.on").filter(has_text="7010422")).to_have_count(1)


@pytest.mark.browser
def test_opposite_stances_of_one_holder_are_a_finding(sample: Visit) -> None:
    page = sample.open("/findings")
    expect(page.get_by_text("4 findings")).to_be_visible()
    page.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name="stance against stance").click()
    expect(page.locator(".things > li")).to_have_count(2)
    assert "type=stance-against-stance" in page.url


@pytest.mark.browser
def test_findings_are_read_page_by_page_and_the_file_has_all(made: Visit) -> None:
    page = made.open("/findings")
    listed = page.locator(".things > li")
    expect(listed).to_have_count(30)
    seen = listed.all_inner_texts()
    pager = page.get_by_role("navigation", name="Pages of findings")
    pages = int(pager.inner_text().split("of")[1].split()[0])
    for number in range(2, pages + 1):
        pager.get_by_role("link", name="Further findings").click()
        expect(pager).to_contain_text(f"Page {number} of {pages}")
        assert f"page={number}" in page.url
        seen += listed.all_inner_texts()
    assert len(seen) > 30
    expect(page.get_by_text(f"{len(seen)} findings")).to_be_visible()
    assert len(rows_of(made.download(page, "Download as CSV"))) == len(seen)
