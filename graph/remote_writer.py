"""The writer's side of a store behind an address.

What is replaced waits here until publish(), which sends all of it as one update request: readers
see the generation before, or the one after. A run that is cut short has changed nothing.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self
from uuid import uuid4

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph.client import Client
from graph.errors import (
    GraphError,
    RemoteConflictError,
    RemoteError,
    StoreError,
    StoreInvalidError,
)
from graph.forgotten import ForgottenNames
from graph.history import keep_graph, keep_ready, note_generation
from graph.ledger import LedgerEntry
from graph.quads import check_iri, digest
from graph.ready import ReadyGraph, make_ready
from graph.remote import Remote
from graph.remote_state import (
    VERSION_INFO,
    State,
    holds_anything,
    is_union,
    read_entries,
    read_lines,
    read_state,
)
from graph.remote_update import publish_request, take_over_request, union_request
from ontology.iris import REFERENCE_GRAPH, document_graph

# From so much text on, what waits is published before the rest: whole documents, in one request.
WAITING_BYTES = 64 * 2**20

_DOCUMENT_GRAPHS = document_graph("").value


class RemoteWriter:
    """A writer of a store behind an address, until close(); a context manager.

    There may be others: one that publishes first makes publish() of this one fail, with nothing
    stored. `path` is a folder of its own, with the history of what it saw, gone after close().
    """

    def __init__(self, store: Path, remote: Remote) -> None:
        """An empty dataset becomes a store. `store` is the folder that stands for it here.

        Raises StoreInvalidError if the dataset holds something else, or RemoteError.
        """
        self._store = store
        self._folder = tempfile.TemporaryDirectory(prefix="standpunt-remote-")
        self.path = Path(self._folder.name)
        self._client = Client(remote)
        self._closed = False
        try:
            self._state = read_state(self._client) or self._take_over()
            self._ledger = read_entries(self._client)
        except GraphError:
            self.close()
            raise
        self._waiting: dict[str, list[str]] = {}
        self._seen: dict[str, list[str]] = {}
        self._copies: dict[tuple[str, ...], Store] = {}
        if self._state.published is not None:
            digests = {iri: entry.digest for iri, entry in self._ledger.items()}
            note_generation(self.path, self._state.number, self._state.published, digests)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; what was not published is forgotten."""
        self._closed = True
        self._client.close()
        self._folder.cleanup()

    # --- writing -------------------------------------------------------------------------------

    def replace_graph(self, graph_iri: str, quads: Iterable[Quad]) -> bool:
        """Make the named graph hold exactly these quads; False if it already did."""
        return bool(self.replace_graphs({graph_iri: quads}))

    def replace_graphs(
        self, content_by_graph: Mapping[str, Iterable[Quad] | ReadyGraph]
    ) -> tuple[str, ...]:
        """Make each named graph hold exactly these quads, with the next publish().

        As StoreWriter.replace_graphs. Raises QuadsInvalidError or RemoteError.
        """
        self._require_open()
        wanted = {
            iri: content if isinstance(content, ReadyGraph) else make_ready(check_iri(iri), content)
            for iri, content in content_by_graph.items()
        }
        changed = []
        self._copies.clear()
        for iri, ready in sorted(wanted.items()):
            entry, lines = self._ledger.get(iri), ready.lines
            if (entry.digest if entry else digest(())) == ready.digest:
                continue
            changed.append(iri)
            if iri.startswith(_DOCUMENT_GRAPHS):  # the record of the run compares the two
                keep_graph(self.path, self.lines(iri))
                keep_ready(self.path, ready)
            self._waiting[iri] = lines
            written = datetime.now(UTC).isoformat(timespec="seconds")
            self._ledger.pop(iri, None)
            if lines:
                self._ledger[iri] = LedgerEntry(ready.digest, len(lines), written, None)
        if sum(len(line) for lines in self._waiting.values() for line in lines) > WAITING_BYTES:
            self.publish()
        return tuple(changed)

    def publish(self) -> int:
        """Send all that waits, in one request, as a new generation; its number.

        Raises RemoteConflictError or RemoteError; the store is then as it was.
        """
        self._require_open()
        number = self.next_number()
        ledger = {
            iri: entry if entry.generation else replace(entry, generation=number)
            for iri, entry in self._ledger.items()
        }
        after = State(
            number=number,
            writer=uuid4().hex,
            merged=self._state.merged,
            published=datetime.now(UTC),
            documents=sum(iri.startswith(_DOCUMENT_GRAPHS) for iri in ledger),
            quads=sum(entry.quads for entry in ledger.values()),
            ontology_version=self._ontology_version(),
        )
        entries = {iri: ledger[iri] for iri in self._waiting if iri in ledger}
        self._send(publish_request(self._state, after, self._waiting, entries), after)
        self._state, self._ledger, self._waiting = after, ledger, {}
        self._seen, self._copies = {}, {}
        return number

    def next_number(self) -> int:
        """The number that publish() would give now."""
        return self._state.number + 1

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """The store itself: all that is stored in it is published."""
        yield self._store

    # --- reading what was written ----------------------------------------------------------------

    def graph_names(self) -> tuple[str, ...]:
        """IRIs of the named graphs that hold at least one quad, sorted."""
        return tuple(sorted(self._ledger))

    def lines(self, graph_iri: str) -> list[str]:
        """The statements of a named graph, as graph_lines() gives them; [] if there is none."""
        check_iri(graph_iri)
        if graph_iri in self._waiting:
            return self._waiting[graph_iri]
        if graph_iri not in self._ledger:
            return []
        if graph_iri not in self._seen:
            self._seen[graph_iri] = read_lines(self._client, graph_iri)
        return self._seen[graph_iri]

    def ledger(self) -> Mapping[str, LedgerEntry]:
        """What each named graph held when it was last written, by IRI."""
        return MappingProxyType(self._ledger)

    @property
    def forgotten(self) -> ForgottenNames:
        """None: nothing is forgotten behind an address."""
        return ForgottenNames()

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads that are stored with these terms, published or not; None stands for any.

        Without a graph, all of them are fetched, and kept until the next publish().
        """
        wanted = [graph.value] if isinstance(graph, NamedNode) else list(self.graph_names())
        copy = self._copy_of(tuple(wanted))
        return iter(copy.quads_for_pattern(subject, predicate, value, graph))

    # --- inside ----------------------------------------------------------------------------------

    def _copy_of(self, graph_iris: tuple[str, ...]) -> Store:
        if graph_iris not in self._copies:
            self._copies[graph_iris] = load_copy({iri: self.lines(iri) for iri in graph_iris})
        return self._copies[graph_iris]

    def _ontology_version(self) -> str | None:
        found = self.quads(None, VERSION_INFO, None, REFERENCE_GRAPH)
        versions = [quad.object.value for quad in found if isinstance(quad.object, Literal)]
        return max(versions, default=None)

    def _take_over(self) -> State:
        """Make the dataset a store of ours, if it is empty."""
        address = self._client.remote.query
        if holds_anything(self._client):
            raise StoreInvalidError(
                f"{address}: this dataset holds other statements and no store; name an empty one"
            )
        state = State(0, uuid4().hex, merged=True)
        self._send(take_over_request(state.writer), state)
        if not is_union(self._client):
            return state
        self._client.update(union_request(state.writer))
        return replace(state, merged=False)

    def _send(self, request: str, after: State) -> None:
        """Send a request, and look whether it was carried out: an answer may be lost."""
        fault: RemoteError | None = None
        try:
            self._client.update(request)
        except RemoteError as error:
            fault = error
        found = read_state(self._client)
        if found is not None and found.writer == after.writer:
            return
        if fault is not None:
            raise fault
        raise RemoteConflictError(
            f"{self._client.remote.update}: somebody else published meanwhile, or this engine does "
            "not carry out updates; nothing was stored, repeat the command"
        )

    def _require_open(self) -> None:
        if self._closed:
            raise StoreError(f"{self._store}: this writer is closed; open a new one")


def load_copy(lines_by_graph: Mapping[str, list[str]]) -> Store:
    """Statements by named graph in an engine in memory, whose default graph is their merge."""
    copy = Store()
    for iri, lines in lines_by_graph.items():
        graph = NamedNode(iri)
        for found in parse("\n".join(lines), format=RdfFormat.N_TRIPLES):
            copy.add(Quad(found.subject, found.predicate, found.object, graph))
            copy.add(Quad(found.subject, found.predicate, found.object))
    return copy
