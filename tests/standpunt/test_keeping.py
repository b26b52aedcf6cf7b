"""restore, backup, generations and check --deep, as a user calls them."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.ledger import read_ledger

pytestmark = pytest.mark.long

Standpunt = Callable[..., Any]


def claims(standpunt: Standpunt, store: Path) -> str:
    ran = standpunt("query", "claims", "--format", "csv", "--store", store)
    assert ran.code == 0, ran.err
    return str(ran.out)


def spoil(store: Path) -> None:
    """Cut the newest table of the primary files short, as a failing disk may."""
    for table in (store / "primary").glob("*.sst"):
        table.write_bytes(table.read_bytes()[:100])


def test_a_damaged_store_is_found_restored_and_ingested_into(
    store: Path, standpunt: Standpunt, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(samples[0].read_text("utf-8").replace("Frontex", "Europol"), "utf-8")
    before = claims(standpunt, store)
    assert standpunt("check", "--deep", "--store", store).code == 0
    spoil(store)
    found = standpunt("check", "--deep", "--store", store)
    assert found.code == 1
    assert "primary" in found.out
    refused = standpunt("ingest", paper, "--store", store)
    assert refused.code == 2
    assert "standpunt restore" in refused.complaint
    ran = standpunt("restore", "--store", store)
    assert (ran.code, ran.err) == (0, "")
    assert "restored  generation" in ran.out
    assert claims(standpunt, store) == before
    assert standpunt("ingest", paper, "--store", store).code == 0
    assert standpunt("check", "--deep", "--store", store).code == 0


def test_what_is_lost_is_named_with_its_file_and_read_again(
    store: Path, standpunt: Standpunt, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    paper = tmp_path / "nog een brief.txt"
    paper.write_text(samples[0].read_text("utf-8").replace("Frontex", "Europol"), "utf-8")
    before = {entry.name for entry in (store / "history" / "graphs").rglob("*.gz")}
    assert standpunt("ingest", paper, "--store", store).code == 0
    listed = json.loads((store / "sources.json").read_text("utf-8"))["files"][str(paper)]
    graph = listed["documents"][0]["graph"]
    digest = read_ledger(store)[graph].digest
    (kept,) = (store / "history" / "graphs").rglob(f"{digest}*")
    kept.unlink()
    shutil.rmtree(store / "generations" / (store / "current").readlink().name)
    shutil.rmtree(store / "primary")
    ran = standpunt("restore", "--store", store)
    assert ran.code == 1
    assert any(graph in line and str(paper) in line for line in ran.err.splitlines())
    assert before
    again = standpunt("ingest", paper, "--store", store)
    assert again.code == 0
    assert again.lines[0].startswith("read")
    assert standpunt("check", "--deep", "--store", store).code == 0


def test_restoring_a_whole_store_changes_nothing(store: Path, standpunt: Standpunt) -> None:
    ran = standpunt("restore", "--store", store)
    assert (ran.code, ran.out) == (0, "nothing is damaged; the store is as it was\n")
    assert not (store / "aside").exists()


def test_a_backup_answers_and_brings_a_store_back(
    store: Path, standpunt: Standpunt, tmp_path: Path
) -> None:
    before = claims(standpunt, store)
    ran = standpunt("backup", tmp_path / "backup", "--store", store)
    assert (ran.code, ran.err) == (0, "")
    assert claims(standpunt, tmp_path / "backup") == before
    shutil.rmtree(store)
    assert standpunt("restore", "--from", tmp_path / "backup", "--store", store).code == 0
    assert claims(standpunt, store) == before
    assert standpunt("check", "--deep", "--store", store).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("backup", "{store}/inside"),
        ("backup", "{store}"),
        ("restore", "--from", "{store}/history"),
        ("restore", "--store", "{store}/absent"),
        ("generations", "--keep", "0"),
        ("generations", "--store", "{store}/absent"),
        ("forget", "X Y", "--store", "{store}/absent"),
    ],
)
def test_wrong_use_is_one_line_and_changes_nothing(
    store: Path,
    standpunt: Standpunt,
    arguments: tuple[str, ...],
    state: Callable[[Path], dict[str, object]],
) -> None:
    before = state(store)
    given = [each.format(store=store) for each in arguments]
    where = [] if "--store" in given else ["--store", store]
    ran = standpunt(*given, *where)
    assert ran.code == 2
    assert ran.out == ""
    assert state(store) == before


def test_generations_are_listed_and_pruned_as_told(
    store: Path, standpunt: Standpunt, samples: tuple[Path, Path]
) -> None:
    for polarity in ("support", "oppose", "support"):
        text = samples[0].read_text("utf-8")
        paper = store.parent / "paper.txt"
        paper.write_text(f"{text}\n{polarity}\n", "utf-8")
        assert standpunt("ingest", paper, "--store", store).code == 0
    listed = standpunt("generations", "--store", store)
    assert listed.lines[0].startswith("published")
    assert len(listed.lines) >= 4
    ran = standpunt("generations", "--keep", "2", "--days", "30", "--store", store)
    assert [line.split()[0] for line in ran.lines].count("removed") == len(listed.lines) - 2
    assert len(standpunt("generations", "--store", store).lines) == 2


def test_an_ingest_on_a_full_disk_says_what_is_missing(
    standpunt: Standpunt, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    free = shutil.disk_usage(tmp_path).free // 2**20
    ran = standpunt("ingest", *samples, "--store", tmp_path / "s", "--min-free", free + 10_000)
    assert ran.code == 2
    assert "MiB free" in ran.complaint
    assert "2 of 2 documents are not dealt with; repeat the command" in ran.complaint
    assert standpunt("ingest", *samples, "--store", tmp_path / "s", "--min-free", 1).code == 0


def test_a_backup_is_plain_files(store: Path, standpunt: Standpunt, tmp_path: Path) -> None:
    """It can be packed and unpacked by any tool that keeps links."""
    assert standpunt("backup", tmp_path / "backup", "--store", store).code == 0
    subprocess.run(["tar", "-cf", "b.tar", "backup"], cwd=tmp_path, check=True)
    shutil.rmtree(tmp_path / "backup")
    subprocess.run(["tar", "-xf", "b.tar"], cwd=tmp_path, check=True)
    assert standpunt("check", "--deep", "--store", tmp_path / "backup").code == 0
