"""The constants of Python and the vocabulary in Turtle are the same terms, each explained."""

from types import MappingProxyType

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ontology import terms
from ontology.modules import parse_turtle, reference_quads, term_paths
from ontology.terms import (
    ID,
    RDF_TYPE,
    RDFS_LABEL,
    SCHEMES,
    SKOS_DEFINITION,
    SKOS_IN_SCHEME,
    SKOS_NOTATION,
    SKOS_PREF_LABEL,
    SP,
)

LANGUAGES = {"nl", "en"}


def quads_of_terms() -> list[Quad]:
    return [quad for path in term_paths() for quad in parse_turtle(path)]


def defined_terms() -> set[str]:
    return {
        quad.subject.value
        for quad in quads_of_terms()
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(SP)
    }


def constants() -> set[str]:
    found: set[str] = set()
    for value in vars(terms).values():
        if isinstance(value, NamedNode):
            found.add(value.value)
        elif isinstance(value, MappingProxyType):
            found |= {each.value for each in value.values() if isinstance(each, NamedNode)}
    return {iri for iri in found if iri.startswith(SP)}


def test_every_constant_is_a_term_of_the_vocabulary() -> None:
    assert constants() - defined_terms() == set()


def test_every_term_of_the_vocabulary_has_a_constant() -> None:
    assert defined_terms() - constants() == set()


def test_every_term_has_a_label_and_a_definition_in_both_languages() -> None:
    labelled: dict[str, set[str | None]] = {}
    defined: dict[str, set[str | None]] = {}
    for quad in quads_of_terms():
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            if quad.predicate in (RDFS_LABEL, SKOS_PREF_LABEL):
                labelled.setdefault(quad.subject.value, set()).add(quad.object.language)
            if quad.predicate == SKOS_DEFINITION:
                defined.setdefault(quad.subject.value, set()).add(quad.object.language)
    bare = {
        iri
        for iri in defined_terms()
        if not (labelled.get(iri, set()) >= LANGUAGES and defined.get(iri, set()) >= LANGUAGES)
    }
    assert bare == set()


def test_a_term_is_named_once_in_each_language() -> None:
    seen: list[tuple[str, str | None]] = [
        (str(quad.subject), quad.object.language)
        for quad in quads_of_terms()
        if quad.predicate in (RDFS_LABEL, SKOS_PREF_LABEL) and isinstance(quad.object, Literal)
    ]
    assert sorted({pair for pair in seen if seen.count(pair) > 1}) == []


@pytest.mark.parametrize(
    ("values", "scheme"),
    [
        (terms.POLARITY, "polarity"),
        (terms.SPEECH_ACT, "speech-act"),
        (terms.MODALITY, "modality"),
        (terms.QUANTIFIER, "quantifier"),
        (terms.DOCUMENT_KIND, "document-kind"),
        (terms.ITEM_FORM, "item-form"),
        (terms.OPTION, "option"),
        (terms.OBLIGATION, "obligation"),
        (terms.ROLE, "role"),
        (terms.AGREEMENT_KIND, "agreement-kind"),
        (terms.FINDING_TYPE, "finding-type"),
        (terms.PROPOSAL_KIND, "proposal-kind"),
        (terms.CHANGE_KIND, "change-kind"),
    ],
)
def test_the_values_of_a_scheme_are_those_of_its_constants(
    values: MappingProxyType[str, NamedNode], scheme: str
) -> None:
    quads = quads_of_terms()
    members = {
        q.subject for q in quads if q.predicate == SKOS_IN_SCHEME and q.object == SCHEMES[scheme]
    }
    notations = {
        (q.object.value, q.subject)
        for q in quads
        if q.predicate == SKOS_NOTATION and q.subject in members and isinstance(q.object, Literal)
    }
    assert notations == {(name, iri) for name, iri in values.items()}


def test_the_reference_graph_has_no_blank_node() -> None:
    assert not [q for q in reference_quads() if BlankNode in (type(q.subject), type(q.object))]


def test_data_files_use_only_terms_of_the_vocabulary() -> None:
    defined = defined_terms()
    used = {
        term.value
        for quad in reference_quads()
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(SP)
    }
    assert used - defined == set()


def test_all_quads_stand_in_the_reference_graph() -> None:
    assert {quad.graph_name for quad in reference_quads()} == {NamedNode(f"{ID}graph/reference")}


def test_everything_in_the_reference_graph_has_a_type() -> None:
    quads = list(reference_quads())
    typed = {quad.subject for quad in quads if quad.predicate == RDF_TYPE}
    assert {str(quad.subject) for quad in quads if quad.subject not in typed} == set()
