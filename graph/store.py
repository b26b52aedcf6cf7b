"""The writer: replaces named graphs whole and publishes generations. The only code that writes.

Layout of a store's directory:

    standpunt-store.json    says that this is a store of ours
    writer.lock             who is writing (flock; pid and since)
    ledger.json             digest and number of quads of each named graph
    primary/                the engine's files, opened by the writer alone
    generations/000007/     a published state, hard-linked, opened read-only by query workers
    generations/000007.json its manifest
    generations/000007.reviewed/  the same as reviews leave it, if there are any; see graph.reviewed
    generations/000007.void.ttl  what it holds, in VoID and SPARQL Service Description
    current                 symbolic link to the published generation
    history/                what every generation held, see graph.history

In the engine each document, and the reference data, has a named graph; the default graph is their
merge, kept so by every write. A query that names no graph then sees each triple once, however many
documents state it (the engine's own union would give it once for each).
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph.description import describe_store, description_turtle
from graph.durable import swap_link, sync_tree, write_file, write_json
from graph.errors import StoreError, StoreWriteError
from graph.folder import (
    SNAPSHOT_FOLDER,
    lock_folder,
    next_number,
    open_engine,
    prune_generations,
    remove_leftovers,
    write_marker,
)
from graph.generation import (
    CURRENT_LINK,
    GENERATIONS_FOLDER,
    description_path,
    generation_path,
    manifest_path,
    reviewed_path,
)
from graph.history import is_kept, keep_graph, note_generation
from graph.ledger import LedgerDifference, LedgerEntry, read_ledger, write_ledger
from graph.quads import (
    check_iri,
    digest,
    graph_iris,
    graph_lines,
    named_quad_count,
    replacement_request,
    stored_lines,
)
from graph.reviewed import apply_reviews, has_reviews
from ontology.iris import REFERENCE_GRAPH
from ontology.terms import ID, OWL

PRIMARY_FOLDER = "primary"
# Below this much free space nothing is written: a full disk stops the engine until it is reopened.
MINIMUM_FREE_BYTES = 256 * 2**20
# From so many new quads on the bulk loader is used.
BULK_QUADS = 5_000

_DOCUMENT_GRAPHS = f"{ID}graph/document/"
_VERSION_INFO = NamedNode(f"{OWL}versionInfo")


class StoreWriter:
    """The one writer of a store, from construction until close(); a context manager.

    What replace_graphs() has returned from is flushed to the disk. Readers see it after publish().
    """

    def __init__(self, path: Path, *, minimum_free_bytes: int = MINIMUM_FREE_BYTES) -> None:
        """Open the store for writing; an absent or empty directory becomes a new store.

        Raises StoreLockedError if somebody is writing it, StoreUnwritableError if the directory
        cannot be made or written, StoreInvalidError if it holds something else, StoreDamagedError
        if the engine cannot read its files, StoreWriteError if the disk is too full.
        """
        self.path = Path(path)
        self._minimum_free_bytes = minimum_free_bytes
        self._failed = False
        self._store: Store | None = None
        self._lock = lock_folder(self.path)
        try:
            self._require_space()
            remove_leftovers(self.path)
            self._store = open_engine(self.path / PRIMARY_FOLDER)
            self._ledger = read_ledger(self.path)
        except BaseException:
            self.close()
            raise

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
        """Let go of the files and the lock; a second call does nothing. Publishes nothing."""
        self._store = None  # the engine closes its files when the last reference goes
        self._lock.release()

    # --- writing ---------------------------------------------------------------------------

    def replace_graph(self, graph_iri: str, quads: Iterable[Quad]) -> bool:
        """Make the named graph hold exactly these quads; False if it already did.

        See replace_graphs().
        """
        return bool(self.replace_graphs({graph_iri: quads}))

    def replace_graphs(self, quads_by_graph: Mapping[str, Iterable[Quad]]) -> tuple[str, ...]:
        """Make each named graph hold exactly these quads, all in one transaction, flushed.

        Quads of the default graph are taken as quads of the graph they are filed under; no quads
        at all drop the graph. Gives the IRIs of the graphs that changed, sorted: () if the store
        already held all of it. After an error the store is as it was before the call.

        Raises QuadsInvalidError (nothing was written) or StoreWriteError (disk full, I/O error).
        """
        store = self._usable()
        lines_by_graph = {
            iri: graph_lines(check_iri(iri), quads) for iri, quads in quads_by_graph.items()
        }
        changed = {
            iri: lines
            for iri, lines in lines_by_graph.items()
            if lines != stored_lines(store, NamedNode(iri))
        }
        try:
            if changed:
                self._require_space()
                for lines in changed.values():
                    keep_graph(self.path, lines)
                _write(store, changed)
                store.flush()
            self._note(lines_by_graph, frozenset(changed))
        except (OSError, RuntimeError) as error:
            raise self._write_failure("write", error) from error
        return tuple(sorted(changed))

    def publish(self) -> int:
        """Publish what is stored as a new generation and give its number.

        Readers go over to it by themselves; the last 5 generations stay on the disk.

        Raises StoreWriteError; the generation published before then goes on answering.
        """
        store = self._usable()
        number = next_number(self.path)
        try:
            self._require_space()
            store.flush()
            self._ledger = {
                iri: entry if entry.generation else replace(entry, generation=number)
                for iri, entry in self._ledger.items()
            }
            write_ledger(self.path, self._ledger)
            self._note_history(store, number)
            self._write_generation(store, number)
            swap_link(self.path / CURRENT_LINK, f"{GENERATIONS_FOLDER}/{number:06d}")
        except (OSError, RuntimeError) as error:
            raise self._write_failure("publish", error) from error
        prune_generations(self.path)
        return number

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """A folder in which all that is stored, published or not, can be asked like a store.

        It is there as long as the context lasts. Raises StoreWriteError.
        """
        store, folder = self._usable(), self.path / SNAPSHOT_FOLDER
        try:
            (folder / GENERATIONS_FOLDER).mkdir(parents=True)
            write_marker(folder)
            store.backup(str(generation_path(folder, 1)))
            write_json(manifest_path(folder, 1), _manifest(store, 1, datetime.now(UTC)))
            swap_link(folder / CURRENT_LINK, f"{GENERATIONS_FOLDER}/{1:06d}")
            yield folder
        except (OSError, RuntimeError) as error:
            raise self._write_failure("take a snapshot", error) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def next_number(self) -> int:
        """The number that publish() would give now."""
        return next_number(self.path)

    # --- reading what was written ------------------------------------------------------------

    def graph_names(self) -> tuple[str, ...]:
        """IRIs of the named graphs that hold at least one quad, sorted."""
        return tuple(sorted(graph_iris(self._usable())))

    def lines(self, graph_iri: str) -> list[str]:
        """The statements of a named graph, as graph_lines() gives them; [] if there is none."""
        return stored_lines(self._usable(), check_iri(graph_iri))

    def ledger(self) -> Mapping[str, LedgerEntry]:
        """What each named graph held when it was last written, by IRI."""
        return MappingProxyType(self._ledger)

    def quad_count(self, graph_iri: str | None = None) -> int:
        """Number of quads in one named graph (0 if there is none), or in all named graphs."""
        store = self._usable()
        if graph_iri is None:
            return named_quad_count(store)
        return sum(1 for _ in store.quads_for_pattern(None, None, None, check_iri(graph_iri)))

    def compare_ledger(self) -> tuple[LedgerDifference, ...]:
        """Where the store and the ledger differ, by graph; () if nowhere. Reads every quad.

        A default graph that is not the merge of the named ones comes first, as graph "".
        """
        store = self._usable()
        lines_by_graph = {iri: stored_lines(store, NamedNode(iri)) for iri in graph_iris(store)}
        stored = {iri: digest(lines) for iri, lines in lines_by_graph.items()}
        differences = []
        if set(stored_lines(store, DefaultGraph())) != set(chain(*lines_by_graph.values())):
            differences.append(LedgerDifference("", "changed"))
        for iri in sorted(stored.keys() | self._ledger.keys()):
            if iri not in stored:
                differences.append(LedgerDifference(iri, "missing"))
            elif iri not in self._ledger:
                differences.append(LedgerDifference(iri, "unlisted"))
            elif stored[iri] != self._ledger[iri].digest:
                differences.append(LedgerDifference(iri, "changed"))
        return tuple(differences)

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads that are stored with these terms, published or not; None stands for any."""
        return iter(self._usable().quads_for_pattern(subject, predicate, value, graph))

    # --- inside --------------------------------------------------------------------------------

    def _usable(self) -> Store:
        if self._store is None:
            raise StoreError(f"{self.path}: this writer is closed; open a new one")
        if self._failed:
            raise StoreWriteError(
                f"{self.path}: an earlier write failed; close this writer, free the disk, open anew"
            )
        return self._store

    def _require_space(self) -> None:
        free = shutil.disk_usage(self.path).free
        if free < self._minimum_free_bytes:
            raise StoreWriteError(
                f"{self.path}: only {free // 2**20} MiB free, {self._minimum_free_bytes // 2**20} "
                "MiB needed; free some disk space and repeat. The store is as it was"
            )

    def _note(self, lines_by_graph: Mapping[str, list[str]], changed: frozenset[str]) -> None:
        """Bring the ledger up to what was just stored; writes it only if that changes it."""
        written = datetime.now(UTC).isoformat(timespec="seconds")
        ledger = dict(self._ledger)
        for iri, lines in lines_by_graph.items():
            content = digest(lines)
            if not lines:
                ledger.pop(iri, None)
            elif iri in changed or iri not in ledger or ledger[iri].digest != content:
                ledger[iri] = LedgerEntry(content, len(lines), written, None)
        if ledger != self._ledger:
            write_ledger(self.path, ledger)
            self._ledger = ledger

    def _note_history(self, store: Store, number: int) -> None:
        """Note what the generation holds; a graph that an earlier version wrote is kept now."""
        for iri, entry in self._ledger.items():
            if not is_kept(self.path, entry.digest):
                keep_graph(self.path, stored_lines(store, NamedNode(iri)))
        now = {iri: entry.digest for iri, entry in self._ledger.items()}
        note_generation(self.path, number, datetime.now(UTC), now)

    def _write_generation(self, store: Store, number: int) -> None:
        folder = generation_path(self.path, number)
        partial = folder.with_suffix(".partial")
        store.backup(str(partial))
        sync_tree(partial)
        partial.replace(folder)
        if has_reviews(store):
            reviewed = reviewed_path(self.path, number)
            partial = reviewed.with_suffix(".reviewed-partial")
            store.backup(str(partial))
            apply_reviews(partial)
            sync_tree(partial)
            partial.replace(reviewed)
        published = datetime.now(UTC)
        quads_by_graph = {iri: entry.quads for iri, entry in self._ledger.items()}
        write_file(
            description_path(self.path, number),
            description_turtle(describe_store(store, quads_by_graph, number, published)),
        )
        write_json(manifest_path(self.path, number), _manifest(store, number, published))

    def _write_failure(self, what: str, error: Exception) -> StoreWriteError:
        self._failed = True
        return StoreWriteError(
            f"{self.path}: cannot {what} ({error}); free space or check the disk, then repeat. "
            "The last published generation still answers"
        )


