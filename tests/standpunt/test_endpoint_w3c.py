"""The W3C SPARQL 1.1 suite against the real endpoint; the suite is read where it lies."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection

from graph.store import StoreWriter

Running = Any
Serve = Callable[..., Any]

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT.parent / "shared" / "w3c"
PROTOCOL = SUITE / "rdf-tests" / "sparql" / "sparql11" / "protocol" / "manifest.ttl"
SD = "http://www.w3.org/ns/sparql-service-description#"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}
pytestmark = pytest.mark.skipif(
    not PROTOCOL.is_file(), reason="the W3C suite is not in ../shared/w3c on this machine"
)


@dataclass(frozen=True)
class Request:
    """One request of a protocol test, and what it must be answered with."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    truth: bool | None
    form: str | None


@cache
def protocol_tests() -> dict[str, tuple[Request, ...]]:
    """The requests of each test, by its name; {} where the suite is absent."""
    if not PROTOCOL.is_file():
        return {}
    manifest = Graph().parse(PROTOCOL)
    (entries,) = manifest.objects(None, MF.entries)
    return {
        str(test).rpartition("#")[2]: tuple(
            read_request(manifest, request)
            for request in Collection(
                manifest, manifest.value(manifest.value(test, MF.action), HT.requests)
            )
        )
        for test in Collection(manifest, entries)
    }


def read_request(manifest: Graph, request: Any) -> Request:  # noqa: ANN401 - a node of rdflib
    body = manifest.value(request, HT.body)
    text = str(manifest.value(body, CNT.chars) or "")
    encoding = str(manifest.value(body, CNT.characterEncoding) or "utf-8")
    headers = manifest.value(request, HT.headers)
    response = manifest.value(request, HT.resp)
    truth = manifest.value(response, MF.expectedBoolean)
    form = manifest.value(response, MF.expectedFormat)
    return Request(
        str(manifest.value(request, HT.methodName)),
        str(manifest.value(request, HT.absolutePath)),
        {
            str(manifest.value(header, HT.fieldName)): str(manifest.value(header, HT.fieldValue))
            for header in (Collection(manifest, headers) if headers else ())
        },
        text.encode(encoding),
        frozenset(str(s)[-3:-2] for s in manifest.objects(response, MF.expectedStatus)),
        None if truth is None else bool(truth),
        None if form is None else str(form),
    )


@pytest.fixture(scope="module")
def endpoint(serve_endpoint: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An endpoint on the three graphs that the protocol tests ask about."""
    by_graph: dict[str, list[Quad]] = {}
    for quad in parse(path=str(SUITE / "derived" / "proto.nq"), format=RdfFormat.N_QUADS):
        assert isinstance(quad.graph_name, NamedNode)
        by_graph.setdefault(quad.graph_name.value, []).append(quad)
    store = tmp_path_factory.mktemp("w3c") / "store"
    with StoreWriter(store) as writer:
        writer.replace_graphs(by_graph)
        writer.publish()
    with serve_endpoint(store, "--workers", "2") as running:
        yield running


@pytest.mark.parametrize("name", protocol_tests())
def test_protocol(endpoint: Running, name: str) -> None:
    if name.startswith("update_"):
        pytest.skip("the endpoint is read-only")
    for request in protocol_tests()[name]:
        answer = httpx.request(
            request.method,
            endpoint.base + request.path,
            headers=request.headers,
            content=request.body,
        )
        assert str(answer.status_code)[0] in request.statuses, answer.text
        if request.form is not None:
            assert answer.headers["content-type"].partition(";")[0] in FORMATS[request.form]
        if request.truth is not None:
            assert answer.json()["boolean"] is request.truth


def test_all_protocol_tests_of_the_suite_are_here() -> None:
    tests = protocol_tests()
    assert len(tests) == 34
    assert len([name for name in tests if name.startswith("update_")]) == 7


def test_a_get_on_the_endpoint_returns_rdf_that_names_the_endpoint(endpoint: Running) -> None:
    for address in (endpoint.url, endpoint.url + "/"):
        answer = httpx.get(address)
        media_type = answer.headers["content-type"].partition(";")[0]
        found = Graph().parse(data=answer.content, format=media_type)
        assert [str(o) for o in found.objects(None, Namespace(SD).endpoint)] == [address]


def test_the_service_description_keeps_to_the_vocabularys_domains(endpoint: Running) -> None:
    answer = httpx.get(endpoint.url, headers={"Accept": "application/n-triples"})
    engine = Store()
    engine.extend(quad for quad in parse(answer.content, format=RdfFormat.N_TRIPLES))
    kinds = {
        "endpoint": "Service",
        "defaultDataset": "Service",
        "supportedLanguage": "Service",
        "resultFormat": "Service",
        "defaultGraph": "Dataset",
        "namedGraph": "Dataset",
        "name": "NamedGraph",
        "graph": "NamedGraph",
    }
    for name, kind in kinds.items():
        subjects = {
            quad.subject
            for quad in engine.quads_for_pattern(None, NamedNode(SD + name), None, None)
        }
        assert subjects, name
        for subject in subjects:
            typed = engine.quads_for_pattern(
                subject, NamedNode(str(RDF.type)), NamedNode(SD + kind), None
            )
            assert list(typed), (name, subject)


def test_evaluation_over_http_loses_nothing_that_the_engine_has() -> None:
    folders = ("aggregates", "construct", "csv-tsv-res", "json-res", "negation", "subquery")
    command = [sys.executable, str(ROOT / "benchmarks" / "conformance.py"), *folders]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    all_line, lost = ran.stdout.splitlines()[-2:]
    assert lost == "lost: 0"
    assert all_line.split() == ["all", "engine", "78", "endpoint", "78", "of", "83"]
