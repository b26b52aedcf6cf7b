"""How much the merge of all graphs holds, by class and by property: counted once, then kept up.

A count reads every triple; an edit says by how much its own triples change it. Kept in the ledger,
so that publishing need not count what did not change.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Store

from ontology.terms import RDF_TYPE

_TYPE = str(RDF_TYPE)


@dataclass(frozen=True)
class Totals:
    """Number of instances by class, and of triples by property, in the default graph."""

    classes: Mapping[str, int]
    properties: Mapping[str, int]

    @property
    def triples(self) -> int:
        """Number of triples in the default graph."""
        return sum(self.properties.values())

    def edited(self, removed: Collection[str], added: Collection[str]) -> "Totals":
        """The totals after these statements left the default graph and these came into it.

        Both as lines of N-Triples, as graph.quads.graph_lines() writes them.
        """
        classes, properties = Counter(self.classes), Counter(self.properties)
        for step, lines in ((-1, removed), (1, added)):
            predicates = [line.split(" ", 2)[1] for line in lines]
            for predicate, count in Counter(predicates).items():
                properties[predicate[1:-1]] += step * count
            of_class = [p == _TYPE for p in predicates]
            for value in [line.split(" ", 2)[2] for line in compress(lines, of_class)]:
                if value.startswith("<"):
                    classes[value[1:-3]] += step
        return Totals(dict(+classes), dict(+properties))


NOTHING = Totals({}, {})


def count_totals(engine: Store) -> Totals:
    """Count what the engine holds; reads every triple."""
    classes, properties = Counter[str](), Counter[str]()
    for quad in engine.quads_for_pattern(None, None, None, DefaultGraph()):
        properties[quad.predicate.value] += 1
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
            classes[quad.object.value] += 1
    return Totals(dict(classes), dict(properties))


def totals_said(totals: Totals | None) -> dict[str, Any] | None:
    """The totals as JSON."""
    if totals is None:
        return None
    return {"classes": dict(totals.classes), "properties": dict(totals.properties)}


def read_totals(said: Mapping[str, Any] | None) -> Totals | None:
    """The totals that JSON says; None if it says none. Raises KeyError, TypeError or ValueError."""
    if said is None:
        return None
    return Totals(dict(said["classes"]), dict(said["properties"]))
