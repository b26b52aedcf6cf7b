"""Constructions of the genre, each on a sentence of our own."""

from collections.abc import Callable

import pytest

from ingest.context import Draft

Reader = Callable[..., list[Draft]]


def brief(drafts: list[Draft]) -> list[tuple[tuple[str, ...], str | None, str]]:
    return [(d.holders.named, d.holders.group, d.polarity) for d in drafts]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Spanje steunde de verordening.", (("ESP",), None, "support")),
        ("Hongarije steunde de verordening niet.", (("HUN",), None, "oppose")),
        ("Polen had geen bezwaar tegen de verordening.", (("POL",), None, "support")),
        ("Geen enkele lidstaat steunde de uitzondering.", ((), "all", "oppose")),
        ("Daarom riep Malta op tot meer steun.", (("MLT",), None, "support")),
        ("Een handvol lidstaten trok aan de rem.", ((), "some", "oppose")),
        ("Vrijwel alle lidstaten verwelkomden dit plan.", ((), "majority", "support")),
        ("Finland onthield zich.", (("FIN",), None, "neutral")),
        (
            "Alle lidstaten op Hongarije na steunden het pakket.",
            ((), "exact:26", "support"),
        ),
        (
            "Italië steunde het plan, mits de kosten dalen.",
            (("ITA",), None, "conditional-support"),
        ),
        (
            "Nederland heeft, net als verschillende andere lidstaten, om uitstel gevraagd.",
            (("NLD",), "several", "support"),
        ),
        (
            "Nederland vroeg aandacht voor het niet verlengen van de heffing.",
            (("NLD",), None, "support"),
        ),
        ("Er bestond brede steun voor het actieplan.", ((), "consensus", "support")),
        (
            "Malta was samen met Cyprus een van de lidstaten die de Commissie om hulp vroegen.",
            (("MLT", "CYP"), None, "support"),
        ),
        (
            "Kroatië behoorde tot de kleinere lidstaten die voor de norm hadden gepleit.",
            (("HRV",), None, "support"),
        ),
        (
            "Heffingen wees Letland af, maar hebben de voorkeur niet.",
            (("LVA",), None, "oppose"),
        ),
        (
            "Daar staat een groep landen, bestaande uit Ierland en Malta, die de norm steunt.",
            (("IRL", "MLT"), "some", "support"),
        ),
        ("Evenmin kon Letland zich in de heffing vinden.", (("LVA",), None, "oppose")),
        ("Daarop drongen de Nordics aan op haast.", (("DNK", "FIN", "SWE"), None, "support")),
        ("Ook werd er aandacht gevraagd voor de kosten.", ((), "unspecified", "support")),
    ],
)
def test_one_sentence_one_claim(
    read: Reader, sentence: str, expected: tuple[tuple[str, ...], str | None, str]
) -> None:
    assert brief(read(sentence)) == [expected]


def test_a_vote_of_three_ways_is_three_claims(read: Reader) -> None:
    sentence = "Negen lidstaten waren voor, zeven tegen en de overige onthielden zich."
    assert brief(read(sentence)) == [
        ((), "exact:9", "support"),
        ((), "exact:7", "oppose"),
        ((), "unspecified", "neutral"),
    ]


def test_who_belongs_to_the_group_before_shares_its_stance(read: Reader) -> None:
    drafts = read("Twaalf delegaties wezen de norm af.", "LV, GR en LT behoorden tot deze twaalf.")
    assert brief(drafts)[1] == (("LVA", "GRC", "LTU"), None, "oppose")


def test_who_does_not_belong_to_those_who_ask_asks_nothing(read: Reader) -> None:
    assert read("Malta behoort niet tot de lidstaten die om een pauze vroegen.") == []


def test_contrast_in_one_sentence_is_two_claims(read: Reader) -> None:
    sentence = "Waar een meerderheid de heffing steunde, wees Polen op de risico's daarvan."
    assert brief(read(sentence)) == [((), "majority", "support"), (("POL",), None, "critical")]


def test_who_joins_an_objection_has_its_polarity(read: Reader) -> None:
    drafts = read("Duitsland maakte bezwaar tegen de heffing.", "Zweden sloot zich daarbij aan.")
    assert brief(drafts)[1] == (("SWE",), None, "oppose")
    assert drafts[1].refers_to == 0


def test_another_part_is_marked_as_the_other(read: Reader) -> None:
    drafts = read(
        "Een deel van de lidstaten was kritisch over de heffing.",
        "Een ander deel van de lidstaten steunde de heffing.",
    )
    assert [draft.holders.alternative for draft in drafts] == [False, True]


def test_a_relative_clause_does_not_hide_the_subject(read: Reader) -> None:
    drafts = read("Noorwegen, dat als waarnemer aanzat, sprak steun uit voor het plan.")
    assert brief(drafts) == [(("NOR",), None, "support")]


def test_votes_in_one_sentence_are_kept_apart(read: Reader) -> None:
    drafts = read("Elf lidstaten waren voor, twaalf tegen en vier onthielden zich.")
    assert [(d.holders.group, d.polarity) for d in drafts] == [
        ("exact:11", "support"),
        ("exact:12", "oppose"),
        ("exact:4", "neutral"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "De Raad wisselde van gedachten over de heffing.",
        "Het voorzitterschap gaf een presentatie over de planning.",
        "De lidstaten werden gevraagd te reflecteren op de heffing.",
        "Het voorstel behelst een heffing op plastic.",
        "De Commissie gaf aan dat de tekst in maart verschijnt.",
        "Uw Kamer wordt nader geïnformeerd over het vervolg.",
    ],
)
def test_procedure_presentation_and_questions_are_no_claims(read: Reader, sentence: str) -> None:
    assert read(sentence) == []


