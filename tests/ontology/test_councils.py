"""Council configurations under the names that letters have used for them."""

import pytest

from ontology.reference import Reference


def test_there_are_ten_configurations_and_the_european_council(reference: Reference) -> None:
    assert set(reference.configurations) == {
        "AGRIFISH", "COMPET", "ECOFIN", "ENV", "EPSCO", "EUCO", "EYCS", "FAC", "GAC", "JHA", "TTE",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Raad Justitie en Binnenlandse Zaken", "JHA"),
        ("JBZ-Raad", "JHA"),
        ("RAZ", "GAC"),
        ("RBZ", "FAC"),
        ("Ecofin-Raad", "ECOFIN"),
        ("Ecofinraad", "ECOFIN"),
        ("Landbouw- en Visserijraad", "AGRIFISH"),
        ("Raad voor Concurrentievermogen", "COMPET"),
        ("Transportraad", "TTE"),
        ("Energieraad", "TTE"),
        ("Telecomraad", "TTE"),
        ("Milieuraad", "ENV"),
        ("WSBVC", "EPSCO"),
        ("OJCS-Raad", "EYCS"),
        ("Europese Raad", "EUCO"),
    ],
)
def test_a_dutch_name_belongs_to_its_configuration(
    reference: Reference, name: str, code: str
) -> None:
    owners = [item.code for item in reference.configurations.values() if name in item.names["nl"]]
    assert owners == [code]


def test_no_name_is_shared_by_two_configurations(reference: Reference) -> None:
    owners: dict[str, set[str]] = {}
    for item in reference.configurations.values():
        for texts in item.names.values():
            for text in texts:
                owners.setdefault(text.casefold(), set()).add(item.code)
    assert {text: codes for text, codes in owners.items() if len(codes) > 1} == {}
