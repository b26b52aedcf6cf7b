"""Meetings as iCalendar: days, escaped text, lines that are not too long."""

from datetime import UTC, date, datetime

from standpunt.calendar_form import LONGEST_LINE, Event, calendar_text

STAMP = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def test_a_meeting_of_two_days_ends_before_the_third() -> None:
    event = Event("jha@x", "JHA Council; informal", date(2026, 1, 22), date(2026, 1, 23), "Nicosia")
    lines = calendar_text("Meetings", [event], STAMP).split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTAMP:20261122T143000Z" in lines
    assert "DTSTART;VALUE=DATE:20260122" in lines
    assert "DTEND;VALUE=DATE:20260124" in lines
    assert "SUMMARY:JHA Council\\; informal" in lines
    assert "LOCATION:Nicosia" in lines


def test_a_long_line_is_folded_between_letters_and_hostile_text_begins_no_line() -> None:
    title = "é" * 60 + "\r\nATTENDEE:mailto:x@example.org"
    text = calendar_text("x", [Event("u", title, date(2026, 1, 1), date(2026, 1, 1))], STAMP)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= LONGEST_LINE
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:" + "é" * 60 + " \\nATTENDEE:mailto:x@example.org" in unfolded.split("\r\n")
