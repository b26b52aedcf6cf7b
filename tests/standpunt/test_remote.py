"""The product on a store behind an address: the same commands, the same answers as in a folder.

The engines are Oxigraph's server, which is the embedded one behind HTTP, and Apache Jena, which
shares no code with it.
"""

import io
import shutil
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.answer import Table, Term
from graph.durable import read_json, write_json
from graph.export import FORMATS, write_claims
from graph.export_made import write_made, write_whole_store
from graph.generation import current_generation, manifest_path
from graph.header import Question, read_folder
from graph.opening import open_pool, open_writer, published_generation
from graph.questions import bind, stored_questions
from graph.remote import find_remote, remote_folder
from graph.selection import Selection
from ontology.terms import ID, POSITION_CLAIM
from standpunt.cli import main

pytestmark = pytest.mark.long

Run = Callable[..., Any]
EngineAt = Callable[[str], AbstractContextManager[str]]
FOLDERS = ("checks", "exports")
SECRET = "s3cret-of-the-test"
ANNA = "Basic " + b64encode(f"anna:{SECRET}".encode()).decode()
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
A_CLAIM = (
    "PREFIX sp: <https://w3id.org/standpunt/ontology#> "
    "SELECT ?claim { ?claim a sp:PositionClaim } ORDER BY ?claim LIMIT 1"
)
MADE = (
    "PREFIX sp: <https://w3id.org/standpunt/ontology#> "
    "CONSTRUCT { ?claim sp:polarity ?polarity } { ?claim sp:polarity ?polarity }"
)
NOTHING = b'{"head":{"vars":["node"]},"results":{"bindings":[]}}'


def given(question: Question, document: str, claims: str) -> Mapping[str, str]:
    """Values for what a question cannot be asked without."""
    by_kind = {"iri": document, "iris": claims, "integer": "1", "string": "en"}
    return {
        parameter.name: by_kind[parameter.kind]
        for parameter in question.parameters
        if parameter.required and parameter.default is None
    }


def by_text(rows: tuple[tuple[Term | None, ...], ...]) -> list[tuple[Term | None, ...]]:
    """The rows in an order of ours, where the question asks for none."""
    return sorted(rows, key=str)


@pytest.fixture(scope="module")
def by_graph(sample_store: Path) -> dict[str, list[Quad]]:
    found: dict[str, list[Quad]] = {}
    for quad in Store.read_only(str(current_generation(sample_store).path)):
        if isinstance(quad.graph_name, NamedNode):
            found.setdefault(quad.graph_name.value, []).append(quad)
        else:
            assert isinstance(quad.graph_name, DefaultGraph)
    return found