def test_the_reporter_announces_and_others_are_expected(read: Reader) -> None:
    drafts = read(
        "Het kabinet zal de heffing steunen.",
        "Naar verwachting zal een aantal lidstaten de heffing bekritiseren.",
        "Het kabinet steunt de heffing.",
        report=False,
    )
    assert [draft.status for draft in drafts] == ["planned", "expected", "standing"]


def test_a_named_holder_is_never_guessed_from_a_group(read: Reader) -> None:
    drafts = read("Meerdere lidstaten steunden de heffing.")
    assert drafts[0].holders.named == ()


def test_an_enumeration_of_what_is_needed_is_the_demand_of_who_spoke_before(read: Reader) -> None:
    drafts = read(
        "Nederland pleit voor een sterkere aanpak van fraude.",
        "Daartoe behoren meer toezicht en een platform waarin Europol hulp biedt.",
    )
    assert brief(drafts) == [(("NLD",), None, "support")] * 2


def test_what_a_body_offers_in_a_relative_clause_is_description(read: Reader) -> None:
    assert read("Er komt een platform waarin Europol hulp biedt aan de politie.") == []


def test_a_thing_of_the_clause_before_is_taken_up_by_a_demonstrative(read: Reader) -> None:
    drafts = read(
        "Een deel van de lidstaten steunde de nieuwe heffing, "
        "terwijl een ander deel die heffing onnodig noemde."
    )
    assert [draft.refers_to for draft in drafts] == [None, 0]


def test_an_objection_without_an_object_is_one_to_what_was_said_before(read: Reader) -> None:
    drafts = read(
        "Polen wil dat de heffing verdwijnt.",
        "Enkele lidstaten plaatsten juridische kanttekeningen.",
    )
    assert [draft.refers_to for draft in drafts] == [None, 0]


def test_a_contrary_view_turns_what_was_said_before(read: Callable[..., list[Draft]]) -> None:
    after_support = read("Spanje steunde de heffing.", "Italië was een andere mening toegedaan.")
    after_rejection = read(
        "Spanje was tegen de heffing.", "Italië was een andere mening toegedaan."
    )
    assert [draft.polarity for draft in after_support] == ["support", "oppose"]
    assert [draft.polarity for draft in after_rejection] == ["oppose", "support"]


def test_what_is_pointed_to_again_keeps_its_polarity(read: Callable[..., list[Draft]]) -> None:
    drafts = read(
        "Veel lidstaten uitten zorgen over het tijdpad.",
        "Ook ik heb hier uitdrukkelijk op gewezen.",
    )
    assert [draft.polarity for draft in drafts] == ["critical", "critical"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Het was Spanje dat voor een langere termijn pleitte.", ["ESP"]),
        ("Spanje vroeg om hulp, waar ook Malta bij aansloot.", ["ESP"]),
        ("Dat er meer toezicht moet komen, vinden ook Malta en Cyprus.", ["MLT", "CYP"]),
        ("Deze lijn steun ik.", ["NLD"]),
        ("Wij achten de termijn te kort.", ["NLD"]),
        ("Gesteund door Portugal pleitte Spanje voor uitstel.", ["ESP", "PRT"]),
        ("Niet alleen Spanje maar ook Portugal steunde de tekst.", ["ESP", "PRT"]),
    ],
)
def test_who_holds_a_stance_in_other_word_orders(
    text: str, named: list[str], read: Callable[..., list[Draft]]
) -> None:
    drafts = read(text)
    assert sorted(drafts[0].holders.named) == sorted(named)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Namens Malta is steun uitgesproken voor de norm.", [(("MLT",), None, "support")]),
        ("Malta had liever een lagere norm gezien.", [(("MLT",), None, "critical")]),
        ("Daarop wees Malta een hogere norm van de hand.", [(("MLT",), None, "oppose")]),
        ("Malta kan moeilijk uit de voeten met de norm.", [(("MLT",), None, "oppose")]),
        (
            "Er was geen enkele lidstaat die de norm wilde blokkeren.",
            [((), "all", "support")],
        ),
        (
            "Malta onderschrijft de norm en is bereid extra middelen vrij te maken.",
            [(("MLT",), None, "support")] * 2,
        ),
        ("Tijdens een eerdere Raad had Malta zich nog kritisch getoond.", []),
        ("Malta wilde de tekst blokkeren.", [(("MLT",), None, "oppose")]),
        ("De roep om uitstel vond geen gehoor bij Malta.", [(("MLT",), None, "oppose")]),
        ("De roep om uitstel vond gehoor bij Malta.", [(("MLT",), None, "support")]),
        ("De heffing moet, aldus Malta en Cyprus, lager.", [(("MLT", "CYP"), None, "support")]),
        ("De heffing moet wat Malta aangaat lager.", [(("MLT",), None, "support")]),
    ],
)
def test_turns_of_reports(
    text: str, expected: list[tuple[object, ...]], read: Callable[..., list[Draft]]
) -> None:
    assert brief(read(text)) == expected
