"""Folders of papers: what is passed over, replaced, gone, refused, and summed up."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from standpunt.jobs import Job, Reply
from standpunt.outcomes import find_all
from standpunt.pipeline import Wanted, ingest

Run = Callable[..., Any]
Papers = Callable[[Path, int], list[Path]]
Digests = Callable[[Path], dict[str, str]]


@pytest.fixture
def folder(papers: Papers, tmp_path: Path) -> Path:
    """Ten papers, two of them reports."""
    made = tmp_path / "papers"
    made.mkdir()
    papers(made, 10)
    return made


def test_a_long_batch_is_summed_up(standpunt: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").touch()
    ran = standpunt("ingest", folder, "--store", tmp_path / "store")
    assert ran.code == 1
    table = [line.split() for line in ran.lines[10:] if "─" not in line]
    assert table == [
        ["outcome", "documents", "claims"],
        ["read", "10", "64"],
        ["refused", "1"],
        ["published", "generation", "1"],
    ]
    assert "empty.txt: holds no text" in ran.complaint


def test_the_number_of_workers_changes_nothing(
    standpunt: Run, digests: Digests, folder: Path, tmp_path: Path
) -> None:
    for jobs in (1, 3):
        ran = standpunt("ingest", folder, "--jobs", jobs, "--store", tmp_path / f"{jobs}")
        assert ran.code == 0
    assert digests(tmp_path / "1") == digests(tmp_path / "3")
    assert len(digests(tmp_path / "1")) == 11


def test_what_is_as_it_was_is_not_read_again(folder: Path, tmp_path: Path) -> None:
    class NoReaders:
        """Fails the test if anything is to be read."""

        def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Reply]]:
            assert list(jobs) == []
            return iter(())

        def close(self) -> None:
            """Nothing runs."""

    found, store = find_all([folder]), tmp_path / "store"
    ingest(found, store)
    batch = ingest(found, store, readers=NoReaders())
    assert {outcome.status.value for outcome in batch.outcomes} == {"unchanged"}
    assert sum(outcome.claims for outcome in batch.outcomes) == 64


def test_a_changed_file_replaces_its_claims(
    standpunt: Run, digests: Digests, folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", folder, "--store", store)
    paper = folder / "00002.txt"
    paper.write_text(paper.read_text("utf-8").replace("steunen", "betreuren"), "utf-8")
    ran = standpunt("ingest", folder, "--store", store)
    assert ran.lines[0].split()[:2] == ["replaced", str(paper)]
    assert len(digests(store)) == 11


def test_a_changed_file_that_is_about_another_meeting_now_replaces_its_claims(
    standpunt: Run, digests: Digests, folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", folder, "--store", store)
    paper = folder / "00002.txt"
    paper.write_text(paper.read_text("utf-8").replace("2012", "2013"), "utf-8")
    ran = standpunt("ingest", folder, "--store", store)
    assert ran.lines[0].split()[:3] == ["replaced", str(paper), "JHA/2013-01-16"]
    assert len(digests(store)) == 11


def test_a_file_that_is_gone_is_reported_and_its_claims_are_kept(
    standpunt: Run, digests: Digests, folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", folder, "--store", store)
    (folder / "00002.txt").unlink()
    ran = standpunt("ingest", folder, "--store", store)
    assert ran.code == 0
    assert ran.lines[0] == (
        f"vanished   {folder / '00002.txt'}  is gone; its claims are still in the store, "
        "remove them with --prune"
    )
    assert len(digests(store)) == 11


def test_a_file_that_is_gone_is_removed_where_that_is_asked(
    standpunt: Run, digests: Digests, folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", folder, "--store", store)
    (folder / "00002.txt").unlink()
    ran = standpunt("ingest", folder, "--prune", "--store", store)
    assert ran.lines[0].split()[:2] == ["removed", str(folder / "00002.txt")]
    assert ran.lines[-1] == "published  generation 2"
    assert len(digests(store)) == 10
    assert "removed" not in standpunt("ingest", folder, "--prune", "--store", store).out


@pytest.mark.parametrize("prune", [(), ("--prune",)])
def test_a_file_that_was_moved_is_not_gone(
    standpunt: Run, digests: Digests, folder: Path, tmp_path: Path, prune: tuple[str, ...]
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", folder, "--store", store)
    before = digests(store)
    (folder / "later").mkdir()
    shutil.move(folder / "00002.txt", folder / "later")
    ran = standpunt("ingest", folder, *prune, "--store", store)
    assert [line.split()[0] for line in ran.lines if "/" in line] == []
    assert digests(store) == before


def test_a_file_of_another_folder_is_not_gone(
    standpunt: Run, samples: tuple[Path, Path], folder: Path, tmp_path: Path
) -> None:
    store, elsewhere = tmp_path / "store", tmp_path / "elsewhere"
    elsewhere.mkdir()
    copy = Path(shutil.copy(samples[0], elsewhere))
    standpunt("ingest", copy, "--store", store)
    copy.unlink()
    assert "vanished" not in standpunt("ingest", folder, "--prune", "--store", store).out


def test_a_list_of_files_that_cannot_be_read_is_named(
    standpunt: Run, folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    standpunt("ingest", folder, "--store", store)
    (store / "sources.json").write_text("{", "utf-8")
    ran = standpunt("ingest", folder, "--store", store)
    assert ran.code == 2
    assert "sources.json: cannot be read" in ran.complaint


def test_a_run_that_was_cut_short_goes_on_where_it_was(
    folder: Path, tmp_path: Path, digests: Digests, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    read: list[Path] = []

    def stop_after_six(path: Path) -> None:
        read.append(path)
        if len(read) == 6:
            raise KeyboardInterrupt

    monkeypatch.setattr("standpunt.depositing.BATCH_DOCUMENTS", 3)
    with pytest.raises(KeyboardInterrupt):
        ingest(find_all([folder]), store, progress=stop_after_six)
    assert not (store / "current").exists()
    batch = ingest(find_all([folder]), store)
    states = [outcome.status.value for outcome in batch.outcomes]
    assert (states.count("read"), states.count("unchanged")) == (4, 6)
    ingest(find_all([folder]), tmp_path / "whole", Wanted())
    assert digests(store) == digests(tmp_path / "whole")
    sources = json.loads((store / "sources.json").read_text("utf-8"))["files"]
    assert len(sources) == 10
