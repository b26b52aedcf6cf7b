"""What was published before: the content of every graph of every generation, kept for good.

Generations are pruned; this is not. In the store's folder:

    history/graphs/ab/abcd….nt.gz   a graph's statements, under their digest (see graph.quads)
    history/generations.jsonl       a line a generation: what its graphs hold, as far as it is new
    history/lost.json               digests that a restore could not find any more

A graph that did not change costs nothing. Whoever must erase something has to erase it here too.
"""

import gzip
import os
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph.durable import read_json, seal_text, sync_folder, unseal, write_file, write_json
from graph.errors import GenerationMissingError, StoreDamagedError
from graph.quads import digest
from graph.ready import ReadyGraph, pack_lines, ready_lines

HISTORY_FOLDER = "history"
GENERATIONS_FILE = "generations.jsonl"
LOST_FILE = "lost.json"


@dataclass(frozen=True)
class PastGeneration:
    """A generation that was published once: number, time (UTC), digest of each graph by IRI."""

    number: int
    published: datetime
    digests: Mapping[str, str]


def keep_graph(store: Path, lines: Iterable[str]) -> str:
    """Keep a graph's statements, as graph_lines() gives them; their digest. Raises OSError."""
    return keep_ready(store, ready_lines(list(lines)))


def keep_ready(store: Path, ready: ReadyGraph) -> str:
    """As keep_graph(), of statements that are ready."""
    path = _graph_path(store, ready.digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, ready.packed or pack_lines(ready.lines))
    return ready.digest


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


def kept_graphs(store: Path) -> list[str]:
    """The digests of all statements that are kept, sorted."""
    folder = store / HISTORY_FOLDER
    return sorted(path.name.partition(".")[0] for path in folder.glob("graphs/*/*.gz"))


def rename_graphs(store: Path, names: Mapping[str, str]) -> None:
    """Let the list of generations say the new digest where it says an old one; the old ones go.

    Lines that cannot be read go as well. Raises OSError.
    """
    path = store / HISTORY_FOLDER / GENERATIONS_FILE
    lines = []
    for text in _texts(store):
        if _read_line(text) is not None:
            said = unseal(text)
            said["set"] = {iri: names.get(name, name) for iri, name in said["set"].items()}
            lines.append(seal_text(said).encode() + b"\n")
    if lines:
        write_file(path, b"".join(lines))
    for name in names:
        _graph_path(store, name).unlink(missing_ok=True)


def copy_history(store: Path, target: Path, last: int) -> None:
    """Copy the history up to and with generation `last` into another store. Raises OSError."""
    for text in (line for line in _texts(store) if _read_line(line) is not None):
        if unseal(text)["generation"] <= last:
            path = target / HISTORY_FOLDER / GENERATIONS_FILE
            path.parent.mkdir(exist_ok=True)
            with path.open("ab") as file:
                file.write(text + b"\n")
    lost = store / HISTORY_FOLDER / LOST_FILE
    if lost.exists():
        write_file(target / HISTORY_FOLDER / LOST_FILE, lost.read_bytes())
    for name in {name for past in past_generations(target) for name in past.digests.values()}:
        if is_kept(store, name):
            path = _graph_path(target, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, _graph_path(store, name).read_bytes())


def damaged_graphs(store: Path, wanted: Collection[str]) -> Iterator[str]:
    """What is wrong with the statements that are kept, and with those wanted, a line each.

    Those that a restore gave up are no news.
    """
    lost = lost_graphs(store)
    for name in sorted({*kept_graphs(store)} | (set(wanted) - lost)):
        try:
            read_graph(store, name)
        except StoreDamagedError as error:
            yield str(error)


def damaged_lines(store: Path) -> list[str]:
    """The lines of the list of generations that are damaged; one that a cut left is not."""
    path = store / HISTORY_FOLDER / GENERATIONS_FILE
    return [
        f"{path}, line {number}: is not as it was written"
        for number, text in enumerate(_texts(store), 1)
        if text.strip() and _read_line(text) is None and text.endswith(b"}")
    ]


