"""What became of each path of an ingest, as plain records; reads no document and no store."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from standpunt.errors import NoDocumentsError


class Status(Enum):
    """What became of a document."""

    READ = "read"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    VANISHED = "vanished"
    REMOVED = "removed"


@dataclass(frozen=True)
class Outcome:
    """What became of one path.

    `meeting` is written JHA/2026-01-22. `note` says why it was refused, and what to do, or what
    else there is to know.
    """

    path: Path
    status: Status
    meeting: str = ""
    claims: int = 0
    notices: int = 0
    note: str = ""


@dataclass(frozen=True)
class Found:
    """The documents that paths stand for, each once, the folders among the paths, the refused."""

    documents: tuple[Path, ...]
    refused: tuple[Outcome, ...]
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Batch:
    """What became of each path; `generation` is the one published, None if nothing had to be."""

    outcomes: tuple[Outcome, ...]
    generation: int | None

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """What was not taken."""
        return tuple(found for found in self.outcomes if found.status is Status.REFUSED)

    @property
    def taken(self) -> tuple[Outcome, ...]:
        """What was taken, or was there before."""
        return tuple(found for found in self.outcomes if found.status is not Status.REFUSED)


def find_all(paths: Sequence[Path]) -> Found:
    """The documents of files and folders, in the order given; a folder without any is refused."""
    from standpunt.finding import find_documents  # with the readers of all formats

    documents: dict[Path, Path] = {}
    refused = []
    for path in paths:
        try:
            for document in find_documents(path):
                documents.setdefault(document.resolve(), document)
        except NoDocumentsError as error:
            refused.append(Outcome(path, Status.REFUSED, note=str(error)))
    folders = tuple(path for path in paths if path.is_dir())
    return Found(tuple(documents.values()), tuple(refused), folders)
