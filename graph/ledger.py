"""The ledger: what each named graph held when it was last written, kept outside the engine's files.

The engine cannot tell that it lost a document (damage to its write-ahead log is silent); a
comparison with the ledger can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.durable import read_json, write_json
from graph.errors import StoreDamagedError
from graph.totals import Totals, read_totals, totals_said

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
    return read_ledger_totals(store)[0]


def read_ledger_totals(store: Path) -> tuple[dict[str, LedgerEntry], Totals | None]:
    """The ledger, and what all graphs come to, if it says so. Raises StoreDamagedError."""
    path = store / LEDGER_FILE
    try:
        content = read_json(path)
        entries = {iri: LedgerEntry(**entry) for iri, entry in content["graphs"].items()}
        return entries, read_totals(content.get("totals"))
    except FileNotFoundError:
        return {}, None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamagedError(
            f"{path}: the ledger cannot be read ({error}); mend it with: standpunt restore"
        ) from error


def write_ledger(
    store: Path, entries: Mapping[str, LedgerEntry], totals: Totals | None = None
) -> None:
    """Replace the ledger, whole and synced; without totals the next publish counts them.

    Raises OSError.
    """
    graphs = {iri: vars(entry) for iri, entry in entries.items()}
    content = {"format": 1, "graphs": graphs, "totals": totals_said(totals)}
    write_json(store / LEDGER_FILE, content)