def remove_damaged(store: Path, aside: Path) -> None:
    """Move what cannot be read any more out of the history, and note that it is lost.

    Raises OSError.
    """
    wanted = {name for past in past_generations(store) for name in past.digests.values()}
    lost = lost_graphs(store)
    for name in kept_graphs(store):
        path = _graph_path(store, name)
        try:
            read_graph(store, name)
            wanted.discard(name)
        except StoreDamagedError:
            (aside / HISTORY_FOLDER).mkdir(parents=True, exist_ok=True)
            path.replace(aside / HISTORY_FOLDER / path.name)
    if wanted - lost:
        write_json(store / HISTORY_FOLDER / LOST_FILE, {"digests": sorted(lost | wanted)})
    if damaged_lines(store):
        listed = store / HISTORY_FOLDER / GENERATIONS_FILE
        (aside / HISTORY_FOLDER).mkdir(parents=True, exist_ok=True)
        write_file(aside / HISTORY_FOLDER / GENERATIONS_FILE, listed.read_bytes())
        whole = [text for text in _texts(store) if _read_line(text) is not None]
        write_file(listed, b"".join(text + b"\n" for text in whole))


def lost_graphs(store: Path) -> set[str]:
    """Digests of the statements that a restore could not find any more."""
    try:
        return set(read_json(store / HISTORY_FOLDER / LOST_FILE)["digests"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def note_generation(store: Path, number: int, published: datetime, now: Mapping[str, str]) -> None:
    """Note what a generation holds, before it is published.

    Raises OSError or StoreDamagedError.
    """
    before = latest_digests(store)
    changed = {iri: name for iri, name in now.items() if before.get(iri) != name}
    note_change(store, number, published, changed, before.keys() - now.keys())


def note_change(
    store: Path,
    number: int,
    published: datetime,
    changed: Mapping[str, str],
    dropped: Collection[str],
) -> None:
    """As note_generation(), told what is not as in the last generation. Raises OSError."""
    line = {
        "generation": number,
        "published": published.isoformat(),
        "set": dict(changed),
        "drop": sorted(dropped),
    }
    path = store / HISTORY_FOLDER / GENERATIONS_FILE
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        if _is_torn(path):
            file.write(b"\n")
        file.write(seal_text(line).encode() + b"\n")
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
    return _digests_after(_lines(store))


def digests_of(store: Path, number: int) -> dict[str, str]:
    """Digest of each graph in a generation, read without the others; see past_generations().

    Raises GenerationMissingError or StoreDamagedError.
    """
    lines = _lines(store)
    places = [place for place, line in enumerate(lines, 1) if line.number == number]
    if not places:
        raise GenerationMissingError(f"{store}: the history has no generation {number}")
    return _digests_after(lines[: places[-1]])


@dataclass(frozen=True)
class _Line:
    number: int
    published: datetime
    set: Mapping[str, str]
    drop: tuple[str, ...]


def _digests_after(lines: Iterable[_Line]) -> dict[str, str]:
    digests: dict[str, str] = {}
    for line in lines:
        for iri in line.drop:
            digests.pop(iri, None)
        digests |= line.set
    return digests


def _lines(store: Path) -> list[_Line]:
    """The lines of the file; one that a cut left half-written, or is damaged, is left out."""
    return [line for text in _texts(store) if (line := _read_line(text)) is not None]


def _texts(store: Path) -> list[bytes]:
    path = store / HISTORY_FOLDER / GENERATIONS_FILE
    try:
        return path.read_bytes().split(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StoreDamagedError(f"{path}: cannot be read ({error})") from error


def _read_line(text: bytes) -> _Line | None:
    try:
        said = unseal(text)
        published = datetime.fromisoformat(said["published"])
        return _Line(int(said["generation"]), published, dict(said["set"]), tuple(said["drop"]))
    except (ValueError, KeyError, TypeError):
        return None


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _graph_path(store: Path, name: str) -> Path:
    return store / HISTORY_FOLDER / "graphs" / name[:2] / f"{name}.nt.gz"
