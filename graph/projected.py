"""Reads a projection: sums over the graphs of a generation, and what they say of shared things."""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.claim_table import (
    ClaimTable,
)
from graph.columns import (
    Bools,
    Ints,
    SegmentDamagedError,
    array_of,
    check_anew,
    each_once,
    index_of,
    is_said,
    number_array,
    numbers_of,
    place_of,
    text_array,
)
from graph.further import FurtherIssues, read_further
from graph.generation import PROJECTION_FOLDER, projection_path
from graph.kept import check_kept_anew
from graph.listed import NOTHING, TextCells
from graph.meetings_said import MeetingsSaid
from graph.projected_rows import FURTHER_ISSUES
from graph.projected_terms import DOCUMENT_GRAPHS, DOCUMENT_IRIS
from graph.projecting import CLAIMS_ON_ISSUE, ITEMS, LETTERS, THINGS
from graph.projection import read_parts
from graph.said import Lists, Part, Statements, members_of, statements_of
from graph.segments import DOCUMENT_FIELDS, Segment, read_segment, slimmed
from ontology.terms import MEETING, RDF_TYPE, SKOS_NOTATION, SKOS_PREF_LABEL

if TYPE_CHECKING:
    from pyarrow import Array

Value = tuple[str, str]
"""Of a term: "" for an IRI, its language (@nl) or datatype for a literal; and its text."""
Facts = Mapping[str, tuple[Value, ...]]
Sums = Mapping[str, tuple[int, int, int]]
ClaimTables = list[tuple[ClaimTable, Bools]]

_SEGMENTS: dict[tuple[Path, str], Segment] = {}


