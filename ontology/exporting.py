"""Writes the ontology for other tools: Turtle, RDF/XML (Protégé, owlready2) and JSON-LD."""

from collections.abc import Iterable, Iterator

from pyoxigraph import RdfFormat, Triple, serialize

from ontology.axioms import with_times
from ontology.modules import (
    DEFINITIONS,
    REFERENCE_MODULES,
    TERM_MODULES,
    WHOLE,
    module_path,
    parse_turtle,
)
from ontology.terms import OWL_IMPORTS, OWL_ONTOLOGY, PREFIXES, RDF_TYPE

FORMATS = {"ttl": RdfFormat.TURTLE, "owl": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}


def export_ontology(fmt: str, module: str | None = None, *, dl: bool = False) -> bytes:
    """The whole core as one ontology without imports, or one module as it is.

    With `dl`, an xsd:date becomes the xsd:dateTime of its midnight: OWL 2 DL knows no xsd:date, and
    HermiT stops at one.

    Raises OntologyError for an unknown module, KeyError for an unknown format.
    """
    triples = whole() if module is None else module_triples(module)
    given = with_times(triples) if dl else triples
    return serialize(given, format=FORMATS[fmt], prefixes=dict(PREFIXES)) or b""


def module_triples(name: str) -> Iterator[Triple]:
    """What one module says, with its header and imports."""
    return (quad.triple for quad in parse_turtle(module_path(name)))


def whole() -> Iterator[Triple]:
    """All that the core imports, under the header of the whole: nothing is left to be fetched."""
    for triple in module_triples(WHOLE):
        if triple.predicate != OWL_IMPORTS:
            yield triple
    for name in (*REFERENCE_MODULES, DEFINITIONS):
        if name != WHOLE:
            yield from _without_header(module_triples(name))


def terms_alone() -> Iterator[Triple]:
    """Terms and values under the header of the whole: no data, and no class expressions."""
    for triple in module_triples(WHOLE):
        if triple.predicate != OWL_IMPORTS:
            yield triple
    for name in TERM_MODULES:
        yield from _without_header(module_triples(name))


def _without_header(triples: Iterable[Triple]) -> Iterator[Triple]:
    kept = list(triples)
    headers = {t.subject for t in kept if t.predicate == RDF_TYPE and t.object == OWL_ONTOLOGY}
    return (triple for triple in kept if triple.subject not in headers)
