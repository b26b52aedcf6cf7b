"""The pages of analysis in a browser: what is counted leads to its sentences, and the file opens.

Each answers as its command does on the same store; tests/standpunt has the commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.opened import basis_of_table, check_picture, table_of

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
REPORT = "bbbbbbbbbbbbbbbb"


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def check_file(visit: Visit, page: Page) -> list[dict[str, str]]:
    """The rows of the page's table, which say what they rest on as the page does."""
    rows = table_of(visit.download(page, "Download as CSV"))
    assert basis_of_table(rows) in page.locator(".honesty").inner_text()
    return rows


def check_width(page: Page) -> None:
    """A phone does not scroll sideways: only the boxes that are made for it do."""
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390


def test_silence_says_who_is_named_who_may_be_in_a_group_and_who_is_not_reported(
    tiny: Visit,
) -> None:
    page = tiny.open("/silence?meeting=none&since=soon&cell=item~XYZ")
    for text in (
        "There is no meeting “none” in this store; all are taken.",
        "“soon” is no day, and is left out",
        "There is no cell “item~XYZ” with these filters.",
    ):
        expect(page.get_by_text(text)).to_be_visible()
    expect(page.locator(".matrix tbody tr")).to_have_count(4)
    expect(page.locator(".block", has_text="Never named here")).to_contain_text("Poland")
    expect(page.locator(".list-table tbody tr", has_text="Report")).to_contain_text("1 (20 %)")
    page.get_by_role("button", name="Germany, 1 Vangstquota: named as a holder").click()
    card = page.locator(".state-card.on")
    expect(card.locator(".proof:visible blockquote")).to_have_count(1)
    expect(card.get_by_role("link", name="Read in the document").first).to_be_visible()
    assert query_of(page)["cell"] == ["meeting/agrifish-2025-03-24/item/1~DEU"]
    rows = check_file(tiny, page)
    statuses = {(row["item"].rpartition("/")[2], row["actor"]): row["status"] for row in rows}
    assert statuses["1", "DEU"] == "named"
    assert statuses["1", "POL"] == "possible"
    assert len(rows) == 15
    drawn = check_picture(tiny, page, rows[0]["basis"])
    assert "Germany, Vangstquota: named as a holder" in drawn
    page = tiny.open("/silence?since=2030-01-01&lang=nl", "phone")
    expect(page.locator(".hint h2")).to_have_text("Er blijft geen claim over")
    page.get_by_role("link", name="Alle claims nemen").click()
    expect(page.locator(".matrix tbody tr")).to_have_count(4)
    check_width(page)


def test_overlaps_say_what_follows_from_sizes_and_lead_to_the_claims(tiny: Visit) -> None:
    page = tiny.open("/overlaps?kind=guess")
    expect(page.get_by_text("“guess” is not among what can be chosen here.")).to_be_visible()
    entries = page.locator(".things > li")
    expect(entries).to_have_count(4)
    expect(entries.first).to_contain_text("At least 2 and at most 4 member states are in both")
    expect(entries.first).to_contain_text("because: 4 + 3 − 5 members")
    expect(entries.first.locator(".proof blockquote")).to_have_count(2)
    expect(entries.last.locator(".chip.group")).to_contain_text(
        ["Germany", "France", "Netherlands", "Poland"]
    )
    rows = check_file(tiny, page)
    assert len(rows) == 7
    assert rows[0]["conclusion"] == "2 to 4 members are in both groups"
    assert all(f"/document/{REPORT}/claim/" in row["premises"] for row in rows)
    entries.first.get_by_role("link", name="Read in the document").first.click()
    expect(page.locator("mark.on").first).to_be_in_viewport()
    page = tiny.open("/overlaps?about=opposite&lang=nl", "phone")
    expect(page.locator(".hint h2")).to_have_text("Uit de omvang volgt niets")
    page.get_by_role("link", name="Alle claims nemen").click()
    expect(page.get_by_text("want: 4 + 3 − 5 leden")).to_be_visible()
    check_width(page)


