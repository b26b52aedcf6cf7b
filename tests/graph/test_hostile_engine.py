"""A store behind an address whose engine is down, endless or silent, or talks nonsense."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.answer import Table
from graph.client import Client
from graph.errors import QueryError, QueryFailedError, QueryTimeoutError, RemoteError
from graph.opening import open_pool, open_writer
from graph.remote import find_remote, remote_folder

Engine = Callable[..., Client]
JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"
HEAD = b'{"head":{"vars":["a"]},"results":{"bindings":['
ROW = b'{"a":{"type":"literal","value":"x"}}'


class _Server(ThreadingHTTPServer):
    """Says one thing to whoever asks; `tail` as long as they listen, or nothing more until end."""

    daemon_threads = True
    kind = JSON
    head = b""
    tail: bytes | None = b""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.end = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        assert isinstance(server, _Server)
        self.send_response(200)
        self.send_header("Content-Type", server.kind)
        self.end_headers()
        try:
            self.wfile.write(server.head)
            if server.tail is None:
                server.end.wait()
            while server.tail:
                self.wfile.write(server.tail)
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Gives a client of an engine that answers with the head, and then the tail for ever."""
    server = _Server()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    client = Client(find_remote(f"http://127.0.0.1:{server.server_port}/ds"))

    def saying(head: bytes, tail: bytes | None = b"", kind: str = JSON) -> Client:
        server.head, server.tail, server.kind = head, tail, kind
        return client

    yield saying
    client.close()
    server.end.set()
    server.shutdown()
    server.server_close()


def test_rows_without_end_are_cut_off_at_the_cap(engine: Engine) -> None:
    answer = engine(HEAD + ROW, b"," + ROW).ask("SELECT * {}", max_rows=10)
    assert isinstance(answer, Table)
    assert (len(answer.rows), answer.truncated) == (10, True)


@pytest.mark.parametrize(
    ("head", "tail", "kind"),
    [
        (HEAD + b'{"a":{"type":"literal","value":"', b"x" * 1000, JSON),
        (b"", b'<http://example.org/s> <http://example.org/p> "o" .\n' * 100, TRIPLES),
    ],
    ids=["a value", "triples"],
)
def test_an_answer_without_end_is_read_no_further_than_allowed(
    engine: Engine, head: bytes, tail: bytes, kind: str
) -> None:
    with pytest.raises(QueryFailedError, match="wrote more than may be read"):
        engine(head, tail, kind).ask("SELECT * {}", max_bytes=1000)


@pytest.mark.parametrize("tail", [None, b" "], ids=["silence", "white space"])
def test_an_answer_that_does_not_come_is_given_up(engine: Engine, tail: bytes | None) -> None:
    with pytest.raises(QueryTimeoutError):
        engine(b"", tail).ask("SELECT * {}", timeout_s=0.5)


@pytest.mark.parametrize(
    "said",
    [b"", b"[" * 10**6, b'{"head":' * 10**5, b"\xff\xfe\x00", b"null", HEAD, HEAD + b"]}}}"],
    ids=["nothing", "[", "{", "no UTF-8", "null", "a beginning", "too much"],
)
def test_nonsense_is_an_error_and_never_an_empty_answer(engine: Engine, said: bytes) -> None:
    with pytest.raises(QueryError, match="answer"):
        engine(said).ask("SELECT * {}")


def test_an_engine_that_is_down_is_one_error_for_readers_and_writers(tmp_path: Path) -> None:
    store = remote_folder(tmp_path, find_remote("http://127.0.0.1:9/ds"))
    for opening in (open_pool, open_writer):
        with pytest.raises(RemoteError, match="cannot be reached"):
            opening(store)
