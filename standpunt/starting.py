"""How a confined worker comes to be: forked from a warm process, or started by itself.

Forking is for Linux, where a process can be waited for that is not one's own child (pidfd). A
worker that is forked starts in milliseconds, one that is started in most of a second.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, Protocol

from standpunt.errors import ReaderError
from standpunt.nursery import REQUEST_BYTES

START_LIMIT_S = 60.0
END_LIMIT_S = 2.0


class Process(Protocol):
    """A process that was started; as subprocess.Popen has it."""

    def poll(self) -> int | None:
        """How it ended (minus the signal, if by one); None while it runs."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...


@dataclass(frozen=True)
class Started:
    """A worker's process, the ends of its stdin and stdout, and the file of its stderr."""

    process: Process
    stdin: int
    stdout: int
    stderr: IO[bytes]

    def close(self) -> None:
        """Kill the process and let go of the pipes."""
        self.process.kill()
        self.process.wait()
        os.close(self.stdin)
        os.close(self.stdout)
        self.stderr.close()


class Starter(Protocol):
    """Whoever starts workers; may be asked by several threads."""

    def start(self) -> Started:
        """A new worker. Raises ReaderError."""
        ...

    def close(self) -> None:
        """Start none any more; those that were started are closed by whoever has them."""
        ...


def make_starter(memory_bytes: int, workers: int) -> Starter:
    """The quickest starter that this platform has, for workers with so much address space."""
    if can_fork():
        return Nursery(memory_bytes, workers)
    return Alone(memory_bytes)


def can_fork() -> bool:
    """Whether workers can be forked here, and looked after when they are."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:  # an older kernel, or a container that does not let us
        return False
    return True


class Alone:
    """Starts each worker as a process of its own: `python -m standpunt.worker`."""

    def __init__(self, memory_bytes: int) -> None:
        """Start nothing yet."""
        self._memory_bytes = memory_bytes

    def start(self) -> Started:
        """See Starter."""
        stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the worker
        command = [sys.executable, "-P", "-m", "standpunt.worker"]
        command += ["--memory-bytes", str(self._memory_bytes), "--parent", str(os.getpid())]
        stdin, stdout = os.pipe(), os.pipe()
        try:
            process = subprocess.Popen(
                command,
                stdin=stdin[0],
                stdout=stdout[1],
                stderr=stderr,
                env={**_environment(), "PYTHONDONTWRITEBYTECODE": "1"},
            )
        except OSError as error:
            for pipe in (stdin[1], stdout[0]):
                os.close(pipe)
            stderr.close()
            raise ReaderError(f"cannot start a reading worker: {error}") from error
        finally:
            os.close(stdin[0])
            os.close(stdout[1])
        return Started(process, stdin[1], stdout[0], stderr)

    def close(self) -> None:
        """See Starter."""


class Nursery:
    """Has workers forked from one process, started with the first of them; see nursery.py."""

    def __init__(self, memory_bytes: int, workers: int = 1) -> None:
        """Start nothing yet."""
        self._memory_bytes = memory_bytes
        self._checks = workers > 1  # what one worker alone may never need is not made ready
        self._lock = threading.Lock()
        self._popen: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._stderr: IO[bytes] | None = None
        self._last_words = ""
        self._closed = False

    def start(self) -> Started:
        """See Starter. The process that is forked is started again, once, if it was killed."""
        stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the worker
        stdin, stdout = os.pipe(), os.pipe()
        try:
            process = self._fork(stdin[0], stdout[1], stderr.fileno())
        except BaseException:
            for pipe in (stdin[1], stdout[0]):
                os.close(pipe)
            stderr.close()
            raise
        finally:
            os.close(stdin[0])
            os.close(stdout[1])
        return Started(process, stdin[1], stdout[0], stderr)

    def prepare(self) -> None:
        """Start the process that is forked, and do not wait for it. Raises ReaderError."""
        with self._lock:
            if self._popen is None and not self._closed:
                self._open()

    def ended(self, pid: int) -> int:
        """How a worker ended, after it has."""
        with self._lock:
            said = self._ask({"wait": pid}, ())
        return int(said["code"]) if said else -signal.SIGKILL

    def close(self) -> None:
        """See Starter."""
        with self._lock:
            self._closed = True
            self._end()

    def _fork(self, *pipes: int) -> "Forked":
        with self._lock:
            for _ in range(2):
                if self._closed:
                    raise ReaderError("this pool of reading workers is closed; make a new one")
                if self._popen is None:
                    self._open()
                said = self._ask({"memory_bytes": self._memory_bytes}, pipes)
                if said is not None:
                    return Forked(int(said["pid"]), self)
        raise ReaderError(f"a reading worker did not start: {self._last_words}")

    def _ask(self, request: dict[str, int], pipes: tuple[int, ...]) -> dict[str, Any] | None:
        """What the process says; None if it has ended, or takes so long that it is ended."""
        if self._control is None:
            return None
        reply = b""
        with suppress(OSError):  # a timeout among them
            socket.send_fds(self._control, [json.dumps(request).encode()], pipes)
            reply = self._control.recv(REQUEST_BYTES)
        if not reply:
            self._end()
            return None
        said: dict[str, Any] = json.loads(reply)
        return said

    def _open(self) -> None:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the process
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_LIMIT_S)
        command = [sys.executable, "-P", "-m", "standpunt.nursery"]
        command += ["--control", str(theirs.fileno()), *(["--checks"] if self._checks else [])]
        try:
            with theirs:
                self._popen = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._stderr,
                    pass_fds=[theirs.fileno()],
                    env=_environment(),
                )
        except OSError as error:
            self._end()
            raise ReaderError(f"cannot start a reading worker: {error}") from error

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()  # by which it knows that it is to end
        if self._popen is not None:
            with suppress(subprocess.TimeoutExpired):
                self._popen.wait(timeout=END_LIMIT_S)
            self._popen.kill()
            self._popen.wait()
        if self._stderr is not None:
            self._stderr.seek(0)
            self._last_words = self._stderr.read()[-4000:].decode("utf-8", "replace").strip()
            self._stderr.close()
        self._popen = self._control = self._stderr = None


class Forked:
    """A worker that was forked from a nursery; see Process."""

    def __init__(self, pid: int, nursery: Nursery) -> None:
        """The process of that id, which nobody has waited for yet."""
        self._pid = pid
        self._nursery = nursery
        self._handle = os.pidfd_open(pid)
        self._lock = threading.Lock()
        self._code: int | None = None

    def poll(self) -> int | None:
        """See Process."""
        with self._lock:
            if self._code is None and self._has_ended(0):
                self._code = self._nursery.ended(self._pid)
                os.close(self._handle)
            return self._code

    def wait(self, timeout: float | None = None) -> int:
        """See Process."""
        while (code := self.poll()) is None:
            if not self._has_ended(timeout):
                raise subprocess.TimeoutExpired("a reading worker", timeout or 0)
        return code

    def kill(self) -> None:
        """See Process."""
        with self._lock, suppress(ProcessLookupError):
            if self._code is None:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def _has_ended(self, timeout: float | None) -> bool:
        if self._code is not None:
            return True
        waiting = select.poll()
        waiting.register(self._handle, select.POLLIN)
        return bool(waiting.poll(None if timeout is None else 1000 * timeout))


def _environment() -> dict[str, str]:
    """Ours, with few malloc arenas: each reserves address space."""
    return {**os.environ, "MALLOC_ARENA_MAX": "2"}
