"""An extraction as quads: one graph, no blank node, the same every time."""

from collections.abc import Callable

from pyoxigraph import BlankNode, Quad

from ingest.meetings import find_meeting
from ingest.quads import document_quads
from ingest.records import Extraction
from ontology import iris, terms

Get = Callable[[str], Extraction]


def quads_of(extraction: Extraction) -> list[Quad]:
    return document_quads(extraction, find_meeting(extraction, [], "JHA/2026-01-22"))


def test_all_quads_stand_in_the_graph_of_the_document(sample: Get) -> None:
    extraction = sample("jbz-2026-01-verslag")
    assert {q.graph_name for q in quads_of(extraction)} == {iris.document_graph(extraction.sha256)}


def test_there_is_no_blank_node(sample: Get) -> None:
    for quad in quads_of(sample("jbz-2026-01-geannoteerde-agenda")):
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)


def test_the_same_document_gives_the_same_quads(sample: Get) -> None:
    extraction = sample("jbz-2026-01-geannoteerde-agenda")
    assert quads_of(extraction) == quads_of(extraction)


def test_every_claim_has_its_evidence_and_holders(sample: Get) -> None:
    extraction = sample("jbz-2026-01-verslag")
    quads = quads_of(extraction)
    claims = {
        q.subject
        for q in quads
        if q.predicate == terms.RDF_TYPE and q.object == terms.POSITION_CLAIM
    }
    assert len(claims) == len(extraction.claims)
    for predicate in (terms.P_EVIDENCE, terms.P_HOLDER_SET, terms.P_ABOUT, terms.P_RULE):
        assert claims <= {q.subject for q in quads if q.predicate == predicate}


def test_the_two_parts_are_disjoint(sample: Get) -> None:
    quads = quads_of(sample("jbz-2026-01-verslag"))
    assert len([q for q in quads if q.predicate == terms.P_DISJOINT_FROM]) == 1


def test_a_number_that_is_left_open_gives_bounds_and_no_count(
    document: Callable[[str], Extraction],
) -> None:
    extraction = document("Verslag van de JBZ-Raad\n\nRuim twintig lidstaten steunden het plan.\n")
    quads = quads_of(extraction)
    assert terms.P_EXACT_COUNT not in {quad.predicate for quad in quads}
    values = {
        quad.predicate: quad.object for quad in quads if quad.subject.value.endswith("holders")
    }
    assert values[terms.P_QUANTIFIER] == terms.QUANTIFIER["several"]
    assert (values[terms.P_MIN_HOLDERS].value, values[terms.P_MAX_HOLDERS].value) == ("20", "27")
