"""All that Turtle files say of one subject, for `ontology.reference`; knows no class of ours."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.errors import OntologyError
from ontology.modules import parse_turtle
from ontology.terms import RDF_TYPE, SKOS_PREF_LABEL

LabelsByLanguage = Mapping[str, str]
NamesByLanguage = Mapping[str, tuple[str, ...]]


class Description:
    """The values of one subject by predicate, in the order of the file.

    The readers that want exactly one value raise OntologyError, which names subject and predicate.
    """

    __slots__ = ("iri", "values")

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.values: defaultdict[str, list[NamedNode | BlankNode | Literal | Triple]]
        self.values = defaultdict(list)

    def texts(self, predicate: NamedNode) -> dict[str, list[str]]:
        """Literals by language tag; "" for those without one."""
        found: dict[str, list[str]] = {}
        for value in self.values.get(predicate.value, ()):
            if isinstance(value, Literal):
                found.setdefault(value.language or "", []).append(value.value)
        return found

    def labels(self, predicate: NamedNode = SKOS_PREF_LABEL) -> LabelsByLanguage:
        """One text a language."""
        return {tag: texts[0] for tag, texts in self.texts(predicate).items()}

    def names(self, *predicates: NamedNode) -> NamesByLanguage:
        """All texts a language, predicate by predicate, sorted within each."""
        found: dict[str, list[str]] = {}
        for predicate in predicates:
            for tag, texts in self.texts(predicate).items():
                found.setdefault(tag, []).extend(sorted(texts))
        return {tag: tuple(texts) for tag, texts in found.items()}

    def literal(self, predicate: NamedNode) -> str | None:
        """The one literal, or None if there is none."""
        texts = [text for group in self.texts(predicate).values() for text in group]
        if len(texts) > 1:
            raise OntologyError(f"<{self.iri}> has {len(texts)} values of {predicate}; keep one")
        return texts[0] if texts else None

    def required(self, predicate: NamedNode) -> str:
        """The one literal, which must be there."""
        text = self.literal(predicate)
        if not text:
            raise OntologyError(f"<{self.iri}> has no {predicate}; add it in the Turtle file")
        return text

    def iris(self, predicate: NamedNode) -> list[str]:
        """The IRIs it points at."""
        values = self.values.get(predicate.value, ())
        return [value.value for value in values if isinstance(value, NamedNode)]

    def linked(self, predicate: NamedNode) -> str:
        """The one IRI it must point at."""
        iris = self.iris(predicate)
        if len(iris) != 1:
            raise OntologyError(f"<{self.iri}> has {len(iris)} values of {predicate}; it needs one")
        return iris[0]

    def day(self, predicate: NamedNode) -> date:
        """The one date, which must be there."""
        text = self.required(predicate)
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise OntologyError(f"<{self.iri}>: {text!r} is no date; write YYYY-MM-DD") from error

    def optional_day(self, predicate: NamedNode) -> date | None:
        """The one date, or None if there is none."""
        return self.day(predicate) if self.values.get(predicate.value) else None


Descriptions = dict[str, Description]


def read_descriptions(paths: Iterable[Path]) -> Descriptions:
    """Every subject of these Turtle files, by IRI.

    Raises OntologyError if a file is missing or is no Turtle.
    """
    found: Descriptions = {}
    for path in paths:
        for quad in parse_turtle(path):
            if isinstance(quad.subject, NamedNode):
                iri = quad.subject.value
                description = found.get(iri)
                if description is None:
                    description = found[iri] = Description(iri)
                description.values[quad.predicate.value].append(quad.object)
    return found


def typed(descriptions: Descriptions, kind: NamedNode) -> list[Description]:
    """The subjects that have this very class as rdf:type, in the order of the files."""
    return [entry for entry in descriptions.values() if kind.value in entry.iris(RDF_TYPE)]
