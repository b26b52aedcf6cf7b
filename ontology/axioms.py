"""Turns quads into what an OWL 2 DL reasoner reads: dates it knows, unique names, no annotations.

Our data assumes that two IRIs of ours are two things and that a date is an xsd:date; OWL assumes
the one of nothing and does not know the other. What is done about it is said here, in one place.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ontology.errors import ReasonerError
from ontology.modules import definitions_path, module_paths, parse_turtle, term_paths
from ontology.terms import (
    ID,
    OWL,
    OWL_ANNOTATION_PROPERTY,
    OWL_DATATYPE_PROPERTY,
    OWL_FUNCTIONAL_PROPERTY,
    OWL_IMPORTS,
    OWL_OBJECT_PROPERTY,
    OWL_ONTOLOGY,
    RDF_TYPE,
    RDFS_COMMENT,
    RDFS_LABEL,
    XSD_DATE,
    XSD_DATE_TIME,
    XSD_STRING,
)

UNIQUE_NAME = NamedNode(f"{ID}reasoning#name")
"""Says an individual's IRI as text. It is functional, so no individual can have two names, and two
IRIs are two things: linear in their number, where owl:AllDifferent is not. Never leaves a run."""


@cache
def vocabulary() -> tuple[Triple, ...]:
    """Terms, values and definitions, as the modules write them."""
    paths = (*term_paths(), definitions_path())
    return tuple(quad.triple for path in paths for quad in parse_turtle(path))


@cache
def modules() -> tuple[Triple, ...]:
    """The reference graph and the definitions, as the modules write them."""
    paths = (*module_paths(), definitions_path())
    return tuple(quad.triple for path in paths for quad in parse_turtle(path))


@cache
def declared(kind: NamedNode) -> frozenset[str]:
    """IRIs that the vocabulary declares as owl:Class, owl:ObjectProperty or another kind."""
    return frozenset(
        triple.subject.value
        for triple in vocabulary()
        if triple.predicate == RDF_TYPE
        and triple.object == kind
        and isinstance(triple.subject, NamedNode)
    )


def logical(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples that bear on what follows from what: no annotations, headers and imports.

    Raises ReasonerError for a triple term, which OWL does not know.
    """
    silent = declared(OWL_ANNOTATION_PROPERTY) | {RDFS_LABEL.value, RDFS_COMMENT.value}
    for triple in triples:
        header = triple.predicate == RDF_TYPE and triple.object == OWL_ONTOLOGY
        about_module = triple.predicate.value.startswith(f"{OWL}version")
        if header or about_module or triple.predicate == OWL_IMPORTS:
            continue
        if triple.predicate.value not in silent:
            yield Triple(triple.subject, triple.predicate, _with_time(triple.object))


def with_times(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples with each xsd:date as the xsd:dateTime of its midnight, for OWL 2 DL."""
    return (Triple(t.subject, t.predicate, _with_time(t.object)) for t in triples)


def with_unique_names(triples: Iterable[Triple]) -> list[Triple]:
    """The triples, with a name for each individual among them."""
    kept = list(triples)
    found = dict.fromkeys(_individuals(kept))
    names = [Triple(node, UNIQUE_NAME, Literal(node.value, datatype=XSD_STRING)) for node in found]
    kinds = (OWL_DATATYPE_PROPERTY, OWL_FUNCTIONAL_PROPERTY)
    return [*kept, *(Triple(UNIQUE_NAME, RDF_TYPE, kind) for kind in kinds), *names]


def as_triples(quads: Iterable[Quad]) -> Iterator[Triple]:
    """The quads without their graphs."""
    return (quad.triple for quad in quads)


def _individuals(triples: Iterable[Triple]) -> Iterator[NamedNode]:
    relations = declared(OWL_OBJECT_PROPERTY)
    attributes = declared(OWL_DATATYPE_PROPERTY)
    for triple in triples:
        subject, found = triple.subject, triple.object
        predicate = triple.predicate.value
        asserts_class = triple.predicate == RDF_TYPE and not _is_owl(found)
        if (asserts_class or predicate in relations or predicate in attributes) and isinstance(
            subject, NamedNode
        ):
            yield subject
        if predicate in relations and isinstance(found, NamedNode):
            yield found


def _is_owl(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(OWL)


def _with_time(term: NamedNode | BlankNode | Literal | Triple) -> NamedNode | BlankNode | Literal:
    # xsd:date is not in the OWL 2 datatype map and HermiT refuses it; midnight UTC keeps the order.
    if isinstance(term, Triple):
        raise ReasonerError(f"OWL knows no triple term: {term}; leave it out of the check")
    if isinstance(term, NamedNode):
        return XSD_DATE_TIME if term == XSD_DATE else term
    if isinstance(term, Literal) and term.datatype == XSD_DATE:
        return Literal(f"{term.value}T00:00:00Z", datatype=XSD_DATE_TIME)
    return term
