"""Finds actors, issues, documents and meetings by words of their names; asks the catalogue only."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboard.address import short_id
from dashboard.records import Catalogue
from dashboard.wording import Wording, day, days

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
    hits = (hit for hit in everything(words, known) if _has_all(hit, wanted))
    return sorted(hits, key=lambda hit: (KINDS.index(hit.kind), -hit.claims, hit.name))


def everything(words: Wording, known: Catalogue) -> Iterator[Hit]:
    """All that can be found, kind after kind."""
    for actor in known.actors.values():
        code = actor.code.removeprefix("body:")
        yield Hit("actor", actor.name, code, actor.code, actor.claims)
    for issue in known.issues.values():
        yield Hit("issue", issue.label, "", short_id(issue.iri, "issue"), issue.claims)
    for meeting in known.meetings.values():
        when = days(words, meeting.start, meeting.end)
        yield Hit("meeting", meeting.label, when, short_id(meeting.iri, "meeting"), meeting.claims)
    for document in known.documents.values():
        parts = (words.of("kind", document.kind), day(words, document.date), document.file_name)
        more = ", ".join(filter(None, parts))
        identity = short_id(document.iri, "document")
        yield Hit("document", document.title, more, identity, document.claims)


def plain(text: str) -> str:
    """The text in lower case and without accents."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _has_all(hit: Hit, wanted: Iterable[str]) -> bool:
    names = plain(f"{hit.name} {hit.more}")
    return all(word in names for word in wanted)
