"""IRIs are minted from source fields, the same fields giving the same IRI."""

from datetime import date

import pytest

from ontology.iris import (
    candidate_issue_iri,
    claim_iri,
    document_graph,
    document_iri,
    evidence_iri,
    item_iri,
    joint_letter_iri,
    meeting_iri,
    proposal_iri,
    section_iri,
    slug,
    span_iri,
)

SHA256 = "0123456789abcdef" * 4
DOCUMENT = document_iri(SHA256)
MEETING = meeting_iri("JHA", date(2026, 1, 22))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Terugkeer naar Syrië", "terugkeer-naar-syrie"),
        ("  EU–India: MoU! ", "eu-india-mou"),
        ("Łódź, Øresund & Straße", "lodz-oresund-strasse"),
        ("COM(2023) 754", "com-2023-754"),
        ("Αθήνα", ""),
        ("", ""),
    ],
)
def test_a_slug_is_plain_lower_case_words(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_document_is_named_by_the_first_16_digits_of_its_hash() -> None:
    assert DOCUMENT.value == "https://w3id.org/standpunt/id/document/0123456789abcdef"


def test_a_hash_in_capitals_names_the_same_document() -> None:
    assert document_iri(SHA256.upper()) == DOCUMENT


def test_a_document_has_a_graph_of_its_own() -> None:
    assert document_graph(SHA256).value == (
        "https://w3id.org/standpunt/id/graph/document/0123456789abcdef"
    )


def test_a_meeting_is_named_by_configuration_and_first_day() -> None:
    assert MEETING.value == "https://w3id.org/standpunt/id/meeting/jha-2026-01-22"


def test_an_agenda_item_stands_under_its_meeting() -> None:
    assert item_iri(MEETING, "I.1").value == f"{MEETING.value}/item/I.1"


def test_a_section_stands_under_its_document() -> None:
    assert section_iri(DOCUMENT, "L.1").value == f"{DOCUMENT.value}/section/L.1"


def test_a_claim_is_named_by_its_place() -> None:
    assert claim_iri(DOCUMENT, 1234, 2).value == f"{DOCUMENT.value}/claim/1234-2"


def test_a_span_stands_under_the_evidence_of_its_claim() -> None:
    claim = claim_iri(DOCUMENT, 0, 1)
    assert span_iri(evidence_iri(claim), 1).value == f"{claim.value}/evidence/span/1"


def test_a_joint_letter_is_named_by_meeting_and_issue() -> None:
    assert joint_letter_iri(MEETING, "return-to-afghanistan").value == (
        "https://w3id.org/standpunt/id/joint-letter/jha-2026-01-22/return-to-afghanistan"
    )


def test_a_proposal_is_named_by_its_identifier() -> None:
    assert proposal_iri("COM(2023) 754").value == (
        "https://w3id.org/standpunt/id/proposal/com-2023-754"
    )


def test_a_candidate_issue_is_named_by_its_words() -> None:
    assert candidate_issue_iri("Snelle treinen").value == (
        "https://w3id.org/standpunt/id/issue/candidate/snelle-treinen"
    )
