"""axe-core finds nothing serious on any page, in either theme, wide and on a phone.

It sees neither into canvases (tables, charts) nor what a screen reader makes of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard.mounting import PAGE_FILES
from tests.dashboard.addresses import ADDRESSES, EVERY_ADDRESS

if TYPE_CHECKING:
    from conftest import Visit
    from playwright.sync_api import Page


def faults(page: Page) -> dict[str, list[str]]:
    """What axe calls serious or critical: the places by rule."""
    response = Axe().run(page).response
    return {
        found["id"]: [node["html"][:160] for node in found["nodes"][:5]]
        for found in response["violations"]
        if found["impact"] in ("serious", "critical")
    }


def test_every_page_is_looked_at() -> None:
    assert set(ADDRESSES) == set(PAGE_FILES)


@pytest.mark.browser
@pytest.mark.parametrize("path", EVERY_ADDRESS)
def test_no_page_has_a_serious_fault_light_dark_and_on_a_phone(tiny: Visit, path: str) -> None:
    page = tiny.open(path)
    assert faults(page) == {}
    tiny.look(page, "wide", "dark")
    assert faults(page) == {}
    tiny.look(page, "phone", "light")
    assert faults(page) == {}


@pytest.mark.browser
def test_a_missing_store_is_told_without_a_serious_fault(empty: Visit) -> None:
    assert faults(empty.open("/")) == {}