@pytest.fixture(scope="module", params=["oxigraph", "jena-union"])
def copied(
    request: pytest.FixtureRequest,
    engine_at: EngineAt,
    by_graph: dict[str, list[Quad]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """A store behind an address with just the quads of the sample store."""
    folder = tmp_path_factory.mktemp("copied")
    with engine_at(request.param) as address:
        store = remote_folder(folder, find_remote(address))
        with open_writer(store) as writer:
            writer.replace_graphs(by_graph)
            writer.publish()
        yield store


def test_every_stored_query_has_the_same_answer(
    copied: Path, sample_store: Path, by_graph: dict[str, list[Quad]]
) -> None:
    document = next(iri for iri in sorted(by_graph) if "/graph/document/" in iri)
    told = by_graph[document]
    claims = " ".join(q.subject.value for q in told if q.object == POSITION_CLAIM)
    assert claims
    questions = [*stored_questions(), *(q for name in FOLDERS for q in read_folder(name))]
    different = []
    with open_pool(sample_store) as here, open_pool(copied) as there:
        for question in questions:
            value = document if question.theme == "export" else document.replace("/graph", "")
            bindings = bind(question, given(question, value, claims))
            expected = here.ask(question.text, bindings=bindings, timeout_s=120)
            answer = there.ask(question.text, bindings=bindings, timeout_s=120)
            assert isinstance(expected, Table)
            assert isinstance(answer, Table)
            order = list if "ORDER BY" in question.text else by_text
            if (answer.columns, order(answer.rows)) != (expected.columns, order(expected.rows)):
                different.append(question.name)
    assert different == []
    assert len(questions) > 70


@pytest.fixture(scope="module")
def twin(copied: Path, sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample store as if published when its copy was, which exports name."""
    store = tmp_path_factory.mktemp("twin") / "store"
    shutil.copytree(sample_store, store, symlinks=True)
    manifest = manifest_path(store, 1)
    said = dict(read_json(manifest))
    said["published"] = published_generation(copied).published.isoformat()
    write_json(manifest, said)
    return store


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_export_has_the_same_bytes(copied: Path, twin: Path, form: str) -> None:
    written = []
    for store in (twin, copied):
        target = io.BytesIO()
        with open_pool(store, pinned=True) as pool:
            claims = pool.ask(A_CLAIM)
            assert isinstance(claims, Table)
            claim = str(claims.plain_rows()[0][0])
            selection = Selection(claims=(claim,) if form == "nanopub" else ())
            write_claims(pool, selection, form, target, exported=date(2026, 1, 22))
        written.append(target.getvalue())
    assert written[0] == written[1]
    assert len(written[0]) > 1000


def test_a_construct_is_exported_with_the_same_statements(copied: Path, twin: Path) -> None:
    written = []
    for store in (twin, copied):
        target = io.BytesIO()
        with open_pool(store, pinned=True) as pool:
            write_made(pool, MADE, "nquads", target, exported=date(2026, 1, 22))
        written.append(sorted(target.getvalue().splitlines()))
    assert written[0] == written[1]
    assert len(written[0]) > 20


def test_a_whole_store_is_exported_with_the_same_quads(copied: Path, twin: Path) -> None:
    written = []
    for store in (twin, copied):
        target = io.BytesIO()
        with open_pool(store, pinned=True) as pool:
            write_whole_store(pool, "nquads", target, exported=date(2026, 1, 22))
        written.append(sorted(target.getvalue().splitlines()))
    assert written[0] == written[1]
    assert len(written[0]) > 1000


@pytest.mark.parametrize(
    "command",
    [
        ["network", "--format", "csv"],
        ["network", "issues", "--format", "csv"],
        ["structure"],
        ["overlaps"],
        ["silence", "--meeting", "JHA/2026-01-22"],
        ["trajectory", "NLD", "return"],
        ["documents", "--format", "csv"],
        ["issues", "--format", "csv"],
        ["query", "claims", "--param", "actor=DEU", "--param", "possible=true"],
    ],
    ids=" ".join,
)
def test_a_command_prints_the_same(
    copied: Path, sample_store: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    printed = []
    for store in (sample_store, copied):
        code = main([*command, "--store", str(store)])
        printed.append((code, capsys.readouterr().out))
    assert printed[0] == printed[1]
    assert printed[0][0] == 0
    assert printed[0][1]


def test_the_endpoint_answers_the_same(
    copied: Path, sample_store: Path, serve_endpoint: Callable[..., Any]
) -> None:
    """What a client gets of either: rows, triples, graphs, refusals; and how it is told."""
    graph = f"{ID}graph/reference"
    asked: list[tuple[str, str, dict[str, str]]] = [
        (COUNT, "text/csv", {}),
        (COUNT, "application/sparql-results+json", {"default-graph-uri": graph}),
        (COUNT.replace("{", f"FROM <{graph}> {{", 1), "application/sparql-results+xml", {}),
        (A_CLAIM, "text/tab-separated-values", {}),
        ("ASK { ?s ?p ?o }", "application/sparql-results+json", {}),
        (MADE, "application/n-triples", {}),
    ]
    refused = [
        ("SELECT * {", 400),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("DROP ALL", 400),
    ]
    with serve_endpoint(sample_store) as here, serve_endpoint(copied) as there:
        for query, accept, graphs in asked:
            answers = [each.get(query, accept, **graphs) for each in (here, there)]
            assert [answer.status_code for answer in answers] == [200, 200], answers[1].text
            first, second = (sorted(answer.text.splitlines()) for answer in answers)
            assert first == second
            assert first
            again = {"If-None-Match": answers[1].headers["etag"], "Accept": accept}
            fields = {"query": query, **graphs}
            unchanged = httpx.get(there.url, params=fields, headers=again, timeout=60)
            assert unchanged.status_code == 304
        for query, status in refused:
            assert there.get(query).status_code == here.get(query).status_code == status
        assert httpx.get(f"{there.base}/health").json()["generation"] == 1
        assert "standpunt_generation 1.0" in httpx.get(f"{there.base}/metrics").text
        about = [
            {
                str(quad.triple)
                for quad in parse(
                    httpx.get(
                        f"{each.base}/.well-known/void", headers={"Accept": "text/turtle"}
                    ).content,
                    format=RdfFormat.TURTLE,
                )
                if not {"modified", "endpoint"}
                & {quad.predicate.value.split("/")[-1].split("#")[-1]}
            }
            for each in (here, there)
        ]
        assert about[0] == about[1]


def test_what_an_engine_cannot_do_is_refused_in_one_line(
    copied: Path, capsys: pytest.CaptureFixture[str], samples: tuple[Path, Path], tmp_path: Path
) -> None:
    for command in (
        ["query", "claims", "--as-of", "1"],
        ["query", "claims", "--reviewed"],
        ["export", "--reviewed"],
        ["endpoint", "--reviewed"],
        ["endpoint", "--as-of", "1"],
        ["diff", "1", "2"],
        ["check", "--deep"],
        ["backup", str(tmp_path / "backup")],
        ["restore"],
        ["generations"],
        ["forget", "Anna"],
        ["ingest", str(samples[0]), "--min-free", "10"],
    ):
        code = main([*command, "--store", str(copied)])
        printed = capsys.readouterr()
        assert (code, printed.out) == (2, ""), command
        assert printed.err.count("\n") == 1, command
        assert "is not offered by a store behind an address (docs/remote.md)" in printed.err


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Where a command finds the user's data, and nothing of the caller's."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}


@pytest.fixture
def oxigraph(engine_at: EngineAt) -> Iterator[str]:
    with engine_at("oxigraph") as address:
        yield address


def test_the_commands_work_on_an_address(
    standpunt: Run,
    oxigraph: str,
    samples: tuple[Path, Path],
    sample_store: Path,
    home: dict[str, str],
    tmp_path: Path,
) -> None:
    """One ingest for many facts; what a user does in a day."""

    def run(*arguments: object) -> Any:  # noqa: ANN401 - Ran, of a conftest that has no name
        return standpunt(*arguments, "--store", oxigraph, **home)

    ran = run("documents")
    assert (ran.code, "nothing is published here yet" in ran.complaint) == (2, True)
    paper = tmp_path / "paper.txt"
    paper.write_bytes(samples[1].read_bytes())
    ran = run("ingest", samples[0], paper)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[-1] == "published  generation 1"
    assert [line.split()[0] for line in run("ingest", samples[0], paper).lines] == ["unchanged"] * 2

    paper.write_text(samples[1].read_text("utf-8") + "\nEinde.\n", "utf-8")
    assert [line.split()[0] for line in run("ingest", paper).lines] == ["replaced", "published"]
    documents = run("documents", "--format", "csv").lines[1:]
    assert len(documents) == 2

    ask = ("query", "claims", "--param", "actor=NLD", "--format", "csv")
    claims = run(*ask).lines
    assert len(claims) == len(standpunt(*ask, "--store", sample_store).lines)
    first = claims[1].partition(",")[0].rpartition("/id/document/")[2]
    assert run("review", "confirm", first, "--by", "anna").code == 0
    assert run("review", "list", "--format", "csv").lines[1:] != []
    assert run("issues", "merge", "return", "secondary-movements", "--author", "anna").code == 0
    merged = run("issues", "--format", "csv")
    assert any("secondary-movements" in line and ",return," in line for line in merged.lines)
    assert run("export", "--issue", "return", "--format", "trig").out.count("sp:PositionClaim") > 1
    assert b"sd:namedGraph" in run("describe").out.encode()
    checked = run("check")
    assert (checked.code, "failed" in checked.out) == (0, False)

    assert run("reason").code == 0
    assert len(run("runs", "--format", "csv").lines) == 3

    paper = 'GRAPH ?g { ?s a ?c } FILTER(CONTAINS(STR(?g), "/document/"))'
    lost = f"DELETE {{ GRAPH ?g {{ ?s a ?c }} }} WHERE {{ {paper} }}"
    kind = {"Content-Type": "application/sparql-update"}
    httpx.post(f"{oxigraph}/update", content=lost, headers=kind).raise_for_status()
    checked = run("check")
    assert (checked.code, "ledger" in checked.out) == (1, True)


def test_a_token_is_sent_and_never_written_down(
    standpunt: Run, jena: Callable[..., str], home: dict[str, str], tmp_path: Path
) -> None:
    address = jena(f"token={SECRET}")
    ran = standpunt("documents", "--store", address, **home)
    assert (ran.code, "refuses this user (401)" in ran.complaint) == (2, True)
    ran = standpunt("documents", "--store", address, **home, STANDPUNT_STORE_TOKEN=SECRET)
    assert (ran.code, "nothing is published here yet" in ran.complaint) == (2, True)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(SECRET in path.read_text("utf-8", "replace") for path in written)


class _Odd(BaseHTTPRequestHandler):
    """What is no SPARQL endpoint, or one that breaks off."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        kind, body = {
            "/page/query": ("text/html", b"<h1>Hello</h1>"),
            "/broken/query": (
                "application/sparql-results+json",
                b'{"head":{"vars":["node"]},"results":{"bindings":[The query was cancelled',
            ),
            "/after/query": (
                "application/sparql-results+json",
                NOTHING + b"The query was cancelled",
            ),
        }.get(self.path, ("text/plain", b""))
        if self.path == "/who/query":
            known = self.headers["Authorization"] == ANNA
            kind, body = "application/sparql-results+json", NOTHING
            self.send_response(200 if known else 403)
        else:
            self.send_response(302 if self.path == "/moved/query" else 200)
        self.send_header("Location", "https://example.org/new")
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def odd() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/page", "answers with text/html"),
        ("/broken", "the engine's answer broke off"),
        ("/after", "the engine's answer broke off"),
        ("/moved", "has moved to https://example.org/new; name that address"),
    ],
)
def test_what_is_no_sparql_endpoint_is_said_in_one_line(
    standpunt: Run, odd: str, home: dict[str, str], path: str, complaint: str
) -> None:
    ran = standpunt("documents", "--store", odd + path, **home)
    assert (ran.code, complaint in ran.complaint) == (2, True), ran.err


