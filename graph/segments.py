"""A segment: what was projected of some named graphs, as columns in one file that never changes.

The file is Arrow's IPC format with one row, whose cells are lists: those of the graphs, of the
documents, of the counts and of what is said are each as long as there are such, and point at one
another by place. It bears the SHA-256 of its bytes as its name. See graph.projecting for what the
columns mean.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.durable import write_file
from graph.projecting import Projected

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Column = list[str | None]

DOCUMENT_FIELDS = (
    "document", "title", "kind", "date", "language", "dossier", "number", "reporter", "file_name",
    "sha256", "extractor",
)  # fmt: skip
_TEXTS = ("graphs", "digests", "odd", "names", "kinds", "texts", *DOCUMENT_FIELDS, "meetings")
_NUMBERS = (
    "of_graph", "counted", "counted_for", "total", "favour", "against",
    "said_by", "said_kind", "said_of", "said_text", "documents_by",
)  # fmt: skip
SUFFIX = ".arrow"


class SegmentDamagedError(Exception):
    """The file of a segment is not there, or is not what was written."""


@dataclass(frozen=True)
class Segment:
    """Columns of one segment; see the module.

    `texts` has `graphs`, `digests` and `odd` by graph; the fields of documents, and `meetings`
    (IRIs apart by a blank), by document; `names`, `kinds` and `texts`, at which numbers point.
    `numbers` has by count: the graph that it is `of_graph`, what is `counted`, `counted_for` which
    name, and three numbers; by what is said: `said_by` which graph, its kind, name and text; by
    document: `documents_by` which graph.
    """

    texts: dict[str, Column]
    numbers: dict[str, Ints]

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
            texts[name] += _chosen(part.texts[name], lives)
        kept = lives[part.numbers["documents_by"]]
        for name in (*DOCUMENT_FIELDS, "meetings"):
            texts[name] += _chosen(part.texts[name], kept)
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
    from pyarrow import BufferOutputStream, RecordBatch, array, int32, list_, string
    from pyarrow.ipc import IpcWriteOptions, new_file

    columns = {name: array([each], list_(string())) for name, each in segment.texts.items()}
    columns |= {name: array([each], list_(int32())) for name, each in segment.numbers.items()}
    batch = RecordBatch.from_pydict(columns)
    target = BufferOutputStream()
    with new_file(target, batch.schema, options=IpcWriteOptions(compression="lz4")) as writer:
        writer.write_batch(batch)
    content = target.getvalue().to_pybytes()
    name = hashlib.sha256(content).hexdigest()
    path = segment_path(folder, name)
    if not path.exists():
        folder.mkdir(exist_ok=True)
        write_file(path, content)
    return name


def read_segment(folder: Path, name: str) -> Segment:
    """The segment of that name. Raises SegmentDamagedError."""
    texts, numbers = _read(folder, name, (*_TEXTS, *_NUMBERS))
    return Segment(texts, numbers)


def read_digests(folder: Path, name: str) -> list[tuple[str, str]]:
    """IRI and digest of the graphs of the segment, by place. Raises SegmentDamagedError."""
    texts, _ = _read(folder, name, ("graphs", "digests"))
    return list(zip(texts["graphs"], texts["digests"], strict=True))  # type: ignore[arg-type]


def _read(
    folder: Path, name: str, columns: Sequence[str]
) -> tuple[dict[str, Column], dict[str, Ints]]:
    from pyarrow import ArrowException, py_buffer
    from pyarrow.ipc import IpcReadOptions, open_file

    path = segment_path(folder, name)
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != name:
            raise SegmentDamagedError(f"{path} is not as it was written")
        every = (*_TEXTS, *_NUMBERS)
        options = IpcReadOptions(included_fields=[every.index(each) for each in columns])
        batch = open_file(py_buffer(content), options=options).get_batch(0)
        texts = {each: batch[each].values.to_pylist() for each in columns if each in _TEXTS}
        numbers = {each: batch[each].values.to_numpy() for each in columns if each in _NUMBERS}
    except (OSError, ArrowException, KeyError) as error:
        raise SegmentDamagedError(f"{path} cannot be read ({error})") from error
    return texts, numbers


def segment_path(folder: Path, name: str) -> Path:
    """Where the file of a segment lies."""
    return folder / f"{name}{SUFFIX}"


def segment_names(folder: Path) -> Iterator[str]:
    """Names of the segments whose files are in the folder."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        yield path.name.removesuffix(SUFFIX)


def _chosen(column: Column, kept: Bools) -> Column:
    return column if kept.all() else [text for text, keep in zip(column, kept, strict=True) if keep]
