"""How much the merge of all graphs holds, by class and by property: counted once, then kept up.

A count reads every triple; an edit says by how much its own triples change it. Kept in the ledger,
so that publishing need not count what did not change.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from ontology.terms import RDF_TYPE


@dataclass(frozen=True)
class Totals:
    """Number of instances by class, and of triples by property, in the default graph."""

    classes: Mapping[str, int]
    properties: Mapping[str, int]

    @property
    def triples(self) -> int:
        """Number of triples in the default graph."""
        return sum(self.properties.values())

    def edited(self, removed: Iterable[Quad], added: Iterable[Quad]) -> "Totals":
        """The totals after these quads left the default graph and these came into it."""
        classes, properties = Counter(self.classes), Counter(self.properties)
        for step, quads in ((-1, removed), (1, added)):
            for quad in quads:
                properties[quad.predicate.value] += step
                if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
                    classes[quad.object.value] += step
        return Totals(dict(+classes), dict(+properties))


def count_totals(engine: Store) -> Totals:
    """Count what the engine holds; reads every triple."""
    nothing = Totals({}, {})
    return nothing.edited((), engine.quads_for_pattern(None, None, None, DefaultGraph()))


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
