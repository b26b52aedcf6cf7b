"""Who occurs in a sentence."""

import pytest

from ingest.mentions import ActorFinder, Part


def parts(finder: ActorFinder, text: str) -> list[tuple[str, tuple[str, ...], str | None]]:
    found = finder.find(text)[0].parts
    return [(part.value, atom.codes, atom.quantifier) for part, atom in found]


def test_an_inclusion_belongs_to_its_group(finder: ActorFinder) -> None:
    assert parts(finder, "Een meerderheid van de lidstaten, waaronder Nederland, stemde in.") == [
        ("core", (), "majority"),
        ("included", ("NLD",), None),
    ]


def test_a_comparison_stands_beside_its_holder(finder: ActorFinder) -> None:
    assert parts(finder, "Nederland, net als veel andere lidstaten, stemde in.") == [
        ("core", ("NLD",), None),
        ("joined", (), "many"),
    ]


def test_an_exclusion_is_read_before_and_around(finder: ActorFinder) -> None:
    around = parts(finder, "Alle lidstaten op Hongarije na stemden in.")
    before = parts(finder, "Alle lidstaten, met uitzondering van Hongarije, stemden in.")
    assert around == before == [("core", (), "all"), ("excluded", ("HUN",), None)]


def test_a_list_without_a_last_and_is_one_holder(finder: ActorFinder) -> None:
    holders = finder.find("Tsjechië, Kroatië, Oostenrijk, Polen zijn aangewezen.")
    assert [a.codes[0] for a in holders[0].atoms(Part.CORE)] == ["CZE", "HRV", "AUT", "POL"]


def test_a_comma_does_not_join_a_subject_and_an_object(finder: ActorFinder) -> None:
    holders = finder.find("Nederland verzocht, samen met enkele lidstaten, de Commissie om hulp.")
    assert [h.first.codes for h in holders if not h.detached] == [("NLD",), ("body:COM",)]


def test_a_bloc_gives_its_members_of_the_day(finder: ActorFinder) -> None:
    holder = finder.find("De Benelux steunde dit.")[0]
    assert set(holder.first.codes) == {"BEL", "NLD", "LUX"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("De Poolse minister was tegen.", "POL"),
        ("Franse zijde had bezwaar.", "FRA"),
        ("Het Zweedse voorzitterschap stelde iets voor.", "body:PRES"),
        ("De voorzitter van de Commissie sprak.", "body:COM"),
        ("Eurocommissaris Brunner was positief.", "body:COM"),
        ("Het kabinet is voor.", "NLD"),
        ("Ik heb gesteund.", "NLD"),
    ],
)
def test_an_office_speaks_for_its_actor(finder: ActorFinder, text: str, code: str) -> None:
    assert finder.find(text)[0].first.codes == (code,)


def test_a_look_alike_name_is_no_name(finder: ActorFinder) -> None:
    assert finder.find("\u0415uropol bood hulp aan.") == []  # a Cyrillic first letter


def test_codes_of_three_letters_are_read_only_on_request(finder: ActorFinder) -> None:
    text = "FRA, gesteund door POL, wil verlenging."
    read = [h.first.codes for h in finder.find(text, letters=True)]
    assert read == [("FRA",)]
    assert [h.first.codes for h in finder.find(text)] == [("body:FRA",)]


def test_two_letter_codes_are_read_only_on_request(finder: ActorFinder) -> None:
    text = "DE, FR en NL voor."
    assert finder.find(text) == []
    assert len(finder.find(text, letters=True)[0].parts) == 3