class Projection:
    """The graphs of one generation taken together."""

    def __init__(
        self, parts: list[tuple[Segment, Bools]], further: FurtherIssues | None = None
    ) -> None:
        """Of the segments, and which of their graphs are in the generation.

        `further` are the issues that graphs say claims of others are about, if any do.
        """
        self._parts = parts
        self.further = further
        self._notations: dict[str, tuple[Value, ...]] = {}

    @property
    def is_odd(self) -> bool:
        """Whether a graph says what sums cannot follow, so that only the engine can count."""
        return any(
            odd is not None and lives
            for segment, kept in self._parts
            for odd, lives in zip(segment.texts["odd"], kept.tolist(), strict=True)
        )

    def documents(self) -> Iterator[tuple[str | None, ...]]:
        """The documents: DOCUMENT_FIELDS, then their meetings, IRIs apart by a blank."""
        return self.document_columns(*DOCUMENT_FIELDS, "meetings")

    def document_columns(self, *names: str) -> Iterator[tuple[str | None, ...]]:
        """Some fields of the documents, as documents()."""
        for segment, lives in self._parts:
            columns = [segment.texts[name] for name in names]
            kept = lives[segment.numbers["documents_by"]].tolist()
            for row, keep in zip(zip(*columns, strict=True), kept, strict=True):
                if keep:
                    yield row

    def document_cells(self, name: str) -> TextCells:
        """A field of the documents, in the order of documents()."""
        from pyarrow import concat_arrays

        texts = concat_arrays(
            [text_array([]), *(array_of(segment.texts, name) for segment, _ in self._parts)]
        )
        kept = np.concatenate(
            [lives[segment.numbers["documents_by"]] for segment, lives in self._parts]
        )
        places = np.where(is_said(texts), np.arange(len(texts)), NOTHING)[kept]
        return TextCells(texts, places.astype(np.int32))

    @cached_property
    def names(self) -> "Array":
        """The IRIs of all things that anything is counted for or said of, each once."""
        return self._joint[0]

    @cached_property
    def _joint(self) -> tuple["Array", list[Ints]]:
        """All names, and where those of each segment stand among them."""
        from pyarrow import concat_arrays

        each = [array_of(segment.texts, "names") for segment, _ in self._parts]
        if len(each) == 1:
            return each[0], [np.arange(len(each[0]), dtype=np.int32)]
        joined = concat_arrays([text_array([]), *each]).dictionary_encode()
        ends = np.cumsum([len(names) for names in each])[:-1]
        return joined.dictionary, np.split(numbers_of(joined.indices), ends)

    def places(self, iris: "Array") -> Ints:
        """The places of IRIs, which differ, among the names; -1 for none."""
        return index_of(self.names, iris)

    def totals(self, counted: str) -> Ints:
        """What is counted for each of the names."""
        total = np.zeros(len(self.names), np.int64)
        for (segment, lives), places in zip(self._parts, self._joint[1], strict=True):
            chosen = _counting(segment, lives, counted)
            things, numbers = (segment.numbers[name][chosen] for name in ("counted_for", "total"))
            total[places] += np.bincount(things, numbers, len(places)).astype(np.int64)
        return total.astype(np.int32)

    def sums(self, counted: str) -> Sums:
        """For each thing the sum of what is counted for it, and of those for and against it."""
        total: dict[str, tuple[int, int, int]] = {}
        for (segment, lives), joined in zip(self._parts, self._joint[1], strict=True):
            numbers, chosen = segment.numbers, _counting(segment, lives, counted)
            things = numbers["counted_for"][chosen]
            places = np.flatnonzero(np.bincount(things))
            sums = [
                np.bincount(things, numbers[each][chosen])[places].astype(int).tolist()
                for each in ("total", "favour", "against")
            ]
            found = self.names.take(number_array(joined[places])).to_pylist()
            its = dict(zip(found, zip(*sums, strict=True), strict=True))
            for name in its.keys() & total.keys():
                (a, b, c), (d, e, f) = its[name], total[name]
                its[name] = a + d, b + e, c + f
            total |= its
        if self.further and counted == CLAIMS_ON_ISSUE:
            for issue, more in self.further.counts.items():
                a, b, c = total.get(issue, (0, 0, 0))
                total[issue] = a + more.number, b + more.favour, c + more.against
        return total

    def documents_with(self, counted: str, thing: str) -> list[str]:
        """IRIs of the documents in which something is counted for the thing, in no order."""
        found = []
        wanted = place_of(self.names, thing)
        for place, (segment, lives) in enumerate(self._parts):
            numbers, chosen = segment.numbers, _counting(segment, lives, counted)
            its = chosen[self._joint[1][place][numbers["counted_for"][chosen]] == wanted]
            graphs = set(numbers["of_graph"][its].tolist()) if wanted >= 0 else set()
            if self.further and counted == CLAIMS_ON_ISSUE:
                graphs.update(self.further.graphs_with(thing, place))
            found += [segment.texts["graphs"][at] or "" for at in sorted(graphs)]
        return [f"{DOCUMENT_IRIS}{graph.removeprefix(DOCUMENT_GRAPHS)}" for graph in found]

    def documents_counting(self, counted: str) -> list[str]:
        """IRIs of the documents in which something is counted for any thing, in no order."""
        found: list[str] = []
        for segment, lives in self._parts:
            of_graph = segment.numbers["of_graph"]
            graphs = np.unique(of_graph[_is(segment, "counted", counted) & lives[of_graph]])
            found += [segment.texts["graphs"][at] or "" for at in graphs.tolist()]
        return [f"{DOCUMENT_IRIS}{graph.removeprefix(DOCUMENT_GRAPHS)}" for graph in found]

    def said(self, kind: str) -> dict[str, set[str]]:
        """For each thing all that the graphs say of it."""
        found, texts = self.members(kind)
        names, said = self.names.to_pylist(), texts.to_pylist()
        together: dict[str, set[str]] = {}
        for thing, text in zip(found.owners.tolist(), found.values.tolist(), strict=True):
            together.setdefault(names[thing], set()).add(said[text])
        return together

    def agrees(self, other: "Projection") -> bool:
        """Whether both say the same."""
        mine, theirs = self._counted(), other._counted()
        return (
            mine == theirs
            and all(self.sums(what) == other.sums(what) for what in mine)
            and all(self.said(kind) == other.said(kind) for kind in (THINGS, ITEMS, LETTERS))
            and sorted(map(repr, self.documents())) == sorted(map(repr, other.documents()))
            and self.is_odd == other.is_odd
        )

    def _counted(self) -> set[str]:
        return {
            segment.texts["kinds"][at] or ""
            for segment, lives in self._parts
            for at in np.unique(segment.numbers["counted"][lives[segment.numbers["of_graph"]]])
        }

    def meetings_said(self) -> list[tuple[MeetingsSaid, Bools]]:
        """What the graphs of each segment say of meetings, and which of them live."""
        return [(segment.meetings, lives) for segment, lives in self._parts]

    def said_of(self, things: "Array") -> list[list[str]]:
        """What the graphs say of each of some things (IRIs, which differ), in their fixed form."""
        places = self.places(things)
        found: list[list[str]] = [[] for _ in range(len(places))]
        for (segment, lives), joined in zip(self._parts, self._joint[1], strict=True):
            numbers, texts = segment.numbers, array_of(segment.texts, "texts")
            told = _is(segment, "said_kind", THINGS) & lives[numbers["said_by"]]
            of = joined[numbers["said_of"]]
            for its, place in zip(found, places.tolist(), strict=True):
                said = np.unique(numbers["said_text"][told & (of == place)])
                its += texts.take(number_array(said)).to_pylist() if place >= 0 else []
        return found

    def _lists(self, kind: str) -> list[Part]:
        """What the graphs of each segment say of that kind."""
        found = []
        for (segment, lives), places in zip(self._parts, self._joint[1], strict=True):
            numbers = segment.numbers
            chosen = np.flatnonzero(_is(segment, "said_kind", kind))
            chosen = chosen[lives[numbers["said_by"][chosen]]]
            pairs = each_once(_pairs(numbers["said_of"][chosen], numbers["said_text"][chosen]))
            used, at = np.unique(pairs & _LOW, return_inverse=True)
            lists = array_of(segment.texts, "texts").take(number_array(used))
            found.append((places[pairs >> 32], at.astype(np.int32), lists))
        return found

    def members(self, kind: str) -> tuple[Lists, "Array"]:
        """As said(), of places among the names, as places in texts."""
        return members_of(self._lists(kind))

    @cached_property
    def statements(self) -> Statements:
        """What is said of meetings, issues, actors and the like: of places among the names."""
        return statements_of(self._lists(THINGS))

    @cached_property
    def _facts(self) -> dict[str, Facts]:
        """Of all but meetings, of which there are many."""
        its = self.statements
        meetings = np.zeros(len(self.names) + 1, np.bool_)
        meetings[its.having(RDF_TYPE.value, MEETING.value)] = True
        return self._read(~meetings[its.things])

    def _read(self, chosen: Bools) -> dict[str, Facts]:
        found = self.statements.read(chosen)
        things = list(dict.fromkeys(thing for thing, *_ in found))
        names = self.names.take(number_array(np.array(things, np.int32))).to_pylist()
        facts: dict[int, dict[str, tuple[Value, ...]]] = {thing: {} for thing in things}
        for thing, predicate, sort, text in found:
            its = facts[thing]
            its[predicate] = (*its.get(predicate, ()), (sort, text))
        return dict(zip(names, facts.values(), strict=True))

    def of_class(self, *kinds: str) -> list[str]:
        """IRIs of the things that are said to be of one of these classes (IRIs)."""
        places = self.statements.having(RDF_TYPE.value, *kinds)
        found: list[str] = self.names.take(number_array(places)).to_pylist()
        return found

    def facts(self, thing: str) -> Facts:
        """What is said of a meeting, an issue, an actor or the like: values by property."""
        if thing not in self._facts:
            its, at = self.statements.things, place_of(self.names, thing)
            here = slice(*np.searchsorted(its, [at, at + 1]).tolist()) if at >= 0 else slice(0)
            chosen = np.zeros(len(its), np.bool_)
            chosen[here] = True
            return self._read(chosen).get(thing, {})
        return self._facts[thing]

    def texts_by_thing(self, predicate: str) -> dict[str, list[str]]:
        """The values of a property by thing, of all that have one."""
        its = self.statements.of(predicate)
        found: dict[str, list[str]] = {}
        names = self.names.take(number_array(its.owners)).to_pylist()
        texts = self.statements.texts.take(number_array(its.values)).to_pylist()
        for name, text in zip(names, texts, strict=True):
            found.setdefault(name, []).append(text)
        return found

    def texts(self, thing: str, predicate: str, sort: str) -> set[str]:
        """The values of a property that are of that sort, see Value."""
        return {text for its, text in self.facts(thing).get(predicate, ()) if its == sort}

    def labels(self, thing: str, language: str) -> set[str]:
        """The labels in a language, else the Dutch ones, else the IRI."""
        for wanted in (language, "nl"):
            if found := self.texts(thing, SKOS_PREF_LABEL.value, f"@{wanted}"):
                return found
        return {thing}

    def notations(self, thing: str) -> tuple[Value, ...]:
        """The codes of a thing."""
        if thing not in self._notations:
            self._notations[thing] = self.facts(thing).get(SKOS_NOTATION.value, ())
        return self._notations[thing]


