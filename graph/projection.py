"""The projection of each generation: what its graphs come to, so that pages need not count anew.

    projection/abcd….arrow             segments, see graph.segments
    generations/000007.projection.json which segments a generation has, and which of their graphs
                                       are not in it any more

A publish projects the graphs that changed into a new segment and writes the list; segments are
joined so that there are few of them, each at least JOINED_BELOW times as large as the next. What
is missing or damaged is projected anew from the engine's quads by the next publish; until then
readers find no projection, and ask the engine.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pyoxigraph import Store

from graph.durable import read_json, write_file, write_json
from graph.generation import (
    GENERATIONS_FOLDER,
    PROJECTION_FOLDER,
    PROJECTION_LIST,
    current_number,
    projection_path,
)
from graph.ledger import LedgerEntry
from graph.projecting import project_graph, stored_quads
from graph.segments import (
    Bools,
    Segment,
    SegmentDamagedError,
    join_segments,
    make_segment,
    read_digests,
    read_segment,
    segment_names,
    segment_path,
    write_segment,
)

FORMAT = 1
"""Of segments, and of what is projected into them: a list with another is not read."""
GRAPHS_AT_ONCE = 1_000
JOINED_BELOW = 4
DEAD_SHARE = 0.25
"""A segment of which more graphs are dead is written anew without them."""


@dataclass(frozen=True)
class Part:
    """A segment of a generation; `lives` says by place which of its graphs are in it.

    `name` is that of its file; one that is not written yet has none, and its `segment` instead.
    """

    name: str
    lives: Bools
    segment: Segment | None = None

    @property
    def living(self) -> int:
        """How many graphs are in the generation."""
        return int(self.lives.sum())


def write_projection(
    store: Path, engine: Store, number: int, ledger: Mapping[str, LedgerEntry]
) -> None:
    """Write the projection of a generation that is to be published, with what did not change.

    Raises OSError.
    """
    folder = store / PROJECTION_FOLDER
    last = current_number(store)
    parts, held = _living(folder, [] if last is None else read_parts(store, last), ledger)
    wanted = [(iri, entry.digest) for iri, entry in ledger.items() if iri not in held]
    for start in range(0, len(wanted), GRAPHS_AT_ONCE):
        segment = make_segment(
            (iri, digest, project_graph(iri, stored_quads(engine, iri)))
            for iri, digest in wanted[start : start + GRAPHS_AT_ONCE]
        )
        parts.append(_whole(segment))
    content = [
        {
            "name": part.name if part.segment is None else write_segment(folder, part.segment),
            "graphs": len(part.lives),
            "dead": np.flatnonzero(~part.lives).tolist(),
        }
        for part in _joined(folder, parts)
    ]
    write_json(projection_path(store, number), {"format": FORMAT, "segments": content})


def read_parts(store: Path, number: int) -> list[Part]:
    """The segments of a generation; [] if it has no list that can be read."""
    try:
        said = read_json(projection_path(store, number))
        if said["format"] != FORMAT:
            return []
        parts = []
        for each in said["segments"]:
            lives = np.ones(int(each["graphs"]), np.bool_)
            lives[each["dead"]] = False
            parts.append(Part(str(each["name"]), lives))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return []
    return parts


def read_segments(store: Path, number: int) -> list[tuple[Segment, Bools]] | None:
    """The segments of a generation, and which of their graphs are in it; None if not all are whole.

    A generation without a list has none.
    """
    parts = read_parts(store, number)
    try:
        found = [(read_segment(store / PROJECTION_FOLDER, part.name), part.lives) for part in parts]
    except SegmentDamagedError:
        return None
    return found or None


def copy_projection(store: Path, target: Path, number: int) -> None:
    """Copy the projection of a generation into another store, if it is whole. Raises OSError."""
    folder, copy = store / PROJECTION_FOLDER, target / PROJECTION_FOLDER
    if read_segments(store, number) is None:
        return
    copy.mkdir()
    for part in read_parts(store, number):
        path = segment_path(folder, part.name)
        write_file(segment_path(copy, part.name), path.read_bytes())
    listed = projection_path(store, number)
    write_file(projection_path(target, number), listed.read_bytes())


def prune_projection(store: Path) -> None:
    """Remove the segments that no generation on the disk has; what cannot be removed stays."""
    folder, lists = store / PROJECTION_FOLDER, store / GENERATIONS_FOLDER
    used = {
        part.name
        for path in lists.glob(f"*{PROJECTION_LIST}")
        for part in read_parts(store, int(path.name.removesuffix(PROJECTION_LIST)))
    }
    for name in segment_names(folder):
        if name not in used:
            with suppress(OSError):
                segment_path(folder, name).unlink()


def _living(
    folder: Path, parts: list[Part], ledger: Mapping[str, LedgerEntry]
) -> tuple[list[Part], set[str]]:
    """The whole segments with what still is as the ledger says, and the graphs that live there."""
    held: set[str] = set()
    found = []
    for part in parts:
        try:
            graphs = read_digests(folder, part.name)
        except SegmentDamagedError:
            continue
        lives = part.lives.copy()
        for at, (iri, digest) in enumerate(graphs):
            entry = ledger.get(iri)
            lives[at] &= entry is not None and entry.digest == digest and iri not in held
            if lives[at]:
                held.add(iri)
        found.append(Part(part.name, lives))
    return found, held


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
    return _whole(
        join_segments([(p.segment or read_segment(folder, p.name), p.lives) for p in group])
    )


def _living_in(group: list[Part]) -> int:
    return sum(part.living for part in group)


def _whole(segment: Segment) -> Part:
    return Part("", np.ones(segment.size, np.bool_), segment)
