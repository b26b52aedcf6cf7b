"""Which generations stay on the disk: by count and by age, as the store was told.

What they held stays in the history. The last two always stay, so that no clock that jumped ahead
can take away what a restore may need.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from graph.durable import read_json, sync_folder, write_json
from graph.errors import StoreDamagedError
from graph.folder import generation_numbers, remove_generation, remove_view
from graph.generation import GENERATIONS_FOLDER, current_number, read_generation

RETENTION_FILE = "retention.json"
KEPT_GENERATIONS = 5
KEPT_VIEWS = 2  # of reviews laid over: less of their files is shared
ALWAYS_KEPT = 2


@dataclass(frozen=True)
class Retention:
    """Keep so many generations, and of these the ones not older than `days`; None: of any age."""

    keep: int = KEPT_GENERATIONS
    days: float | None = None


def read_retention(store: Path) -> Retention:
    """What the store was told; the default if nothing, or nothing that can be read."""
    try:
        said = read_json(store / RETENTION_FILE)
        return Retention(int(said["keep"]), None if said["days"] is None else float(said["days"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Retention()


def write_retention(store: Path, retention: Retention) -> None:
    """Tell the store. Raises OSError."""
    content = {"format": 1, "keep": retention.keep, "days": retention.days}
    write_json(store / RETENTION_FILE, content)


def prune_generations(store: Path, now: datetime | None = None) -> list[int]:
    """Remove the generations that need not be kept; their numbers, the last one first.

    The published one stays, and the last two. What cannot be removed now goes at the next publish.
    """
    retention = read_retention(store)
    published = current_number(store)
    newest_first = generation_numbers(store)
    for number in newest_first[KEPT_VIEWS:]:
        with suppress(OSError):
            remove_view(store, number)
    gone = []
    for place, number in enumerate(newest_first):
        old = place >= retention.keep or _is_older(store, number, retention, now)
        if old and place >= ALWAYS_KEPT and number != published:
            with suppress(OSError):
                remove_generation(store, number)
                gone.append(number)
    with suppress(OSError):
        sync_folder(store / GENERATIONS_FOLDER)
    return gone


def _is_older(store: Path, number: int, retention: Retention, now: datetime | None) -> bool:
    if retention.days is None:
        return False
    try:
        published = read_generation(store, number).published
    except StoreDamagedError:
        return False
    return published < (now or datetime.now(UTC)) - timedelta(days=retention.days)
