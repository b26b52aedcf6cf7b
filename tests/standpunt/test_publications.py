"""One letter to both chambers, and the papers of several governments about one meeting."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.store import StoreWriter
from ontology.iris import publication_graph
from standpunt.sources import hash_file

Run = Callable[..., Any]
Samples = tuple[Path, Path]


def rows(standpunt: Run, store: Path, question: str, *arguments: str) -> list[dict[str, str]]:
    """What a stored question gives."""
    ran = standpunt("query", question, *arguments, "--store", store, "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.fixture
def both(samples: Samples, tmp_path: Path) -> tuple[Path, Path]:
    """The sample agenda as one chamber got it, and as the other did, with other line ends."""
    text = samples[0].read_text("utf-8")
    first, second = tmp_path / "a-eerste.txt", tmp_path / "b-tweede.txt"
    first.write_text(text, "utf-8")
    other = text.replace("Eerste Kamer", "Tweede Kamer").replace("PV BRIEF", "Nr. 987 BRIEF")
    assert other.count("Tweede Kamer") == 1
    assert "Nr. 987 BRIEF" in other
    second.write_text(other.replace("\n", "\r\n"), "utf-8", newline="")
    return first, second


def test_a_letter_to_both_chambers_is_one_document_with_two_publications(
    standpunt: Run, both: tuple[Path, Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    ran = standpunt("ingest", *both, "--store", store)
    assert ran.lines[1] == (
        f"read       {both[1]}  one more publication of a document in the store; its claims "
        "count once"
    )
    (document,) = rows(standpunt, store, "documents")
    assert (document["fileName"], document["claims"]) == ("a-eerste.txt", "36")
    (publication,) = rows(standpunt, store, "publications")
    assert publication["document"] == document["document"]
    assert [publication[name] for name in ("dossier", "number", "addressee", "file")] == [
        "32317",
        "987",
        "Tweede Kamer",
        "b-tweede.txt",
    ]


def test_a_publication_may_come_later_and_is_then_known(
    standpunt: Run, both: tuple[Path, Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", both[1], "--store", store)
    ran = standpunt("ingest", both[0], "--store", store)
    assert "one more publication" in ran.lines[0]
    assert [line.split()[0] for line in standpunt("ingest", *both, "--store", store).lines] == [
        "unchanged",
        "unchanged",
    ]


def test_a_publication_is_a_document_once_the_other_is_gone(
    standpunt: Run, both: tuple[Path, Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", tmp_path, "--store", store)
    both[0].unlink()
    standpunt("ingest", tmp_path, "--prune", "--store", store)
    (document,) = rows(standpunt, store, "documents")
    assert (document["fileName"], document["claims"]) == ("b-tweede.txt", "36")
    assert rows(standpunt, store, "publications") == []


def test_a_letter_that_says_something_else_is_another_document(
    standpunt: Run, both: tuple[Path, Path], tmp_path: Path
) -> None:
    text = both[1].read_text("utf-8").replace("een speerpunt", "geen speerpunt")
    both[1].write_text(text, "utf-8")
    standpunt("ingest", *both, "--store", tmp_path / "store")
    assert len(rows(standpunt, tmp_path / "store", "documents")) == 2


def test_a_letter_that_is_edited_in_its_head_alone_stays_one_document(
    standpunt: Run, both: tuple[Path, Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", both[0], "--store", store)
    both[0].write_bytes(both[1].read_bytes())
    ran = standpunt("ingest", both[0], "--store", store)
    assert ran.lines[0].split()[0] == "replaced"
    (document,) = rows(standpunt, store, "documents")
    assert document["number"] == "987"


def test_a_publication_passes_the_checks(
    standpunt: Run, both: tuple[Path, Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", *both, "--store", store)
    with StoreWriter(store) as writer:
        graph = publication_graph(hash_file(both[1]) or "")
        assert writer.quad_count(graph.value) == 7
    assert standpunt("check", "--store", store).code == 0


def test_reports_of_two_governments_are_about_one_meeting(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    store, other = tmp_path / "store", tmp_path / "belgisch.txt"
    other.write_text(samples[1].read_text("utf-8") + "\nEigen slotwoord.\n", "utf-8")
    other.with_suffix(".toml").write_text('reporter = "BEL"\n', "utf-8")
    standpunt("ingest", *samples, other, "--store", store)
    (meeting,) = rows(standpunt, store, "meetings")
    assert (meeting["configuration"], meeting["documents"]) == ("JHA", "3")
    reporters = sorted(found["reporter"] for found in rows(standpunt, store, "documents"))
    assert reporters == ["BEL", "NLD", "NLD"]


def test_the_same_titles_at_another_meeting_do_not_merge_the_two(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    store, later = tmp_path / "store", tmp_path / "later.txt"
    later.write_text(samples[1].read_text("utf-8") + "\nSlot.\n", "utf-8")
    standpunt("ingest", *samples, "--store", store)
    standpunt("ingest", later, "--meeting", "JHA/2026-03-05", "--store", store)
    meetings = rows(standpunt, store, "meetings")
    assert sorted(found["start"] for found in meetings) == ["2026-01-22", "2026-03-05"]
