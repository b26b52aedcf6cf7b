"""The ledger: what each named graph held when it was last written, kept outside the engine's files.

The engine cannot tell that it lost a document (damage to its write-ahead log is silent); a
comparison with the ledger can.

    ledger.json     the ledger as it was when it was last written whole, sealed
    ledger.jsonl    what has changed since: a sealed line a commit, bound to the one before it

    ledger.last     a link to nowhere that names the check of a line that must be there

A line costs what it changes, however many documents there are. A last line that a cut left half
written is of no commit that was acknowledged, and does not count; that lines which were
acknowledged are gone is known by the link. Written whole, the ledger says which lines it has in it.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.durable import (
    check_of,
    read_json,
    seal_text,
    swap_link,
    sync_folder,
    unseal,
    write_file,
)
from graph.errors import StoreDamagedError
from graph.totals import Totals, read_totals, totals_said

LEDGER_FILE = "ledger.json"
JOURNAL_FILE = "ledger.jsonl"
LAST_LINK = "ledger.last"
_READ_AGAIN = 3  # so often, if the writer writes both files anew meanwhile


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


@dataclass
class _Read:
    """The ledger as it was read, with what an append has to know."""

    entries: dict[str, LedgerEntry] = field(default_factory=dict)
    totals: Totals | None = None
    check: str = ""  # of the last line that counts, or of the ledger
    whole_bytes: int = 0
    journal_bytes: int = 0
    is_torn: bool = False


class LedgerFiles:
    """The files of one store's ledger, for its writer: knows what they hold, and adds to it."""

    def __init__(self, store: Path) -> None:
        """Read them. Raises StoreDamagedError."""
        self._store = store
        self._read = _read(store)

    @property
    def entries(self) -> dict[str, LedgerEntry]:
        """What each graph holds, by IRI; a copy."""
        return dict(self._read.entries)

    @property
    def totals(self) -> Totals | None:
        """What all graphs come to, if the ledger says so."""
        return self._read.totals

    def write(
        self,
        entries: Mapping[str, LedgerEntry],
        totals: Totals | None,
        touched: Collection[str] | None = None,
    ) -> None:
        """Let the ledger say this, synced: by a line, or whole where lines are half as long.

        `touched` names all graphs of which it may say something else than before, None if that is
        not known. Raises OSError; the ledger then says what it said before, or this.
        """
        read = self._read
        changed = self._changed(entries, touched)
        graphs: dict[str, Any] = {iri: entry and vars(entry) for iri, entry in changed.items()}
        said = {"after": read.check, "graphs": graphs, "totals": totals_said(totals)}
        text = seal_text(said)
        line = f"{text}\n".encode()
        is_short = 2 * (read.journal_bytes + len(line)) <= read.whole_bytes
        if not is_short or read.is_torn or not read.check:
            whole = write_ledger(self._store, entries, totals)
            self._read = _Read(dict(entries), totals, check_of(whole), len(whole.encode()))
            return
        read.is_torn = True  # until all of it is on the disk
        _append(self._store / JOURNAL_FILE, line)
        # Synced with what ends the commit, or the publishing; an older one is true as well.
        swap_link(self._store / LAST_LINK, check_of(text), synced=False)
        read.is_torn = False
        _apply(read, _Line(check_of(text), read.check, changed, totals))
        read.journal_bytes += len(line)

    def _changed(
        self, entries: Mapping[str, LedgerEntry], touched: Collection[str] | None
    ) -> dict[str, LedgerEntry | None]:
        """What the files do not say yet, None for a graph that is gone."""
        held = self._read.entries
        looked_at = entries.keys() | held.keys() if touched is None else touched
        return {iri: entries.get(iri) for iri in looked_at if entries.get(iri) != held.get(iri)}


def read_ledger(store: Path) -> dict[str, LedgerEntry]:
    """The ledger by graph IRI; {} for a store without one. Raises StoreDamagedError."""
    return _read(store).entries


def read_ledger_totals(store: Path) -> tuple[dict[str, LedgerEntry], Totals | None]:
    """The ledger, and what all graphs come to, if it says so. Raises StoreDamagedError."""
    read = _read(store)
    return read.entries, read.totals


