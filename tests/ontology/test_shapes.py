"""The shapes pass a good document and catch each planted fault with a message that cures it."""

from collections.abc import Callable

import pyshacl
import pytest
from rdflib import Graph, URIRef

from ontology.modules import shapes_path

BuildGraph = Callable[..., Graph]

SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(shapes_path(), format="turtle")


def messages(graph: Graph, shapes: Graph) -> list[str]:
    """Messages of all top-level results; [] if the graph conforms."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    assert isinstance(report, Graph)
    return sorted(
        str(text)
        for result in report.objects(None, URIRef(f"{SH}result"))
        for text in report.objects(result, URIRef(f"{SH}resultMessage"))
    )


def test_the_shapes_are_valid_shacl(shapes: Graph) -> None:
    conforms, _, _ = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms


def test_the_shapes_use_the_core_only(shapes: Graph) -> None:
    assert not list(shapes.subjects(URIRef(f"{SH}sparql"), None))


def test_every_test_of_a_shape_says_a_cure(shapes: Graph) -> None:
    silent = [
        str(path)
        for shape in shapes.subjects(URIRef(f"{SH}targetClass"), None)
        for tested in shapes.objects(shape, URIRef(f"{SH}property"))
        for path in shapes.objects(tested, URIRef(f"{SH}path"))
        if not list(shapes.objects(tested, URIRef(f"{SH}message")))
    ]
    assert silent == []


def test_a_good_document_conforms(build_graph: BuildGraph, shapes: Graph) -> None:
    assert messages(build_graph(), shapes) == []


# What is replaced in the good graph, by what, and a piece of the message that must come out.
FAULTS = {
    "claim without document": (
        "d:claim a sp:PositionClaim ; sp:document d:paper ;",
        "d:claim a sp:PositionClaim ;",
        "exactly the one document",
    ),
    "claim without section": (
        "sp:section d:section ; sp:agendaItem m:item ;\n",
        "sp:agendaItem m:item ;\n",
        "in exactly one section",
    ),
    "claim without reporter": (
        " ; sp:reporter ct:NLD ;\n    sp:holderSet",
        " ;\n    sp:holderSet",
        "exactly one reporter",
    ),
    "claim with two reporters": (
        "sp:reporter ct:NLD ;\n    sp:holderSet",
        "sp:reporter ct:NLD, ct:BEL ;\n    sp:holderSet",
        "exactly one reporter",
    ),
    "claim without holder set": ("sp:holderSet d:holders ; ", "", "exactly one holder set"),
    "claim without polarity": ("sp:polarity sp:polarity-support ; ", "", "exactly one polarity"),
    "claim with a polarity of its own": (
        "sp:polarity sp:polarity-support",
        "sp:polarity sp:polarity-lukewarm",
        "out of sp:Polarities",
    ),
    "claim without speech act": ("sp:speechAct sp:act-call-for ;", "", "exactly one speech act"),
    "claim without modality": ("sp:modality sp:modality-stated ;", "", "exactly one modality"),
    "claim about nothing": (
        '    sp:about <https://w3id.org/standpunt/id/issue/return> ; sp:targetText "tempo"@nl ;',
        "   ",
        "about no issue",
    ),
    "claim about an empty issue": (
        "sp:about <https://w3id.org/standpunt/id/issue/return> ; sp:targetText",
        "sp:about <https://w3id.org/standpunt/id/issue/> ; sp:targetText",
        "about no issue",
    ),
    "claim without rule": ('sp:rule "nl.verb.subject" ; ', "", "names the rule"),
    "claim without evidence": (
        'sp:evidence d:evidence ; sp:rule "nl',
        'sp:rule "nl',
        "has no evidence",
    ),
    "claim with too much confidence": ("sp:confidence 0.9", "sp:confidence 1.9", "from 0 to 1"),
    "claim with a term outside the ontology": (
        "sp:confidence 0.9",
        'sp:confidence 0.9 ; sp:mood "glad"',
        "none of its own",
    ),
    "holder with an empty name": (
        "sp:namedHolder ct:NLD ;",
        "sp:namedHolder <http://publications.europa.eu/resource/authority/country/> ;",
        "named holder must be an actor's IRI",
    ),
    "holder that is a word": (
        "sp:namedHolder ct:NLD ;",
        'sp:namedHolder "Nederland" ;',
        "named holder must be an actor's IRI",
    ),
    "holder named and excluded": (
        "sp:excludedHolder ct:DNK",
        "sp:excludedHolder ct:NLD",
        "cannot be excluded at the same time",
    ),
    "excluded holder that is none": (
        "sp:excludedHolder ct:DNK",
        "sp:excludedHolder <https://example.org/DNK>",
        "excluded holder must be an actor's IRI",
    ),
    "holders without minimum": ("sp:minHolders 20 ; ", "", "exactly one minimum"),
    "holders without maximum": ("sp:maxHolders 20 ;", "", "exactly one maximum"),
    "minimum that is no whole number": ("sp:minHolders 20", "sp:minHolders 19.5", "whole number"),
    "minimum of nobody": ("sp:minHolders 20", "sp:minHolders 0", "1 or more"),
    "minimum above maximum": ("sp:minHolders 20", "sp:minHolders 21", "exceeds its maximum"),
    "maximum above universe": ("sp:maxHolders 20", "sp:maxHolders 28", "exceeds its universe"),
    "universe without size": (" ; sp:universeSize 27", "", "universe and its size, or neither"),
    "size without universe": (
        "sp:universe <https://w3id.org/standpunt/id/bloc/EU> ; ",
        "",
        "universe and its size, or neither",
    ),
    "exact without count": ("    sp:exactCount 20 ; ", "    ", "go together"),
    "count without exact": (
        "sp:quantifier sp:quantifier-exact",
        "sp:quantifier sp:quantifier-many",
        "go together",
    ),
    "quantifier of its own": (
        "sp:quantifier sp:quantifier-exact ;\n    sp:exactCount 20 ;",
        "sp:quantifier sp:quantifier-heaps ;",
        "out of sp:Quantifiers",
    ),
    "evidence without quote": (
        'sp:quote "Twintig staten, waaronder Nederland"@nl ; ',
        "",
        "exactly one quote",
    ),
    "evidence with an empty quote": (
        'sp:quote "Twintig staten, waaronder Nederland"@nl',
        'sp:quote ""@nl',
        "exactly one quote",
    ),
    "evidence without span": (" ; sp:span d:span .", " .", "has no span"),
    "span that ends before it starts": (
        "oa:start 0 ; oa:end 35",
        "oa:start 40 ; oa:end 35",
        "start < end",
    ),
    "span that is empty": ("oa:start 0 ; oa:end 35", "oa:start 35 ; oa:end 35", "start < end"),
    "span before the text": ("oa:start 0 ; oa:end 35", "oa:start -1 ; oa:end 35", "0 or more"),
    "page that counts from nought": (
        "oa:start 0 ; oa:end 35",
        "oa:start 0 ; oa:end 35 ; sp:page 0",
        "counted from 1",
    ),
    "span on two pages": (
        "oa:start 0 ; oa:end 35",
        "oa:start 0 ; oa:end 35 ; sp:page 1, 2",
        "at most one page",
    ),
    "span with an empty place": (
        "oa:start 0 ; oa:end 35",
        'oa:start 0 ; oa:end 35 ; sp:sourcePlace ""',
        "at most one place in its file",
    ),
    "document with a format that is none": (
        'dct:language "nl"',
        'dct:language "nl" ; dct:format "PDF"',
        "such as application/pdf",
    ),
    "span without order": (" ; sp:spanOrder 1", "", "place in its quote"),
    "document without hash": (
        'sp:sha256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"',
        'sp:sha256 "0123"',
        "64 hexadecimal digits",
    ),
    "document without text": (
        'sp:text "Twintig staten, waaronder Nederland, vroegen om tempo."',
        'sp:text ""',
        "must be refused",
    ),
    "document of no kind": ("sp:kind sp:kind-report ; ", "", "exactly one kind"),
    "document without run": ("; prov:wasGeneratedBy d:run", "", "which run read it"),
    "meeting that ends before it starts": (
        'sp:endDate "2026-01-23"',
        'sp:endDate "2026-01-21"',
        "not after its last",
    ),
    "meeting of no configuration": (
        "sp:configuration <https://w3id.org/standpunt/id/configuration/JHA> ; ",
        "",
        "exactly one Council configuration",
    ),
    "meeting neither formal nor informal": ("sp:isInformal true ;", "", "informal or formal"),
    "agenda item without number": ('    sp:itemNumber "I.1" ; ', "    ", "exactly one number"),
    "agenda item without title": (
        'sp:form sp:form-working-session ; skos:prefLabel "Terugkeer"@nl .',
        "sp:form sp:form-working-session .",
        "its title as skos:prefLabel",
    ),
    "section that ends before it starts": ("oa:end 54", "oa:end -1", "not after its end"),
    "joint letter without signatories": ("sp:signatory ct:NLD, ct:BEL ; ", "", "signatories"),
    "joint letter signed by a word": (
        "sp:signatory ct:NLD, ct:BEL",
        'sp:signatory ct:NLD, "België"',
        "signatories by their actors' IRIs",
    ),
    "choice by a body": ("sp:chooser ct:BGR", "sp:chooser cb:COM", "exactly one state"),
    "choice of nothing": ("sp:option sp:option-relocation ; ", "", "picks nothing"),
    "choice outside the list": (
        "sp:option sp:option-relocation",
        "sp:option sp:option-tents",
        "one of sp:Options",
    ),
    "agreement of no kind": ("sp:agreementKind sp:agreement-provisional ;", "", "exactly one kind"),
    "agreement of nobody": ("sp:party cb:EP, cb:CONSIL ; ", "", "who is party"),
    "participation in no role": ("sp:role sp:role-presenter ;", "", "exactly one role"),
    "citation of nothing": ('sp:identifier "32317 nr. 987" ; ', "", "exactly one identifier"),
    "proposal of no kind": ("sp:proposalKind sp:proposal-non-paper ; ", "", "has a kind"),
    "proposal by a word": ("sp:proposedBy ct:BEL", 'sp:proposedBy "België"', "made by actors"),
    "proposal without a label": (
        'skos:prefLabel "Belgisch non-paper"@nl ; ',
        "",
        "A proposal has a label",
    ),
    "claim about the word of a proposal": (
        "sp:aboutProposal d:proposal",
        'sp:aboutProposal "non-paper"',
        "must point at a proposal's IRI",
    ),
    "finding without what was found": ('sp:found "2 states" ; ', "", "what the data shows"),
    "notice without message": (
        ' ; sp:message "a holder was not resolved"',
        "",
        "exactly one message",
    ),
    "person without a name": (
        ' ; skos:prefLabel "A. de Vries"',
        "",
        "has a name as skos:prefLabel",
    ),
    "signatory's name that is an actor": (
        'sp:fileName "verslag.txt" ;',
        'sp:fileName "verslag.txt" ; sp:signatoryName ct:NLD ;',
        "belongs to a joint letter, with sp:signatory",
    ),
    "candidate issue without a slug": (
        "<https://w3id.org/standpunt/id/issue/candidate/snelle-treinen>",
        "<https://w3id.org/standpunt/id/issue/candidate/>",
        "IRI with a slug",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, build_graph: BuildGraph, shapes: Graph) -> None:
    old, new, expected = FAULTS[fault]
    found = messages(build_graph((old, new)), shapes)
    assert found
    assert all(expected in message for message in found), found


def test_a_claim_that_is_a_blank_node_is_caught(build_graph: BuildGraph, shapes: Graph) -> None:
    graph = build_graph(("d:claim a", "_:claim a"))
    assert any("is a blank node" in message for message in messages(graph, shapes))


def test_holders_without_name_or_size_are_caught(build_graph: BuildGraph, shapes: Graph) -> None:
    graph = build_graph(
        (
            "sp:namedHolder ct:NLD ; sp:quantifier sp:quantifier-exact ;\n    sp:exactCount 20 ; ",
            "",
        )
    )
    assert any("neither names a holder" in message for message in messages(graph, shapes))
