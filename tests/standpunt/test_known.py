"""What ingest knows of stored meetings: the titles of one day's are those among all."""

from datetime import date
from pathlib import Path

from ingest.meetings import KnownMeeting
from standpunt.known import KnownMeetings, read_stored

DAY = date(2026, 1, 22)


def test_titles_are_asked_for_by_day_or_for_all(sample_store: Path) -> None:
    first, second = read_stored(sample_store), read_stored(sample_store, all_titles=True)
    try:
        by_day, every = KnownMeetings(first), KnownMeetings(second)
        added = KnownMeeting("JHA", DAY, DAY, True, None, (("99", "Rondvraag"),))
        for known in (by_day, every):
            known.add(added)
        (meeting,) = (m for m in every.all() if m.start == DAY)
        assert len(meeting.item_titles) > 3
        assert meeting.item_titles[-1] == ("99", "Rondvraag")
        assert by_day.on(DAY) == (meeting,)
        assert by_day.on(DAY) == (meeting,)
        assert by_day.all() == every.all()
        assert by_day.on(date(1999, 1, 1)) == ()
    finally:
        first.close()
        second.close()