def test_a_user_and_the_token_go_as_basic_authentication(
    standpunt: Run, odd: str, home: dict[str, str]
) -> None:
    ask = ("documents", "--store", f"{odd}/who", "--user")
    secret = {"STANDPUNT_STORE_TOKEN": SECRET}
    assert "nothing is published" in standpunt(*ask, "anna", **home, **secret).complaint
    assert "refuses this user (403)" in standpunt(*ask, "bert", **home, **secret).complaint


@pytest.mark.parametrize(
    ("address", "variables", "complaint"),
    [
        ("http://127.0.0.1:9/ds", {}, "cannot be reached"),
        ("http://anna:pw@127.0.0.1:9/ds", {}, "no user or password in an address"),
        ("http://example.org/ds", {"STANDPUNT_STORE_TOKEN": SECRET}, "in clear"),
        ("http:///ds", {}, "no http or https address"),
        ("http://127.0.0.1:9/ds?x=1", {}, "leave out what follows"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(
    standpunt: Run, home: dict[str, str], address: str, variables: dict[str, str], complaint: str
) -> None:
    ran = standpunt("documents", "--store", address, **home, **variables)
    assert (ran.code, complaint in ran.complaint) == (2, True), ran.err
    assert SECRET not in ran.err
    assert "pw@" not in ran.err


@pytest.mark.parametrize(
    ("address", "query", "update"),
    [
        ("http://h:7878", "http://h:7878/query", "http://h:7878/update"),
        ("https://h/ds/", "https://h/ds/query", "https://h/ds/update"),
        ("https://h/ds/sparql", "https://h/ds/sparql", "https://h/ds/update"),
        (
            "https://h/repositories/x",
            "https://h/repositories/x",
            "https://h/repositories/x/statements",
        ),
    ],
)
def test_the_address_of_updates_follows_from_that_of_queries(
    address: str, query: str, update: str
) -> None:
    assert (find_remote(address).query, find_remote(address).update) == (query, update)
