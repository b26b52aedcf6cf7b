"""Facts about actors and who belonged to what when, checked against what is known of them."""

import pickle
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from ontology.errors import OntologyError
from ontology.modules import data_paths
from ontology.reference import Membership, Reference, read_reference

ACTORS, COUNCILS, ISSUES = data_paths()

FOUNDERS = {"BEL", "DEU", "FRA", "ITA", "LUX", "NLD"}
ACCESSIONS = [
    (date(1973, 1, 1), "DNK GBR IRL"),
    (date(1981, 1, 1), "GRC"),
    (date(1986, 1, 1), "ESP PRT"),
    (date(1995, 1, 1), "AUT FIN SWE"),
    (date(2004, 5, 1), "CYP CZE EST HUN LTU LVA MLT POL SVK SVN"),
    (date(2007, 1, 1), "BGR ROU"),
    (date(2013, 7, 1), "HRV"),
]


@pytest.mark.parametrize(
    ("day", "size"),
    [
        (date(1957, 12, 31), 0),
        (date(1958, 1, 1), 6),
        (date(2003, 1, 1), 15),
        (date(2005, 1, 1), 25),
        (date(2007, 6, 1), 27),
        (date(2019, 12, 1), 28),
        (date(2020, 1, 31), 28),
        (date(2020, 2, 1), 27),
        (date(2026, 1, 22), 27),
    ],
)
def test_the_eu_has_as_many_members_as_on_that_day(
    reference: Reference, day: date, size: int
) -> None:
    assert len(reference.members_on("EU", day)) == size


@pytest.mark.parametrize(("day", "joining"), ACCESSIONS)
def test_a_state_joins_on_the_day_of_accession_and_not_before(
    reference: Reference, day: date, joining: str
) -> None:
    before = reference.members_on("EU", day - timedelta(days=1))
    assert reference.members_on("EU", day) - before == set(joining.split())


def test_the_six_founded_it(reference: Reference) -> None:
    assert reference.members_on("EU", date(1958, 1, 1)) == FOUNDERS


def test_the_united_kingdom_is_no_member_from_the_first_of_february_2020(
    reference: Reference,
) -> None:
    before = reference.members_on("EU", date(2020, 1, 31))
    assert before - reference.members_on("EU", date(2020, 2, 1)) == {"GBR"}


@pytest.mark.parametrize(
    ("bloc", "day", "size"),
    [
        ("Schengen", date(2022, 12, 31), 26),
        ("Schengen", date(2023, 1, 1), 27),
        ("Schengen", date(2024, 12, 31), 27),
        ("Schengen", date(2025, 1, 1), 29),
        ("EuroArea", date(1999, 1, 1), 11),
        ("EuroArea", date(2022, 12, 31), 19),
        ("EuroArea", date(2023, 1, 1), 20),
        ("EuroArea", date(2026, 1, 1), 21),
        ("EEA", date(2026, 1, 1), 30),
    ],
)
def test_other_blocs_have_as_many_members_as_on_that_day(
    reference: Reference, bloc: str, day: date, size: int
) -> None:
    assert len(reference.members_on(bloc, day)) == size


@pytest.mark.parametrize(
    ("bloc", "members"),
    [
        ("Benelux", "BEL LUX NLD"),
        ("Visegrad", "CZE HUN POL SVK"),
        ("Baltic", "EST LTU LVA"),
        ("Nordic", "DNK FIN SWE"),
        ("Weimar", "DEU FRA POL"),
        ("MED5", "CYP ESP GRC ITA MLT"),
        ("MED9", "CYP ESP FRA GRC HRV ITA MLT PRT SVN"),
        ("G6", "DEU ESP FRA ITA POL"),
        ("NewHanse", "DNK EST FIN IRL LTU LVA NLD SWE"),
        ("FrugalFour", "AUT DNK NLD SWE"),
        ("B9", "BGR CZE EST HUN LTU LVA POL ROU SVK"),
    ],
)
def test_small_blocs_have_the_members_they_are_known_for(
    reference: Reference, bloc: str, members: str
) -> None:
    assert reference.members_on(bloc, date(2026, 1, 22)) == set(members.split())


