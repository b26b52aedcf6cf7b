"""The smallest edit that makes named graphs hold new statements, and the default graph their merge.

What stays is not written again: an edit costs what changed. Reads the engine; writes nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.quads import edit_request

DEFAULT = DefaultGraph()


@dataclass(frozen=True)
class Edit:
    """Quads that go and come in named graphs, and with them in the merge; graphs that end empty."""

    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]
    unmerged: tuple[Quad, ...]
    merged: tuple[Quad, ...]
    emptied: tuple[str, ...]

    def request(self) -> str:
        """One SPARQL update, so one transaction, that makes the edit."""
        drops = [f"DROP SILENT GRAPH {NamedNode(iri)}" for iri in self.emptied]
        data = edit_request((*self.removed, *self.unmerged), (*self.added, *self.merged))
        return " ;\n".join([data, *drops])


def plan_edit(
    engine: Store, before: Mapping[str, list[str]], after: Mapping[str, list[str]]
) -> Edit:
    """The edit from what these graphs hold to what they are to hold, as graph_lines() gives both.

    `before` and `after` name the same graphs.
    """
    held, wanted = set(chain(*before.values())), set(chain(*after.values()))
    removed = {iri: set(before[iri]).difference(after[iri]) for iri in after}
    added = {iri: set(after[iri]).difference(before[iri]) for iri in after}
    gone = set(chain(*removed.values())) - wanted
    new = set(chain(*added.values())) - held
    return Edit(
        tuple(_named(removed)),
        tuple(_named(added)),
        tuple(quad for quad in _parsed(gone) if not _is_held_by_others(engine, quad, after)),
        tuple(_not_merged_yet(engine, new)),
        tuple(sorted(iri for iri, lines in after.items() if not lines)),
    )


def _named(lines_by_graph: Mapping[str, set[str]]) -> Iterator[Quad]:
    for iri, lines in lines_by_graph.items():
        graph = NamedNode(iri)
        for quad in _parsed(lines):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _parsed(lines: Iterable[str]) -> Iterator[Quad]:
    return iter(parse("\n".join(sorted(lines)), format=RdfFormat.N_TRIPLES))


def _is_held_by_others(engine: Store, quad: Quad, changing: Collection[str]) -> bool:
    """Whether a named graph that does not change states it as well."""
    found = engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return any(
        isinstance(each.graph_name, NamedNode) and each.graph_name.value not in changing
        for each in found
    )


def _not_merged_yet(engine: Store, lines: Iterable[str]) -> Iterator[Quad]:
    """The triples that no graph states yet; of most, even the subject is new."""
    known: dict[object, bool] = {}
    for quad in _parsed(lines):
        subject = quad.subject
        if subject not in known:
            its = engine.quads_for_pattern(subject, None, None, DEFAULT)
            known[subject] = next(its, None) is not None
        if not known[subject] or quad not in engine:
            yield quad
