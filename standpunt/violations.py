"""What is wrong with a document's quads, in words: where, why, and the sentence it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from ontology.terms import P_EVIDENCE, P_QUOTE, RDF_TYPE
from standpunt.shapes import Described, Term

VIOLATIONS_SAID = 3
"""So many violations are named when a document is refused; the rest are counted."""


@dataclass(frozen=True)
class Violation:
    """One rule that a document's quads break.

    `shape` is the shape's name, "evidence" for the rule that spans fold to their quote, "term" for
    the one that every term is in the ontology, or "query/NAME" for a rule of graph/checks; `node`
    the IRI at fault; `quote` the sentence it rests on, "" if it has none.
    """

    shape: str
    node: str
    message: str
    quote: str

    def __str__(self) -> str:
        """One line: which rule, where, why, and the sentence."""
        sentence = f' ("{self.quote}")' if self.quote else ""
        return f"{self.shape}: <{self.node}>: {self.message}{sentence}"


def said_of_violations(violations: Sequence[Violation]) -> str:
    """Why a document is refused, in one line: three violations named, the rest counted."""
    said = "; ".join(str(found) for found in violations[:VIOLATIONS_SAID])
    more = len(violations) - VIOLATIONS_SAID
    rest = f"; and {more} more" if more > 0 else ""
    number = "a rule" if len(violations) == 1 else f"{len(violations)} rules"
    return (
        f"not stored, it breaks {number} of the model: {said}{rest}. "
        "Please report this with the file"
    )


class Facts:
    """The quads of one document, by subject and predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = list(quads)
        self.objects: dict[Term, dict[NamedNode, list[Term]]] = {}
        self.graphs = set[NamedNode | BlankNode | DefaultGraph]()
        objects, last = self.objects, None
        for subject, predicate, value, graph in self.quads:
            if graph != last:
                self.graphs.add(graph)
                last = graph
            said = objects.get(subject)
            if said is None:
                objects[subject] = said = {}
            values = said.get(predicate)
            if values is None:
                said[predicate] = [value]
            else:
                values.append(value)

    @cached_property
    def terms(self) -> frozenset[Term]:
        """What stands as property or as value, each once."""
        found = set[Term]()
        for said in self.objects.values():
            found.update(said, *said.values())
        return frozenset(found)

    def described(self) -> Described:
        """As shapes.describe(): every value once."""
        return {
            subject: {
                predicate: values if len(values) == 1 else list(dict.fromkeys(values))
                for predicate, values in said.items()
            }
            for subject, said in self.objects.items()
        }

    def of_class(self, kind: NamedNode) -> list[Term]:
        """The subjects of a class, sorted by IRI."""
        found = [node for node, facts in self.objects.items() if kind in facts.get(RDF_TYPE, ())]
        return sorted(found, key=str)

    def values(self, node: Term, predicate: NamedNode) -> list[str]:
        """What the node says by this predicate, as plain text; [] if nothing."""
        found = self.objects[node].get(predicate, ()) if node in self.objects else ()
        return [term.value for term in found if isinstance(term, NamedNode | Literal)]

    def nodes(self, node: Term, predicate: NamedNode) -> list[Term]:
        """The nodes this one points at by this predicate."""
        return list(self.objects[node].get(predicate, ())) if node in self.objects else []

    def quote_of(self, iri: str) -> str:
        """The sentence that a node rests on: its own, or that of what its IRI lies under."""
        while iri.count("/") > 3:
            node = NamedNode(iri)
            for place in (node, *self.nodes(node, P_EVIDENCE)):
                for quote in self.values(place, P_QUOTE):
                    return quote
            iri = iri.rpartition("/")[0]
        return ""
