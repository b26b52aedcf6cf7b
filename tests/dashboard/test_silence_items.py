"""Items of the page of silence: found again by what the address calls them, and counted."""

from collections import Counter

from dashboard.silence_nodes import count_statuses, place_of
from dashboard.silence_view import Items
from ontology.terms import ID
from standpunt.analysis.silence import ItemCoverage, Silence

STATES = ("A", "B", "C")


def item(meeting: str, document: str, number: str | None, *groups: str) -> ItemCoverage:
    """An item whose states are given as four groups of letters."""
    iri = None if number is None else f"{ID}{meeting}/item/{number}"
    named, possible, excluded, silent = map(tuple, groups)
    return ItemCoverage(meeting, f"{ID}{document}", iri, 1, named, possible, excluded, silent)


ITEMS = (
    item("meeting/x", "document/1", "2", "A", "B", "", "C"),
    item("meeting/x", "document/1", None, "", "", "C", "AB"),
    item("meeting/y", "document/2", "2", "AB", "C", "", ""),
)


def test_an_item_is_found_where_it_stands() -> None:
    items = Items(Silence(ITEMS, (), ()), ITEMS, {})
    assert [items.place(place_of(each)) for each in ITEMS] == [0, 1, 2]
    for unknown in ("", "meeting/x/item/3", f"{ID}document/1", "document/2"):
        assert items.place(unknown) is None


def test_cells_are_counted_by_how_they_look() -> None:
    told = Counter(each.status_of(state) for each in ITEMS for state in STATES)
    assert count_statuses(ITEMS) == told
