"""Checks triples against OWL 2 DL: the restrictions that an ontology of our kind can break.

Covers declarations and their clashes, reserved names, datatypes, literals where things belong,
class expressions that are no tree, simple properties, and the headers. Not covered, as we use none
of it: keys, user-defined datatypes, negative assertions, property chains beyond their being found.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.terms import OWL, RDF, RDF_TYPE, RDFS, XSD
from ontology.wording import shorten

# OWL 2 Structural Specification, section 4: the datatype map.
_OF_XSD = """
string normalizedString token language Name NCName NMTOKEN boolean decimal integer
nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte
unsignedLong unsignedInt unsignedShort unsignedByte double float hexBinary base64Binary
anyURI dateTime dateTimeStamp
"""
_OF_OTHERS = (
    f"{RDF}PlainLiteral {RDF}XMLLiteral {RDF}langString {RDFS}Literal {OWL}real {OWL}rational"
)
DATATYPES = frozenset((*(f"{XSD}{name}" for name in _OF_XSD.split()), *_OF_OTHERS.split()))
DATE_RULE = "xsd:date is not in the datatype map of OWL 2"

_KINDS = {
    f"{OWL}{name}": name
    for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
} | {f"{RDFS}Datatype": "Datatype"}
_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_NOT_OF_DATA = "InverseFunctional Symmetric Asymmetric Reflexive Irreflexive Transitive"
_OBJECT_ONLY = tuple(f"{OWL}{name}Property" for name in _NOT_OF_DATA.split())
_NEEDS_SIMPLE = tuple(
    f"{OWL}{name}Property"
    for name in ["Functional", "InverseFunctional", "Irreflexive", "Asymmetric"]
)
_BUILT_IN_ANNOTATIONS = (
    *(f"{RDFS}{name}" for name in ["label", "comment", "seeAlso", "isDefinedBy"]),
    *(f"{OWL}{name}" for name in ["versionInfo", "deprecated", "priorVersion"]),
)
_BUILT_IN_CLASSES = (f"{OWL}Thing", f"{OWL}Nothing")
_RESERVED = (OWL, RDF, RDFS, XSD)
_OF_EXPRESSIONS = """
onProperty someValuesFrom allValuesFrom hasValue maxCardinality minCardinality cardinality
intersectionOf unionOf complementOf oneOf inverseOf equivalentClass disjointWith
distinctMembers members onClass hasSelf
"""
_PARTS = (
    *(f"{OWL}{name}" for name in _OF_EXPRESSIONS.split()),
    *(f"{RDF}{name}" for name in ["first", "rest"]),
    *(f"{RDFS}{name}" for name in ["subClassOf", "domain", "range"]),
)


def find_violations(triples: Iterable[Triple]) -> list[str]:
    """What keeps the triples, with all they import, out of OWL 2 DL, a line each; [] if nothing."""
    check = _Check(list(triples))
    return sorted({
        *check.declarations(),
        *check.uses(),
        *check.datatypes(),
        *check.trees(),
        *check.simple_properties(),
    })  # fmt: skip


def find_header_violations(triples: Sequence[Triple]) -> list[str]:
    """What one module's header lacks: it is one ontology with a version IRI; [] if nothing."""
    headers = [t.subject for t in triples if t.predicate == RDF_TYPE and _is(t.object, "Ontology")]
    if len(headers) != 1:
        return [f"a module has exactly one owl:Ontology, not {len(headers)}"]
    versions = [t for t in triples if t.predicate.value == f"{OWL}versionIRI"]
    if [t.subject for t in versions] != headers:
        return [f"{shorten(headers[0])} has {len(versions)} version IRIs, not one"]
    return []


