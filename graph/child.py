"""One query worker as its pool sees it: started, asked, read against a deadline, killed."""

import contextlib
import os
import resource
import selectors
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
from graph.wire import LENGTH, pack, unpack

START_LIMIT_S = 30.0
# A query that has run for so long gives way to the others: its process gets this much nicer.
SLOW_AFTER_S = 0.2
# What a worker may have of memory between two queries, beyond what opening the store took:
# the engine fills its caches and keeps them.
KEPT_BYTES = 120 * 2**20
_NICER_BY = 10
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
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the worker
        command = [sys.executable, "-P", "-m", "graph.worker", str(folder)]
        command += ["--memory-bytes", str(memory_bytes), "--parent", str(os.getpid())]
        try:
            self._popen = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                bufsize=0,
                env=_environment(),
            )
        except OSError as error:
            self._stderr.close()
            raise WorkerError(f"cannot start a query worker: {error}") from error
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._pipe(self._popen.stdout), selectors.EVENT_READ)
        self.network_note, self.file_note = self._wait_until_ready()
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
        self._selector.close()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                pipe.close()
        self._stderr.close()

    def send(self, request: dict[str, Any]) -> None:
        """Hand over a request and wait until the worker has taken it. Raises WorkerError."""
        frame = memoryview(pack(request))
        try:
            while frame:
                frame = frame[os.write(self._pipe(self._popen.stdin), frame) :]
            next(self.frames(START_LIMIT_S))
        except (OSError, QueryError) as error:
            raise WorkerError(f"a query worker had ended: {error}") from error

    def frames(self, timeout_s: float, *, gives_way: bool = False) -> Iterator[dict[str, Any]]:
        """The frames of one answer as they come, for at most that long in all.

        A worker that `gives_way` runs with less priority once it has run for long.

        Raises QueryTimeoutError at the deadline, and QueryMemoryError or QueryCrashError if the
        worker ends; the worker is of no use after any of them.
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
        received = os.read(self._pipe(self._popen.stdout), 1 << 20)
        if not received:
            raise self._explain_end()
        self._buffer += received

    def _wait(self, slow_at: float, deadline: float) -> bool:
        """True as soon as there is something to read; False at the deadline."""
        now = time.monotonic()
        if now >= deadline:
            return False
        if self._niceness is None and slow_at < deadline:
            if self._selector.select(max(0.0, slow_at - now)):
                return True
            self._give_way()
        return bool(self._selector.select(max(0.0, deadline - time.monotonic())))

    def _memory_bytes(self) -> int:
        """What it has in memory now; 0 where the system does not tell (not Linux)."""
        try:
            told = Path(f"/proc/{self._popen.pid}/statm").read_text("ascii")
        except OSError:
            return 0
        return int(told.split()[1]) * resource.getpagesize()

    def _give_way(self) -> None:
        with contextlib.suppress(OSError):  # it has just ended
            niceness = self._niceness = os.getpriority(os.PRIO_PROCESS, self._popen.pid)
            os.setpriority(os.PRIO_PROCESS, self._popen.pid, niceness + _NICER_BY)

    def _explain_end(self) -> QueryError:
        code = self._popen.wait()
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
        except (QueryError, ValueError, KeyError) as error:
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


def _environment() -> dict[str, str]:
    """Ours, with few malloc arenas: each reserves address space, which a worker has little of."""
    return {**os.environ, "MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"}
