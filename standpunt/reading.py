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
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.ready import make_ready, pack_lines
from ingest.errors import DocumentError
from ingest.extraction import extract
from ingest.meetings import Meeting, find_meeting
from ingest.positions import position_records
from ingest.quads import VERSION, document_quads
from ingest.reading import read_documents
from ingest.records import Extraction, Letterhead, MeetingMention, Section
from ontology.errors import StandpuntError
from ontology.iris import document_graph
from standpunt.coding import coded_documents
from standpunt.errors import GateError, SidecarError
from standpunt.gates import Gates
from standpunt.sidecar import complete, read_sidecar
from standpunt.statement_table import is_statement_table
from standpunt.tracing import trace_documents
from standpunt.violations import said_of_violations

Message = dict[str, Any]

READ, WRITE, LIST, TRACE = "read", "write", "list", "trace"
_REFUSALS = (DocumentError, SidecarError, GateError)


@dataclass(frozen=True)
class Job:
    """What a worker is asked to do: a message, and the draft that goes with it."""

    message: Message
    draft: bytes = b""

    @property
    def path(self) -> str:
        """The file it is about."""
        return str(self.message["path"])


@dataclass(frozen=True)
class Reply:
    """What came of a job: a message, and drafts or statements; `refused` says why there is none."""

    message: Message
    payloads: tuple[bytes, ...] = ()

    @property
    def refused(self) -> str | None:
        """Why the document is not taken; None if nothing keeps it out."""
        found = self.message.get("refused")
        return None if found is None else str(found)

    @property
    def broken(self) -> str | None:
        """What is wrong with our own files, which stops the run; None if nothing is."""
        found = self.message.get("broken")
        return None if found is None else str(found)


@dataclass(frozen=True)
class Seen:
    """What a document says of itself: enough to find its meeting, small enough to keep many.

    `wanted` is the meeting that the user named for it (CONFIG/DATE), if any.
    """

    outline: Extraction
    wanted: str | None
    claims: int
    notices: int
    member: str = ""  # its path inside a bundle, "" for a file that is one document

    @property
    def states_meeting(self) -> bool:
        """Whether the paper itself says which meeting it is about."""
        return self.wanted is None and bool(self.outline.meetings)

    @property
    def graph(self) -> str:
        """IRI of its named graph."""
        return document_graph(self.outline.sha256).value


def read_job(path: Path, meeting: str | None) -> Job:
    """Ask what the documents of a file say of themselves; see read_seen()."""
    return Job({"do": READ, "path": str(path), "meeting": meeting})


def list_job(path: Path, meeting: str | None) -> Job:
    """Ask for the positions in a file; see ingest.positions."""
    return Job({"do": LIST, "path": str(path), "meeting": meeting})


def trace_job(path: Path) -> Job:
    """Ask how each sentence of a file was read; see tracing.trace_documents()."""
    return Job({"do": TRACE, "path": str(path)})


def write_job(path: Path, draft: bytes, meeting: Meeting, graph: str) -> Job:
    """Ask for the statements of a draft, for the document of that graph."""
    said = {**asdict(meeting), "start": str(meeting.start), "end": str(meeting.end)}
    return Job({"do": WRITE, "path": str(path), "meeting": said, "graph": graph}, draft)


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


def read_seen(reply: Reply) -> list[tuple[Seen, bytes]]:
    """The documents of a reply to a read_job(), each with its draft.

    Raises KeyError, TypeError or ValueError if a worker gone wrong replied something else.
    """
    documents = [_seen(entry) for entry in reply.message["documents"]]
    return list(zip(documents, reply.payloads, strict=True))


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


def name_meeting(meeting: Meeting) -> str:
    """A meeting as people write it: JHA/2026-01-22."""
    return f"{meeting.configuration}/{meeting.start}"


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
    ready = make_ready(document_graph(extraction.sha256), quads)
    return Reply({"digest": ready.digest}, (pack_lines(ready.lines),))


@lru_cache(maxsize=1)
def _gates() -> Gates:
    return Gates()


def _seen(entry: Mapping[str, Any]) -> Seen:
    outline = Extraction(
        name=entry["name"],
        text="",
        sha256=entry["sha256"],
        letterhead=_letterhead(entry["letterhead"]),
        sections=tuple(Section(**section) for section in entry["sections"]),
        meetings=tuple(_mention(mention) for mention in entry["meetings"]),
        claims=(),
        file_name=entry["file_name"],
        body_sha256=entry["body_sha256"],
        source=entry["source"],
    )
    counts = (int(entry["claims"]), int(entry["notices"]))
    return Seen(outline, entry["wanted"], *counts, str(entry["member"]))


def _letterhead(said: Mapping[str, Any]) -> Letterhead:
    day = date.fromisoformat(said["day"]) if said["day"] else None
    return Letterhead(**{**said, "day": day, "signatories": tuple(said["signatories"])})


def _mention(said: Mapping[str, Any]) -> MeetingMention:
    days = {name: date.fromisoformat(said[name]) for name in ("start", "end")}
    return MeetingMention(**{**said, **days})


def _plain(said: Mapping[str, Any]) -> Message:
    """The record with days as text."""
    return {k: str(value) if isinstance(value, date) else value for k, value in said.items()}


def _with_path(path: str, message: str) -> str:
    """The message with the file named; that of a paper without a meeting has only its stem."""
    named = Path(path)
    if str(named.with_suffix("")) in message:
        return message
    return f"{path}: {message.removeprefix(f'{named.stem}: ')}"