class _Check:
    def __init__(self, triples: list[Triple]) -> None:
        self._triples = triples
        self._kinds: defaultdict[str, set[str]] = defaultdict(set)
        for triple in triples:
            if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
                kind = _KINDS.get(triple.object.value)
                if kind and isinstance(triple.subject, NamedNode):
                    self._kinds[triple.subject.value].add(kind)

    def _is_kind(self, term: object, kind: str) -> bool:
        return isinstance(term, NamedNode) and kind in self._kinds.get(term.value, ())

    def declarations(self) -> Iterator[str]:
        """Names declared as two kinds that exclude each other, and reserved names."""
        for iri, kinds in self._kinds.items():
            name = shorten(NamedNode(iri))
            properties = sorted(kinds.intersection(_PROPERTIES))
            if len(properties) > 1:
                yield f"{name} is declared as {' and as '.join(properties)}"
            if {"Class", "Datatype"} <= kinds:
                yield f"{name} is declared as Class and as Datatype"
            if iri.startswith(_RESERVED) and iri not in _BUILT_IN_ANNOTATIONS:
                yield f"{name} is a reserved name"

    def uses(self) -> Iterator[str]:
        """Terms used and not declared, and values of the wrong sort."""
        for triple in self._triples:
            predicate = triple.predicate.value
            if predicate == f"{RDF}type":
                yield from self._class(triple.object)
            elif predicate in (f"{RDFS}subClassOf", f"{OWL}disjointWith", f"{OWL}equivalentClass"):
                yield from self._class(triple.subject)
                yield from self._class(triple.object)
            elif predicate in (f"{OWL}inverseOf", f"{OWL}onProperty"):
                yield from self._property(triple.object)
            elif predicate.startswith(_RESERVED):
                continue
            elif predicate not in self._kinds:
                yield f"{shorten(triple.predicate)} is used and not declared"
            elif self._is_kind(triple.predicate, "ObjectProperty"):
                if isinstance(triple.object, Literal):
                    yield f"{shorten(triple.predicate)} points at words: {shorten(triple.object)}"
            elif self._is_kind(triple.predicate, "DatatypeProperty") and not isinstance(
                triple.object, Literal
            ):
                yield f"{shorten(triple.predicate)} points at a thing: {shorten(triple.object)}"

    def _class(self, term: object) -> Iterator[str]:
        if not isinstance(term, NamedNode) or term.value in _BUILT_IN_CLASSES:
            return
        vocabulary = term.value.startswith((OWL, RDF, RDFS))
        if not vocabulary and "Class" not in self._kinds.get(term.value, ()):
            yield f"{shorten(term)} is used as a class and not declared"

    def _property(self, term: object) -> Iterator[str]:
        if isinstance(term, NamedNode) and not self._kinds[term.value].intersection(_PROPERTIES):
            yield f"{shorten(term)} is used as a property and not declared"

    def datatypes(self) -> Iterator[str]:
        """Datatypes outside the datatype map of OWL 2."""
        found = {t.object.datatype for t in self._triples if isinstance(t.object, Literal)}
        for triple in self._triples:
            ranged = triple.predicate.value == f"{RDFS}range"
            if ranged and self._is_kind(triple.subject, "DatatypeProperty"):
                found.add(triple.object)  # type: ignore[arg-type]
        for datatype in found:
            if isinstance(datatype, NamedNode) and datatype.value not in DATATYPES:
                yield f"{shorten(datatype)} is not in the datatype map of OWL 2"

    def trees(self) -> Iterator[str]:
        """Class expressions that two axioms share or that hold themselves, and nameless things."""
        above: Counter[BlankNode] = Counter()
        parent: dict[BlankNode, object] = {}
        for triple in self._triples:
            if isinstance(triple.object, BlankNode):
                above[triple.object] += 1
                parent[triple.object] = triple.subject
                if triple.predicate.value not in _PARTS:
                    yield f"{shorten(triple.predicate)} points at a nameless thing"
        for node, count in above.items():
            if count > 1:
                yield "a class expression stands in two places"
            seen: set[object] = set()
            here: object = node
            while isinstance(here, BlankNode) and here not in seen:
                seen.add(here)
                here = parent.get(here)
            if isinstance(here, BlankNode):
                yield "a class expression holds itself"

    def simple_properties(self) -> Iterator[str]:
        """Object-only kinds on others, and restrictions on properties that are not simple."""
        kinds: defaultdict[NamedNode, set[str]] = defaultdict(set)
        composite: set[NamedNode] = set()
        for triple in self._triples:
            if not isinstance(triple.subject, NamedNode):
                continue
            if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
                kinds[triple.subject].add(triple.object.value)
                if triple.object.value == f"{OWL}TransitiveProperty":
                    composite.add(triple.subject)
            if triple.predicate.value == f"{OWL}propertyChainAxiom":
                composite.add(triple.subject)
        counted = self._counted()
        for name, found in kinds.items():
            if found.intersection(_OBJECT_ONLY) and not self._is_kind(name, "ObjectProperty"):
                yield f"{shorten(name)} is of a kind that only an object property can be"
        for name in self._with_above(composite):
            if kinds[name].intersection(_NEEDS_SIMPLE) or name in counted:
                yield f"{shorten(name)} is transitive or a chain and so cannot be counted"

    def _counted(self) -> set[object]:
        limits = {f"{OWL}minCardinality", f"{OWL}maxCardinality", f"{OWL}cardinality"}
        nodes = {t.subject for t in self._triples if t.predicate.value in limits}
        on = f"{OWL}onProperty"
        return {t.object for t in self._triples if t.predicate.value == on and t.subject in nodes}

    def _with_above(self, names: set[NamedNode]) -> set[NamedNode]:
        found, waiting = set(names), list(names)
        while waiting:
            here = waiting.pop()
            for triple in self._triples:
                above = triple.object
                if (
                    triple.subject == here
                    and triple.predicate.value == f"{RDFS}subPropertyOf"
                    and isinstance(above, NamedNode)
                    and above not in found
                ):
                    found.add(above)
                    waiting.append(above)
        return found


def _is(term: object, name: str) -> bool:
    return isinstance(term, NamedNode) and term.value == f"{OWL}{name}"
