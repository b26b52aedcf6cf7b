"""The SHACL shapes as direct tests of quads: quick enough for every ingest.

Knows the part of SHACL Core that our shapes use, and says so if one uses more; pyshacl stays the
reference (`standpunt check`), and a test holds both to the same results on planted faults.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import inf
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ontology.modules import parse_turtle
from ontology.terms import RDF, RDF_TYPE, XSD_BOOLEAN, XSD_DATE, XSD_DECIMAL, XSD_INTEGER

Term = NamedNode | BlankNode | Literal | Triple
Described = Mapping[Term, Mapping[NamedNode, list[Term]]]
"""What is said of each subject, by predicate."""

SH = "http://www.w3.org/ns/shacl#"
_NIL, _FIRST, _REST = (NamedNode(RDF + name) for name in ("nil", "first", "rest"))

# Lexical forms of the datatypes that occur in our shapes, by XML Schema 1.1 part 2.
_FORMS = {
    XSD_INTEGER: re.compile(r"[+-]?\d+", re.ASCII),
    XSD_DECIMAL: re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII),
    XSD_DATE: re.compile(r"-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?", re.ASCII),
    XSD_BOOLEAN: re.compile(r"true|false|1|0"),
}
_NUMBERS = (XSD_INTEGER, XSD_DECIMAL)


_NONE: list["Term"] = []
_NOTHING: Mapping[NamedNode, list["Term"]] = {}


class UncompiledShapeError(Exception):
    """A shape uses what this module does not know; pyshacl must judge. The message names it."""


@dataclass(frozen=True)
class Result:
    """One result of a validation: shape's name, node, property or None, message of the shape."""

    shape: str
    node: Term
    path: NamedNode | None
    message: str


@dataclass(frozen=True)
class _Stray:
    """A property that a closed shape does not allow, with the value it has."""

    predicate: NamedNode
    value: Term


@dataclass
class _Shape:
    """A shape read from Turtle: `name` is its own, or that of the shape it is part of."""

    node: Term
    name: str
    path: NamedNode | None
    message: str
    tests: list["_Test"] = field(default_factory=list)
    parts: list["_Shape"] = field(default_factory=list)
    # The tests once more, as fits() asks them.
    least: float = 0
    most: float = inf
    of_each: list[Callable[[Term], bool]] = field(default_factory=list)
    of_all: list["_Test"] = field(default_factory=list)

    def add(self, test: "_Test") -> None:
        """Add a test."""
        self.tests.append(test)
        if isinstance(test, _Each):
            self.of_each.append(test.is_good)
        elif isinstance(test, _Count):
            self.least, self.most = max(self.least, test.least), min(self.most, test.most)
        else:
            self.of_all.append(test)

    def fits(self, focus: Term, said: Mapping[NamedNode, list[Term]], data: Described) -> bool:
        """Whether judge() would find nothing wrong with a node of which this is said.

        Most nodes are right, and no list of what is wrong need be made for them.
        """
        values = [focus] if self.path is None else said.get(self.path, _NONE)
        if not self.least <= len(values) <= self.most:
            return False
        for value in values:
            for is_good in self.of_each:
                if not is_good(value):
                    return False
        for test in self.of_all:
            if any(True for _ in test(focus, values, data)):
                return False
        if not self.parts:
            return True
        for value in values:
            of_value = said if self.path is None else data.get(value, _NOTHING)
            for part in self.parts:
                if not part.fits(value, of_value, data):
                    return False
        return True

    def judge(self, focus: Term, data: Described, found: list[Result]) -> None:
        """Add to `found` what this shape finds wrong with a node."""
        path = self.path
        if path is None:
            values = [focus]
        else:
            said = data.get(focus)
            values = said.get(path, []) if said else []
        for test in self.tests:
            for wrong in test(focus, values, data):
                where = wrong.predicate if isinstance(wrong, _Stray) else path
                found.append(Result(self.name, focus, where, self.message))
        for part in self.parts:
            for value in values:
                part.judge(value, data, found)

    def accepts(self, node: Term, data: Described) -> bool:
        """Whether a node has no result."""
        return self.fits(node, data.get(node, _NOTHING), data)


_Test = Callable[[Term, list[Term], Described], Iterable[object]]
"""Yields something for each result: of a node, the values of its path, and all the data."""


@dataclass(frozen=True)
class _Each:
    """A test of every value by itself."""

    is_good: Callable[[Term], bool]

    def __call__(self, _: Term, values: list[Term], data: Described) -> Iterable[object]:
        return [value for value in values if not self.is_good(value)]


@dataclass(frozen=True)
class _Count:
    """A test of how many values there are."""

    least: float = 0
    most: float = inf

    def __call__(self, _: Term, values: list[Term], data: Described) -> Iterable[object]:
        return [] if self.least <= len(values) <= self.most else [None]


