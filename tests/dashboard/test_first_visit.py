"""Somebody who has never seen it finds who opposes internal border controls, and how we know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
SP = rdflib.Namespace("https://w3id.org/standpunt/ontology#")
SENTENCE = "Een deel van de lidstaten keerde zich tegen voortzetting van de controles"
MOST = 5


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_from_opening_to_the_sentence_and_its_subgraph_in_five_interactions(
    sample: Visit, width: str
) -> None:
    interactions = 1
    page = sample.open("/", width)

    interactions += 1
    field = page.get_by_role("combobox", name="Search")
    field.click()
    field.press_sequentially("internal border")

    interactions += 1
    page.get_by_role("option", name="Internal border controls · issue").click()
    expect(page.locator("h1")).to_have_text("Internal border controls")
    opposing = page.locator(".claim.oppose")
    expect(opposing.locator(".chip.group")).to_contain_text("Een deel van de lidstaten")

    interactions += 1
    opposing.locator(".claim-head").click()
    expect(page.locator(".panel.on blockquote")).to_contain_text(SENTENCE)
    expect(page.locator(".panel.on .holders")).to_be_visible()

    interactions += 1
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=sample.download(page, "Turtle"), format="turtle")
    claims = set(graph.subjects(rdflib.RDF.type, SP.PositionClaim))
    quotes = {str(quote) for quote in graph.objects(None, SP.quote)}
    assert len(claims) == 3
    assert any(quote.startswith(SENTENCE) for quote in quotes)
    assert interactions <= MOST


def test_the_sample_is_the_one_of_the_repository() -> None:
    report = Path(__file__).parents[2] / "samples" / "jbz-2026-01-verslag.txt"
    assert SENTENCE in " ".join(report.read_text("utf-8").split())
