"""What is measured on is real: made papers pass the gates and have the shape of read ones."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from bench import find_store, read_size
from measuring import Figure, write_results
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from shape import Shape, compare_shapes, shape_of
from stores import documents, write_store

from graph.pool import ask_once
from graph.store import StoreWriter
from standpunt.gates import Gates

COUNT = """SELECT (COUNT(*) AS ?n) {
?claim a <https://w3id.org/standpunt/ontology#PositionClaim> }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stores")


@pytest.fixture(scope="module")
def made(folder: Path) -> Path:
    return find_store(folder, 300)


def test_made_documents_pass_the_gates_of_evidence_terms_and_shapes() -> None:
    gates = Gates()
    for document in islice(documents(300), 4):
        quads = [
            Quad(quad.subject, quad.predicate, quad.object, NamedNode(document.graph))
            for quad in parse("\n".join(document.lines), format=RdfFormat.N_TRIPLES)
        ]
        assert gates.evidence_violations(quads) == []
        assert gates.term_violations(quads) == []
        assert gates.shape_violations(quads) == []


def test_the_same_documents_are_made_each_time_and_others_by_another_seed() -> None:
    first, again = (list(islice(documents(300), 3)) for _ in range(2))
    other = list(islice(documents(300, seed=2), 3))
    assert first == again
    assert [document.graph for document in first] == [document.graph for document in other]
    assert all(one.lines != two.lines for one, two in zip(first, other, strict=True))


def test_a_store_that_was_made_is_whole_and_holds_the_claims(made: Path) -> None:
    with StoreWriter(made) as writer:
        assert writer.compare_ledger() == ()
    answer = ask_once(made, COUNT)
    ((number,),) = answer.plain_rows()  # type: ignore[union-attr]
    assert 300 <= int(number or 0) < 300 + 50


def test_a_store_of_another_shape_is_told(made: Path, folder: Path) -> None:
    real, own = shape_of(folder / "samples"), shape_of(made)
    assert all(difference.is_near() for difference in compare_shapes(own, real))
    (name, number), *_ = sorted(real.triples.items(), key=lambda pair: -pair[1])
    odd = Shape(own.triples | {name: 2 * number}, own.values)
    assert [d.what for d in compare_shapes(odd, real) if not d.is_near()] == [f"{name} a claim"]


def test_made_stores_are_stores_that_ingest_goes_on_with(tmp_path: Path) -> None:
    assert write_store(tmp_path / "s", 100) > 100 * 40
    document = next(documents(100, seed=3))
    with StoreWriter(tmp_path / "s") as writer:
        quads = parse("\n".join(document.lines), format=RdfFormat.N_TRIPLES)
        assert writer.replace_graph(document.graph, quads)
        assert writer.publish() == 2
        assert writer.compare_ledger() == ()


@pytest.mark.parametrize(("text", "claims"), [("30k", 30_000), ("1m", 1_000_000), ("500", 500)])
def test_sizes_are_read_with_their_unit(text: str, claims: int) -> None:
    assert read_size(text) == claims


def test_the_table_says_ratios_and_the_plot_what_grows(tmp_path: Path) -> None:
    figure = Figure("Writing", "publish", 1_000, 30.0, {"pyoxigraph": 10.0}, "backup()")
    late = Figure("Writing", "claims", 1_000, None, note="over 4 s")
    figures = [figure, replace(figure, claims=10_000, ms=60.0), late]
    write_results(tmp_path, "x", {"cores": "2"}, figures, 60)
    table = (tmp_path / "x.md").read_text("utf-8")
    assert "| publish | 1,000 | 30 | 10 | 3.00 | backup() |" in table
    assert "| publish | 10,000 | 60 | 10 | 6.00 | backup() |" in table
    assert "| claims | 1,000 | over the limit |  |  | over 4 s |" in table
    assert (tmp_path / "x.svg").read_text("utf-8").count("publish") == 1
