"""Proposals: what names one, which names mean the same, and which claims are about it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from ingest.flat import fold_spans
from ingest.language import load_language
from ingest.positions import position_records
from ingest.records import Claim, Extraction, Proposal
from ontology.terms import PROPOSAL_KIND

Get = Callable[[str], Extraction]
PACK = load_language("nl").proposals
ENTRIES: dict[str, dict[str, Any]] = {e["id"]: e for e in (*PACK["head"], *PACK["frame"])}
REPORT, AGENDA = "jbz-2026-01-verslag", "jbz-2026-01-geannoteerde-agenda"
HEADING = "Verslag van de Raad\n\n"


def rules_of(extraction: Extraction) -> set[str]:
    return {
        rule.removeprefix("proposal.")
        for proposal in extraction.proposals
        for mention in proposal.mentions
        for rule in mention.rules
    }


def by_kind(extraction: Extraction, kind: str) -> Proposal:
    (proposal,) = [p for p in extraction.proposals if p.kind == kind]
    return proposal


def about(extraction: Extraction, key: str) -> list[Claim]:
    return [claim for claim in extraction.claims if key in claim.proposals]


# --- the language pack
def test_an_entry_has_a_gloss_and_an_example_of_both_kinds() -> None:
    assert len(ENTRIES) == len(PACK["head"]) + len(PACK["frame"])
    assert [name for name, e in ENTRIES.items() if not (e["gloss"] and e["yes"] and e["no"])] == []


def test_every_kind_of_a_head_is_a_value_of_the_ontology() -> None:
    assert {head["kind"] for head in PACK["head"]} == set(PROPOSAL_KIND)


def test_no_example_stands_twice() -> None:
    every = [text for e in ENTRIES.values() for text in e["yes"]]
    assert sorted({text for text in every if every.count(text) > 1}) == []


@pytest.mark.parametrize("name", ENTRIES)
def test_a_rule_fires_in_its_examples(name: str, document: Get) -> None:
    silent = [t for t in ENTRIES[name]["yes"] if name not in rules_of(document(HEADING + t))]
    assert silent == []


@pytest.mark.parametrize("name", ENTRIES)
def test_a_rule_is_silent_in_its_counterexamples(name: str, document: Get) -> None:
    fired = [t for t in ENTRIES[name]["no"] if name in rules_of(document(HEADING + t))]
    assert fired == []


# --- who made it, what it is
@pytest.mark.parametrize(
    ("text", "kind", "authors", "identifier"),
    [
        ("Het Zweedse compromisvoorstel ging te ver.", "compromise", ("SWE",), None),
        ("Het Frans-Duitse non-paper riep vragen op.", "non-paper", ("FRA", "DEU"), None),
        (
            "Het voorstel van de Commissie voor een verordening over hooi (COM (2024) 11) ligt er.",
            "regulation",
            ("body:COM",),
            "COM(2024) 11",
        ),
        ("Het actieplan van Italië tegen bosbranden werd geprezen.", "action-plan", ("ITA",), None),
        (
            "Het compromis van het voorzitterschap kon op steun rekenen.",
            "compromise",
            ("body:PRES",),
            None,
        ),
        ("De ontwerp-Raadsconclusies over hooi zijn af.", "conclusions", (), None),
    ],
)
def test_kind_authors_and_number(
    document: Get, text: str, kind: str, authors: tuple[str, ...], identifier: str | None
) -> None:
    (proposal,) = document(HEADING + text).proposals
    assert (proposal.kind, proposal.authors, proposal.identifier) == (kind, authors, identifier)


@pytest.mark.parametrize(
    "text",
    [
        "Nederland vroeg de Commissie om een voorstel voor een verbod.",
        "Spanje drong aan op snelheid en vroeg om een non-paper van de Commissie.",
        "Frankrijk deed de suggestie om een nieuw voorstel te doen.",
        "De implementatie van de afvalrichtlijn verloopt moeizaam.",
        "Het voorstel van enkele lidstaten werd besproken.",
        "Dit voorstel werd gesteund door Malta.",
    ],
)
def test_what_is_only_asked_for_in_force_or_unknown_is_no_proposal(
    document: Get, text: str
) -> None:
    assert document(HEADING + text).proposals == ()


# --- which is meant
def test_this_proposal_takes_up_the_only_one_and_the_claim_is_about_it(document: Get) -> None:
    read = document(
        HEADING + "Het voorstel van Malta om de drempel te verlagen lag voor. "
        "Frankrijk en Spanje steunden dit voorstel. Hongarije was tegen het voorstel."
    )
    (proposal,) = read.proposals
    assert [(c.holders.named, c.polarity) for c in about(read, proposal.key)] == [
        (("FRA", "ESP"), "support"),
        (("HUN",), "oppose"),
    ]


def test_of_two_candidates_none_is_taken(document: Get) -> None:
    read = document(
        HEADING + "Het Deense non-paper en het Poolse non-paper lagen voor. "
        "Frankrijk steunde het non-paper."
    )
    assert {p.authors for p in read.proposals} == {("DNK",), ("POL",)}
    assert [claim.proposals for claim in read.claims] == [()]


def test_a_proposal_of_another_section_is_not_taken_up(document: Get) -> None:
    read = document(
        "Verslag van de Raad\n\n1. Visserij\n\nHet voorstel van Malta om te wachten lag voor.\n\n"
        "2. Vervoer\n\nFrankrijk steunde dit voorstel.\n"
    )
    assert [claim.proposals for claim in read.claims] == [()]


def test_the_same_title_in_two_sections_is_one_proposal(document: Get) -> None:
    read = document(
        "Verslag van de Raad\n\n1. Visserij\n\nDe triloog over de drijfnettenverordening loopt.\n\n"
        "2. Diversen\n\nFrankrijk vroeg aandacht voor de voorgestelde drijfnettenverordening.\n"
    )
    (proposal,) = read.proposals
    assert [m.section.number for m in proposal.mentions] == ["1", "2"]


def test_an_unresolved_proposal_is_not_that_of_the_claim_before(document: Get) -> None:
    read = document(
        HEADING + "De voorgestelde bodemverordening en de voorgestelde luchtverordening lagen "
        "voor. Griekenland was tegen de bodemverordening. Een meerderheid steunde dit voorstel."
    )
    assert [len(claim.proposals) for claim in read.claims] == [1, 0]


def test_who_joins_is_about_the_proposal_of_whom_is_joined(document: Get) -> None:
    read = document(
        HEADING + "Spanje steunde het voorstel van Malta om te wachten. "
        "Cyprus sloot zich daarbij aan."
    )
    assert [c.proposals for c in read.claims] == [read.claims[0].proposals] * 2
    assert read.claims[0].proposals != ()


def test_a_paper_that_only_carries_a_call_is_not_what_is_backed(document: Get) -> None:
    read = document(HEADING + "Oostenrijk riep in een Fins non-paper op tot strengere regels.")
    assert [p.authors for p in read.proposals] == [("FIN",)]
    assert [claim.proposals for claim in read.claims] == [()]


def test_a_fiche_is_about_its_one_proposal(document: Get) -> None:
    read = document(
        "Fiche 4: Verordening dierenvervoer\n\n1. Algemene gegevens\n\nNr. Commissiedocument\n"
        "COM(2023) 770\n\n2. Beoordeling\n\nHet kabinet steunt het voorstel.\n"
    )
    (proposal,) = read.proposals
    assert (proposal.key, proposal.kind) == ("COM(2023) 770", "regulation")
    assert [claim.proposals for claim in read.claims] == [("COM(2023) 770",)]


# --- the documents
@pytest.mark.parametrize("stem", [REPORT, AGENDA])
def test_the_sample_names_the_belgian_paper(sample: Get, stem: str) -> None:
    assert by_kind(sample(stem), "non-paper").authors == ("BEL",)


def test_the_talk_that_the_sample_proposes_is_about_the_belgian_paper(sample: Get) -> None:
    read = sample(REPORT)
    (claim,) = about(read, by_kind(read, "non-paper").key)
    assert (claim.holders.named, claim.act) == (("NLD",), "propose")
    assert claim.targets == ("belgian-confiscation-non-paper",)


def test_a_footnote_numbers_the_proposal(sample: Get) -> None:
    (proposal,) = [p for p in sample(AGENDA).proposals if p.identifier]
    assert (proposal.identifier, proposal.kind) == ("COM(2023) 754", "regulation")


def test_the_backing_of_the_presidency_is_about_its_proposal(sample: Get) -> None:
    read = sample(REPORT)
    plan = by_kind(read, "action-plan")
    assert plan.authors == ("body:PRES",)
    (claim,) = about(read, plan.key)
    assert claim.targets == ("syria-action-plan",)


@pytest.mark.parametrize("stem", ["jha-2026-01-agenda", "jha-2026-01-report"])
def test_the_real_papers_name_the_belgian_paper(corpus: Get, stem: str) -> None:
    assert by_kind(corpus(stem), "non-paper").authors == ("BEL",)


def test_the_claim_on_the_belgian_paper_in_the_real_report_carries_it(corpus: Get) -> None:
    read = corpus("jha-2026-01-report")
    (claim,) = about(read, by_kind(read, "non-paper").key)
    assert claim.targets == ("belgian-confiscation-non-paper",)


def test_the_study_of_the_commission_is_one_proposal_of_its_claim_and_its_backing(
    corpus: Get,
) -> None:
    read = corpus("jha-2026-01-report")
    (proposal,) = [p for p in read.proposals if p.authors == ("body:COM",)]
    assert [c.act for c in about(read, proposal.key)] == ["propose", "support"]


def test_every_mention_folds_to_its_words(sample: Get) -> None:
    for stem in (REPORT, AGENDA):
        read = sample(stem)
        places = [m.evidence for p in read.proposals for m in p.mentions]
        assert len(places) >= 5
        for place in places:
            assert fold_spans(read.text, place.spans) == place.quote


def test_json_lists_the_proposals_of_a_position(sample: Get) -> None:
    read = sample(REPORT)
    (record,) = [r for r in position_records(read) if len(r["proposals"]) == 2]
    first, second = record["proposals"]
    assert (first["kind"], first["authors"]) == ("unspecified", ["NLD"])
    assert (second["kind"], second["authors"], second["identifier"]) == ("non-paper", ["BEL"], None)
    assert re.fullmatch(r"[\w-]+", second["key"])
