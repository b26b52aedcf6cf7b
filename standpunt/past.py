"""States of the store that were published before, as people name them: a run, or a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from graph.history import PastGeneration, find_past, read_graph
from graph.opening import open_pool, require_folder
from graph.past import open_past
from graph.questions import answer_question
from standpunt.comparing import ClaimChange, compare_claims, file_name
from standpunt.errors import UsageError
from standpunt.recording import pair_documents


@dataclass(frozen=True)
class PaperChange:
    """What became of one paper between two states: its file, and the claims that differ."""

    file: str
    changes: tuple[ClaimChange, ...]


def find_state(store: Path, name: str) -> PastGeneration:
    """The state that a run published (its number), or the last one of a day or time.

    A day (2026-11-22) or time (2026-11-22T14:00) is one of this machine's clock.

    Raises UsageError if there is no such run, or the name is none of these; StoreError.
    """
    require_folder(store, "an earlier state", "its engine keeps none; use the backups of that")
    if name.isdecimal():
        return find_past(store, number=_generation_of_run(store, int(name)))
    return find_past(store, until=_until(name))


@contextmanager
def store_as_of(
    store: Path, name: str | None, *, reviewed: bool = False, lasting: bool = False
) -> Iterator[Path]:
    """The store as it was in that state, or, without a name, as it is; see find_state().

    For `reviewed` and `lasting` see graph.past.open_past().
    """
    if name is None:
        yield store
        return
    state = find_state(store, name)
    with open_past(store, state, reviewed=reviewed, lasting=lasting) as past:
        yield past


def compare_states(store: Path, before: str, after: str) -> list[PaperChange]:
    """The papers whose claims differ between two states, by file name; see find_state()."""
    old, new = find_state(store, before).digests, find_state(store, after).digests
    found = []
    for earlier, later in pair_documents(store, old, new):
        lines = [
            read_graph(store, digests[graph]) if graph else []
            for digests, graph in ((old, earlier), (new, later))
        ]
        changes = compare_claims(*lines)
        if changes:
            found.append(PaperChange(file_name(lines[1] or lines[0]), tuple(changes)))
    return sorted(found, key=lambda paper: paper.file)


def _generation_of_run(store: Path, number: int) -> int:
    with open_pool(store) as pool:
        runs = answer_question(pool, "runs").records()
    for run in runs:
        if run["number"] == str(number):
            return int(run["generation"] or 0)
    known = f"they go to {len(runs)}" if runs else "there is none yet"
    raise UsageError(f"there is no run {number}; {known}, list them with: standpunt runs")


def _until(name: str) -> datetime:
    try:
        day = date.fromisoformat(name)
    except ValueError:
        pass
    else:
        return datetime.combine(day, time.max).astimezone()
    try:
        return datetime.fromisoformat(name).astimezone()
    except ValueError as error:
        raise UsageError(
            f"{name!r} is neither the number of a run nor a day; write 3, 2026-11-22 or "
            "2026-11-22T14:00"
        ) from error