def test_no_schengen_state_is_outside_the_eu_but_the_four(reference: Reference) -> None:
    day = date(2026, 1, 22)
    outside = reference.members_on("Schengen", day) - reference.members_on("EU", day)
    assert outside == {"CHE", "ISL", "LIE", "NOR"}


def test_cyprus_and_ireland_are_the_members_outside_schengen(reference: Reference) -> None:
    day = date(2026, 1, 22)
    outside = reference.members_on("EU", day) - reference.members_on("Schengen", day)
    assert outside == {"CYP", "IRL"}


def test_an_unknown_bloc_is_an_error_that_names_the_known_ones(reference: Reference) -> None:
    with pytest.raises(OntologyError, match=r"no bloc 'Hanze'.*Benelux"):
        reference.members_on("Hanze", date(2026, 1, 22))


def test_a_membership_covers_its_first_day_and_not_its_end() -> None:
    membership = Membership("GBR", "EU", date(1973, 1, 1), date(2020, 2, 1))
    assert [
        membership.covers(day)
        for day in (date(1972, 12, 31), date(1973, 1, 1), date(2020, 1, 31), date(2020, 2, 1))
    ] == [False, True, True, False]


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        (date(2004, 12, 31), "NLD"),
        (date(2009, 1, 1), "CZE"),
        (date(2016, 6, 30), "NLD"),
        (date(2017, 7, 1), "EST"),
        (date(2018, 1, 1), "BGR"),
        (date(2020, 12, 31), "DEU"),
        (date(2025, 12, 18), "DNK"),
        (date(2026, 1, 22), "CYP"),
        (date(2026, 7, 1), "IRL"),
        (date(2029, 12, 31), "NLD"),
        (date(2030, 12, 31), "MLT"),
    ],
)
def test_the_presidency_is_held_by_whose_turn_it_is(
    reference: Reference, day: date, holder: str
) -> None:
    presidency = reference.presidency_on(day)
    assert presidency is not None
    assert presidency.holder == holder


def test_no_presidency_is_known_after_2030(reference: Reference) -> None:
    assert reference.presidency_on(date(2031, 1, 1)) is None


def test_presidencies_follow_each_other_without_a_gap(reference: Reference) -> None:
    ends = [presidency.end for presidency in reference.presidencies[:-1]]
    assert ends == [presidency.start for presidency in reference.presidencies[1:]]


def test_whoever_holds_the_presidency_is_a_member_that_day(reference: Reference) -> None:
    strangers = [
        presidency.code
        for presidency in reference.presidencies
        if presidency.holder not in reference.members_on("EU", presidency.start)
    ]
    assert strangers == []


def test_the_united_kingdom_never_had_its_turn_of_2017(reference: Reference) -> None:
    held = [item.code for item in reference.presidencies if item.holder == "GBR"]
    assert held == ["2005-2"]


