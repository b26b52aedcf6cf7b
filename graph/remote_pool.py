"""The reader's side of a store behind an address: query texts to its engine, and answers back."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pyoxigraph import NamedNode

from graph.answer import Answer, Bound, Dataset, Row, Table, Text
from graph.client import Client
from graph.errors import (
    GraphError,
    NotOfferedError,
    QueryBusyError,
    QueryCancelledError,
    QueryRefusedError,
    QueryTimeoutError,
    RemoteError,
    WorkerError,
)
from graph.generation import Generation
from graph.guard import bind_values, names_dataset, query_form, refuse_dangerous
from graph.interface import MAX_BYTES, MAX_ROWS, TIMEOUT_S
from graph.remote import Remote
from graph.remote_state import (
    DatasetCache,
    State,
    missing,
    read_entries,
    read_lines,
    read_state,
)
from graph.row_forms import write_table

_ATTEMPTS = 3
Found = TypeVar("Found", bytes, Row)


@dataclass(frozen=True)
class _Asked:
    """A query as it is sent: its text, its limits, and the graphs it is asked on if it says so."""

    text: str
    timeout_s: float
    max_rows: int = MAX_ROWS
    max_bytes: int = MAX_BYTES
    dataset: Dataset | None = None


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
        self,
        store: Path,
        remote: Remote,
        workers: int = 1,
        *,
        reviewed: bool = False,
        pinned: bool = False,
    ) -> None:
        """A pool of as many queries at a time as there are `workers`; `store` stands for it here.

        A `pinned` pool answers from the generation that is published now, and raises RemoteError
        once there is another: the engine keeps no earlier one.

        Raises NotOfferedError for the reviewed view, StoreMissingError if nothing is published, or
        RemoteError.
        """
        if reviewed:
            raise NotOfferedError(
                f"{remote.query}: the reviewed view is not offered by a store behind an address "
                "(docs/remote.md); ask without it, or use a store in a folder"
            )
        self.store = Path(store)
        self.reviewed = False
        self._client = Client(remote)
        self._slots = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._running: list[_Running] = []
        self._dataset = DatasetCache()
        self._closed = False
        self._pinned: State | None = None
        try:
            state = self._state()
        except GraphError:
            self._client.close()
            raise
        if pinned:
            self._pinned = state

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
        state = self._pinned or self._state()
        return state.generation(self.store, self._client.remote.query)

    def ask(
        self,
        text: str,
        *,
        timeout_s: float = TIMEOUT_S,
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
        bindings: Mapping[str, Bound] | None = None,
        ticket: str | None = None,
    ) -> Answer:
        """Run one SPARQL query, as QueryPool.ask does.

        After the time limit, and after cancel(), the answer is waited for no longer; the engine may
        go on with it until its own limit.

        Raises QueryRefusedError, QueryBindingError, QueryBusyError, QueryTimeoutError,
        QueryFailedError (also for a text that is no query), QueryCancelledError, WorkerError or
        RemoteError.
        """
        refuse_dangerous(text)
        bound = bind_values(text, bindings or {})
        return self._put(_Asked(bound, timeout_s, max_rows, max_bytes), timeout_s, ticket)

    def write(
        self,
        text: str,
        form: str,
        *,
        timeout_s: float = TIMEOUT_S,
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
        dataset: Dataset | None = None,
        base_iri: str | None = None,
        wait_s: float = TIMEOUT_S,
        ticket: str | None = None,
    ) -> Answer | Text:
        """As ask(), but the rows of a SELECT come as text; see QueryPool.write."""
        refuse_dangerous(text)
        based = f"BASE {NamedNode(base_iri)} {text}" if base_iri else text
        asked = _Asked(based, timeout_s, max_rows, max_bytes, dataset)
        answer = self._put(asked, wait_s, ticket)
        if not isinstance(answer, Table):
            return answer
        body = write_table(answer, form).encode()
        return Text(body, len(answer.rows), answer.truncated, answer.generation, answer.elapsed_s)

    def stream(self, text: str, *, timeout_s: float = TIMEOUT_S) -> Iterator[bytes]:
        """The triples of a CONSTRUCT or DESCRIBE as they come, however many: lines of N-Triples.

        Raises as ask() does, in the middle too, QueryRefusedError for a SELECT or an ASK, and
        RemoteError at the end if another generation was published meanwhile.
        """
        refuse_dangerous(text)
        if query_form(text) not in ("construct", "describe"):
            raise QueryRefusedError("this is no query for triples; write CONSTRUCT or DESCRIBE")
        yield from self._streamed(text, timeout_s, self._client.stream)

    def stream_quads(self, *, timeout_s: float = TIMEOUT_S) -> Iterator[bytes]:
        """All that stands in named graphs, as N-Quads, a graph at a time.

        Raises as stream(), and QueryTimeoutError after the time limit.
        """
        ends = time.monotonic() + timeout_s
        state = self._current()
        for iri in read_entries(self._client):
            if time.monotonic() > ends:
                raise QueryTimeoutError(f"not all was read within {timeout_s:g} s", timeout_s)
            lines = read_lines(self._client, iri)
            home = f" {NamedNode(iri)} .\n"
            yield "".join(line.removesuffix(" .") + home for line in lines).encode()
        if self._state().writer != state.writer:
            raise self._anew()

    def stream_rows(
        self,
        text: str,
        *,
        timeout_s: float = TIMEOUT_S,
        bindings: Mapping[str, Bound] | None = None,
    ) -> Iterator[Row]:
        """The rows of a SELECT as they come, however many. Raises as stream()."""
        refuse_dangerous(text)
        bound = bind_values(text, bindings or {})
        yield from self._streamed(bound, timeout_s, self._client.stream_rows)

    def running(self) -> int:
        """How many queries are waited for at this moment."""
        with self._lock:
            return len(self._running)

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

    # --- inside --------------------------------------------------------------------------------

    def _streamed(
        self, text: str, timeout_s: float, find: Callable[..., Iterator[Found]]
    ) -> Iterator[Found]:
        with self._turn(timeout_s, None) as running:
            state = self._current()
            graphs = self._graphs(_Asked(text, timeout_s), state)
            yield from find(text, timeout_s, dataset=graphs, stopped=running.stopped)
            if self._state().writer != state.writer:
                raise self._anew()

    @contextmanager
    def _turn(self, wait_s: float, ticket: str | None) -> Iterator[_Running]:
        """A place among the queries that may run at a time."""
        if self._closed:
            raise WorkerError("this query pool is closed; make a new one")
        if not self._slots.acquire(timeout=wait_s):
            raise QueryBusyError(f"all places were taken for {wait_s:g} s; try again", wait_s)
        running = _Running(ticket)
        with self._lock:
            self._running.append(running)
        try:
            yield running
        finally:
            running.stopped.set()
            with self._lock:
                self._running.remove(running)
            self._slots.release()

    def _put(self, asked: _Asked, wait_s: float, ticket: str | None) -> Answer:
        with self._turn(wait_s, ticket) as running:
            threading.Thread(target=self._run, args=(running, asked), daemon=True).start()
            running.ended.wait(asked.timeout_s + 1.0)
        if running.answer is not None:
            return running.answer
        if running.fault is not None:
            raise running.fault
        raise QueryTimeoutError(
            f"no answer within {asked.timeout_s:g} s; narrow the query or raise the time limit",
            asked.timeout_s,
        )

    def _run(self, running: _Running, asked: _Asked) -> None:
        try:
            answer = self._answer(running, asked)
        except (GraphError, RuntimeError) as error:  # a client that was closed raises the latter
            running.fault = running.fault or error
        else:
            running.answer = None if running.stopped.is_set() else answer
        running.ended.set()

    def _answer(self, running: _Running, asked: _Asked) -> Answer:
        """The answer of one generation: asked again if another was published meanwhile."""
        state = self._current()
        for _ in range(_ATTEMPTS):
            answer = self._client.ask(
                asked.text,
                timeout_s=asked.timeout_s,
                max_rows=asked.max_rows,
                max_bytes=asked.max_bytes,
                dataset=self._graphs(asked, state),
                generation=state.number,
                stopped=running.stopped,
            )
            before, state = state, self._state()
            if state.writer == before.writer:
                return answer
            if self._pinned is not None:
                break
        raise self._anew()

    def _graphs(self, asked: _Asked, state: State) -> list[tuple[str, str]]:
        """The graphs to name beside the query: those asked for, else what makes the merge.

        What the query names itself must not be overruled.
        """
        if asked.dataset is not None:
            return [
                *(("default-graph-uri", iri) for iri in asked.dataset.default_graphs),
                *(("named-graph-uri", iri) for iri in asked.dataset.named_graphs),
            ]
        if names_dataset(asked.text):
            return []
        return self._dataset.get(self._client, state)

    def _current(self) -> State:
        """The state to answer from. Raises RemoteError if a pinned pool's is gone."""
        state = self._state()
        if self._pinned is not None and state.writer != self._pinned.writer:
            raise self._anew()
        return state

    def _state(self) -> State:
        state = read_state(self._client)
        if state is None or state.number == 0:
            raise missing(self._client.remote.query)
        return state

    def _anew(self) -> RemoteError:
        return RemoteError(
            f"{self._client.remote.query}: was published anew meanwhile, and its engine keeps no "
            "earlier generation; repeat the command"
        )
