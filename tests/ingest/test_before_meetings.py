"""Constructions of papers that look ahead: agendas, fiches, progress letters, answers."""

from collections.abc import Callable

import pytest

from ingest.context import Draft
from ingest.records import Extraction

Reader = Callable[..., list[Draft]]
NEITHER = [
    "De leden van de D66-fractie lezen dat Zweden de heffing steunt en vragen om een reactie.",
    "De leden van de VVD-fractie constateren dat het kabinet voorstander is van de heffing.",
    "De Kamer heeft het kabinet verzocht te pleiten voor een heffing.",
    "Of Polen de heffing zal steunen, is nog de vraag.",
    "Wat de inzet van Cyprus als voorzitter zal zijn, is nog onduidelijk.",
    "Daarin wordt onder andere opgeroepen tot een lagere heffing.",
    "In de ontwerpconclusies wordt het belang van een heffing benadrukt.",
    "Op verzoek van België wordt gesproken over de heffing.",
    "Voor een Europese heffing is unanimiteit vereist.",
    "Lidstaten wijzen een autoriteit aan die op de naleving toeziet.",
    "Ook vragen deze leden welke lidstaten het kabinet steunen in het verzet tegen de heffing.",
    "Het Hof van Justitie heeft geoordeeld dat Malta de heffing niet mag toepassen.",
    "Nederland hoopt op steun van Denemarken en Finland.",
    "De Commissie vroeg de lidstaten of zij de heffing wensten vast te stellen.",
    "Een meerderheid van de lidstaten is nodig voor de heffing.",
]


def coarse(drafts: list[Draft]) -> list[tuple[str, str]]:
    """Holders and side of each claim."""
    sides = {"conditional-support": "support", "critical": "oppose"}
    return [(" ".join(d.holders.named), sides.get(d.polarity, d.polarity)) for d in drafts]


@pytest.mark.parametrize("sentence", NEITHER)
def test_what_is_asked_open_or_said_by_a_paper_is_no_claim(read: Reader, sentence: str) -> None:
    assert read(sentence, report=False) == []


@pytest.mark.parametrize("which", ["Duitse", "nieuwe Duitse", "vorige Duitse"])
def test_the_cabinet_of_another_state_is_that_state(read: Reader, which: str) -> None:
    assert coarse(read(f"Het {which} kabinet steunt de heffing.")) == [("DEU", "support")]


@pytest.mark.parametrize(
    ("sentence", "quantifier"),
    [
        ("De lidstaten kunnen zich allemaal achter de tekst scharen.", "all"),
        ("De lidstaten steunen de tekst zonder uitzondering.", "all"),
        ("De lidstaten steunen de tekst in meerderheid.", "majority"),
        ("Steeds meer lidstaten steunen de tekst.", "many"),
    ],
)
def test_a_quantifier_may_stand_behind_its_group(
    read: Reader, sentence: str, quantifier: str
) -> None:
    [draft] = read(sentence)
    assert draft.holders.quantifier == quantifier


@pytest.mark.parametrize(
    "names",
    [
        "Italië en, iets aarzelender, Spanje",
        "Italië en, zij het om andere redenen, Spanje",
        "Italië en (in mindere mate) Spanje",
        "Italië – in nationale hoedanigheid – en Spanje",
    ],
)
def test_words_between_two_names_do_not_part_them(read: Reader, names: str) -> None:
    assert coarse(read(f"{names} steunen de heffing.")) == [("ITA ESP", "support")]


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("Polen wil niet dat de termijn wordt verlengd.", "oppose"),
        ("Polen vindt niet dat de Commissie dit moet regelen.", "oppose"),
        ("Polen wil dat de Commissie de knelpunten bij de uitvoering aanpakt.", "support"),
        ("Polen drong erop aan dat geen verdere vertraging optreedt.", "support"),
        ("Polen waakt ervoor dat de lasten niet toenemen.", "support"),
        ("Polen heeft al te kennen gegeven geen behoefte te hebben aan nieuwe regels.", "oppose"),
        ("Polen is daar niet in meegegaan.", "oppose"),
    ],
)
def test_what_denies_a_demand_is_told_from_what_it_denies(
    read: Reader, sentence: str, side: str
) -> None:
    assert coarse(read(sentence)) == [("POL", side)]


def test_a_second_verb_before_its_subject_is_not_the_first_ones(read: Reader) -> None:
    drafts = read("Zo wil Malta een vrijstelling houden en achten Polen en Estland die te ruim.")
    assert coarse(drafts) == [("MLT", "support"), ("POL EST", "oppose")]


def test_who_takes_part_in_a_group_holds_what_the_group_holds(read: Reader) -> None:
    drafts = read("Malta maakt deel uit van een groep van acht lidstaten die pleiten voor uitstel.")
    assert coarse(drafts) == [("MLT", "support")]


JUDGED = "Uitgebreide verantwoordelijkheid van producenten wordt toegejuicht."


