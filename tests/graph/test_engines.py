"""One file of facts for every kind of store: in a folder, and behind an address.

Behind the addresses are Oxigraph's server, Apache Jena, and Jena whose default graph is the union
of all named ones.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from time import sleep

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.answer import Dataset, Table, Text, Triples, Truth
from graph.client import Client
from graph.errors import (
    QueryBusyError,
    QueryCancelledError,
    QueryError,
    QueryRefusedError,
    QueryTimeoutError,
    RemoteError,
    StoreInvalidError,
    StoreMissingError,
    WorkerError,
)
from graph.interface import Pool
from graph.opening import (
    open_pool,
    open_writer,
    pool_description,
    published_description,
    published_engine,
    published_generation,
    published_number,
    stored_ledger,
)
from graph.pool import QueryPool
from graph.quads import digest, graph_lines
from graph.remote import find_remote, read_remote, remote_folder
from graph.row_forms import ROW_FORMS, write_table
from ontology.iris import STORE_STATE_GRAPH

ENGINES = ("folder", "oxigraph", "jena", "jena-union")
EngineAt = Callable[[str], AbstractContextManager[str]]
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
def store(engine: str, tmp_path: Path, engine_at: EngineAt) -> Iterator[Path]:
    """A store of that kind in which nothing has been written."""
    if engine == "folder":
        yield tmp_path / "store"
        return
    with engine_at(engine) as address:
        yield remote_folder(tmp_path / "remotes", find_remote(address))


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


@pytest.mark.parametrize("engine", ["oxigraph", "jena"], indirect=True)
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
        capped = pool.ask("SELECT ?o { ?s ?p ?o }", max_bytes=40)
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


@pytest.fixture
def three(store: Path) -> Path:
    """A store with one statement in a graph, and two in another."""
    with open_writer(store) as writer:
        writer.replace_graphs({ONE: quads(ONE, "a"), TWO: quads(TWO, "b", "c")})
        writer.publish()
    return store


@pytest.mark.parametrize("form", list(ROW_FORMS))
def test_rows_are_written_in_every_form_alike(three: Path, form: str) -> None:
    text = "SELECT ?o (STRLEN(STR(?o)) AS ?n) ?none { ?s ?p ?o } ORDER BY ?o"
    with open_pool(three) as pool:
        table = pool.ask(text)
        whole = pool.write(text, form)
        cut = pool.write(text, form, max_rows=1)
        truth = pool.write("ASK { ?s ?p ?o }", form)
    assert isinstance(table, Table)
    assert isinstance(whole, Text)
    assert isinstance(cut, Text)
    assert (whole.body.decode(), whole.row_count) == (write_table(table, form), 3)
    assert (cut.row_count, cut.truncated, "TRUNCATED" in cut.body.decode()) == (1, True, True)
    assert isinstance(truth, Truth)


def test_a_query_is_asked_on_the_graphs_that_it_or_its_caller_names(three: Path) -> None:
    text = "SELECT (GROUP_CONCAT(STR(?o)) AS ?all) {} {{ ?s ?p ?o }}"

    def objects(pool: Pool, clause: str = "", dataset: Dataset | None = None) -> str:
        answer = pool.write(text.format(clause), "tsv", dataset=dataset)
        assert isinstance(answer, Text)
        found = answer.body.decode().splitlines()[1]
        return "".join(sorted(found.replace("https://example.org/", "").strip('"').split()))

    with open_pool(three) as pool:
        assert objects(pool) == "abc"
        assert objects(pool, f"FROM <{TWO}>") == "bc"
        assert objects(pool, f"FROM NAMED <{TWO}>") == ""
        assert objects(pool, dataset=Dataset((ONE,))) == "a"
        assert objects(pool, f"FROM <{TWO}>", Dataset((ONE,))) == "a"
        assert objects(pool, dataset=Dataset((), (ONE,))) == ""
        base = pool.write("ASK { <s> <p> <a> }", "json", base_iri="https://example.org/")
    assert isinstance(base, Truth)
    assert base.value


def test_triples_quads_and_rows_come_as_a_stream(three: Path) -> None:
    text = "CONSTRUCT { ?s ?p <https://example.org/x> } { ?s ?p ?o }"
    with open_pool(three) as pool:
        made = {triple for chunk in pool.stream(text) for triple in chunk.splitlines()}
        assert made == {
            b"<https://example.org/s> <https://example.org/p> <https://example.org/x> ."
        }
        described = b"".join(pool.stream("DESCRIBE <https://example.org/s>"))
        assert {quad.triple for quad in parse(described, format=RdfFormat.N_TRIPLES)} == {
            quad.triple for quad in quads(ONE, "a", "b", "c")
        }
        stored = list(parse(b"".join(pool.stream_quads()), format=RdfFormat.N_QUADS))
        assert len(stored) == len(set(stored))
        assert {ONE, TWO} <= {quad.graph_name.value for quad in stored}
        for graph in (ONE, TWO):
            found = {str(quad.triple) for quad in stored if quad.graph_name.value == graph}
            table = pool.ask(f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
            assert isinstance(table, Table)
            assert found == {" ".join(map(str, row)) for row in table.rows}
        rows = pool.stream_rows("SELECT ?o { ?s ?p ?o }", bindings={"o": quads(ONE, "a")[0].object})
        assert list(rows) == [(quads(ONE, "a")[0].object,)]
        for refused in ("SELECT * { ?s ?p ?o }", "ASK { ?s ?p ?o }"):
            with pytest.raises(QueryRefusedError, match="CONSTRUCT or DESCRIBE"):
                list(pool.stream(refused))
        with pytest.raises(QueryRefusedError, match="SELECT"):
            list(pool.stream_rows("ASK { ?s ?p ?o }"))
        with pytest.raises(QueryError):
            list(pool.stream("CONSTRUCT { ?s ?p ?o } {"))
        assert pool.running() == 0


def test_a_pinned_pool_never_mixes_two_generations(three: Path, engine: str) -> None:
    """A folder keeps the one it began with; an engine has no other than the last, and says so."""
    with open_pool(three, pinned=True) as pool:
        assert pool.generation().number == 1
        with open_writer(three) as writer:
            writer.replace_graph(ONE, quads(ONE, "d"))
            writer.publish()
        assert pool.generation().number == 1
        text = "SELECT ?o { ?s ?p ?o }"
        if engine == "folder":
            answer = pool.ask(text)
            assert isinstance(answer, Table)
            assert len(answer.rows) == 3
        else:
            with pytest.raises(RemoteError, match="was published anew meanwhile"):
                pool.ask(text)
            with pytest.raises(RemoteError, match="was published anew meanwhile"):
                list(pool.stream("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"))


def test_a_query_is_cancelled_by_its_ticket_and_others_wait_their_turn(three: Path) -> None:
    endless = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(18))
    with open_pool(three) as pool, ThreadPoolExecutor(1) as thread:
        asked = thread.submit(
            pool.ask, f"SELECT (COUNT(*) AS ?n) {{ {endless} }}", timeout_s=60, ticket="one"
        )
        while not pool.running():
            sleep(0.01)
        with pytest.raises(QueryBusyError):
            pool.write("ASK {}", "json", wait_s=0.1)
        while not asked.done():
            pool.cancel("one")
            sleep(0.05)
        with pytest.raises(QueryCancelledError):
            asked.result()
        assert isinstance(pool.ask("ASK {}"), Truth)


def test_a_store_describes_itself_the_same_everywhere(three: Path) -> None:
    """Counted by queries, as a view or a store behind an address is, or from the engine's files."""
    found = []
    with open_pool(three) as pool:
        for turtle in (published_description(three), pool_description(pool)):
            found.append({str(quad.triple) for quad in parse(turtle, format=RdfFormat.TURTLE)})
    assert found[0] == found[1]
    counts = {line.split()[-1] for line in found[0] if "#triples" in line}
    assert counts == {f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>' for n in (1, 2, 3)}


@pytest.mark.parametrize("engine", ["oxigraph", "jena"], indirect=True)
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
