"""The ledger: what each named graph held when it was last written, kept outside the engine's files.

The engine cannot tell that it lost a document (damage to its write-ahead log is silent); a
comparison with the ledger can.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.durable import read_json, write_json
from graph.errors import StoreDamagedError

LEDGER_FILE = "ledger.json"


@dataclass(frozen=True)
class LedgerEntry:
    """One named graph: `digest` (SHA-256 of its sorted statements), number of quads, time written.

    `written` is ISO 8601, UTC: the time of ingest. `generation` is the first published generation
    with this content, None until there is one.
    """

    digest: str
    quads: int
    written: str
    generation: int | None


@dataclass(frozen=True)
class LedgerDifference:
    """A named graph whose content is not what the ledger says.

    `kind` is "missing" (the ledger has it, the store does not), "changed" or "unlisted".
    The cure is the same for all: `standpunt restore`, or ingest that document again.
    """

    graph: str
    kind: str


def read_ledger(store: Path) -> dict[str, LedgerEntry]:
    """The ledger by graph IRI; {} for a store without one. Raises StoreDamagedError."""
    path = store / LEDGER_FILE
    try:
        content = read_json(path)
        return {iri: LedgerEntry(**entry) for iri, entry in content["graphs"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamagedError(
            f"{path}: the ledger cannot be read ({error}); mend it with: standpunt restore"
        ) from error


def write_ledger(store: Path, entries: Mapping[str, LedgerEntry]) -> None:
    """Replace the ledger, whole and synced. Raises OSError."""
    graphs = {iri: asdict(entry) for iri, entry in entries.items()}
    write_json(store / LEDGER_FILE, {"format": 1, "graphs": graphs})
