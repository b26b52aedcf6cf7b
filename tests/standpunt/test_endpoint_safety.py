"""What an endpoint withstands: other sites' pages, strangers, slow clients, nonsense, bombs."""

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from graph.store import StoreWriter

Running = Any
Serve = Callable[..., Any]
Run = Callable[..., Any]

TOKEN = "0123456789abcdef-token"
P = NamedNode("https://example.org/p")
GRAPH = "https://w3id.org/standpunt/id/graph/document/1111111111111111"
NUMBERS = " ".join(map(str, range(1000)))
# reliability.md, section 1: the seven queries of death, and what each is answered with.
BOMBS = {
    "a product under COUNT": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        {504},
    ),
    "ORDER BY over a product": (
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
        {504, 507},
    ),
    "a path of everything but": ("SELECT (COUNT(*) AS ?n) { ?s (!<e:x>|^!<e:x>)* ?o . "
                                 "?t (!<e:x>|^!<e:x>)* ?u . ?v ?w ?x }", {504, 507}),
    "a product of VALUES": (
        "SELECT (COUNT(*) AS ?n) { "
        + " ".join(f"VALUES ?v{n} {{ {NUMBERS} }}" for n in range(4))
        + " }",
        {504, 507},
    ),
    "a regex with counts": (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f . "
        'FILTER REGEX(CONCAT(?o, ?c), "(a{1,1000}){1,1000}") }',
        {200, 400, 504, 507},
    ),
    "REPLACE that doubles": (
        'SELECT (STRLEN(?x40) AS ?n) { BIND("0123456789" AS ?x0) '
        + " ".join(f'BIND(REPLACE(?x{n}, "(.+)", "$1$1") AS ?x{n + 1})' for n in range(40))
        + " }",
        {504, 507},
    ),
    "nested braces": ("SELECT * " + "{" * 20_000 + "}" * 20_000, {400}),
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 1,000 triples: enough for a product to have no end."""
    store = tmp_path_factory.mktemp("small") / "store"
    with StoreWriter(store) as writer:
        nodes = [NamedNode(f"https://example.org/{n:04}") for n in range(1000)]
        writer.replace_graph(GRAPH, [Quad(node, P, Literal(node.value)) for node in nodes])
        writer.publish()
    return store


@pytest.fixture(scope="module")
def endpoint(serve_endpoint: Serve, small: Path) -> Iterator[Running]:
    with serve_endpoint(small, "--timeout", "2") as running:
        yield running


def asked(running: Running, **headers: str) -> httpx.Response:
    return httpx.get(running.url, params={"query": "ASK {}"}, headers=headers)


# --- who may ask ----------------------------------------------------------------------------------


def test_only_the_servers_own_names_are_answered(endpoint: Running) -> None:
    for name in ("evil.example", "evil.example:80", "10.0.0.1", "localhost.evil.example", "a b"):
        assert asked(endpoint, Host=name).status_code in (400, 403)
    for name in ("localhost", f"127.0.0.1:{endpoint.port}", "LOCALHOST:1", "[::1]:80"):
        assert asked(endpoint, Host=name).status_code == 200


def test_pages_of_other_sites_are_refused_and_get_no_cors(endpoint: Running) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ):
        answer = asked(endpoint, **headers)
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert asked(endpoint, Origin=endpoint.base).status_code == 200
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert asked(endpoint, **link).status_code == 200
    preflight = httpx.options(
        endpoint.url,
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert preflight.status_code == 403


def test_a_site_that_is_named_may_ask_and_read_the_headers(
    serve_endpoint: Serve, small: Path
) -> None:
    site = "https://yasgui.example"
    with serve_endpoint(small, "--cors", site, "--workers", "1") as running:
        preflight = httpx.options(
            running.url,
            headers={
                "Origin": site,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "content-type, authorization",
            },
        )
        answer, foreign = asked(running, Origin=site), asked(running, Origin="https://evil.example")
    assert preflight.status_code == 200
    assert answer.headers["access-control-allow-origin"] == site
    assert "Standpunt-Truncated" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert (foreign.status_code, "access-control-allow-origin" in foreign.headers) == (403, False)


def test_answers_carry_headers_that_keep_browsers_careful(endpoint: Running) -> None:
    headers = asked(endpoint).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert "server" not in headers


def test_another_address_needs_a_token(standpunt: Run, small: Path) -> None:
    ran = standpunt("endpoint", "--store", small, "--host", "0.0.0.0", "--port", "0")
    assert (ran.code, "needs --token" in ran.complaint) == (2, True)
    ran = standpunt("endpoint", "--store", small, "--token", "short")
    assert (ran.code, "fewer than 16" in ran.complaint) == (2, True)


def test_a_token_is_asked_of_everything_but_health(serve_endpoint: Serve, small: Path) -> None:
    with serve_endpoint(
        small, "--host", "0.0.0.0", "--workers", "1", STANDPUNT_TOKEN=TOKEN
    ) as running:
        base = f"http://127.0.0.1:{running.port}"
        for path in ("/sparql", "/sparql?query=ASK{}", "/metrics", "/.well-known/void", "/x"):
            refused = httpx.get(base + path)
            assert (refused.status_code, "Bearer" in refused.headers["www-authenticate"]) == (
                401,
                True,
            )
            for wrong in (f"Bearer {TOKEN}x", "Bearer", "Basic !", "Basic é".encode()):
                assert httpx.get(base + path, headers={"Authorization": wrong}).status_code == 401
        assert httpx.get(f"{base}/health").status_code == 200
        right = {"Authorization": f"Bearer {TOKEN}"}
        assert httpx.get(f"{base}/metrics", headers=right).status_code == 200
        assert httpx.get(f"{base}/sparql?query=ASK%7B%7D", auth=("any", TOKEN)).status_code == 200
        assert httpx.get(f"{base}/health", headers={"Host": "evil.example"}).status_code == 403
        assert TOKEN not in running.log.read_text("utf-8")


def test_a_port_that_is_taken_and_a_store_that_is_none_are_one_line(
    standpunt: Run, endpoint: Running, small: Path, tmp_path: Path
) -> None:
    ran = standpunt("endpoint", "--store", small, "--port", endpoint.port)
    assert (ran.code, str(endpoint.port) in ran.complaint) == (2, True)
    ran = standpunt("endpoint", "--store", tmp_path / "none", "--port", "0")
    assert (ran.code, "ingest a document first" in ran.complaint) == (2, True)


# --- slow and many --------------------------------------------------------------------------------


def test_clients_that_never_finish_a_request_keep_nobody_out(endpoint: Running) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
    body = f"{head}Content-Type: application/sparql-query\r\n\r\nASK"
    stalled = silent_client(endpoint, body)
    assert asked(endpoint).status_code == 200  # its head has been read by now
    half_sent = [silent_client(endpoint, "GET / HTTP/1.1\r\nHost: localhost") for _ in range(400)]
    started = time.monotonic()
    assert asked(endpoint).status_code == 200
    assert time.monotonic() - started < 5
    # After ten seconds without a header the connection is closed, one without a body is told.
    assert received(half_sent[-1]) == b""
    assert received(stalled).startswith(b"HTTP/1.1 408")
    for client in (stalled, *half_sent):
        client.close()


def silent_client(endpoint: Running, text: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", endpoint.port), timeout=20)
    client.sendall(text.encode())
    return client


def received(client: socket.socket) -> bytes:
    """What comes next, b"" for the end."""
    try:
        return client.recv(4096)
    except ConnectionResetError:
        return b""


# --- the queries of death -------------------------------------------------------------------------


def test_seven_queries_of_death_beside_a_hundred_normal_ones(endpoint: Running) -> None:
    times: list[float] = []

    def normal(n: int) -> int:
        started = time.monotonic()
        query = f"SELECT ?o {{ <https://example.org/{n:04}> ?p ?o }}"
        answer = endpoint.get(query)
        times.append(time.monotonic() - started)
        assert answer.json()["results"]["bindings"][0]["o"]["value"].endswith(f"{n:04}")
        return answer.status_code

    with ThreadPoolExecutor(7) as deadly, ThreadPoolExecutor(4) as others:
        started = time.monotonic()
        dying = {
            name: deadly.submit(httpx.post, endpoint.url, data={"query": text}, timeout=30)
            for name, (text, _) in BOMBS.items()
        }
        answered = [others.submit(normal, n) for n in range(100)]
        assert {each.result() for each in answered} == {200}
        ends = {name: each.result().status_code for name, each in dying.items()}
        took = time.monotonic() - started
    assert {name: code for name, code in ends.items() if code not in BOMBS[name][1]} == {}
    assert took < 30
    assert sorted(times)[94] < 3
    assert asked(endpoint).status_code == 200


def test_no_query_over_http_reaches_another_server(endpoint: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        seen: list[object] = []
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    seen.append(listener.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        for query in (
            f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
            f"LOAD <{url}>",
            f"SELECT * FROM <{url}> {{ ?s ?p ?o }}",
            "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
        ):
            assert endpoint.get(query).text.count("\n") < 3
        for name in ("default-graph-uri", "named-graph-uri"):
            answer = endpoint.get("SELECT * { ?s ?p ?o }", **{name: url})
            assert answer.json()["results"]["bindings"] == []
        time.sleep(0.2)
        stop.set()
        thread.join()
    assert seen == []


# --- nonsense -------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "(", ")", "*", "?s", "?p", "?o",
     ".", ";", ",", "<e:a>", "'x'", '"""', "\\u0053", "FILTER", "UNION", "OPTIONAL", "GRAPH",
     "VALUES", "BIND", "AS", "COUNT", "REGEX", "ORDER BY", "LIMIT", "OFFSET", "1", "-1", "1e999",
     "@nl", "^^", "<<", ">>", "_:b", "PREFIX", "e:", "BASE", "#", "NOW()", "\x00", "\U0001f600",
     "\u202e", "%", "%00", "{ ?s ?p ?o }", "\n"]
)  # fmt: skip
MANY_WORDS = st.lists(WORDS, max_size=25).map(" ".join)
SPARQL = st.one_of(
    st.text(max_size=60),
    MANY_WORDS,
    st.tuples(
        st.sampled_from(["SELECT * {", "ASK {", "CONSTRUCT WHERE {", "DESCRIBE ?s {"]),
        st.lists(
            st.sampled_from(["?s ?p ?o .", "FILTER(?o > 1)", "OPTIONAL { ?s ?x 1 }",
                             "VALUES ?v { 1 <e:a> }", "GRAPH ?g { ?s ?p ?o }", "{} UNION {}"]),
            max_size=2,
        ).map(" ".join),
        st.sampled_from(["}", "} LIMIT 1", "} ORDER BY ?s LIMIT 5", "", "} GROUP BY ?s"]),
    ).map(" ".join),
)  # fmt: skip
NAMES = st.sampled_from(
    ["Accept", "Accept-Encoding", "Content-Type", "Content-Length", "If-None-Match", "Origin",
     "Authorization", "Transfer-Encoding", "Expect", "Connection", "Upgrade", "Host", "Range"]
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(["application/sparql-query", "application/x-www-form-urlencoded", "chunked",
                     "100-continue", "close", "text/csv;q=", ";;,,", "*/*;q=0", "-1", "9" * 30,
                     "websocket", "bytes=0-1", "localhost", "[::1", "W/", "gzip;q=2"]),
    st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=40),
)  # fmt: skip
METHODS = st.sampled_from(
    ["GET", "POST", "HEAD", "PUT", "OPTIONS", "QUERY", "TRACE", "get", "\x01"]
)
TARGETS = st.one_of(
    st.sampled_from(["/sparql", "/sparql/", "/metrics", "/health", "/.well-known/void", "*", "//",
                     "http://evil/sparql", "/sparql?query=%FF", "/%00", "/../../etc/passwd"]),
    SPARQL.map(lambda text: "/sparql?query=" + text.replace(" ", "%20")),
)  # fmt: skip
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"  # before the answer, to whoever expects it
FUZZ = settings(
    max_examples=int(os.environ.get("STANDPUNT_FUZZ", "150")),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FUZZ
@given(query=SPARQL, accept=st.one_of(st.none(), VALUES), method=st.sampled_from(["get", "post"]))
def test_any_text_as_a_query_is_answered_and_never_with_500(
    endpoint: Running, query: str, accept: str | None, method: str
) -> None:
    headers = {"Accept": (accept or "").strip(" \xa0").encode("latin-1")}
    fields = {"query": query}
    sent = {"params": fields} if method == "get" else {"data": fields}
    answer = httpx.request(method, endpoint.url, headers=headers, timeout=30, **sent)
    assert answer.status_code in (200, 206, 400, 403, 404, 406, 413, 504, 507)
    assert answer.content or answer.status_code == 200  # no triples are no text


@FUZZ
@given(
    method=METHODS,
    target=TARGETS,
    headers=st.lists(st.tuples(NAMES, VALUES), max_size=5),
    body=st.one_of(
        st.binary(max_size=60), SPARQL.map(lambda text: text.encode("utf-8", "replace"))
    ),
    with_host=st.booleans(),
)
def test_any_bytes_as_a_request_are_never_answered_with_500(
    endpoint: Running,
    method: str,
    target: str,
    headers: list[tuple[str, str]],
    body: bytes,
    with_host: bool,
) -> None:
    lines = [f"{method} {target} HTTP/1.1", *(["Host: localhost"] if with_host else [])]
    lines += [f"{name}: {value}" for name, value in headers]
    raw = "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + body
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=30) as client:
        client.sendall(raw)
        client.shutdown(socket.SHUT_WR)
        answer = received(client).removeprefix(CONTINUE) or received(client)
    status = answer.split(b" ", 2)[1:2]
    assert not status or 200 <= int(status[0]) < 500 or status[0] in (b"504", b"507"), answer


def test_after_all_that_it_answers_and_has_logged_no_fault(endpoint: Running) -> None:
    assert asked(endpoint).status_code == 200
    assert endpoint.process.poll() is None
    lines = endpoint.log.read_text("utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert [event for event in events if event["level"] in ("error", "critical")] == []
    assert {event["event"] for event in events} <= {"request", "Invalid HTTP request received.",
        "Unsupported upgrade request.",
        "No supported WebSocket library detected. Please use \"pip install 'uvicorn[standard]'\", "
        "or install 'websockets' or 'wsproto' manually."}  # fmt: skip