def open_projection(store: Path, number: int, *, reviewed: bool = False) -> Projection | None:
    """The projection of a generation; None if it has none that is whole, or only sums mislead.

    `reviewed` asks for that of its reviewed view.
    """
    try:
        written_ns = projection_path(store, number, reviewed=reviewed).stat().st_mtime_ns
    except OSError:
        return None
    return _opened(store, number, reviewed, written_ns)


def let_go() -> None:
    """Read the next projection from the disk, also if it is the one that was asked last."""
    _opened.cache_clear()
    _SEGMENTS.clear()
    check_anew()
    check_kept_anew()


@lru_cache(maxsize=1)
def _opened(store: Path, number: int, reviewed: bool, written_ns: int) -> Projection | None:
    """As open_projection(); `written_ns` tells a store from another one put in its place."""
    parts = _parts(store, number, reviewed)
    projection = Projection(parts) if parts else None
    if projection is None or projection.is_odd:
        return None
    if not projection.sums(FURTHER_ISSUES):
        return projection
    further = read_further(store, number, reviewed=reviewed)
    return None if further is None else Projection(parts, further)


def _parts(store: Path, number: int, reviewed: bool) -> list[tuple[Segment, Bools]]:
    """The segments of a generation with what lives of them; [] if one is damaged.

    Those that the projection before had too are kept: a segment never changes.
    """
    folder = store / PROJECTION_FOLDER
    listed = read_parts(store, number, reviewed=reviewed)
    known = {(folder, part.name): _SEGMENTS.get((folder, part.name)) for part in listed}
    try:
        read = {key: its or slimmed(read_segment(*key)) for key, its in known.items()}
    except SegmentDamagedError:
        return []
    _SEGMENTS.clear()
    _SEGMENTS.update(read)
    return [(read[folder, part.name], part.lives) for part in listed]


_LOW = 2**32 - 1


def _pairs(high: Ints, low: Ints) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return (high.astype(np.int64) << 32) | low


def _counting(segment: Segment, lives: Bools, counted: str) -> NDArray[np.intp]:
    """The places of the counts of that kind, of graphs that live."""
    chosen = np.flatnonzero(_is(segment, "counted", counted))
    return chosen if lives.all() else chosen[lives[segment.numbers["of_graph"][chosen]]]


def _is(segment: Segment, column: str, kind: str) -> Bools:
    """Which places of the column point at that kind."""
    kinds = segment.texts["kinds"]
    at = kinds.index(kind) if kind in kinds else -1
    return np.asarray(segment.numbers[column] == at)
