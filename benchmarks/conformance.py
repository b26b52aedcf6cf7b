"""W3C SPARQL 1.1 query evaluation: the bare engine beside the endpoint, asked over HTTP.

    python benchmarks/conformance.py                      all query tests of the suite
    python benchmarks/conformance.py aggregates negation  these folders of it
    python benchmarks/conformance.py --suite DIR          where it lies (default: ../shared/w3c)

Each test names its graphs by default-graph-uri and named-graph-uri on one store with all the data
of the suite. Prints what each of the two passes; 1 if the endpoint loses one that the engine has.
"""

import argparse
import csv
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from running import endpoint, fill

from graph.answer import Term
from graph.store import StoreWriter

BASE = "http://w3c.test.example/"
EMPTY = f"{BASE}empty"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
KINDS = (MF.QueryEvaluationTest, MF.CSVResultFormatTest)
FOLDERS = (
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions",
    "grouping", "json-res", "negation", "project-expression", "property-path", "subquery",
)  # fmt: skip
TABLES = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
    ".csv": QueryResultsFormat.CSV,
}
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

Outcome = Any  # what two answers are compared by


@dataclass(frozen=True)
class Test:
    """One evaluation test: its query, the graphs it is asked on, the file with what it gives."""

    name: str
    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    result: Path

    @property
    def dataset(self) -> dict[str, list[NamedNode]]:
        """The graphs as the engine takes them."""
        if not self.default_graphs and not self.named_graphs:
            return {}
        return {
            "default_graph": [NamedNode(iri) for iri in self.default_graphs],
            "named_graphs": [NamedNode(iri) for iri in self.named_graphs],
        }


def read_tests(suite: Path, folders: tuple[str, ...]) -> Iterator[Test]:
    """The evaluation tests of these folders, in the order of their manifests."""
    root = suite / "rdf-tests"
    for folder in folders:
        place = root / "sparql" / "sparql11" / folder
        base = f"{BASE}sparql/sparql11/{folder}/"
        manifest = Graph().parse(place / "manifest.ttl", publicID=base)
        (entries,) = manifest.objects(None, MF.entries)
        for test in Collection(manifest, entries):
            if not any((test, RDF.type, kind) in manifest for kind in KINDS):
                continue
            action = manifest.value(test, MF.action)
            query = str(manifest.value(action, QT.query))
            result = str(manifest.value(test, MF.result))
            data = tuple(map(str, manifest.objects(action, QT.data)))
            named = tuple(map(str, manifest.objects(action, QT.graphData)))
            text = (root / query.removeprefix(BASE)).read_text("utf-8")
            own = "FROM" in text  # the query names its graphs itself
            yield Test(
                f"{folder}/{str(test).rpartition('#')[2].rpartition('/')[2]}",
                f"BASE <{query}>\n{text}",
                () if own else data or (EMPTY,),
                () if own else named,
                root / result.removeprefix(BASE),
            )


def expected(test: Test) -> Outcome:
    """What the suite says the test gives."""
    form = TABLES.get(test.result.suffix)
    if form is None:
        place = test.result.parts[test.result.parts.index("sparql11") :]
        base = f"{BASE}sparql/{'/'.join(place)}"
        found = [quad.triple for quad in parse(path=str(test.result), base_iri=base)]
        if any(triple.predicate.value == f"{RS}resultVariable" for triple in found):
            return result_set_outcome(found)
        return graph_outcome(found)
    if form == QueryResultsFormat.CSV:
        return csv_outcome(test.result.read_bytes())
    return table_outcome(parse_query_results(path=str(test.result), format=form))


def bare(engine: Store, test: Test) -> Outcome:
    """What the engine gives, asked directly."""
    answer = engine.query(test.query, **test.dataset)
    if test.result.suffix == ".csv":
        return csv_outcome(answer.serialize(format=QueryResultsFormat.CSV))
    if isinstance(answer, QuerySolutions | QueryBoolean):
        return table_outcome(answer)
    return graph_outcome(list(answer))


def over_http(url: str, test: Test) -> Outcome:
    """What the endpoint gives; a format that the test's result has, else JSON or N-Triples."""
    form = TABLES.get(test.result.suffix)
    fields = {
        "query": test.query,
        "default-graph-uri": list(test.default_graphs),
        "named-graph-uri": list(test.named_graphs),
    }
    accept = form.media_type if form else "application/n-triples"
    answer = httpx.post(url, data=fields, headers={"Accept": accept}, timeout=60)
    if answer.status_code != 200:
        return f"{answer.status_code}: {answer.text.strip()}"
    if form is None:
        triples = parse(answer.content, format=RdfFormat.N_TRIPLES)
        return graph_outcome([quad.triple for quad in triples])
    if form == QueryResultsFormat.CSV:
        return csv_outcome(answer.content)
    return table_outcome(parse_query_results(answer.content, format=form))


