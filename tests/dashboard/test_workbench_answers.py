"""What the query workbench makes of an answer: the form, the views, and each file opened again."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree

import openpyxl
import pytest
import rdflib
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(ISIRI(?o)) } LIMIT 7"
BY_STATE = """PREFIX sp: <https://w3id.org/standpunt/ontology#>
SELECT ?state (COUNT(?set) AS ?sets) WHERE { ?set sp:namedHolder ?state }
GROUP BY ?state ORDER BY ?state"""
DAYS = """PREFIX sp: <https://w3id.org/standpunt/ontology#>
SELECT ?day ?actor WHERE { ?membership sp:from ?day ; sp:member ?actor }"""


def answer(visit: Visit, text: str, width: str = "wide") -> Page:
    """A page on which this query has been run."""
    page = visit.open(f"/query?query={quote(text)}", width)
    page.get_by_role("button", name="Run query").click()
    expect(page.locator(".honesty")).to_contain_text("generation 1 of the store")
    visit.settle(page)
    return page


def test_a_select_is_taken_away_in_every_form_with_what_it_rests_on(tiny: Visit) -> None:
    page = answer(tiny, BY_STATE)
    expect(page.locator(".answer-table")).to_contain_text("Netherlands")
    rows = list(csv.DictReader(io.StringIO(tiny.download(page, "CSV").decode("utf-8-sig"))))
    assert {row["state"].rpartition("/")[2]: row["sets"] for row in rows} == {
        "DEU": "1",
        "NLD": "3",
    }
    assert "% of the holders are anonymous" in rows[0]["standpunt.basis"]
    told = json.loads(tiny.download(page, "JSON"))
    assert len(told["results"]["bindings"]) == 2
    assert told["about"]["query"] == BY_STATE
    ElementTree.fromstring(tiny.download(page, "XML"))
    assert tiny.download(page, "TSV").decode().splitlines()[0] == "?state\t?sets"
    assert tiny.download(page, "Parquet").startswith(b"PAR1")
    book = openpyxl.load_workbook(io.BytesIO(tiny.download(page, "Excel")))
    assert book.worksheets[0]["B2"].value == 1


def test_triples_are_taken_away_in_every_form(tiny: Visit) -> None:
    page = answer(tiny, CONSTRUCT)
    forms = {"Turtle": "turtle", "TriG": "trig", "N-Triples": "nt", "N-Quads": "nquads"}
    for label, form in (forms | {"JSON-LD": "json-ld", "RDF/XML": "xml"}).items():
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=tiny.download(page, label), format=form)
        assert len(dataset) == 7, label
    assert b"<graphml" in tiny.download(page, "GraphML")


def test_the_table_is_sorted_and_filtered_and_taken_away_as_it_is_shown(tiny: Visit) -> None:
    page = answer(tiny, BY_STATE)
    head = page.get_by_role("button", name=re.compile("^state"))
    head.click()
    expect(head).to_have_text("state ↑")
    head.click()
    expect(page.locator(".answer-table td").first).to_have_text("Netherlands")
    page.get_by_role("textbox", name="Show rows that hold").fill("nether")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 2 rows")).to_be_visible()
    tiny.settle(page)
    content = tiny.download(page, "CSV as shown").decode("utf-8-sig")
    assert [row["state"] for row in csv.DictReader(io.StringIO(content))] == ["Netherlands"]


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_member_states_with_numbers_give_a_map_and_bars_with_a_source_line(
    tiny: Visit, width: str
) -> None:
    page = answer(tiny, BY_STATE, width)
    for view, shown in (("Map", "Netherlands: 3"), ("Chart", "Germany: 1")):
        page.get_by_role("radio", name=view).click()
        expect(page.locator(".drawing svg title").filter(has_text=shown)).to_have_count(1)
        tiny.settle(page)
        root = ElementTree.fromstring(tiny.download(page, "SVG"))
        texts = [text for element in root.iter() if (text := element.text)]
        assert shown in texts
        assert any(text.startswith("Source: Standpunt") for text in texts)
        assert tiny.download(page, "PNG").startswith(b"\x89PNG")


def test_days_give_a_timeline_and_triples_a_network(tiny: Visit) -> None:
    page = answer(tiny, DAYS)
    page.get_by_role("radio", name="Timeline").click()
    expect(page.locator(".drawing circle")).to_have_count(7)
    page = answer(tiny, CONSTRUCT)
    page.get_by_role("radio", name="Network").click()
    expect(page.locator(".drawing .fig-node").first).to_be_visible()
    page.get_by_text("The same as a table (7 rows)").click()
    expect(page.locator(".as-table tbody tr")).to_have_count(7)
