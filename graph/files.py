"""SHA-256 of the files of a generation, taken when it is published: they never change again."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path


def file_hashes(folder: Path, known: Mapping[str, str], before: Path | None) -> dict[str, str]:
    """Hash of each file of a flat folder, by name.

    A file that is the same one on the disk as that of the folder `before` (the engine shares them
    by hard links) is not read again: its hash is in `known`. Raises OSError.
    """
    there = before if before is not None and before.is_dir() else None
    twins = {} if there is None else {file.name: file.inode() for file in os.scandir(there)}
    found = {}
    for file in sorted(os.scandir(folder), key=lambda file: file.name):
        is_shared = file.name in known and twins.get(file.name) == file.inode()
        found[file.name] = known[file.name] if is_shared else hash_of(folder / file.name)
    return found


def damaged_files(folder: Path, hashes: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the files of a folder, a line each."""
    for name, wanted in sorted(hashes.items()):
        try:
            if hash_of(folder / name) != wanted:
                yield f"{folder / name} is not as it was written"
        except OSError as error:
            yield f"{folder / name} cannot be read ({error.strerror})"


def hash_of(file: Path) -> str:
    """SHA-256 of the file's bytes, in hex. Raises OSError."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
