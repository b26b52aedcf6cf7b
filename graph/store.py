"""The writer: replaces named graphs whole and publishes generations. The only code that writes.

Layout of a store's directory:

    standpunt-store.json    says that this is a store of ours
    writer.lock             who is writing (flock; pid, host and since)
    ledger.json             digest and number of quads of each named graph, as of some commit
    ledger.jsonl            what has changed in it since, a line a commit; see graph.ledger
    ledger.last             which of these lines must be there
    pending.json            a commit that is under way, see graph.pending
    forgotten.json          hashes of names that are kept out, see graph.forgotten
    retention.json          which generations stay, see graph.retention
    primary/                the engine's files, opened by the writer alone
    generations/000007/     a published state, hard-linked, opened read-only by query workers
    generations/000007.json its manifest
    generations/000007.reviewed/  the same as reviews leave it, if there are any; see graph.reviewed
    generations/000007.void.ttl  what it holds, but for the list of graphs; see graph.description
    generations/000007.projection.json  what it comes to, see graph.projection
    generations/000007.reviewed-projection.json  what the view comes to, see graph.view_projection
    projection/             the segments of these, each under its hash
    current                 symbolic link to the published generation
    history/                what every generation held, see graph.history
    aside/                  damaged files that a restore took out, see graph.restoring

In the engine each document, and the reference data, has a named graph; the default graph is their
merge, kept so by every write. A query that names no graph then sees each triple once, however many
documents state it (the engine's own union would give it once for each).
"""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from graph.comparing import compare, require_whole
from graph.durable import swap_link, write_json
from graph.edit import Edit, plan_edit
from graph.errors import StoreDamagedError, StoreError, StoreWriteError
from graph.folder import (
    PRIMARY_FOLDER,
    SNAPSHOT_FOLDER,
    lock_folder,
    mark_published,
    next_number,
    open_engine,
    remove_leftovers,
    write_marker,
)
from graph.forgotten import ForgottenNames, read_forgotten
from graph.generation import (
    CURRENT_LINK,
    GENERATIONS_FOLDER,
    current_number,
    generation_path,
    manifest_path,
)
from graph.history import is_kept, keep_graph, keep_ready, latest_digests, note_change
from graph.ledger import LedgerDifference, LedgerEntry, LedgerFiles
from graph.lock import WriterLock
from graph.masking import mask_graph, mask_lines
from graph.pending import note_pending, settle_pending, strike_pending
from graph.projecting import Projected, project_lines
from graph.publishing import manifest_of, write_generation
from graph.quads import (
    check_iri,
    graph_iris,
    named_quad_count,
    stored_lines,
)
from graph.ready import ReadyGraph, make_ready, ready_lines
from graph.retention import prune_generations
from graph.totals import NOTHING, Totals, count_totals

# Below this much free space, and what a write may need, nothing is written: a full disk stops the
# engine until it is reopened.
MINIMUM_FREE_BYTES = 256 * 2**20
STORED_BYTES = 4  # for each byte of statements, by measurement, in the engine and the history
# From so many new quads on the bulk loader is used.
BULK_QUADS = 5_000
PROJECTED_AT_ONCE = 2_000  # graphs that wait for their publishing in memory, some 50 kB each
MOST_SUBJECTS = 200_000  # of a store that was empty: hashes in memory, some 60 bytes each


