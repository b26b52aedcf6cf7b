"""Looking things up in a handful of quads by subject and property; holds no store."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from graph.answer import plain
from ontology.terms import SKOS_PREF_LABEL


class QuadIndex:
    """Objects by subject and property, each once, sorted by their text form."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        found: dict[tuple[object, NamedNode], set[object]] = {}
        for quad in quads:
            found.setdefault((quad.subject, quad.predicate), set()).add(quad.object)
        self._objects = {key: sorted(objects, key=str) for key, objects in found.items()}

    def objects(self, subject: object, predicate: NamedNode) -> list[NamedNode | Literal]:
        """The objects of a subject's property; [] if it has none."""
        found = self._objects.get((subject, predicate), [])
        return [term for term in found if isinstance(term, NamedNode | Literal)]

    def texts(self, subject: object, *path: NamedNode) -> list[str]:
        """The objects at the end of a path of properties, as text; [] if there are none."""
        ends: list[object] = [subject]
        for predicate in path:
            ends = [term for end in ends for term in self.objects(end, predicate)]
        return [
            text for end in ends if isinstance(end, NamedNode | Literal) and (text := plain(end))
        ]

    def label(self, subject: NamedNode, language: str) -> str:
        """Its label in the language, else in any, else its IRI."""
        labels = [
            term for term in self.objects(subject, SKOS_PREF_LABEL) if isinstance(term, Literal)
        ]
        wanted = [term for term in labels if term.language == language]
        return (wanted or labels)[0].value if labels else subject.value
