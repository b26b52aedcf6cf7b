"""What was published before: the content of every graph of every generation, kept for good.

Generations are pruned; this is not. In the store's folder:

    history/graphs/ab/abcd….nt.gz   a graph's statements, under their digest (see graph.quads)
    history/generations.jsonl       a line a generation: what its graphs hold, as far as it is new

A graph that did not change costs nothing. Whoever must erase something has to erase it here too.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph.durable import sync_folder, write_file
from graph.errors import GenerationMissingError, StoreDamagedError
from graph.quads import digest

HISTORY_FOLDER = "history"
GENERATIONS_FILE = "generations.jsonl"


@dataclass(frozen=True)
class PastGeneration:
    """A generation that was published once: number, time (UTC), digest of each graph by IRI."""

    number: int
    published: datetime
    digests: Mapping[str, str]


def keep_graph(store: Path, lines: Iterable[str]) -> str:
    """Keep a graph's statements, as graph_lines() gives them; their digest. Raises OSError."""
    kept = list(lines)
    name = digest(kept)
    path = _graph_path(store, name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, gzip.compress("\n".join(kept).encode(), 6, mtime=0))
    return name


def is_kept(store: Path, name: str) -> bool:
    """Whether the statements of that digest are kept."""
    return _graph_path(store, name).exists()


def read_graph(store: Path, name: str) -> list[str]:
    """The statements of that digest. Raises StoreDamagedError if they are not there, or altered."""
    path = _graph_path(store, name)
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise StoreDamagedError(
            f"{path}: cannot be read ({error}); what was published then cannot be shown again"
        ) from error
    lines = text.split("\n") if text else []
    if digest(lines) != name:
        raise StoreDamagedError(f"{path}: is not what it was; it cannot be shown again")
    return lines


def note_generation(store: Path, number: int, published: datetime, now: Mapping[str, str]) -> None:
    """Note what a generation holds, before it is published. Raises OSError or StoreDamagedError."""
    before = latest_digests(store)
    line = {
        "generation": number,
        "published": published.isoformat(),
        "set": {iri: name for iri, name in now.items() if before.get(iri) != name},
        "drop": sorted(before.keys() - now.keys()),
    }
    path = store / HISTORY_FOLDER / GENERATIONS_FILE
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        if _is_torn(path):
            file.write(b"\n")
        file.write(json.dumps(line, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def past_generations(store: Path) -> list[PastGeneration]:
    """Every generation ever published, the first one first; [] for a store without a history.

    A number that a run cut short had taken, and the next run took again, counts as the latter.
    """
    found: dict[int, PastGeneration] = {}
    digests: dict[str, str] = {}
    for line in _lines(store):
        digests = {iri: name for iri, name in digests.items() if iri not in line.drop}
        digests |= line.set
        found[line.number] = PastGeneration(line.number, line.published, digests)
    return [found[number] for number in sorted(found)]


def find_past(
    store: Path, *, number: int | None = None, until: datetime | None = None
) -> PastGeneration:
    """The generation of that number, or the last one published until that time.

    Raises GenerationMissingError or StoreDamagedError.
    """
    generations = past_generations(store)
    for generation in reversed(generations):
        if generation.number == number or (until is not None and generation.published <= until):
            return generation
    asked = f"generation of {until:%Y-%m-%d %H:%M} or before" if until else f"generation {number}"
    first = f"the first is of {generations[0].published:%Y-%m-%d %H:%M} UTC" if generations else ""
    raise GenerationMissingError(
        f"{store}: there is no {asked}; {first or 'nothing was published yet'}"
    )


def latest_digests(store: Path) -> dict[str, str]:
    """Digest of each graph as last published; {} if nothing was."""
    digests: dict[str, str] = {}
    for line in _lines(store):
        for iri in line.drop:
            digests.pop(iri, None)
        digests |= line.set
    return digests


@dataclass(frozen=True)
class _Line:
    number: int
    published: datetime
    set: Mapping[str, str]
    drop: tuple[str, ...]


def _lines(store: Path) -> list[_Line]:
    """The lines of the file; one that a cut left half-written is left out."""
    path = store / HISTORY_FOLDER / GENERATIONS_FILE
    try:
        written = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreDamagedError(f"{path}: cannot be read ({error})") from error
    found = []
    for text in written:
        with suppress(ValueError, KeyError, TypeError):
            said = json.loads(text)
            published = datetime.fromisoformat(said["published"])
            found.append(
                _Line(int(said["generation"]), published, dict(said["set"]), tuple(said["drop"]))
            )
    return found


def _is_torn(path: Path) -> bool:
    content = path.read_bytes()
    return bool(content) and not content.endswith(b"\n")


def _graph_path(store: Path, name: str) -> Path:
    return store / HISTORY_FOLDER / "graphs" / name[:2] / f"{name}.nt.gz"
