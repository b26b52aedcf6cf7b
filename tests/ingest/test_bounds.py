"""The quantifier table of the model."""

from datetime import date

import pytest

from ingest.bounds import count_holders
from ingest.records import HolderSet
from ontology.reference import load_reference

MEMBERS = load_reference().members_on("EU", date(2026, 1, 22))


@pytest.mark.parametrize(
    ("holders", "least", "most"),
    [
        (HolderSet((), "all"), 27, 27),
        (HolderSet((), "majority"), 14, 27),
        (HolderSet((), "qualified-majority"), 15, 27),
        (HolderSet(("NLD",), "majority", joined=True), 14, 27),
        (HolderSet((), "consensus"), 2, 27),
        (HolderSet(("NLD",), "large-part"), 2, 27),
        (HolderSet(("NLD",), "large-part", joined=True), 3, 27),
        (HolderSet(("NLD",), "some", joined=True), 3, 27),
        (HolderSet((), "several"), 2, 27),
        (HolderSet((), "part"), 2, 25),
        (HolderSet((), "exact", 20), 20, 20),
        (HolderSet((), "exact", 26, ("HUN",)), 26, 26),
        (HolderSet((), "exact", 10, margin="least"), 10, 27),
        (HolderSet((), "exact", 10, margin="more"), 11, 27),
        (HolderSet((), "exact", 10, margin="most"), 2, 10),
        (HolderSet((), "exact", 10, margin="less"), 2, 9),
        (HolderSet((), "exact", 10, margin="about"), 2, 27),
        (HolderSet(("NLD",), "exact", 10, ("HUN",), margin="least"), 10, 26),
        (HolderSet(("NLD", "BEL", "NOR"), "exact", 3), 2, 2),
        (HolderSet(("NLD",)), 1, 1),
        (HolderSet(("body:COM",)), 1, 1),
    ],
)
def test_bounds(holders: HolderSet, least: int, most: int) -> None:
    bounds = count_holders(holders, MEMBERS)
    assert (bounds.least, bounds.most) == (least, most)


def test_an_institution_is_not_counted_among_members() -> None:
    assert count_holders(HolderSet(("body:COM",)), MEMBERS).size is None


def test_twenty_eight_members_before_the_british_exit() -> None:
    before = load_reference().members_on("EU", date(2019, 12, 2))
    assert count_holders(HolderSet((), "majority"), before).least == 15
