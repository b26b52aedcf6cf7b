"""Meetings as iCalendar (RFC 5545), for the calendars of others; knows no page and no store."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


@dataclass(frozen=True)
class Event:
    """A meeting of whole days: `uid` tells it from all others, `last` is its last day."""

    uid: str
    title: str
    first: date
    last: date
    place: str = ""
    notes: str = ""


def calendar_text(name: str, events: Iterable[Event], stamp: datetime) -> str:
    """The events as one calendar, in their order; `stamp` is when what they rest on was published.

    Lines end in CR LF and are folded; the day after the last is the end, as the standard has it.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Standpunt//EN",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(event.uid)}",
            f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(event.title)}",
        ]
        lines += [f"LOCATION:{_escaped(event.place)}"] if event.place else []
        lines += [f"DESCRIPTION:{_escaped(event.notes)}"] if event.notes else []
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    """Text as a value: no control characters, and commas and the like behind a backslash."""
    plain = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", text)
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, all but the first after a blank."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
