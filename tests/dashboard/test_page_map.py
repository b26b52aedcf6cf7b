"""What a page offers besides what it shows: citations, in a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
CLAIM = "bbbbbbbbbbbbbbbb/claim/174-1"
ISSUE = "https://w3id.org/standpunt/id/issue/lower-quotas"


def test_a_claim_and_an_issue_can_be_cited(tiny: Visit) -> None:
    tiny.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = tiny.open(f"/issue?id=lower-quotas&claim={CLAIM}")
    panel = page.locator(".panel.on")
    panel.get_by_text("Cite", exact=True).click()
    text = panel.locator(".citation").inner_text()
    assert "“Dat verzoek werd door Duitsland herhaald”" in text
    assert "characters 174–185, 189–217" in text
    assert f"https://w3id.org/standpunt/id/document/{CLAIM}. Standpunt" in text
    panel.get_by_role("button", name="Copy the citation").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == text
    page.locator(".how-read", has_text=ISSUE).get_by_text("Cite", exact=True).click()
    assert "generation 1 of the store" in page.locator(".citation", has_text=ISSUE).inner_text()
    assert tiny.download(page, "Citations").decode().count("looked up") == 3
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSL-JSON", exact=True).last.click()
    entries = json.loads(waiting.value.path().read_bytes())
    assert {entry["section"] for entry in entries} == {"1 Vangstquota"}
