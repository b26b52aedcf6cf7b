"""A second publication of a letter as quads: which document it is, and where it appeared."""

from pyoxigraph import Literal, NamedNode, Quad

from ingest.records import Extraction
from ontology import iris, terms


def publication_quads(extraction: Extraction, document_sha256: str) -> list[Quad]:
    """All quads of the publication's graph; `document_sha256` is that of the document it is.

    Its claims are those of the document, and are not said again. Only the letterhead is looked at.
    """
    head = extraction.letterhead
    graph = iris.publication_graph(extraction.sha256)
    node = iris.publication_iri(extraction.sha256)
    values: list[tuple[NamedNode, NamedNode | Literal | None]] = [
        (terms.RDF_TYPE, terms.PUBLICATION),
        (terms.P_PUBLICATION_OF, iris.document_iri(document_sha256)),
        (terms.P_SHA256, Literal(extraction.sha256)),
        (terms.P_SOURCE_FILE, Literal(extraction.file_name)),
        (terms.P_DOSSIER, Literal(head.dossier) if head.dossier else None),
        (terms.P_NUMBER, Literal(head.number) if head.number else None),
        (
            terms.P_ADDRESSEE,
            Literal(head.addressee, language=head.language) if head.addressee else None,
        ),
    ]
    return [Quad(node, predicate, value, graph) for predicate, value in values if value]
