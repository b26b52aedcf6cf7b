"""The reader's side of a store behind an address: query texts to its engine, and answers back."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.answer import Answer, Term
from graph.client import Client
from graph.errors import (
    GraphError,
    NotOfferedError,
    QueryCancelledError,
    QueryTimeoutError,
    RemoteError,
    WorkerError,
)
from graph.generation import Generation
from graph.guard import bind_values, refuse_dangerous
from graph.interface import MAX_BYTES, MAX_ROWS, TIMEOUT_S
from graph.remote import Remote
from graph.remote_state import DatasetCache, State, missing, read_state

_ATTEMPTS = 3


@dataclass
class _Running:
    """A query under way in a thread of its own, so that whoever asked can stop waiting for it."""

    ticket: str | None
    ended: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None
    fault: BaseException | None = None


class RemotePool:
    """Answers queries on a store behind an address; may be shared by any number of threads.

    What QueryPool refuses is refused before anything is sent. The limits on rows, bytes and time
    hold here; how much memory and time the engine itself spends is for its own settings to bound.
    The default graph is the merge of all named graphs, as in QueryPool.
    """

    def __init__(
        self, store: Path, remote: Remote, workers: int = 1, *, reviewed: bool = False
    ) -> None:
        """A pool of as many queries at a time as there are `workers`; `store` stands for it here.

        Raises NotOfferedError for the reviewed view, StoreMissingError if nothing is published, or
        RemoteError.
        """
        if reviewed:
            raise NotOfferedError(
                f"{remote.query}: the reviewed view is not offered by a store behind an address; "
                "ask without it, or use a store in a folder"
            )
        self.store = Path(store)
        self._client = Client(remote)
        self._slots = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._running: list[_Running] = []
        self._dataset = DatasetCache()
        self._closed = False
        try:
            self.generation()
        except GraphError:
            self._client.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def generation(self) -> Generation:
        """The generation that the next query is answered from. Raises as __init__()."""
        return self._state().generation(self.store, self._client.remote.query)

    def ask(
        self,
        text: str,
        *,
        timeout_s: float = TIMEOUT_S,
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
        bindings: Mapping[str, Term] | None = None,
        ticket: str | None = None,
    ) -> Answer:
        """Run one SPARQL query, as QueryPool.ask does.

        After the time limit, and after cancel(), the answer is waited for no longer; the engine may
        go on with it until its own limit.

        Raises QueryRefusedError, QueryBindingError, QueryTimeoutError, QueryFailedError (also for a
        text that is no query), QueryCancelledError, WorkerError or RemoteError.
        """
        refuse_dangerous(text)
        bound = bind_values(text, bindings or {})
        if self._closed:
            raise WorkerError("this query pool is closed; make a new one")
        if not self._slots.acquire(timeout=timeout_s):
            raise QueryTimeoutError(f"{timeout_s:g} s passed before its turn; try again", timeout_s)
        running = _Running(ticket)
        with self._lock:
            self._running.append(running)
        caps = (timeout_s, max_rows, max_bytes)
        try:
            threading.Thread(target=self._run, args=(running, bound, caps), daemon=True).start()
            running.ended.wait(timeout_s + 1.0)
        finally:
            running.stopped.set()
            with self._lock:
                self._running.remove(running)
            self._slots.release()
        if running.answer is not None:
            return running.answer
        if running.fault is not None:
            raise running.fault
        raise QueryTimeoutError(
            f"no answer within {timeout_s:g} s; narrow the query or raise the time limit", timeout_s
        )

    def cancel(self, ticket: str | None = None) -> int:
        """Stop waiting for the running queries of that ticket (None: all); how many there were."""
        with self._lock:
            chosen = [each for each in self._running if ticket in (None, each.ticket)]
            for each in chosen:
                each.stopped.set()
                each.fault = QueryCancelledError("the query was cancelled")
                each.ended.set()
        return len(chosen)

    def close(self) -> None:
        """Stop waiting for all queries and close the connections."""
        self._closed = True
        self.cancel()
        self._client.close()

    def _run(self, running: _Running, text: str, caps: tuple[float, int, int]) -> None:
        try:
            answer = self._answer(running, text, caps)
        except (GraphError, RuntimeError) as error:  # a client that was closed raises the latter
            running.fault = running.fault or error
        else:
            running.answer = None if running.stopped.is_set() else answer
        running.ended.set()

    def _answer(self, running: _Running, text: str, caps: tuple[float, int, int]) -> Answer:
        """The answer of one generation: asked again if another was published meanwhile."""
        timeout_s, max_rows, max_bytes = caps
        state = self._state()
        for _ in range(_ATTEMPTS):
            answer = self._client.ask(
                text,
                timeout_s=timeout_s,
                max_rows=max_rows,
                max_bytes=max_bytes,
                dataset=self._dataset.get(self._client, state),
                generation=state.number,
                stopped=running.stopped,
            )
            before, state = state, self._state()
            if state.writer == before.writer:
                return answer
        raise RemoteError(
            f"{self._client.remote.query}: was published anew each time during the query; try again"
        )

    def _state(self) -> State:
        state = read_state(self._client)
        if state is None or state.number == 0:
            raise missing(self._client.remote.query)
        return state
