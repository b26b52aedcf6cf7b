"""The positions page in a browser: filters in the address, evidence on a click, files to keep."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

import networkx
import openpyxl
import pytest
import rdflib
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
SPLIT_CLAIM = "bbbbbbbbbbbbbbbb/claim/174-1"


def claims(page: Page) -> Locator:
    return page.locator(".claim-head")


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def test_all_claims_are_listed_and_the_contested_issue_comes_first(tiny: Visit) -> None:
    page = tiny.open("/positions")
    expect(claims(page)).to_have_count(8)
    first = page.locator(".issue").first
    expect(first.locator("h2")).to_have_text("fishing zone")
    expect(first.locator(".lanes.two .lane")).to_have_count(2)
    expect(first).to_contain_text("contested")


def test_a_group_shows_its_words_and_bounds_and_no_name(tiny: Visit) -> None:
    page = tiny.open("/positions?issue=fishing-zone&polarity=oppose")
    expect(claims(page)).to_have_count(1)
    expect(page.locator(".claim .chip.group")).to_contain_text("2 to 3 of 5")
    expect(page.locator(".claim .chip.group .words")).to_have_text("“Meerdere lidstaten”")
    expect(page.locator(".claim .chip.named")).to_have_count(0)
    expect(page.locator(".claim .stance").first).to_contain_text("opposes")


def test_a_filter_that_is_chosen_stands_in_the_address_as_an_id(tiny: Visit) -> None:
    page = tiny.open("/positions")
    page.get_by_role("combobox", name="Actor named").click()
    page.get_by_role("option", name="Germany (1)").click()
    expect(claims(page)).to_have_count(1)
    assert query_of(page) == {"actor": ["DEU"]}


def test_an_actor_can_be_looked_for_in_unnamed_groups_too(tiny: Visit) -> None:
    page = tiny.open("/positions?actor=FRA&possible=1")
    expect(claims(page)).to_have_count(5)
    expect(page.get_by_text("Also unnamed groups that may include this actor")).to_be_visible()


def test_claims_can_be_narrowed_to_those_read_with_confidence(tiny: Visit) -> None:
    page = tiny.open("/positions")
    page.get_by_role("combobox", name="Read with confidence").click()
    page.get_by_role("option", name="at least 0.9", exact=True).click()
    expect(claims(page)).to_have_count(7)  # all but the forecast, which has 0.7
    assert query_of(page) == {"confidence": ["0.9"]}


def test_claims_can_be_narrowed_to_days(tiny: Visit) -> None:
    page = tiny.open("/positions?since=2025-03-24")
    expect(claims(page)).to_have_count(8)
    page.get_by_label("Before (day)").fill("2025-03-24")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2025-03-24 is not before 2025-03-24")).to_be_visible()
    expect(claims(page)).to_have_count(0)
    assert query_of(page) == {"since": ["2025-03-24"], "before": ["2025-03-24"]}


def test_an_unknown_id_is_said_and_everything_is_shown(tiny: Visit) -> None:
    page = tiny.open("/positions?issue=no-such-issue")
    expect(page.get_by_text("There is no issue “no-such-issue” in this store")).to_be_visible()
    expect(claims(page)).to_have_count(8)


def test_filters_that_nothing_meets_say_that_silence_is_not_opposition(tiny: Visit) -> None:
    page = tiny.open("/positions?actor=HUN")
    expect(page.get_by_text("silence is not opposition")).to_be_visible()
    page.get_by_role("link", name="Show all positions").click()
    expect(claims(page)).to_have_count(8)


def test_a_click_shows_the_dutch_sentence_the_holders_and_puts_the_claim_in_the_address(
    tiny: Visit,
) -> None:
    page = tiny.open("/positions?issue=lower-quotas")
    claims(page).first.click()
    quote = page.locator(".panel.on blockquote")
    expect(quote).to_have_text(
        "Nederland vroeg, samen met een meerderheid van de lidstaten, om lagere vangstquota"
    )
    expect(quote).to_have_attribute("lang", "nl")
    expect(quote).to_have_css("font-family", re.compile("Source Serif"))
    expect(page.locator(".panel.on .code.certain")).to_have_text(["Netherlands"])
    expect(page.locator(".panel.on .code.possible")).to_have_text(["DEU", "FRA", "HUN", "POL"])
    assert query_of(page)["claim"] == ["bbbbbbbbbbbbbbbb/claim/89-1"]
    expect(page.locator(".view >> .claim-head")).to_have_count(3)


def test_evidence_of_two_spans_is_highlighted_in_the_document_exactly(tiny: Visit) -> None:
    page = tiny.open(f"/positions?claim={SPLIT_CLAIM}")
    page.locator(".panel.on").get_by_role("link", name="Read in the document").click()
    expect(page.locator("mark.on")).to_have_text(["Dat verzoek", "werd door Duitsland herhaald"])
    page.locator(".note-more.on").get_by_text("How this was read").click()
    expect(page.locator(".note-more.on .facts")).to_contain_text(
        "2 places: characters 174–185, 189–217"
    )
    expect(page.locator("mark.on").first).to_be_in_viewport()
    assert urlparse(page.url).path == "/document"
    assert query_of(page) == {"doc": ["bbbbbbbbbbbbbbbb"], "claim": [SPLIT_CLAIM]}


def test_certain_and_excluded_holders_are_told_apart(tiny: Visit) -> None:
    page = tiny.open("/positions?claim=bbbbbbbbbbbbbbbb/claim/341-1")
    expect(page.locator(".panel.on .code.excluded")).to_have_text(["HUN"])
    expect(page.locator(".panel.on .code.certain")).to_have_count(0)
    expect(page.locator(".panel.on")).to_contain_text("The source names nobody.")


def test_each_download_of_the_selection_opens_again(tiny: Visit) -> None:
    page = tiny.open("/positions?issue=lower-quotas")
    rows = list(csv.DictReader(io.StringIO(tiny.download(page, "CSV").decode("utf-8-sig"))))
    assert [row["polarity"] for row in rows] == ["support"] * 3
    kinds = {"Turtle": "turtle", "JSON-LD": "json-ld", "TriG": "trig"}
    claim = rdflib.URIRef("https://w3id.org/standpunt/ontology#PositionClaim")
    for label, form in kinds.items():
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=tiny.download(page, label), format=form)
        found = set(dataset.subjects(rdflib.RDF.type, claim))
        assert len(found) == 3, label
    network = networkx.read_graphml(io.BytesIO(tiny.download(page, "GraphML")))
    assert network.number_of_nodes() > 3
    gephi = networkx.read_gexf(io.BytesIO(tiny.download(page, "GEXF")))
    assert set(gephi.nodes) == set(network.nodes)
    book = openpyxl.load_workbook(io.BytesIO(tiny.download(page, "Excel")))
    assert book["Export"].max_row == 4
    assert tiny.download(page, "Parquet")[:4] == b"PAR1"


def test_on_a_phone_the_evidence_opens_directly_under_the_tapped_claim(tiny: Visit) -> None:
    page = tiny.open("/positions?issue=lower-quotas", "phone")
    second = claims(page).nth(1)
    second.click()
    panel = page.locator(".panel.on")
    expect(panel.locator(".holders")).to_be_visible()
    tapped, opened = second.bounding_box(), panel.bounding_box()
    assert tapped is not None
    assert opened is not None
    assert abs(tapped["y"] + tapped["height"] - opened["y"]) <= 2
    assert opened["width"] <= 390


def test_the_link_that_is_copied_opens_the_claim(tiny: Visit) -> None:
    page = tiny.open(f"/positions?claim={SPLIT_CLAIM}")
    expect(page.locator(".panel.on blockquote")).to_have_text(
        "Dat verzoek werd door Duitsland herhaald"
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".panel.on").get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert parse_qs(urlparse(copied).query) == {"claim": [SPLIT_CLAIM]}
    assert urlparse(copied).path == "/positions"


def test_the_claims_can_be_opened_by_keyboard(tiny: Visit) -> None:
    page = tiny.open("/positions?issue=fish-label")
    claims(page).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".panel.on blockquote")).to_be_visible()
    expect(page.locator(".panel.on .holders")).to_be_visible()
    expect(claims(page).first).to_be_focused()
    expect(claims(page).first).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".panel.on")).to_have_count(0)
