"""Writes a file whole or not at all."""

import os
from pathlib import Path

from standpunt.errors import UsageError


def write_whole(path: Path, content: bytes) -> None:
    """Write the file under another name, then give it its own. Raises UsageError."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise UsageError(
            f"{path}: cannot be written ({error.strerror}); name another file with --output"
        ) from error
