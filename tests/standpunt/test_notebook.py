"""The store for notebooks, and the tutorial as a reader runs it: in a kernel, on the samples."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pandas as pd
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from networkx import Graph

from graph.errors import StoreError
from standpunt import OpenStore, open_store
from standpunt.errors import UsageError
from standpunt.opening import Kind

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.ipynb"
Run = Callable[..., Any]


@pytest.fixture
def sockets() -> Iterator[str]:
    """A folder with a short path: names of Unix sockets are short, and open no port."""
    with TemporaryDirectory(dir="/tmp") as folder:
        yield folder


@pytest.fixture(scope="module")
def opened(sample_store: Path) -> Iterator[OpenStore]:
    with open_store(sample_store) as store:
        yield store


# --- the tutorial ----------------------------------------------------------------------------


def test_the_tutorial_runs(
    sample_store: Path, sockets: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDPUNT_STORE", str(sample_store))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    notebook = nbformat.read(TUTORIAL, as_version=4)
    manager = KernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel")
    NotebookClient(
        notebook, km=manager, timeout=300, resources={"metadata": {"path": tmp_path}}
    ).execute()
    shown = [
        output.get("text") or output["data"]["text/plain"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert "(0, 'No claim fits: since 2030-01-01.')" in shown
    assert any(text.startswith("'351 pairs may agree, ") for text in shown)
    assert any("delivered" in text and "not-reported" in text for text in shown)
    assert any("count-against-list" in text for text in shown)


def test_the_tutorial_is_kept_without_what_it_showed() -> None:
    notebook = nbformat.read(TUTORIAL, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) > 15
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_importing_standpunt_loads_no_pandas() -> None:
    asked = "import standpunt, sys; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# --- frames ----------------------------------------------------------------------------------


def test_claims_are_those_of_the_stored_question_with_numbers(opened: OpenStore) -> None:
    frame = opened.claims(modality=("stated", "standing", "planned", "expected"))
    asked = opened.ask("claims")
    assert sorted(frame["claim"]) == sorted(asked["claim"])
    assert pd.api.types.is_integer_dtype(frame["min"])
    assert pd.api.types.is_float_dtype(frame["confidence"])
    assert (frame["min"] <= frame["max"]).all()


def test_a_network_is_that_of_the_command(
    opened: OpenStore, sample_store: Path, standpunt: Run, tmp_path: Path
) -> None:
    file = tmp_path / "edges.csv"
    command = ("network", "--among", "EU", "--once", "document", "--normalise", "jaccard")
    ran = standpunt(*command, "--format", "csv", "--output", file, "--store", sample_store)
    assert ran.code == 0
    frame = opened.network(among="EU", how={"once": "document", "normalisation": "jaccard"})
    written = pd.read_csv(file)
    assert list(frame.columns) == list(written.columns)
    pd.testing.assert_frame_equal(frame.round(3), written.round(3), check_dtype=False)
    assert frame.attrs["formula"].startswith("w(i,j) / (m11")


@pytest.mark.parametrize("kind", ["actors", "actor-issue", "issues"])
def test_a_graph_has_the_edges_of_the_frame(opened: OpenStore, kind: Kind) -> None:
    graph = opened.graph(kind)
    assert isinstance(graph, Graph)
    assert graph.number_of_edges() == len(opened.network(kind)) > 0


def test_each_answer_is_a_frame_with_rows(opened: OpenStore) -> None:
    frames = {
        "statements": opened.statements(),
        "windows": opened.windows(months=1),
        "overlaps": opened.overlaps(),
        "silence": opened.silence(),
        "trajectory": opened.trajectory("NLD", "return-to-afghanistan"),
        "compare": opened.compare("JHA/2026-01-22"),
        "findings": opened.findings(),
    }
    assert {name for name, frame in frames.items() if frame.empty} == set()
    assert set(frames["silence"]["status"]) <= {"named", "possible", "excluded", "not reported"}
    assert frames["silence"].groupby(["document", "item"])["actor"].nunique().eq(27).all()
    assert opened.structure(among="EU").basis.claims > 50


def test_an_empty_selection_has_columns_and_says_why(opened: OpenStore) -> None:
    words = "No claim fits: since 2030-01-01."
    for ask in (
        opened.claims, opened.statements, opened.network, opened.overlaps, opened.silence,
        opened.findings, opened.windows,
    ):  # fmt: skip
        frame = ask(since="2030-01-01")
        assert frame.empty
        assert len(frame.columns) >= 3
        assert frame.attrs["note"] == words
    assert opened.overlaps(issue="return-hubs").attrs["note"].startswith("Nothing follows")
    assert opened.findings(issue="return-hubs").attrs["note"].startswith("Nothing found")
    with pytest.raises(UsageError, match="No claim fits"):
        opened.structure(since="2030-01-01")
    unheld = opened.trajectory("DNK", "return-to-afghanistan")
    assert unheld.attrs["note"] == "No claim names DNK as a holder on return-to-afghanistan."


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda s: s.claims(issue="nope"), "there is no issue 'nope'"),
        (lambda s: s.claims(since="soon"), "'soon' is no day; write it as 2026-01-22"),
        (lambda s: s.claims(since="2026-02-01", before="2026-01-01"), "no day is left"),
        (lambda s: s.claims(modality="sung"), "there is no modality 'sung'; known are: stated"),
        (lambda s: s.claims(configuration="XYZ"), "no Council configuration 'XYZ'"),
        (lambda s: s.claims(reviewed_only=True), "reviewed_only needs"),
        (lambda s: s.network("friends"), "there is no network 'friends'"),
        (lambda s: s.network(among="XYZ"), "there is no bloc 'XYZ'"),
        (lambda s: s.trajectory("XYZ", "return"), "no actor has the code 'XYZ'"),
        (lambda s: s.compare("JHA/1999-01-01"), "the store knows no meeting"),
        (lambda s: s.windows(months=0), "from 1 to 1200"),
        (lambda s: s.query("ASK {}"), "this query gives no rows"),
    ],
)
def test_what_nobody_knows_is_one_error(
    opened: OpenStore, ask: Callable[[OpenStore], object], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        ask(opened)


def test_no_store_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing is published here yet"):
        open_store(tmp_path / "none")


def test_only_what_a_reviewer_passed(store: Path, standpunt: Run) -> None:
    with open_store(store) as plain:
        claim = plain.claims()["claim"].iloc[0]
    assert standpunt("review", "confirm", claim, "--by", "anna", "--store", store).code == 0
    with open_store(store, reviewed=True) as reviewed:
        assert list(reviewed.claims(reviewed_only=True)["claim"]) == [claim]
