"""The way of documents from files to a published graph; the one place where ingest meets graph.

Knows no word of a language and no SPARQL text.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad

from graph.generation import current_number
from graph.ledger import read_ledger
from graph.quads import digest, graph_lines
from graph.store import StoreWriter
from ingest.errors import DocumentError, MeetingNotFoundError
from ingest.extraction import extract
from ingest.meetings import Meeting, find_meeting
from ingest.positions import position_records
from ingest.quads import VERSION, document_quads
from ingest.reading import RawDocument, read_documents
from ingest.records import Extraction
from ontology.iris import INFERRED_GRAPH, REFERENCE_GRAPH, document_graph
from ontology.modules import reference_quads
from standpunt.errors import GateError, NoDocumentsError, SidecarError
from standpunt.finding import find_documents
from standpunt.gates import Gates
from standpunt.known import KnownMeetings, StoredDocument, read_stored
from standpunt.merging import follow
from standpunt.sidecar import complete, has_sidecar, read_sidecar
from standpunt.violations import said_of_violations

Progress = Callable[[Path], None]
"""Told each document when it has been dealt with."""

_REFUSALS = (DocumentError, SidecarError, GateError, NoDocumentsError)


class Status(Enum):
    """What became of a document."""

    READ = "read"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


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
    """The documents that paths stand for, each once, and the paths that stand for none."""

    documents: tuple[Path, ...]
    refused: tuple[Outcome, ...]


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
        """What is in the store now."""
        return tuple(found for found in self.outcomes if found.status is not Status.REFUSED)


@dataclass(frozen=True)
class _Draft:
    """A document that was read; `wanted` is the meeting the user named (CONFIG/DATE), if any."""

    path: Path
    extraction: Extraction
    wanted: str | None

    @property
    def states_meeting(self) -> bool:
        """Whether the paper itself says which meeting it is about."""
        return self.wanted is None and bool(self.extraction.meetings)


def find_all(paths: Sequence[Path]) -> Found:
    """The documents of files and folders, in the order given; a folder without any is refused."""
    documents: dict[Path, Path] = {}
    refused = []
    for path in paths:
        try:
            for document in find_documents(path):
                documents.setdefault(document.resolve(), document)
        except NoDocumentsError as error:
            refused.append(Outcome(path, Status.REFUSED, note=str(error)))
    return Found(tuple(documents.values()), tuple(refused))


def read_positions(path: Path, meeting: str | None = None) -> list[dict[str, Any]]:
    """The positions in one file, in text order, without a store; see ingest.positions.

    Each has `document` and `meeting` (JHA/2026-01-22) besides. `meeting` names the meeting of a
    paper that does not; where nobody does, it is None. Raises DocumentError or SidecarError.
    """
    records: list[dict[str, Any]] = []
    for raw in read_documents(path):
        draft = _extract(raw, meeting)
        stated = draft.wanted is not None or draft.states_meeting
        name = _name(find_meeting(draft.extraction, (), draft.wanted)) if stated else None
        document = str(raw.path.relative_to(path.parent))
        records += [
            {"document": document, "meeting": name, **record}
            for record in position_records(draft.extraction)
        ]
    return records


def ingest(
    found: Found,
    store: Path,
    *,
    meeting: str | None = None,
    again: bool = False,
    progress: Progress = lambda path: None,
) -> Batch:
    """Read documents into the store, and publish once, at the end, if anything changed.

    `meeting` (CONFIG/DATE) holds for every document. A document that this version has read before
    is left alone, unless something is said about it, or `again`. A document that cannot be taken
    is refused with a reason and does not stop the others.

    Raises StoreError (locked, not writable, damaged) or an error of our own files
    (LanguagePackError, OntologyError); what was published before is then as it was.
    """
    run = _Run(store, meeting, again, progress)
    try:
        run.take(found.documents)
        generation = run.publish()
    finally:
        run.close()
    if generation is not None:
        generation = follow(store) or generation
    return Batch((*found.refused, *run.outcomes(found.documents)), generation)


class _Run:
    """One ingest: what became of each document, and the writer once there is something to write."""

    def __init__(self, store: Path, meeting: str | None, again: bool, progress: Progress) -> None:
        self._store = store
        self._meeting = meeting
        self._again = again
        self._progress = progress
        self._ledger = read_ledger(store) if store.is_dir() else {}
        self._stored = read_stored(store)
        self._known = KnownMeetings(self._stored.meetings)
        self._gates = Gates()
        self._outcome_by_path: dict[Path, Outcome] = {}
        self._path_by_graph: dict[str, Path] = {}
        self._members: dict[Path, tuple[Path, ...]] = {}
        self._writer: StoreWriter | None = None

    def take(self, paths: Sequence[Path]) -> None:
        """Read and store the documents: first those that state their meeting, then the others."""
        waiting: list[_Draft] = []
        for path in paths:
            self._settle(path, partial(self._unfold, path, waiting))
        for draft in waiting:
            self._settle(draft.path, partial(self._take, draft))

    def outcomes(self, paths: Sequence[Path]) -> tuple[Outcome, ...]:
        """What became of the documents, in this order."""
        documents = (document for path in paths for document in self._members.get(path, (path,)))
        return tuple(self._outcome_by_path[document] for document in documents)

    def publish(self) -> int | None:
        """Publish, unless nothing was taken or readers see all of it already; see Batch."""
        outcomes = self._outcome_by_path.values()
        if all(found.status is Status.REFUSED for found in outcomes):
            return None
        if self._writer is None and self._is_published():
            return None
        writer = self._open()
        if INFERRED_GRAPH.value in writer.graph_names():
            # What was inferred from the documents before no longer follows; reason builds it anew.
            writer.replace_graph(INFERRED_GRAPH.value, ())
        return writer.publish()

    def close(self) -> None:
        """Let go of the store."""
        if self._writer is not None:
            self._writer.close()

    def _settle(self, path: Path, work: Callable[[], Outcome | None]) -> None:
        """Do the work on one document; what refuses it becomes its outcome. None: not yet."""
        try:
            outcome = work()
        except _REFUSALS as error:
            outcome = Outcome(path, Status.REFUSED, note=_with_path(path, str(error)))
        if outcome is not None:
            self._outcome_by_path[path] = outcome
            self._progress(path)

    def _unfold(self, path: Path, waiting: list[_Draft]) -> Outcome | None:
        """Read a file and look at what is in it: one document, or those of a mail or zip."""
        found = read_documents(path)
        if [raw.path for raw in found] == [path]:
            return self._look(found[0], waiting)
        self._members[path] = tuple(raw.path for raw in found)
        for raw in found:
            self._settle(raw.path, partial(self._look, raw, waiting))
        return None

    def _look(self, raw: RawDocument, waiting: list[_Draft]) -> Outcome | None:
        """Take a document at once if it states its meeting; else it waits."""
        path = raw.path
        graph = document_graph(raw.sha256).value
        twin = self._path_by_graph.setdefault(graph, path)
        if twin != path:
            return Outcome(path, Status.UNCHANGED, note=f"the same text as {twin}")
        stored = self._stored.documents.get(graph)
        if stored and self._is_read(path, stored):
            return Outcome(path, Status.UNCHANGED, stored.meeting, stored.claims, stored.notices)
        draft = _extract(raw, self._meeting)
        if draft.states_meeting:
            return self._take(draft)
        waiting.append(draft)
        return None

    def _is_read(self, path: Path, stored: StoredDocument) -> bool:
        """Whether this version has read the document and nothing new is said about it."""
        said = self._again or self._meeting is not None or has_sidecar(path)
        return not said and stored.extractor_version == VERSION

    def _take(self, draft: _Draft) -> Outcome:
        """Store one document, unless the store holds just these quads.

        Raises MeetingNotFoundError or GateError.
        """
        graph = document_graph(draft.extraction.sha256)
        stored = self._stored.documents.get(graph.value)
        meeting = self._find_meeting(draft, stored)
        self._known.add(meeting.as_known(draft.extraction.sections))
        quads = document_quads(draft.extraction, meeting)
        if self._holds(graph, quads):
            return _outcome(draft, meeting, Status.UNCHANGED)
        violations = self._gates.violations(quads)
        if violations:
            raise GateError(f"{draft.path}: {said_of_violations(violations)}")
        earlier = self._earlier_texts(draft, meeting)
        self._open().replace_graphs({graph.value: quads, **dict.fromkeys(earlier, ())})
        replaced = stored is not None or bool(earlier)
        return _outcome(draft, meeting, Status.REPLACED if replaced else Status.READ)

    def _earlier_texts(self, draft: _Draft, meeting: Meeting) -> list[str]:
        """Graphs of the paper as it was before its file was edited; kept, it would count twice.

        A paper is known by file name, kind, reporter and meeting.
        """
        head = draft.extraction.letterhead
        paper = (draft.path.name, head.kind, head.reporter, _name(meeting))
        return [
            graph
            for graph, known in self._stored.documents.items()
            if (known.file_name, known.kind, known.reporter, known.meeting) == paper
            and graph not in self._path_by_graph
        ]

    def _find_meeting(self, draft: _Draft, stored: StoredDocument | None) -> Meeting:
        try:
            return find_meeting(draft.extraction, self._known.all(), draft.wanted)
        except MeetingNotFoundError:
            if stored is None:
                raise
            # It was told its meeting once and need not be told again.
            return find_meeting(draft.extraction, self._known.all(), stored.meeting)

    def _holds(self, graph: NamedNode, quads: Iterable[Quad]) -> bool:
        entry = self._ledger.get(graph.value)
        return entry is not None and entry.digest == digest(graph_lines(graph, quads))

    def _is_published(self) -> bool:
        """False after a run that was cut short, or an update of the reference data."""
        return (
            current_number(self._store) is not None
            and all(entry.generation is not None for entry in self._ledger.values())
            and self._holds(REFERENCE_GRAPH, reference_quads())
        )

    def _open(self) -> StoreWriter:
        """The writer, opened when first needed; the reference graph is then brought up to date."""
        if self._writer is None:
            self._writer = StoreWriter(self._store)
            self._writer.replace_graph(REFERENCE_GRAPH.value, reference_quads())
        return self._writer


def _with_path(path: Path, message: str) -> str:
    """The message with the file named; that of a paper without a meeting has only its stem."""
    if str(path.with_suffix("")) in message:
        return message
    return f"{path}: {message.removeprefix(f'{path.stem}: ')}"


def _extract(raw: RawDocument, meeting: str | None) -> _Draft:
    sidecar = read_sidecar(raw.path)
    return _Draft(raw.path, complete(extract(raw), sidecar), meeting or sidecar.meeting)


def _outcome(draft: _Draft, meeting: Meeting, status: Status) -> Outcome:
    return Outcome(
        draft.path,
        status,
        _name(meeting),
        len(draft.extraction.claims),
        len(draft.extraction.notices),
    )


def _name(meeting: Meeting) -> str:
    return f"{meeting.configuration}/{meeting.start}"
