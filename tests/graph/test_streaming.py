"""What a CONSTRUCT makes, however much: what the engine makes, each once, in little memory."""

import io
import random

import pyarrow.parquet
import pytest
from pyoxigraph import Quad, QuerySolutions, QueryTriples, RdfFormat, Store, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from graph import export_made
from graph.answer import Triples
from graph.distinct import distinct_lines
from graph.errors import ExportError, QueryTimeoutError
from graph.export_made import write_made, write_whole_store
from graph.pool import QueryPool
from graph.template import read_template

EX = "PREFIX ex: <https://example.org/>\n"
DATA = """@prefix ex: <https://example.org/> .
ex:a ex:p ex:b, "1", "een\\nregel"@nl, 5 . ex:b ex:p ex:c . ex:c ex:q [ ex:p "in" ] .
ex:d ex:p ex:b ; ex:q "1" . _:n ex:q ex:a ."""
QUERIES = {
    "short": "CONSTRUCT WHERE { ?s ex:p ?o }",
    "short with a blank node": "CONSTRUCT WHERE { ?s ex:q [ ex:p ?o ] }",
    "lists and blank nodes": "CONSTRUCT { ?s ex:r (?o [ ex:q ?o ]) } WHERE { ?s ex:p ?o }",
    "wrong and unbound terms": "CONSTRUCT { ?o ?p ?s . ?s ?o ?z ; ex:r ?o } WHERE { ?s ?p ?o }",
    "constants": "CONSTRUCT { ?s a ex:T ; ex:r 1, true, 'x'@en } WHERE { ?s ?p ?o }",
    "nothing bound": "CONSTRUCT { ex:x a ex:T } WHERE { ?s ?p ?o }",
    "order and limit": "CONSTRUCT { ?s ex:r ?o } WHERE { ?s ?p ?o } ORDER BY ?p ?o LIMIT 3",
    "values": "CONSTRUCT { ?s ex:r ?o } WHERE { ?s ?p ?o } VALUES ?s { ex:a ex:d }",
    "a subquery": "construct{?s ex:r ?n}where{{SELECT ?s (COUNT(*) AS ?n) {?s ?p ?o} GROUP BY ?s}}",
    "braces in texts": "CONSTRUCT { # }\n ?s ex:r '}', \"{\" ; ex:q ?o } WHERE { ?s ?p ?o # {\n }",
    "from": "CONSTRUCT { ?s ex:r ?o } FROM ex:none WHERE { ?s ?p ?o }",
    "a triple term": "CONSTRUCT { ?s ex:r <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o }",
    "a bound triple term": "CONSTRUCT { ?s ex:r ?t } { ?s ex:p ?o BIND(<<( ?s ex:p ?o )>> AS ?t) }",
    "describe": "DESCRIBE ex:a",
}
BY_THE_ENGINE = {"nothing bound", "a triple term", "describe"}


def as_graph(ntriples: str) -> Graph:
    """For comparing; triple terms, which rdflib does not read, as text."""
    lines = [line.replace("<<( ", '"').replace(" )>>", '"') for line in ntriples.splitlines()]
    kept = [line if line.count('"') < 4 else line.replace("\\", "") for line in lines]
    return Graph().parse(data="\n".join(dict.fromkeys(kept)), format="nt")


@pytest.mark.parametrize("name", QUERIES)
def test_a_template_makes_what_the_engine_makes(name: str) -> None:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TURTLE)
    text = EX + QUERIES[name]
    template = read_template(text)
    assert (template is None) == (name in BY_THE_ENGINE)
    if template is None:
        return
    solutions = store.query(template.select)
    assert isinstance(solutions, QuerySolutions)
    mine = set(template.lines(solutions))
    theirs = store.query(text)
    assert isinstance(theirs, QueryTriples)
    expected = {f"{triple} .\n" for triple in theirs}
    assert bool(expected) == (name != "from")
    if name == "a bound triple term":
        assert mine == expected
    else:
        assert isomorphic(as_graph("".join(mine)), as_graph("".join(expected)))


def test_lines_stand_once_in_whatever_order_and_number_they_come() -> None:
    lines = [b"<s%d> <p> %d .\n" % (number % 40, number) for number in range(3_000)]
    twice = lines * 2
    random.Random(6).shuffle(twice)
    few = list(distinct_lines(twice, 20))  # below 64 files a level more is needed
    assert sorted(few) == sorted(lines)
    assert few[:20] == list(dict.fromkeys(twice))[:20]
    assert list(distinct_lines(twice)) == list(dict.fromkeys(twice))


def test_no_room_for_what_waits_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.TemporaryFile", lambda buffering: open("/dev/full", "w+b", 64))  # noqa: PTH123, SIM115
    with pytest.raises(ExportError, match="TMPDIR"):
        list(distinct_lines((b"%0100d\n" % n for n in range(500)), 10))


def test_what_is_beyond_memory_stands_in_every_format_once(
    pool: QueryPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_made, "distinct_lines", lambda lines: distinct_lines(lines, 7))
    text = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } VALUES ?n { 1 2 } }"
    answer = pool.ask(text)
    assert isinstance(answer, Triples)
    expected = set(map(str, answer.triples))
    rdf = {"jsonld": "JSON_LD", "ntriples": "N_TRIPLES", "nquads": "N_QUADS"}
    for form in ("ntriples", "nquads", "turtle", "trig", "jsonld"):
        target = io.BytesIO()
        write_made(pool, text, form, target)
        read = parse(target.getvalue(), format=getattr(RdfFormat, rdf.get(form, form.upper())))
        triples = [str(quad.triple) for quad in read]
        assert expected < set(triples), form
        assert len(triples) == len(set(triples)), form
    target = io.BytesIO()
    write_made(pool, text, "parquet", target)
    assert pyarrow.parquet.read_table(target).num_rows == len(expected)


@pytest.mark.parametrize(("form", "rdf"), [("nquads", "N_QUADS"), ("trig", "TRIG")])
def test_a_whole_store_comes_back_with_every_quad_and_text(
    pool: QueryPool, tiny_quads: dict[str, list[Quad]], form: str, rdf: str
) -> None:
    target = io.BytesIO()
    write_whole_store(pool, form, target)
    found = list(parse(target.getvalue(), format=getattr(RdfFormat, rdf)))
    stored = [quad for quad in found if "/export/" not in str(quad.graph_name)]
    assert len(stored) == len(set(stored))
    assert {quad for quads in tiny_quads.values() for quad in quads} <= set(stored)
    assert "whole store" in {quad.object.value for quad in found if "prov#value" in str(quad)}
    with pytest.raises(ExportError, match="nquads or trig, not turtle"):
        write_whole_store(pool, "turtle", io.BytesIO())


def test_a_network_of_too_many_triples_is_refused(
    pool: QueryPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_made, "MOST_IN_A_NETWORK", 20)
    with pytest.raises(ExportError, match=r"more than 20 triples.* take nquads, csv or parquet"):
        write_made(pool, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "gexf", io.BytesIO())


def test_an_export_that_takes_too_long_says_that_it_is_not_whole(pool: QueryPool) -> None:
    endless = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6))
    text = f"CONSTRUCT {{ ?a0 ?b0 ?c5 }} {{ {endless} }}"
    with pytest.raises(QueryTimeoutError, match=r"limit of 0\.5 s and is NOT WHOLE.*--timeout"):
        write_made(pool, text, "ntriples", io.BytesIO(), timeout_s=0.5)
    assert pool.running() == 0
