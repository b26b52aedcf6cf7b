"""Opens a store for reading or writing, wherever it is: in a folder, or behind an address.

A store is named by a folder. If that folder names an address (graph.remote), its engine is asked.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from graph.description import (
    COUNTS,
    counted,
    description_turtle,
    read_description,
)
from graph.errors import NotOfferedError
from graph.generation import Generation, current_generation, current_number
from graph.interface import Pool, Writer
from graph.ledger import LedgerEntry, read_ledger
from graph.pool import MEMORY_BYTES, QueryPool
from graph.remote import Remote, read_remote
from graph.store import MINIMUM_FREE_BYTES, StoreWriter
from graph.totals import Totals

if TYPE_CHECKING:
    from graph.client import Client


def open_writer(store: Path, *, minimum_free_bytes: int | None = None) -> Writer:
    """The writer of the store. Raises StoreError.

    With less free space than `minimum_free_bytes` nothing is written, by default what a folder
    needs; it says nothing of an address, whose disk is the engine's.
    """
    remote = read_remote(store)
    if remote is None:
        least = MINIMUM_FREE_BYTES if minimum_free_bytes is None else minimum_free_bytes
        return StoreWriter(store, minimum_free_bytes=least)
    from graph.remote_writer import RemoteWriter  # with an HTTP client, which few starts need

    return RemoteWriter(store, remote)


def open_pool(
    store: Path,
    workers: int = 1,
    *,
    memory_bytes: int = MEMORY_BYTES,
    reviewed: bool = False,
    pinned: bool = False,
    warm: bool = False,
) -> Pool:
    """Answers queries on what is published in the store; the options are those of QueryPool.

    Behind an address the engine has no workers of ours, so that `memory_bytes` and `warm` are
    without effect there. Raises StoreError.
    """
    remote = read_remote(store)
    if remote is None:
        return QueryPool(
            store, workers, memory_bytes=memory_bytes, reviewed=reviewed, pinned=pinned, warm=warm
        )
    from graph.remote_pool import RemotePool

    return RemotePool(store, remote, workers, reviewed=reviewed, pinned=pinned)


def published_generation(store: Path) -> Generation:
    """The published generation. Raises StoreMissingError and other StoreErrors."""
    remote = read_remote(store)
    if remote is None:
        return current_generation(store)
    from graph.remote_state import missing, read_state

    with _client(remote) as client:
        state = read_state(client)
    if state is None:
        raise missing(remote.query)
    return state.generation(store, remote.query)


def published_number(store: Path) -> int | None:
    """Number of the published generation, None if there is none. Raises RemoteError."""
    remote = read_remote(store)
    if remote is None:
        return current_number(store)
    from graph.remote_state import read_state

    with _client(remote) as client:
        state = read_state(client)
    return state.number or None if state is not None else None


def stored_ledger(store: Path) -> Mapping[str, LedgerEntry]:
    """The ledger; {} for a store that is not there yet. Raises StoreError."""
    remote = read_remote(store)
    if remote is None:
        return read_ledger(store) if store.is_dir() else {}
    from graph.remote_state import read_entries

    with _client(remote) as client:
        return read_entries(client)


def published_engine(store: Path, *graphs: NamedNode) -> Store:
    """An engine on what is published, to be read only; behind an address, a copy in memory.

    `graphs` are the named graphs that are needed, by default all. Raises StoreError.
    """
    remote = read_remote(store)
    if remote is None:
        return Store.read_only(str(current_generation(store).path))
    from graph.remote_state import read_entries, read_lines
    from graph.remote_writer import load_copy

    published_generation(store)
    with _client(remote) as client:
        names = [graph.value for graph in graphs] or list(read_entries(client))
        return load_copy({iri: read_lines(client, iri) for iri in names})


def published_description(store: Path) -> bytes:
    """What the store says of itself, as Turtle; see graph.description. Raises StoreError."""
    if read_remote(store) is None:
        return read_description(store)
    with open_pool(store, pinned=True) as pool:
        return pool_description(pool)


def pool_description(pool: Pool) -> bytes:
    """What the store of a pool says of itself, as Turtle, counted by queries.

    The pool's view counts, reviewed or not. Raises StoreError, QueryError or WorkerError.
    """
    generation = pool.generation()
    classes, properties, graphs = (counted(pool, name) for name in COUNTS)
    return description_turtle(
        Totals(classes, properties), graphs, generation.number, generation.published
    )


def store_name(store: Path) -> str:
    """What to call the store before people: the address of its engine, or its folder."""
    remote = read_remote(store)
    return str(store) if remote is None else remote.query


def require_folder(store: Path, what: str, instead: str = "use a store in a folder") -> None:
    """Refuse what only a store in a folder offers. Raises NotOfferedError."""
    remote = read_remote(store)
    if remote is not None:
        raise NotOfferedError(
            f"{remote.query}: {what} is not offered by a store behind an address "
            f"(docs/remote.md); {instead}"
        )


@contextmanager
def _client(remote: Remote) -> Iterator["Client"]:
    from graph.client import Client

    client = Client(remote)
    try:
        yield client
    finally:
        client.close()