class CompiledShapes:
    """The shapes of one Turtle file, ready to be held against the quads of a document."""

    def __init__(self, path: Path) -> None:
        """Raises OntologyError for no Turtle, UncompiledShapeError for what is not known."""
        described = describe(parse_turtle(path))
        compiler = _Compiler(described)
        self._by_class: dict[Term, list[_Shape]] = defaultdict(list)
        for node, said in described.items():
            for target in said.get(_sh("targetClass"), ()):
                self._by_class[target].append(compiler.shape(node, None))

    def results(self, data: Described) -> list[Result]:
        """Everything that breaks a shape, by shape and node; [] if the data conforms."""
        found: list[Result] = []
        for node, said in data.items():
            for kind in dict.fromkeys(said.get(RDF_TYPE, ())):
                for shape in self._by_class.get(kind, ()):
                    if not shape.fits(node, said, data):
                        shape.judge(node, data, found)
        return sorted(found, key=lambda result: (result.shape, str(result.node)))


def describe(quads: Iterable[Quad]) -> Described:
    """What quads say of each subject, by predicate; every value once."""
    found: dict[Term, dict[NamedNode, dict[Term, None]]] = defaultdict(lambda: defaultdict(dict))
    for quad in quads:
        found[quad.subject][quad.predicate][quad.object] = None
    return {
        subject: {predicate: list(objects) for predicate, objects in said.items()}
        for subject, said in found.items()
    }


class _Compiler:
    """Turns the description of shapes into tests, one method a component of SHACL Core."""

    def __init__(self, described: Described) -> None:
        self._described = described

    def shape(self, node: Term, parent: str | None) -> _Shape:
        said = self._described.get(node, {})
        name = _local(node.value) if isinstance(node, NamedNode) else parent or str(node)
        shape = _Shape(node, name, self._path(said), self._message(said))
        for predicate, objects in said.items():
            component = predicate.value.removeprefix(SH)
            if component in _SILENT or not predicate.value.startswith(SH):
                continue
            if component == "property":
                shape.parts += [self.shape(part, name) for part in objects]
                continue
            make = getattr(self, f"_{component}", None)
            if make is None:
                raise UncompiledShapeError(f"{name} uses sh:{component}")
            for value in objects:
                shape.add(make(value, said))
        return shape

    def _path(self, said: Mapping[NamedNode, list[Term]]) -> NamedNode | None:
        paths = said.get(_sh("path"), [])
        if not paths:
            return None
        if len(paths) != 1 or not isinstance(paths[0], NamedNode):
            raise UncompiledShapeError("a path that is no single property")
        return paths[0]

    def _message(self, said: Mapping[NamedNode, list[Term]]) -> str:
        texts = [text.value for text in said.get(_sh("message"), []) if isinstance(text, Literal)]
        return " ".join(" ".join(sorted(texts)).split())

    def _list(self, node: Term) -> list[Term]:
        found = []
        while node != _NIL:
            (first,), (node,) = self._described[node][_FIRST], self._described[node][_REST]
            found.append(first)
        return found

    # --- components, by name ----------------------------------------------------------------

    def _minCount(self, limit: Literal, _: object) -> _Test:  # noqa: N802 - as SHACL spells it
        return _Count(least=int(limit.value))

    def _maxCount(self, limit: Literal, _: object) -> _Test:  # noqa: N802
        return _Count(most=int(limit.value))

    def _nodeKind(self, kind: NamedNode, _: object) -> _Test:  # noqa: N802
        kinds = {"IRI": NamedNode, "Literal": Literal, "BlankNode": BlankNode}
        wanted = kinds.get(_local(kind.value))
        if wanted is None:
            raise UncompiledShapeError(f"node kind {kind}")
        return _Each(lambda value: isinstance(value, wanted))

    def _datatype(self, datatype: NamedNode, _: object) -> _Test:
        form = _FORMS.get(datatype)
        return _Each(
            lambda value: (
                isinstance(value, Literal)
                and value.datatype == datatype
                and (form is None or _is_formed(value, form))
            )
        )

    def _pattern(self, pattern: Literal, said: Mapping[NamedNode, list[Term]]) -> _Test:
        if _sh("flags") in said:
            raise UncompiledShapeError("sh:flags")
        expression = re.compile(pattern.value)
        return _Each(
            lambda value: (
                isinstance(value, NamedNode | Literal)
                and expression.search(value.value) is not None
            )
        )

    def _minLength(self, limit: Literal, _: object) -> _Test:  # noqa: N802
        least = int(limit.value)
        return _Each(
            lambda value: isinstance(value, NamedNode | Literal) and len(value.value) >= least
        )

    def _in(self, node: Term, _: object) -> _Test:
        allowed = frozenset(self._list(node))
        return _Each(lambda value: value in allowed)

    def _hasValue(self, wanted: Term, _: object) -> _Test:  # noqa: N802
        return lambda focus, values, data: [] if wanted in values else [None]

    def _minInclusive(self, limit: Literal, _: object) -> _Test:  # noqa: N802
        least = _order(limit)
        return _Each(lambda value: _compares(least, _order(value), or_equal=True))

    def _maxInclusive(self, limit: Literal, _: object) -> _Test:  # noqa: N802
        most = _order(limit)
        return _Each(lambda value: _compares(_order(value), most, or_equal=True))

    def _lessThan(self, other: NamedNode, _: object) -> _Test:  # noqa: N802
        return _pairs(other, or_equal=False)

    def _lessThanOrEquals(self, other: NamedNode, _: object) -> _Test:  # noqa: N802
        return _pairs(other, or_equal=True)

    def _disjoint(self, other: NamedNode, _: object) -> _Test:
        return lambda focus, values, data: [v for v in values if v in _values(data, focus, other)]

    def _uniqueLang(self, wanted: Literal, _: object) -> _Test:  # noqa: N802
        if wanted.value != "true":
            return lambda focus, values, data: []

        def doubled(focus: Term, values: list[Term], data: Described) -> Iterable[object]:
            tags = [v.language for v in values if isinstance(v, Literal) and v.language]
            return {tag for tag in tags if tags.count(tag) > 1}

        return doubled

    def _closed(self, wanted: Literal, said: Mapping[NamedNode, list[Term]]) -> _Test:
        if wanted.value != "true":
            return lambda focus, values, data: []
        allowed = {
            path
            for part in said.get(_sh("property"), [])
            for path in self._described[part].get(_sh("path"), [])
        }
        for ignored in said.get(_sh("ignoredProperties"), []):
            allowed |= set(self._list(ignored))
        return lambda focus, values, data: [
            _Stray(predicate, value)
            for node in values
            for predicate, objects in data.get(node, {}).items()
            if predicate not in allowed
            for value in objects
        ]

    def _node(self, node: Term, _: object) -> _Test:
        shape = self.shape(node, None)
        return lambda focus, values, data: [v for v in values if not shape.accepts(v, data)]

    def _not(self, node: Term, _: object) -> _Test:
        shape = self.shape(node, None)
        return lambda focus, values, data: [v for v in values if shape.accepts(v, data)]

    def _or(self, node: Term, _: object) -> _Test:
        return self._count(node, lambda number: number > 0)

    def _and(self, node: Term, _: object) -> _Test:
        wanted = len(self._list(node))
        return self._count(node, lambda number: number == wanted)

    def _xone(self, node: Term, _: object) -> _Test:
        return self._count(node, lambda number: number == 1)

    def _count(self, node: Term, fits: Callable[[int], bool]) -> _Test:
        shapes = [self.shape(option, None) for option in self._list(node)]
        return lambda focus, values, data: [
            v for v in values if not fits(sum(shape.accepts(v, data) for shape in shapes))
        ]


