"""What a hostile paper says is words on every page: no element, no script, no request."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
QUOTES = """PREFIX sp: <https://w3id.org/standpunt/ontology#>
SELECT ?quote { ?evidence a sp:Evidence ; sp:quote ?quote }"""
# What the payloads would make, wherever on the page, shadow trees included.
MADE = """() => {
  const found = [];
  const look = (root) => {
    for (const el of root.querySelectorAll("*")) {
      if (el.shadowRoot) look(el.shadowRoot);
      const bad = el.matches('img[src="x"], img[src*="example.org"], iframe[srcdoc], [onerror]')
        || (el.href && String(el.href).startsWith("javascript:"))
        || (el.localName === "script" && el.textContent.includes("owned"))
        || (el.localName === "style" && el.textContent.trim() === "*{display:none}");
      if (bad) found.push(el.outerHTML.slice(0, 200));
    }
  };
  look(document);
  return found;
}"""


def check_inert(page: Page) -> None:
    """Nothing of a payload lives on the page; whatever left this machine, make_visit finds."""
    assert page.evaluate(MADE) == []
    assert page.title() != "owned"
    expect(page.locator("[data-testid=stMain]")).to_be_visible()
    for view in page.locator(".view").all():
        assert UNSEEN.findall(view.inner_text()) == []


def document_of(paper: Visit) -> str:
    """The address of the paper's page, as its list gives it."""
    page = paper.open("/document")
    href = page.locator(".things a.title").first.get_attribute("href")
    assert href is not None
    return f"/{href}"


def test_the_positions_page_shows_payloads_as_words(
    paper: Visit, hostile_words: Mapping[str, str]
) -> None:
    page = paper.open("/positions")
    heads = page.locator(".claim-head")
    expect(heads.first).to_be_visible()
    quotes = []
    for place in range(heads.count()):
        heads.nth(place).click()
        paper.settle(page)
        words = page.locator(".panel.on blockquote").first
        expect(words).to_be_visible()
        quotes.append(words.inner_text())
        check_inert(page)
    for kind in ("html", "frame", "markdown", "controls"):
        assert any(hostile_words[kind] in quote for quote in quotes), kind
    assert any(r"\u202etsuj niet\u202c \u2066los\u2069" in quote for quote in quotes)


def test_the_document_page_shows_the_paper_as_it_was_written(
    paper: Visit, hostile_words: Mapping[str, str]
) -> None:
    page = paper.open(document_of(paper))
    text = page.locator("article.sheet").inner_text()
    for kind in ("html", "frame", "markdown"):
        assert hostile_words[kind] in text, kind
    assert text.count(r"\u202etsuj niet\u202c") == 2
    expect(page.locator("mark").first).to_be_visible()
    check_inert(page)


@pytest.mark.parametrize("path", ["/", "/meetings?meeting=jha-2026-01-22", "/choices", "/document"])
def test_the_other_pages_make_nothing_of_the_payloads(paper: Visit, path: str) -> None:
    check_inert(paper.open(path))


def test_the_query_page_shows_answers_and_errors_as_words(
    paper: Visit, hostile_words: Mapping[str, str]
) -> None:
    page = paper.open(f"/query?query={quote(QUOTES)}")
    page.get_by_role("button", name="Run query").click()
    expect(page.get_by_role("link", name="CSV as shown")).to_be_visible()
    paper.settle(page)
    check_inert(page)
    content = paper.download(page, "CSV").decode("utf-8-sig")
    cells = [row["quote"] for row in csv.DictReader(io.StringIO(content, newline=""))]
    assert any(hostile_words["html"] in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert UNSEEN.findall(page.locator(".answer-table").inner_text()) == []
    page.get_by_role("textbox", name="SPARQL").fill(f"SELECT {hostile_words['html']} \u202e")
    page.get_by_role("button", name="Run query").click()
    expect(page.locator(".failure h2")).to_be_visible()
    expect(page.locator(".failure")).to_contain_text("<img src=x")
    paper.settle(page)
    check_inert(page)


def test_an_address_with_a_payload_is_said_back_as_words(
    paper: Visit, hostile_words: Mapping[str, str]
) -> None:
    for path in ("/positions?issue=", "/positions?claim=", "/document?doc=", "/query?question="):
        page = paper.open(path + quote(hostile_words["html"] + "\u202e"))
        check_inert(page)
