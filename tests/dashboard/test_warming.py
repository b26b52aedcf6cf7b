"""What every page needs is there before the first page asks for it."""

from __future__ import annotations

import shutil
from threading import Event, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

import numpy as np

from dashboard.catalogue import catalogue
from dashboard.lazy_records import LazyRecords
from dashboard.listing import whole_outline
from dashboard.sides import claim_base
from dashboard.warming import read_ahead, stay_ahead
from graph.generation import GENERATIONS_FOLDER, PROJECTION_LIST
from graph.ledger import read_ledger
from graph.store import StoreWriter
from standpunt.analysis.claims import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
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


def test_the_claims_of_a_generation_are_read_when_it_is_published(
    sample_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = tmp_path / "store"
    shutil.copytree(sample_store, store, symlinks=True)
    monkeypatch.setenv("STANDPUNT_STORE", str(store))
    caplog.set_level("INFO", "dashboard.warming")
    ended = Event()
    reading = Thread(target=stay_ahead, args=(ended, 0.0))
    reading.start()
    try:
        wait_for(lambda: "generation 1 has been read" in caplog.text)
        before = whole_outline()
        with StoreWriter(store) as writer:
            papers = (name for name in read_ledger(store) if "/document/" in name)
            writer.replace_graphs({next(papers): []})
            writer.publish()
        wait_for(lambda: "generation 2 has been read" in caplog.text)
    finally:
        ended.set()
        reading.join()
    for path in (store / GENERATIONS_FOLDER).glob(f"*{PROJECTION_LIST}"):
        path.unlink()  # from now on nothing can be read in columns
    after = whole_outline()
    assert before is not None
    assert after is not None
    assert 0 < len(after.iris) < len(before.iris)
    rows = claim_base("en").rows
    assert np.count_nonzero(rows.of("kind") == KINDS.index("claim")) == len(after.iris)


def wait_for(condition: Callable[[], bool]) -> None:
    """Until it holds, for half a minute."""
    end = monotonic() + 30
    while not condition():
        assert monotonic() < end
        sleep(0.05)


def test_a_store_that_is_not_there_yet_is_left_to_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDPUNT_STORE", str(tmp_path / "none"))
    read_ahead()
    assert list(tmp_path.iterdir()) == []
