"""What was published before: kept by content, found by number or time, rebuilt; and bulk writes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.errors import GenerationMissingError, StoreDamagedError
from graph.generation import current_number
from graph.history import (
    find_past,
    keep_graph,
    latest_digests,
    note_generation,
    past_generations,
    read_graph,
)
from graph.past import open_past
from graph.pool import ask_once
from graph.store import BULK_QUADS, StoreWriter

NAME = NamedNode("https://example.org/name")
DAY = datetime(2026, 11, 22, tzinfo=UTC)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def graph_of(n: int, quads: int) -> tuple[str, list[Quad]]:
    """A graph with so many quads of its own."""
    iri = f"https://example.org/graph/{n}"
    node = NamedNode(f"https://example.org/thing/{n}")
    return iri, [Quad(node, NAME, Literal(f"{n}-{at}"), NamedNode(iri)) for at in range(quads)]


def test_a_graph_is_kept_once_and_read_back(tmp_path: Path) -> None:
    lines = ['<a:b> <a:c> "é" .', '<a:b> <a:c> "z" .']
    name = keep_graph(tmp_path, lines)
    assert keep_graph(tmp_path, lines) == name
    assert read_graph(tmp_path, name) == lines
    assert read_graph(tmp_path, keep_graph(tmp_path, [])) == []
    assert len(list(tmp_path.rglob("*.gz"))) == 2


def test_a_graph_that_was_altered_is_not_given(tmp_path: Path) -> None:
    name = keep_graph(tmp_path, ["one ."])
    other = keep_graph(tmp_path, ["two ."])
    (mine,) = tmp_path.rglob(f"{name}*")
    (theirs,) = tmp_path.rglob(f"{other}*")
    mine.write_bytes(theirs.read_bytes())
    with pytest.raises(StoreDamagedError, match="is not what it was"):
        read_graph(tmp_path, name)


def test_a_generation_holds_what_was_set_and_not_dropped_until_then(tmp_path: Path) -> None:
    note_generation(tmp_path, 1, DAY, {"a": "1", "b": "1"})
    note_generation(tmp_path, 2, DAY + timedelta(days=1), {"b": "2"})
    assert [dict(found.digests) for found in past_generations(tmp_path)] == [
        {"a": "1", "b": "1"},
        {"b": "2"},
    ]
    assert latest_digests(tmp_path) == {"b": "2"}
    assert find_past(tmp_path, until=DAY + timedelta(hours=30)).number == 2
    assert find_past(tmp_path, until=DAY + timedelta(hours=5)).number == 1
    assert find_past(tmp_path, number=1).published == DAY
    with pytest.raises(GenerationMissingError, match="the first is of 2026-11-22"):
        find_past(tmp_path, until=DAY - timedelta(days=1))


def test_many_new_graphs_are_written_as_one_by_one(tmp_path: Path) -> None:
    graphs = dict(graph_of(n, 1_000) for n in range(6))
    with StoreWriter(tmp_path / "bulk") as bulk, StoreWriter(tmp_path / "single") as single:
        assert sum(map(len, graphs.values())) > BULK_QUADS
        bulk.replace_graphs(graphs)
        for iri, quads in graphs.items():
            single.replace_graph(iri, quads)
        for writer in (bulk, single):
            assert writer.compare_ledger() == ()
            assert writer.quad_count() == 6_000
        assert {i: e.digest for i, e in bulk.ledger().items()} == {
            i: e.digest for i, e in single.ledger().items()
        }


def test_a_past_generation_answers_as_it_did_when_its_files_are_gone(tmp_path: Path) -> None:
    with StoreWriter(tmp_path) as writer:
        for n in range(8):  # the first ones are pruned
            writer.replace_graphs(dict([graph_of(n, 3)]))
            writer.publish()
    assert not (tmp_path / "generations" / "000002").exists()
    for number in (2, 7):
        with open_past(tmp_path, find_past(tmp_path, number=number)) as past:
            ((count,),) = ask_once(past, COUNT).plain_rows()  # type: ignore[union-attr]
            assert count == str(3 * number)


def test_a_snapshot_shows_what_is_stored_and_publishes_nothing(tmp_path: Path) -> None:
    with StoreWriter(tmp_path) as writer:
        writer.replace_graphs(dict([graph_of(1, 3)]))
        with writer.snapshot() as folder:
            ((count,),) = ask_once(folder, COUNT).plain_rows()  # type: ignore[union-attr]
        assert count == "3"
        assert not folder.exists()
        assert current_number(tmp_path) is None
