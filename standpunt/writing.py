"""Writes a file whole or not at all, and leaves nothing behind, however it ends."""

import fcntl
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from standpunt.errors import UsageError
from standpunt.terminal import complain

_ASIDE = ".standpunt-part"
_ENDING = (signal.SIGTERM, signal.SIGHUP)


def write_whole(path: Path, content: bytes) -> None:
    """Write the file under another name, then give it its own. Raises UsageError."""
    with opened_whole(path) as file:
        file.write(content)


@contextmanager
def opened_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write that gets its name when all is written; after any error there is none.

    Until then it is `.NAME.PID.standpunt-part` beside it, and locked. What a process that was
    killed left there of such files is removed first, whatever its name.

    Raises UsageError if the file cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}{_ASIDE}")
    try:
        _remove_leftovers(path.parent)
        with _locked(aside) as file:
            yield file
            file.flush()
            aside.replace(path)
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written ({error.strerror}); name another file with --output"
        ) from error
    finally:
        with suppress(OSError):  # it has its name by now, or was never made
            aside.unlink()


@contextmanager
def ended_in_order() -> Iterator[None]:
    """SIGTERM and SIGHUP end what runs inside as an error does: everything is put away.

    In another thread than the main one, which gets no signals, this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _end) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    complain(f"ended by {signal.Signals(number).name}; nothing whole was written")
    sys.exit(128 + number)


@contextmanager
def _locked(aside: Path) -> Iterator[BinaryIO]:
    with aside.open("wb") as file:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file


def _remove_leftovers(folder: Path) -> None:
    """Remove our files that nobody has locked: who wrote them is gone."""
    for found in folder.glob(f".*{_ASIDE}"):
        with suppress(OSError), found.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            found.unlink()
