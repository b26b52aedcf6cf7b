"""Lines each once, however many: so many are remembered, what is beyond waits in files.

The files have no name, so that nothing of them is left however the process ends.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from hashlib import blake2b
from typing import IO
from zlib import crc32

from graph.errors import ExportError

REMEMBERED = 200_000
_FILES = 64


def distinct_lines(lines: Iterable[bytes], remembered: int = REMEMBERED) -> Iterator[bytes]:
    """The lines, each once: the first `remembered` as they come, the others after the last one.

    Those that begin with the same word stay together then, as a serialiser likes them. Takes up to
    some 100 bytes a remembered line of memory, and as much room for temporary files as the other
    lines have bytes. Raises ExportError if that room is lacking.
    """
    return _distinct(lines, remembered, 0)


def _distinct(lines: Iterable[bytes], remembered: int, level: int) -> Iterator[bytes]:
    seen: set[bytes] = set()
    with ExitStack() as opened:
        files: list[IO[bytes]] = []
        for line in lines:
            mark = blake2b(line, digest_size=16).digest()
            if mark in seen:
                continue
            if len(seen) < remembered:
                seen.add(mark)
                yield line
                continue
            if not files:
                files = [opened.enter_context(_file()) for _ in range(_FILES)]
            _keep(files[_place(line, level)], line)
        del seen
        for file in files:
            _flush(file)
            file.seek(0)
            yield from _distinct(file, remembered, level + 1)
            file.close()


def _place(line: bytes, level: int) -> int:
    """The same for the same line; at first by its first word, below by all of it."""
    word = line[: line.find(b" ")] if level == 0 else line
    return crc32(word, level) % _FILES


def _file() -> IO[bytes]:
    return tempfile.TemporaryFile(buffering=1 << 15)


def _keep(file: IO[bytes], line: bytes) -> None:
    try:
        file.write(line)
    except OSError as error:
        raise _no_room(error) from error


def _flush(file: IO[bytes]) -> None:
    try:
        file.flush()
    except OSError as error:
        raise _no_room(error) from error


def _no_room(error: OSError) -> ExportError:
    return ExportError(
        f"there is no room for temporary files in {tempfile.gettempdir()} ({error.strerror}); "
        "free some, or name another folder with TMPDIR"
    )
