"""What is measured on is real: made papers pass the gates and have the shape of read ones."""

from argparse import ArgumentTypeError
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from asking import exports, page_data, stored_queries
from bench import Part, find_store, read_parts, read_size, run_part
from measuring import Figure
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from reader import memory
from reporting import Run, read_runs, write_results
from shape import Shape, compare_shapes, shape_of
from stores import documents, write_store
from targets import WARM

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


def test_parts_measure_a_small_store(made: Path) -> None:
    for figure in islice(stored_queries(made, 300), 4):
        assert figure.ratio("pyoxigraph") or figure.part != WARM
    for measure in (page_data, exports, memory):
        assert all(figure.ms for figure in measure(made, 300))


@pytest.mark.parametrize(("text", "claims"), [("30k", 30_000), ("1m", 1_000_000), ("500", 500)])
def test_sizes_are_read_with_their_unit(text: str, claims: int) -> None:
    assert read_size(text) == claims


def test_the_table_says_ratios_and_targets_and_the_plot_what_grows(tmp_path: Path) -> None:
    figure = Figure("Writing", "publish", 1_000, 30.0, {"pyoxigraph": 10.0}, "backup()")
    late = Figure("Writing", "claims", 1_000, None, note="over 4 s")
    figures = (figure, replace(figure, claims=10_000, ms=60.0), late)
    run = Run("writing", {"cores": "2"}, 60, 150, figures)
    write_results(tmp_path, "x", ["writing"], {"writing": run})
    table = (tmp_path / "x.md").read_text("utf-8")
    assert "| publish | 1,000 | 30 | 10 | 3.00 | backup() |" in table
    assert "| publish | 10,000 | 60 | 10 | 6.00 | backup() |" in table
    assert "| claims | 1,000 | over the limit |  |  | over 4 s |" in table
    assert "30 and 60 ms at 1,000 and 10,000 claims | not met |" in table
    assert "| writing | 60 s of 150 | cores 2 |" in table
    assert (tmp_path / "x.svg").read_text("utf-8").count("publish") == 1
    assert read_runs(tmp_path / "x.json") == {"writing": run}


def test_a_part_that_is_run_alone_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    before = Run("start", {}, 1, 40, (Figure("Start", "standpunt --version", 0, 130.0),))
    pages = Run("pages", {}, 2, 120, (Figure("Data of pages, nothing kept", "Data", 1_000, 9.0),))
    order = ["start", "pages"]
    write_results(tmp_path, "x", order, {"pages": pages, "start": before})
    again = replace(before, figures=(replace(before.figures[0], ms=30.0),))
    runs = read_runs(tmp_path / "x.json") | {"start": again}
    write_results(tmp_path, "x", order, runs)
    assert list(read_runs(tmp_path / "x.json").values()) == [again, pages]
    table = (tmp_path / "x.md").read_text("utf-8")
    assert "`standpunt --version` in 100 ms | 30 ms | met |" in table
    assert "| A reader in 600 MiB |  | not measured |" in table


def test_a_part_that_has_used_up_its_time_says_what_it_left(tmp_path: Path) -> None:
    def measure(store: Path, claims: int) -> Iterator[Figure]:
        for what in ("first", "second"):
            yield Figure("Slow", what, claims, 1.0)

    run = run_part(Part("slow", 0.0, measure), tmp_path, [1_000, 10_000])
    assert [figure.what for figure in run.figures] == ["first", "what is left"]
    assert run.figures[-1].ms is None
    whole = run_part(Part("slow", 60.0, measure), tmp_path, [1_000, 10_000])
    assert [figure.claims for figure in whole.figures] == [1_000, 1_000, 10_000, 10_000]


def test_parts_are_chosen_by_name() -> None:
    assert [part.name for part in read_parts("pages,start")] == ["start", "pages"]
    with pytest.raises(ArgumentTypeError, match="no part 'page'; there are: start, "):
        read_parts("page")
