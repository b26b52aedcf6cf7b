"""Workers that read documents, as their parent sees them: started, asked, timed, killed, replaced.

A worker that hangs, crashes or runs out of memory costs one document, never the batch.
"""

import os
import selectors
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeVar

from standpunt.errors import ReaderError
from standpunt.jobs import WRITE, Job, Reply
from standpunt.starting import START_LIMIT_S, Started, Starter, make_starter
from standpunt.worker import Frame, pack_frame, read_frame

T = TypeVar("T")
R = TypeVar("R")

TIMEOUT_S = 60.0
MEMORY_BYTES = 3 * 2**30
MAX_REPLY_BYTES = 256 * 2**20
WINDOW = 8  # jobs in flight for each worker: so many that none waits while a batch is stored

# What Rust, C++, Python and the kernel say when the address space is used up.
_MEMORY_WORDS = ("memory allocation", "bad_alloc", "MemoryError", "Cannot allocate")


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost: seconds, and bytes of address space."""

    timeout_s: float = TIMEOUT_S
    memory_bytes: int = MEMORY_BYTES


class Readers(Protocol):
    """Whoever does jobs: workers on this machine, or those of a cluster."""

    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Reply]]:
        """Do jobs as they come, several at a time; replies in the order of the jobs."""
        ...

    def close(self) -> None:
        """End what is running."""
        ...


class LocalReaders:
    """A pool of confined workers on this machine; they start when first needed and stay warm.

    `note` says what the platform leaves open to them, "" if nothing; known once one has started.
    """

    def __init__(
        self, workers: int = 1, limits: Limits | None = None, starter: Starter | None = None
    ) -> None:
        """A pool of so many workers, which closes its starter."""
        self.note = ""
        self._limits = limits or Limits()
        self._window = workers * WINDOW
        self._starter = starter or make_starter(self._limits.memory_bytes, workers)
        self._idle = _Idle(workers)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        # Of their own, so that statements do not queue behind papers that are still to be read.
        self._writing = ThreadPoolExecutor(workers, thread_name_prefix="reader-writing")
        self._running: set[_Worker] = set()
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

    def map(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Reply]]:
        """See Readers. Raises ReaderError if a worker cannot be started."""
        return in_order(jobs, self._submit, self._window, _is_first)

    def do(self, job: Job) -> Reply:
        """Do one job; a file that cannot be read within the limits is refused in the reply."""
        worker = self._idle.take(first=_is_first(job))
        try:
            if worker is None or not worker.is_alive():
                worker = self._start(worker)
            reply = worker.do(job, self._limits)
            if reply is None:  # it had ended before it took the job, which is not the file's fault
                worker = self._start(worker)
                reply = worker.do(job, self._limits)
        finally:
            self._idle.give(worker)
        if reply is None:
            raise ReaderError("a reading worker ends as soon as it has started; see its message")
        return reply

    def close(self) -> None:
        """Kill all workers, those in the midst of a file included; a second call does nothing."""
        self._closed = True
        for threads in (self._threads, self._writing):
            threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._running):
            worker.kill()
        for threads in (self._threads, self._writing):
            threads.shutdown(wait=True)
        for worker in list(self._running):
            self._end(worker)
        self._starter.close()

    def _submit(self, job: Job) -> Future[Reply]:
        threads = self._writing if _is_first(job) else self._threads
        return threads.submit(self.do, job)

    def _start(self, old: "_Worker | None") -> "_Worker":
        if old is not None:
            self._end(old)
        worker = _Worker(self._starter.start())
        self._running.add(worker)  # before it is ready, so that close() finds it
        if self._closed:
            self._end(worker)
            raise ReaderError("this pool of reading workers is closed; make a new one")
        worker.wait_until_ready()
        self.note = worker.note
        return worker

    def _end(self, worker: "_Worker") -> None:
        worker.close()
        self._running.discard(worker)


def in_order(
    jobs: Iterable[T],
    submit: Callable[[T], Future[R]],
    window: int,
    is_early: Callable[[T], bool] = lambda _: False,
) -> Iterator[tuple[T, R]]:
    """Results in the order of the jobs, with at most `window` of them under way at a time.

    That of a job that `is_early` is given as soon as it is there and a quarter of the window is
    under way behind it, so that the caller has something to do while the jobs are still to come.
    """
    waiting: deque[tuple[T, Future[R]]] = deque()
    least = window // 4
    for job in jobs:
        waiting.append((job, submit(job)))
        while len(waiting) >= window or (
            len(waiting) > least and is_early(waiting[0][0]) and waiting[0][1].done()
        ):
            first, future = waiting.popleft()
            yield first, future.result()
    while waiting:
        first, future = waiting.popleft()
        yield first, future.result()


def _is_first(job: Job) -> bool:
    """Whether a job goes before others: the writer of the store waits for what it gives."""
    return bool(job.message["do"] == WRITE)


class _Idle:
    """The workers that have nothing to do, None for one that is not started."""

    def __init__(self, workers: int) -> None:
        self._free: deque[_Worker | None] = deque([None] * workers)
        self._changed = threading.Condition()
        self._first = 0  # of those who wait, how many come first

    def take(self, *, first: bool) -> "_Worker | None":
        """Wait for a worker; those who come `first` get one before the others."""
        with self._changed:
            self._first += first
            self._changed.wait_for(lambda: self._free and (first or not self._first))
            self._first -= first
            return self._free.popleft()

    def give(self, worker: "_Worker | None") -> None:
        """It has nothing to do any more."""
        with self._changed:
            self._free.append(worker)
            self._changed.notify_all()


class _Worker:
    """A running worker; used by one thread at a time, killed by any."""

    def __init__(self, started: Started) -> None:
        self._process = started.process
        self._started = started
        self._selector = selectors.DefaultSelector()
        self._selector.register(started.stdout, selectors.EVENT_READ)
        self.note = ""

    def wait_until_ready(self) -> None:
        """Wait until the worker has limited itself. Raises ReaderError if it ends before."""
        try:
            frame = self._frame(time.monotonic() + START_LIMIT_S)
        except TimeoutError:
            frame = None
        if frame is None:
            raise ReaderError(f"a reading worker did not start: {self._last_words()}")
        self.note = str(frame[0]["open"])

    def is_alive(self) -> bool:
        """True while the worker has not ended."""
        return self._process.poll() is None

    def do(self, job: Job, limits: Limits) -> Reply | None:
        """The reply to a job, or why there is none; None if the worker never took it."""
        deadline = time.monotonic() + limits.timeout_s
        draft = (job.draft,) if job.draft else ()
        try:
            self._write(pack_frame(job.message, draft))
            if self._frame(time.monotonic() + START_LIMIT_S) is None:
                return None
        except (OSError, TimeoutError):
            self.kill()
            return None
        try:
            frame = self._frame(deadline)
        except TimeoutError:
            return self._refuse(
                job, f"reading it was stopped after {limits.timeout_s:g} s; check what it is, "
                "split it, or allow more with --timeout"
            )  # fmt: skip
        except ValueError as error:
            return self._refuse(job, f"reading it gave no usable result ({error})")
        if frame is None:
            return self._refuse(job, self._end_in_words(limits))
        message, payloads = frame
        if message.get("memory"):
            return self._refuse(job, _memory_words(limits))
        return Reply(message, payloads)

    def kill(self) -> None:
        """End the worker at once."""
        self._process.kill()

    def close(self) -> None:
        """Kill the worker and let go of its pipes."""
        self._selector.close()
        self._started.close()

    def _refuse(self, job: Job, reason: str) -> Reply:
        self.kill()
        self._process.wait()
        return Reply({"refused": f"{job.path}: {reason}"})

    def _write(self, frame: bytes) -> None:
        rest = memoryview(frame)
        while rest:
            rest = rest[os.write(self._started.stdin, rest) :]

    def _frame(self, deadline: float) -> Frame | None:
        """The next frame; None if the worker ended.

        Raises TimeoutError, or ValueError if what it says is no frame.
        """
        received = 0

        def read(length: int) -> bytes:
            nonlocal received
            received += length
            if received > MAX_REPLY_BYTES:
                raise ValueError(f"more than {MAX_REPLY_BYTES // 2**20} MiB")
            return self._read(length, deadline)

        try:
            return read_frame(read)
        except EOFError:
            return None
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("no frame") from error

    def _read(self, length: int, deadline: float) -> bytes:
        found = bytearray()
        while len(found) < length:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not self._selector.select(remaining):
                raise TimeoutError
            received = os.read(self._started.stdout, min(length - len(found), 1 << 20))
            if not received:
                raise EOFError
            found += received
        return bytes(found)

    def _end_in_words(self, limits: Limits) -> str:
        code = self._process.wait()
        last_words = self._last_words()
        if any(word in last_words for word in _MEMORY_WORDS):
            return _memory_words(limits)
        if code < 0:
            return f"the reader crashed on it (signal {-code}); the file is damaged or made to harm"
        last = last_words.splitlines()[-1] if last_words else f"code {code}"
        return f"the reader failed on it ({last}); report it with the file"

    def _last_words(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        self._started.stderr.seek(0)
        return self._started.stderr.read()[-4000:].decode("utf-8", "replace").strip()


def _memory_words(limits: Limits) -> str:
    return (
        f"reading it wanted more than {limits.memory_bytes / 2**30:g} GiB of memory; check what it "
        "is, or split it"
    )
