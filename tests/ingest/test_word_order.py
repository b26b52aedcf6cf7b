"""Stances in all the orders of words that Dutch has: each verb in each frame keeps its polarity."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from ingest.context import Draft

Reader = Callable[..., list[Draft]]


@dataclass(frozen=True)
class Frame:
    """A sentence with a verb in one form; `denied` if it says the contrary."""

    text: str
    denied: bool = False


@dataclass(frozen=True)
class Word:
    """A verb: past singular and plural, infinitive, participle, particle, object, polarity."""

    past: str
    plural: str
    infinitive: str
    participle: str
    particle: str
    thing: str
    polarity: str

    def said(self, frame: str) -> str:
        """The frame with this verb in it."""
        apart = f" {self.particle}" if self.particle else ""
        return frame.format(
            thing=self.thing,
            past=self.past,
            apart=apart,
            joined=self.particle + self.past,
            joined_plural=self.particle + self.plural,
            infinitive=self.particle + self.infinitive,
            to=f"{self.particle} te {self.infinitive}".strip(),
            participle=self.particle + self.participle,
        )


WORDS = [
    Word("steunde", "steunden", "steunen", "gesteund", "", "het voorstel", "support"),
    Word("bepleitte", "bepleitten", "bepleiten", "bepleit", "", "een evaluatie", "support"),
    Word("pleitte", "pleitten", "pleiten", "gepleit", "", "voor een langere termijn", "support"),
    Word("drong", "drongen", "dringen", "gedrongen", "aan", "op een langere termijn", "support"),
    Word("juichte", "juichten", "juichen", "gejuicht", "toe", "het akkoord", "support"),
    Word("wees", "wezen", "wijzen", "gewezen", "af", "het voorstel", "oppose"),
    Word("verwierp", "verwierpen", "verwerpen", "verworpen", "", "het voorstel", "oppose"),
    Word("blokkeerde", "blokkeerden", "blokkeren", "geblokkeerd", "", "het akkoord", "oppose"),
    Word("betwijfelde", "betwijfelden", "betwijfelen", "betwijfeld", "", "het nut", "critical"),
]  # fmt: skip
FRAMES = [
    Frame("Zweden {past} {thing}{apart}."),
    Frame("Tijdens de lunch {past} Zweden {thing}{apart}."),
    Frame("Zweden heeft {thing} {participle}."),
    Frame("Zweden heeft {thing} niet {participle}.", denied=True),
    Frame("Zweden kan {thing} niet {infinitive}.", denied=True),
    Frame("Bekend is dat Zweden {thing} {joined}."),
    Frame("Bekend is dat Zweden {thing} niet {joined}.", denied=True),
    Frame("Gaandeweg bleek dat Zweden {thing} had {participle}."),
    Frame("Gaandeweg bleek dat Zweden {thing} niet had {participle}.", denied=True),
    Frame("Het bleef stil, omdat Zweden {thing} niet wilde {infinitive}.", denied=True),
    Frame("Zweden, dat {thing} {joined}, sprak als laatste."),
    Frame("Zweden, dat {thing} niet {joined}, sprak als laatste.", denied=True),
    Frame("Zweden gaf aan {thing} {to}."),
    Frame("Zweden gaf aan {thing} niet {to}.", denied=True),
    Frame("Zweden gaf aan dat het {thing} zal {infinitive}."),
    Frame("Zweden gaf aan dat het {thing} niet zal {infinitive}.", denied=True),
    Frame("Zweden was de enige lidstaat die {thing} niet {joined}.", denied=True),
]
CONTRARY = {"support": {"oppose", "critical"}, "oppose": {"support"}, "critical": {"support"}}


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.text)
def test_a_verb_keeps_its_polarity_in_every_order(frame: Frame, read: Reader) -> None:
    for word in WORDS:
        sentence = word.said(frame.text)
        drafts = read(sentence)
        wanted = CONTRARY[word.polarity] if frame.denied else {word.polarity}
        if word.polarity == "critical" and not frame.denied:
            wanted = {"critical", "oppose"}
        found = [(draft.holders.named, draft.polarity in wanted) for draft in drafts]
        assert (("SWE",), True) in found, (sentence, drafts)
        assert len(drafts) == 1, (sentence, drafts)


@pytest.mark.parametrize(
    ("frame", "denied"),
    [
        ("Er waren ook lidstaten die {thing} {joined_plural}.", False),
        ("De lidstaten die {thing} niet {joined_plural}, kwamen later bijeen.", True),
    ],
)
def test_a_group_keeps_its_polarity_behind_a_relative_word(
    frame: str, denied: bool, read: Reader
) -> None:
    for word in WORDS:
        [draft] = read(word.said(frame))
        coarse = "oppose" if draft.polarity == "critical" else draft.polarity
        expected = "support" if word.polarity == "support" else "oppose"
        assert (coarse == expected) is not denied, word
        assert draft.holders.group == "unspecified"


@pytest.mark.parametrize(
    ("sentence", "named", "group", "polarity", "status"),
    [
        ("Polen gaat akkoord met het plan.", ("POL",), None, "support", "stated"),
        ("Polen gaat bezwaar maken.", ("POL",), None, "oppose", "expected"),
        ("Malta, dat tevreden met de tekst was, sprak kort.", ("MLT",), None, "support", "stated"),
        ("Malta sprak zich uit vóór de verlenging.", ("MLT",), None, "support", "stated"),
        ("De termijn is voor Malta problematisch.", ("MLT",), None, "critical", "stated"),
        (
            "Er zijn lidstaten die een keuring overbodig achten.",
            (), "unspecified", "oppose", "stated",
        ),
        (
            "Enkele landen uitten kritiek, met name Malta en Cyprus.",
            ("MLT", "CYP"), "some", "critical", "stated",
        ),
        (
            "De Commissie meldde dat drie lidstaten het voorstel steunen.",
            (), "exact:3", "support", "stated",
        ),
    ],
)  # fmt: skip
def test_orders_of_predicates_and_groups(
    sentence: str,
    named: tuple[str, ...],
    group: str | None,
    polarity: str,
    status: str,
    read: Reader,
) -> None:
    [draft] = read(sentence)
    assert (draft.holders.named, draft.holders.group) == (named, group)
    assert (draft.polarity, draft.status) == (polarity, status)


@pytest.mark.parametrize(
    ("words", "margin"),
    [
        ("Tien", None),
        ("Slechts tien", None),
        ("Maar liefst tien", None),
        ("Ten minste tien", "least"),
        ("Ruim tien", "least"),
        ("Meer dan tien", "more"),
        ("Hooguit tien", "most"),
        ("Bijna tien", "less"),
        ("Een kleine tien", "less"),
        ("Circa tien", "about"),
        ("Een tiental", "about"),
    ],
)
def test_a_number_that_is_left_open_is_not_taken_for_exact(
    words: str, margin: str | None, read: Reader
) -> None:
    [draft] = read(f"{words} lidstaten pleitten voor uitstel.")
    assert (draft.holders.group, draft.holders.margin) == ("exact:10", margin)


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("Malta had weinig bezwaar tegen de tekst.", "support"),
        ("Malta toonde weinig vertrouwen in de tekst.", "oppose"),
        ("Bij Malta bestond weinig weerstand tegen de tekst.", "support"),
        ("Er was geen kritiek van Malta op de tekst.", "support"),
        ("Malta liet weten dat het geen twijfels over de tekst heeft.", "support"),
        ("Malta liet weten dat het twijfels over de tekst heeft.", "critical"),
        ("Malta sprak zijn zorg uit over de tekst.", "critical"),
        ("Malta maakte zijn scepsis over de tekst kenbaar.", "critical"),
        ("Malta heeft geen vertrouwen in de tekst.", "oppose"),
        ("Malta vindt dat de heffing niet per definitie schadelijk is.", "support"),
        ("Malta vindt dat de heffing schadelijk is.", "critical"),
    ],
)
def test_nouns_of_doubt_and_approval_with_and_without_a_denial(
    sentence: str, polarity: str, read: Reader
) -> None:
    [draft] = read(sentence)
    assert (draft.holders.named, draft.polarity) == (("MLT",), polarity)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het voorstel werd gesteund door zowel Polen als Malta.",
        "Volgens zowel Polen als Malta is uitstel nodig.",
        "Zowel Polen als Malta steunde het voorstel.",
    ],
)
def test_zowel_als_joins_two_names(sentence: str, read: Reader) -> None:
    [draft] = read(sentence)
    assert (set(draft.holders.named), draft.polarity) == ({"POL", "MLT"}, "support")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Malta zal pleiten voor een verbod en aandacht vragen voor de kosten.",
            ["support", "support"],
        ),
        (
            "Malta zal zorgen uitspreken over de regels en de Commissie oproepen tot actie.",
            ["critical", "support"],
        ),
        (
            "Malta zal het voorstel steunen, maar kanttekeningen plaatsen bij de kosten.",
            ["support", "critical"],
        ),
        (
            "Malta heeft het voorstel gesteund, maar kanttekeningen geplaatst bij de kosten.",
            ["support", "critical"],
        ),
        (
            "Malta zal aangeven het voorstel te steunen en vragen om een evaluatie.",
            ["support", "support"],
        ),
    ],
)
def test_what_shares_a_modal_or_helper_is_a_claim_of_its_own(
    sentence: str, expected: list[str], read: Reader
) -> None:
    drafts = read(sentence)
    assert [draft.polarity for draft in drafts] == expected
    assert {draft.holders.named for draft in drafts} == {("MLT",)}
    assert len({draft.status for draft in drafts}) == 1


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        (
            "Indien de tekst wordt aangepast, kan Malta instemmen.",
            "Indien de tekst wordt aangepast",
        ),
        (
            "Mocht de termijn worden verlengd, dan kan Malta het plan steunen.",
            "Mocht de termijn worden verlengd",
        ),
        ("Wordt de tekst aangepast, dan kan Malta instemmen.", "Wordt de tekst aangepast"),
        ("Malta kan instemmen, mits de tekst wordt aangepast.", "mits de tekst wordt aangepast"),
        (
            "Malta kan een verbod steunen indien het tijdelijk is.",
            "kan een verbod steunen indien het tijdelijk is",
        ),
    ],
)
def test_support_under_a_condition_that_stands_in_front_or_behind(
    sentence: str, condition: str, read: Reader
) -> None:
    [draft] = read(sentence)
    assert (draft.polarity, draft.condition) == ("conditional-support", condition)


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("Als voorzitter kan Malta het voorstel steunen.", "support"),
        ("Als het gaat om de kosten, kan Malta het voorstel steunen.", "support"),
        ("Indien de tekst ongewijzigd blijft, zal Malta tegenstemmen.", "oppose"),
        ("Malta houdt vast aan zijn veto.", "oppose"),
        ("Malta houdt vast aan het verbod.", "support"),
        ("Voor Malta bleef met name de drempel lastig.", "critical"),
        ("Malta acht de meldplicht verdergaand dan noodzakelijk.", "critical"),
        ("Malta acht de meldplicht noodzakelijk.", "support"),
        ("Malta vindt het voorstel minder ambitieus dan gewenst.", "critical"),
        ("Malta kan moeilijk instemmen met artikel 5.", "oppose"),
    ],
)
def test_what_looks_like_a_condition_or_a_veto(sentence: str, polarity: str, read: Reader) -> None:
    [draft] = read(sentence)
    assert draft.polarity == polarity


def test_a_request_that_others_back_in_the_same_sentence(read: Reader) -> None:
    first, second = read("Malta verzocht om uitstel, hetgeen door Cyprus werd ondersteund.")
    assert (first.holders.named, first.polarity) == (("MLT",), "support")
    assert (second.holders.named, second.polarity) == (("CYP",), "support")


def test_who_is_joined_by_name_is_joined_in_its_own_claim(read: Reader) -> None:
    sentences = (
        "Malta verwierp de heffing.",
        "Spanje steunde de heffing.",
        "Cyprus sloot zich aan bij Malta.",
    )
    *_, joined = read(*sentences)
    assert (joined.holders.named, joined.polarity, joined.refers_to) == (("CYP",), "oppose", 0)


def test_a_verb_goes_on_from_the_subject_and_not_from_a_group_in_between(read: Reader) -> None:
    said = "Malta toonde begrip voor zorgen van nieuwe lidstaten, maar wil dit jaar een akkoord."
    *_, last = read(said)
    assert last.holders.named == ("MLT",)
