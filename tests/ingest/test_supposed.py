"""What is only supposed, and what a holder says that it will not do."""

from collections.abc import Callable

import pytest

from ingest.context import Draft
from ingest.records import Extraction

Reader = Callable[..., list[Draft]]

STANCES = (
    "Zweden het voorstel steunt",
    "Zweden zich tegen het voorstel verzet",
    "Zweden voorstander is van het voorstel",
    "een meerderheid van de lidstaten het voorstel steunt",
    "de Commissie dit verzoek steunt",
)
FRAMES = (
    "Als {said}, komt er een akkoord.",
    "Wanneer {said}, komt er een akkoord.",
    "Zodra {said}, komt er een akkoord.",
    "Indien {said}, komt er een akkoord.",
    "Een akkoord is mogelijk als {said}.",
    "Een akkoord komt er alleen wanneer {said}.",
    "De vraag is of {said}.",
    "Onzeker is of {said}.",
)
SAYING = ("gaf aan", "liet weten", "zei", "benadrukte", "maakte duidelijk")
REFUSED = (
    "niet met het voorstel te kunnen instemmen",
    "niet met het voorstel te kunnen leven",
    "zich niet in het voorstel te kunnen vinden",
    "dat het niet met het voorstel kan instemmen",
    "het niet eens te zijn met het voorstel",
    "niet van zins te zijn in te stemmen",
    "geen gebruik te willen maken van de vrijstelling",
)
AGREED = (
    "met het voorstel te kunnen instemmen",
    "met het voorstel te kunnen leven",
    "zich achter het voorstel te scharen",
    "het eens te zijn met het voorstel",
    "geen problemen te zien",
    "het voorstel niet te willen blokkeren",
    "zich niet tegen het voorstel te verzetten",
)


@pytest.mark.parametrize("frame", FRAMES)
def test_what_is_supposed_is_no_claim(read: Reader, frame: str) -> None:
    sentences = [frame.format(said=said) for said in STANCES]
    assert [sentence for sentence in sentences if read(sentence)] == []


@pytest.mark.parametrize("opening", ["Mocht", "Zou"])
def test_a_verb_in_front_of_its_subject_supposes(read: Reader, opening: str) -> None:
    assert read(f"{opening} Zweden het voorstel steunen, dan komt er een akkoord.") == []


def test_who_is_compared_with_as_still_takes_a_stance(read: Reader) -> None:
    [draft] = read("Kleinere landen als Malta en Estland dringen aan op een langere termijn.")
    assert draft.holders.named == ("MLT", "EST")


def test_what_follows_a_condition_is_a_claim(read: Reader) -> None:
    [draft] = read("Mocht Zweden niet bewegen, dan zal Finland tegen het voorstel stemmen.")
    assert draft.holders.named == ("FIN",)


@pytest.mark.parametrize("saying", SAYING)
def test_what_is_said_keeps_its_denial(read: Reader, saying: str) -> None:
    coarse = {"support": True, "conditional-support": True, "oppose": False, "critical": False}
    found = {
        said: [coarse[draft.polarity] for draft in read(f"Zweden {saying} {said}.")]
        for said in (*REFUSED, *AGREED)
    }
    wanted = {said: [False] for said in REFUSED} | {said: [True] for said in AGREED}
    assert found == wanted


def test_all_but_one_are_counted_before_a_bare_plural(read: Reader) -> None:
    [draft] = read("Op Malta na hebben de lidstaten de verklaring gesteund.")
    assert draft.holders.quantifier == "exact"
    assert draft.holders.excluded == ("MLT",)


def test_all_but_one_of_a_region_are_not_counted(read: Reader) -> None:
    [draft] = read("Op Malta na hebben de zuidelijke lidstaten de verklaring gesteund.")
    assert draft.holders.quantifier == "unspecified"


def test_a_verb_behind_a_relative_clause_is_a_verb(read: Reader) -> None:
    [draft] = read("Malta en Cyprus, die veel boten zien, vragen om extra steun.")
    assert draft.holders.named == ("MLT", "CYP")


def test_an_open_question_is_no_demand_of_who_spoke_before(read: Reader) -> None:
    [draft] = read(
        "Zweden steunde het voorstel.", "Hoe groot het fonds moet worden, bleef onbesproken."
    )
    assert draft.target_text == "het voorstel"


def test_a_word_that_is_an_abbreviation_too_ends_a_sentence(
    document: Callable[[str], Extraction],
) -> None:
    text = "Zweden wees de heffing van de hand. Finland steunde de heffing.\n"
    assert [claim.polarity for claim in document(text).claims] == ["oppose", "support"]


