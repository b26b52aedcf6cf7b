"""The data page in a browser: uploads and what came of them, coverage, unread sentences."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from playwright.sync_api import expect

from dashboard.uploading import Upload, write_aside
from graph.generation import current_generation

if TYPE_CHECKING:
    from conftest import Visit

SAMPLES = Path(__file__).parents[2] / "samples"
REPORT = "baf589237542415f"
READING_MS = 60_000


def test_the_name_of_an_upload_never_leads_out_of_its_folder(tmp_path: Path) -> None:
    names = ["../../up.txt", "..", "a\\b.txt", "same.txt", "same.txt", "same.toml", ""]
    papers = write_aside(tmp_path, [Upload(name, b"x") for name in names])
    assert all(tmp_path in path.resolve().parents for path in papers)
    assert len(set(papers)) == 6  # all but the sidecar
    assert (tmp_path / "same.toml").is_file()


@pytest.mark.browser
def test_a_store_is_begun_by_uploading_and_a_refused_file_says_why(
    beginning: Visit, beginning_store: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "leeg.txt"
    empty.touch()
    page = beginning.open("/")
    page.get_by_role("link", name="Or send papers from here").click()
    page.locator("input[type=file]").set_input_files(
        [SAMPLES / "jbz-2026-01-geannoteerde-agenda.txt", empty]
    )
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator(".told-well")).to_have_text(
        "Published as generation 1.", timeout=READING_MS
    )
    read, refused = page.locator(".outcomes li").all()
    expect(read).to_contain_text("36 claims")
    expect(refused).to_contain_text("refused")
    expect(refused).to_contain_text("leeg.txt: holds no text")
    assert current_generation(beginning_store).documents == 1
    read.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("Annotated agenda")


@pytest.mark.browser
def test_a_report_finds_its_meeting_among_what_is_there(
    beginning: Visit, beginning_store: Path
) -> None:
    page = beginning.open("/data", "phone")
    page.locator("input[type=file]").set_input_files(SAMPLES / "jbz-2026-01-verslag.txt")
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator(".told-well")).to_have_text(
        "Published as generation 2.", timeout=READING_MS
    )
    expect(page.locator(".outcomes li")).to_contain_text("JHA/2026-01-22")
    expect(page.get_by_role("row", name="2 shown")).to_be_visible()


@pytest.mark.browser
def test_coverage_is_measured_shown_and_taken_away(sample: Visit) -> None:
    page = sample.open("/data")
    page.get_by_role("button", name="Measure 2 documents").click()
    row = page.get_by_role("row", name="Report: Informal Justice")
    expect(row).to_contain_text("12 (20 %)", timeout=READING_MS)
    table = sample.download(page, "Download as CSV").decode("utf-8-sig")
    rows = {r["document"][:6]: r for r in csv.DictReader(io.StringIO(table))}
    assert (rows["Report"]["sentences"], rows["Report"]["unread"]) == ("59", "12")


@pytest.mark.browser
def test_everything_can_be_taken_away_and_opened_again(sample: Visit) -> None:
    page = sample.open("/data", "phone")
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=sample.download(page, "TriG"), format="trig")
    claim = rdflib.URIRef("https://w3id.org/standpunt/ontology#PositionClaim")
    assert len(set(graph.subjects(rdflib.RDF.type, claim))) == 78


@pytest.mark.browser
def test_unread_sentences_are_marked_in_the_text_and_say_what_was_found(sample: Visit) -> None:
    page = sample.open(f"/document?doc={REPORT}")
    expect(page.locator("mark.unread")).to_have_count(0)
    page.get_by_text("Show unread sentences").click()
    expect(page.get_by_text("59 sentences: 41 gave a claim, 12 were not read.")).to_be_visible(
        timeout=READING_MS
    )
    expect(page.locator(".note.unread")).to_have_count(12)
    page.locator(".note.unread").first.click()
    expect(page.locator("mark.unread.on").first).to_be_in_viewport()
    expect(page.locator(".note-more.on")).to_contain_text("holders found")
    assert "unread=1" in page.url


@pytest.mark.browser
def test_documents_are_narrowed_by_kind_and_year(sample: Visit) -> None:
    page = sample.open("/document?year=2026")
    expect(page.locator(".things > li")).to_have_count(2)
    page.get_by_role("combobox", name="Kind").click()
    page.get_by_role("option", name="Report", exact=True).click()
    expect(page.get_by_text("1 document", exact=True)).to_be_visible()
    assert "kind=report" in page.url
