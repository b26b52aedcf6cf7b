"""The JSON-LD context of ours: a plain key for each property, typed by its range."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pyoxigraph import NamedNode

from ontology.modules import parse_turtle, term_paths
from ontology.terms import (
    DCT,
    OA,
    OWL,
    OWL_DATATYPE_PROPERTY,
    OWL_OBJECT_PROPERTY,
    PREFIXES,
    PROV,
    RDF,
    RDF_TYPE,
    RDFS,
    SKOS,
    SP,
    XSD,
)

_RANGE = NamedNode(f"{RDFS}range")
_TEXT = f"{RDF}PlainLiteral"
_PLAIN = f"{XSD}string"
# The store's engine keeps every whole number as an xsd:integer.
_NUMBERS = {f"{XSD}nonNegativeInteger": f"{XSD}integer"}
# Properties of other vocabularies: what our data says with them.
_OTHERS = {
    f"{DCT}title": "@language",
    f"{DCT}description": "@language",
    f"{DCT}date": f"{XSD}date",
    f"{DCT}created": f"{XSD}date",
    f"{DCT}modified": f"{XSD}dateTime",
    f"{DCT}language": _PLAIN,
    f"{DCT}hasVersion": _PLAIN,
    f"{DCT}license": "@id",
    f"{DCT}conformsTo": "@id",
    f"{DCT}references": "@id",
    f"{OWL}versionInfo": _PLAIN,
    f"{SKOS}prefLabel": "@language",
    f"{SKOS}altLabel": "@language",
    f"{SKOS}notation": _PLAIN,
    f"{PROV}value": _PLAIN,
    f"{PROV}wasAttributedTo": "@id",
    f"{PROV}wasDerivedFrom": "@id",
    f"{PROV}used": "@id",
    f"{PROV}wasAssociatedWith": "@id",
    f"{PROV}wasGeneratedBy": "@id",
    f"{OA}start": f"{XSD}integer",
    f"{OA}end": f"{XSD}integer",
}


@cache
def property_kinds() -> Mapping[str, str]:
    """How the context types each property, by IRI: @id, @language or the IRI of a datatype."""
    return {**dict(_of_ontology()), **_OTHERS}


def jsonld_context() -> dict[str, Any]:
    """Prefixes, then an entry for each property; a text of no language has no coercion."""
    entries: dict[str, Any] = dict(sorted(PREFIXES.items()))
    for iri, kind in sorted(property_kinds().items(), key=lambda item: key_of(item[0])):
        entry = {"@id": compact(iri)}
        if kind == "@language":
            entry["@container"] = "@language"
        elif kind != _PLAIN:
            entry["@type"] = kind if kind == "@id" else compact(kind)
        entries[key_of(iri)] = entry
    return entries


def key_of(iri: str) -> str:
    """Key of a property in the context: its plain name if it is ours, else with its prefix."""
    return iri.removeprefix(SP) if iri.startswith(SP) else compact(iri)


def compact(iri: str) -> str:
    """The IRI with a prefix, if one fits and the rest cannot be misread; else whole."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if iri.startswith(namespace) and local and not local.startswith("//"):
            return f"{prefix}:{local}"
    return iri


def _of_ontology() -> Iterator[tuple[str, str]]:
    quads = [quad for path in term_paths() for quad in parse_turtle(path)]
    ranges = {quad.subject: quad.object for quad in quads if quad.predicate == _RANGE}
    for quad in quads:
        subject = quad.subject
        if not isinstance(subject, NamedNode) or quad.predicate != RDF_TYPE:
            continue
        if not subject.value.startswith(SP):
            continue
        if quad.object == OWL_OBJECT_PROPERTY:
            yield subject.value, "@id"
        elif quad.object == OWL_DATATYPE_PROPERTY:
            found = ranges.get(subject)
            datatype = found.value if isinstance(found, NamedNode) else _PLAIN
            kind = "@language" if datatype == _TEXT else _NUMBERS.get(datatype, datatype)
            yield subject.value, kind
