"""The one door to answers: runs query texts in killable workers on the published generation."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from graph.answer import Answer, Bound, Dataset, Row, Text
from graph.child import Child
from graph.errors import (
    QueryCancelledError,
    QueryCrashError,
    QueryFailedError,
    QueryMemoryError,
    QueryRefusedError,
    QuerySyntaxError,
    WorkerError,
)
from graph.generation import (
    Generation,
    current_generation,
    current_number,
    generation_path,
    reviewed_path,
)
from graph.guard import bind_values, query_form, refuse_dangerous
from graph.header import read_folder
from graph.interface import MAX_BYTES, MAX_ROWS, TIMEOUT_S
from graph.reply import read_answer, stream_lines, stream_rows
from graph.slots import Slot, Slots

MEMORY_BYTES = 2 * 2**30
Found = TypeVar("Found")
_Entry = tuple[str | None, Child]

_logger = logging.getLogger(__name__)


class QueryPool:
    """Answers queries on a store's published generation; may be shared by any number of threads.

    Each query runs in a worker process of its own turn: read-only, without network (see
    `network_note`), with at most `memory_bytes` of address space, killed at its time limit. The
    default graph is the merge of all named graphs, where a triple that several documents state
    stands once; GRAPH ?g tells them apart. A new generation is picked up by the next query after
    it is published.
    """

    def __init__(
        self,
        store: Path,
        workers: int = 1,
        *,
        memory_bytes: int = MEMORY_BYTES,
        reviewed: bool = False,
        pinned: bool = False,
        warm: bool = False,
    ) -> None:
        """A pool on the store's directory; workers start when first needed, or, if warm, at once.

        `reviewed` asks the reviewed view of each generation: claims as analysts leave them.
        `pinned` stays with the generation that is published now, however long the pool lives.

        Raises StoreMissingError, StoreInvalidError or StoreDamagedError (see current_generation).
        """
        self.store = Path(store)
        self.network_note: str | None = None
        self.file_note: str | None = None
        generation = current_generation(self.store)
        self._pinned = generation if pinned else None
        self._memory_bytes = memory_bytes
        self.reviewed = reviewed
        self._lock = threading.Lock()
        self._running: list[_Entry] = []
        self._slots = Slots(workers, self._start, warm=warm)

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
        """The generation that the next query is answered from. Raises as current_generation()."""
        return self._pinned or current_generation(self.store)

    def has_view(self, number: int) -> bool:
        """Whether it asks a reviewed view of that generation which differs from what was read."""
        return self.reviewed and reviewed_path(self.store, number).is_dir()

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
        """Run one SPARQL query: Table for SELECT, Truth for ASK, Triples for CONSTRUCT, DESCRIBE.

        `bindings` holds variables (without `?`) to one term or several, see
        graph.guard.bind_values. Rows beyond `max_rows`, or beyond `max_bytes` of answer, are cut
        off and `truncated` says so. The time limit counts from the moment a worker takes the query;
        waiting for a free one may last as long again. `ticket` is a name of the caller's choice for
        cancel().

        Raises QuerySyntaxError, QueryRefusedError, QueryBindingError, QueryBusyError,
        QueryTimeoutError, QueryMemoryError, QueryCrashError, QueryFailedError,
        QueryCancelledError, WorkerError.
        """
        refuse_dangerous(text)
        request = _request(bind_values(text, bindings or {}), max_rows, max_bytes)
        answer = self._put(request, timeout_s, timeout_s, ticket)
        assert not isinstance(answer, Text)  # noqa: S101 - no form was asked for
        return answer

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
        """As ask(), but the rows of a SELECT come as text in one of graph.row_forms.ROW_FORMS.

        The worker writes them, so that long answers cost this process little. The query is asked on
        `dataset`, if given, whatever it says itself; `base_iri` is what its relative IRIs are
        relative to. Waiting for a free worker may last `wait_s`.
        """
        refuse_dangerous(text)
        graphs = (dataset.default_graphs, dataset.named_graphs) if dataset else None
        request = _request(text, max_rows, max_bytes)
        request |= {"form": form, "dataset": graphs, "base_iri": base_iri}
        return self._put(request, timeout_s, wait_s, ticket)

    def stream(self, text: str, *, timeout_s: float = TIMEOUT_S) -> Iterator[bytes]:
        """The triples of a CONSTRUCT or DESCRIBE as they are found, however many: N-Triples, some
        thousand lines at a time.

        The same triple may come more than once: nobody remembers those that came, but for DESCRIBE
        and templates without variables or with triple terms, where the engine does. The time limit
        counts until the last one is taken. Leaving off early ends the worker.

        Raises as ask() does, in the middle too, and QueryRefusedError for a SELECT or an ASK.
        """
        if query_form(text) not in ("construct", "describe"):
            refuse_dangerous(text)
            raise QueryRefusedError("this is no query for triples; write CONSTRUCT or DESCRIBE")
        yield from self._streamed(text, {"lines": True}, timeout_s, stream_lines)

    def stream_quads(self, *, timeout_s: float = TIMEOUT_S) -> Iterator[bytes]:
        """All that stands in named graphs, as N-Quads, some thousand lines at a time, graph by
        graph. Time limit and errors are those of stream()."""
        every = next(found for found in read_folder("exports") if found.name == "all-quads")
        yield from self._streamed(every.text, {"lines": True}, timeout_s, stream_lines)

    def stream_rows(
        self,
        text: str,
        *,
        timeout_s: float = TIMEOUT_S,
        bindings: Mapping[str, Bound] | None = None,
    ) -> Iterator[Row]:
        """The rows of a SELECT as they are found, however many. Time limit and errors are those of
        stream()."""
        yield from self._streamed(bind_values(text, bindings or {}), {}, timeout_s, stream_rows)

    def running(self) -> int:
        """How many queries run at this moment."""
        with self._lock:
            return len(self._running)

    def cancel(self, ticket: str | None = None) -> int:
        """Kill the running queries of that ticket (None: all running ones); how many there were.

        Each of them raises QueryCancelledError in the thread that asked.
        """
        with self._lock:
            children = [child for name, child in self._running if ticket in (None, name)]
            for child in children:
                child.kill()
        return len(children)

    def close(self) -> None:
        """Kill all workers, running queries included; a second call does nothing."""
        self._slots.close()
        self.cancel()

    # --- inside --------------------------------------------------------------------------------

    def _streamed(
        self,
        text: str,
        manner: dict[str, Any],
        timeout_s: float,
        read: Callable[[Child, str, float], Iterator[Found]],
    ) -> Iterator[Found]:
        refuse_dangerous(text)
        request = _request(text, sys.maxsize, sys.maxsize) | manner
        slot = self._slots.take(timeout_s)
        answered = False
        try:
            try:
                yield from self._told(slot, request, read, timeout_s)
            except WorkerError as error:  # nothing came yet
                _logger.info("query worker replaced: %s", error)
                slot.empty()
                yield from self._told(slot, request, read, timeout_s)
            answered = True
        except (QuerySyntaxError, QueryFailedError):
            answered = True
            raise
        finally:
            self._give_back(slot, answered)

    def _put(
        self, request: dict[str, Any], timeout_s: float, wait_s: float, ticket: str | None
    ) -> Answer | Text:
        slot = self._slots.take(wait_s)
        answered = False

        try:
            try:
                answer = self._read(slot, request, timeout_s, ticket)
            except WorkerError as error:
                _logger.info("query worker replaced: %s", error)
                slot.empty()
                answer = self._read(slot, request, timeout_s, ticket)
            answered = True
            return answer
        except (QuerySyntaxError, QueryFailedError):
            answered = True
            raise
        finally:
            self._give_back(slot, answered)

    def _read(
        self, slot: Slot, request: dict[str, Any], timeout_s: float, ticket: str | None
    ) -> Answer | Text:
        child = self._send(slot, request)
        with self._listed(ticket, child):
            try:
                return read_answer(child, request["text"], timeout_s, request.get("form"))
            except (QueryCrashError, QueryMemoryError) as error:
                if child.killed:
                    raise QueryCancelledError("the query was cancelled") from error
                raise

    def _give_back(self, slot: Slot, answered: bool) -> None:
        child = slot.child
        self._slots.give_back(slot, clean=answered and child is not None and child.is_fit())

    def _told(
        self,
        slot: Slot,
        request: dict[str, Any],
        read: Callable[[Child, str, float], Iterator[Found]],
        timeout_s: float,
    ) -> Iterator[Found]:
        child = self._send(slot, request)
        with self._listed(None, child):
            yield from read(child, request["text"], timeout_s)

    def _send(self, slot: Slot, request: dict[str, Any]) -> Child:
        child = slot.child
        if child is None or child.generation != self._number():
            slot.empty()
            child = slot.child = self._start()
        child.send(request)
        return child

    def _start(self) -> Child:
        """A worker on the generation to ask. Raises WorkerError, or as current_generation()."""
        number = self._number()
        if number is None:
            number = current_generation(self.store).number  # raises what is wrong
        child = Child(self._folder(number), number, self._memory_bytes)
        for what, note in (("the network", child.network_note), ("other files", child.file_note)):
            if note is not None and note not in (self.network_note, self.file_note):
                _logger.warning("query workers can reach %s: %s", what, note)
        self.network_note, self.file_note = child.network_note, child.file_note
        return child

    def _number(self) -> int | None:
        return self._pinned.number if self._pinned else current_number(self.store)

    def _folder(self, number: int) -> Path:
        """The engine's files; a generation without any review has no view of its own."""
        find = reviewed_path if self.has_view(number) else generation_path
        return find(self.store, number)

    def _listed(self, ticket: str | None, child: Child) -> "_Listed":
        return _Listed(self._lock, self._running, (ticket, child))


class _Listed:
    """An entry in a list, as long as what stands in its block runs."""

    def __init__(self, lock: threading.Lock, entries: list[_Entry], entry: _Entry) -> None:
        self._lock = lock
        self._entries = entries
        self._entry = entry

    def __enter__(self) -> None:
        with self._lock:
            self._entries.append(self._entry)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._entries.remove(self._entry)


def _request(text: str, max_rows: int, max_bytes: int) -> dict[str, Any]:
    return {"text": text, "max_rows": max_rows, "max_bytes": max_bytes}


def ask_once(
    store: Path,
    text: str,
    *,
    timeout_s: float = TIMEOUT_S,
    max_rows: int = MAX_ROWS,
    max_bytes: int = MAX_BYTES,
    bindings: Mapping[str, Bound] | None = None,
) -> Answer:
    """One answer from a pool made for it and closed again; see QueryPool.ask."""
    with QueryPool(store) as pool:
        return pool.ask(
            text,
            timeout_s=timeout_s,
            max_rows=max_rows,
            max_bytes=max_bytes,
            bindings=bindings,
        )
