"""What a form can ask for, read off the SHACL shapes: classes, properties and possible values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal as OneOf

from pyoxigraph import BlankNode, NamedNode, Quad

from ontology.description import Description, read_descriptions
from ontology.modules import parse_turtle, shapes_path, term_paths
from ontology.terms import RDF_FIRST, RDF_REST, RDFS_RANGE, XSD

_SH = "http://www.w3.org/ns/shacl#"
_SHAPES = "https://w3id.org/standpunt/shapes#"
Kind = OneOf["choice", "actor", "state", "issue", "number", "date", "truth", "words", "thing"]
_KIND_OF_NODE: dict[str, Kind] = {
    f"{_SHAPES}Actor": "actor",
    f"{_SHAPES}State": "state",
    f"{_SHAPES}Issue": "issue",
    f"{_SHAPES}Words": "words",
}
_KIND_OF_DATATYPE: dict[str, Kind] = {
    f"{XSD}integer": "number",
    f"{XSD}decimal": "number",
    f"{XSD}date": "date",
    f"{XSD}boolean": "truth",
    f"{XSD}string": "words",
}


@dataclass(frozen=True)
class FormProperty:
    """A property of a class, or one of what it leads to: the IRIs of the path, one or two.

    `choices` are the IRIs of a closed list, () where there is none.
    """

    path: tuple[str, ...]
    kind: Kind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormClass:
    """A class that has a shape, with the properties that its shape names, in the shape's order."""

    iri: str
    properties: tuple[FormProperty, ...]


@cache
def form_classes() -> tuple[FormClass, ...]:
    """The classes that the shapes speak of. Raises OntologyError."""
    shapes = _Shapes(list(parse_turtle(shapes_path())))
    own: dict[str, tuple[FormProperty, ...]] = {}
    for shape, target in shapes.targets():
        own[target] = (*own.get(target, ()), *shapes.properties(shape))
    ranges = read_descriptions(term_paths())
    return tuple(
        FormClass(target, tuple(_with_paths(found, own, ranges))) for target, found in own.items()
    )


def _with_paths(
    found: Sequence[FormProperty],
    own: dict[str, tuple[FormProperty, ...]],
    ranges: dict[str, Description],
) -> Iterator[FormProperty]:
    """The properties, then those of the classes that they lead to, as far as these have shapes."""
    yield from found
    for property_ in found:
        described = ranges.get(property_.path[0])
        if property_.kind != "thing" or described is None:
            continue
        for target in described.iris(RDFS_RANGE):
            for next_one in own.get(target, ()):
                path = (*property_.path, *next_one.path)
                yield FormProperty(path, next_one.kind, next_one.choices)


Node = NamedNode | BlankNode


class _Shapes:
    """The triples of shapes.ttl by subject and name."""

    def __init__(self, quads: list[Quad]) -> None:
        self._objects: dict[tuple[object, str], list[Node]] = {}
        for quad in quads:
            if isinstance(quad.object, NamedNode | BlankNode):
                key = (quad.subject, quad.predicate.value)
                self._objects.setdefault(key, []).append(quad.object)

    def targets(self) -> list[tuple[Node, str]]:
        """Each node shape with the IRI of the class that it is for."""
        return [
            (subject, target.value)  # type: ignore[misc]
            for (subject, name), targets in self._objects.items()
            if name == f"{_SH}targetClass"
            for target in targets
        ]

    def properties(self, shape: Node) -> Iterator[FormProperty]:
        """The properties of a shape, each once, though several constraints may speak of it."""
        found: dict[str, FormProperty] = {}
        for constraint in self._of(shape, "property"):
            for path in self._of(constraint, "path"):
                if not isinstance(path, NamedNode):
                    continue
                choices = tuple(item.value for item in self._list(constraint))
                kind: Kind = "choice" if choices else self._kind(constraint)
                if path.value not in found or found[path.value].kind == "thing":
                    found[path.value] = FormProperty((path.value,), kind, choices)
        yield from found.values()

    def _kind(self, constraint: Node) -> Kind:
        for node in self._of(constraint, "node"):
            if node.value in _KIND_OF_NODE:
                return _KIND_OF_NODE[node.value]
        for datatype in self._of(constraint, "datatype"):
            return _KIND_OF_DATATYPE.get(datatype.value, "words")
        kinds = self._of(constraint, "nodeKind")
        return "thing" if any(kind.value.endswith("IRI") for kind in kinds) else "words"

    def _list(self, constraint: Node) -> Iterator[Node]:
        for head in self._of(constraint, "in"):
            at: Node | None = head
            while at is not None:
                yield from self._objects.get((at, RDF_FIRST.value), ())
                at = next(iter(self._objects.get((at, RDF_REST.value), ())), None)

    def _of(self, subject: Node, name: str) -> list[Node]:
        return self._objects.get((subject, f"{_SH}{name}"), [])
