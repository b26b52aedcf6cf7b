"""The one door to answers: runs query texts in killable workers on the published generation."""

import contextlib
import logging
import queue
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from graph.answer import Answer, Term
from graph.child import Child
from graph.errors import (
    QueryCancelledError,
    QueryCrashError,
    QueryFailedError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    WorkerError,
)
from graph.generation import (
    Generation,
    current_generation,
    current_number,
    generation_path,
    reviewed_path,
)
from graph.guard import bind_values, refuse_dangerous
from graph.interface import MAX_BYTES, MAX_ROWS, TIMEOUT_S
from graph.reply import read_answer

MEMORY_BYTES = 2 * 2**30

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
    ) -> None:
        """A pool on the store's directory; workers start when first needed.

        `reviewed` asks the reviewed view of each generation: claims as analysts leave them.

        Raises StoreMissingError, StoreInvalidError or StoreDamagedError (see current_generation).
        """
        self.store = Path(store)
        self.network_note: str | None = None
        current_generation(self.store)
        self._memory_bytes = memory_bytes
        self._reviewed = reviewed
        self._slots: queue.LifoQueue[_Slot] = queue.LifoQueue()
        for _ in range(workers):
            self._slots.put(_Slot())
        self._lock = threading.Lock()
        self._running: list[tuple[str | None, Child]] = []
        self._closed = False

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
        return current_generation(self.store)

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
        """Run one SPARQL query: Table for SELECT, Truth for ASK, Triples for CONSTRUCT, DESCRIBE.

        `bindings` holds variables (without `?`) to terms, see graph.guard.bind_values. Rows beyond
        `max_rows`, or beyond `max_bytes` of answer, are cut off and `truncated` says so. The time
        limit counts from the moment a worker takes the query; waiting for a free one may last as
        long again. `ticket` is a name of the caller's choice for cancel().

        Raises QuerySyntaxError, QueryRefusedError, QueryBindingError, QueryTimeoutError,
        QueryMemoryError, QueryCrashError, QueryFailedError, QueryCancelledError, WorkerError.
        """
        refuse_dangerous(text)
        request = {
            "text": bind_values(text, bindings or {}),
            "max_rows": max_rows,
            "max_bytes": max_bytes,
        }
        slot = self._take(timeout_s)
        clean = False
        try:
            child = self._hand_over(slot, request)
            with self._listed(ticket, child):
                try:
                    answer = read_answer(child, text, timeout_s)
                except (QuerySyntaxError, QueryFailedError):
                    clean = True
                    raise
                except (QueryCrashError, QueryMemoryError) as error:
                    if child.killed:
                        raise QueryCancelledError("the query was cancelled") from error
                    raise
            clean = not child.killed
            return answer
        finally:
            self._give_back(slot, clean)

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
        with self._lock:
            self._closed = True
        self.cancel()
        with contextlib.suppress(queue.Empty):
            while True:
                self._slots.get_nowait().empty()

    # --- inside --------------------------------------------------------------------------------

    def _take(self, timeout_s: float) -> "_Slot":
        try:
            slot = self._slots.get(timeout=0 if self._closed else timeout_s)
            if not self._closed:
                return slot
            self._give_back(slot, clean=False)
            raise WorkerError("this query pool is closed; make a new one")
        except queue.Empty:
            if self._closed:
                raise WorkerError("this query pool is closed; make a new one") from None
            raise QueryTimeoutError(
                f"all query workers were busy for {timeout_s:g} s; try again", timeout_s
            ) from None

    def _hand_over(self, slot: "_Slot", request: dict[str, Any]) -> Child:
        """Give the request to the slot's worker; once more with a new one if that fails."""
        try:
            return self._send(slot, request)
        except WorkerError as error:
            _logger.info("query worker replaced: %s", error)
            slot.empty()
        return self._send(slot, request)

    def _send(self, slot: "_Slot", request: dict[str, Any]) -> Child:
        number = current_number(self.store)
        if number is None:
            number = current_generation(self.store).number  # raises what is wrong
        child = slot.child
        if child is None or child.generation != number or not child.is_alive():
            slot.empty()
            child = Child(self._folder(number), number, self._memory_bytes)
            slot.child = child
            self._note_network(child)
        child.send(request)
        return child

    def _folder(self, number: int) -> Path:
        """The engine's files; a generation without any review has no view of its own."""
        reviewed = reviewed_path(self.store, number)
        if self._reviewed and reviewed.is_dir():
            return reviewed
        return generation_path(self.store, number)

    def _note_network(self, child: Child) -> None:
        if child.network_note is not None and self.network_note is None:
            _logger.warning("query workers can reach the network: %s", child.network_note)
        self.network_note = child.network_note

    @contextlib.contextmanager
    def _listed(self, ticket: str | None, child: Child) -> Iterator[None]:
        entry = (ticket, child)
        with self._lock:
            self._running.append(entry)
        try:
            yield
        finally:
            with self._lock:
                self._running.remove(entry)

    def _give_back(self, slot: "_Slot", clean: bool) -> None:
        if not clean or self._closed:
            slot.empty()
        self._slots.put(slot)
        if self._closed:  # closed between the two lines above
            self.close()


@dataclass
class _Slot:
    """A place for one worker; the thread that took it from the queue alone touches it."""

    child: Child | None = None

    def empty(self) -> None:
        """Kill the worker in it, if any."""
        if self.child is not None:
            self.child.close()
            self.child = None


def ask_once(
    store: Path,
    text: str,
    *,
    timeout_s: float = TIMEOUT_S,
    max_rows: int = MAX_ROWS,
    max_bytes: int = MAX_BYTES,
    bindings: Mapping[str, Term] | None = None,
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
