"""Papers that a reader sends: put aside, read by confined workers as the command line does, gone.

Names of uploads are data: they become the last part of a path in a folder of our own.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from dashboard.jobs import Job
from standpunt.isolation import LocalReaders
from standpunt.outcomes import Outcome, find_all
from standpunt.pipeline import Wanted, ingest

SIDECAR = ".toml"
WORKERS = 2


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: the name it had there, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Taken:
    """What came of uploads: an outcome each, `digests` (SHA-256) by name, the generation if any."""

    outcomes: tuple[Outcome, ...]
    digests: dict[str, str]
    generation: int | None


def upload_job(
    title: str, store: Path, uploads: Sequence[Upload], meeting: str, author: str
) -> Job:
    """The work of reading these files into the store; its result is Taken."""
    count = sum(not upload.name.endswith(SIDECAR) for upload in uploads)

    def work(job: Job) -> Taken:
        def tell(path: Path) -> None:
            job.done += 1

        with tempfile.TemporaryDirectory(prefix="standpunt-upload-") as folder:
            paths = write_aside(Path(folder), uploads)
            wanted = Wanted(meeting=meeting or None, author=author)
            with LocalReaders(WORKERS) as readers:
                batch = ingest(find_all(paths), store, wanted, readers=readers, progress=tell)
            outcomes = tuple(_without_folder(outcome, folder) for outcome in batch.outcomes)
        digests = {upload.name: sha256(upload.content).hexdigest() for upload in uploads}
        return Taken(outcomes, digests, batch.generation)

    return Job(title, work, count)


def write_aside(folder: Path, uploads: Sequence[Upload]) -> list[Path]:
    """Write the files there, and give the paths of the papers; what was sent twice is kept twice.

    A sidecar comes to lie beside its paper.
    """
    papers = []
    for upload in uploads:
        name = Path(upload.name.replace("\\", "/")).name.replace("\0", "") or "paper"
        if name in (".", ".."):
            name = "paper"
        place, at = folder / name, 1
        while place.exists():
            at += 1
            place = folder / str(at) / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(upload.content)
        if place.suffix != SIDECAR:
            papers.append(place)
    return papers


def _without_folder(outcome: Outcome, folder: str) -> Outcome:
    """The outcome in the names that the reader knows."""
    note = outcome.note.replace(f"{folder}/", "")
    return replace(outcome, path=Path(str(outcome.path).removeprefix(f"{folder}/")), note=note)
