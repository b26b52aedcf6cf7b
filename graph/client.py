"""Speaks the SPARQL 1.1 Protocol with an engine: one query or update a call, errors as ours.

Results are asked for as JSON and read strictly: engines may answer "200 OK" and break off in the
middle, which in CSV would look like a short result. Redirects are not followed; certificates are
verified (SSL_CERT_FILE names others to trust).
"""

import io
import json
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, cast

import httpx
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from graph.answer import Answer, Row, Table, Term, Triples, Truth
from graph.errors import (
    QueryCancelledError,
    QueryFailedError,
    QueryRefusedError,
    QueryTimeoutError,
    RemoteError,
    RemoteTimeoutError,
)
from graph.interface import MAX_BYTES, MAX_ROWS, TIMEOUT_S
from graph.remote import TOKEN_VARIABLE, Remote
from graph.wire import encode_term

CONNECT_S = 10.0
UPDATE_S = 600.0

_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
# JSON is wordier than what is counted against a caller's cap; beyond this the body is not read.
_BODY_FACTOR = 8


class _Body(io.RawIOBase):
    """The body of an answer as a file, read no longer, no later and no further than allowed."""

    def __init__(
        self, chunks: Iterator[bytes], deadline: float, max_bytes: int, stopped: threading.Event
    ) -> None:
        self.full = False
        self.fault: Exception | None = None
        self._chunks = chunks
        self._deadline = deadline
        self._left = max_bytes
        self._stopped = stopped
        self._buffer = b""

    def readable(self) -> bool:
        """True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, b"" at the end; what goes wrong is kept as `fault` too."""
        while not self._buffer:
            if self._left <= 0:
                self.full = True
                raise OSError("too long")
            try:
                self._check()
                self._buffer = next(self._chunks, b"")
            except (httpx.HTTPError, QueryCancelledError, QueryTimeoutError) as error:
                self.fault = error
                raise OSError(str(error)) from error
            if not self._buffer:
                return b""
        taken = self._buffer if size < 0 else self._buffer[:size]
        self._buffer = self._buffer[len(taken) :]
        self._left -= len(taken)
        return taken

    def _check(self) -> None:
        if self._stopped.is_set():
            raise QueryCancelledError("the query was cancelled")
        if time.monotonic() > self._deadline:
            raise QueryTimeoutError("the answer took too long", 0.0)


class Client:
    """One engine, for any number of threads, until close()."""

    def __init__(self, remote: Remote) -> None:
        """Sends nothing yet. Raises RemoteError if the token would go over the network in clear."""
        self.remote = remote
        token = remote.token()
        headers, auth = {"User-Agent": "standpunt"}, None
        if remote.user:
            auth = httpx.BasicAuth(remote.user, token)
        elif token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(headers=headers, auth=auth, follow_redirects=False)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(
        self,
        text: str,
        *,
        timeout_s: float = TIMEOUT_S,
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
        dataset: Sequence[tuple[str, str]] = (),
        generation: int = 0,
        stopped: threading.Event | None = None,
    ) -> Answer:
        """The engine's answer to one query, cut off at the caps.

        `dataset` holds default-graph-uri and named-graph-uri pairs; `generation` is only noted.

        Raises QueryFailedError, QueryTimeoutError, QueryCancelledError (`stopped` was set) or
        RemoteError.
        """
        started = time.monotonic()
        most = max_bytes * _BODY_FACTOR + 2**20
        accept = f"{_JSON}, {_TRIPLES};q=0.9"
        stopped = stopped or threading.Event()
        with self._asked(text, timeout_s, most, accept, dataset, stopped) as (body, kind):
            answer = _read(body, kind, max_rows, max_bytes, generation, started)
            if isinstance(answer, Truth) or not answer.truncated:
                _finish(body)
            return answer

    @contextmanager
    def _asked(
        self,
        text: str,
        timeout_s: float,
        max_bytes: int,
        accept: str,
        dataset: Sequence[tuple[str, str]],
        stopped: threading.Event,
    ) -> Iterator[tuple[_Body, str]]:
        """The body of an answer and its media type; what goes wrong in reading it becomes ours."""
        started = time.monotonic()
        fields: dict[str, list[str]] = {"query": [text]}
        for name, value in dataset:
            fields.setdefault(name, []).append(value)
        url = self.remote.query
        with self._sent(url, timeout_s, headers={"Accept": accept}, data=fields) as response:
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            body = _Body(response.iter_bytes(), started + timeout_s, max_bytes, stopped)
            try:
                yield body, kind
            except (SyntaxError, ValueError, OSError, RuntimeError) as error:
                if isinstance(body.fault, QueryCancelledError):
                    raise body.fault from error
                if isinstance(body.fault, QueryTimeoutError | httpx.TimeoutException):
                    raise _too_late(timeout_s) from error
                if body.fault is None and kind not in (_JSON, _TRIPLES):
                    raise RemoteError(
                        f"{url}: answers with {kind or 'no content type'}, not with {_JSON} or "
                        f"{_TRIPLES}; this is no SPARQL endpoint"
                    ) from error
                why = "wrote more than may be read" if body.full else f"broke off ({error})"
                raise QueryFailedError(f"{url}: the engine's answer {why}") from error

    def stream(
        self,
        text: str,
        timeout_s: float,
        *,
        dataset: Sequence[tuple[str, str]] = (),
        stopped: threading.Event,
    ) -> Iterator[bytes]:
        """The triples of a CONSTRUCT or DESCRIBE as they come, each a line of N-Triples.

        The time limit counts until the last one is taken. Raises as ask(), in the middle too.
        """
        with self._asked(text, timeout_s, sys.maxsize, _TRIPLES, dataset, stopped) as (body, kind):
            if kind != _TRIPLES:
                raise ValueError(kind)
            for quad in parse(cast(IO[bytes], body), format=RdfFormat.N_TRIPLES):
                yield f"{quad.triple} .\n".encode()

    def stream_rows(
        self,
        text: str,
        timeout_s: float,
        *,
        dataset: Sequence[tuple[str, str]] = (),
        stopped: threading.Event,
    ) -> Iterator[Row]:
        """The rows of a SELECT as they come. Time limit and errors are those of stream()."""
        with self._asked(text, timeout_s, sys.maxsize, _JSON, dataset, stopped) as (body, kind):
            if kind != _JSON:
                raise ValueError(kind)
            result = parse_query_results(cast(IO[bytes], body), format=QueryResultsFormat.JSON)
            if isinstance(result, QueryBoolean):
                raise QueryRefusedError("this is no query for rows; write SELECT")
            yield from map(tuple, result)
            _finish(body)

    def update(self, text: str) -> None:
        """Carry out one update request. Raises RemoteError."""
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        try:
            with self._sent(self.remote.update, UPDATE_S, headers=headers, content=text.encode()):
                pass
        except (QueryFailedError, QueryTimeoutError) as error:
            raise RemoteError(f"the update was not carried out: {error}") from error

    @contextmanager
    def _sent(
        self,
        url: str,
        timeout_s: float,
        *,
        headers: Mapping[str, str],
        data: Mapping[str, list[str]] | None = None,
        content: bytes | None = None,
    ) -> Iterator[httpx.Response]:
        limits = httpx.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s))
        try:
            with self._http.stream(
                "POST", url, headers=dict(headers), data=data, content=content, timeout=limits
            ) as response:
                if not response.is_success:
                    raise _explain(url, response)
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise RemoteError(
                f"{url}: cannot be reached ({str(error) or 'no answer'}); "
                "is the engine running, and the address right?"
            ) from error
        except httpx.TimeoutException as error:
            raise _too_late(timeout_s) from error
        except httpx.HTTPError as error:
            raise RemoteTimeoutError(f"{url}: the connection failed ({error}); repeat") from error