def test_a_full_stop_behind_an_abbreviation_ends_none(
    document: Callable[[str], Extraction],
) -> None:
    [claim] = document("Zweden steunde artikel 4, lid. 2, van het voorstel.\n").claims
    assert claim.evidence.quote.startswith("Zweden steunde")


@pytest.mark.parametrize("thing", ["vrees", "lijn", "stap", "norm"])
@pytest.mark.parametrize(
    "frame", ["Zweden {verb} die {thing} niet.", "Ook {verb} Zweden die {thing} niet."]
)
def test_a_demonstrative_hides_no_denial(read: Reader, frame: str, thing: str) -> None:
    accepted = read(frame.format(verb="steunt", thing=thing))
    refused = read(frame.format(verb="verwerpt", thing=thing))
    assert [draft.polarity for draft in (*accepted, *refused)] == ["oppose", "support"]


def test_a_denial_in_a_relative_clause_denies_no_stance(read: Reader) -> None:
    [draft] = read("Zweden steunt het plan, dat niet nieuw is.")
    assert draft.polarity == "support"


@pytest.mark.parametrize(
    "sentence",
    [
        "De leden vragen welke lidstaten het voorstel steunen.",
        "De leden vragen waarom Nederland het voorstel steunt.",
        "Nog niet duidelijk is hoeveel lidstaten het voorstel steunen.",
        "Zweden heeft zich nog niet uitgesproken over het voorstel.",
        "Het voorstel moet door alle lidstaten worden goedgekeurd.",
        "Zonder steun van Zweden is een akkoord niet mogelijk.",
        "Lidstaten kunnen bezwaar maken tegen de lijst.",
    ],
)
def test_questions_and_what_is_required_are_no_claims(read: Reader, sentence: str) -> None:
    assert read(sentence) == []


def test_a_possibility_is_expected(read: Reader) -> None:
    [draft] = read("Mogelijk zal Zweden zich tegen het voorstel verzetten.")
    assert draft.status == "expected"


CALLS = (
    "drong erop aan",
    "riep op",
    "pleitte ervoor",
    "verzocht de Commissie",
    "stelde voor",
    "adviseerde",
)


@pytest.mark.parametrize("call", CALLS)
def test_what_a_call_asks_not_to_do_is_asked_for(read: Reader, call: str) -> None:
    asked = ("de eisen niet te verlagen", "geen uitzonderingen te maken", "om niet te wachten")
    found = [draft.polarity for what in asked for draft in read(f"Zweden {call} {what}.")]
    assert found == ["support"] * len(asked)


@pytest.mark.parametrize(
    "sentence",
    [
        "Zweden drong niet aan op een besluit.",
        "Zweden heeft niet gepleit voor uitstel.",
        "Zweden stelde geen uitstel voor.",
        "Zweden lijkt niet voor uitstel te pleiten.",
    ],
)
def test_a_call_that_is_not_made_is_none(read: Reader, sentence: str) -> None:
    assert [draft.polarity for draft in read(sentence)] == ["oppose"]


def test_who_opens_a_silent_clause_holds_what_follows(read: Reader) -> None:
    first, second = read(
        "België steunde de proef; Malta haakte daarop in en verklaarde zich bereid mee te doen."
    )
    assert first.holders.named == ("BEL",)
    assert second.holders.named == ("MLT",)


def test_what_stands_behind_a_verb_that_goes_on_is_its_object(read: Reader) -> None:
    drafts = read("Malta steunde de proef en wilde eerst de Verenigde Staten in beweging zien.")
    assert {draft.holders.named for draft in drafts} == {("MLT",)}


def test_a_predicate_holds_for_one_thing_and_not_for_another(read: Reader) -> None:
    first, second = read("Zweden was enthousiast over de proef, maar niet over de kosten.")
    assert (first.polarity, second.polarity) == ("support", "oppose")
    assert "kosten" in second.target_text


def test_a_frame_takes_up_no_objection(read: Reader) -> None:
    first, second = read(
        "Malta had bezwaar tegen de heffing.",
        "Nederland heeft in dat verband onderstreept dat de grens open blijft.",
    )
    assert (first.polarity, second.polarity) == ("oppose", "support")


@pytest.mark.parametrize(
    "verb", ["koos {}voor", "twijfelde {}aan", "ageerde {}tegen", "opteerde {}voor"]
)
def test_a_complement_may_be_an_adverb(read: Reader, verb: str) -> None:
    wanted = [draft.polarity for draft in read(f"Zweden {verb.format('')} de heffing.")]
    assert len(wanted) == 1
    for adverb in ("er", "hier", "daar"):
        drafts = read("Malta had niets te melden.", f"Zweden {verb.format(adverb)}.")
        assert [draft.polarity for draft in drafts] == wanted
