"""The places of a query pool: one worker each, taken by one thread at a time, refilled if warm."""

import contextlib
import queue
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from graph.child import Child
from graph.errors import GraphError, QueryBusyError, WorkerError

# So many workers are started at a time: more would keep the running queries waiting.
_STARTED_AT_ONCE = 2


@dataclass
class Slot:
    """A place for one worker; the thread that took it alone touches it."""

    child: Child | None = None

    def empty(self) -> None:
        """Kill the worker in it, if any."""
        if self.child is not None:
            self.child.close()
            self.child = None


class Slots:
    """So many places. A warm set starts a worker in each at once, and anew when one is killed, so
    that a query finds one running; in another the first query in a place starts its worker."""

    def __init__(self, count: int, start: Callable[[], Child], *, warm: bool) -> None:
        self._start = start
        self._free: queue.LifoQueue[Slot] = queue.LifoQueue()
        self._closed = False
        self._starter = ThreadPoolExecutor(_STARTED_AT_ONCE, "query-worker-start") if warm else None
        for _ in range(count):
            self._refill(Slot())

    def take(self, wait_s: float) -> Slot:
        """A free place. Raises QueryBusyError if there is none for so long, or WorkerError."""
        try:
            slot = self._free.get(timeout=0 if self._closed else wait_s)
        except queue.Empty:
            if self._closed:
                raise _closed_error() from None
            raise QueryBusyError(
                f"all query workers were busy for {wait_s:g} s; try again", wait_s
            ) from None
        if self._closed:
            self.give_back(slot, clean=False)
            raise _closed_error()
        return slot

    def give_back(self, slot: Slot, *, clean: bool) -> None:
        """Let others have the place; a worker that is not clean is killed first."""
        if not clean or self._closed:
            slot.empty()
            self._refill(slot)
        else:
            self._put(slot)

    def close(self) -> None:
        """Kill the workers in all free places; those taken are killed when they come back."""
        self._closed = True
        if self._starter is not None:
            self._starter.shutdown(wait=False, cancel_futures=True)
        with contextlib.suppress(queue.Empty):
            while True:
                self._free.get_nowait().empty()

    def _refill(self, slot: Slot) -> None:
        if self._starter is not None and not self._closed:
            with contextlib.suppress(RuntimeError):  # closed in between
                self._starter.submit(self._start_in, slot)
                return
        self._put(slot)

    def _start_in(self, slot: Slot) -> None:
        # What is wrong is told to the next query in this place, which tries again.
        with contextlib.suppress(GraphError):
            slot.child = self._start()
        self._put(slot)

    def _put(self, slot: Slot) -> None:
        self._free.put(slot)
        if self._closed:  # closed while this thread had it
            self.close()


def _closed_error() -> WorkerError:
    return WorkerError("this query pool is closed; make a new one")
