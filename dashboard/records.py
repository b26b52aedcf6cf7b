"""What the pages show, as records read from rows of stored questions; runs no question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from dashboard.lazy_records import numbers_of, texts_of

Row = Mapping[str, str | None]
T = TypeVar("T")

POLARITIES = ("support", "conditional-support", "neutral", "critical", "oppose")
GLYPHS = {
    "support": "+",
    "conditional-support": "±",
    "neutral": "○",
    "critical": "!",
    "oppose": "−",
}
IN_FAVOUR = frozenset({"support", "conditional-support"})
AGAINST = frozenset({"oppose", "critical"})
BEFORE_OR_AFTER = {"annotated-agenda": "before", "report": "after"}


@dataclass(frozen=True)
class Claim:
    """A claim as the question `claims` gives it. `holders` are codes; `issues` IRIs.

    `minimum` and `maximum` bound the holders; `universe` is how many there are to count among,
    None if the answer does not say. `quantifier` is "" if all holders are named.
    """

    iri: str
    document: str
    meeting: str
    item: str
    item_number: str
    section: str
    issues: tuple[str, ...]
    polarity: str
    act: str
    modality: str
    quantifier: str
    minimum: int
    maximum: int
    universe: int | None
    phrase: str
    holders: tuple[str, ...]
    target: str
    condition: str
    quote: str
    start: int
    confidence: str

    @property
    def is_all_named(self) -> bool:
        """Whether the names are all the holders: no group, or a number that the names fill."""
        if not self.quantifier:
            return bool(self.holders)
        return self.quantifier == "exact" and len(self.holders) >= self.maximum


@dataclass(frozen=True)
class Document:
    """A document of the store; `when` is "before" or "after" its meeting, "" for other kinds."""

    iri: str
    title: str
    kind: str
    when: str
    date: str
    dossier: str
    number: str
    reporter: str
    file_name: str
    sha256: str
    meeting: str
    claims: int
    findings: int
    notices: int
    extractor: str


@dataclass(frozen=True)
class Meeting:
    """A meeting with what is stored of it; dates as ISO text."""

    iri: str
    label: str
    configuration: str
    start: str
    end: str
    is_informal: bool
    country: str
    presidency: str
    documents: int
    items: int
    claims: int


@dataclass(frozen=True)
class Issue:
    """An issue; `favour` and `against` count claims, the conditional and the critical included."""

    iri: str
    label: str
    is_candidate: bool
    claims: int
    favour: int
    against: int


@dataclass(frozen=True)
class Actor:
    """An actor; `claims` counts those that name it as a holder, `mentions` all that tells of it."""

    iri: str
    code: str
    name: str
    kind: str
    claims: int
    mentions: int = 0


@dataclass(frozen=True)
class Catalogue:
    """The things that pages name, by IRI, in one language; actors also by code.

    Of many documents and meetings a record is made when it is looked at, so that what is needed of
    all of them is taken from fields below, which are found once.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    issues: Mapping[str, Issue] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _remembered(self) -> dict[str, Any]:
        return {}

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """What was made under that name when it was first asked for."""
        if name not in self._remembered:
            self._remembered[name] = make()
        found: T = self._remembered[name]
        return found

    @cached_property
    def claims(self) -> int:
        """How many claims the documents make."""
        return sum(numbers_of(self.documents, "claims"))

    @cached_property
    def meeting_labels(self) -> Mapping[str, str]:
        """What each meeting (IRI) is called."""
        return dict(zip(self.meetings, texts_of(self.meetings, "label"), strict=True))

    @cached_property
    def first_days(self) -> Mapping[str, str]:
        """The first day of each meeting (IRI)."""
        return dict(zip(self.meetings, texts_of(self.meetings, "start"), strict=True))

    @cached_property
    def meeting_by_document(self) -> Mapping[str, str]:
        """The meeting (IRI) of each document (IRI), "" for none."""
        return dict(zip(self.documents, texts_of(self.documents, "meeting"), strict=True))

    @cached_property
    def kinds_by_meeting(self) -> Mapping[str, set[str]]:
        """Of which kinds the papers of each meeting (IRI) are."""
        kinds: dict[str, set[str]] = {}
        its = zip(
            texts_of(self.documents, "meeting"), texts_of(self.documents, "kind"), strict=True
        )
        for meeting, kind in its:
            kinds.setdefault(meeting, set()).add(kind)
        return kinds

    def sides_of(self, meeting: str) -> set[str]:
        """Whether there are papers from "before" and "after" a meeting (IRI)."""
        kinds = self.kinds_by_meeting.get(meeting, ())
        return {BEFORE_OR_AFTER[kind] for kind in kinds if kind in BEFORE_OR_AFTER}

    def papers_of(self, meeting: str) -> list[Document]:
        """The documents of a meeting (IRI), in their order."""
        of = self.meeting_by_document.items()
        return [self.documents[document] for document, its in of if its == meeting]

    def name(self, code: str) -> str:
        """The name of the actor with this code; the code itself if it is unknown."""
        return self.names.get(code, code)

    def issue_label(self, iri: str) -> str:
        """The label of an issue; the last part of its IRI if it is unknown."""
        issue = self.issues.get(iri)
        return issue.label if issue else iri.rpartition("/")[2]


