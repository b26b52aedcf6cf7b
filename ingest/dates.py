"""Dates and ranges of days in text; days without a year take it from a day nearby."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.language import Language


@dataclass(frozen=True)
class DateMention:
    """First and last day named at [start, end) of the text; `sure` if the year is written."""

    start: int
    end: int
    first: date
    last: date
    sure: bool


def find_dates(text: str, language: Language, near: date | None) -> Iterator[DateMention]:
    """Days and ranges in text order ("22–23 januari a.s.", "30 januari en 1 februari 2026").

    A day without a year is taken from `near`: behind it for "a.s.", before it for "jl.", else
    the closest; without `near` it is left out. Dates that cannot be are left out.
    """
    months = "|".join(sorted(language.months, key=len, reverse=True))
    pattern = re.compile(
        rf"\b(?P<d1>\d{{1,2}})(?:\s+(?P<m1>{months}))?(?:\s*(?:[-–—,]|en|t/m|tot en met)\s*"
        rf"(?P<d2>\d{{1,2}}))?\s+(?P<m2>{months})"
        r"(?:\s+(?P<year>\d{4})|\s+(?P<rel>jl|a\.s|(?:van )?dit jaar)\b)?",
        re.IGNORECASE,
    )
    for match in pattern.finditer(text):
        month = language.months[match.group("m2").lower()]
        first_month = language.months[(match.group("m1") or match.group("m2")).lower()]
        last_day = int(match.group("d2") or match.group("d1"))
        year = int(match.group("year")) if match.group("year") else None
        if year is None and near is None:
            continue
        last = (
            _day(year, month, last_day)
            if year is not None
            else _closest(month, last_day, near, match.group("rel"))
        )
        if last is None:
            continue
        first = _day(last.year - (first_month > month), first_month, int(match.group("d1")))
        if first is None or first > last or last - first > timedelta(days=40):
            continue
        yield DateMention(match.start(), match.end(), first, last, year is not None)


def _day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year or 1, month, day)
    except ValueError:
        return None


def _closest(month: int, day: int, near: date | None, relation: str | None) -> date | None:
    if near is None:
        return None
    candidates = [d for y in (-1, 0, 1) if (d := _day(near.year + y, month, day)) is not None]
    if relation and relation.lower().startswith("a"):
        candidates = [d for d in candidates if d >= near]
    elif relation and relation.lower().startswith("j"):
        candidates = [d for d in candidates if d <= near]
    elif relation:  # this year
        candidates = [d for d in candidates if d.year == near.year]
    return min(candidates, key=lambda d: abs(d - near), default=None)