@pytest.mark.parametrize(
    ("code", "iri"),
    [
        ("NLD", "http://publications.europa.eu/resource/authority/country/NLD"),
        ("XKX", "http://publications.europa.eu/resource/authority/country/1A0"),
        ("body:COM", "http://publications.europa.eu/resource/authority/corporate-body/COM"),
        ("body:COUNCIL", "http://publications.europa.eu/resource/authority/corporate-body/CONSIL"),
        ("body:EUROPOL", "http://publications.europa.eu/resource/authority/corporate-body/EUROPOL"),
        ("body:PRES", "https://w3id.org/standpunt/id/actor/presidency"),
    ],
)
def test_an_actor_keeps_the_iri_of_the_authority_table(
    reference: Reference, code: str, iri: str
) -> None:
    assert reference.actors[code].iri == iri


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Commissie", "body:COM"),
        ("Raad", "body:COUNCIL"),
        ("Raad van Europa", "body:COE"),
        ("Europese Raad", "body:EURCOU"),
        ("EP", "body:EP"),
        ("Parlement", "body:EP"),
        ("voorzitterschap", "body:PRES"),
        ("EASO", "body:EUAA"),
        ("EMCDDA", "body:EUDA"),
        ("EWDD", "body:EUDA"),
        ("EOM", "body:EPPO"),
        ("Europees Bureau voor de grondrechten", "body:FRA"),
        ("CULTNET", "body:CULTNET"),
        ("Europees Migratienetwerk", "body:EMN"),
        ("NAVO", "body:NATO"),
        ("OESO", "body:OECD"),
        ("VK", "GBR"),
        ("Wit-Rusland", "BLR"),
        ("Bosnië-Herzegovina", "BIH"),
        ("Visegrádlanden", "body:VISEGRAD"),
    ],
)
def test_a_dutch_name_belongs_to_its_actor(reference: Reference, name: str, code: str) -> None:
    owners = [actor.code for actor in reference.actors.values() if name in actor.names["nl"]]
    assert owners == [code]


def test_every_actor_is_named_in_both_languages(reference: Reference) -> None:
    bare = [actor.code for actor in reference.actors.values() if set(actor.labels) != {"nl", "en"}]
    assert bare == []


def test_every_state_has_its_dutch_adjective_with_and_without_e(reference: Reference) -> None:
    bare = [
        actor.code
        for actor in reference.actors.values()
        if actor.kind == "State"
        and (
            not any(form.endswith("e") for form in actor.adjectives["nl"])
            or not any(not form.endswith("e") for form in actor.adjectives["nl"])
            or not actor.adjectives["en"]
        )
    ]
    assert bare == []


def test_every_member_state_has_a_name_for_its_people(reference: Reference) -> None:
    members = reference.members_on("EU", date(2026, 1, 22))
    assert [code for code in members if not reference.actors[code].inhabitants.get("nl")] == []


def test_codes_of_states_are_three_letters_and_the_others_begin_with_body(
    reference: Reference,
) -> None:
    odd = [
        actor.code
        for actor in reference.actors.values()
        if (actor.kind == "State") == actor.code.startswith("body:")
        or (actor.kind == "State" and (len(actor.code) != 3 or not actor.code.isupper()))
    ]
    assert odd == []


def test_two_letter_codes_are_those_of_the_eu_and_have_one_owner(reference: Reference) -> None:
    codes = Counter(actor.two_letter for actor in reference.actors.values() if actor.two_letter)
    assert [code for code, count in codes.items() if count > 1] == []
    assert reference.actors["GRC"].two_letter == "EL"
    assert reference.actors["GBR"].two_letter == "UK"


def test_no_name_is_empty_or_padded(reference: Reference) -> None:
    texts = [
        text
        for actor in reference.actors.values()
        for group in (actor.names, actor.adjectives, actor.inhabitants)
        for each in group.values()
        for text in each
    ]
    assert [text for text in texts if not text or text != " ".join(text.split())] == []


def test_no_name_adjective_or_inhabitant_is_shared_by_two_actors(reference: Reference) -> None:
    owners: dict[str, set[str]] = {}
    for actor in reference.actors.values():
        for group in (actor.names, actor.adjectives, actor.inhabitants):
            for texts in group.values():
                for text in texts:
                    owners.setdefault(text.casefold(), set()).add(actor.code)
    assert {text: codes for text, codes in owners.items() if len(codes) > 1} == {}


def test_an_actor_can_be_sent_to_another_process_and_put_into_a_set(reference: Reference) -> None:
    actor = reference.actors["DEU"]
    assert pickle.loads(pickle.dumps(actor)) in {actor}


def with_actors(folder: Path, old: str, new: str) -> list[Path]:
    text = ACTORS.read_text("utf-8")
    assert old in text
    path = folder / "actors.ttl"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return [path, COUNCILS, ISSUES]


