"""The query page in a browser: stored questions, own queries, errors, files."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlparse

import pytest
import rdflib
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 7"


def run(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="SPARQL").fill(text)
    page.get_by_role("button", name="Run query").click()


def test_an_address_with_a_stored_question_answers_it_with_its_parameters(tiny: Visit) -> None:
    meeting = "meeting:agrifish-2025-03-24"
    page = tiny.open(f"/query?question=meeting-items&meeting={meeting}")
    expect(page.get_by_text("3 rows in")).to_be_visible()
    expect(page.get_by_role("textbox", name="meeting (IRI)")).to_have_value(meeting)
    rows = list(csv.DictReader(io.StringIO(tiny.download(page, "CSV").decode("utf-8-sig"))))
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    answer = json.loads(tiny.download(page, "JSON"))
    assert len(answer["results"]["bindings"]) == 3
    assert tiny.download(page, "TSV").decode().splitlines()[0].startswith("?meeting\t?item")
    found = parse_qs(urlparse(page.url).query)
    assert found == {"question": ["meeting-items"], "meeting": [meeting]}


def test_a_stored_question_can_be_picked_and_run(tiny: Visit) -> None:
    page = tiny.open("/query")
    expect(page.get_by_text("Pick a ready question or write SPARQL")).to_be_visible()
    page.get_by_role("combobox", name="Ready question").fill("Documents in the store")
    page.get_by_role("option", name="Documents in the store").click()
    expect(page.get_by_role("textbox", name="SPARQL")).to_have_value(re.compile("SELECT"))
    page.get_by_role("button", name="Run query").click()
    expect(page.get_by_text("2 rows in")).to_be_visible()
    assert parse_qs(urlparse(page.url).query) == {"question": ["documents"]}


def test_a_construct_of_ones_own_gives_triples_to_take_away(tiny: Visit) -> None:
    page = tiny.open(f"/query?query={quote(CONSTRUCT)}")
    expect(page.get_by_role("textbox", name="SPARQL")).to_have_value(CONSTRUCT)
    page.get_by_role("button", name="Run query").click()
    expect(page.get_by_text("7 triples in")).to_be_visible()
    for label, form in {"Turtle": "turtle", "N-Quads": "nquads", "JSON-LD": "json-ld"}.items():
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=tiny.download(page, label), format=form)
        assert len(dataset) == 7, label
    assert parse_qs(urlparse(page.url).query) == {"query": [CONSTRUCT]}


def test_a_syntax_error_names_line_and_column(tiny: Visit) -> None:
    page = tiny.open("/query", "phone")
    run(page, "SELECT * WHERE {\n  ?a ?b ?c .\n  ?d ?e }")
    expect(page.locator(".failure h2")).to_have_text("The query cannot be read at line 3, column 3")
    expect(page.locator(".failure code").first).to_have_text("  ?d ?e }")


def test_a_query_that_would_reach_another_server_is_refused(tiny: Visit) -> None:
    page = tiny.open("/query")
    run(page, "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")
    expect(page.locator(".failure h2")).to_have_text("This query is not run here")
    expect(page.locator(".failure")).to_contain_text("SERVICE")


def test_yes_or_no_and_nothing_found_are_said_in_words(tiny: Visit) -> None:
    page = tiny.open("/query")
    run(page, "ASK { ?a ?b ?c }")
    expect(page.locator(".truth")).to_have_text("Yes")
    run(page, "SELECT * WHERE { ?a <https://example.org/none> ?c }")
    expect(page.get_by_text("The query is right and matches nothing in the store.")).to_be_visible()
