"""Documents into the store: order, repetition, replacement, and what the user says of them."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.errors import StoreWriteError
from graph.ledger import read_ledger
from graph.store import StoreWriter
from ingest.meetings import Meeting
from ingest.quads import document_quads
from ingest.records import Extraction
from ontology.modules import reference_quads
from ontology.terms import OA_END, SKOS_ALT_LABEL
from standpunt.jobs import Job, Reply
from standpunt.outcomes import Status, find_all
from standpunt.pipeline import Wanted, ingest
from standpunt.reading import do_job

Run = Callable[..., Any]
State = Callable[[Path], dict[str, object]]
Samples = tuple[Path, Path]


class ReadersHere:
    """Reads in this process, where a test can change what is read."""

    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Reply]]:
        return ((job, do_job(job)) for job in jobs)

    def close(self) -> None:
        """Nothing runs."""


def documents(standpunt: Run, store: Path) -> list[dict[str, str]]:
    """The rows of `standpunt documents`."""
    ran = standpunt("documents", "--store", store, "--format", "csv")
    assert ran.code == 0
    head, *lines = ran.lines
    return [dict(zip(head.split(","), line.split(","), strict=False)) for line in lines]


def test_an_undated_report_finds_its_meeting_though_it_is_named_first(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    agenda, report = samples
    ran = standpunt("ingest", report, agenda, "--store", tmp_path / "store")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[:3] for line in ran.lines] == [
        ["read", str(report), "JHA/2026-01-22"],
        ["read", str(agenda), "JHA/2026-01-22"],
        ["published", "generation", "1"],
    ]


def test_an_undated_report_finds_the_meeting_of_an_earlier_run(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    agenda, report = samples
    standpunt("ingest", agenda, "--store", tmp_path / "store")
    ran = standpunt("ingest", report, "--store", tmp_path / "store")
    assert ran.lines[0].split()[:3] == ["read", str(report), "JHA/2026-01-22"]


@pytest.mark.parametrize("again", [(), ("--again",)])
def test_ingesting_again_changes_nothing(
    standpunt: Run, state: State, store: Path, samples: Samples, again: tuple[str, ...]
) -> None:
    before = state(store)
    ran = standpunt("ingest", *samples, *again, "--store", store)
    assert ran.code == 0
    assert [line.split()[0] for line in ran.lines] == ["unchanged", "unchanged"]
    assert state(store) == before


def test_two_stores_of_the_same_documents_hold_the_same(
    standpunt: Run,
    digests: Callable[[Path], dict[str, str]],
    sample_store: Path,
    samples: Samples,
    tmp_path: Path,
) -> None:
    standpunt("ingest", samples[1], samples[0], "--store", tmp_path / "store")
    assert digests(sample_store) == digests(tmp_path / "store")


def test_a_folder_stands_for_the_text_files_below_it(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    deep = tmp_path / "papers" / "2026" / "january"
    deep.mkdir(parents=True)
    hidden = tmp_path / "papers" / ".trash"
    hidden.mkdir()
    for folder in (deep, hidden):
        shutil.copy(samples[0], folder)
    ran = standpunt("ingest", tmp_path / "papers", "--store", tmp_path / "store")
    assert [line.split()[0] for line in ran.lines] == ["read", "published"]


def test_the_same_text_under_two_names_is_taken_once(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.txt"
    shutil.copy(samples[0], copy)
    ran = standpunt("ingest", samples[0], copy, "--store", tmp_path / "store")
    assert [line.split()[0] for line in ran.lines] == ["read", "unchanged", "published"]
    assert f"the same text as {samples[0]}" in ran.lines[1]


def test_an_edited_file_replaces_its_earlier_text(
    standpunt: Run, store: Path, samples: Samples, tmp_path: Path
) -> None:
    edited = tmp_path / samples[0].name
    edited.write_text(samples[0].read_text("utf-8") + "\nEinde van het stuk.\n", "utf-8")
    ran = standpunt("ingest", edited, "--store", store)
    assert [line.split()[0] for line in ran.lines] == ["replaced", "published"]
    assert len(documents(standpunt, store)) == 2


def test_replacing_a_document_leaves_the_others_alone(
    standpunt: Run, store: Path, samples: Samples, tmp_path: Path
) -> None:
    edited = tmp_path / samples[0].name
    edited.write_text(samples[0].read_text("utf-8") + "\nEinde van het stuk.\n", "utf-8")
    before = read_ledger(store)
    standpunt("ingest", edited, "--store", store)
    after = read_ledger(store)
    kept = before.keys() & after.keys()
    assert len(kept) == 3  # a document, the reference data, the record of the first run
    assert all(before[iri] == after[iri] for iri in kept)


def test_the_user_may_say_which_meeting_a_paper_is_about(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    ran = standpunt("ingest", samples[1], "--meeting", "JHA/2025-12-08", "--store", store)
    assert ran.lines[0].split()[:3] == ["read", str(samples[1]), "JHA/2025-12-08"]


def test_a_file_beside_the_paper_may_say_it(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    report = tmp_path / "verslag.txt"
    shutil.copy(samples[1], report)
    report.with_suffix(".toml").write_text(
        'meeting = "JHA/2025-12-08"\ndate = 2025-12-19\nreporter = "BEL"\n', "utf-8"
    )
    ran = standpunt("ingest", report, "--store", tmp_path / "store")
    assert ran.lines[0].split()[:3] == ["read", str(report), "JHA/2025-12-08"]
    (row,) = documents(standpunt, tmp_path / "store")
    assert (row["date"], row["reporter"]) == ("2025-12-19", "BEL")


def test_a_paper_that_was_told_its_meeting_need_not_be_told_again(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", samples[1], "--meeting", "JHA/2025-12-08", "--store", store)
    ran = standpunt("ingest", samples[1], "--again", "--store", store)
    assert ran.lines[0].split()[:3] == ["unchanged", str(samples[1]), "JHA/2025-12-08"]


def test_the_store_is_where_the_environment_says(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    ran = standpunt("ingest", samples[0], STANDPUNT_STORE=str(tmp_path / "mine"))
    assert ran.code == 0
    assert (tmp_path / "mine" / "current").is_symlink()


def test_the_store_lies_in_the_users_data_by_default(
    standpunt: Run, samples: Samples, tmp_path: Path
) -> None:
    ran = standpunt("ingest", samples[0], home=tmp_path)
    assert ran.code == 0
    (store,) = tmp_path.rglob("standpunt/store")
    assert (store / "current").is_symlink()


def test_what_a_run_could_not_publish_is_published_by_the_next(
    samples: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, store = find_all([samples[0]]), tmp_path / "store"

    def fail(self: StoreWriter) -> int:
        raise StoreWriteError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(StoreWriter, "publish", fail)
        with pytest.raises(StoreWriteError):
            ingest(found, store)
    assert not (store / "current").exists()
    assert ingest(found, store).generation == 1


def test_new_reference_data_is_published_though_no_document_changed(
    samples: Samples, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *rest = reference_quads()
    name = Quad(first.subject, SKOS_ALT_LABEL, Literal("nieuw", language="nl"), first.graph_name)
    monkeypatch.setattr("standpunt.depositing.reference_quads", lambda: [first, name, *rest])
    batch = ingest(find_all(samples), store)
    assert [outcome.status for outcome in batch.outcomes] == [Status.UNCHANGED] * 2
    assert batch.generation == 2


def test_a_document_that_breaks_a_rule_is_named_and_not_stored(
    samples: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shifted(extraction: Extraction, meeting: Meeting) -> Iterable[Quad]:
        for quad in document_quads(extraction, meeting):
            if quad.predicate == OA_END and "/evidence/span/1" in str(quad.subject):
                end = Literal(int(quad.object.value) - 3)  # type: ignore[union-attr]
                yield Quad(quad.subject, OA_END, end, quad.graph_name)
            else:
                yield quad

    monkeypatch.setattr("standpunt.reading.document_quads", lambda *args: [*shifted(*args)])
    batch = ingest(find_all([samples[0]]), tmp_path / "store", readers=ReadersHere())
    (outcome,) = batch.outcomes
    assert outcome.status is Status.REFUSED
    assert batch.generation is None
    assert outcome.note.startswith(f"{samples[0]}: not stored, it breaks ")
    assert "evidence: <https://w3id.org/standpunt/id/document/" in outcome.note
    assert not (tmp_path / "store").exists()


def test_a_graph_of_another_program_is_left_alone(samples: Samples, store: Path) -> None:
    other = NamedNode("https://w3id.org/standpunt/id/graph/reviews")
    quad = Quad(other, SKOS_ALT_LABEL, Literal("x"), other)
    with StoreWriter(store) as writer:
        writer.replace_graph(other.value, [quad])
        writer.publish()
    ingest(find_all(samples), store, Wanted(again=True))
    with StoreWriter(store) as writer:
        assert other.value in writer.graph_names()