@dataclass(frozen=True)
class Details:
    """What is asked only once a claim is picked: rows of `claim-holders` and `claim-evidence`."""

    holders: Sequence[Row]
    evidence: Sequence[Row]


# The columns of the questions that fields of records come of, as far as pages want all of them.
DOCUMENT_COLUMNS = {
    "title": "title", "kind": "kind", "date": "date", "file_name": "fileName", "meeting": "meeting",
    "claims": "claims", "findings": "findings", "notices": "notices",
}  # fmt: skip
MEETING_COLUMNS = {"label": "label", "start": "start", "end": "end", "claims": "claims"}


def text_of(row: Row, column: str) -> str:
    """A cell as text; "" if it is unbound or the question has no such column."""
    return row.get(column) or ""


def number_of(row: Row, column: str) -> int:
    """A cell as a number; 0 if it is unbound."""
    value = row.get(column)
    return int(float(value)) if value else 0


def read_claim(row: Row) -> Claim:
    """A row of `claims`."""
    universe = number_of(row, "universeSize")
    return Claim(
        iri=text_of(row, "claim"),
        document=text_of(row, "document"),
        meeting=text_of(row, "meeting"),
        item=text_of(row, "item"),
        item_number=text_of(row, "itemNumber"),
        section=text_of(row, "sectionTitle"),
        issues=tuple(text_of(row, "issues").split()),
        polarity=text_of(row, "polarity"),
        act=text_of(row, "act"),
        modality=text_of(row, "modality"),
        quantifier=text_of(row, "quantifier"),
        minimum=number_of(row, "min"),
        maximum=number_of(row, "max"),
        universe=universe or None,
        phrase=text_of(row, "phrase"),
        holders=tuple(code for code in text_of(row, "holders").split(", ") if code),
        target=text_of(row, "targetText"),
        condition=text_of(row, "condition"),
        quote=text_of(row, "quote"),
        start=number_of(row, "start"),
        confidence=text_of(row, "confidence"),
    )


def read_document(row: Row) -> Document:
    """A row of `documents`."""
    kind = text_of(row, "kind")
    return Document(
        iri=text_of(row, "document"),
        title=text_of(row, "title") or text_of(row, "fileName"),
        kind=kind,
        when=BEFORE_OR_AFTER.get(kind, ""),
        date=text_of(row, "date"),
        dossier=text_of(row, "dossier"),
        number=text_of(row, "number"),
        reporter=text_of(row, "reporter"),
        file_name=text_of(row, "fileName"),
        sha256=text_of(row, "sha256"),
        meeting=text_of(row, "meeting"),
        claims=number_of(row, "claims"),
        findings=number_of(row, "findings"),
        notices=number_of(row, "notices"),
        extractor=text_of(row, "extractorVersion"),
    )


def read_meeting(row: Row) -> Meeting:
    """A row of `meetings`."""
    return Meeting(
        iri=text_of(row, "meeting"),
        label=text_of(row, "label"),
        configuration=text_of(row, "configuration"),
        start=text_of(row, "start"),
        end=text_of(row, "end"),
        is_informal=text_of(row, "isInformal") == "true",
        country=text_of(row, "country"),
        presidency=text_of(row, "presidency"),
        documents=number_of(row, "documents"),
        items=number_of(row, "items"),
        claims=number_of(row, "claims"),
    )


def read_issue(row: Row) -> Issue:
    """A row of `issues`."""
    return Issue(
        iri=text_of(row, "issue"),
        label=text_of(row, "label"),
        is_candidate=text_of(row, "isCandidate") == "true",
        claims=number_of(row, "claims"),
        favour=number_of(row, "support"),
        against=number_of(row, "against"),
    )


def read_actor(row: Row) -> Actor:
    """A row of `actors`."""
    return Actor(
        iri=text_of(row, "actor"),
        code=text_of(row, "code"),
        name=text_of(row, "name"),
        kind=text_of(row, "kind"),
        claims=number_of(row, "claims"),
        mentions=sum(number_of(row, c) for c in ("claims", "letters", "choices", "participations")),
    )
