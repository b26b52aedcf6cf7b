"""The projection of a reviewed view: segments of its generation, and some with what reviews edited.

    generations/000007.reviewed-projection.json   as that of the generation (graph.projection)

Of the generation's segments those graphs are dead that reviews edited; these are projected from
the view, once for each edit.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from pyoxigraph import Store

from graph.generation import PROJECTION_FOLDER, current_number, projection_path
from graph.ledger import LedgerEntry
from graph.projection import Part, graphs_in, project, read_parts, write_list, write_parts

Edited = Mapping[str, str]
"""Graphs (IRIs) that differ from what was read, each with a digest of what does."""


def write_view_projection(
    store: Path, view: Path, number: int, ledger: Mapping[str, LedgerEntry], edited: Edited
) -> None:
    """Write the projection of a reviewed view, whose engine's files are there: that of its
    generation, with the graphs that reviews `edited` in the place of those that were read.

    Raises OSError or RuntimeError.
    """
    last = current_number(store)
    as_read = [
        _without(store / PROJECTION_FOLDER, part, edited) for part in read_parts(store, number)
    ]
    shared = {part.name for part in as_read}
    before = [] if last is None else read_parts(store, last, reviewed=True)
    digests = {
        iri: f"{ledger[iri].digest}+{digest}" if iri in ledger else digest
        for iri, digest in edited.items()
    }
    parts = write_parts(
        store,
        [part for part in before if part.name not in shared],
        digests,
        lambda graphs: project(Store.read_only(str(view)), graphs, reviewed=True),
    )
    kept = [part for part in as_read if part.living]
    write_list(projection_path(store, number, reviewed=True), [*kept, *parts])


def _without(folder: Path, part: Part, graphs: Collection[str]) -> Part:
    """A segment in which these graphs do not live."""
    read = graphs_in(folder, part)
    lives = part.lives.copy()
    for iri, (at, _) in read[0].items() if read else ():
        lives[at] &= iri not in graphs
    return Part(part.name, part.claims, lives)
