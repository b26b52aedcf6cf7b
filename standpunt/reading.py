"""One document from file to quads, in two steps, as plain data; runs in a confined worker.

    read    a file -> what its documents say of themselves (Seen), and a draft of each
    write   a draft and the meeting it belongs to -> its statements, past the gates
    list    a file -> the positions in it, without any store
    trace   a file -> how each of its sentences was read

Between the two stands the pipeline, which knows the other documents and finds the meeting. A draft
is opaque to it: bytes that only a worker opens. Knows no store and no other document.
"""

import pickle
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.ready import pack_quads
from ingest.errors import DocumentError
from ingest.extraction import extract
from ingest.language import known_languages, load_stopwords
from ingest.meetings import Meeting, find_meeting
from ingest.positions import position_records
from ingest.quads import VERSION, document_quads
from ingest.raw import RawDocument
from ingest.reading import read_documents
from ingest.records import Extraction
from ontology.errors import StandpuntError
from ontology.iris import document_graph
from standpunt.coding import coded_documents
from standpunt.errors import GateError, SidecarError
from standpunt.gates import Gates
from standpunt.jobs import LIST, READ, TRACE, Job, Message, Reply, name_meeting
from standpunt.sidecar import complete, read_sidecar
from standpunt.statement_table import is_statement_table
from standpunt.tracing import trace_documents
from standpunt.violations import said_of_violations

_REFUSALS = (DocumentError, SidecarError, GateError)


def do_job(job: Job) -> Reply:
    """Do what a job asks; what refuses the document, or breaks our own files, is in the reply."""
    try:
        if job.message["do"] == READ:
            return _read(Path(job.path), job.message["meeting"])
        if job.message["do"] == LIST:
            return Reply({"positions": list(_positions(Path(job.path), job.message["meeting"]))})
        if job.message["do"] == TRACE:
            return Reply({"documents": list(trace_documents(Path(job.path)))})
        return _write(Path(job.path), job.draft, job.message["meeting"])
    except _REFUSALS as error:
        return Reply({"refused": _with_path(job.path, str(error))})
    except StandpuntError as error:
        return Reply({"broken": str(error)})


def warm(*, checks: bool) -> None:
    """Make ready what reading a paper leans on, the language packs before all.

    With `checks` also the gates. Of files of ours that are broken the first job will tell.
    """
    with suppress(StandpuntError):
        for code in known_languages():
            text = f"{' '.join(sorted(load_stopwords(code)))}."
            extract(RawDocument(Path("nothing"), text, "0" * 64), language=code)
        if checks:
            _gates().prepare()


def draft_documents(path: Path, meeting: str | None) -> list[tuple[Extraction, str | None, str]]:
    """What the documents of a file say, the meeting the user named for it, its path in a bundle.

    Raises DocumentError or SidecarError.
    """
    if is_statement_table(path):
        return _coded(path, meeting)
    drafts = []
    for raw in read_documents(path):
        sidecar = read_sidecar(raw.path)
        member = str(raw.path.relative_to(path)) if raw.path != path else ""
        drafts.append((complete(extract(raw), sidecar), meeting or sidecar.meeting, member))
    return drafts


def _coded(path: Path, meeting: str | None) -> list[tuple[Extraction, str | None, str]]:
    """The documents that a statement table speaks of, all with the sidecar of the table."""
    sidecar = read_sidecar(path)
    drafts = []
    for coded in coded_documents(path):
        extraction = complete(coded, sidecar)
        if not extraction.letterhead.reporter:
            raise DocumentError(
                f"{path}: does not say whose account {extraction.file_name} is; give a column "
                f'reporter, or write reporter = "NLD" into {path.with_suffix(".toml").name}'
            )
        member = extraction.file_name.partition("/")[2]
        drafts.append((extraction, meeting or sidecar.meeting, member))
    return drafts


def _read(path: Path, meeting: str | None) -> Reply:
    documents, drafts = [], []
    for extraction, wanted, member in draft_documents(path, meeting):
        documents.append(
            {
                "member": member,
                "name": extraction.name,
                "sha256": extraction.sha256,
                "file_name": extraction.file_name,
                "body_sha256": extraction.body_sha256,
                "letterhead": _plain(asdict(extraction.letterhead)),
                "sections": [asdict(s) for s in extraction.sections if s.is_item],
                "meetings": [
                    _plain(asdict(replace(mention, evidence=None)))
                    for mention in extraction.meetings
                ],
                "wanted": wanted,
                "source": extraction.source,
                "claims": len(extraction.claims),
                "notices": len(extraction.notices),
            }
        )
        # How each sentence was read is for `explain` alone, and makes a third of the bytes.
        drafts.append(zlib.compress(pickle.dumps(replace(extraction, sentences=())), 1))
    return Reply({"documents": documents, "version": VERSION}, tuple(drafts))


def _positions(path: Path, meeting: str | None) -> Iterator[Message]:
    for extraction, wanted, member in draft_documents(path, meeting):
        stated = wanted is not None or bool(extraction.meetings)
        name = name_meeting(find_meeting(extraction, (), wanted)) if stated else None
        for record in position_records(extraction):
            document = f"{path.name}/{member}" if member else path.name
            yield {"document": document, "meeting": name, **record}


def _write(path: Path, draft: bytes, said: Mapping[str, Any]) -> Reply:
    # A worker made these bytes, and only a worker, without network or files, opens them.
    extraction: Extraction = pickle.loads(zlib.decompress(draft))  # noqa: S301
    meeting = Meeting(
        said["configuration"],
        date.fromisoformat(said["start"]),
        date.fromisoformat(said["end"]),
        said["informal"],
        said["country"],
        tuple((mine, theirs) for mine, theirs in said["items"]),
    )
    quads = document_quads(extraction, meeting)
    violations = _gates().violations(quads)
    if violations:
        raise GateError(f"{path}: {said_of_violations(violations)}")
    ready = pack_quads(document_graph(extraction.sha256), quads)
    return Reply({"digest": ready.digest}, (ready.packed,))


@lru_cache(maxsize=1)
def _gates() -> Gates:
    return Gates()


def _plain(said: Mapping[str, Any]) -> Message:
    """The record with days as text."""
    return {k: str(value) if isinstance(value, date) else value for k, value in said.items()}


def _with_path(path: str, message: str) -> str:
    """The message with the file named; that of a paper without a meeting has only its stem."""
    named = Path(path)
    if str(named.with_suffix("")) in message:
        return message
    return f"{path}: {message.removeprefix(f'{named.stem}: ')}"
