"""Puts what was read into the store: in batches while a run goes on, published at its end.

What was committed stays when the run is cut short; the next run goes on from there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from pyoxigraph import NamedNode, Quad

from graph.errors import QuadsInvalidError
from graph.interface import Writer
from graph.opening import open_writer, published_number, require_folder, stored_ledger
from graph.quads import digest, graph_lines
from graph.ready import ReadyGraph, take_ready
from ingest.quads import VERSION
from ontology.iris import INFERRED_GRAPH, REFERENCE_GRAPH
from ontology.modules import reference_quads
from standpunt.errors import ReaderError
from standpunt.known import Stored, read_stored
from standpunt.outcomes import Outcome
from standpunt.recording import (
    RunNote,
    Told,
    clear_notes,
    read_notes,
    record_run,
    tell,
    write_notes,
)
from standpunt.reviews import reattach

# So many documents are stored at once, and more when as many were stored before: each commit leaves
# the engine files that it joins with all others of the run.
BATCH_DOCUMENTS = 8
MOST_DOCUMENTS = 64
BATCH_BYTES = 32 * 2**20
PATIENCE_S = 10.0  # after which BATCH_DOCUMENTS are enough

Done = Callable[[], None]


@dataclass(frozen=True)
class Statements:
    """What a document says, as graph.ready.pack_lines() packs it, for its named graph.

    `digest` is that of its statements; `earlier` are graphs of the same paper that it takes the
    place of.
    """

    graph: str
    digest: str
    packed: bytes
    earlier: tuple[str, ...] = ()


class Deposit:
    """The writer of one run, opened once there is something to write."""

    def __init__(self, store: Path, author: str, minimum_free_bytes: int | None = None) -> None:
        """Raises StoreError if what the store says of itself cannot be read."""
        self._store = store
        if minimum_free_bytes is not None:
            require_folder(store, "a minimum of free disk space", "leave --min-free away")
        self._minimum_free_bytes = minimum_free_bytes
        self._note = RunNote(author, datetime.now(UTC), VERSION)
        self._ledger = stored_ledger(store)
        self._writer: Writer | None = None
        self._waiting: list[tuple[Statements, ReadyGraph | None, Done]] = []
        self._waiting_bytes = 0
        self._waiting_since = 0.0
        self._committed = 0
        self._removed: list[str] = []
        self._unchanged: set[str] = set()
        self._told: dict[str, Told] = {}
        self._cut_short = read_notes(store)

    def read_stored(self) -> Stored:
        """What the store holds, with what a run that was cut short had committed; close it."""
        if self._all_published():
            return read_stored(self._store)
        with self._open().snapshot() as folder:
            return read_stored(folder, all_titles=True)

    def add(self, statements: Statements, done: Done) -> Sequence[Done]:
        """Take a document; gives the calls that are due because it, or others, are stored now."""
        if not self._waiting:
            self._waiting_since = monotonic()
        entry = self._ledger.get(statements.graph)
        if entry is not None and entry.digest == statements.digest:
            self._waiting.append((statements, None, done))
        else:
            ready = _taken(statements)
            self._waiting.append((statements, ready, done))
            self._told[ready.digest] = tell(ready.lines)
            self._waiting_bytes += sum(map(len, ready.lines))
        return self.commit() if self._is_due() else ()

    def remove(self, graphs: Iterable[str]) -> None:
        """Take documents out with the next commit."""
        self._removed += graphs

    def commit(self) -> Sequence[Done]:
        """Store what waits, in one transaction, flushed; gives the calls that are due now."""
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        self._committed += len(waiting)
        content_by_graph: dict[str, Sequence[Quad] | ReadyGraph] = dict.fromkeys(self._removed, ())
        self._removed = []
        for statements, ready, _ in waiting:
            if ready is None:
                self._unchanged.add(statements.graph)
                continue
            content_by_graph |= dict.fromkeys(statements.earlier, ())
            content_by_graph[statements.graph] = ready
        if content_by_graph:
            changed = self._open().replace_graphs(content_by_graph)
            # What is stored may differ from what was read: forgotten names are masked.
            self._unchanged |= {s.graph for s, _, _ in waiting} - set(changed)
        return [done for _, _, done in waiting]

    def was_unchanged(self, graph: str) -> bool:
        """Whether the store held just these statements already."""
        return graph in self._unchanged

    def publish(self, outcomes: Sequence[Outcome]) -> int | None:
        """Record the run and publish; None if readers see all of it already."""
        if self._writer is None and self._is_published():
            return None
        writer = self._open()
        if INFERRED_GRAPH.value in writer.ledger():
            # What was inferred from the documents before no longer follows; reason builds it anew.
            writer.replace_graph(INFERRED_GRAPH.value, ())
        reattach(writer)
        record_run(writer, self._note, self._cut_short, outcomes, self._told)
        number = writer.publish()
        clear_notes(self._store)
        return number

    def close(self) -> None:
        """Let go of the store."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _is_due(self) -> bool:
        """Whether enough waits to be stored: what a cut costs grows with the run, up to a limit."""
        waiting = len(self._waiting)
        wanted = min(self._committed // 2, MOST_DOCUMENTS)
        if monotonic() - self._waiting_since >= PATIENCE_S:
            wanted = 0
        return waiting >= max(BATCH_DOCUMENTS, wanted) or self._waiting_bytes >= BATCH_BYTES

    def _all_published(self) -> bool:
        """Whether readers see all that the ledger has.

        A publish that was cut short has put its number into the ledger, but not before readers.
        """
        current = published_number(self._store) or 0
        return all(
            entry.generation is not None and entry.generation <= current
            for entry in self._ledger.values()
        )

    def _is_published(self) -> bool:
        """False also after an update of the reference data, or before anything was published."""
        entry = self._ledger.get(REFERENCE_GRAPH.value)
        return (
            self._all_published()
            and entry is not None
            and entry.digest == digest(graph_lines(REFERENCE_GRAPH, reference_quads()))
        )

    def _open(self) -> Writer:
        """The writer, opened when first needed; the reference graph is then brought up to date."""
        if self._writer is None:
            self._writer = open_writer(self._store, minimum_free_bytes=self._minimum_free_bytes)
            write_notes(self._store, [*self._cut_short, self._note])
            self._writer.replace_graph(REFERENCE_GRAPH.value, reference_quads())
        return self._writer


def _taken(statements: Statements) -> ReadyGraph:
    try:
        return take_ready(NamedNode(statements.graph), statements.packed)
    except QuadsInvalidError as error:
        raise ReaderError(f"<{statements.graph}>: a worker gave no RDF ({error})") from error
