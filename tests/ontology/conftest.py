"""A document's graph that meets every shape, for tests that break one thing in it."""

from collections.abc import Callable

import pytest
from rdflib import Graph

from ontology.reference import Reference, load_reference
from ontology.terms import PREFIXES

_PREFIX_LINES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

VALID_GRAPH = """
@prefix d: <https://w3id.org/standpunt/id/document/0123456789abcdef/> .
@prefix m: <https://w3id.org/standpunt/id/meeting/jha-2026-01-22/> .

d:paper a sp:Document ;
    sp:kind sp:kind-report ; sp:reporter ct:NLD ; sp:fileName "verslag.txt" ;
    sp:sha256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" ;
    sp:text "Twintig staten, waaronder Nederland, vroegen om tempo." ;
    dct:title "Verslag"@nl ; dct:language "nl" ; dct:date "2026-02-01"^^xsd:date ;
    sp:concernsMeeting m:meeting ;
    sp:extractorVersion "0.1.0" ; sp:cites d:citation-1 ; prov:wasGeneratedBy d:run .
m:meeting a sp:Meeting ;
    sp:configuration <https://w3id.org/standpunt/id/configuration/JHA> ; sp:isInformal true ;
    sp:startDate "2026-01-22"^^xsd:date ; sp:endDate "2026-01-23"^^xsd:date ; sp:country ct:CYP ;
    sp:presidency <https://w3id.org/standpunt/id/presidency/2026-1> ;
    skos:prefLabel "Informele JBZ-Raad"@nl, "Informal JHA Council"@en .
m:item a sp:AgendaItem ; sp:meeting m:meeting ;
    sp:itemNumber "I.1" ; sp:itemOrder 1 ; sp:part "Binnenlandse Zaken"@nl ;
    sp:form sp:form-working-session ; skos:prefLabel "Terugkeer"@nl .
d:section a sp:Section ; sp:document d:paper ;
    sp:sectionNumber "I.1" ; sp:sectionOrder 1 ; skos:prefLabel "Terugkeer"@nl ;
    sp:agendaItem m:item ; oa:start 0 ; oa:end 54 .
d:claim a sp:PositionClaim ; sp:document d:paper ;
    sp:section d:section ; sp:agendaItem m:item ;
    sp:meeting m:meeting ; sp:reporter ct:NLD ;
    sp:holderSet d:holders ; sp:polarity sp:polarity-support ; sp:speechAct sp:act-call-for ;
    sp:verb "vroegen"@nl ; sp:modality sp:modality-stated ;
    sp:about <https://w3id.org/standpunt/id/issue/return> ; sp:targetText "tempo"@nl ;
    sp:aboutProposal d:proposal ;
    sp:evidence d:evidence ; sp:rule "nl.verb.subject" ; sp:confidence 0.9 .
d:holders a sp:HolderSet ; sp:namedHolder ct:NLD ; sp:quantifier sp:quantifier-exact ;
    sp:exactCount 20 ; sp:minHolders 20 ; sp:maxHolders 20 ;
    sp:universe <https://w3id.org/standpunt/id/bloc/EU> ; sp:universeSize 27 ;
    sp:phrase "Twintig staten, waaronder Nederland"@nl ; sp:excludedHolder ct:DNK .
d:evidence a sp:Evidence ; sp:quote "Twintig staten, waaronder Nederland"@nl ; sp:span d:span .
d:span a oa:TextPositionSelector ; oa:start 0 ; oa:end 35 ; sp:spanOrder 1 .
d:letter a sp:JointLetter ; sp:signatory ct:NLD, ct:BEL ; sp:addressedTo cb:COM ;
    sp:claimedCount 2 ; sp:about <https://w3id.org/standpunt/id/issue/return> ;
    sp:meeting m:meeting ; sp:evidence d:letter-evidence .
d:choice a sp:Choice ; sp:chooser ct:BGR ;
    sp:document d:paper ;
    sp:mechanism <https://w3id.org/standpunt/id/issue/solidarity-pool> ;
    sp:option sp:option-relocation ; sp:section d:section ; sp:evidence d:choice-evidence .
d:agreement a sp:Agreement ; sp:party cb:EP, cb:CONSIL ; sp:agreementKind sp:agreement-provisional ;
    sp:about <https://w3id.org/standpunt/id/issue/return-regulation> ; sp:section d:section ;
    sp:document d:paper ; sp:evidence d:agreement-evidence .
d:participation a sp:Participation ; sp:participant cb:FRONTEX ; sp:role sp:role-presenter ;
    sp:section d:section ; sp:evidence d:participation-evidence ;
    sp:document d:paper .
d:citation-1 a sp:Citation ; sp:identifier "32317 nr. 987" ; sp:dossier "32317" ; sp:number "987" ;
    sp:document d:paper ; sp:evidence d:citation-evidence .
d:proposal a sp:Proposal ; sp:proposalKind sp:proposal-non-paper ; sp:proposedBy ct:BEL ;
    skos:prefLabel "Belgisch non-paper"@nl ; sp:evidence d:proposal-evidence .
d:finding a sp:Finding ; sp:findingType sp:finding-count-against-list ; sp:concerns d:letter ;
    sp:said "20 states" ; sp:found "2 states" ; sp:evidence d:finding-evidence ;
    sp:document d:paper .
d:notice a sp:Notice ; sp:noticeCode "holder-unresolved" ; sp:message "a holder was not resolved" ;
    sp:document d:paper .
d:person a sp:Person ; skos:prefLabel "A. de Vries" .
<https://w3id.org/standpunt/id/issue/candidate/snelle-treinen> a sp:CandidateIssue ;
    skos:notation "snelle-treinen" ; skos:prefLabel "snelle treinen"@nl .
"""

BuildGraph = Callable[..., Graph]


@pytest.fixture
def reference() -> Reference:
    """The package's reference data."""
    return load_reference()


@pytest.fixture
def valid_turtle() -> str:
    """The valid graph as Turtle, with its prefixes."""
    return _PREFIX_LINES + VALID_GRAPH


@pytest.fixture
def build_graph() -> BuildGraph:
    """Builds the valid graph with pieces of its Turtle replaced: build_graph(("old", "new"), …)."""

    def build(*changes: tuple[str, str]) -> Graph:
        text = VALID_GRAPH
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the example"
            text = text.replace(old, new)
        return Graph().parse(data=_PREFIX_LINES + text, format="turtle")

    return build
