"""Long exports are measured to their end: every statement of a store comes out."""

from pathlib import Path

import pytest
from export import measure
from stores import write_store

from graph.opening import published_generation

OF_ITSELF = 25
"""Statements that an export makes of itself, at most."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "store"
    write_store(path, 100)
    return path


def test_a_whole_store_and_every_triple_come_out_and_memory_is_looked_at(store: Path) -> None:
    quads = published_generation(store).quads
    whole = measure("whole-nquads", store)
    assert quads < whole.lines <= quads + OF_ITSELF
    assert min(*whole.parent[2:], *whole.worker[2:]) > 20
    made = measure("everything-ntriples", store)
    bare = measure("bare-dump", store)
    assert 0 < made.lines - (bare.lines - quads) <= OF_ITSELF  # the dump holds the merge too
