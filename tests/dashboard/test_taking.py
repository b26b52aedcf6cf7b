"""Files to take: kept under one address while pages come and go, made when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.taking import ALWAYS_KEPT, MOST_CELLS, File, Shelf, take_address, take_routes
from graph.errors import QueryTimeoutError

if TYPE_CHECKING:
    from conftest import Visit

LINES_OF_CSV = 9  # a header and eight claims
# Opens the evidence of the claim at a place of the list and, so many ms later, asks for the CSV.
CLICK_BOTH = """([place, wait]) => {
  const roots = [document, ...[...document.querySelectorAll("*")].map((el) => el.shadowRoot)];
  const all = (selector) => roots.flatMap((root) => [...(root?.querySelectorAll(selector) ?? [])]);
  all(".claim-head")[place].click();
  setTimeout(() => all("a, button").find((el) => el.textContent.trim() === "CSV").click(), wait);
}"""


def file(name: str = "a.csv", cells: int = 1) -> File:
    return File(name, "text/csv", lambda: b"a,b\n", cells)


def test_what_a_file_is_made_of_gives_its_address() -> None:
    shelf = Shelf()
    token = shelf.offer(file(), ("return", 1))
    assert shelf.offer(file(), ("return", 1)) == token
    assert shelf.offer(file(), ("return", 2)) != token
    assert shelf.find(token, "a.csv") == shelf.find(token, "a.csv") is not None
    assert shelf.find(token, "b.csv") is None


def test_tables_that_are_too_large_together_are_forgotten_oldest_first() -> None:
    shelf = Shelf()
    tokens = [shelf.offer(file(cells=MOST_CELLS // 100), n) for n in range(ALWAYS_KEPT + 3)]
    assert [shelf.find(token, "a.csv") is None for token in tokens[:4]] == [True] * 3 + [False]


def test_an_answer_is_the_file_or_says_what_to_do() -> None:
    def late() -> bytes:
        raise QueryTimeoutError("the limit passed", 20.0)

    client = TestClient(Starlette(routes=take_routes))
    answer = client.get(f"/{take_address(file(), 'x')}")
    assert answer.content == b"a,b\n"
    assert answer.headers["content-disposition"] == 'attachment; filename="a.csv"'
    failed = client.get(f"/{take_address(File('b.csv', 'text/csv', late), 'x')}")
    assert (failed.status_code, failed.text) == (503, "the limit passed\n")
    unknown = client.get(f"/take/{'0' * 32}/a.csv")
    assert unknown.status_code == 404
    assert "open the page again" in unknown.text


@pytest.mark.browser
def test_a_file_can_be_taken_while_the_page_is_drawn_anew(tiny: Visit) -> None:
    page = tiny.open("/positions")
    expect(page.locator(".claim-head")).to_have_count(8)
    for place, wait_ms in enumerate((0, 60, 120, 200, 300)):
        with page.expect_download() as waiting:
            page.evaluate(CLICK_BOTH, [place, wait_ms])
        with waiting.value.path().open("rb") as content:
            assert len(content.readlines()) == LINES_OF_CSV
