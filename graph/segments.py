"""A segment: what was projected of some named graphs, as columns of one file (graph.columns).

Those of the graphs, of the documents, of the counts and of what is said are each as long as there
are such, and point at one another by place. See graph.projecting for what they mean. The claims
of the same graphs are in a file of their own: graph.claim_table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from graph.columns import (
    Bools,
    Column,
    Ints,
    array_of,
    chosen,
    narrowed,
    read_columns,
    write_columns,
)
from graph.meetings_said import (
    LARGE_BYTES,
    MeetingsSaid,
    cut_meetings,
    keep_meetings,
    lacks_meetings,
    read_meetings,
)
from graph.projecting import THINGS, Projected

DOCUMENT_FIELDS = (
    "document", "title", "kind", "date", "language", "dossier", "number", "reporter", "file_name",
    "sha256", "extractor",
)  # fmt: skip
_TEXTS = ("graphs", "digests", "odd", "names", "kinds", "texts", *DOCUMENT_FIELDS, "meetings")
_NUMBERS = (
    "of_graph", "counted", "counted_for", "total", "favour", "against",
    "said_by", "said_kind", "said_of", "said_text", "documents_by",
)  # fmt: skip


@dataclass(frozen=True)
class Segment:
    """Columns of one segment; see the module.

    `texts` has `graphs`, `digests` and `odd` by graph; the fields of documents, and `meetings`
    (IRIs apart by a blank), by document; `names`, `kinds` and `texts`, at which numbers point.
    `numbers` has by count: the graph that it is `of_graph`, what is `counted`, `counted_for` which
    name, and three numbers; by what is said: `said_by` which graph, its kind, name and text; by
    document: `documents_by` which graph. `home` is the folder of its file, and the name of that.
    """

    texts: dict[str, Column]
    numbers: dict[str, Ints]
    home: tuple[Path, str] | None = None

    @cached_property
    def meetings(self) -> MeetingsSaid:
        """What its graphs say of meetings, as kept beside its file, or cut."""
        kept = read_meetings(*self.home) if self.home else None
        if kept is not None:
            return kept
        kinds, numbers = self.texts["kinds"], self.numbers
        at = kinds.index(THINGS) if THINGS in kinds else -1
        rows = np.flatnonzero(numbers["said_kind"] == at)
        its = (numbers[name][rows] for name in ("said_by", "said_of", "said_text"))
        return cut_meetings(array_of(self.texts, "names"), array_of(self.texts, "texts"), *its)

    @property
    def size(self) -> int:
        """How many graphs there are."""
        return len(self.texts["graphs"])


def make_segment(projected: Iterable[tuple[str, str, Projected]]) -> Segment:
    """A segment of graphs, each with IRI, digest and what was projected of it."""
    texts: dict[str, Column] = {name: [] for name in _TEXTS}
    numbers: dict[str, list[int]] = {name: [] for name in _NUMBERS}
    places: dict[str, dict[str, int]] = {"names": {}, "kinds": {}, "texts": {}}

    def place(column: str, text: str) -> int:
        return places[column].setdefault(text, len(places[column]))

    for at, (graph, digest, found) in enumerate(projected):
        for name, text in (("graphs", graph), ("digests", digest), ("odd", found.odd)):
            texts[name].append(text)
        for record in found.documents:
            numbers["documents_by"].append(at)
            for name in DOCUMENT_FIELDS:
                texts[name].append(record[name])  # type: ignore[arg-type]
            texts["meetings"].append(" ".join(record["meetings"] or ()))
        for (counted, thing), count in sorted(found.counts.items()):
            numbers["of_graph"].append(at)
            numbers["counted"].append(place("kinds", counted))
            numbers["counted_for"].append(place("names", thing))
            numbers["total"].append(count.number)
            numbers["favour"].append(count.favour)
            numbers["against"].append(count.against)
        for (kind, thing), text in sorted(found.said.items()):
            numbers["said_by"].append(at)
            numbers["said_kind"].append(place("kinds", kind))
            numbers["said_of"].append(place("names", thing))
            numbers["said_text"].append(place("texts", text))
    for column, seen in places.items():
        texts[column] = list(seen)
    return Segment(texts, {name: np.array(each, np.int32) for name, each in numbers.items()})


def join_segments(parts: Sequence[tuple[Segment, Bools]]) -> Segment:
    """One segment of the graphs of several that live; `parts` say which do, by place."""
    texts: dict[str, Column] = {name: [] for name in _TEXTS}
    numbers: dict[str, list[Ints]] = {name: [] for name in _NUMBERS}
    seen: dict[str, dict[str | None, int]] = {"names": {}, "kinds": {}, "texts": {}}
    for part, lives in parts:
        now = (np.cumsum(lives) - 1 + len(texts["graphs"])).astype(np.int32)
        moved = {
            column: np.array([places.setdefault(text, len(places)) for text in part.texts[column]],
                             np.int32)
            for column, places in seen.items()
        }  # fmt: skip
        for name in ("graphs", "digests", "odd"):
            texts[name] += chosen(part.texts[name], lives)
        kept = lives[part.numbers["documents_by"]]
        for name in (*DOCUMENT_FIELDS, "meetings"):
            texts[name] += chosen(part.texts[name], kept)
        numbers["documents_by"].append(now[part.numbers["documents_by"][kept]])
        for owner, pointing in (
            ("of_graph", {"counted": "kinds", "counted_for": "names", "total": "", "favour": "",
                          "against": ""}),
            ("said_by", {"said_kind": "kinds", "said_of": "names", "said_text": "texts"}),
        ):  # fmt: skip
            kept = lives[part.numbers[owner]]
            numbers[owner].append(now[part.numbers[owner][kept]])
            for name, column in pointing.items():
                values = part.numbers[name][kept]
                numbers[name].append(moved[column][values] if column else values)
    for column, places in seen.items():
        texts[column] = list(places)
    none = np.zeros(0, np.int32)
    return Segment(texts, {name: np.concatenate([none, *each]) for name, each in numbers.items()})


def write_segment(folder: Path, segment: Segment) -> str:
    """Write the file of a segment, synced, unless it is there; its name. Raises OSError."""
    return write_columns(folder, segment.texts, segment.numbers)


def read_segment(folder: Path, name: str) -> Segment:
    """The segment of that name. Raises SegmentDamagedError."""
    return Segment(*read_columns(folder, name, _TEXTS, _NUMBERS), (folder, name))


def keep_said(folder: Path, name: str, least_bytes: int = LARGE_BYTES) -> None:
    """Keep what a segment of so many bytes says of meetings, unless it is kept already.

    Raises SegmentDamagedError or OSError.
    """
    if lacks_meetings(folder, name, least_bytes):
        keep_meetings(folder, name, read_segment(folder, name).meetings)


def slimmed(segment: Segment) -> Segment:
    """The same to read from, its numbers as narrow as they can be."""
    return Segment(
        segment.texts, {name: narrowed(its) for name, its in segment.numbers.items()}, segment.home
    )


def read_digests(folder: Path, name: str) -> list[tuple[str, str]]:
    """IRI and digest of the graphs of the segment, by place; of an odd one "", which is no digest.

    Raises SegmentDamagedError.
    """
    texts, _ = read_columns(folder, name, ("graphs", "digests", "odd"))
    digests = [
        digest if odd is None else ""
        for digest, odd in zip(texts["digests"], texts["odd"], strict=True)
    ]
    return list(zip(texts["graphs"], digests, strict=True))  # type: ignore[arg-type]
