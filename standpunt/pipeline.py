"""The way of documents from files to a published graph; the one place where ingest meets graph.

Knows no word of a language and no SPARQL text.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from graph.errors import StoreWriteError
from graph.opening import stored_ledger
from graph.ready import pack_quads
from ingest.errors import DocumentError, MeetingNotFoundError
from ingest.meetings import Meeting, find_meeting, stated_day
from ingest.publications import publication_quads
from ingest.quads import VERSION
from ontology.iris import document_graph, publication_graph
from standpunt.depositing import Deposit, Statements
from standpunt.errors import ReaderError
from standpunt.isolation import LocalReaders, Readers
from standpunt.jobs import (
    Job,
    Reply,
    Seen,
    list_job,
    name_meeting,
    read_job,
    read_seen,
    trace_job,
    write_job,
)
from standpunt.known import KnownMeetings, StoredDocument
from standpunt.merging import follow
from standpunt.outcomes import Batch, Found, Outcome, Status
from standpunt.sources import Source, SourceDocument, Sources, hash_file, hash_said

Progress = Callable[[Path], None]
"""Told each document when it has been dealt with."""


@dataclass(frozen=True)
class Wanted:
    """What the user wants of an ingest besides the paths.

    `meeting` (CONFIG/DATE) holds for every document. `again` reads what has not changed once more;
    `prune` removes the documents of files that are gone. `author` is who runs it.
    With less free space than that nothing is written; None: what the store needs by itself.
    """

    meeting: str | None = None
    again: bool = False
    prune: bool = False
    author: str = ""
    minimum_free_bytes: int | None = None


def read_positions(path: Path, meeting: str | None = None) -> list[dict[str, Any]]:
    """The positions in one file, in text order, without a store; see ingest.positions.

    Each has `document` and `meeting` (JHA/2026-01-22) besides. `meeting` names the meeting of a
    paper that does not; where nobody does, it is None. Raises DocumentError or ReaderError.
    """
    with LocalReaders() as readers:
        reply = checked(readers.do(list_job(path, meeting)))
    if reply.refused is not None:
        raise DocumentError(reply.refused)
    return list(reply.message["positions"])


def traces_of(*paths: Path) -> Iterator[dict[str, Any]]:
    """How each document of files was read, sentence by sentence; see tracing.Trace.

    Raises DocumentError or ReaderError at the first file that cannot be read.
    """
    with LocalReaders() as readers:
        for path in paths:
            reply = checked(readers.do(trace_job(path)))
            if reply.refused is not None:
                raise DocumentError(reply.refused)
            yield from reply.message["documents"]


def ingest(
    found: Found,
    store: Path,
    wanted: Wanted | None = None,
    *,
    readers: Readers | None = None,
    progress: Progress = lambda path: None,
) -> Batch:
    """Read documents into the store, and publish once, at the end, if anything changed.

    `readers` do the reading, by default one worker on this machine; they are not closed. What this
    version has read before is left alone, unless something is said about it, or it is wanted again.
    A document that cannot be taken is refused with a reason and does not stop the others.

    Raises StoreError (locked, not writable, damaged), ReaderError, or an error of our own files
    (LanguagePackError, OntologyError); what was published before is then as it was.
    """
    if readers is None:
        with LocalReaders() as own:
            return ingest(found, store, wanted, readers=own, progress=progress)
    run = _Run(store, wanted or Wanted(), readers, progress)
    try:
        run.take(found)
        generation = run.publish()
    except StoreWriteError as error:
        left = len(found.documents) - run.done
        raise StoreWriteError(
            f"{error}. {left} of {len(found.documents)} documents are not dealt with; repeat the "
            "command then, it goes on where it was"
        ) from error
    finally:
        run.close()
    if generation is not None:
        generation = follow(store) or generation
    return Batch((*found.refused, *run.outcomes(found.documents)), generation)


@dataclass
class _File:
    """A file under way: its hash, what is still to come of it, and what has."""

    path: Path
    sha256: str
    open: int = 1
    outcomes: list[Outcome] = field(default_factory=list)
    documents: list[SourceDocument] = field(default_factory=list)


class _Run:
    """One ingest: what became of each file, and where what is read is put."""

    def __init__(self, store: Path, wanted: Wanted, readers: Readers, progress: Progress) -> None:
        self._wanted = wanted
        self._readers = readers
        self._progress = progress
        self._deposit = Deposit(store, wanted.author, wanted.minimum_free_bytes)
        self._sources = Sources(store)
        self._stored = self._deposit.read_stored()
        self._known = KnownMeetings(self._stored)
        self._graph_by_bytes = {
            stored.sha256: graph
            for graph, stored in self._stored.documents.items()
            if stored.extractor_version == VERSION
        }
        self._graphs_by_paper: dict[tuple[str, ...], list[str]] = {}
        for graph, stored in self._stored.documents.items():
            self._graphs_by_paper.setdefault(_paper(stored), []).append(graph)
        self._ledger = stored_ledger(store)
        self._outcomes: dict[Path, list[Outcome]] = {}
        self._gone: list[Outcome] = []
        self._path_by_graph: dict[str, Path] = {}
        self._graph_by_body = self._sources.graph_by_body()
        self._leaving: set[str] = set()
        self._unsaved = False
        self._saves_from = 0.0
        self._scratch = tempfile.TemporaryDirectory(prefix="standpunt-")

    def take(self, found: Found) -> None:
        """Read and store the documents: first those that state their meeting, then the others."""
        gone = self._sources.vanished(found.folders)
        if self._wanted.prune:
            self._leaving = self._sources.graphs_of(gone) - self._sources.graphs_but_of(gone)
        files = [file for path in found.documents if (file := self._look(path)) is not None]
        self._look_for_gone(gone)
        by_key: dict[str, tuple[_File, Seen, Meeting]] = {}
        jobs = self._write_jobs(files, by_key)
        for job, reply in self._readers.map(jobs):
            file, seen, meeting = by_key.pop(job.message["graph"])
            self._take(file, seen, meeting, checked(reply))
        self._settle(self._deposit.commit())
        self._save()

    def outcomes(self, paths: Sequence[Path]) -> tuple[Outcome, ...]:
        """What became of the documents, in this order, then of the files that are gone."""
        return (*(found for path in paths for found in self._outcomes[path]), *self._gone)

    @property
    def done(self) -> int:
        """Number of files that were dealt with, and of which the store has all."""
        return len(self._outcomes)

    def publish(self) -> int | None:
        """Publish, unless nothing was taken or readers see all of it already; see Batch."""
        outcomes = [*self._gone, *(o for found in self._outcomes.values() for o in found)]
        if all(found.status in (Status.REFUSED, Status.VANISHED) for found in outcomes):
            return None
        number = self._deposit.publish(outcomes)
        if number is not None or self._gone:
            self._unsaved = True
            self._save()
        return number

    def close(self) -> None:
        """Let go of the store."""
        with suppress(OSError):  # then it is read again, and found to be in the store
            self._save()
        self._stored.close()
        self._deposit.close()
        self._scratch.cleanup()

    # --- looking at files -----------------------------------------------------------------------

    def _look(self, path: Path) -> _File | None:
        """The file if it has to be read; None if it is as it was, which becomes its outcome."""
        sha256 = hash_file(path)
        if sha256 is not None and not self._wanted.again:
            outcomes = self._outcomes_as_before(path, sha256)
            if outcomes:
                self._outcomes[path] = outcomes
                self._progress(path)
                return None
        # Known before anything is read, so that no other file can take the place of this one.
        if sha256 is not None:
            self._path_by_graph.setdefault(document_graph(sha256).value, path)
        source = self._sources.get(path)
        if source is not None and source.sha256 == sha256:
            for document in source.documents:
                if not document.issue_of:
                    self._path_by_graph.setdefault(document.graph, path)
        return _File(path, sha256 or "")

    def _outcomes_as_before(self, path: Path, sha256: str) -> list[Outcome]:
        """What became of the file when it was last read, if that holds today; else []."""
        source = self._sources.get(path)
        said = hash_said(path, self._wanted.meeting)
        if source is not None and (source.sha256, source.version) == (sha256, VERSION):
            documents = source.documents
            if said not in ("", source.said):
                return []
        elif said == "":
            documents = self._documents_of_bytes(sha256)
        else:
            return []
        needed = {graph for d in documents for graph in (d.graph, d.issue_of) if graph}
        if not needed or needed - self._ledger.keys():
            return []
        if any(d.issue_of in self._leaving for d in documents if d.issue_of):
            return []
        if source is None or documents is not source.documents:
            self._sources.put(path, Source(sha256, said, VERSION, documents))
        return [self._as_before(path, document) for document in documents]

    def _documents_of_bytes(self, sha256: str) -> tuple[SourceDocument, ...]:
        """The document that is these bytes, whatever file it came of, if this version read it."""
        graph = self._graph_by_bytes.get(sha256)
        if graph is None:
            return ()
        stored = self._stored.documents[graph]
        return (SourceDocument(graph, stored.meeting, stored.claims, stored.notices),)

    def _as_before(self, path: Path, document: SourceDocument) -> Outcome:
        twin = self._path_by_graph.setdefault(document.graph, path)
        note = f"the same text as {twin}" if twin != path else ""
        where = path / document.member
        return Outcome(
            where, Status.UNCHANGED, document.meeting, document.claims, document.notices, note
        )

    def _look_for_gone(self, gone: Sequence[Path]) -> None:
        kept = self._sources.graphs_but_of(gone) | self._path_by_graph.keys()
        for path in gone:
            source = self._sources.get(path)
            graphs = {d.graph for d in source.documents} if source else set()
            if graphs <= kept:  # the file was moved, or there is another like it
                self._sources.drop(path)
            elif self._wanted.prune:
                self._deposit.remove(sorted(graphs - kept))
                self._sources.drop(path)
                note = "is gone, and its claims with it"
                self._gone.append(Outcome(path, Status.REMOVED, note=note))
            else:
                note = "is gone; its claims are still in the store, remove them with --prune"
                self._gone.append(Outcome(path, Status.VANISHED, note=note))

    # --- reading --------------------------------------------------------------------------------

    def _write_jobs(
        self, files: Sequence[_File], by_key: dict[str, tuple[_File, Seen, Meeting]]
    ) -> Iterator[Job]:
        """A job for each document, in the order in which they are to be taken."""
        file_by_path = {str(file.path): file for file in files}
        waiting: list[tuple[_File, Seen, Path]] = []
        reading = (read_job(file.path, self._wanted.meeting) for file in files)
        for job, reply in self._readers.map(reading):
            file = file_by_path[job.path]
            for seen, draft in self._seen(file, checked(reply)):
                if seen.states_meeting:
                    yield from self._place(file, seen, draft, by_key)
                else:
                    aside = Path(self._scratch.name) / str(len(waiting))
                    aside.write_bytes(draft)
                    waiting.append((file, seen, aside))
        for file, seen, aside in waiting:
            yield from self._place(file, seen, aside.read_bytes(), by_key)
            aside.unlink()

    def _seen(self, file: _File, reply: Reply) -> list[tuple[Seen, bytes]]:
        """The documents of a file, without those that another file of this run has."""
        if reply.refused is not None:
            self._refuse(file, reply.refused)
            return []
        try:
            documents = read_seen(reply)
        except (KeyError, TypeError, ValueError) as error:
            self._refuse(file, f"{file.path}: reading it gave no usable result ({error!r})")
            return []
        file.open = len(documents)
        fresh = []
        for seen, draft in documents:
            twin = self._path_by_graph.setdefault(seen.graph, file.path)
            if twin == file.path:
                fresh.append((seen, draft))
            else:
                note = f"the same text as {twin}"
                copy = SourceDocument(seen.graph, "", seen.claims, seen.notices, member=seen.member)
                where = file.path / seen.member
                self._done(file, Outcome(where, Status.UNCHANGED, note=note), copy)
        return fresh

    def _place(
        self,
        file: _File,
        seen: Seen,
        draft: bytes,
        by_key: dict[str, tuple[_File, Seen, Meeting]],
    ) -> Iterator[Job]:
        """Find the meeting of a document, and ask for its statements; refused if there is none."""
        first = self._first_issue(file, seen)
        if first is not None:
            self._take_publication(file, seen, first)
            return
        source = seen.outline.source.rpartition("/")[2]
        if source and document_graph(source).value in self._ledger.keys() - self._leaving:
            self._refuse(
                file,
                f"{file.path}: was coded from document {source}, which this store holds; its "
                "claims would count twice, read the table into another store",
            )
            return
        try:
            meeting = self._find_meeting(seen)
        except MeetingNotFoundError as error:
            message = str(error).removeprefix(f"{seen.outline.name}: ")
            self._refuse(file, f"{file.path}: {message}")
            return
        self._known.add(meeting.as_known(seen.outline.sections))
        if seen.outline.body_sha256:
            self._graph_by_body[seen.outline.body_sha256] = seen.graph
        by_key[seen.graph] = (file, seen, meeting)
        yield write_job(file.path, draft, meeting, seen.graph)

    def _first_issue(self, file: _File, seen: Seen) -> str | None:
        """The graph of another document with the same text but for its letterhead, if there is one.

        A file that was edited in its letterhead alone is no other document than it was.
        """
        first = self._graph_by_body.get(seen.outline.body_sha256)
        if first is None or first == seen.graph:
            return None
        source = self._sources.get(file.path)
        own = {document.graph for document in source.documents} if source else set()
        taken = first in self._path_by_graph
        stays = first in self._ledger and first not in self._leaving and first not in own
        return first if taken or stays else None

    def _take_publication(self, file: _File, seen: Seen, first: str) -> None:
        """Have the deposit take one more issue of a document, whose claims count once."""
        quads = publication_quads(seen.outline, first.rpartition("/")[2])
        graph = publication_graph(seen.outline.sha256)
        ready = pack_quads(graph, quads)
        earlier = self._earlier_of_file(file)
        statements = Statements(graph.value, ready.digest, ready.packed, tuple(earlier))
        document = SourceDocument(graph.value, "", 0, 0, "", first, seen.member)
        note = "one more publication of a document in the store; its claims count once"
        self._settle(
            self._deposit.add(statements, partial(self._taken, file, document, False, note))
        )

    def _find_meeting(self, seen: Seen) -> Meeting:
        try:
            return self._find_told(seen, seen.wanted)
        except MeetingNotFoundError:
            stored = self._stored.documents.get(seen.graph)
            if stored is None:
                raise
            # It was told its meeting once and need not be told again.
            return self._find_told(seen, stored.meeting)

    def _find_told(self, seen: Seen, told: str | None) -> Meeting:
        """The meeting among those of the day that is told, or among all if none is."""
        outline = seen.outline
        if told is not None:
            known = self._known.on(day) if (day := stated_day(told)) else ()
        elif outline.meetings:
            known = self._known.on(outline.meetings[0].start)
        else:
            known = self._known.all()
        return find_meeting(outline, known, told)

    # --- storing --------------------------------------------------------------------------------

    def _take(self, file: _File, seen: Seen, meeting: Meeting, reply: Reply) -> None:
        """Have the deposit take what a worker made of a document."""
        if reply.refused is not None:
            self._refuse(file, reply.refused)
            return
        earlier = self._earlier(file, seen, meeting)
        statements = Statements(
            seen.graph, str(reply.message["digest"]), reply.payloads[0], tuple(earlier)
        )
        body = seen.outline.body_sha256
        document = SourceDocument(
            seen.graph,
            name_meeting(meeting),
            seen.claims,
            seen.notices,
            body,
            member=seen.member,
        )
        done = partial(self._taken, file, document, bool(earlier))
        self._settle(self._deposit.add(statements, done))

    def _settle(self, committed: Sequence[Callable[[], None]]) -> None:
        """Note what the store holds for certain now."""
        for done in committed:
            done()
        if committed:
            self._unsaved = True
            self._save(at_once=False)

    def _save(self, *, at_once: bool = True) -> None:
        """Write down which files the store was filled from, if that is not written.

        Unless `at_once`, a long list is not written after each commit, but for a tenth of the time;
        what a kill leaves out is read again, and found to be in the store.
        """
        started = monotonic()
        if self._unsaved and (at_once or started >= self._saves_from):
            self._sources.save()
            self._unsaved = False
            self._saves_from = monotonic() + 9 * (monotonic() - started)

    def _taken(self, file: _File, document: SourceDocument, replaces: bool, note: str = "") -> None:
        if self._deposit.was_unchanged(document.graph):
            status = Status.UNCHANGED
        elif replaces or document.graph in self._ledger:
            status = Status.REPLACED
        else:
            status = Status.READ
        counts = (document.meeting, document.claims, document.notices)
        where = file.path / document.member
        self._done(file, Outcome(where, status, *counts, note), document)

    def _earlier(self, file: _File, seen: Seen, meeting: Meeting) -> list[str]:
        """Graphs of the paper as it was before its file was edited; kept, it would count twice.

        A paper is known by its file, or by file name, kind, reporter and meeting.
        """
        head = seen.outline.letterhead
        paper = (seen.outline.file_name, head.kind, head.reporter, name_meeting(meeting))
        same = set(self._graphs_by_paper.get(paper, ()))
        return sorted({*self._earlier_of_file(file), *(same - self._path_by_graph.keys())})

    def _earlier_of_file(self, file: _File) -> list[str]:
        """Graphs that came of the file when it was last read, and of no other."""
        source = self._sources.get(file.path)
        graphs = {document.graph for document in source.documents} if source else set()
        graphs -= self._path_by_graph.keys()
        return sorted(graphs - self._sources.graphs_but_of([file.path])) if graphs else []

    def _refuse(self, file: _File, reason: str) -> None:
        self._done(file, Outcome(file.path, Status.REFUSED, note=reason), None)

    def _done(self, file: _File, outcome: Outcome, document: SourceDocument | None) -> None:
        """One document of a file has been dealt with; with the last one, the file has."""
        file.outcomes.append(outcome)
        if document is not None:
            file.documents.append(document)
        file.open -= 1
        if file.open > 0:
            return
        self._outcomes[file.path] = file.outcomes
        if file.documents and all(o.status is not Status.REFUSED for o in file.outcomes):
            said = hash_said(file.path, self._wanted.meeting)
            source = Source(file.sha256, said, VERSION, tuple(file.documents))
            self._sources.put(file.path, source)
        self._progress(file.path)


def _paper(known: StoredDocument) -> tuple[str, ...]:
    """By what a paper is known whose file was edited."""
    return known.file_name, known.kind, known.reporter, known.meeting


def checked(reply: Reply) -> Reply:
    """The reply, unless it says that our own files are broken or those of another version."""
    if reply.broken is not None:
        raise ReaderError(reply.broken)
    version = reply.message.get("version", VERSION)
    if version != VERSION:
        raise ReaderError(
            f"a worker reads with version {version}, this command with {VERSION}; "
            "install the same version of standpunt on every machine of the cluster"
        )
    return reply