def _read(
    body: _Body, kind: str, max_rows: int, max_bytes: int, generation: int, started: float
) -> Answer:
    source = cast(IO[bytes], body)
    rows: list[tuple[Term | None, ...]] = []
    size, cut = 0, False
    if kind == _TRIPLES:
        triples = dict.fromkeys(quad.triple for quad in parse(source, format=RdfFormat.N_TRIPLES))
        kept = tuple(triples)[:max_rows]
        elapsed = time.monotonic() - started
        return Triples(kept, len(kept) < len(triples), generation, elapsed)
    if kind != _JSON:
        raise ValueError(kind)
    result = parse_query_results(source, format=QueryResultsFormat.JSON)
    if isinstance(result, QueryBoolean):
        return Truth(bool(result), generation, time.monotonic() - started)
    for row in result:
        cells = tuple(row)
        size += len(json.dumps([encode_term(cell) for cell in cells], ensure_ascii=False).encode())
        if len(rows) >= max_rows or size > max_bytes:
            cut = True
            break
        rows.append(cells)
    columns = tuple(variable.value for variable in result.variables)
    return Table(columns, tuple(rows), cut, generation, time.monotonic() - started)


def _finish(body: _Body) -> None:
    """Read to the end, so that the connection can be used again, where nothing may follow."""
    while rest := body.read(2**16):
        if rest.strip():
            raise ValueError(f"{rest[:80]!r} after the end")


def _too_late(timeout_s: float) -> QueryTimeoutError:
    return QueryTimeoutError(
        f"no answer within {timeout_s:g} s; narrow the query or raise the time limit", timeout_s
    )


def _explain(url: str, response: httpx.Response) -> Exception:
    code = response.status_code
    if code in (301, 302, 303, 307, 308):
        where = response.headers.get("location", "elsewhere")
        return RemoteError(f"{url}: has moved to {where}; name that address")
    if code in (401, 403):
        return RemoteError(f"{url}: refuses this user ({code}); check --user and ${TOKEN_VARIABLE}")
    if code in (404, 405):
        return RemoteError(f"{url}: nothing takes queries or updates there ({code})")
    response.read()
    said = " ".join(response.text.split())[:300] or response.reason_phrase
    if code == 503:
        return RemoteTimeoutError(f"{url}: the engine is busy ({said}); try again")
    return QueryFailedError(f"{url}: the engine could not do this ({code}): {said}")
