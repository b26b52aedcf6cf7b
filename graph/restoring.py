"""Brings a damaged store back: the last good generation, and what was stored since, where it is.

Every graph's statements lie in several places, each checked by digest: in the history, in the
generations, in the primary files, in a backup. The engine's files are built anew from the first
place that has them whole. What cannot be found is named; what is damaged is moved to `aside/`.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from graph.deep import DeepPart, damage_of, deep_check, generation_damage
from graph.errors import RestoreError, StoreDamagedError, StoreMissingError
from graph.folder import PRIMARY_FOLDER, adopt_rebuilt, generation_numbers, lock_folder
from graph.forgotten import FORGOTTEN_FILE, read_forgotten, write_forgotten
from graph.generation import (
    GENERATIONS_FOLDER,
    PROJECTION_FOLDER,
    current_number,
    description_path,
    generation_path,
    manifest_path,
    projection_path,
    reviewed_path,
)
from graph.history import (
    HISTORY_FOLDER,
    keep_graph,
    past_generations,
    read_graph,
    remove_damaged,
)
from graph.ledger import (
    JOURNAL_FILE,
    LAST_LINK,
    LEDGER_FILE,
    LedgerEntry,
    read_ledger,
    write_ledger,
)
from graph.masking import mask_lines
from graph.pending import PENDING_FILE
from graph.quads import digest, graph_iris, stored_lines
from graph.rebuilding import Graph, rebuild
from graph.store import StoreWriter

ASIDE_FOLDER = "aside"


@dataclass(frozen=True)
class Restored:
    """What a restore did: `generation` is as `base` was, published anew under a number of its own.

    `recovered` are graphs stored after the base that were found whole: they are stored again, and
    published by the next ingest. `lost` are graphs of the base or stored since that are not to be
    found, with the time they were written where that is known. `aside` holds the damaged files.
    """

    generation: int
    base: int
    base_published: datetime
    recovered: tuple[str, ...]
    lost: Mapping[str, str]
    aside: Path
    notes: tuple[str, ...] = ()


@dataclass
class _Sources:
    """The places to look for a graph's statements."""

    folders: list[Path]
    engines: list[Store] = field(default_factory=list)

    def open(self) -> None:
        """Open all engines that can be opened, the newest generation first, the primary last."""
        for folder in self.folders:
            paths = [generation_path(folder, number) for number in generation_numbers(folder)]
            for path in (*paths, folder / PRIMARY_FOLDER):
                with suppress(OSError, RuntimeError):
                    self.engines.append(Store.read_only(str(path)))

    def find(self, iri: str, name: str) -> list[str] | None:
        """The statements of that digest, from anywhere; None if they are nowhere."""
        for folder in self.folders:
            with suppress(StoreDamagedError):
                return read_graph(folder, name)
        for engine in self.engines:
            with suppress(OSError, RuntimeError):
                lines = stored_lines(engine, NamedNode(iri))
                if digest(lines) == name:
                    return lines
        return None


@dataclass(frozen=True)
class _Base:
    number: int
    published: datetime
    digests: Mapping[str, str]


def damage(store: Path) -> list[DeepPart]:
    """The parts of a store in which something is damaged; [] for a whole one."""
    return [part for part in deep_check(store) if part.lines and not part.skipped]


def restore(store: Path, backup: Path | None = None) -> Restored:
    """Bring the last good generation back, and keep the damaged files aside.

    With a backup, what is not found whole in the store is taken from there. Whoever runs it has
    looked with damage() whether there is need. Raises RestoreError if nothing is left,
    StoreLockedError, StoreWriteError, OSError.
    """
    if backup is None and not store.is_dir():
        raise StoreMissingError(f"{store}: there is no store here; name one, or a backup")
    lock = lock_folder(store)
    try:
        sources = _Sources([store] if backup is None else [store, backup])
        sources.open()
        ledger, notes = _read_lists(store, backup)
        base = _choose_base(sources, ledger)
        lost = {iri: "" for iri, name in base.digests.items() if sources.find(iri, name) is None}
        aside = _make_aside(store)
        entries: dict[str, LedgerEntry] = {}
        rebuild(store, _graphs(store, sources, base, ledger, entries))
        since = _find_since(sources, base, ledger, lost)
        sources.engines.clear()
        _put_aside(store, aside)
        adopt_rebuilt(store)
        write_ledger(store, entries)
    except BaseException:
        lock.release()
        raise
    with StoreWriter(store, lock=lock) as writer:
        number = writer.publish()
        recovered = [iri for iri, _ in since]
        for iri, lines in since:
            writer.replace_graph(iri, parse("\n".join(lines), format=RdfFormat.N_TRIPLES))
    return Restored(
        number, base.number, base.published, tuple(sorted(recovered)), lost, aside, tuple(notes)
    )


def _read_lists(
    store: Path, backup: Path | None
) -> tuple[dict[str, LedgerEntry] | None, list[str]]:
    """The ledger, if it can be read; the list of forgotten names is taken from a backup if need be.

    Raises StoreDamagedError if that list is damaged, and no backup has it: it must not be lost.
    """
    notes = []
    try:
        read_forgotten(store)
    except StoreDamagedError:
        if backup is None:
            raise
        (store / FORGOTTEN_FILE).unlink()
    if backup is not None:
        names = read_forgotten(backup)
        if names and not (store / FORGOTTEN_FILE).exists():
            write_forgotten(store, names)
        if not past_generations(store) and read_forgotten(store) == names:
            shutil.copytree(backup / HISTORY_FOLDER, store / HISTORY_FOLDER, dirs_exist_ok=True)
    try:
        ledger = read_ledger(store)
    except StoreDamagedError:
        ledger = {}
    if not ledger and backup is not None and current_number(store) is None:
        ledger = read_ledger(backup)  # the store is gone: it is to be as the backup is
    elif not ledger:
        notes.append("the ledger is lost; what was stored and not published cannot be told")
    return ledger or None, notes


