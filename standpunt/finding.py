"""Paths of the command line to the documents they stand for; opens no document."""

from collections.abc import Sequence
from pathlib import Path

from standpunt.errors import NoDocumentsError

SUFFIX = ".txt"


def find_documents(path: Path) -> Sequence[Path]:
    """The path itself, or the .txt files in and below a folder, sorted; hidden ones are left out.

    Raises NoDocumentsError for a folder without any.
    """
    if not path.is_dir():
        return (path,)
    found = sorted(
        file
        for file in path.rglob(f"*{SUFFIX}")
        if file.is_file() and not any(part.startswith(".") for part in _below(file, path))
    )
    if not found:
        raise NoDocumentsError(
            f"{path}: no {SUFFIX} file in or below this folder; name another folder, or the files"
        )
    return found


def _below(file: Path, folder: Path) -> tuple[str, ...]:
    return file.relative_to(folder).parts
