"""What the published store knows of documents and meetings, as ingest needs it to place a paper."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from graph.deadline import EXPORT_TIMEOUT_S
from graph.interface import Pool
from graph.opening import open_pool, published_number
from graph.questions import answer_question
from ingest.meetings import KnownMeeting
from ontology.iris import document_graph
from standpunt.projected import Record, projected_rows

_MAX_ROWS = 2_000_000
_MAX_BYTES = 2**30


@dataclass(frozen=True)
class StoredDocument:
    """A document of the store; `meeting` is written JHA/2026-01-22, "" if it is about none."""

    sha256: str
    file_name: str
    kind: str
    reporter: str
    meeting: str
    extractor_version: str
    claims: int
    notices: int


Titles = tuple[tuple[str, str], ...]
"""Number and title of agenda items, each spelling of a title."""


class StoredTitles:
    """The titles of agenda items by meeting, asked for when they are needed: most never are."""

    def __init__(self, pool: Pool) -> None:
        """Those of the pool, which is closed with this."""
        self._pool: Pool | None = pool
        self._every: Mapping[str, Titles] | None = None

    def of(self, meeting: str) -> Titles:
        """Those of one meeting (IRI)."""
        if self._every is not None:
            return self._every.get(meeting, ())
        return self._ask({"meeting": meeting}).get(meeting, ())

    def every(self) -> Mapping[str, Titles]:
        """Those of all meetings."""
        if self._every is None:
            self._every = self._ask({})
        return self._every

    def close(self) -> None:
        """Ask no more; a second call does nothing."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _ask(self, values: Mapping[str, str]) -> dict[str, Titles]:
        assert self._pool is not None  # noqa: S101 - asked for before close()
        columns = ("meeting", "item", "title", "number")
        found: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        for row in _rows(self._pool, "item-titles", values):
            meeting, item, title, number = (_text(row, column) for column in columns)
            numbers = found[meeting]
            numbers[item, title] = min(number, numbers.get((item, title), number))
        return {
            meeting: tuple(sorted((number, title) for (_, title), number in numbers.items()))
            for meeting, numbers in found.items()
        }


@dataclass(frozen=True)
class Stored:
    """Documents by the IRI of their graph; meetings with their IRIs and no titles; the titles."""

    documents: Mapping[str, StoredDocument] = field(default_factory=dict)
    meetings: tuple[tuple[str, KnownMeeting], ...] = ()
    titles: StoredTitles | None = None

    def close(self) -> None:
        """Ask the store no more."""
        if self.titles is not None:
            self.titles.close()


class KnownMeetings:
    """Each meeting once, with what all documents say of it."""

    def __init__(self, stored: Stored | None = None) -> None:
        """Those of the store, whose titles are asked for when a meeting is looked at."""
        self._by_key: dict[_Key, KnownMeeting] = {}
        self._by_day: dict[date, list[_Key]] = defaultdict(list)
        self._titles = stored.titles if stored else None
        self._untold: dict[_Key, list[str]] = defaultdict(list)
        for iri, meeting in stored.meetings if stored else ():
            self.add(meeting)
            self._untold[_key(meeting)].append(iri)

    def add(self, meeting: KnownMeeting) -> None:
        """Add what one more document says; what is known already stays."""
        key = _key(meeting)
        if key not in self._by_key:
            self._by_day[meeting.start].append(key)
        known = self._by_key.get(key, meeting)
        self._by_key[key] = replace(
            known,
            end=max(known.end, meeting.end),
            informal=known.informal or meeting.informal,
            country=known.country or meeting.country,
            item_titles=tuple(dict.fromkeys((*known.item_titles, *meeting.item_titles))),
        )

    def on(self, day: date) -> tuple[KnownMeeting, ...]:
        """The meetings that begin on that day, by configuration."""
        for key in self._by_day.get(day, ()):
            for iri in self._untold.pop(key, ()):
                assert self._titles is not None  # noqa: S101 - with IRIs come titles
                self._tell(key, self._titles.of(iri))
        return tuple(self._by_key[key] for key in sorted(self._by_day.get(day, ())))

    def all(self) -> tuple[KnownMeeting, ...]:
        """The meetings, by first day and configuration."""
        if self._untold and self._titles is not None:
            titles = self._titles.every()
            for key, iris in self._untold.items():
                for iri in iris:
                    self._tell(key, titles.get(iri, ()))
            self._untold.clear()
        return tuple(self._by_key[key] for key in sorted(self._by_key))

    def _tell(self, key: "_Key", titles: Titles) -> None:
        known = self._by_key[key]
        told = tuple(dict.fromkeys((*titles, *known.item_titles)))
        self._by_key[key] = replace(known, item_titles=told)


_Key = tuple[date, str]


def _key(meeting: KnownMeeting) -> _Key:
    return meeting.start, meeting.configuration


def read_stored(store: Path, *, all_titles: bool = False) -> Stored:
    """What the published generation holds; empty if nothing is published yet.

    With `all_titles` nothing is asked later, so that the folder may go. Else close it.
    """
    if published_number(store) is None:
        return Stored()
    pool = open_pool(store)
    try:
        documents, meetings = (_rows(pool, name, {}) for name in ("documents", "meetings"))
        titles = StoredTitles(pool)
        if all_titles:
            titles.every()
            titles.close()
    except BaseException:
        pool.close()
        raise
    names = {_text(meeting, "meeting"): _name(meeting) for meeting in meetings}
    return Stored(
        {
            document_graph(_text(found, "sha256")).value: _document(found, names)
            for found in documents
        },
        tuple(
            (_text(found, "meeting"), _meeting(found))
            for found in meetings
            if found["configuration"]
        ),
        titles,
    )


def _rows(pool: Pool, question: str, values: Mapping[str, str]) -> Sequence[Record]:
    """All rows, however many: of a large store from its projection."""
    found = projected_rows(pool, question, values)
    if found is not None:
        return found[0]
    return answer_question(
        pool,
        question,
        values,
        timeout_s=EXPORT_TIMEOUT_S,
        max_rows=_MAX_ROWS,
        max_bytes=_MAX_BYTES,
    ).records()


def _document(found: Record, meeting_names: Mapping[str, str]) -> StoredDocument:
    return StoredDocument(
        sha256=_text(found, "sha256"),
        file_name=_text(found, "fileName"),
        kind=_text(found, "kind"),
        reporter=_text(found, "reporter"),
        meeting=meeting_names.get(_text(found, "meeting"), ""),
        extractor_version=_text(found, "extractorVersion"),
        claims=int(_text(found, "claims")),
        notices=int(_text(found, "notices")),
    )


def _meeting(found: Record) -> KnownMeeting:
    start = date.fromisoformat(_text(found, "start"))
    return KnownMeeting(
        configuration=_text(found, "configuration"),
        start=start,
        end=date.fromisoformat(_text(found, "end") or start.isoformat()),
        informal=found["isInformal"] == "true",
        country=found["country"],
        item_titles=(),
    )


def _name(meeting: Record) -> str:
    return f"{_text(meeting, 'configuration')}/{_text(meeting, 'start')}"


def _text(record: Record, column: str) -> str:
    return record[column] or ""
