"""Dates and ranges as Dutch papers write them."""

from datetime import date

import pytest

from ingest.dates import find_dates
from ingest.language import Language

NEAR = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("op 22–23 januari a.s. in Nicosia", date(2026, 1, 22), date(2026, 1, 23)),
        ("van 8 en 9 december jl.", date(2025, 12, 8), date(2025, 12, 9)),
        ("op 3 februari a.s.", date(2026, 2, 3), date(2026, 2, 3)),
        ("op 12 juni dit jaar", date(2026, 6, 12), date(2026, 6, 12)),
        ("30 januari en 1 februari 2024", date(2024, 1, 30), date(2024, 2, 1)),
        ("op 18\u00a0december 2025", date(2025, 12, 18), date(2025, 12, 18)),
        ("18 T/M 20 NOVEMBER 2008", date(2008, 11, 18), date(2008, 11, 20)),
        ("vanaf 12 juni van dit jaar", date(2026, 6, 12), date(2026, 6, 12)),
    ],
)
def test_ranges(dutch: Language, text: str, first: date, last: date) -> None:
    found = list(find_dates(text, dutch, NEAR))
    assert [(d.first, d.last) for d in found] == [(first, last)]


def test_a_day_that_cannot_be_is_left_out(dutch: Language) -> None:
    assert list(find_dates("op 31 februari 2025", dutch, NEAR)) == []


def test_a_day_without_a_year_needs_a_day_nearby(dutch: Language) -> None:
    assert list(find_dates("op 3 maart", dutch, None)) == []
