"""Ways in which a disk, or a hand, damages a store; used by tests and by reliability.py."""

import random
import shutil
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph.store import StoreWriter

GRAPH = "https://w3id.org/standpunt/id/graph/document/{:016d}"
NAME = NamedNode("https://example.org/name")


def write_graphs(writer: StoreWriter, numbers: range, text: str = "v", quads: int = 30) -> None:
    """Store graphs with quads of their own, each in a transaction."""
    for number in numbers:
        iri = GRAPH.format(number)
        node = NamedNode(f"https://example.org/thing/{number}")
        graph = NamedNode(iri)
        said = [Quad(node, NAME, Literal(f"{text} {number} {n}"), graph) for n in range(quads)]
        writer.replace_graph(iri, said)


def make_store(path: Path) -> Path:
    """A store with three generations, and two graphs stored since."""
    with StoreWriter(path) as writer:
        for first in range(0, 9, 3):
            write_graphs(writer, range(first, first + 3))
            writer.publish()
        write_graphs(writer, range(9, 11))
    return path


def clone(store: Path, target: Path) -> Path:
    """A copy in which files that are one file stay one file, as hard links are."""
    shutil.copytree(store, target, symlinks=True, ignore=shutil.ignore_patterns("generations"))
    twins = {file.stat().st_ino: target / file.relative_to(store) for file in _files(store)}
    for file in sorted((store / "generations").rglob("*")):
        copy = target / file.relative_to(store)
        if file.is_dir():
            copy.mkdir(parents=True)
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        twin = twins.setdefault(file.stat().st_ino, copy)
        if twin.exists():
            copy.hardlink_to(twin)
        else:
            shutil.copyfile(file, copy)
    return target


def _files(store: Path) -> list[Path]:
    return [file for file in (store / "primary").iterdir() if file.is_file()]


def damage_file(file: Path, draw: random.Random, how: str) -> None:
    """Flip a bit, zero up to 4 KiB, cut the file short, or remove it; changes the file in place."""
    if how == "remove":
        file.unlink()
        return
    size = file.stat().st_size
    at = draw.randrange(size)
    with file.open("r+b") as opened:
        if how == "truncate":
            opened.truncate(at)
            return
        opened.seek(at)
        old = opened.read(1 if how == "flip" else min(4096, size - at))
        opened.seek(at)
        opened.write(
            bytes([old[0] ^ (1 << draw.randrange(8))]) if how == "flip" else bytes(len(old))
        )
