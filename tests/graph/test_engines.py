"""One file of facts for every kind of store: in a folder, and behind an address.

Behind the addresses are Apache Jena, and Jena whose default graph is the union of all named ones.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from graph.answer import Table, Triples, Truth
from graph.client import Client
from graph.errors import (
    QueryError,
    QueryRefusedError,
    QueryTimeoutError,
    RemoteError,
    StoreInvalidError,
    StoreMissingError,
    WorkerError,
)
from graph.opening import (
    open_pool,
    open_writer,
    published_description,
    published_engine,
    published_generation,
    published_number,
    stored_ledger,
)
from graph.pool import QueryPool
from graph.quads import digest, graph_lines
from graph.remote import find_remote, read_remote, remote_folder
from ontology.iris import STORE_STATE_GRAPH

ENGINES = ("folder", "jena", "jena-union")
EX = "https://w3id.org/standpunt/id/graph/document/"
ONE, TWO = f"{EX}one", f"{EX}two"


def quads(graph: str, *values: str) -> list[Quad]:
    """Statements that differ in their object alone, so that two graphs can share one."""
    about, said = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")
    return [
        Quad(about, said, NamedNode(f"https://example.org/{value}"), NamedNode(graph))
        for value in values
    ]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def store(engine: str, tmp_path: Path, jena: Callable[..., str]) -> Path:
    """A store of that kind in which nothing has been written."""
    if engine == "folder":
        return tmp_path / "store"
    address = jena("union") if engine.endswith("union") else jena()
    return remote_folder(tmp_path / "remotes", find_remote(address))


def values(store: Path, text: str = "SELECT ?o { ?s ?p ?o } ORDER BY ?o") -> list[str | None]:
    """The first column of the answer, without the example's prefix."""
    with open_pool(store) as pool:
        answer = pool.ask(text)
    assert isinstance(answer, Table)
    return [row[0] and row[0].removeprefix("https://example.org/") for row in answer.plain_rows()]


def test_the_life_of_a_store_is_the_same_everywhere(store: Path) -> None:
    """One engine start for many facts: nothing, a document, two, one replaced, one gone."""
    assert published_number(store) is None
    with pytest.raises(StoreMissingError, match="nothing is published here yet"):
        open_pool(store)

    with open_writer(store) as writer:
        assert writer.replace_graphs({ONE: quads(ONE, "a", "b"), TWO: quads(TWO, "b")}) == (
            ONE,
            TWO,
        )
        assert published_number(store) is None  # written, and not yet to be read
        assert writer.publish() == 1
    assert values(store) == ["a", "b"]  # what two documents state stands once
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s <https://example.org/p> ?o } } ORDER BY ?g"
    assert values(store, text) == [ONE, TWO]

    with open_writer(store) as writer:
        assert not writer.replace_graph(ONE, quads(ONE, "b", "a"))
        assert writer.replace_graph(ONE, quads(ONE, "c"))
        assert [str(quad.object.value) for quad in writer.quads(graph=NamedNode(ONE))] == [
            "https://example.org/c"
        ]
        assert values(store) == ["a", "b"]  # readers still see the generation before
        assert writer.next_number() == 2
        writer.publish()
    assert values(store) == ["b", "c"]

    with open_writer(store) as writer:
        writer.replace_graph(TWO, ())
        assert writer.graph_names() == (ONE,)
        writer.publish()
    assert values(store) == ["c"]

    found = published_generation(store)
    assert (found.number, found.documents, found.quads) == (3, 1, 1)
    entry = stored_ledger(store)[ONE]
    lines = graph_lines(NamedNode(ONE), quads(ONE, "c"))
    assert (entry.digest, entry.quads, entry.generation) == (digest(lines), 1, 2)
    named = {q.graph_name for q in published_engine(store) if isinstance(q.graph_name, NamedNode)}
    assert named == {NamedNode(ONE)}
    assert b"void:triples 1" in published_description(store)


def test_a_run_that_is_cut_short_has_changed_nothing(store: Path) -> None:
    with open_writer(store) as writer:
        writer.replace_graph(ONE, quads(ONE, "a"))
        writer.publish()
    with open_writer(store) as writer:
        writer.replace_graph(TWO, quads(TWO, "b"))
    assert published_number(store) == 1
    assert values(store) == ["a"]


@pytest.mark.parametrize("engine", ["jena"], indirect=True)
def test_of_two_writers_the_second_to_publish_is_refused_whole(store: Path) -> None:
    first, second = open_writer(store), open_writer(store)
    first.replace_graph(ONE, quads(ONE, "a"))
    second.replace_graph(TWO, quads(TWO, "b"))
    first.publish()
    with pytest.raises(RemoteError, match="somebody else published meanwhile"):
        second.publish()
    first.close()
    second.close()
    assert values(store) == ["a"]


def test_queries_are_answered_capped_and_refused_alike(store: Path) -> None:
    with open_writer(store) as writer:
        writer.replace_graph(ONE, quads(ONE, "a", "b", "c"))
        writer.publish()
    with open_pool(store, workers=2) as pool:
        table = pool.ask("SELECT ?o { ?s ?p ?o } ORDER BY ?o", max_rows=2)
        assert isinstance(table, Table)
        assert (len(table.rows), table.truncated, table.generation) == (2, True, 1)
        capped = pool.ask("SELECT ?o { ?s ?p ?o }", max_bytes=50)
        assert isinstance(capped, Table)
        assert (len(capped.rows), capped.truncated) == (1, True)
        truth = pool.ask("ASK { ?s ?p ?o }")
        assert isinstance(truth, Truth)
        assert truth.value
        triples = pool.ask("CONSTRUCT { ?o ?p ?s } { ?s ?p ?o }")
        assert isinstance(triples, Triples)
        assert len(triples.triples) == 3
        bound = pool.ask(
            "SELECT * { ?s ?p ?o }", bindings={"o": NamedNode("https://example.org/a")}
        )
        assert isinstance(bound, Table)
        assert len(bound.rows) == 1
        for refused in (
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "LOAD <http://127.0.0.1:9/>",
            "DELETE WHERE { ?s ?p ?o }",
        ):
            with pytest.raises(QueryRefusedError):
                pool.ask(refused)
        with pytest.raises(QueryError):
            pool.ask("SELECT ?o { ?s ?p }")
        endless = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(14))
        with pytest.raises(QueryTimeoutError):
            pool.ask(f"SELECT (COUNT(*) AS ?n) {{ {endless} }}", timeout_s=0.5)
        assert isinstance(pool.ask("ASK {}"), Truth)
    with pytest.raises(WorkerError, match="closed"):
        pool.ask("ASK {}")


@pytest.mark.parametrize("engine", ["jena"], indirect=True)
def test_a_dataset_with_other_statements_is_not_taken_over(store: Path, tmp_path: Path) -> None:
    remote = read_remote(store)
    assert remote is not None
    client = Client(remote)
    client.update("INSERT DATA { <https://example.org/s> <https://example.org/p> 1 }")
    client.close()
    with pytest.raises(StoreInvalidError, match="holds other statements"):
        open_writer(store)


def test_the_state_graph_is_no_part_of_the_merge(store: Path, engine: str) -> None:
    with open_writer(store) as writer:
        writer.replace_graph(ONE, quads(ONE, "a"))
        writer.publish()
    assert values(store, f"SELECT ?o {{ ?s <{STORE_STATE_GRAPH.value}> ?o }}") == []
    assert values(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == ["1"]
    assert isinstance(open_pool(store), QueryPool) == (engine == "folder")
