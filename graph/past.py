"""A past generation as a store that queries can be asked of: found on the disk, or rebuilt.

The folder it lies in is made for the purpose and removed again. Writes nothing into the store.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.durable import write_json
from graph.folder import write_marker
from graph.generation import (
    CURRENT_LINK,
    GENERATIONS_FOLDER,
    generation_path,
    manifest_path,
    read_generation,
    reviewed_path,
)
from graph.history import PastGeneration, read_graph
from graph.reviewed import apply_reviews, has_reviews

GRAPHS_AT_ONCE = 200


@contextmanager
def open_past(
    store: Path, past: PastGeneration, *, reviewed: bool = False, lasting: bool = False
) -> Iterator[Path]:
    """A folder in which that generation is the published one, for as long as the context lasts.

    With its view `reviewed`, if that is asked for. A `lasting` one rests on nothing that may be
    pruned meanwhile.

    Raises StoreDamagedError if the history cannot be read.
    """
    folder = Path(tempfile.mkdtemp(prefix="standpunt-past-"))
    try:
        write_marker(folder)
        if not lasting and _is_on_disk(store, past.number, reviewed):
            (folder / GENERATIONS_FOLDER).symlink_to((store / GENERATIONS_FOLDER).absolute())
        else:
            (folder / GENERATIONS_FOLDER).mkdir()
            _rebuild(store, past, folder, reviewed)
        (folder / CURRENT_LINK).symlink_to(f"{GENERATIONS_FOLDER}/{past.number:06d}")
        read_generation(folder, past.number)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_on_disk(store: Path, number: int, reviewed: bool) -> bool:
    """Whether the generation was not pruned, nor its reviewed view, which goes before it."""
    if not manifest_path(store, number).exists():
        return False
    had_view = reviewed and bool(read_generation(store, number).reviewed_files)
    return not had_view or reviewed_path(store, number).exists()


def _rebuild(store: Path, past: PastGeneration, folder: Path, reviewed: bool) -> None:
    """Load what the history kept, each graph and the merge of all, as a writer would have."""
    place = generation_path(folder, past.number)
    engine = Store(str(place))
    graphs = sorted(past.digests.items())
    for start in range(0, len(graphs), GRAPHS_AT_ONCE):
        engine.bulk_extend(
            quad
            for iri, name in graphs[start : start + GRAPHS_AT_ONCE]
            for quad in _quads(NamedNode(iri), read_graph(store, name))
        )
    engine.flush()
    named = len(engine) - sum(1 for _ in engine.quads_for_pattern(None, None, None, DefaultGraph()))
    has_view = reviewed and has_reviews(engine)
    del engine  # which lets go of its files
    if has_view:
        view = reviewed_path(folder, past.number)
        shutil.copytree(place, view)
        apply_reviews(view)
    write_json(
        manifest_path(folder, past.number),
        {
            "number": past.number,
            "published": past.published.isoformat(),
            "documents": sum("/graph/document/" in iri for iri in past.digests),
            "quads": named,
            "ontology_version": None,
        },
    )


def _quads(graph: NamedNode, lines: list[str]) -> Iterator[Quad]:
    for found in parse("\n".join(lines), format=RdfFormat.N_TRIPLES):
        yield Quad(found.subject, found.predicate, found.object, graph)
        yield Quad(found.subject, found.predicate, found.object)
