"""One claim as a nanopublication: what is claimed, where it stands, and who put it so.

Four named graphs, after the guidelines of nanopub.net: the head; the assertion (the claim and its
holders); the provenance (document, evidence with its spans, rules, the run that read it); and the
publication info (when, licence, software, ontology, labels). Not signed, and without trusty IRI:
whoever publishes it does that.
"""

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.errors import ExportError
from graph.provenance import Provenance
from graph.selection import Subgraph
from ontology.iris import nanopub_iri, nanopub_part_iri, software_iri
from ontology.terms import (
    DCT_CREATED,
    DCT_CREATOR,
    DCT_LICENSE,
    NP_HAS_ASSERTION,
    NP_HAS_PROVENANCE,
    NP_HAS_PUBLICATION_INFO,
    NP_NANOPUBLICATION,
    P_ABOUT,
    P_ABOUT_PROPOSAL,
    P_CONDITION,
    P_DOCUMENT,
    P_HOLDER_SET,
    P_MEETING,
    P_MODALITY,
    P_POLARITY,
    P_SPEECH_ACT,
    P_TARGET_TEXT,
    PROV_WAS_DERIVED_FROM,
    PROV_WAS_GENERATED_BY,
    RDF_TYPE,
    XSD_DATE_TIME,
)

# Of the claim's own properties, what is claimed; how it is known is provenance.
_CLAIMED = frozenset(
    {
        RDF_TYPE,
        P_ABOUT,
        P_ABOUT_PROPOSAL,
        P_CONDITION,
        P_HOLDER_SET,
        P_MEETING,
        P_MODALITY,
        P_POLARITY,
        P_SPEECH_ACT,
        P_TARGET_TEXT,
    }
)


def nanopub_quads(subgraphs: Iterable[Subgraph], provenance: Provenance) -> Iterator[Quad]:
    """The nanopublication of the one claim in the subgraphs; no blank node.

    Raises ExportError if there is more than one claim, or none.
    """
    found = list(subgraphs)
    claims = [claim for subgraph in found for claim in subgraph.claims]
    if len(claims) != 1:
        raise ExportError(
            f"a nanopublication holds one claim, and {len(claims)} are selected; "
            "name one with --claim"
        )
    yield from _write(found[0], claims[0], provenance)


def _write(subgraph: Subgraph, claim: NamedNode, provenance: Provenance) -> Iterator[Quad]:
    seal = f"{claim.value}\n{provenance.iri.value}"
    nanopub = nanopub_iri(hashlib.sha256(seal.encode()).hexdigest())
    head, assertion, origin, info = (
        nanopub_part_iri(nanopub, part) for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    yield from _in(
        head,
        Triple(nanopub, RDF_TYPE, NP_NANOPUBLICATION),
        Triple(nanopub, NP_HAS_ASSERTION, assertion),
        Triple(nanopub, NP_HAS_PROVENANCE, origin),
        Triple(nanopub, NP_HAS_PUBLICATION_INFO, info),
    )
    claimed, known = _parted(subgraph, claim)
    yield from _in(assertion, *claimed)
    yield from _in(origin, *_origin(subgraph, claim, assertion), *known)
    created = Literal(f"{provenance.exported.isoformat()}T00:00:00Z", datatype=XSD_DATE_TIME)
    yield from _in(
        info,
        Triple(nanopub, DCT_CREATED, created),
        Triple(nanopub, DCT_LICENSE, NamedNode(provenance.licence)),
        Triple(nanopub, PROV_WAS_DERIVED_FROM, provenance.iri),
        *(Triple(nanopub, DCT_CREATOR, software_iri(version)) for version in provenance.extractors),
        *(quad.triple for quad in provenance.quads()),
        *(quad.triple for quad in subgraph.labels),
    )


def _parted(subgraph: Subgraph, claim: NamedNode) -> tuple[list[Triple], list[Triple]]:
    """What is claimed, and the rest."""
    triples = [quad.triple for quad in subgraph.quads]
    sets = {t.object for t in triples if t.subject == claim and t.predicate == P_HOLDER_SET}
    claimed = [
        triple
        for triple in triples
        if (triple.subject == claim and triple.predicate in _CLAIMED) or triple.subject in sets
    ]
    taken = set(claimed)
    return claimed, [triple for triple in triples if triple not in taken]


def _origin(subgraph: Subgraph, claim: NamedNode, assertion: NamedNode) -> Iterator[Triple]:
    """That the assertion comes out of the document, and which run read it."""
    documents = {
        quad.object
        for quad in subgraph.quads
        if quad.subject == claim and quad.predicate == P_DOCUMENT
    }
    for quad in subgraph.quads:
        if quad.subject == claim and quad.predicate == P_DOCUMENT:
            yield Triple(assertion, PROV_WAS_DERIVED_FROM, quad.object)
        elif quad.subject in documents and quad.predicate == PROV_WAS_GENERATED_BY:
            yield Triple(assertion, PROV_WAS_GENERATED_BY, quad.object)


def _in(graph: NamedNode, *triples: Triple) -> Iterator[Quad]:
    for triple in dict.fromkeys(triples):
        yield Quad(triple.subject, triple.predicate, triple.object, graph)
