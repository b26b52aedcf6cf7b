"""The record of each ingest: who ran it, when, with which version, and what it changed.

A graph of its own for each run, published with it. What changed is told from what was published
before, not from what the run remembers, so that it holds for a run that was cut short as well.
"""

import getpass
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph.durable import read_json, write_json
from graph.forgotten import read_forgotten
from graph.history import latest_digests, read_graph
from graph.interface import Writer
from ontology import iris
from ontology.terms import (
    CHANGE_KIND,
    DOCUMENT_CHANGE,
    ID,
    INGEST_RUN,
    P_AUTHOR,
    P_CHANGE,
    P_CHANGE_KIND,
    P_CHANGED_DOCUMENT,
    P_CLAIMS_GAINED,
    P_CLAIMS_LOST,
    P_GENERATION,
    P_IS_COMPLETE,
    P_REASON,
    P_RUN_NUMBER,
    P_SOURCE_FILE,
    PROV_ENDED_AT_TIME,
    PROV_STARTED_AT_TIME,
    PROV_WAS_ASSOCIATED_WITH,
    RDF_TYPE,
    XSD_BOOLEAN,
    XSD_DATE_TIME,
    XSD_INTEGER,
)
from standpunt.comparing import compare_claims, count_claims, file_name
from standpunt.outcomes import Outcome, Status

NOTE_FILE = "runs.json"
DOCUMENT_GRAPHS = f"{ID}graph/document/"
RUN_GRAPHS = f"{ID}graph/ingest-run/"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class RunNote:
    """Who runs an ingest, since when (UTC), with which version of the extractor."""

    author: str
    started: datetime
    version: str


@dataclass(frozen=True)
class Change:
    """What became of a document; `reason` for one that was refused, which has no `graph`."""

    kind: str
    file: str
    graph: str | None = None
    gained: int = 0
    lost: int = 0
    reason: str = ""


