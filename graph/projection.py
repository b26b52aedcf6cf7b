"""The projection of each generation: what its graphs come to, so that pages need not count anew.

    projection/abcd….arrow             segments and their claims: graph.segments, .claim_table
    projection/abcd…-1-0123cdef.kept   what readers would derive of a large one (graph.kept)
    generations/000007.projection.json which segments a generation has, and which of their graphs
                                       are not in it any more

A publish projects the graphs that changed into a new segment and writes the list; segments are
joined so that there are few of them, each at least JOINED_BELOW times as large as the next. What
is missing or damaged is projected anew from the statements by the next publish; until then
readers find no projection, and ask the engine.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from pyoxigraph import Quad, RdfFormat, Store, parse

from graph.claim_codes import keep_claims
from graph.claim_table import (
    ClaimTable,
    join_claim_tables,
    make_claim_table,
    read_claim_table,
    write_claim_table,
)
from graph.columns import (
    Bools,
    SegmentDamagedError,
    columns_names,
    columns_path,
    read_columns,
)
from graph.durable import read_json, write_file, write_json
from graph.errors import StoreDamagedError
from graph.generation import (
    GENERATIONS_FOLDER,
    PROJECTION_FOLDER,
    PROJECTION_LIST,
    VIEW_LIST,
    current_number,
    projection_path,
)
from graph.history import read_graph
from graph.kept import prune_kept
from graph.ledger import LedgerEntry
from graph.projected_terms import READ
from graph.projecting import Projected, project_graph, stored_quads
from graph.segments import (
    Segment,
    join_segments,
    keep_said,
    make_segment,
    read_digests,
    read_segment,
    write_segment,
)

FORMAT = 5
"""Of segments, and of what is projected into them: a list with another is not read."""
_READ = frozenset(map(str, READ))
_Read = TypeVar("_Read")
Reading = Callable[["Sequence[tuple[str, str]]"], "Content"]
_Graphs = tuple[Mapping[str, tuple[int, str]], tuple[str, ...]]
GRAPHS_AT_ONCE = 1_000
JOINED_BELOW = 4
DEAD_SHARE = 0.25
"""A segment of which more graphs are dead is written anew without them."""


@dataclass(frozen=True)
class Content:
    """What a segment holds: counts and documents, and claims."""

    segment: Segment
    claims: ClaimTable


@dataclass(frozen=True)
class Part:
    """A segment of a generation; `lives` says by place which of its graphs are in it.

    `name` and `claims` name its files; one that is not written yet has its `content` instead.
    """

    name: str
    claims: str
    lives: Bools
    content: Content | None = None

    @property
    def living(self) -> int:
        """How many graphs are in the generation."""
        return int(self.lives.sum())


def write_projection(
    store: Path,
    engine: Store,
    number: int,
    ledger: Mapping[str, LedgerEntry],
    known: Mapping[tuple[str, str], Projected],
    changed: Collection[str] | None = None,
) -> None:
    """Write the projection of a generation that is to be published, with what did not change.

    `known` has graphs that were projected already, by IRI and digest; `changed` names all that may
    have changed since the last generation, None if that is not known. Raises OSError.
    """
    last = current_number(store)
    before = [] if last is None else read_parts(store, last)
    folder = store / PROJECTION_FOLDER
    kept = None if changed is None else _living_but(folder, before, ledger, changed)
    if kept is None:
        kept = _living(folder, before, {iri: entry.digest for iri, entry in ledger.items()})
    parts, wanted = kept
    written = _with_new(folder, parts, wanted, lambda graphs: project(engine, graphs, known, store))
    write_list(projection_path(store, number), written)


def write_parts(
    store: Path, before: list[Part], digests: Mapping[str, str], read: Reading
) -> list[Part]:
    """Segments, written, with the graphs of these digests: those that lived before, and new ones.

    `read` projects graphs, each with its digest. Raises OSError.
    """
    folder = store / PROJECTION_FOLDER
    return _with_new(folder, *_living(folder, before, digests), read)


def _with_new(
    folder: Path, parts: list[Part], wanted: Sequence[tuple[str, str]], read: Reading
) -> list[Part]:
    for start in range(0, len(wanted), GRAPHS_AT_ONCE):
        parts.append(_whole(read(wanted[start : start + GRAPHS_AT_ONCE])))
    written = [_written(folder, part) for part in _joined(folder, parts)]
    for part in written:
        _keep_derived(folder, part)
    return written


def _keep_derived(folder: Path, part: Part) -> None:
    """Keep what readers would derive of a large segment, if it is not kept yet."""
    with suppress(SegmentDamagedError, OSError):
        keep_claims(folder, part.claims)
        keep_said(folder, part.name)


def write_list(path: Path, parts: Iterable[Part]) -> None:
    """Write the list of the segments of a generation, or of its reviewed view. Raises OSError."""
    content = [
        {
            "name": part.name,
            "claims": part.claims,
            "graphs": len(part.lives),
            "dead": np.flatnonzero(~part.lives).tolist(),
        }
        for part in parts
    ]
    write_json(path, {"format": FORMAT, "segments": content})


def project(
    engine: Store,
    graphs: Iterable[tuple[str, str]],
    known: Mapping[tuple[str, str], Projected] | None = None,
    store: Path | None = None,
    *,
    reviewed: bool = False,
) -> Content:
    """What is projected of these graphs of an engine, each with IRI and digest.

    With the folder of the store, their statements are read where they are kept, if they are. For
    `reviewed` see project_graph().
    """
    known = known or {}
    found = [
        (
            iri,
            digest,
            known.get((iri, digest))
            or project_graph(iri, _quads(engine, store, iri, digest), reviewed=reviewed),
        )
        for iri, digest in graphs
    ]
    return Content(make_segment(found), make_claim_table(each for _, _, each in found))


def _quads(engine: Store, store: Path | None, graph: str, digest: str) -> Iterable[Quad]:
    """What is read of a graph: from its statements as kept, in half the time, or of the engine."""
    try:
        lines = read_graph(store, digest) if store is not None else None
    except StoreDamagedError:
        lines = None
    if lines is None:
        return stored_quads(engine, graph)
    wanted = "\n".join(line for line in lines if line.split(" ", 2)[1] in _READ)
    return parse(wanted, format=RdfFormat.N_TRIPLES)


def read_parts(store: Path, number: int, *, reviewed: bool = False) -> list[Part]:
    """The segments of a generation, or of its reviewed view; [] if no list can be read."""
    try:
        said = read_json(projection_path(store, number, reviewed=reviewed))
        if said["format"] != FORMAT:
            return []
        parts = []
        for each in said["segments"]:
            lives = np.ones(int(each["graphs"]), np.bool_)
            lives[each["dead"]] = False
            parts.append(Part(str(each["name"]), str(each["claims"]), lives))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return []
    return parts


def lists_nothing(store: Path, number: int) -> bool:
    """Whether a generation has a list, as it was written, without any segment: it has no graph."""
    try:
        said = read_json(projection_path(store, number))
        return bool(said["format"] == FORMAT and said["segments"] == [])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read_segments(
    store: Path, number: int, *, reviewed: bool = False
) -> list[tuple[Segment, Bools]] | None:
    """The segments of a generation, and which of their graphs are in it; None if not all are whole.

    A generation without a list has none. `reviewed` asks for those of its reviewed view.
    """
    parts = read_parts(store, number, reviewed=reviewed)
    return _read(store, parts, lambda folder, part: read_segment(folder, part.name))


def read_claim_tables(
    store: Path, number: int, *, reviewed: bool = False
) -> list[tuple[ClaimTable, Bools]] | None:
    """The claims of a generation, as read_segments()."""
    parts = read_parts(store, number, reviewed=reviewed)
    return _read(store, parts, lambda folder, part: read_claim_table(folder, part.claims))


def _read(
    store: Path, parts: Iterable[Part], read: Callable[[Path, Part], _Read]
) -> list[tuple[_Read, Bools]] | None:
    folder = store / PROJECTION_FOLDER
    try:
        return [(read(folder, part), part.lives) for part in parts] or None
    except SegmentDamagedError:
        return None


def copy_projection(store: Path, target: Path, number: int) -> None:
    """Copy the projection of a generation into another store, and that of its reviewed view.

    What is not whole is left out. Raises OSError.
    """
    folder, copy = store / PROJECTION_FOLDER, target / PROJECTION_FOLDER
    for reviewed in (False, True):
        read = (read_segments, read_claim_tables)
        if any(each(store, number, reviewed=reviewed) is None for each in read):
            continue
        copy.mkdir(exist_ok=True)
        for part in read_parts(store, number, reviewed=reviewed):
            for path in (columns_path(copy, name) for name in (part.name, part.claims)):
                if not path.exists():
                    write_file(path, (folder / path.name).read_bytes())
        listed, place = (projection_path(at, number, reviewed=reviewed) for at in (store, target))
        write_file(place, listed.read_bytes())


def prune_projection(store: Path) -> None:
    """Remove the segments that no generation on the disk has; what cannot be removed stays."""
    folder, lists = store / PROJECTION_FOLDER, store / GENERATIONS_FOLDER
    used = {
        name
        for suffix in (PROJECTION_LIST, VIEW_LIST)
        for path in lists.glob(f"*{suffix}")
        for part in read_parts(
            store, int(path.name.removesuffix(suffix)), reviewed=suffix == VIEW_LIST
        )
        for name in (part.name, part.claims)
    }
    for name in columns_names(folder):
        if name not in used:
            with suppress(OSError):
                columns_path(folder, name).unlink()
    prune_kept(folder, used)


def _living(
    folder: Path, parts: list[Part], digests: Mapping[str, str]
) -> tuple[list[Part], list[tuple[str, str]]]:
    """The whole segments with what still has these digests, and the graphs not among them.

    An odd graph is not: it is projected anew, as this version may follow what another could not.
    """
    held: set[str] = set()
    found = []
    for part in parts:
        read = graphs_in(folder, part)
        if read is None:
            continue
        graphs, _ = read
        lives = part.lives.copy()
        for iri, (at, digest) in graphs.items():
            lives[at] &= digests.get(iri) == digest and iri not in held
            if lives[at]:
                held.add(iri)
        found.append(Part(part.name, part.claims, lives))
    return found, [(iri, digest) for iri, digest in digests.items() if iri not in held]


def _living_but(
    folder: Path, parts: list[Part], ledger: Mapping[str, LedgerEntry], changed: Collection[str]
) -> tuple[list[Part], list[tuple[str, str]]] | None:
    """As _living(), where all else is as it was; None if a segment is damaged or graphs lack."""
    found = []
    for part in parts:
        read = graphs_in(folder, part)
        if read is None:
            return None
        graphs, odd = read
        lives = part.lives.copy()
        changed = {*changed, *(iri for iri in odd if lives[graphs[iri][0]])}
        lives[[graphs[iri][0] for iri in changed if iri in graphs]] = False
        found.append(Part(part.name, part.claims, lives))
    wanted = [(iri, ledger[iri].digest) for iri in sorted(changed) if iri in ledger]
    is_all = _living_in(found) + len(wanted) == len(ledger)
    return (found, wanted) if is_all else None


def graphs_in(folder: Path, part: Part) -> _Graphs | None:
    """Place and digest of each graph of a segment; None if it or its claims are not whole.

    And which of them are odd.
    """
    try:
        _require_whole(folder, part.claims, _stamp(folder, part.claims))
        return _read_graphs(folder, part.name, _stamp(folder, part.name))
    except (SegmentDamagedError, OSError):
        return None


# A file under its own hash is held against it once by a process, unless the file is another one.
def _stamp(folder: Path, name: str) -> tuple[int, int, int]:
    found = columns_path(folder, name).stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=32)
def _read_graphs(folder: Path, name: str, stamp: tuple[int, int, int]) -> _Graphs:
    graphs = read_digests(folder, name)
    places = {iri: (at, digest) for at, (iri, digest) in enumerate(graphs)}
    return places, tuple(iri for iri, digest in graphs if not digest)


@lru_cache(maxsize=32)
def _require_whole(folder: Path, name: str, stamp: tuple[int, int, int]) -> None:
    read_columns(folder, name)


def _joined(folder: Path, parts: list[Part]) -> list[Part]:
    """The same graphs in few segments, the largest first, and not too many dead ones in them."""
    groups: list[list[Part]] = []
    for part in sorted(parts, key=lambda part: -part.living):
        group = [part]
        while groups and _living_in(groups[-1]) < JOINED_BELOW * _living_in(group):
            group = groups.pop() + group
        groups.append(group)
    return [_join(folder, group) for group in groups if _living_in(group)]


def _join(folder: Path, group: list[Part]) -> Part:
    part = group[0]
    if len(group) == 1 and part.living >= (1 - DEAD_SHARE) * len(part.lives):
        return part
    read = [(each.content or _read_content(folder, each), each.lives) for each in group]
    return _whole(
        Content(
            join_segments([(content.segment, lives) for content, lives in read]),
            join_claim_tables([(content.claims, lives) for content, lives in read]),
        )
    )


def _read_content(folder: Path, part: Part) -> Content:
    return Content(read_segment(folder, part.name), read_claim_table(folder, part.claims))


def _written(folder: Path, part: Part) -> Part:
    content = part.content
    if content is None:
        return part
    names = write_segment(folder, content.segment), write_claim_table(folder, content.claims)
    return Part(*names, part.lives)


def _living_in(group: list[Part]) -> int:
    return sum(part.living for part in group)


def _whole(content: Content) -> Part:
    return Part("", "", np.ones(content.segment.size, np.bool_), content)
