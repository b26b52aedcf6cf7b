"""What the pipeline asks of a reading worker, and what comes back; see standpunt.reading.

Light to import: the pipeline need not have what only reads.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.meetings import Meeting
from ingest.records import Extraction, Letterhead, MeetingMention, Section
from ontology.iris import document_graph

Message = dict[str, Any]

READ, WRITE, LIST, TRACE = "read", "write", "list", "trace"


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


def read_seen(reply: Reply) -> list[tuple[Seen, bytes]]:
    """The documents of a reply to a read_job(), each with its draft.

    Raises KeyError, TypeError or ValueError if a worker gone wrong replied something else.
    """
    documents = [_seen(entry) for entry in reply.message["documents"]]
    return list(zip(documents, reply.payloads, strict=True))


def name_meeting(meeting: Meeting) -> str:
    """A meeting as people write it: JHA/2026-01-22."""
    return f"{meeting.configuration}/{meeting.start}"


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
