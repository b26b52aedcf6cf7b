"""An engine's files made anew from statements: what a dump and reload gives. Knows no lock."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from graph.durable import sync_tree
from graph.folder import REBUILT_FOLDER

QUADS_AT_ONCE = 100_000

Graph = tuple[str, list[str]]
"""IRI and statements, as graph_lines() gives them."""


def rebuild(store: Path, graphs: Iterable[Graph]) -> None:
    """Make `rebuilt/` hold these graphs and their merge, synced. Raises OSError."""
    folder = store / REBUILT_FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    load(folder, graphs)
    sync_tree(folder)


def load(folder: Path, graphs: Iterable[Graph]) -> int:
    """Make an engine's folder with these graphs and their merge; the number of their quads.

    Raises OSError.
    """
    engine = Store(str(folder))
    waiting: list[Quad] = []
    total = 0
    for iri, lines in graphs:
        waiting += _quads(NamedNode(iri), lines)
        total += len(lines)
        if len(waiting) >= QUADS_AT_ONCE:
            engine.bulk_extend(waiting)
            waiting = []
    engine.bulk_extend(waiting)
    engine.flush()
    return total


def _quads(graph: NamedNode, lines: list[str]) -> Iterator[Quad]:
    for found in parse("\n".join(lines), format=RdfFormat.N_TRIPLES):
        yield Quad(found.subject, found.predicate, found.object, graph)
        yield Quad(found.subject, found.predicate, found.object)