def user_name() -> str:
    """The name of the user of this machine; "unknown" if the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return UNKNOWN


def write_notes(store: Path, notes: Sequence[RunNote]) -> None:
    """Note the runs that are not published yet: those cut short, and the one under way.

    Raises OSError.
    """
    forgotten = read_forgotten(store)
    said = [
        {
            "author": forgotten.mask(note.author),
            "started": note.started.isoformat(),
            "version": note.version,
        }
        for note in notes
    ]
    write_json(store / NOTE_FILE, {"format": 1, "runs": said})


def read_notes(store: Path) -> list[RunNote]:
    """The runs that were cut short since the last was published; [] also if that is not known."""
    try:
        said = read_json(store / NOTE_FILE)["runs"]
        return [
            RunNote(
                str(note["author"]), datetime.fromisoformat(note["started"]), str(note["version"])
            )
            for note in said
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def clear_notes(store: Path) -> None:
    """All runs are published."""
    (store / NOTE_FILE).unlink(missing_ok=True)


@dataclass(frozen=True)
class Told:
    """What the record of a run says of a new document: the name of its file, how many claims."""

    file: str
    claims: int


def tell(lines: Sequence[str]) -> Told:
    """What the statements of a document tell, as graph_lines() gives them."""
    return Told(file_name(lines), count_claims(lines))


def record_run(
    writer: Writer,
    note: RunNote,
    cut_short: Sequence[RunNote],
    outcomes: Iterable[Outcome],
    told: Mapping[str, Told] | None = None,
) -> None:
    """Store the record of a run that is about to be published, and of those cut short before it.

    `told`, by the digest of their statements, are documents that need not be read again for it.

    What these had stored is published now and counts among the changes of the last. Raises
    StoreError.
    """
    numbers = [
        int(iri.removeprefix(RUN_GRAPHS)) for iri in writer.ledger() if iri.startswith(RUN_GRAPHS)
    ]
    first = max(numbers, default=0) + 1
    digests = {iri: entry.digest for iri, entry in writer.ledger().items()}
    changes = list(find_changes(writer.path, latest_digests(writer.path), digests, told))
    changes += [
        Change("refused", outcome.path.name or str(outcome.path), reason=outcome.note)
        for outcome in outcomes
        if outcome.status is Status.REFUSED
    ]
    generation = writer.next_number()
    quads_by_graph = {}
    for number, each in enumerate((*cut_short, note), first):
        last = each is note
        quads = list(_quads(number, each, changes if last else (), generation, complete=last))
        quads_by_graph[iris.ingest_run_graph(number).value] = quads
    writer.replace_graphs(quads_by_graph)


def find_changes(
    store: Path,
    before: Mapping[str, str],
    after: Mapping[str, str],
    told: Mapping[str, Told] | None = None,
) -> Iterator[Change]:
    """What became of the documents between two states, given as digests by graph."""
    for earlier, later in pair_documents(store, before, after):
        if earlier is None and later is not None:
            new = (told or {}).get(after[later]) or tell(read_graph(store, after[later]))
            yield Change("read", new.file, later, gained=new.claims)
            continue
        old = read_graph(store, before[earlier]) if earlier else []
        if later is None:
            yield Change("removed", file_name(old), earlier, lost=count_claims(old))
        else:
            held = read_graph(store, after[later])
            yield _replaced(file_name(held), later, old, held)


def pair_documents(
    store: Path, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[tuple[str | None, str | None]]:
    """The graphs of each document that differs between two states: before, and after.

    None where it was not there yet, or is there no more. A new document with the file name of one
    that is gone takes its place.
    """
    changed = {
        graph
        for graph in before.keys() | after.keys()
        if graph.startswith(DOCUMENT_GRAPHS) and before.get(graph) != after.get(graph)
    }
    gone: defaultdict[str, list[str]] = defaultdict(list)
    for graph in sorted(changed - after.keys()):
        gone[file_name(read_graph(store, before[graph]))].append(graph)
    for graph in sorted(changed & after.keys()):
        if graph in before:
            yield graph, graph
        elif gone:
            yield _first(gone[file_name(read_graph(store, after[graph]))]), graph
        else:
            yield None, graph
    for graphs in gone.values():
        yield from ((graph, None) for graph in graphs)


def _first(graphs: list[str]) -> str | None:
    return graphs.pop(0) if graphs else None


def _replaced(name: str, graph: str, before: Sequence[str], after: Sequence[str]) -> Change:
    """A changed claim counts as one lost and one gained."""
    changes = compare_claims(before, after)
    gained = sum(change.after is not None for change in changes)
    lost = sum(change.before is not None for change in changes)
    return Change("replaced", name, graph, gained, lost)


def _quads(
    number: int, note: RunNote, changes: Sequence[Change], generation: int, *, complete: bool
) -> Iterator[Quad]:
    run, graph = iris.ingest_run_iri(number), iris.ingest_run_graph(number)
    ended = datetime.now(UTC)
    yield Quad(run, RDF_TYPE, INGEST_RUN, graph)
    yield Quad(run, P_RUN_NUMBER, _integer(number), graph)
    yield Quad(run, P_GENERATION, _integer(generation), graph)
    truth = Literal("true" if complete else "false", datatype=XSD_BOOLEAN)
    yield Quad(run, P_IS_COMPLETE, truth, graph)
    yield Quad(run, P_AUTHOR, Literal(note.author or user_name()), graph)
    yield Quad(run, PROV_STARTED_AT_TIME, _time(note.started), graph)
    yield Quad(run, PROV_ENDED_AT_TIME, _time(ended), graph)
    yield Quad(run, PROV_WAS_ASSOCIATED_WITH, iris.software_iri(note.version), graph)
    for n, change in enumerate(changes, 1):
        node = iris.change_iri(run, n)
        yield Quad(run, P_CHANGE, node, graph)
        for predicate, value in _facts(change):
            yield Quad(node, predicate, value, graph)


def _facts(change: Change) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield RDF_TYPE, DOCUMENT_CHANGE
    yield P_CHANGE_KIND, CHANGE_KIND[change.kind]
    yield P_SOURCE_FILE, Literal(change.file or UNKNOWN)
    if change.reason:
        yield P_REASON, Literal(change.reason)
    if change.graph is not None:
        yield P_CHANGED_DOCUMENT, iris.document_iri(change.graph.removeprefix(DOCUMENT_GRAPHS))
        yield P_CLAIMS_GAINED, _integer(change.gained)
        yield P_CLAIMS_LOST, _integer(change.lost)


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD_INTEGER)


def _time(when: datetime) -> Literal:
    return Literal(when.replace(microsecond=0).isoformat(), datatype=XSD_DATE_TIME)
