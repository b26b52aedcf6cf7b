"""Which generation is published, and what it holds. Reads only; never opens the engine's files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from graph.durable import read_json
from graph.errors import StoreDamagedError, StoreInvalidError, StoreMissingError

CURRENT_LINK = "current"
GENERATIONS_FOLDER = "generations"
MARKER_FILE = "standpunt-store.json"
PROJECTION_FOLDER = "projection"
PROJECTION_LIST = ".projection.json"
VIEW_LIST = ".reviewed-projection.json"


@dataclass(frozen=True)
class Generation:
    """A published, read-only state of the store.

    `number` counts from 1 and never goes back; order generations by it, not by `published` (UTC).
    `path` is the engine's folder. `documents` counts document graphs, `quads` the quads of all
    named graphs, `ontology_version` the owl:versionInfo of the reference graph, None without one;
    `files` has the SHA-256 of each file by name, {} for one that an older version published,
    `reviewed_files` those of the reviewed view.
    """

    number: int
    path: Path
    published: datetime
    documents: int
    quads: int
    ontology_version: str | None
    files: Mapping[str, str] = field(default_factory=dict)
    reviewed_files: Mapping[str, str] = field(default_factory=dict)


def manifest_path(store: Path, number: int) -> Path:
    """Where the manifest of a generation lies: beside its folder, `generations/000001.json`."""
    return store / GENERATIONS_FOLDER / f"{number:06d}.json"


def generation_path(store: Path, number: int) -> Path:
    """Where the engine's folder of a generation lies: `generations/000001`."""
    return store / GENERATIONS_FOLDER / f"{number:06d}"


def reviewed_path(store: Path, number: int) -> Path:
    """Where the reviewed view of a generation lies, if there are reviews: 000001.reviewed."""
    return store / GENERATIONS_FOLDER / f"{number:06d}.reviewed"


def description_path(store: Path, number: int) -> Path:
    """Where the description of a generation lies: `generations/000001.void.ttl`."""
    return store / GENERATIONS_FOLDER / f"{number:06d}.void.ttl"


def projection_path(store: Path, number: int, *, reviewed: bool = False) -> Path:
    """Where the projection of a generation is listed: `generations/000001.projection.json`.

    That of its reviewed view: `generations/000001.reviewed-projection.json`.
    """
    suffix = VIEW_LIST if reviewed else PROJECTION_LIST
    return store / GENERATIONS_FOLDER / f"{number:06d}{suffix}"


def current_number(store: Path) -> int | None:
    """Number of the published generation, or None if nothing is published. One system call."""
    try:
        return int(os.path.basename(os.readlink(f"{store}/{CURRENT_LINK}")))  # noqa: PTH115, PTH119 - asked with each query
    except (OSError, ValueError):
        return None


def current_generation(store: Path) -> Generation:
    """The published generation of the store.

    Raises StoreMissingError if the directory is absent or nothing has been published in it,
    StoreInvalidError if it is something else than a store, StoreDamagedError if the manifest
    cannot be read.
    """
    number = current_number(store)
    if number is None:
        _explain_absence(store)
        raise StoreMissingError(
            f"{store}: nothing is published here yet; ingest a document first "
            "(standpunt ingest PATH) or name another store with --store"
        )
    return read_generation(store, number)


def read_generation(store: Path, number: int) -> Generation:
    """The manifest of one generation. Raises StoreDamagedError if it cannot be read."""
    path = manifest_path(store, number)
    try:
        content = read_json(path)
        return Generation(
            number=int(content["number"]),
            path=generation_path(store, number),
            published=datetime.fromisoformat(content["published"]),
            documents=int(content["documents"]),
            quads=int(content["quads"]),
            ontology_version=content["ontology_version"],
            files=dict(content.get("files", {})),
            reviewed_files=dict(content.get("reviewed_files", {})),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamagedError(
            f"{path}: the manifest of generation {number} cannot be read ({error}); "
            "bring the store back with: standpunt restore"
        ) from error


def _explain_absence(store: Path) -> None:
    if store.is_dir() and not (store / MARKER_FILE).exists() and any(store.iterdir()):
        raise StoreInvalidError(
            f"{store}: this directory holds other files and no store; name another with --store"
        )
    if store.exists() and not store.is_dir():
        raise StoreInvalidError(f"{store}: this is a file, not a store; name a directory")
