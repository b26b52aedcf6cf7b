"""One query worker as its pool sees it: started, asked, read against a deadline, killed."""

import contextlib
import fcntl
import math
import os
import resource
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from graph.errors import (
    QueryCrashError,
    QueryError,
    QueryMemoryError,
    QueryTimeoutError,
    WorkerError,
)
from graph.taken import Taken
from graph.wire import LENGTH, pack_request, unpack

START_LIMIT_S = 30.0
# A query that has run for so long gives way to the others: its process gets this much nicer.
SLOW_AFTER_S = 0.2
# What a worker may have of memory between two queries, beyond what opening the store took:
# the engine fills its caches and keeps them.
KEPT_BYTES = 120 * 2**20
_NICER_BY = 10
_READ_BYTES = 256 * 1024
# What a pipe may hold before who writes has to wait; 64 KiB where that cannot be set.
_PIPE_BYTES = 2**20
# What Rust, C++, Python and the kernel say when the address space is used up.
_MEMORY_WORDS = (
    "memory allocation",
    "bad_alloc",
    "MemoryError",
    "Cannot allocate",
    "Resource temporarily unavailable",
)


class Child:
    """A running `python -m graph.worker` on one generation; used by one thread at a time.

    `network_note` is None if the worker has no network, else why it has one; `file_note` likewise
    for files outside the generation.
    """

    def __init__(self, folder: Path, number: int, memory_bytes: int) -> None:
        """Start the worker and wait until it has opened the generation. Raises WorkerError."""
        self.generation = number
        self.killed = False
        self._niceness: int | None = None  # what it was before it gave way
        self._buffer = bytearray()
        self._received = bytearray(_READ_BYTES)
        self._sent = 0
        self._told: int | None = None  # where the system tells of its memory
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the worker
        self._taken = Taken()
        command = [sys.executable, "-P", "-m", "graph.worker", str(folder)]
        command += ["--memory-bytes", str(memory_bytes), "--parent", str(os.getpid())]
        command += ["--taken", str(self._taken.descriptor)]
        try:
            self._popen = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                bufsize=0,
                pass_fds=(self._taken.descriptor,),
                env=_environment(),
            )
        except OSError as error:
            self._stderr.close()
            self._taken.close()
            raise WorkerError(f"cannot start a query worker: {error}") from error
        self._answers = self._pipe(self._popen.stdout)
        _widen(self._answers)
        self._poll = select.poll()
        self._poll.register(self._answers, select.POLLIN)
        self.network_note, self.file_note = self._wait_until_ready()
        with contextlib.suppress(OSError):
            self._told = os.open(f"/proc/{self._popen.pid}/statm", os.O_RDONLY | os.O_CLOEXEC)
        self._opened_bytes = self._memory_bytes()

    def is_alive(self) -> bool:
        """True while the worker has not ended."""
        return self._popen.poll() is None

    def is_fit(self) -> bool:
        """Whether it can take another query as well as any: not killed, giving way no more, and
        with no more than KEPT_BYTES of memory beyond what it began with.

        Giving way is taken back by a right that many users do not have; a new worker is then
        better.
        """
        if self.killed or self._memory_bytes() - self._opened_bytes > KEPT_BYTES:
            return False
        if self._niceness is not None:
            try:
                os.setpriority(os.PRIO_PROCESS, self._popen.pid, self._niceness)
            except OSError:
                return False
            self._niceness = None
        return True

    def kill(self) -> None:
        """End the worker at once, also from another thread than the one that asks."""
        self.killed = True
        self._popen.kill()

    def close(self) -> None:
        """Kill the worker and let go of its pipes; only by the thread that uses it."""
        self.kill()
        self._popen.wait()
        self._taken.close()
        if self._told is not None:
            os.close(self._told)
            self._told = None
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                pipe.close()
        self._stderr.close()

    def send(self, request: dict[str, Any]) -> None:
        """Hand over a request. Raises WorkerError if the worker has ended."""
        self._sent += 1
        frame = memoryview(pack_request(request))
        try:
            while frame:
                frame = frame[os.write(self._pipe(self._popen.stdin), frame) :]
        except OSError as error:
            raise WorkerError(f"a query worker had ended: {error}") from error

    def frames(self, timeout_s: float, *, gives_way: bool = False) -> Iterator[dict[str, Any]]:
        """The frames of one answer as they come, for at most that long in all.

        A worker that `gives_way` runs with less priority once it has run for long.

        Raises QueryTimeoutError at the deadline, and QueryMemoryError or QueryCrashError if the
        worker ends, or WorkerError if it had before it took the request: then that is not the
        query's fault. The worker is of no use after any of them.
        """
        started = time.monotonic()
        deadline = started + timeout_s
        slow_at = started + SLOW_AFTER_S if gives_way else deadline

        def fill_up_to(size: int) -> None:
            while len(self._buffer) < size:
                self._fill(slow_at, deadline, timeout_s)

        while True:
            fill_up_to(LENGTH.size)
            (length,) = LENGTH.unpack_from(self._buffer)
            fill_up_to(LENGTH.size + length)
            body = self._buffer[LENGTH.size : LENGTH.size + length]
            del self._buffer[: LENGTH.size + length]
            yield unpack(body)

    def _fill(self, slow_at: float, deadline: float, timeout_s: float) -> None:
        if not self._wait(slow_at, deadline):
            self._popen.kill()
            raise QueryTimeoutError(
                f"the query was stopped after {timeout_s:g} s; narrow it or raise the time limit",
                timeout_s,
            )
        count = os.readv(self._answers, [self._received])
        if not count:
            raise self._explain_end()
        self._buffer += memoryview(self._received)[:count]

    def _wait(self, slow_at: float, deadline: float) -> bool:
        """True as soon as there is something to read; False at the deadline."""
        now = time.monotonic()
        if now >= deadline:
            return False
        if self._niceness is None and slow_at < deadline:
            if self._poll.poll(_milliseconds(slow_at - now)):
                return True
            self._give_way()
        return bool(self._poll.poll(_milliseconds(deadline - time.monotonic())))

    def _memory_bytes(self) -> int:
        """What it has in memory now; 0 where the system does not tell (not Linux)."""
        if self._told is None:
            return 0
        try:
            told = os.pread(self._told, 200, 0).split()
        except OSError:  # it has ended
            return 0
        return int(told[1]) * resource.getpagesize()

    def _give_way(self) -> None:
        with contextlib.suppress(OSError):  # it has just ended
            niceness = self._niceness = os.getpriority(os.PRIO_PROCESS, self._popen.pid)
            os.setpriority(os.PRIO_PROCESS, self._popen.pid, niceness + _NICER_BY)

    def _explain_end(self) -> QueryError | WorkerError:
        code = self._popen.wait()
        if self._sent > self._taken.count() and not self.killed:
            return WorkerError(f"a query worker had ended with code {code}")
        self._stderr.seek(0)
        last_words = self._stderr.read()[-2000:].decode("utf-8", "replace").strip()
        if code == -9 or any(word in last_words for word in _MEMORY_WORDS):
            return QueryMemoryError(
                "the query wanted more memory than it may have; narrow it or add a LIMIT"
            )
        if code in (-11, -6, -7):
            return QueryCrashError(
                "the engine gave up on this query; it is nested too deeply or too long, "
                "write it more simply"
            )
        return QueryCrashError(f"the query worker ended with code {code}: {last_words}")

    def _wait_until_ready(self) -> tuple[str | None, str | None]:
        try:
            ready = next(self.frames(START_LIMIT_S))
            notes = ready["network"], ready["files"]
        except (QueryError, WorkerError, ValueError, KeyError) as error:
            self._popen.kill()
            self._popen.wait()
            self._stderr.seek(0)
            last_words = self._stderr.read()[-2000:].decode("utf-8", "replace").strip()
            self.close()
            raise WorkerError(f"a query worker did not start: {last_words or error}") from error
        network, files = (None if note is None else str(note) for note in notes)
        return network, files

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> int:
        assert pipe is not None  # noqa: S101 - asked for by PIPE above
        return pipe.fileno()


def _widen(pipe: int) -> None:
    """Let a pipe hold more, where the system can (Linux), so that a worker need not wait."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # more than this user may have
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _milliseconds(seconds: float) -> int:
    """For poll(2), which would wait for ever if it were below 0; none too few."""
    return max(0, math.ceil(1000 * seconds))


def _environment() -> dict[str, str]:
    """Ours, with few malloc arenas: each reserves address space, which a worker has little of."""
    return {**os.environ, "MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"}
