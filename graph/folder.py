"""A store's directory: making it, locking it, opening the engine's files, tidying generations."""

import shutil
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Store

from graph.durable import read_json, sync_folder, write_json
from graph.errors import (
    StoreDamagedError,
    StoreInvalidError,
    StoreLockedError,
    StoreUnwritableError,
    StoreWriteError,
)
from graph.generation import (
    CURRENT_LINK,
    GENERATIONS_FOLDER,
    MARKER_FILE,
    PROJECTION_FOLDER,
    current_number,
    description_path,
    generation_path,
    manifest_path,
    projection_path,
    reviewed_path,
)
from graph.history import HISTORY_FOLDER, past_generations
from graph.lock import LOCK_FILE, WriterLock

PRIMARY_FOLDER = "primary"
REBUILT_FOLDER = "rebuilt"
REPLACED_FOLDER = "replaced"
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
                write_marker(path, published=current_number(path) is not None)
            (path / GENERATIONS_FOLDER).mkdir(exist_ok=True)
        except OSError:
            lock.release()
            raise
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreInvalidError(f"{path}: this is no directory; name another") from error
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    return lock


def write_marker(path: Path, *, published: bool = False) -> None:
    """Say that the folder is a store of ours, and whether it ever published. Raises OSError."""
    content = {"product": "standpunt", "format": 1, "published": published}
    write_json(path / MARKER_FILE, content)


def has_published(path: Path) -> bool:
    """Whether a generation is published, or was once; of a store that an earlier version wrote and
    that lost its link, False."""
    if current_number(path) is not None:
        return True
    try:
        return bool(read_json(path / MARKER_FILE).get("published"))
    except (OSError, ValueError):
        return False


def mark_published(path: Path) -> None:
    """Remember that a generation was published. On a full disk the next publish does it."""
    with suppress(OSError, ValueError):
        if not read_json(path / MARKER_FILE).get("published"):
            write_marker(path, published=True)


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
            "bring the store back with: standpunt restore"
        ) from error


def next_number(store: Path) -> int:
    """Number for the next generation: above every one that is or was begun here."""
    published = current_number(store)
    if published is None:  # a store that was brought back from a backup goes on counting
        published = max((past.number for past in past_generations(store)), default=0)
    return max(_numbers(store) | {published}) + 1


def remove_leftovers(store: Path) -> None:
    """Remove what a publish that was cut short left: folders without a manifest, files aside."""
    shutil.rmtree(store / SNAPSHOT_FOLDER, ignore_errors=True)
    folders = ("", f"{HISTORY_FOLDER}/**/", f"{PROJECTION_FOLDER}/")
    for aside in (path for folder in folders for path in store.glob(f"{folder}.*.new")):
        aside.unlink(missing_ok=True)
    if (store / REBUILT_FOLDER).exists():
        if (store / PRIMARY_FOLDER).exists():
            shutil.rmtree(store / REBUILT_FOLDER, ignore_errors=True)
        else:  # killed between the two renames of adopt_rebuilt()
            (store / REBUILT_FOLDER).replace(store / PRIMARY_FOLDER)
    shutil.rmtree(store / REPLACED_FOLDER, ignore_errors=True)
    for entry in (store / GENERATIONS_FOLDER).iterdir():
        manifest = entry.with_name(f"{entry.name.partition('.')[0]}.json")
        if entry.is_dir() and not manifest.exists():
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.endswith(".new") or (entry.is_file() and not manifest.exists()):
            entry.unlink(missing_ok=True)


def adopt_rebuilt(store: Path) -> None:
    """Let the rebuilt engine's files be the primary ones; the old ones go. Raises OSError."""
    if (store / PRIMARY_FOLDER).exists():
        (store / PRIMARY_FOLDER).replace(store / REPLACED_FOLDER)
    (store / REBUILT_FOLDER).replace(store / PRIMARY_FOLDER)
    sync_folder(store)
    shutil.rmtree(store / REPLACED_FOLDER, ignore_errors=True)


def remove_generation(store: Path, number: int) -> None:
    """Remove the files of a generation. Raises OSError if its manifest cannot be removed."""
    manifest_path(store, number).unlink(missing_ok=True)
    description_path(store, number).unlink(missing_ok=True)
    projection_path(store, number).unlink(missing_ok=True)
    remove_view(store, number)
    shutil.rmtree(generation_path(store, number), ignore_errors=True)


def remove_view(store: Path, number: int) -> None:
    """Remove the reviewed view of a generation. Raises OSError."""
    projection_path(store, number, reviewed=True).unlink(missing_ok=True)
    shutil.rmtree(reviewed_path(store, number), ignore_errors=True)


def generation_numbers(store: Path) -> list[int]:
    """Numbers of the generations whose files are on the disk, the last one first."""
    try:
        return sorted(
            (n for n in _numbers(store) if manifest_path(store, n).exists()), reverse=True
        )
    except OSError:
        return []


def _refuse_foreign(path: Path) -> None:
    if (path / MARKER_FILE).exists():
        return
    if (path / CURRENT_LINK).is_symlink() and (path / GENERATIONS_FOLDER).is_dir():
        return  # a store that lost its marker, which is written anew
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
