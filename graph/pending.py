"""What is about to be committed: noted before, struck out when the ledger has it.

A writer that dies between the commit and the ledger leaves the note, by which the next one knows
whether the commit landed. Without it a commit that was not noted and a loss would look the same.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pyoxigraph import NamedNode, Store

from graph.durable import read_json, sync_folder, write_json
from graph.ledger import LedgerEntry, write_ledger
from graph.quads import digest, stored_lines

PENDING_FILE = "pending.json"


def note_pending(store: Path, entries: Mapping[str, LedgerEntry | None]) -> None:
    """Note what each graph is to hold, None for nothing. Raises OSError."""
    said = {iri: asdict(entry) if entry else None for iri, entry in entries.items()}
    write_json(store / PENDING_FILE, {"format": 1, "graphs": said})


def strike_pending(store: Path) -> None:
    """All that was noted is in the ledger, or will never be. Raises OSError."""
    (store / PENDING_FILE).unlink(missing_ok=True)
    sync_folder(store)


def read_pending(store: Path) -> dict[str, LedgerEntry | None]:
    """What was noted; {} if nothing, or if the note itself cannot be read. Raises OSError."""
    try:
        noted = read_json(store / PENDING_FILE)["graphs"].items()
        return {iri: LedgerEntry(**said) if said else None for iri, said in noted}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def settle_pending(
    store: Path, engine: Store, ledger: Mapping[str, LedgerEntry]
) -> dict[str, LedgerEntry]:
    """The ledger with a commit that landed and was not noted any more. Raises OSError.

    A graph that holds neither what was to come nor what was there is left to the comparison.
    """
    settled = dict(ledger)
    if not (store / PENDING_FILE).exists():
        return settled
    for iri, entry in read_pending(store).items():
        lines = stored_lines(engine, NamedNode(iri))
        if entry is None and not lines:
            settled.pop(iri, None)
        elif entry is not None and digest(lines) == entry.digest:
            settled[iri] = entry
    if settled != ledger:
        write_ledger(store, settled)
    strike_pending(store)
    return settled