def table_outcome(answer: QuerySolutions | QueryBoolean) -> Outcome:
    """Rows whatever their order and the names of blank nodes; numbers by value."""
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    names = [variable.value for variable in answer.variables]
    return rows_outcome(names, [dict(zip(names, row, strict=True)) for row in answer])


def result_set_outcome(triples: list[Triple]) -> Outcome:
    """Rows written as RDF in the suite's own vocabulary of result sets."""
    engine = Store()
    engine.extend(Quad(t.subject, t.predicate, t.object) for t in triples)

    def objects(subject: Term | None, name: str) -> list[Outcome]:
        quads = engine.quads_for_pattern(subject, NamedNode(RS + name), None, None)
        return [quad.object for quad in quads]

    rows = [
        {
            objects(binding, "variable")[0].value: objects(binding, "value")[0]
            for binding in objects(solution, "binding")
        }
        for solution in objects(None, "solution")
    ]
    return rows_outcome([term.value for term in objects(None, "resultVariable")], rows)


def rows_outcome(names: list[str], rows: list[dict[str, Outcome]]) -> Outcome:
    """Each row as a blank node, so that rows are compared as graphs are."""
    quads = []
    for number, row in enumerate(rows):
        node = BlankNode(f"row{number}")
        quads.append(Quad(node, NamedNode(f"{BASE}is"), NamedNode(f"{BASE}row")))
        quads += [
            Quad(node, NamedNode(f"{BASE}?{name}"), term)
            for name, term in row.items()
            if term is not None
        ]
    return frozenset(names), canonical(quads)


def graph_outcome(triples: list[Triple]) -> Outcome:
    """A graph whatever the names of its blank nodes."""
    return canonical([Quad(t.subject, t.predicate, t.object) for t in triples])


def csv_outcome(content: bytes) -> Outcome:
    """Rows of CSV whatever their order, that of the columns, and the names of blank nodes."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    cells = ({n: "_:" if c.startswith("_:") else c for n, c in row.items()} for row in rows)
    return sorted(sorted(row.items()) for row in cells)


def canonical(quads: list[Quad]) -> frozenset[str]:
    """The quads with blank nodes named by what is said of them, and literals as the engine keeps
    them: one text for one value."""
    engine = Store()
    engine.extend(quads)
    dataset = Dataset(engine)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def passes(test: Test, wanted: Outcome, ask: Callable[[Test], Outcome]) -> bool:
    """Whether asking gives what is wanted."""
    try:
        return bool(ask(test) == wanted)
    except (SyntaxError, RuntimeError, ValueError):
        return False


def main() -> int:
    """Print the figures; 1 if the endpoint loses a test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", default=FOLDERS)
    parser.add_argument(
        "--suite", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "w3c"
    )
    options = parser.parse_args()
    data = options.suite / "derived" / "all.nq"
    if not data.is_file():
        print(f"{options.suite}: the suite is not here; name its folder with --suite")
        return 2
    engine = Store()
    engine.bulk_load(path=str(data), format=RdfFormat.N_QUADS)
    by_folder: dict[str, list[int]] = {}
    lost = []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        with StoreWriter(store) as writer:
            writer.publish()
        fill(store, data)
        with endpoint(store, "--workers", "2") as url:
            for test in read_tests(options.suite, tuple(options.folders)):
                wanted = expected(test)
                directly = passes(test, wanted, lambda test: bare(engine, test))
                by_http = passes(test, wanted, lambda test: over_http(url, test))
                row = by_folder.setdefault(test.name.partition("/")[0], [0, 0, 0])
                row[0], row[1], row[2] = row[0] + directly, row[1] + by_http, row[2] + 1
                if directly and not by_http:
                    lost.append(test.name)
    for name, (directly, by_http, count) in by_folder.items():
        print(f"{name:<20}engine {directly:3}  endpoint {by_http:3}  of {count:3}")
    sums = [sum(row[n] for row in by_folder.values()) for n in range(3)]
    print(f"{'all':<20}engine {sums[0]:3}  endpoint {sums[1]:3}  of {sums[2]:3}")
    print(f"lost: {len(lost)} {' '.join(lost)}".rstrip())
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main())
