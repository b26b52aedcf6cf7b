"""Takes names out of a store for good: out of its quads, its generations and its history.

To drop a quad leaves its text in the engine's files, so these are made anew from the masked
statements, and every generation but the new one is removed. A run that is cut short is repeated:
each step can be done twice.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import NamedNode

from graph.durable import write_json
from graph.errors import ForgetError
from graph.folder import (
    PRIMARY_FOLDER,
    adopt_rebuilt,
    generation_numbers,
    lock_folder,
    open_engine,
    remove_generation,
    remove_leftovers,
)
from graph.forgotten import ForgottenNames, read_forgotten, write_forgotten
from graph.generation import PROJECTION_FOLDER
from graph.history import is_kept, keep_graph, kept_graphs, read_graph, rename_graphs
from graph.ledger import LedgerEntry, read_ledger, write_ledger
from graph.masking import mask_lines
from graph.pending import note_pending, settle_pending, strike_pending
from graph.quads import stored_lines
from graph.rebuilding import Graph, rebuild
from graph.restoring import ASIDE_FOLDER
from graph.saved import remove_saved, saved_with_names
from graph.store import StoreWriter
from ontology.iris import REFERENCE_GRAPH

ERASING_FILE = "erasing.json"


@dataclass(frozen=True)
class Erased:
    """What was done: the graphs that held a name, and how many kept states of graphs did.

    `generation` is the one published instead of all others, None for a rehearsal.
    """

    graphs: tuple[str, ...]
    states: int
    generation: int | None


def is_erasing(store: Path) -> bool:
    """Whether an erasure was begun and not ended, so that it has to be repeated."""
    return (store / ERASING_FILE).exists()


def end_erasing(store: Path) -> None:
    """All has been done, outside of this floor as well. Raises OSError."""
    (store / ERASING_FILE).unlink(missing_ok=True)


def erase(store: Path, names: Iterable[str], *, rehearse: bool = False) -> Erased:
    """Mask the names everywhere in the store, and keep them out from now on.

    A rehearsal changes nothing. Raises ForgetError if a name stands in the reference data (it is
    that of an actor, not of a person), StoreError, OSError.
    """
    wanted = list(names)
    lock = lock_folder(store)
    try:
        remove_leftovers(store)
        ledger = _settled(store)
        for name in wanted:
            _require_person(store, ledger, name)
        forgotten = read_forgotten(store).with_names(wanted)
        renamed = _mask_history(store, forgotten, rehearse=rehearse)
        held = tuple(sorted(iri for iri, entry in ledger.items() if entry.digest in renamed))
        if rehearse:
            lock.release()
            return Erased(held, len(renamed), None)
        write_json(store / ERASING_FILE, {"since": datetime.now(UTC).isoformat()})
        write_forgotten(store, forgotten)
        _rewrite_primary(store, ledger, renamed)
        rename_graphs(store, renamed)
        remove_saved(store, saved_with_names(store, forgotten))
        for folder in (ASIDE_FOLDER, PROJECTION_FOLDER):
            shutil.rmtree(store / folder, ignore_errors=True)
    except BaseException:
        lock.release()
        raise
    with StoreWriter(store, lock=lock) as writer:
        number = writer.publish()
        for other in generation_numbers(store):
            if other != number:
                remove_generation(store, other)
    return Erased(held, len(renamed), number)


def _settled(store: Path) -> dict[str, LedgerEntry]:
    """The ledger; the statements of all its graphs are in the history then."""
    engine = open_engine(store / PRIMARY_FOLDER)
    ledger = settle_pending(store, engine, read_ledger(store))
    for iri, entry in ledger.items():
        if not is_kept(store, entry.digest):  # written by a version that kept no history
            keep_graph(store, stored_lines(engine, NamedNode(iri)))
    return ledger


def _require_person(store: Path, ledger: Mapping[str, LedgerEntry], name: str) -> None:
    entry = ledger.get(REFERENCE_GRAPH.value)
    lines = read_graph(store, entry.digest) if entry else []
    if mask_lines(ForgottenNames().with_names([name]), lines) != lines:
        raise ForgetError(
            f"{name!r} stands in the reference data, so it names a state, a body or an issue; "
            "only persons can be forgotten: write the full name"
        )


def _mask_history(store: Path, forgotten: ForgottenNames, *, rehearse: bool) -> dict[str, str]:
    """The digests of the states that hold a name, each with that of the masked state.

    The masked states are kept beside the others, unless this is a rehearsal.
    """
    renamed = {}
    for name in kept_graphs(store):
        lines = read_graph(store, name)
        masked = mask_lines(forgotten, lines)
        if masked != lines:
            renamed[name] = "" if rehearse else keep_graph(store, masked)
    return renamed


def _rewrite_primary(
    store: Path, ledger: Mapping[str, LedgerEntry], renamed: Mapping[str, str]
) -> None:
    """Dump and reload: the primary files made anew, without what was masked or ever dropped."""
    entries = {
        iri: LedgerEntry(
            renamed[entry.digest],
            len(read_graph(store, renamed[entry.digest])),
            entry.written,
            None,
        )
        if entry.digest in renamed
        else entry
        for iri, entry in ledger.items()
    }
    rebuild(store, _graphs(store, entries))
    note_pending(store, {iri: each for iri, each in entries.items() if each != ledger[iri]})
    adopt_rebuilt(store)
    write_ledger(store, entries)
    strike_pending(store)


def _graphs(store: Path, entries: Mapping[str, LedgerEntry]) -> Iterator[Graph]:
    for iri, entry in entries.items():
        yield iri, read_graph(store, entry.digest)
