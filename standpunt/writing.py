"""Writes a file whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from standpunt.errors import UsageError


def write_whole(path: Path, content: bytes) -> None:
    """Write the file under another name, then give it its own. Raises UsageError."""
    with opened_whole(path) as file:
        file.write(content)


@contextmanager
def opened_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write that gets its name when all is written; after any error there is none.

    Raises UsageError if the file cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            yield file
        aside.replace(path)
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written ({error.strerror}); name another file with --output"
        ) from error
    finally:
        with suppress(OSError):  # it has its name by now, or was never made
            aside.unlink()
