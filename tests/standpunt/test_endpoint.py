"""`standpunt endpoint` as clients meet it: the real command, a real port, real HTTP."""

import csv
import gzip
import io
import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from graph.description import SD, SERVICE, VOID
from graph.store import StoreWriter

Running = Any
Serve = Callable[..., Any]

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
CLAIMS = (
    "PREFIX sp: <https://w3id.org/standpunt/ontology#> SELECT ?c { ?c a sp:PositionClaim } "
    "ORDER BY ?c"
)
P = NamedNode("https://example.org/p")
GRAPH = "https://w3id.org/standpunt/id/graph/document/"
HOSTILE = '=HYPERLINK("http://evil/","c")'


@pytest.fixture(scope="module")
def endpoint(serve_endpoint: Serve, sample_store: Path) -> Iterator[Running]:
    """One for all tests that leave it as it was."""
    with serve_endpoint(sample_store, "--timeout", "2") as running:
        yield running


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A store with 300 triples in two graphs, one of them a formula."""
    with StoreWriter(tmp_path / "small") as writer:
        nodes = [NamedNode(f"https://example.org/{n:03}") for n in range(300)]
        writer.replace_graph(f"{GRAPH}one", [Quad(node, P, Literal(HOSTILE)) for node in nodes])
        writer.replace_graph(f"{GRAPH}two", [Quad(P, P, P)])
        writer.publish()
    return tmp_path / "small"


# --- the three ways to ask, the two ways to fail --------------------------------------------------


def test_a_query_goes_by_get_by_form_and_as_it_is(endpoint: Running) -> None:
    direct = {"Content-Type": "application/sparql-query"}
    answers = [
        endpoint.get(COUNT),
        httpx.post(endpoint.url, data={"query": COUNT}),
        httpx.post(endpoint.url, content=COUNT, headers=direct),
        httpx.post(endpoint.url + "/", content=COUNT, headers=direct),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.text for answer in answers}) == 1
    assert int(answers[0].json()["results"]["bindings"][0]["n"]["value"]) > 1000


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT * {", 400, "line 1"),
        ("", 400, "empty"),
        ("hello", 400, "begins with SELECT"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "SERVICE"),
        (r"SELECT * { \u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("LOAD <http://127.0.0.1:1/>", 400, "LOAD is an update"),
        ("DROP ALL", 400, "read-only"),
        (ENDLESS, 504, "stopped after 2 s"),
        ("SELECT * " + "{" * 9_000 + "}" * 9_000, 400, "nested too deeply"),
    ],
)
def test_a_query_without_an_answer_is_told_why(
    endpoint: Running, query: str, status: int, said: str
) -> None:
    answer = endpoint.get(query)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "text/plain; charset=utf-8",
    )
    assert said in answer.text
    problem = endpoint.get(query, "application/sparql-results+json")
    assert problem.headers["content-type"] == "application/problem+json"
    assert (problem.json()["status"], said in problem.json()["detail"]) == (status, True)


@pytest.mark.parametrize(
    ("method", "content", "media_type", "status"),
    [
        ("POST", "update=CLEAR%20ALL", "application/x-www-form-urlencoded", 403),
        ("POST", "CLEAR ALL", "application/sparql-update", 403),
        ("POST", COUNT, "text/plain", 415),
        ("POST", COUNT, "application/sparql-query; charset=UTF-16", 415),
        ("POST", b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400),
        ("POST", "query=%FF", "application/x-www-form-urlencoded", 400),
        ("POST", "query=ASK{}&query=ASK{}", "application/x-www-form-urlencoded", 400),
        ("POST", "a=1&" * 2000, "application/x-www-form-urlencoded", 400),
        ("POST", "", "application/x-www-form-urlencoded", 400),
        ("POST", "ASK {}" + " " * 2**20, "application/sparql-query", 413),
        ("POST", "ASK {}" + " " * 300_000, "application/sparql-query", 413),
        ("PUT", COUNT, "application/sparql-query", 405),
        ("DELETE", "", "application/sparql-query", 405),
    ],
)
def test_a_request_that_is_none_is_a_4xx(
    endpoint: Running, method: str, content: str | bytes, media_type: str, status: int
) -> None:
    headers = {"Content-Type": media_type}
    answer = httpx.request(method, endpoint.url, content=content, headers=headers)
    assert (answer.status_code, bool(answer.text.strip())) == (status, True)


def test_a_path_that_is_none_is_404_and_names_the_one_that_is(endpoint: Running) -> None:
    answer = httpx.get(f"{endpoint.base}/update")
    assert (answer.status_code, "/sparql" in answer.text) == (404, True)


# --- the graphs a query is asked on ---------------------------------------------------------------


def test_the_request_names_the_graphs_and_wins_over_from(
    serve_endpoint: Serve, small: Path
) -> None:
    one, two = f"{GRAPH}one", f"{GRAPH}two"
    inside = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    with serve_endpoint(small, "--workers", "2") as running:

        def count(query: str, **graphs: str | list[str]) -> int:
            fields = {"query": query, **{f"{k}-graph-uri": v for k, v in graphs.items()}}
            answer = httpx.get(running.url, params=fields)
            return int(answer.json()["results"]["bindings"][0]["n"]["value"])

        assert count(COUNT) == 301
        assert count(COUNT, default=two) == 1
        assert count(COUNT, default=[one, two]) == 301
        assert count(COUNT.replace("{", f"FROM <{one}> {{", 1), default=two) == 1
        assert count(inside, named=one) == 300
        assert count(inside, default=one) == 0
        assert count(COUNT, named=one) == 0
        assert httpx.get(
            running.url, params={"query": COUNT, "default-graph-uri": "no iri"}
        ).status_code == 400  # fmt: skip


# --- formats --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("*/*, text/csv", "text/csv; charset=utf-8"),
        ("text/*;q=0.5, text/csv;q=0", "text/tab-separated-values; charset=utf-8"),
        ("text/turtle, */*;q=0.1", "application/sparql-results+json"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml"),
    ],
)
def test_a_table_comes_in_the_format_the_client_likes_best(
    endpoint: Running, accept: str | None, media_type: str
) -> None:
    answer = endpoint.get(CLAIMS, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert "accept" in answer.headers["vary"].lower()


def test_every_table_format_has_the_same_rows(endpoint: Running) -> None:
    found = []
    for form in (QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.TSV):
        answer = endpoint.get(CLAIMS, form.media_type)
        parsed = parse_query_results(answer.content, format=form)
        assert isinstance(parsed, QuerySolutions)
        found.append([row["c"].value for row in parsed])
    text = endpoint.get(CLAIMS, "text/csv").text
    found.append([row[0] for row in list(csv.reader(io.StringIO(text, newline="")))[1:]])
    assert len(found[0]) > 50
    assert all(rows == found[0] for rows in found)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (RdfFormat.TURTLE, "turtle"),
        (RdfFormat.N_TRIPLES, "ntriples"),
        (RdfFormat.N_QUADS, "nquads"),
        (RdfFormat.TRIG, "trig"),
        (RdfFormat.JSON_LD, "jsonld"),
        (RdfFormat.RDF_XML, "rdfxml"),
    ],
)
def test_triples_come_in_every_rdf_format(endpoint: Running, form: RdfFormat, name: str) -> None:
    query = "DESCRIBE <http://publications.europa.eu/resource/authority/country/NLD>"
    plain = {quad.triple for quad in parse(endpoint.get(query, "application/n-triples").content,
                                           format=RdfFormat.N_TRIPLES)}  # fmt: skip
    assert len(plain) > 3
    for answer in (endpoint.get(query, form.media_type), endpoint.get(query, format=name)):
        assert answer.headers["content-type"].partition(";")[0] == form.media_type
        assert {quad.triple for quad in parse(answer.content, format=form)} == plain


def test_yes_or_no_comes_as_json_and_xml(endpoint: Running) -> None:
    assert endpoint.get("ASK { ?s ?p ?o }").json()["boolean"] is True
    xml = endpoint.get("ASK { ?s ?s ?s }", "application/sparql-results+xml").text
    assert "<boolean>false</boolean>" in xml


def test_a_format_that_cannot_be_is_406_and_lists_those_that_can(endpoint: Running) -> None:
    for query, accept in ((CLAIMS, "text/turtle"), ("DESCRIBE <http://e/a>", "text/csv")):
        answer = endpoint.get(query, accept)
        assert (answer.status_code, "accept one of" in answer.text) == (406, True)
    assert endpoint.get(CLAIMS, format="docx").status_code == 400


def test_csv_is_the_standards_and_excel_gets_its_own(serve_endpoint: Serve, small: Path) -> None:
    query = f"SELECT ?o {{ <https://example.org/000> <{P.value}> ?o }}"
    with serve_endpoint(small, "--workers", "1") as running:
        standard = running.get(query, format="csv").content
        excel = running.get(query, format="excel").content
    assert list(csv.reader(io.StringIO(standard.decode())))[1] == [HOSTILE]
    assert excel.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(excel.decode("utf-8-sig"))))[1] == [f"'{HOSTILE}"]


# --- an answer that was cut says so ---------------------------------------------------------------


def test_a_cut_answer_is_never_a_200_and_says_so_in_every_format(
    serve_endpoint: Serve, small: Path
) -> None:
    rows = f"SELECT ?s ?o {{ ?s <{P.value}> ?o }}"
    triples = "CONSTRUCT WHERE { ?s ?p ?o }"
    forms = {rows: ("json", "xml", "csv", "tsv", "excel"),
             triples: ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")}  # fmt: skip
    with serve_endpoint(small, "--max-rows", "7", "--workers", "2") as running:
        for query, names in forms.items():
            for name in names:
                answer = running.get(query, format=name)
                assert answer.status_code == 206, name
                assert "first 7" in answer.headers["standpunt-truncated"]
                assert (answer.headers["cache-control"], "etag" in answer.headers) == (
                    "no-store",
                    False,
                )
                assert "TRUNCATED: only the first 7" in answer.text, name
        whole = running.get(rows + " LIMIT 7")
        assert (whole.status_code, "truncated" in whole.json()) == (200, False)
        # The marks leave each format readable.
        table = running.get(rows, format="csv").text
        widths = {len(row) for row in csv.reader(io.StringIO(table, newline=""))}
        assert widths == {2}
        assert len(ElementTree.fromstring(running.get(rows, format="xml").text)) == 2
        for form, name in ((QueryResultsFormat.JSON, "json"), (QueryResultsFormat.TSV, "tsv")):
            parsed = parse_query_results(running.get(rows, format=name).content, format=form)
            assert isinstance(parsed, QuerySolutions)
            assert len(list(parsed)) == (7 if name == "json" else 8)
        for form, name in (
            (RdfFormat.TURTLE, "turtle"),
            (RdfFormat.N_QUADS, "nquads"),
            (RdfFormat.TRIG, "trig"),
            (RdfFormat.JSON_LD, "jsonld"),
            (RdfFormat.RDF_XML, "rdfxml"),
        ):
            assert len(list(parse(running.get(triples, format=name).content, format=form))) == 7


# --- HTTP -----------------------------------------------------------------------------------------


def test_head_has_the_headers_of_get_and_no_body(endpoint: Running) -> None:
    get, head = (
        httpx.request(method, endpoint.url, params={"query": CLAIMS}) for method in ("GET", "HEAD")
    )
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "standpunt-generation"):
        assert head.headers[name] == get.headers[name]


def test_gzip_is_sent_to_who_takes_it(endpoint: Running) -> None:
    def raw(encoding: str) -> tuple[str | None, bytes]:
        headers = {"Accept-Encoding": encoding}
        with httpx.stream("GET", endpoint.url, params={"query": CLAIMS}, headers=headers) as answer:
            return answer.headers.get("content-encoding"), b"".join(answer.iter_raw())

    coding, zipped = raw("gzip, br")
    assert coding == "gzip"
    for refusing in ("identity", "gzip;q=0", ""):
        assert raw(refusing) == (None, gzip.decompress(zipped))


def test_an_unchanged_answer_is_not_sent_again_until_the_next_generation(
    serve_endpoint: Serve, small: Path
) -> None:  # fmt: skip
    with serve_endpoint(small, "--workers", "2") as running:

        def again(query: str, **headers: str) -> httpx.Response:
            return httpx.get(running.url, params={"query": query}, headers=headers)

        first = again(COUNT)
        tag = first.headers["etag"]
        assert again(COUNT, **{"If-None-Match": f'"x", {tag}'}).status_code == 304
        assert again(CLAIMS, **{"If-None-Match": tag}).status_code == 200
        assert again(COUNT, **{"If-None-Match": tag, "Accept": "text/csv"}).status_code == 200
        assert "etag" not in again("SELECT (NOW() AS ?now) {}").headers
        with StoreWriter(small) as writer:
            writer.replace_graph(f"{GRAPH}three", [Quad(P, P, Literal("new"))])
            writer.publish()
        second = again(COUNT, **{"If-None-Match": tag})
        assert (second.status_code, second.headers["standpunt-generation"]) == (200, "2")
        assert second.headers["etag"] != tag


def test_the_description_is_what_a_store_says_of_itself_and_names_the_address(
    endpoint: Running,
) -> None:
    for address in (endpoint.url, endpoint.url + "/"):
        answer = httpx.get(address, headers={"Accept": "text/turtle"})
        engine = Store()
        engine.extend(parse(answer.content, format=RdfFormat.TURTLE))
        (quad,) = engine.quads_for_pattern(SERVICE, NamedNode(f"{SD}endpoint"), None, None)
        assert quad.object == NamedNode(address)
        assert (
            len(list(engine.quads_for_pattern(SERVICE, NamedNode(f"{SD}resultFormat"), None))) > 9
        )
    void = httpx.get(f"{endpoint.base}/.well-known/void", headers={"Accept": "application/rdf+xml"})
    assert VOID in void.text
    tag = void.headers["etag"]
    same = httpx.get(f"{endpoint.base}/.well-known/void",
                     headers={"Accept": "application/rdf+xml", "If-None-Match": tag})  # fmt: skip
    assert same.status_code == 304


def test_health_and_figures(endpoint: Running) -> None:
    assert httpx.get(f"{endpoint.base}/health").json()["status"] == "ok"
    endpoint.get(COUNT)
    figures = httpx.get(f"{endpoint.base}/metrics").text
    assert 'standpunt_queries_total{outcome="ok"}' in figures
    assert "standpunt_generation 1.0" in figures


def test_a_store_that_has_gone_is_503_and_not_healthy(serve_endpoint: Serve, small: Path) -> None:
    with serve_endpoint(small, "--workers", "1") as running:
        assert running.get("ASK {}").status_code == 200
        (small / "current").unlink()
        for answer in (
            running.get("ASK {}"),
            httpx.get(f"{running.base}/health"),
            httpx.get(f"{running.base}/.well-known/void"),
        ):
            assert (answer.status_code, "nothing is published" in answer.text) == (503, True)
        assert httpx.get(f"{running.base}/metrics").status_code == 200


# --- clients --------------------------------------------------------------------------------------


def test_rdflibs_client_reads_it(endpoint: Running) -> None:
    remote = Graph(SPARQLStore(endpoint.url))
    (row,) = remote.query(COUNT)
    assert int(row[0]) > 1000  # type: ignore[index]
    assert remote.query("ASK { ?s ?p ?o }").askAnswer
    described = remote.query(
        "DESCRIBE <http://publications.europa.eu/resource/authority/country/NLD>"
    )
    assert described.graph is not None
    assert len(described.graph) > 3


@pytest.mark.skipif(shutil.which("curl") is None, reason="this machine has no curl")
def test_curl_reads_it(endpoint: Running) -> None:
    command = ["curl", "--silent", "--fail", "--compressed", "--header", "Accept: text/csv"]
    command += [endpoint.url, "--data-urlencode", f"query={COUNT}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.splitlines()[0] == "n"


def shown(language: str) -> list[str]:
    """The examples of docs/endpoint.md in that language."""
    text = (Path(__file__).parents[2] / "docs" / "endpoint.md").read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(shutil.which("curl") is None, reason="this machine has no curl")
def test_the_curl_lines_of_the_documentation_work(endpoint: Running) -> None:
    lines = "".join(shown("sh")).splitlines()
    assert len(lines) == 6
    for line in lines:
        command = shlex.split(line.replace("http://127.0.0.1:8520", endpoint.base))
        done = subprocess.run(
            [*command, "--fail", "--silent"],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert (done.returncode, bool(done.stdout.strip())) == (0, True), line


def test_the_python_of_the_documentation_works(endpoint: Running) -> None:
    (code,) = shown("python")
    code = code.replace("http://127.0.0.1:8520", endpoint.base)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "PositionClaim" in done.stdout) == (0, True), done.stderr


# --- starting, ending, telling --------------------------------------------------------------------


def test_the_log_tells_what_happened_and_not_what_was_asked(
    serve_endpoint: Serve, small: Path
) -> None:
    with serve_endpoint(small, "--workers", "1") as running:
        running.get("SELECT ?secret {}", evil="a\nb\x1b[31m")
        httpx.get(f"{running.base}/a%0Ab%1B")
    events = running.events()
    assert [(event["path"], event["status"]) for event in events] == [
        ("/sparql", 200),
        ("other", 404),
    ]
    assert "secret" not in running.log.read_text("utf-8")
    with serve_endpoint(small, "--workers", "1", "--log-queries") as running:
        running.get("SELECT ?secret {} #\n\x1b[31m" + "x" * 5000)
    (event,) = running.events()
    assert str(event["query"]).startswith("SELECT ?secret {} #\n\x1b[31m")
    assert len(str(event["query"])) == 2000


def test_ctrl_c_ends_it_at_once_though_queries_run(serve_endpoint: Serve, small: Path) -> None:
    with (
        ThreadPoolExecutor(1) as other,
        serve_endpoint(small, "--workers", "2", "--timeout", "60") as running,
    ):
        asked = other.submit(running.get, ENDLESS)
        time.sleep(1)
        started = time.monotonic()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(15) == 0
        assert time.monotonic() - started < 10
        assert asked.exception() is not None or asked.result().status_code == 503


def test_a_client_that_goes_away_takes_its_query_with_it(
    serve_endpoint: Serve, small: Path
) -> None:
    with serve_endpoint(small, "--workers", "1", "--timeout", "60") as running:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(running.url, params={"query": ENDLESS}, timeout=1)
        assert running.get("ASK {}").json()["boolean"] is True  # the only worker is free again
        figures = httpx.get(f"{running.base}/metrics").text
        assert "standpunt_running_queries 0.0" in figures
    assert json.dumps("gone") in running.log.read_text("utf-8")


def test_a_busy_endpoint_says_when_to_come_back(serve_endpoint: Serve, small: Path) -> None:
    with (
        ThreadPoolExecutor(8) as others,
        serve_endpoint(small, "--workers", "1", "--timeout", "8") as running,
    ):
        asked = [others.submit(running.get, ENDLESS) for _ in range(7)]
        answers = [each.result() for each in asked]
        busy = [answer for answer in answers if answer.status_code == 503]
        assert {answer.status_code for answer in answers} == {503, 504}
        assert {answer.headers["retry-after"] for answer in busy} == {"2"}
        assert len(busy) >= 5
        assert running.get("ASK {}").status_code == 200
