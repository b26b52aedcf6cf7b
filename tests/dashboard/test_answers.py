"""Where the pages get their rows from."""

import shutil
from pathlib import Path

import pytest

from dashboard.answers import rows
from graph.errors import WorkerError
from graph.generation import current_number, generation_path, projection_path


@pytest.fixture
def store(tiny_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of which the engine's files are gone, so that it can answer nothing."""
    copy = tmp_path / "store"
    shutil.copytree(tiny_store, copy, symlinks=True)
    shutil.rmtree(generation_path(copy, current_number(copy) or 0))
    monkeypatch.setenv("STANDPUNT_STORE", str(copy))
    return copy


def test_what_pages_count_comes_from_the_projection_and_the_rest_from_the_engine(
    store: Path,
) -> None:
    assert {row["reporter"] for row in rows("documents")} == {"NLD"}
    assert rows("issues", language="nl")[0]["label"] == "visserijzone"
    with pytest.raises(WorkerError):
        rows("reviews")
    projection_path(store, current_number(store) or 0).unlink()
    with pytest.raises(WorkerError):
        rows("documents")
