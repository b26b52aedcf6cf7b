"""A backup: a folder that is itself a whole store, with what is published and all history.

Made while others read and write: a published generation never changes. It may be copied, packed
and moved like any folder.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Store

from graph.deep import deep_check, published_digests
from graph.durable import swap_link, sync_folder, sync_tree, write_file
from graph.errors import BackupError
from graph.folder import PRIMARY_FOLDER, write_marker
from graph.forgotten import FORGOTTEN_FILE
from graph.generation import (
    CURRENT_LINK,
    GENERATIONS_FOLDER,
    Generation,
    current_generation,
    current_number,
    description_path,
    generation_path,
    manifest_path,
    reviewed_path,
)
from graph.history import copy_history
from graph.ledger import LedgerEntry, read_ledger, write_ledger
from graph.projection import copy_projection
from graph.quads import digest, graph_iris, stored_lines
from graph.retention import RETENTION_FILE
from graph.saved import copy_saved


def back_up(store: Path, target: Path, besides: Sequence[str] = ()) -> Generation:
    """Copy what is published into a new folder, and look at the copy; the generation it holds.

    `besides` names files that are copied as well, if they are there. The folder is there, whole,
    or not at all. Raises BackupError if it is there already, cannot be written, or the copy is
    damaged, and what current_generation() raises.
    """
    generation = current_generation(store)
    if target.exists():
        raise BackupError(f"{target}: is there already; name a folder that is not")
    partial = target.with_name(f".{target.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _copy(store, partial, generation.number)
        _copy_files(store, partial, (FORGOTTEN_FILE, RETENTION_FILE, *besides))
        copy_saved(store, partial)
        damage = [line for part in deep_check(partial) if not part.skipped for line in part.lines]
        if damage:
            raise BackupError(
                f"{store}: the copy is damaged ({damage[0]}); look with: standpunt check --deep"
            )
        partial.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise BackupError(
            f"{target}: the backup cannot be made ({error.strerror or error}); "
            "free space, or name another place"
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return generation


def require_backup(folder: Path) -> None:
    """That the folder is a store in which nothing is damaged. Raises BackupError."""
    if not folder.is_dir() or current_number(folder) is None:
        raise BackupError(
            f"{folder}: this is no backup; name a folder that `standpunt backup` made"
        )
    damage = [line for part in deep_check(folder) if not part.skipped for line in part.lines]
    if damage:
        raise BackupError(f"{folder}: this backup is damaged ({damage[0]}); name another")


def _copy(store: Path, target: Path, number: int) -> None:
    (target / GENERATIONS_FOLDER).mkdir()
    folders = [(generation_path(store, number), generation_path(target, number))]
    if reviewed_path(store, number).exists():
        folders.append((reviewed_path(store, number), reviewed_path(target, number)))
    for source, copy in folders:
        shutil.copytree(source, copy)
        sync_tree(copy)
    primary = target / PRIMARY_FOLDER
    shutil.copytree(generation_path(target, number), primary, copy_function=_link)
    sync_tree(primary)
    for find in (manifest_path, description_path):
        write_file(find(target, number), find(store, number).read_bytes())
    copy_history(store, target, number)
    copy_projection(store, target, number)
    write_ledger(target, _entries(store, target, number))
    write_marker(target, published=True)
    swap_link(target / CURRENT_LINK, f"{GENERATIONS_FOLDER}/{number:06d}")


def _copy_files(store: Path, target: Path, names: Iterable[str]) -> None:
    for name in names:
        if (store / name).exists():
            write_file(target / name, (store / name).read_bytes())


def _link(source: str, target: str) -> None:
    """The tables of the engine are never changed, so two folders may share them."""
    if not source.endswith(".sst"):
        shutil.copyfile(source, target)
        return
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _entries(store: Path, target: Path, number: int) -> dict[str, LedgerEntry]:
    """The ledger as it was when the generation was published."""
    ledger = read_ledger(store)
    engine = Store.read_only(str(generation_path(target, number)))
    digests = published_digests(target, number)
    if digests is None:  # published by a version that kept no history
        digests = {iri: digest(stored_lines(engine, NamedNode(iri))) for iri in graph_iris(engine)}
    published = current_generation(store).published.isoformat(timespec="seconds")
    entries = {}
    for iri, name in digests.items():
        known = ledger.get(iri)
        if known is None or known.digest != name:
            quads = sum(1 for _ in engine.quads_for_pattern(None, None, None, NamedNode(iri)))
            known = LedgerEntry(name, quads, published, number)
        entries[iri] = known
    return entries
