"""What a page offers besides what it shows: citations and the basket, in a browser."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse
from zipfile import ZipFile

import pytest
import rdflib
from playwright.sync_api import expect

from tests.dashboard.opened import CLAIM as CLASS
from tests.dashboard.opened import table_of

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


def test_what_is_put_into_the_basket_can_be_taken_as_one_zip(tiny: Visit) -> None:
    page = tiny.open(f"/issue?id=lower-quotas&claim={CLAIM}")
    page.evaluate(
        "() => { localStorage.removeItem('standpunt-basket');"
        " dispatchEvent(new Event('standpunt-basket')) }"
    )
    to_basket = page.locator("[data-tobasket]")
    expect(to_basket).to_have_text("Export")
    panel = page.locator(".panel.on")
    panel.get_by_role("button", name="Add to basket").click()
    expect(panel.get_by_role("button", name="In the basket")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="Add to basket").last.click()
    expect(to_basket).to_have_text("Export (2)")
    page.get_by_role("button", name="Work", exact=True).click()
    to_basket.click()
    items = page.locator(".basket > li")
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text("Dat verzoek werd door Duitsland herhaald")
    expect(items.nth(1)).to_contain_text("3 claims")
    assert parse_qs(urlparse(page.url).query) == {"basket": [f"claim:{CLAIM},issue:lower-quotas"]}
    expect(page.locator(".honesty")).to_contain_text("3 claims")
    with ZipFile(io.BytesIO(tiny.download(page, "Download the zip"))) as bundle:
        assert bundle.testzip() is None
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=bundle.read("claims.trig"), format="trig")
        assert len(set(dataset.subjects(rdflib.RDF.type, CLASS))) == 3
        rows = table_of(bundle.read("claims.csv"))
        readme = bundle.read("README.txt").decode()
    assert len(rows) == 3
    assert all(row["quote"] for row in rows)
    assert "licenses/by/4.0" in readme
    assert rows[0]["basis"] in page.locator(".honesty").inner_text()
    assert rows[0]["basis"] in readme
    page.get_by_text("Without quotes", exact=True).click()
    expect(page.get_by_text("without the words that prove each claim")).to_be_visible()
    with ZipFile(io.BytesIO(tiny.download(page, "Download the zip"))) as bundle:
        assert {row["quote"] for row in table_of(bundle.read("claims.csv"))} == {""}
    page.get_by_role("link", name="Remove", exact=False).last.click()
    expect(items).to_have_count(1)
    expect(to_basket).to_have_text("Export (1)")
    page.get_by_role("link", name="Empty the basket").click()
    expect(page.get_by_text("The basket is empty")).to_be_visible()
    expect(to_basket).to_have_text("Export")


def test_evidence_goes_out_as_web_annotations_and_pairs_as_turtle(tiny: Visit) -> None:
    page = tiny.open("/document?doc=bbbbbbbbbbbbbbbb")
    annotations = json.loads(tiny.download(page, "Its evidence as Web Annotations"))
    split = next(item for item in annotations["items"] if CLAIM in item["id"])
    assert [target["selector"][1]["exact"] for target in split["target"]] == [
        "Dat verzoek", "werd door Duitsland herhaald",
    ]  # fmt: skip
    page = tiny.open("/coalitions?seen=possible")
    said = rdflib.Graph().parse(data=tiny.download(page, "Turtle"), format="turtle")
    terms = rdflib.Namespace("https://w3id.org/standpunt/ontology#")
    ties = set(said.subjects(rdflib.RDF.type, terms.Tie))
    assert ties
    assert all(len(list(said.objects(tie, terms.tieOf))) == 2 for tie in ties)
    told = [str(text) for text in said.objects(None, rdflib.DCTERMS.description)]
    assert any("generation 1 of the store" in text for text in told)
