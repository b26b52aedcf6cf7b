"""Reads a projection: sums over the graphs of a generation, and what they say of shared things."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from pyoxigraph import Store

from graph.claim_table import (
    ABOUT,
    EXCLUDED,
    NAMED,
    ClaimTable,
    all_fields,
    all_pairs,
    all_rows,
    all_texts,
)
from graph.columns import Bools, Ints, SegmentDamagedError, check_anew, each_once
from graph.errors import StoreError
from graph.further import FurtherIssues, read_further
from graph.generation import PROJECTION_FOLDER, generation_path, projection_path, reviewed_path
from graph.history import digests_of
from graph.projected_rows import CHOICES, DISJOINT, FURTHER_ISSUES, REVIEWED, SIGNED
from graph.projected_terms import DOCUMENT_GRAPHS, DOCUMENT_IRIS
from graph.projecting import CLAIMS_ON_ISSUE, ITEMS, LETTERS, THINGS
from graph.projection import (
    Part,
    lists_nothing,
    project,
    read_claim_tables,
    read_parts,
    read_segments,
)
from graph.quads import graph_iris
from graph.segments import DOCUMENT_FIELDS, Segment, read_segment, slimmed
from ontology.terms import RDF_TYPE, SKOS_NOTATION, SKOS_PREF_LABEL

Value = tuple[str, str]
"""Of a term: "" for an IRI, its language (@nl) or datatype for a literal; and its text."""
Facts = Mapping[str, tuple[Value, ...]]
Sums = Mapping[str, tuple[int, int, int]]
ClaimTables = list[tuple[ClaimTable, Bools]]
_SEGMENTS: dict[tuple[Path, str], Segment] = {}
_VALUES: dict[tuple[str, ...], dict[str, tuple[set[str], tuple[tuple[Value, ...], ...]]]] = {}
"""By properties and thing what is said of it, and the values."""
_NO_PHRASE: set[str] = set()


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

    def sums(self, counted: str) -> Sums:
        """For each thing the sum of what is counted for it, and of those for and against it."""
        total: dict[str, tuple[int, int, int]] = {}
        for segment, lives in self._parts:
            numbers = segment.numbers
            chosen = lives[numbers["of_graph"]] & _is(segment, "counted", counted)
            things = numbers["counted_for"][chosen]
            places = np.flatnonzero(np.bincount(things))
            sums = [
                np.bincount(things, numbers[each][chosen])[places].astype(int).tolist()
                for each in ("total", "favour", "against")
            ]
            names = segment.texts["names"]
            found = [names[at] or "" for at in places.tolist()]
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
        for place, (segment, lives) in enumerate(self._parts):
            names, numbers = segment.texts["names"], segment.numbers
            graphs: set[int] = set()
            if thing in names:
                its = _is(segment, "counted", counted) & lives[numbers["of_graph"]]
                its &= numbers["counted_for"] == names.index(thing)
                graphs.update(numbers["of_graph"][its].tolist())
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
        """For each thing all that the graphs say of it; not to be changed."""
        together: dict[str, set[str]] = {}
        for segment, lives in self._parts:
            numbers = segment.numbers
            chosen = lives[numbers["said_by"]] & _is(segment, "said_kind", kind)
            names = segment.texts["names"]
            pairs = each_once(_pairs(numbers["said_of"][chosen], numbers["said_text"][chosen]))
            places = np.unique(pairs & _LOW).tolist()
            read = segment.said(places, keep=kind == THINGS)
            for thing, text in zip((pairs >> 32).tolist(), (pairs & _LOW).tolist(), strict=True):
                name, its = names[thing] or "", read[text]
                together[name] = together[name] | its if name in together else its
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

    @cached_property
    def _phrases(self) -> Mapping[str, set[str]]:
        return self.said(THINGS)

    def of_class(self, *kinds: str) -> list[str]:
        """IRIs of the things that are said to be of one of these classes (IRIs)."""
        wanted = {f"{RDF_TYPE.value}\t\t{kind}" for kind in kinds}
        return [thing for thing, said in self._phrases.items() if not wanted.isdisjoint(said)]

    def facts(self, thing: str) -> Facts:
        """What is said of a meeting, an issue, an actor or the like: values by property."""
        facts: dict[str, tuple[Value, ...]] = {}
        for phrase in self._phrases.get(thing, ()):
            predicate, sort, text = phrase.split("\t", 2)
            facts[predicate] = (*facts.get(predicate, ()), (sort, text))
        return facts

    def values(self, thing: str, *predicates: str) -> tuple[tuple[Value, ...], ...]:
        """The values of some properties of a thing.

        Of what the projection before said of it, and this one too, they are kept.
        """
        said = self._phrases.get(thing, _NO_PHRASE)
        known = _VALUES.setdefault(predicates, {})
        its = known.get(thing)
        if its is None or its[0] is not said:
            its = known[thing] = said, tuple(_of(said, f"{each}\t") for each in predicates)
        return its[1]

    def texts(self, thing: str, predicate: str, sort: str) -> set[str]:
        """The values of a property that are of that sort, see Value."""
        wanted = f"{predicate}\t{sort}\t"
        said = self._phrases.get(thing, ())
        return {phrase[len(wanted) :] for phrase in said if phrase.startswith(wanted)}

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
    _VALUES.clear()
    check_anew()


@lru_cache(maxsize=1)
def _opened(store: Path, number: int, reviewed: bool, written_ns: int) -> Projection | None:
    """As open_projection(); `written_ns` tells a store from another one put in its place."""
    parts = _parts(store, read_parts(store, number, reviewed=reviewed))
    projection = Projection(parts) if parts else None
    if projection is None or projection.is_odd:
        return None
    if not projection.sums(FURTHER_ISSUES):
        return projection
    further = read_further(store, number, reviewed=reviewed)
    return None if further is None else Projection(parts, further)


def _parts(store: Path, listed: Sequence[Part]) -> list[tuple[Segment, Bools]]:
    """The segments of a list with what lives of them; [] if one is damaged.

    Those that the projection before had too are kept: a segment never changes.
    """
    folder = store / PROJECTION_FOLDER
    known = {(folder, part.name): _SEGMENTS.get((folder, part.name)) for part in listed}
    try:
        read = {key: its or slimmed(read_segment(*key)) for key, its in known.items()}
    except SegmentDamagedError:
        return []
    _SEGMENTS.clear()
    _SEGMENTS.update(read)
    return [(read[folder, part.name], part.lives) for part in listed]


def _has_graph(store: Path, number: int) -> bool:
    """Whether the past of a generation knows a graph of it; True if there is no telling."""
    try:
        return bool(digests_of(store, number))
    except StoreError:
        return True


def projection_damage(store: Path, number: int, *, reviewed: bool = False) -> Iterator[str]:
    """What is wrong with the projection of a generation, a line each; reads all that it rests on.

    A generation that an older version published has none, and nothing is wrong with that.
    `reviewed` asks about that of its reviewed view.
    """
    path = projection_path(store, number, reviewed=reviewed)
    if not path.exists() or (lists_nothing(store, number) and not _has_graph(store, number)):
        return
    check_anew()
    parts = read_segments(store, number, reviewed=reviewed)
    claims = read_claim_tables(store, number, reviewed=reviewed)
    if parts is None or claims is None:
        yield f"{path}: what it lists is not as it was written, or gone"
        return
    try:
        folder = reviewed_path(store, number) if reviewed else generation_path(store, number)
        engine = Store.read_only(str(folder))
        content = project(engine, ((iri, "") for iri in graph_iris(engine)), reviewed=reviewed)
    except (OSError, RuntimeError) as error:
        yield f"{path}: the engine has nothing to compare it with ({error})"
        return
    every = np.ones(content.segment.size, np.bool_)
    counted = Projection([(content.segment, every)])
    if Projection(parts).is_odd:
        return  # nobody reads it, and the next publish projects anew what is odd
    if not Projection(parts).agrees(counted) or not _agree(claims, [(content.claims, every)]):
        yield f"{path}: it is not what the quads come to"


def _agree(some: ClaimTables, others: ClaimTables) -> bool:
    """Whether two lists of tables hold the same claims."""
    lists = (ABOUT, NAMED, EXCLUDED)
    kinds = (CHOICES, DISJOINT, FURTHER_ISSUES, REVIEWED, SIGNED)
    return (
        sorted(map(repr, all_fields(some))) == sorted(map(repr, all_fields(others)))
        and sorted(map(repr, all_texts(some))) == sorted(map(repr, all_texts(others)))
        and all(sorted(all_pairs(some, name)) == sorted(all_pairs(others, name)) for name in lists)
        and all(
            sorted(map(repr, all_rows(some, kind) or ()))
            == sorted(map(repr, all_rows(others, kind) or ()))
            for kind in kinds
        )
    )


_LOW = 2**32 - 1


def _of(phrases: Iterable[str], head: str) -> tuple[Value, ...]:
    """Sort and text of the phrases with that head."""
    parts = (phrase.split("\t", 2) for phrase in phrases if phrase.startswith(head))
    return tuple((sort, text) for _, sort, text in parts)


def _pairs(high: Ints, low: Ints) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return (high.astype(np.int64) << 32) | low


def _is(segment: Segment, column: str, kind: str) -> Bools:
    """Which places of the column point at that kind."""
    kinds = segment.texts["kinds"]
    at = kinds.index(kind) if kind in kinds else -1
    return np.asarray(segment.numbers[column] == at)