def test_a_passive_right_behind_a_claim_of_the_reporter_is_its_own(read: Reader) -> None:
    own = "Het kabinet staat positief tegenover het voorstel."
    assert coarse(read(own, JUDGED, report=False)) == [("NLD", "support")] * 2
    assert coarse(read(own, JUDGED, report=True)) == [("NLD", "support")]


@pytest.mark.parametrize(
    "before", ["Zweden steunt het voorstel.", "De bespreking begint om tien uur."]
)
def test_a_passive_behind_anything_else_is_nobodys(read: Reader, before: str) -> None:
    drafts = read(before, JUDGED, report=False)
    held = [draft.holders.named for draft in drafts]
    assert held in ([], [("SWE",)])


def test_what_a_proposal_holds_is_no_claim_under_the_heading_of_its_essence(
    document: Callable[[str], Extraction],
) -> None:
    fiche = (
        "Fiche: mededeling over heffingen\n\n2. {}\n\n"
        "De Commissie roept de lidstaten op de heffing te verlagen.\n\n"
        "3. Nederlandse positie\n\nHet kabinet steunt de verlaging van de heffing.\n"
    )
    described = document(fiche.format("Essentie voorstel"))
    assert [claim.holders.named for claim in described.claims] == [("NLD",)]
    called = document(fiche.format("Oproep van de Commissie"))
    assert [claim.holders.named for claim in called.claims] == [("body:COM",), ("NLD",)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Met elf andere lidstaten, waaronder Malta en Cyprus, heeft Nederland om uitstel verzocht.",
        "Nederland heeft samen met elf andere lidstaten, waaronder Malta en Cyprus, de Commissie "
        "om uitstel verzocht.",
    ],
)
def test_names_among_the_others_are_not_counted_twice(read: Reader, sentence: str) -> None:
    (draft,) = read(sentence, report=False)
    assert (draft.holders.count, set(draft.holders.named)) == (12, {"NLD", "MLT", "CYP"})


def test_what_a_call_asks_not_to_put_off_is_asked_for(read: Reader) -> None:
    drafts = read("Frankrijk zal erop aandringen de discussie niet uit te stellen.", report=False)
    assert coarse(drafts) == [("FRA", "support")]


OWN = "Het kabinet steunt de heffing."


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("Dit is een stap in de goede richting.", "support"),
        ("Daarbij is het zaak om de lasten te beperken.", "support"),
        ("Een vrijstelling voor kleine bedrijven ligt voor de hand.", "support"),
        ("De voorgestelde termijn is te kort.", "critical"),
        ("Een uitzondering is niet wenselijk.", "critical"),
        ("Wel zijn er zorgen over de uitvoering.", "critical"),
    ],
)
def test_a_judgement_right_behind_a_claim_of_the_reporter_is_its_own(
    read: Reader, sentence: str, polarity: str
) -> None:
    drafts = read(OWN, sentence, report=False)
    assert [(d.holders.named, d.polarity) for d in drafts[1:]] == [(("NLD",), polarity)]
    others = read("Zweden steunt de heffing.", sentence, report=False)[1:]
    assert [draft for draft in others if draft.holders.named] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "De termijn is volgens de Commissie twee jaar.",
        "Dit is een stap in de procedure.",
        "Of de termijn te kort is, wordt onderzocht.",
        "Een besluit is nog niet nodig.",
    ],
)
def test_a_fact_behind_a_claim_of_the_reporter_is_none(read: Reader, sentence: str) -> None:
    assert len(read(OWN, sentence, report=False)) == 1


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("De brief roept de Commissie op een fonds op te zetten.", []),
        ("Deze conclusies roepen de Commissie op de heffing te verlagen.", []),
        ("Het non-paper van Malta roept de Commissie op tot haast.", [("MLT", "support")]),
        ("Ook roept Malta de Commissie op een fonds op te zetten.", [("MLT", "support")]),
    ],
)
def test_who_is_called_upon_does_not_call(
    read: Reader, sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert coarse(read(sentence, report=False)) == expected


def test_a_predicate_with_a_holder_of_its_own_is_not_the_first_ones(read: Reader) -> None:
    drafts = read("Duidelijk is dat Italië voor de heffing is en Malta ertegen.")
    assert sorted(coarse(drafts)) == [("ITA", "support"), ("MLT", "oppose")]


def test_names_behind_a_group_with_an_addition_belong_to_it(read: Reader) -> None:
    drafts = read("Landen met een grote vloot, te weten Italië en Malta, zijn tegen de heffing.")
    assert coarse(drafts) == [("ITA MLT", "oppose")]
    assert drafts[0].holders.quantifier == "unspecified"
    assert read("Landen met een grote vloot liggen aan zee.") == []


def test_the_rapporteur_with_brackets_is_the_parliaments(read: Reader) -> None:
    assert coarse(read("De rapporteur (EVP, Spanje) steunt de heffing.")) == [
        ("body:EP", "support")
    ]


def test_an_expectation_behind_and_is_not_that_of_the_stance_before(read: Reader) -> None:
    drafts = read("Malta hecht aan de heffing en zal naar verwachting om uitstel vragen.")
    assert [draft.status for draft in drafts] == ["stated", "expected"]