def _choose_base(sources: _Sources, ledger: Mapping[str, LedgerEntry] | None) -> _Base:
    """The newest generation that is to be had whole, else the newest; never a damaged graph."""
    candidates = sorted(_candidates(sources), key=lambda base: -base.number)
    for base in candidates:
        if all(sources.find(iri, name) is not None for iri, name in base.digests.items()):
            return base
    for base in candidates:
        if any(sources.find(iri, name) is not None for iri, name in base.digests.items()):
            return base
    if ledger and any(sources.find(iri, entry.digest) for iri, entry in ledger.items()):
        digests = {iri: entry.digest for iri, entry in ledger.items()}
        return _Base(0, datetime.now(UTC), digests)
    raise RestoreError(
        f"{sources.folders[0]}: nothing is left to restore from; name a backup "
        "(standpunt restore --from FOLDER), or ingest the documents into another store"
    )


def _candidates(sources: _Sources) -> Iterator[_Base]:
    """The generations that were published, by the history, else by files that are whole."""
    known = set()
    for folder in sources.folders:
        current = current_number(folder)
        on_disk = generation_numbers(folder)
        last = current if current is not None else max(on_disk, default=None)
        for past in past_generations(folder):
            if last is None or past.number <= last:  # a later one was begun, and never published
                known.add(past.number)
                yield _Base(past.number, past.published, past.digests)
        for number in on_disk:
            if number not in known and not generation_damage(folder, number):
                path = generation_path(folder, number)
                engine = Store.read_only(str(path))
                digests = {
                    iri: digest(stored_lines(engine, NamedNode(iri))) for iri in graph_iris(engine)
                }
                if not damage_of(path, digests):
                    known.add(number)
                    stamp = manifest_path(folder, number).stat().st_mtime
                    yield _Base(number, datetime.fromtimestamp(stamp, UTC), digests)


def _graphs(
    store: Path,
    sources: _Sources,
    base: _Base,
    ledger: Mapping[str, LedgerEntry] | None,
    entries: dict[str, LedgerEntry],
) -> Iterator[Graph]:
    """The graphs of the base that are to be found, without forgotten names.

    Puts what the ledger has to say of each into `entries`, and its statements into the history.
    """
    forgotten = read_forgotten(store)
    for iri, name in base.digests.items():
        lines = sources.find(iri, name)
        if lines is None:
            continue
        if forgotten:
            lines = mask_lines(forgotten, lines)
        kept = keep_graph(store, lines)
        known = (ledger or {}).get(iri)
        if known is None or known.digest != kept:
            known = LedgerEntry(kept, len(lines), base.published.isoformat("T", "seconds"), None)
        entries[iri] = known
        yield iri, lines


def _find_since(
    sources: _Sources,
    base: _Base,
    ledger: Mapping[str, LedgerEntry] | None,
    lost: dict[str, str],
) -> list[Graph]:
    """What was stored after the base, as far as it is to be found; the rest is lost.

    A graph that was dropped since is dropped again: its statements are [].
    """
    if ledger is None:
        return []
    since: list[Graph] = []
    for iri, entry in sorted(ledger.items()):
        if base.digests.get(iri) == entry.digest and iri not in lost:
            continue
        lines = sources.find(iri, entry.digest)
        if lines is None:
            lost[iri] = entry.written
        else:
            lost.pop(iri, None)
            since.append((iri, lines))
    since += [(iri, []) for iri in sorted(base.digests.keys() - ledger.keys())]
    return since


def _make_aside(store: Path) -> Path:
    """A folder for this restore, numbered from 1."""
    taken = [int(entry.name) for entry in (store / ASIDE_FOLDER).glob("*") if entry.name.isdigit()]
    aside = store / ASIDE_FOLDER / f"{max(taken, default=0) + 1:03d}"
    aside.mkdir(parents=True)
    return aside


def _put_aside(store: Path, aside: Path) -> None:
    """Move all that is damaged, or about to be replaced, out of the way. Raises OSError."""
    if (store / LEDGER_FILE).exists():  # it stays until the new one takes its place
        shutil.copyfile(store / LEDGER_FILE, aside / LEDGER_FILE)
    if (store / JOURNAL_FILE).exists():
        (store / JOURNAL_FILE).replace(aside / JOURNAL_FILE)
    (store / LAST_LINK).unlink(missing_ok=True)
    if (store / PENDING_FILE).exists():
        (store / PENDING_FILE).replace(aside / PENDING_FILE)
    if (store / PRIMARY_FOLDER).exists():
        (store / PRIMARY_FOLDER).replace(aside / PRIMARY_FOLDER)
    if (store / PROJECTION_FOLDER).exists():  # it is made anew by the publish that follows
        (store / PROJECTION_FOLDER).replace(aside / PROJECTION_FOLDER)
    numbers = {
        int(stem)
        for entry in (store / GENERATIONS_FOLDER).iterdir()
        if (stem := entry.name.partition(".")[0]).isdigit()
    }
    for number in sorted(numbers):
        if not generation_damage(store, number) and generation_path(store, number).is_dir():
            continue
        (aside / GENERATIONS_FOLDER).mkdir(exist_ok=True)
        for path in _files_of(store, number):
            if path.exists():
                path.replace(aside / GENERATIONS_FOLDER / path.name)
    remove_damaged(store, aside)


def _files_of(store: Path, number: int) -> Sequence[Path]:
    return (
        manifest_path(store, number),
        description_path(store, number),
        projection_path(store, number),
        projection_path(store, number, reviewed=True),
        reviewed_path(store, number),
        generation_path(store, number),
    )