def write_ledger(
    store: Path, entries: Mapping[str, LedgerEntry], totals: Totals | None = None
) -> str:
    """Replace the ledger, whole and synced; without totals the next publish counts them.

    Gives the text of it. Raises OSError, or StoreDamagedError if the lines beside the ledger cannot
    be read.
    """
    graphs = {iri: vars(entry) for iri, entry in entries.items()}
    lines = _read_lines(store / JOURNAL_FILE)[0]
    content = {"format": 1, "graphs": graphs, "totals": totals_said(totals)}
    if lines:  # if we are cut off before they are gone, this says that they count no more
        content["continues"] = lines[-1].check
    text = f"{seal_text(content)}\n"
    (store / LAST_LINK).unlink(missing_ok=True)
    write_file(store / LEDGER_FILE, text.encode())
    (store / JOURNAL_FILE).unlink(missing_ok=True)
    return text


def _append(journal: Path, line: bytes) -> None:
    is_new = not journal.exists()
    with journal.open("ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(journal.parent)


def _read(store: Path) -> _Read:
    """Raises StoreDamagedError."""
    ledger, journal = store / LEDGER_FILE, store / JOURNAL_FILE
    for _ in range(_READ_AGAIN):
        last = _last_said(store)
        lines, is_torn, size = _read_lines(journal)  # before the ledger, in which they will be
        try:
            content = read_json(ledger)
            read = _read_whole(content, ledger.stat().st_size)
        except FileNotFoundError:
            if not lines:
                return _Read(is_torn=is_torn)
            raise _damaged(ledger, "it is gone, and what continues it is there") from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _damaged(ledger, error) from error
        if lines and lines[-1].check == content.get("continues"):
            read.is_torn = True  # they are part of it, and were about to be removed
            return read
        if not lines or lines[0].after == read.check:
            if last not in (None, read.check, *(line.check for line in lines)):
                continue  # written whole meanwhile, or lines are gone
            read.journal_bytes, read.is_torn = size, is_torn
            for line in lines:
                _apply(read, line)
            return read
    raise _damaged(journal, "lines that were written are not there, or are another ledger's")


def _last_said(store: Path) -> str | None:
    """The check of a line that must be there; None if nothing says of one."""
    try:
        return str((store / LAST_LINK).readlink())
    except OSError:
        return None


@dataclass(frozen=True)
class _Line:
    """A line of the journal: its check, that of the line before, what each graph holds then."""

    check: str
    after: str
    graphs: Mapping[str, LedgerEntry | None]
    totals: Totals | None


def _read_whole(content: Mapping[str, Any], size: int) -> _Read:
    entries = {iri: LedgerEntry(**entry) for iri, entry in content["graphs"].items()}
    totals = read_totals(content.get("totals"))
    return _Read(entries, totals, str(content.get("check", "")), size)


def _apply(read: _Read, line: _Line) -> None:
    for iri, entry in line.graphs.items():
        if entry is None:
            read.entries.pop(iri, None)
        else:
            read.entries[iri] = entry
    read.totals, read.check = line.totals, line.check


def _read_lines(journal: Path) -> tuple[list[_Line], bool, int]:
    """The lines, whether the last one was cut off and is left out, and the size of the file.

    Raises StoreDamagedError for a line that is not as it was written, or does not follow the one
    before it.
    """
    try:
        content = journal.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return [], False, 0
    except OSError as error:
        raise _damaged(journal, error) from error
    *texts, rest = content.split(b"\n")
    found: list[_Line] = []
    for number, text in enumerate(texts, 1):
        try:
            line = _read_line(text)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _damaged(journal, f"line {number}: {error}") from error
        if found and line.after != found[-1].check:
            raise _damaged(journal, f"line {number} does not follow line {number - 1}")
        found.append(line)
    return found, bool(rest), len(content)


def _read_line(text: bytes) -> _Line:
    said = unseal(text)
    graphs = {iri: LedgerEntry(**entry) if entry else None for iri, entry in said["graphs"].items()}
    return _Line(str(said["check"]), str(said["after"]), graphs, read_totals(said["totals"]))


def _damaged(path: Path, reason: object) -> StoreDamagedError:
    return StoreDamagedError(
        f"{path}: the ledger cannot be read ({reason}); mend it with: standpunt restore"
    )