def _manifest(store: Store, number: int, published: datetime) -> dict[str, object]:
    graphs = graph_iris(store)
    return {
        "number": number,
        "published": published.isoformat(),
        "documents": sum(1 for iri in graphs if iri.startswith(_DOCUMENT_GRAPHS)),
        "quads": named_quad_count(store),
        "ontology_version": _ontology_version(store),
    }


def _write(store: Store, lines_by_graph: Mapping[str, list[str]]) -> None:
    """Make each graph hold its statements, in one transaction.

    Where all of them are new, by the engine's bulk loader, which is all or nothing as well and
    takes a sixth of the time; it leaves a file each time, so it must be worth it.
    """
    graphs = {NamedNode(iri): lines for iri, lines in lines_by_graph.items()}
    new = all(
        lines and next(store.quads_for_pattern(None, None, None, graph), None) is None
        for graph, lines in graphs.items()
    )
    if not new or sum(map(len, graphs.values())) < BULK_QUADS:
        store.update(replacement_request(lines_by_graph))
        return
    quads = []
    for graph, lines in graphs.items():
        for found in parse("\n".join(lines), format=RdfFormat.N_TRIPLES):
            quads.append(Quad(found.subject, found.predicate, found.object, graph))
            quads.append(Quad(found.subject, found.predicate, found.object))
    store.bulk_extend(quads)


def _ontology_version(store: Store) -> str | None:
    versions = [
        quad.object.value
        for quad in store.quads_for_pattern(None, _VERSION_INFO, None, REFERENCE_GRAPH)
        if isinstance(quad.object, Literal)
    ]
    return max(versions, default=None)
