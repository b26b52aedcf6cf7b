"""Keeping a store: bringing it back, copying it, and taking a person's name out of it.

What the store's folder holds besides the graph (the list of files, the notes of runs) follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.copying import back_up, require_backup
from graph.erasing import Erased, end_erasing, erase
from graph.errors import BackupError, StoreMissingError
from graph.folder import lock_folder
from graph.generation import Generation
from graph.opening import require_folder
from graph.restoring import Restored, damage, restore
from graph.saved import copy_saved
from standpunt.errors import SourcesError
from standpunt.recording import read_notes, write_notes
from standpunt.sources import SOURCES_FILE, Sources


@dataclass(frozen=True)
class Lost:
    """A graph that a restore could not find, when it was written, and the files it came of."""

    graph: str
    written: str
    files: tuple[Path, ...]


@dataclass(frozen=True)
class BroughtBack:
    """What a restore did, and what has to be ingested again."""

    restored: Restored
    lost: tuple[Lost, ...]


def bring_back(store: Path, backup: Path | None = None) -> BroughtBack | None:
    """Restore a damaged store, or one that is gone from a backup; None if nothing is damaged.

    Raises StoreMissingError, RestoreError, BackupError, StoreLockedError.
    """
    require_folder(store, "restore", "use the backups of its engine")
    if backup is not None:
        require_backup(backup)
    if not store.is_dir():
        if backup is None:
            raise StoreMissingError(
                f"{store}: there is no store here; name one with --store, or a backup with --from"
            )
    elif any(store.iterdir()):
        lock_folder(store).release()  # while somebody writes nothing can be said
        if not damage(store) and not _list_is_damaged(store):
            return None
    restored = restore(store, backup)
    if backup is not None:
        copy_saved(backup, store)
    sources = _sources(store, backup, restored.aside)
    lost = tuple(
        Lost(iri, written, tuple(sources.files_of(iri)))
        for iri, written in sorted(restored.lost.items())
    )
    sources.drop_graphs(restored.lost)  # so that the next ingest reads these files again
    sources.save()
    return BroughtBack(restored, lost)


def make_backup(store: Path, target: Path) -> Generation:
    """Copy a store into a new folder, which is a whole store; the generation it holds.

    Raises BackupError, or StoreError if there is nothing to copy.
    """
    require_folder(store, "backup", "use that of its engine, or standpunt export --format nquads")
    if target.resolve().is_relative_to(store.resolve()):
        raise BackupError(f"{target}: lies inside the store; name a folder outside of it")
    return back_up(store, target, (SOURCES_FILE,))


def forget(store: Path, names: Sequence[str], *, rehearse: bool = False) -> Erased:
    """Take the names of persons out of the store; see graph.erasing.erase().

    Raises ForgetError, StoreError.
    """
    require_folder(
        store,
        "forget",
        "what its engine keeps of a name (logs, backups) cannot be erased from here",
    )
    if not store.is_dir():
        raise StoreMissingError(f"{store}: there is no store here; name one with --store")
    erased = erase(store, names, rehearse=rehearse)
    if not rehearse:
        sources = Sources(store)  # leaves out what has a forgotten name in its path
        sources.save()
        if notes := read_notes(store):
            write_notes(store, notes)
        end_erasing(store)
    return erased


def _list_is_damaged(store: Path) -> bool:
    try:
        Sources(store)
    except SourcesError:
        return True
    return False


def _sources(store: Path, backup: Path | None, aside: Path) -> Sources:
    """The list of files; a damaged one is put aside, an absent one taken from the backup."""
    path = store / SOURCES_FILE
    if path.exists() and _list_is_damaged(store):
        path.replace(aside / SOURCES_FILE)
    if not path.exists() and backup is not None and (backup / SOURCES_FILE).exists():
        path.write_bytes((backup / SOURCES_FILE).read_bytes())
    return Sources(store)