class StoreWriter:
    """The one writer of a store, from construction until close(); a context manager.

    What replace_graphs() has returned from is flushed to the disk. Readers see it after publish().
    """

    def __init__(
        self,
        path: Path,
        *,
        minimum_free_bytes: int = MINIMUM_FREE_BYTES,
        lock: WriterLock | None = None,
    ) -> None:
        """Open the store for writing; an absent or empty directory becomes a new store.

        Raises StoreLockedError if somebody is writing it, StoreUnwritableError if the directory
        cannot be made or written, StoreInvalidError if it holds something else, StoreDamagedError
        if the engine cannot read its files or lost something, StoreWriteError if the disk is too
        full. `lock` is that of the directory, if the caller has it; it is released by close().
        """
        self.path = Path(path)
        self._minimum_free_bytes = minimum_free_bytes
        self._failed = False
        self._closed = False
        self._store: Store | None = None
        self._ledger: dict[str, LedgerEntry] = {}
        self._totals: Totals | None = None
        # Hashes of the subjects that the merge speaks of, while all of it was written by us.
        self._spoken_of: set[int] | None = None
        self._projected: dict[tuple[str, str], Projected] = {}
        self._touched: set[str] | None = None  # written since publish(); None before the first one
        self._forgotten = ForgottenNames()
        self._lock = lock or lock_folder(self.path)
        try:
            self._require_space()
            remove_leftovers(self.path)
            self._open()
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
        self._closed = True
        self._store = None  # the engine closes its files when the last reference goes
        self._lock.release()

    # --- writing ---------------------------------------------------------------------------

    def replace_graph(self, graph_iri: str, quads: Iterable[Quad]) -> bool:
        """Make the named graph hold exactly these quads; False if it already did.

        See replace_graphs().
        """
        return bool(self.replace_graphs({graph_iri: quads}))

    def replace_graphs(
        self, content_by_graph: Mapping[str, Iterable[Quad] | ReadyGraph]
    ) -> tuple[str, ...]:
        """Make each named graph hold exactly these quads, all in one transaction, flushed.

        Quads of the default graph are taken as quads of the graph they are filed under; no quads
        at all drop the graph; names that the store has forgotten are masked. Gives the IRIs of the
        graphs that changed, sorted: () if the store already held all of it. After an error the
        store holds what it held before, or, if the disk was full after the commit, all of the new.

        Raises QuadsInvalidError (nothing was written) or StoreWriteError (disk full, I/O error).
        """
        store = self._usable()
        wanted = {iri: self._ready(iri, content) for iri, content in content_by_graph.items()}
        held = {iri: stored_lines(store, NamedNode(iri)) for iri in wanted}
        changed = {iri: ready for iri, ready in wanted.items() if ready.lines != held[iri]}
        try:
            ledger, totals = self._noted(wanted, frozenset(changed)), self._totals
            if changed:
                self._require_space(sum(sum(map(len, ready.lines)) for ready in changed.values()))
                for ready in changed.values():
                    keep_ready(self.path, ready)
                note_pending(self.path, {iri: ledger.get(iri) for iri in changed})
                if self._touched is not None:
                    self._touched.update(changed)
                after = {iri: ready.lines for iri, ready in changed.items()}
                before = {iri: held[iri] for iri in changed}
                edit = plan_edit(store, before, after, self._spoken_of)
                self._speak_of(edit.subjects)
                with _writing(store, edit):
                    projected = self._project(changed)
                    totals = totals.edited(edit.unmerged, edit.merged) if totals else None
                store.flush()
            if ledger != self._ledger:
                self._files.write(ledger, totals, wanted.keys())
                self._ledger, self._totals = ledger, totals
            if changed:
                strike_pending(self.path)
                self._projected |= projected
        except (OSError, RuntimeError) as error:
            raise self._write_failure("write", error) from error
        return tuple(sorted(changed))

    def publish(self) -> int:
        """Publish what is stored as a new generation and give its number.

        Readers go over to it by themselves; which generations stay on the disk: graph.retention.

        Raises StoreWriteError; the generation published before then goes on answering.
        """
        from graph.projection import prune_projection  # with numpy, which most starts do not need

        store = self._usable()
        number = next_number(self.path)
        touched, self._touched = self._touched, None  # if this fails, all is compared again
        try:
            self._require_space()
            store.flush()
            self._number(number, touched)
            self._totals = self._totals or count_totals(store)
            self._files.write(self._ledger, self._totals, touched)
            self._note_history(store, number, touched)
            write_generation(
                self.path, store, number, self._ledger, self._totals, self._projected, touched
            )
            swap_link(self.path / CURRENT_LINK, f"{GENERATIONS_FOLDER}/{number:06d}")
        except (OSError, RuntimeError) as error:
            raise self._write_failure("publish", error) from error
        self._touched = set()
        self._projected.clear()
        mark_published(self.path)
        prune_generations(self.path)
        prune_projection(self.path)
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
            content = manifest_of(store, 1, datetime.now(UTC), self._ledger)
            write_json(manifest_path(folder, 1), content)
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
        store = self._usable()  # which may settle what the ledger says
        digests = {iri: entry.digest for iri, entry in self._ledger.items()}
        return tuple(compare(store, digests))

    @property
    def forgotten(self) -> ForgottenNames:
        """The names that this store masks in all that is written to it."""
        return self._forgotten

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
        if self._closed:
            raise StoreError(f"{self.path}: this writer is closed; open a new one")
        return self._reopen() if self._failed or self._store is None else self._store

    def _open(self) -> Store:
        """Open the engine, and see that it has what was acknowledged."""
        engine = open_engine(self.path / PRIMARY_FOLDER)
        self._forgotten = read_forgotten(self.path)
        try:
            self._files = LedgerFiles(self.path)
            ledger, totals = self._files.entries, self._files.totals
            self._ledger = settle_pending(self.path, engine, ledger)
            self._totals = totals if self._ledger == ledger else None
            if not self._ledger and next(engine.quads_for_pattern(None, None, None), None) is None:
                self._totals, self._spoken_of = NOTHING, set()
            if self._ledger != ledger:
                self._files = LedgerFiles(self.path)
            require_whole(self.path, engine, self._ledger, current_number(self.path) or 0)
        except (OSError, RuntimeError) as error:
            raise self._read_failure(error) from error
        self._store = engine
        return engine

    def _reopen(self) -> Store:
        """Open the engine anew: after a write that failed it takes no other until then."""
        self._store = self._touched = self._spoken_of = None
        try:
            self._require_space()
            remove_leftovers(self.path)
            engine = self._open()
        except (StoreError, OSError) as error:
            raise StoreWriteError(
                f"{self.path}: an earlier write failed, and the store cannot be written yet "
                f"({error}); free the disk and repeat"
            ) from error
        self._failed = False
        return engine

    def _require_space(self, written_bytes: int = 0) -> None:
        logs = sum(log.stat().st_size for log in (self.path / PRIMARY_FOLDER).glob("*.log"))
        needed = self._minimum_free_bytes + STORED_BYTES * written_bytes + 2 * logs
        free = shutil.disk_usage(self.path).free
        if self._minimum_free_bytes and free < needed:
            raise StoreWriteError(
                f"{self.path}: only {free // 2**20} MiB free, {needed // 2**20} "
                "MiB needed; free some disk space and repeat. The store is as it was"
            )

    def _ready(self, iri: str, content: Iterable[Quad] | ReadyGraph) -> ReadyGraph:
        """What a graph is to hold, without the names that the store has forgotten."""
        graph = check_iri(iri)
        if not isinstance(content, ReadyGraph):
            return make_ready(graph, mask_graph(self._forgotten, content))
        if not self._forgotten:
            return content
        lines = mask_lines(self._forgotten, content.lines)
        return content if lines == content.lines else ready_lines(lines)

    def _project(self, written: Mapping[str, ReadyGraph]) -> dict[tuple[str, str], Projected]:
        """Project what is written while it is at hand; beyond so many, publish() reads it."""
        room = PROJECTED_AT_ONCE - len(self._projected)
        held = [(iri, ready) for iri, ready in written.items() if ready.lines]
        return {
            (iri, ready.digest): project_lines(iri, ready.lines)
            for iri, ready in held[: max(0, room)]
        }

    def _speak_of(self, subjects: Collection[str]) -> None:
        """Note that the merge may speak of these soon, while there are not too many."""
        if self._spoken_of is not None:
            self._spoken_of.update(map(hash, subjects))
            if len(self._spoken_of) > MOST_SUBJECTS:
                self._spoken_of = None

    def _noted(
        self, wanted: Mapping[str, ReadyGraph], changed: frozenset[str]
    ) -> dict[str, LedgerEntry]:
        """The ledger as it is to be when this is stored."""
        written = datetime.now(UTC).isoformat(timespec="seconds")
        ledger = dict(self._ledger)
        for iri, ready in wanted.items():
            if not ready.lines:
                ledger.pop(iri, None)
            elif iri in changed or iri not in ledger or ledger[iri].digest != ready.digest:
                ledger[iri] = LedgerEntry(ready.digest, len(ready.lines), written, None)
        return ledger

    def _number(self, number: int, touched: set[str] | None) -> None:
        """Let the ledger say of what is new that it is first published with this number."""
        looked_at = self._ledger if touched is None else touched & self._ledger.keys()
        new = {iri: self._ledger[iri] for iri in looked_at if not self._ledger[iri].generation}
        numbered = {iri: replace(entry, generation=number) for iri, entry in new.items()}
        self._ledger = self._ledger | numbered

    def _note_history(self, store: Store, number: int, touched: set[str] | None) -> None:
        """Note what the generation holds; a graph that an earlier version wrote is kept now.

        Unless it is known what was touched, all is compared with what is noted.
        """
        before = latest_digests(self.path) if touched is None else {}
        looked_at = before.keys() | self._ledger.keys() if touched is None else touched
        now = {iri: self._ledger[iri].digest for iri in looked_at if iri in self._ledger}
        changed = {iri: name for iri, name in now.items() if before.get(iri) != name}
        for iri, name in changed.items():
            if not is_kept(self.path, name):
                keep_graph(self.path, stored_lines(store, NamedNode(iri)))
        gone = looked_at - now.keys()
        note_change(self.path, number, datetime.now(UTC), changed, gone)

    def _read_failure(self, error: Exception) -> StoreDamagedError:
        return StoreDamagedError(
            f"{self.path}: the engine cannot read its files ({error}); "
            "bring the store back with: standpunt restore"
        )

    def _write_failure(self, what: str, error: Exception) -> StoreWriteError:
        self._failed = True
        return StoreWriteError(
            f"{self.path}: cannot {what} ({error}); free space or check the disk, then repeat. "
            "The last published generation still answers"
        )


@contextmanager
def _writing(store: Store, edit: Edit) -> Iterator[None]:
    """Make the edit beside what is done inside, as the engine needs nothing of Python."""
    with ThreadPoolExecutor(1) as engine:
        written = engine.submit(_write, store, edit)
        yield
    try:
        written.result()
    finally:
        del written  # with its error it would keep the engine, which may have to be opened anew


def _write(store: Store, edit: Edit) -> None:
    """Make the edit, in one transaction.

    Where nothing goes, by the engine's bulk loader, which is all or nothing as well and takes a
    sixth of the time; it leaves a file each time, so it must be worth it.
    """
    if edit.only_adds and edit.added_count >= BULK_QUADS:
        # Every term was checked, or came out of the engine, before it became a line.
        store.bulk_load(edit.additions(), format=RdfFormat.N_QUADS, lenient=True)
    else:
        store.update(edit.request())