def test_stances_over_time_stand_with_their_words_and_what_changed(tiny: Visit) -> None:
    page = tiny.open("/trajectory?actor=XXX&issue=none")
    expect(page.get_by_text("No claim names a holder “XXX”; choose one.")).to_be_visible()
    expect(page.get_by_text("There is no issue “none” that a claim is about")).to_be_visible()
    page.get_by_role("link", name="Netherlands on lower catch quotas").click()
    entries = page.locator(".timeline > li")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("first known")
    expect(entries.last).to_contain_text("no change")
    expect(entries.last.locator("blockquote")).to_contain_text("Nederland vroeg, samen met")
    assert query_of(page) == {"actor": ["NLD"], "issue": ["lower-quotas"]}
    rows = check_file(tiny, page)
    assert [(row["polarity"], row["change"]) for row in rows] == [
        ("support", "first"), ("support", "same"),
    ]  # fmt: skip
    assert "lower catch quotas" in check_picture(tiny, page, basis_of_table(rows))
    entries.last.get_by_role("link").click()
    expect(page.locator("mark.on").first).to_be_in_viewport()
    page = tiny.open("/trajectory?actor=DEU&issue=fishing-zone&lang=nl", "phone")
    expect(page.locator(".hint h2")).to_have_text("Geen claim noemt deze houder hier")
    check_width(page)


def test_structure_gives_each_figure_with_its_claims_and_anonymous_holders(tiny: Visit) -> None:
    page = tiny.open("/structure?seen=guess")
    expect(page.get_by_text("“guess” is not among what can be chosen here.")).to_be_visible()
    blocks = page.locator(".block")
    expect(blocks.locator("h2")).to_have_text(
        ["Communities", "Core and periphery", "Bridges", "Structural balance", "Polarisation",
         "Backbone of issues"]
    )  # fmt: skip
    basis = (
        "On 11 statements (claims, joint letters, choices); "
        "50 to 58 % of the holders are anonymous."
    )
    expect(blocks.locator("> p.small.soft")).to_have_text([basis] * 6)
    expect(blocks.nth(0)).to_contain_text("None: all that are joined form one community.")
    expect(blocks.nth(1).locator(".chip")).to_have_text(
        ["Hungary", "Netherlands", "Germany", "France", "Poland"]
    )
    expect(blocks.nth(3)).to_contain_text("3 positive and 0 negative edges. Triads with 0, 1, 2")
    told = check_file(tiny, page)
    drawn = check_picture(tiny, page, told[0]["basis"])
    assert "all that are joined form one community" in drawn
    assert "Hungary" in drawn
    rows = {(row["figure"], row["of"]): row["value"] for row in told}
    assert rows["communities", ""] == "0"
    assert rows["core", ""] == "HUN NLD"
    page = tiny.open("/structure?issue=fishing-zone&lang=nl", "phone")
    expect(page.locator(".hint h2")).to_have_text("Geen twee van hen trekken met elkaar op")
    page.get_by_role("link", name="Alles wat mogelijk is").click()
    expect(page.locator(".block h2").first).to_have_text("Gemeenschappen")
    check_width(page)


def test_moving_windows_are_lines_and_a_table_whose_rows_lead_on(tiny: Visit) -> None:
    page = tiny.open("/windows?months=3&step=99")
    expect(page.get_by_text("“99” is not among what can be chosen here.")).to_be_visible()
    expect(page.locator(".drawing .fig-tie-certain")).to_have_count(2)
    cells = page.locator(".list-table tbody td")
    expect(cells).to_have_text(["11", "50%-58%", "5", "3", "10", "0", "10"])
    (row,) = check_file(tiny, page)
    assert (row["since"], row["before"]) == ("2025-03-01", "2025-06-01")
    assert "1 March 2025: 10" in check_picture(tiny, page, row["basis"])
    page.get_by_role("link", name="1 March 2025 – 1 June 2025").click()
    expect(page.locator("h1")).to_have_text("Are there camps, and who stands between them?")
    assert query_of(page) == {"since": ["2025-03-01"], "before": ["2025-06-01"]}
    page = tiny.open("/windows?before=2020-01-01", "phone")
    expect(page.locator(".hint h2")).to_have_text("No claim is left")
    check_width(page)
