"""The choices page on a phone and wide: every file opens again and says what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.dashboard.opened import basis_of_table, check_picture, table_of

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("width", ["wide", "phone"])


@SIZES
def test_a_tile_opens_the_sentence_that_reports_the_choice(tiny: Visit, width: str) -> None:
    page = tiny.open("/choices", width)
    page.get_by_role("button", name="Germany: relocation").click()
    card = page.locator(".state-card.on")
    expect(card.locator("blockquote")).to_have_text("Duitsland verplaatst boten")
    page.wait_for_url("**/choices?state=DEU")
    tiny.settle(page)
    box = card.bounding_box()
    assert box is not None
    assert box["width"] <= (390 if width == "phone" else 1440)


@SIZES
def test_each_download_opens_again(tiny: Visit, width: str) -> None:
    page = tiny.open("/choices", width)
    rows = table_of(tiny.download(page, "Download as CSV"))
    told = basis_of_table(rows)
    assert told in page.locator(".honesty").inner_text()
    words = check_picture(tiny, page, told)
    for row in rows:
        assert f"{row['name']}: " in words
