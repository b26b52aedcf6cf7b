"""Writes a generation: hard links to the engine's files, the reviewed view, what describes them."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from graph.description import description_head
from graph.durable import sync_tree, write_file, write_json
from graph.errors import StoreDamagedError
from graph.files import file_hashes
from graph.generation import (
    current_number,
    description_path,
    generation_path,
    manifest_path,
    read_generation,
    reviewed_path,
)
from graph.ledger import LedgerEntry
from graph.projecting import Projected
from graph.reviewed import apply_reviews, has_reviews
from graph.totals import Totals
from ontology.iris import REFERENCE_GRAPH
from ontology.terms import ID, OWL

_DOCUMENT_GRAPHS = f"{ID}graph/document/"
_VERSION_INFO = NamedNode(f"{OWL}versionInfo")


def write_generation(
    path: Path,
    store: Store,
    number: int,
    ledger: Mapping[str, LedgerEntry],
    totals: Totals,
    projected: Mapping[tuple[str, str], Projected],
    changed: Collection[str] | None = None,
) -> None:
    """Write what is stored as a generation, its manifest last. Nobody reads it before the link.

    `projected` are graphs that need not be read for their projection; `changed` all that may have
    changed since the last generation, None if that is not known. Raises OSError or RuntimeError.
    """
    from graph.projection import write_projection  # with numpy, which most starts do not need

    folder = generation_path(path, number)
    partial = folder.with_suffix(".partial")
    store.backup(str(partial))
    last = current_number(path)
    before = None if last is None else generation_path(path, last)
    sync_tree(partial, before if before is not None and before.is_dir() else None)
    hashes = _hashes(path, partial)
    partial.replace(folder)
    reviewed, edited = reviewed_path(path, number), None
    reviewed_hashes: dict[str, str] = {}
    if has_reviews(store):
        partial = reviewed.with_suffix(".reviewed-partial")
        store.backup(str(partial))
        edited = apply_reviews(partial)
        sync_tree(partial)
        reviewed_hashes = file_hashes(partial, hashes, folder)
        partial.replace(reviewed)
    published = datetime.now(UTC)
    write_file(description_path(path, number), description_head(totals, number, published))
    write_projection(path, store, number, ledger, projected, changed)
    if edited is not None:
        from graph.view_projection import write_view_projection

        write_view_projection(path, reviewed, number, ledger, edited)
    content = manifest_of(store, number, published, ledger)
    content |= {"files": hashes, "reviewed_files": reviewed_hashes}
    write_json(manifest_path(path, number), content)


def manifest_of(
    store: Store, number: int, published: datetime, ledger: Mapping[str, LedgerEntry]
) -> dict[str, object]:
    """What a manifest says of the engine's content, as the ledger has it."""
    return {
        "number": number,
        "published": published.isoformat(),
        "documents": "\n".join(["", *ledger]).count(f"\n{_DOCUMENT_GRAPHS}"),
        "quads": sum(map(attrgetter("quads"), ledger.values())),
        "ontology_version": _ontology_version(store),
    }


def _hashes(path: Path, folder: Path) -> dict[str, str]:
    """Hashes of the files of a generation; those it shares with the last are known."""
    last = current_number(path)
    if last is None:
        return file_hashes(folder, {}, None)
    try:
        known = read_generation(path, last).files
    except StoreDamagedError:
        known = {}
    return file_hashes(folder, known, generation_path(path, last))


def _ontology_version(store: Store) -> str | None:
    versions = [
        quad.object.value
        for quad in store.quads_for_pattern(None, _VERSION_INFO, None, REFERENCE_GRAPH)
        if isinstance(quad.object, Literal)
    ]
    return max(versions, default=None)
