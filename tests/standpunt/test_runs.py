"""The record of each ingest, what differs between two of them, and the store as it was."""

import csv
import io
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.generation import current_generation, generation_path
from graph.history import past_generations, read_graph
from graph.past import open_past
from standpunt.past import find_state

Run = Callable[..., Any]
Serve = Callable[..., Any]
Papers = Callable[[Path, int], list[Path]]


def rows(standpunt: Run, *arguments: object) -> list[dict[str, str]]:
    """What a command gives as CSV."""
    ran = standpunt(*arguments, "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.fixture(scope="module")
def three_runs(
    standpunt: Run, papers: Papers, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A store after three runs: ten papers; two edited, one gone, one refused; one more edited."""
    home = tmp_path_factory.mktemp("runs")
    folder, store = home / "papers", home / "store"
    folder.mkdir()
    papers(folder, 10)
    standpunt("ingest", folder, "--by", "Anna", "--store", store)
    edit(folder / "00002.txt", "steunen", "verwerpen")
    edit(folder / "00003.txt", "Stuk 3.", "Stuk 3. Slot.")
    (folder / "00006.txt").unlink()
    (folder / "empty.txt").touch()
    standpunt("ingest", folder, "--prune", "--by", "Bert", "--store", store)
    edit(folder / "00002.txt", "verwerpen", "steunen")
    standpunt("ingest", folder, "--store", store)
    return folder, store


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_each_run_is_recorded_with_what_it_changed(
    standpunt: Run, three_runs: tuple[Path, Path]
) -> None:
    runs = rows(standpunt, "runs", "--store", three_runs[1])
    columns = ("number", "author", "isComplete", "read", "replaced", "removed", "refused")
    assert [tuple(run[column] for column in columns) for run in runs][:2] == [
        ("1", "Anna", "true", "10", "0", "0", "0"),
        ("2", "Bert", "true", "0", "2", "1", "1"),
    ]
    assert [(run["gained"], run["lost"]) for run in runs] == [("64", "0"), ("1", "8"), ("1", "1")]


def test_a_run_says_what_became_of_each_document(
    standpunt: Run, three_runs: tuple[Path, Path]
) -> None:
    changes = rows(standpunt, "runs", "--run", 2, "--store", three_runs[1])
    assert [(change["file"], change["kind"]) for change in changes] == [
        ("00002.txt", "replaced"),
        ("00003.txt", "replaced"),
        ("00006.txt", "removed"),
        ("empty.txt", "refused"),
    ]
    assert "holds no text" in changes[3]["reason"]


def test_a_run_that_changes_nothing_is_not_recorded(
    standpunt: Run, three_runs: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, store = three_runs
    copy = tmp_path / "store"
    shutil.copytree(store, copy, symlinks=True)
    (folder / "empty.txt").unlink()
    standpunt("ingest", folder, "--store", copy)
    assert len(rows(standpunt, "runs", "--store", copy)) == 3


def test_diff_tells_gained_lost_and_changed(standpunt: Run, three_runs: tuple[Path, Path]) -> None:
    found = rows(standpunt, "diff", 1, 2, "--store", three_runs[1])
    kinds = [row["change"] for row in found]
    assert (kinds.count("gained"), kinds.count("lost"), kinds.count("changed")) == (0, 7, 1)
    (changed,) = [row for row in found if row["change"] == "changed"]
    assert changed["file"] == "00002.txt"
    assert "polarity: polarity-support -> polarity-oppose" in changed["differences"]


def test_what_was_taken_back_is_no_difference(
    standpunt: Run, three_runs: tuple[Path, Path]
) -> None:
    found = rows(standpunt, "diff", 1, 3, "--store", three_runs[1])
    assert {row["file"] for row in found} == {"00006.txt"}


def test_a_query_can_be_asked_of_the_store_as_it_was(
    standpunt: Run, three_runs: tuple[Path, Path]
) -> None:
    def documents(*state: str) -> int:
        return len(rows(standpunt, "query", "documents", *state, "--store", three_runs[1]))

    assert [documents("--as-of", "1"), documents("--as-of", "2"), documents()] == [10, 9, 9]


@pytest.mark.parametrize(
    ("state", "complaint"),
    [
        ("9", "there is no run 9; they go to 3, list them with: standpunt runs"),
        ("2001-01-01", "there is no generation of 2001-01-01 23:59 or before; the first is of"),
        ("yesterday", "'yesterday' is neither the number of a run nor a day"),
    ],
)
def test_a_state_that_never_was_is_named(
    standpunt: Run, three_runs: tuple[Path, Path], state: str, complaint: str
) -> None:
    ran = standpunt("query", "documents", "--as-of", state, "--store", three_runs[1])
    assert ran.code == 2
    assert complaint in ran.complaint


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_an_endpoint_serves_a_state_whatever_is_pruned_meanwhile(
    serve_endpoint: Serve,
    three_runs: tuple[Path, Path],
    tmp_path: Path,
    end: signal.Signals,
) -> None:
    store, temporary = tmp_path / "store", tmp_path / "temporary"
    shutil.copytree(three_runs[1], store, symlinks=True)
    temporary.mkdir()
    count = "SELECT (COUNT(*) AS ?n) { ?paper a <https://w3id.org/standpunt/ontology#Document> }"
    options = ("--as-of", "1", "--workers", "1")
    with serve_endpoint(store, *options, end=end, TMPDIR=str(temporary)) as past:
        assert list(temporary.iterdir())
        shutil.rmtree(generation_path(store, 1))
        (store / "generations" / "000001.json").unlink()
        answer = past.get(count, "text/csv")
        assert (answer.text.split(), answer.headers["standpunt-generation"]) == (["n", "10"], "1")
        about = httpx.get(f"{past.base}/.well-known/void", headers={"Accept": "text/turtle"})
        assert about.status_code == 200
    assert not list(temporary.iterdir())


def test_a_pruned_generation_is_rebuilt_as_it_was(
    three_runs: tuple[Path, Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(three_runs[1], store, symlinks=True)
    state = find_state(store, "1")
    with open_past(store, state) as kept:
        generation = current_generation(kept)
    shutil.rmtree(generation_path(store, 1))
    (store / "generations" / "000001.json").unlink()
    with open_past(store, state) as rebuilt:
        again = current_generation(rebuilt)
    assert (again.quads, again.documents) == (generation.quads, 10)
    assert not kept.exists()
    assert not rebuilt.exists()


def test_the_history_has_every_graph_of_every_generation(three_runs: tuple[Path, Path]) -> None:
    generations = past_generations(three_runs[1])
    assert [generation.number for generation in generations] == [1, 2, 3]
    assert all(
        read_graph(three_runs[1], digest)
        for generation in generations
        for digest in generation.digests.values()
    )


def test_a_line_of_history_that_was_cut_off_is_passed_over(
    standpunt: Run, three_runs: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, store = three_runs[0], tmp_path / "store"
    shutil.copytree(three_runs[1], store, symlinks=True)
    with (store / "history" / "generations.jsonl").open("ab") as file:
        file.write(b'{"generation": 4, "set": {"https')
    paper = tmp_path / "00000.txt"
    paper.write_text((folder / "00000.txt").read_text("utf-8") + "\nSlot.\n", "utf-8")
    standpunt("ingest", paper, "--store", store)
    assert [generation.number for generation in past_generations(store)] == [1, 2, 3, 4]


def test_history_that_was_altered_is_not_shown(
    standpunt: Run, three_runs: tuple[Path, Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(three_runs[1], store, symlinks=True)
    for path in (store / "history" / "graphs").rglob("*.gz"):
        path.write_bytes(path.read_bytes()[:-9])
    ran = standpunt("diff", 1, 2, "--store", store)
    assert ran.code == 2
    assert "cannot be read" in ran.complaint
