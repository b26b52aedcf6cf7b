"""What the published store knows of documents and meetings, as ingest needs it to place a paper."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from graph.opening import open_pool, published_number
from graph.questions import answer_question
from ingest.meetings import KnownMeeting
from ontology.iris import document_graph

TITLE_SEPARATOR = " | "  # as graph/queries/meeting-items.rq joins the spellings of a title

Record = Mapping[str, str | None]


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


@dataclass(frozen=True)
class Stored:
    """Documents by the IRI of their graph, and meetings with the titles of their items."""

    documents: Mapping[str, StoredDocument] = field(default_factory=dict)
    meetings: tuple[KnownMeeting, ...] = ()


class KnownMeetings:
    """Each meeting once, with what all documents say of it."""

    def __init__(self, meetings: Iterable[KnownMeeting] = ()) -> None:
        self._by_key: dict[tuple[date, str], KnownMeeting] = {}
        for meeting in meetings:
            self.add(meeting)

    def add(self, meeting: KnownMeeting) -> None:
        """Add what one more document says; what is known already stays."""
        key = (meeting.start, meeting.configuration)
        known = self._by_key.get(key, meeting)
        self._by_key[key] = replace(
            known,
            end=max(known.end, meeting.end),
            informal=known.informal or meeting.informal,
            country=known.country or meeting.country,
            item_titles=tuple(dict.fromkeys((*known.item_titles, *meeting.item_titles))),
        )

    def all(self) -> tuple[KnownMeeting, ...]:
        """The meetings, by first day and configuration."""
        return tuple(self._by_key[key] for key in sorted(self._by_key))


def read_stored(store: Path) -> Stored:
    """What the published generation holds; empty if nothing is published yet."""
    if published_number(store) is None:
        return Stored()
    with open_pool(store) as pool:
        documents, meetings, items = (
            answer_question(pool, name).records()
            for name in ("documents", "meetings", "meeting-items")
        )
    titles: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in items:
        number = _text(item, "number")
        titles[_text(item, "meeting")] += [
            (number, title) for title in _text(item, "titles").split(TITLE_SEPARATOR)
        ]
    names = {_text(meeting, "meeting"): _name(meeting) for meeting in meetings}
    return Stored(
        {
            document_graph(_text(found, "sha256")).value: _document(found, names)
            for found in documents
        },
        tuple(
            _meeting(found, tuple(titles[_text(found, "meeting")]))
            for found in meetings
            if found["configuration"]
        ),
    )


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


def _meeting(found: Record, titles: tuple[tuple[str, str], ...]) -> KnownMeeting:
    start = date.fromisoformat(_text(found, "start"))
    return KnownMeeting(
        configuration=_text(found, "configuration"),
        start=start,
        end=date.fromisoformat(_text(found, "end") or start.isoformat()),
        informal=found["isInformal"] == "true",
        country=found["country"],
        item_titles=titles,
    )


def _name(meeting: Record) -> str:
    return f"{_text(meeting, 'configuration')}/{_text(meeting, 'start')}"


def _text(record: Record, column: str) -> str:
    return record[column] or ""
