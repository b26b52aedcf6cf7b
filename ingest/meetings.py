"""Which meeting a document is about: named in it, found by its items, or said by the user."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ingest.dates import find_dates
from ingest.errors import MeetingNotFoundError
from ingest.language import Language, load_stopwords
from ingest.records import Extraction, MeetingMention, Section
from ingest.targets import stems
from ontology.reference import Reference, load_reference

MIN_TITLE = 0.6  # share of the shorter title's stems that two titles must have in common
MIN_ITEMS = 0.5  # share of a document's items that must be found in a meeting


@dataclass(frozen=True)
class KnownMeeting:
    """A meeting as the store knows it; `item_titles` are (number, title)."""

    configuration: str
    start: date
    end: date
    informal: bool
    country: str | None
    item_titles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Meeting:
    """The meeting of a document; `items` maps the document's item numbers to the meeting's."""

    configuration: str
    start: date
    end: date
    informal: bool
    country: str | None
    items: tuple[tuple[str, str], ...]

    def as_known(self, sections: Sequence[Section]) -> KnownMeeting:
        """This meeting with the item titles of one document."""
        numbers = dict(self.items)
        titles = tuple((numbers.get(s.number, s.number), s.title) for s in sections if s.is_item)
        return KnownMeeting(
            self.configuration, self.start, self.end, self.informal, self.country, titles
        )


def find_mentions(
    text: str, language: Language, reference: Reference, near: date | None
) -> Iterator[MeetingMention]:
    """Meetings named with their date in folded text, in text order."""
    facts = language.facts["meetings"]
    names = {
        name: configuration.code
        for configuration in reference.configurations.values()
        for name in configuration.names.get(language.code, ())
    }
    pattern = re.compile(
        r"(?<![\w-])(?P<name>"
        + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        + r")(?![\w-])",
        re.IGNORECASE,
    )
    by_lower = {name.lower(): code for name, code in names.items()}
    dates = list(find_dates(text, language, near))
    for match in pattern.finditer(text):
        day = next((d for d in dates if 0 <= d.start - match.end() < 120), None)
        if day is None or not re.fullmatch(
            facts["between"], text[match.end() : day.start].replace("\n", " ")
        ):
            continue
        before = text[max(0, match.start() - 60) : match.end()]
        informal = re.search(facts["informal"], before) is not None
        place = re.match(r"\W{0,3}(?:\w+\.?\s){0,2}" + facts["place"], text[day.end : day.end + 60])
        country = _country(place.group("place"), reference, language) if place else None
        yield MeetingMention(
            by_lower[match.group("name").lower()], day.first, day.last, informal, country
        )


def _country(name: str, reference: Reference, language: Language) -> str | None:
    for actor in reference.actors.values():
        if actor.kind == "State" and name in actor.names.get(language.code, ()):
            return actor.code
    return None


def find_meeting(
    extraction: Extraction, known: Sequence[KnownMeeting], override: str | None = None
) -> Meeting:
    """The meeting of a document.

    `override` is CONFIGURATION/YYYY-MM-DD and wins. Else the meeting that the document names,
    else the known meeting whose agenda items it shares. Raises MeetingNotFoundError.
    """
    if override is not None:
        return _overridden(extraction, known, override)
    if extraction.meetings:
        mention = extraction.meetings[0]
        match = _by_date(known, mention.configuration, mention.start)
        return Meeting(
            mention.configuration,
            mention.start,
            max(mention.end, match.end) if match else mention.end,
            mention.informal or (match.informal if match else False),
            mention.country or (match.country if match else None),
            _item_numbers(extraction, match),
        )
    code = extraction.letterhead.language
    ranked = sorted(
        ((_shared_items(extraction, meeting, code), meeting) for meeting in known),
        key=lambda entry: (-entry[0], entry[1].start),
    )
    if ranked and ranked[0][0] >= MIN_ITEMS and (len(ranked) < 2 or ranked[1][0] < ranked[0][0]):
        best = ranked[0][1]
        return Meeting(
            best.configuration,
            best.start,
            best.end,
            best.informal,
            best.country,
            _item_numbers(extraction, best),
        )
    raise MeetingNotFoundError(
        f"{extraction.name}: names no meeting and shares its agenda items with none that is known; "
        "say which with --meeting CONFIGURATION/YYYY-MM-DD (as JHA/2026-01-22), "
        "or ingest the annotated agenda first"
    )


def _overridden(extraction: Extraction, known: Sequence[KnownMeeting], override: str) -> Meeting:
    code, start = override.partition("/")[0], stated_day(override)
    if start is None:
        raise MeetingNotFoundError(
            f"--meeting {override}: is not CONFIGURATION/YYYY-MM-DD; write it as JHA/2026-01-22"
        )
    configurations = load_reference().configurations
    if code not in configurations:
        raise MeetingNotFoundError(
            f"--meeting {override}: no council configuration {code!r}; known: "
            + ", ".join(sorted(configurations))
        )
    match = _by_date(known, code, start)
    if match is not None:
        return Meeting(
            code, start, match.end, match.informal, match.country, _item_numbers(extraction, match)
        )
    items = _item_numbers(extraction, None)
    for mention in extraction.meetings:
        if (mention.configuration, mention.start) == (code, start):
            return Meeting(code, start, mention.end, mention.informal, mention.country, items)
    return Meeting(code, start, start, False, None, items)


def stated_day(override: str) -> date | None:
    """The day of CONFIGURATION/YYYY-MM-DD; None if it is not written so."""
    try:
        return date.fromisoformat(override.partition("/")[2])
    except ValueError:
        return None


def _by_date(known: Sequence[KnownMeeting], configuration: str, start: date) -> KnownMeeting | None:
    return next((m for m in known if m.configuration == configuration and m.start == start), None)


def _item_numbers(
    extraction: Extraction, meeting: KnownMeeting | None
) -> tuple[tuple[str, str], ...]:
    """Pairs (number in the document, number in the meeting); an item not known keeps its own."""
    code = extraction.letterhead.language
    pairs = []
    for section in extraction.sections:
        if section.is_item:
            found = _matching_item(section.title, meeting, code) if meeting else None
            pairs.append((section.number, found or section.number))
    return tuple(pairs)


def _matching_item(title: str, meeting: KnownMeeting, code: str) -> str | None:
    scored = [(_similarity(title, other, code), number) for number, other in meeting.item_titles]
    # Of titles that are as like, the same one whatever the order in which they became known.
    best = min(scored, default=(0.0, ""), key=lambda entry: (-entry[0], entry[1]))
    return best[1] if best[0] >= MIN_TITLE else None


def _shared_items(extraction: Extraction, meeting: KnownMeeting, code: str) -> float:
    titles = [section.title for section in extraction.sections if section.is_item]
    if not titles or not meeting.item_titles:
        return 0.0
    hits = sum(_matching_item(title, meeting, code) is not None for title in titles)
    return hits / len(titles)


@lru_cache(maxsize=65_536)
def _title_stems(title: str, language_code: str) -> frozenset[str]:
    """The stems of a title, which is compared with those of every meeting there is."""
    return frozenset(stems(title, load_stopwords(language_code)))


def _similarity(title: str, other: str, code: str) -> float:
    mine, theirs = (_title_stems(text, code) for text in (title, other))
    if not mine or not theirs:
        return 0.0
    return len(mine & theirs) / min(len(mine), len(theirs))