# Said of a shape without being a test of its own.
_SILENT = frozenset({"path", "message", "targetClass", "ignoredProperties", "name", "description"})


def _pairs(other: NamedNode, *, or_equal: bool) -> _Test:
    """A test of every value against every value of another property."""
    return lambda focus, values, data: [
        (value, rival)
        for value in values
        for rival in _values(data, focus, other)
        if not _compares(_order(value), _order(rival), or_equal=or_equal)
    ]


def _values(data: Described, node: Term, path: NamedNode) -> list[Term]:
    said = data.get(node)
    return said.get(path, []) if said else []


def _is_formed(value: Literal, form: re.Pattern[str]) -> bool:
    """Whether a literal's text is one of its datatype; a date must be in the calendar."""
    if not form.fullmatch(value.value):
        return False
    return value.datatype != XSD_DATE or isinstance(_order(value), date)


def _order(term: Term) -> Decimal | date | str | None:
    """What a literal is compared by; None if it has no order."""
    if not isinstance(term, Literal):
        return None
    if term.datatype in _NUMBERS and _FORMS[term.datatype].fullmatch(term.value):
        return Decimal(term.value)
    if term.datatype == XSD_DATE:
        try:
            return date.fromisoformat(term.value[:10])
        except ValueError:
            return None
    return None


def _compares(
    less: Decimal | date | str | None, more: Decimal | date | str | None, *, or_equal: bool
) -> bool:
    """Whether both are of one kind and the one is less than the other."""
    if isinstance(less, Decimal) and isinstance(more, Decimal):
        return less <= more if or_equal else less < more
    if isinstance(less, date) and isinstance(more, date):
        return less <= more if or_equal else less < more
    return False


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
