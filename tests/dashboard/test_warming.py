"""What every page needs is there before the first page asks for it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from dashboard.catalogue import catalogue
from dashboard.lazy_records import LazyRecords
from dashboard.warming import read_ahead
from graph.generation import GENERATIONS_FOLDER, PROJECTION_LIST

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_catalogue_is_made_ahead(
    sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    shutil.copytree(sample_store, store, symlinks=True)
    monkeypatch.setenv("STANDPUNT_STORE", str(store))
    read_ahead()
    for path in (store / GENERATIONS_FOLDER).glob(f"*{PROJECTION_LIST}"):
        path.unlink()  # from now on only the engine tells, in rows
    assert isinstance(catalogue("en").documents, LazyRecords)


def test_a_store_that_is_not_there_yet_is_left_to_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDPUNT_STORE", str(tmp_path / "none"))
    read_ahead()
    assert list(tmp_path.iterdir()) == []
