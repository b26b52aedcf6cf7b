"""One writer a store: an flock that names its holder (process, host, since).

The kernel drops it when the holder dies.
"""

import fcntl
import json
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import StoreLockedError

LOCK_FILE = "writer.lock"


class WriterLock:
    """An exclusive lock on a store's directory, held from construction until release()."""

    def __init__(self, store: Path) -> None:
        """Take the lock.

        Raises StoreLockedError with the holder's pid, host and since if it is taken (also by this
        process), OSError if the lock file cannot be made.
        """
        self._descriptor = os.open(store / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            pid, since, host = _read_holder(self._descriptor)
            os.close(self._descriptor)
            raise StoreLockedError(store, pid, since, host) from error
        self._write(
            {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
            }
        )

    def release(self) -> None:
        """Give the lock up; a second call does nothing. The file stays, empty."""
        if self._descriptor >= 0:
            with suppress(OSError):  # of a full disk; the kernel drops the lock all the same
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1

    def _write(self, holder: dict[str, int | str]) -> None:
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, json.dumps(holder).encode(), 0)


def _read_holder(descriptor: int) -> tuple[int | None, str | None, str | None]:
    try:
        holder = json.loads(os.pread(descriptor, 1000, 0))
        return int(holder["pid"]), str(holder["since"]), str(holder["host"])
    except (ValueError, KeyError, TypeError):
        return None, None, None
