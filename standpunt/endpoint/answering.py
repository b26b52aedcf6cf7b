"""Answers one operation: the queue, the worker, the bytes. Knows HTTP by its status codes alone."""

import asyncio
import gzip
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from graph.answer import Truth
from graph.interface import Pool
from graph.row_forms import ROW_FORMS
from standpunt.endpoint.negotiation import TABLE_FORMS, Form, takes_gzip
from standpunt.endpoint.problems import RETRY_AFTER_S, Problem
from standpunt.endpoint.protocol import Operation
from standpunt.endpoint.settings import Settings
from standpunt.endpoint.written import row_count, written

GZIP_FROM_BYTES = 1000
_GZIP_LEVEL = 5
_CANCEL_AGAIN_S = 0.1


@dataclass(frozen=True)
class Written:
    """An answer on its way: its bytes as they are sent, and what is to be said of them."""

    body: bytes
    gzipped: bool
    rows: int
    warning: str | None
    generation: int
    elapsed_s: float


class Answering:
    """Runs operations on a pool, so many at a time; more are told to come back later."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self._threads = ThreadPoolExecutor(settings.max_queries, "query")
        self._waiting_or_running = 0

    async def answer(self, operation: Operation, form: Form, request: Request) -> Written:
        """The answer's bytes in that form; a client that goes away takes its query with it.

        Raises Problem, QueryError, WorkerError, StoreError, FormatError.
        """
        if self._waiting_or_running >= self._settings.max_queries:
            retry = {"Retry-After": str(RETRY_AFTER_S)}
            raise Problem(503, "too many queries at this moment; try again", "busy", retry)
        ticket = uuid.uuid4().hex
        base_iri = str(request.url.replace(query=""))
        zipped = takes_gzip(request.headers.get("accept-encoding"))
        loop = asyncio.get_running_loop()
        self._waiting_or_running += 1
        running = loop.run_in_executor(
            self._threads, self._run, operation, form, base_iri, ticket, zipped
        )
        running.add_done_callback(self._ended)
        gone = asyncio.ensure_future(_gone(request))
        try:
            both: set[asyncio.Future[Any]] = {running, gone}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                return running.result()
            while not running.done():
                self._pool.cancel(ticket)
                await asyncio.wait({running}, timeout=_CANCEL_AGAIN_S)
            running.exception()
            raise Problem(499, "the client has gone", "gone")
        finally:
            gone.cancel()

    def close(self) -> None:
        """Let go of the threads; the pool's queries are cancelled by whoever owns it."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ended(self, _future: object) -> None:
        self._waiting_or_running -= 1

    def _run(
        self, operation: Operation, form: Form, base_iri: str, ticket: str, zipped: bool
    ) -> Written:
        started = time.monotonic()
        answer = self._pool.write(
            operation.text,
            form.name if form.name in ROW_FORMS else TABLE_FORMS[0].name,
            timeout_s=self._settings.timeout_s,
            max_rows=self._settings.max_rows,
            max_bytes=self._settings.max_bytes,
            dataset=operation.dataset,
            base_iri=base_iri,
            wait_s=self._settings.wait_s,
            ticket=ticket,
        )
        body = written(answer, form)
        zipped = zipped and len(body) >= GZIP_FROM_BYTES
        return Written(
            body=gzip.compress(body, _GZIP_LEVEL, mtime=0) if zipped else body,
            gzipped=zipped,
            rows=row_count(answer),
            warning=None if isinstance(answer, Truth) else answer.warning,
            generation=answer.generation,
            elapsed_s=time.monotonic() - started,
        )


async def _gone(request: Request) -> None:
    """Ends when the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
