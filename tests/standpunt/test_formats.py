"""Papers as they come, through the real command: PDF, DOCX and zip, and what is none."""

import json
import sys
import zipfile
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture(scope="session")
def letters() -> ModuleType:
    """Writers of one letter in each format, shared with the tests of ingest."""
    path = Path(__file__).parents[1] / "ingest" / "letters.py"
    spec = spec_from_file_location("letters", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["letters"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def papers(
    tmp_path_factory: pytest.TempPathFactory, letters: ModuleType, samples: tuple[Path, Path]
) -> Path:
    """A folder with the agenda as PDF, the report as DOCX, and files that are no papers."""
    folder = tmp_path_factory.mktemp("papers")
    agenda, report = map(letters.letter_of, samples)
    letters.write_pdf(agenda, folder / "agenda.pdf")
    letters.write_docx(report, folder / "verslag.docx")
    (folder / "notes.md").write_text("# no paper", "utf-8")
    (folder / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


@pytest.fixture(scope="session")
def store(standpunt: Run, papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "store"
    ran = standpunt("ingest", papers, "--store", folder)
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.lines] == ["read", "read", "published"]
    assert all("JHA/2026-01-22" in line for line in ran.lines[:2])
    return folder


def ask(standpunt: Run, store: Path, text: str) -> list[dict[str, str]]:
    ran = standpunt("query", "-", "--store", store, "--format", "json", stdin=text)
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    rows = found["results"]["bindings"] if "results" in found else found
    return [{k: v["value"] if isinstance(v, dict) else v for k, v in r.items()} for r in rows]


PREFIXES = (
    "PREFIX sp: <https://w3id.org/standpunt/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#> "
    "PREFIX dct: <http://purl.org/dc/terms/> "
)


def test_a_folder_of_formats_passes_every_check(standpunt: Run, store: Path) -> None:
    ran = standpunt("check", "--store", store)
    assert ran.code == 0, ran.out + ran.err


def test_the_graph_says_each_document_s_format(standpunt: Run, store: Path) -> None:
    text = PREFIXES + "SELECT ?name ?format { ?d sp:fileName ?name ; dct:format ?format }"
    assert {row["name"]: row["format"] for row in ask(standpunt, store, text)} == {
        "agenda.pdf": "application/pdf",
        "verslag.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }


def test_the_graph_says_page_and_place_of_evidence(standpunt: Run, store: Path) -> None:
    text = PREFIXES + (
        "SELECT ?name ?page ?place { ?d sp:fileName ?name . ?c sp:document ?d ; "
        "sp:evidence/sp:span ?s . ?s sp:sourcePlace ?place OPTIONAL { ?s sp:page ?page } }"
    )
    rows = ask(standpunt, store, text)
    pages = {row["page"] for row in rows if row["name"] == "agenda.pdf"}
    assert {"1", "2", "3", "4"} <= pages
    places = {row["place"] for row in rows if row["name"] == "verslag.docx"}
    assert "paragraph 4" in places
    assert not any(row.get("page") for row in rows if row["name"] == "verslag.docx")


def test_claim_evidence_gives_the_page(standpunt: Run, store: Path) -> None:
    ran = standpunt("query", "claim-evidence", "--store", store, "--format", "csv")
    header, *rows = ran.lines
    assert "page,sourcePlace" in header
    assert any("characters" in row and "page 2" in row for row in rows)


def test_positions_of_a_pdf_have_a_page_and_those_of_text_none(
    standpunt: Run, papers: Path, samples: tuple[Path, Path]
) -> None:
    found = [json.loads(line) for line in standpunt("positions", papers / "agenda.pdf").lines]
    plain = [json.loads(line) for line in standpunt("positions", samples[0]).lines]
    assert len(found) == len(plain) > 30
    assert {record["page"] for record in found} >= {1, 2, 3, 4}
    assert found[0]["place"].startswith(f"page {found[0]['page']}, characters ")
    assert all("page" not in record and "place" not in record for record in plain)


def test_positions_explain_and_coverage_take_a_zip(
    standpunt: Run, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "stukken.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for sample in samples:
            archive.write(sample, sample.name)
    records = [json.loads(line) for line in standpunt("positions", path).lines]
    assert {record["document"] for record in records} == {
        f"stukken.zip/{sample.name}" for sample in samples
    }
    explained = standpunt("explain", path).lines
    assert f"== {path / samples[1].name}" in explained
    assert samples[1].name in standpunt("coverage", path, "--format", "csv").out


def test_a_zip_is_ingested_document_by_document(
    standpunt: Run, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "stukken.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for sample in samples:
            archive.write(sample, sample.name)
    store = tmp_path / "store"
    ran = standpunt("ingest", path, "--store", store)
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[:2] for line in ran.lines[:2]] == [
        ["read", str(path / sample.name)] for sample in samples
    ]
    again = standpunt("ingest", path, "--store", store)
    assert [line.split()[0] for line in again.lines] == ["unchanged", "unchanged"]


def test_a_paper_in_an_unread_format_is_refused_and_not_passed_over(
    standpunt: Run, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "oud.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    (folder / "agenda.txt").write_bytes(samples[0].read_bytes())
    ran = standpunt("ingest", folder, "--store", tmp_path / "store")
    assert ran.code == 1
    assert "oud.doc: is an old Word, Excel or Outlook file" in ran.complaint
    assert "save it as DOCX or PDF" in ran.complaint
    assert ran.lines[0].startswith("read ")


def test_a_bundle_with_one_bad_paper_is_refused_whole(
    standpunt: Run, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "stukken.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(samples[0], "agenda.txt")
        archive.writestr("kapot.pdf", b"%PDF-1.7\nnothing")
    ran = standpunt("ingest", path, "--store", tmp_path / "store")
    assert ran.code == 1
    assert f"{path / 'kapot.pdf'}: is a damaged PDF" in ran.complaint
    assert not (tmp_path / "store").exists()
