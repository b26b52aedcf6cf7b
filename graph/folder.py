"""A store's directory: making it, locking it, opening the engine's files, tidying generations."""

import shutil
from pathlib import Path

from pyoxigraph import Store

from graph.durable import sync_folder, write_json
from graph.errors import (
    StoreDamagedError,
    StoreInvalidError,
    StoreLockedError,
    StoreUnwritableError,
    StoreWriteError,
)
from graph.generation import (
    GENERATIONS_FOLDER,
    MARKER_FILE,
    current_number,
    description_path,
    generation_path,
    manifest_path,
    reviewed_path,
)
from graph.lock import LOCK_FILE, WriterLock

KEPT_GENERATIONS = 5
KEPT_VIEWS = 2  # of reviews laid over: less of their files is shared
SNAPSHOT_FOLDER = "snapshot"


def lock_folder(path: Path) -> WriterLock:
    """Make the directory a store, if it is absent or empty, and lock it for writing.

    Raises StoreInvalidError if it holds something else, StoreUnwritableError or StoreLockedError.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(path)
        lock = WriterLock(path)
        try:
            if not (path / MARKER_FILE).exists():
                write_marker(path)
            (path / GENERATIONS_FOLDER).mkdir(exist_ok=True)
        except OSError:
            lock.release()
            raise
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreInvalidError(f"{path}: this is no directory; name another") from error
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    return lock


def write_marker(path: Path) -> None:
    """Say that the folder is a store of ours. Raises OSError."""
    write_json(path / MARKER_FILE, {"product": "standpunt", "format": 1})


def open_engine(folder: Path) -> Store:
    """Open the engine for writing, rid of what a killed bulk load left.

    Raises StoreLockedError, StoreWriteError (disk full) or StoreDamagedError.
    """
    for orphan in folder.glob("bulk-*.sst"):  # a killed bulk load leaves them for ever
        orphan.unlink()
    try:
        return Store(str(folder))
    except (OSError, RuntimeError) as error:
        reason = str(error)
        if "LOCK" in reason:
            raise StoreLockedError(folder.parent, None, None) from error
        if "No space left" in reason:
            raise StoreWriteError(
                f"{folder}: the disk is full; free some space and repeat"
            ) from error
        raise StoreDamagedError(
            f"{folder}: the engine cannot open its files ({reason}); "
            "move the directory aside and ingest the documents again"
        ) from error


def next_number(store: Path) -> int:
    """Number for the next generation: above every one that is or was begun here."""
    return max(_numbers(store) | {current_number(store) or 0}) + 1


def remove_leftovers(store: Path) -> None:
    """Remove what a publish that was cut short left: folders without a manifest, files aside."""
    shutil.rmtree(store / SNAPSHOT_FOLDER, ignore_errors=True)
    for entry in (store / GENERATIONS_FOLDER).iterdir():
        manifest = entry.with_name(f"{entry.name.partition('.')[0]}.json")
        if entry.is_dir() and not manifest.exists():
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.endswith(".new") or (entry.is_file() and not manifest.exists()):
            entry.unlink(missing_ok=True)


def prune_generations(store: Path) -> None:
    """Keep the last 5 generations, and the reviewed view of 2.

    What cannot be removed now goes at the next publish.
    """
    published = current_number(store)
    newest_first = sorted(_numbers(store), reverse=True)
    for number in newest_first[KEPT_VIEWS:]:
        shutil.rmtree(reviewed_path(store, number), ignore_errors=True)
    for number in newest_first[KEPT_GENERATIONS:]:
        if number != published:
            try:
                manifest_path(store, number).unlink(missing_ok=True)
                description_path(store, number).unlink(missing_ok=True)
            except OSError:
                continue
            shutil.rmtree(generation_path(store, number), ignore_errors=True)
    sync_folder(store / GENERATIONS_FOLDER)


def _refuse_foreign(path: Path) -> None:
    if (path / MARKER_FILE).exists():
        return
    ours = {LOCK_FILE, f".{MARKER_FILE}.new"}  # left by a start that was cut short
    if any(entry.name not in ours for entry in path.iterdir()):
        raise StoreInvalidError(
            f"{path}: this directory holds other files and no store; name an empty one"
        )


def _unwritable(path: Path, error: Exception) -> StoreUnwritableError:
    reason = getattr(error, "strerror", None) or error
    return StoreUnwritableError(
        f"{str(path)!r}: the store cannot be made or written here ({reason}); "
        "give yourself the right to write, or name another directory with --store"
    )


def _numbers(store: Path) -> set[int]:
    stems = (entry.name.partition(".")[0] for entry in (store / GENERATIONS_FOLDER).iterdir())
    return {int(stem) for stem in stems if stem.isdigit()}
