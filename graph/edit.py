"""The smallest edit that makes named graphs hold new statements, and the default graph their merge.

What stays is not written again: an edit costs what changed. Reads the engine; writes nothing.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

DEFAULT = DefaultGraph()

Lines = Collection[str]
"""Statements as graph_lines() writes them."""


@dataclass(frozen=True)
class Edit:
    """Statements that go and come in named graphs, by IRI, and with them in the merge.

    `emptied` are the graphs that end empty, `subjects` those of the merge's new statements.
    """

    removed: Mapping[str, Lines]
    added: Mapping[str, Lines]
    unmerged: Lines
    merged: Lines
    emptied: tuple[str, ...]
    subjects: Collection[str]

    @property
    def only_adds(self) -> bool:
        """Whether nothing goes."""
        return not (self.removed or self.unmerged or self.emptied)

    @property
    def added_count(self) -> int:
        """How many statements come into named graphs."""
        return sum(map(len, self.added.values()))

    def request(self) -> str:
        """One SPARQL update, so one transaction, that makes the edit."""
        drops = [f"DROP SILENT GRAPH {NamedNode(iri)}" for iri in self.emptied]
        gone, new = _data(self.removed, self.unmerged), _data(self.added, self.merged)
        return " ;\n".join([f"DELETE DATA {{\n{gone}\n}}", f"INSERT DATA {{\n{new}\n}}", *drops])

    def additions(self) -> bytes:
        """What comes, in named graphs and the merge, as N-Quads."""
        parts = []
        for iri, lines in self.added.items():
            end = f" {NamedNode(iri)} .\n"
            parts += [end.join([line[: -len(" .")] for line in lines]).encode(), end.encode()]
        return b"".join([*parts, _text(self.merged).encode()])


def plan_edit(
    engine: Store,
    before: Mapping[str, list[str]],
    after: Mapping[str, list[str]],
    spoken_of: Container[int] | None = None,
) -> Edit:
    """The edit from what these graphs hold to what they are to hold, as graph_lines() gives both.

    `before` and `after` name the same graphs. `spoken_of` has the hash of every subject that the
    merge speaks of, in brackets as it stands in a line, and may have more; None if that is not
    known, and the engine is asked of each.
    """
    held = set(chain(*before.values()))
    removed = {iri: set(before[iri]).difference(after[iri]) for iri in after if before[iri]}
    added = {
        iri: set(after[iri]).difference(before[iri]) if before[iri] else after[iri] for iri in after
    }
    gone = set(chain(*removed.values())).difference(*after.values())
    new = [line for line in dict.fromkeys(chain(*added.values())) if line not in held]
    subjects = dict.fromkeys([line[: line.index(" ")] for line in new])
    doubtful = [s for s in subjects if hash(s) in spoken_of] if spoken_of is not None else subjects
    return Edit(
        {iri: lines for iri, lines in removed.items() if lines},
        {iri: lines for iri, lines in added.items() if lines},
        [line for line, quad in _parsed(gone) if not _is_held_by_others(engine, quad, after)],
        _not_merged_yet(engine, new, doubtful),
        tuple(sorted(iri for iri, lines in after.items() if not lines)),
        subjects,
    )


def _data(lines_by_graph: Mapping[str, Lines], merge: Lines) -> str:
    """The statements as SPARQL has them in an update."""
    named = (
        f"GRAPH {NamedNode(iri)} {{\n{_text(lines)}\n}}" for iri, lines in lines_by_graph.items()
    )
    return "\n".join([*named, _text(merge)])


def _text(lines: Lines) -> str:
    return "\n".join(lines)


def _parsed(lines: Iterable[str]) -> Iterator[tuple[str, Quad]]:
    """Each line with its statement, as a quad of the default graph."""
    kept = list(lines)
    return zip(kept, parse(_text(kept), format=RdfFormat.N_TRIPLES), strict=True)


def _is_held_by_others(engine: Store, quad: Quad, changing: Collection[str]) -> bool:
    """Whether a named graph that does not change states it as well."""
    found = engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return any(
        isinstance(each.graph_name, NamedNode) and each.graph_name.value not in changing
        for each in found
    )


def _not_merged_yet(engine: Store, lines: Collection[str], subjects: Iterable[str]) -> Lines:
    """The statements that no graph makes yet, if only these subjects may be spoken of.

    Of most statements even the subject is new.
    """
    known = {
        subject
        for subject in subjects
        if next(engine.quads_for_pattern(NamedNode(subject[1:-1]), None, None, DEFAULT), None)
        is not None
    }
    doubtful = [line for line in lines if line[: line.index(" ")] in known] if known else []
    held = {line for line, quad in _parsed(doubtful) if quad in engine}
    return [line for line in lines if line not in held] if held else list(lines)