def test_a_name_of_two_actors_is_an_error_that_names_both(tmp_path: Path) -> None:
    paths = with_actors(tmp_path, '"Koninkrijk België"@nl', '"nederland"@nl')
    with pytest.raises(OntologyError, match="BEL and NLD share the name 'Nederland'"):
        read_reference(paths)


def test_a_code_of_two_actors_is_an_error(tmp_path: Path) -> None:
    paths = with_actors(tmp_path, 'skos:notation "BEL"', 'skos:notation "NLD"')
    with pytest.raises(OntologyError, match="share the code NLD"):
        read_reference(paths)


def test_a_membership_of_nobody_is_an_error(tmp_path: Path) -> None:
    paths = with_actors(tmp_path, "sp:member ct:BEL", "sp:member ct:XYZ")
    with pytest.raises(OntologyError, match=r"country/XYZ>, which is no actor"):
        read_reference(paths)


def test_a_membership_that_ends_before_it_starts_is_an_error(tmp_path: Path) -> None:
    paths = with_actors(tmp_path, 'sp:until "2020-02-01"', 'sp:until "1920-02-01"')
    with pytest.raises(OntologyError, match="ends before it starts"):
        read_reference(paths)


def test_a_date_that_is_none_is_an_error(tmp_path: Path) -> None:
    paths = with_actors(tmp_path, 'sp:from "1958-01-01"', 'sp:from "1958-02-30"')
    with pytest.raises(OntologyError, match="'1958-02-30' is no date"):
        read_reference(paths)


def test_broken_turtle_is_an_error_that_names_file_and_line(tmp_path: Path) -> None:
    paths = with_actors(tmp_path, "ct:AUT a sp:State ;", "ct:AUT a sp:State ;; a . . ;")
    line = ACTORS.read_text("utf-8").split("ct:AUT a sp:State ;")[0].count("\n") + 1
    with pytest.raises(OntologyError, match=rf"actors\.ttl:{line}: no valid Turtle"):
        read_reference(paths)


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"gone\.ttl: cannot be read"):
        read_reference([tmp_path / "gone.ttl"])


# The day of each change, and a state that belongs from then on and did not the day before.
EDGES = [
    ("Schengen", date(1995, 3, 26), "NLD"),
    ("Schengen", date(2007, 12, 21), "POL"),
    ("Schengen", date(2023, 1, 1), "HRV"),
    ("Schengen", date(2025, 1, 1), "BGR"),
    ("EuroArea", date(1999, 1, 1), "FRA"),
    ("EuroArea", date(2001, 1, 1), "GRC"),
    ("EuroArea", date(2015, 1, 1), "LTU"),
    ("EuroArea", date(2023, 1, 1), "HRV"),
    ("EuroArea", date(2026, 1, 1), "BGR"),
    ("EEA", date(1994, 1, 1), "NOR"),
    ("Visegrad", date(1993, 1, 1), "SVK"),
]


@pytest.mark.parametrize(("bloc", "day", "code"), EDGES)
def test_a_state_belongs_to_a_bloc_from_its_day_on(
    reference: Reference, bloc: str, day: date, code: str
) -> None:
    before = reference.members_on(bloc, day - timedelta(days=1))
    assert (code in before, code in reference.members_on(bloc, day)) == (False, True)


@pytest.mark.parametrize(
    ("last", "leaving", "coming"),
    [
        (date(2025, 12, 31), "DNK", "CYP"),
        (date(2026, 6, 30), "CYP", "IRL"),
        (date(2016, 6, 30), "NLD", "SVK"),
    ],
)
def test_the_presidency_passes_at_midnight(
    reference: Reference, last: date, leaving: str, coming: str
) -> None:
    holders = [reference.presidency_on(day) for day in (last, last + timedelta(days=1))]
    assert [found and found.holder for found in holders] == [leaving, coming]
