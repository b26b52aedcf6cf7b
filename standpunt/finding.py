"""Paths of the command line to the documents they stand for; opens no document."""

from collections.abc import Sequence
from pathlib import Path

from ingest.reading import OTHER_PAPERS, SUFFIXES
from standpunt.errors import NoDocumentsError


def find_documents(path: Path) -> Sequence[Path]:
    """The path itself, or the papers in and below a folder, sorted; hidden ones are left out.

    Papers are told by their suffix, those in a format that is not read too: reading refuses them
    with what to do. Files of other kinds are passed over.

    Raises NoDocumentsError for a folder without any.
    """
    if not path.is_dir():
        return (path,)
    found = sorted(
        file
        for file in path.rglob("*")
        if file.suffix.lower() in SUFFIXES | OTHER_PAPERS
        and file.is_file()
        and not any(part.startswith(".") for part in _below(file, path))
    )
    if not found:
        raise NoDocumentsError(
            f"{path}: no file with one of the suffixes {', '.join(sorted(SUFFIXES))} in or below "
            "this folder; name another folder, or the files"
        )
    return found


def _below(file: Path, folder: Path) -> tuple[str, ...]:
    return file.relative_to(folder).parts
