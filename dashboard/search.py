"""Finds actors, issues, documents and meetings by words of their names; asks the catalogue only."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from dashboard.address import short_id
from dashboard.lazy_records import numbers_of
from dashboard.records import Catalogue
from dashboard.wording import Wording, day, days

R = TypeVar("R")
KINDS = ("actor", "issue", "meeting", "document")
# Which page shows a thing of each kind, and in which parameter its short id stands.
PLACES = {
    "actor": ("actor", "id"),
    "issue": ("issue", "id"),
    "meeting": ("meetings", "meeting"),
    "document": ("document", "doc"),
}


@dataclass(frozen=True)
class Hit:
    """Something that can be gone to: its kind of KINDS, its name, what else tells it apart."""

    kind: str
    name: str
    more: str
    id: str
    claims: int

    @property
    def page(self) -> str:
        """The page that shows it."""
        return PLACES[self.kind][0]

    @property
    def params(self) -> dict[str, str]:
        """The parameters of that page's address."""
        return {PLACES[self.kind][1]: self.id}


def find(words: Wording, known: Catalogue, text: str) -> list[Hit]:
    """What has all words of the text in its name, most claims first within a kind; [] for none.

    Case and accents do not count; a word may be the beginning or the middle of one.
    """
    wanted = plain(text).split()
    if not wanted:
        return []
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for (kind, iri), names in _names(words, known).items():
        if all(word in names for word in wanted):
            found[kind].append(iri)
    hits = [hit for kind, iris in found.items() for hit in _hits(words, known, kind, iris)]
    return sorted(hits, key=lambda hit: (KINDS.index(hit.kind), -hit.claims, hit.name))


def _names(words: Wording, known: Catalogue) -> Mapping[tuple[str, str], str]:
    """What all that can be found is looked for by, by kind and IRI; made once for a catalogue."""
    return known.remembered("names to search", lambda: _plain_names(words, known))


def _plain_names(words: Wording, known: Catalogue) -> dict[tuple[str, str], str]:
    return {
        (kind, iri): plain(f"{hit.name} {hit.more}")
        for kind in KINDS
        for iri, hit in zip(getattr(known, f"{kind}s"), _hits(words, known, kind), strict=True)
    }


def most_told(words: Wording, known: Catalogue, kind: str, most: int) -> list[Hit]:
    """Of one kind those that have most claims, the first of as many as are before the others."""
    records = getattr(known, f"{kind}s")
    claims = np.array(numbers_of(records, "claims"), np.int64)
    wanted = set(np.argsort(-claims, kind="stable")[:most].tolist())
    iris = [iri for at, iri in enumerate(records) if at in wanted]
    hits = _hits(words, known, kind, iris)
    return sorted(hits, key=lambda hit: -hit.claims)


def _hits(
    words: Wording, known: Catalogue, kind: str, iris: Iterable[str] | None = None
) -> Iterator[Hit]:
    """Some of the things of a kind, or all of them, in their order."""
    match kind:
        case "actor":
            for actor in _some(known.actors, iris):
                code = actor.code.removeprefix("body:")
                yield Hit("actor", actor.name, code, actor.code, actor.claims)
        case "issue":
            for issue in _some(known.issues, iris):
                yield Hit("issue", issue.label, "", short_id(issue.iri, "issue"), issue.claims)
        case "meeting":
            for meeting in _some(known.meetings, iris):
                when, identity = days(words, meeting.start, meeting.end), meeting.iri
                yield Hit(
                    "meeting", meeting.label, when, short_id(identity, "meeting"), meeting.claims
                )
        case _:
            for document in _some(known.documents, iris):
                when, name = day(words, document.date), document.file_name
                more = ", ".join(filter(None, (words.of("kind", document.kind), when, name)))
                identity = short_id(document.iri, "document")
                yield Hit("document", document.title, more, identity, document.claims)


def _some(records: Mapping[str, R], iris: Iterable[str] | None) -> Iterable[R]:
    return records.values() if iris is None else [records[iri] for iri in iris]


def plain(text: str) -> str:
    """The text in lower case and without accents."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
