"""What the pages' counts need of one named graph: read off its statements, and no other graph's.

Sums over graphs are the engine's counts because of where things are said: what lies below a
document's IRI (claims, holders, sections, choices …) is said in that document's graph alone, and
what several graphs say (meetings, items, letters, labels) is kept as said and merged by whoever
reads, and so is what a graph says that claims of another are about (graph.further). A graph that
breaks this is odd: a generation that holds one has no projection.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph.projected_rows import (
    FURTHER_ISSUES,
    Facts,
    OddGraphError,
    Own,
    Value,
    only,
    rows_of_graph,
)
from graph.projected_terms import (
    AGAINST,
    DATED,
    DOCUMENT_GRAPHS,
    DOCUMENT_IRIS,
    FOR,
    LETTER_IRIS,
    LISTED_CLAIM,
    LISTED_HOLDERS,
    MEETING_IRIS,
    OF_CLAIM,
    OF_HOLDERS,
    OF_THINGS,
    ONCE,
    OWN,
    PROPOSAL_IRIS,
    READ,
    REVIEW_IRIS,
    SAID_OF_OWN,
    SAID_OF_THINGS,
    SHARED,
)
from ontology import terms

# What is counted, each by the thing that it is counted for.
SECTIONS, FINDINGS, NOTICES = "sections", "findings", "notices"
CLAIMS_OF_DOCUMENT, CLAIMS_OF_MEETING = "claims of document", "claims of meeting"
DOCUMENTS_OF_MEETING, CLAIMS_ON_ISSUE = "documents of meeting", "claims on issue"
CLAIMS_OF_HOLDER, CHOICES_OF, PARTICIPATIONS_OF = "claims of holder", "choices", "participations"
# What is kept as said.
THINGS, ITEMS, LETTERS = "things", "items", "letters"

_READ = {str(predicate): predicate for predicate in READ}
_Statements = dict[NamedNode, dict[NamedNode, list[Value]]]


UNLISTED = -1
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Count:
    """How many there are, and of claims on an issue how many are for it and against it."""

    number: int = 0
    favour: int = 0
    against: int = 0


@dataclass(frozen=True)
class ClaimRow:
    """A claim: CLAIM_FIELDS as text, None where nothing is said; what it is about; its holders.

    `about`, `named` and `excluded` are IRIs, sorted. `start` is the first code point of its
    evidence, UNLISTED if the stored question `claims` leaves it out, as something is missing;
    `target` its words for what it is about, as folded().
    """

    fields: tuple[str | None, ...]
    about: tuple[str, ...]
    named: tuple[str, ...]
    excluded: tuple[str, ...]
    start: int = UNLISTED
    target: str = ""


@dataclass(frozen=True)
class Projected:
    """One graph. `documents` have a value or None by field, `meetings` among them a list of IRIs.

    `rows` are those of graph.projected_rows. `counts` are by what is counted and the IRI that it
    is counted for; `said` has for each thing that several graphs may speak of, by kind and IRI,
    what this one says, in a fixed form. `odd` says why the graph cannot be projected; all else is
    then empty.
    """

    documents: tuple[Mapping[str, str | list[str] | None], ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    rows: tuple[tuple[str, tuple[str | None, ...]], ...] = ()
    counts: Mapping[tuple[str, str], Count] = field(default_factory=dict)
    said: Mapping[tuple[str, str], str] = field(default_factory=dict)
    odd: str | None = None


def project_graph(graph: str, quads: Iterable[Quad], *, reviewed: bool = False) -> Projected:
    """What the counts need of a graph that holds these quads.

    In the `reviewed` view a document's graph holds the claims that reviews made, too.
    """
    try:
        return _Reader(graph, _facts_of(quads), reviewed=reviewed).read()
    except OddGraphError as error:
        return Projected(odd=str(error))


def project_lines(graph: str, lines: Iterable[str]) -> Projected:
    """As project_graph(), of statements as graph.quads.graph_lines() gives them."""
    try:
        return _Reader(graph, _facts_in(lines), reviewed=False).read()
    except OddGraphError as error:
        return Projected(odd=str(error))


def stored_quads(engine: Store, graph: str) -> Iterator[Quad]:
    """The quads of a graph, as project_graph() takes them."""
    return iter(engine.quads_for_pattern(None, None, None, NamedNode(graph)))


def _facts_of(quads: Iterable[Quad]) -> _Statements:
    """What is said of each subject, by property, as far as it is read."""
    found: _Statements = {}
    for subject, predicate, value, _ in quads:
        if predicate in READ:
            found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return found


def _facts_in(lines: Iterable[str]) -> _Statements:
    """As _facts_of(), each term made once, however many statements have it."""
    parts = [line.split(" ", 2) for line in lines]
    kept = [part for part in parts if part[1] in _READ]
    values = _values([value for _, _, value in kept])
    found: dict[str, dict[NamedNode, list[Value]]] = {}
    for subject, predicate, value in kept:
        facts = found.get(subject)
        if facts is None:
            found[subject] = facts = {}
        facts.setdefault(_READ[predicate], []).append(values[value])
    return {NamedNode(subject[1:-1]): facts for subject, facts in found.items()}


def _values(texts: Iterable[str]) -> dict[str, Value]:
    """The terms that end statements, by their text with the full stop."""
    distinct = set(texts)
    nodes = {text for text in distinct if text.startswith("<")}
    found: dict[str, Value] = {text: NamedNode(text[1:-3]) for text in nodes}
    literals = list(distinct - nodes)
    written = "\n".join([f"<urn:s> <urn:p> {text}" for text in literals])
    read = (quad.object for quad in parse(written, format=RdfFormat.N_TRIPLES))
    return found | dict(zip(literals, read, strict=True))


class _Reader:
    def __init__(self, graph: str, facts: _Statements, *, reviewed: bool) -> None:
        name = graph.removeprefix(DOCUMENT_GRAPHS) if graph.startswith(DOCUMENT_GRAPHS) else ""
        document = f"{DOCUMENT_IRIS}{name}" if name else ""
        self._own = Own(document, (REVIEW_IRIS,) if reviewed else ())
        self._facts = facts
        self._counts: Counter[tuple[str, str]] = Counter()
        self._on_issue: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._documents: list[Mapping[str, str | list[str] | None]] = []
        self._said: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._claims: list[ClaimRow] = []

    def read(self) -> Projected:
        for subject, facts in self._facts.items():
            if self._own.document and self._own.has(subject.value):
                self._read_own(subject, facts)
            elif subject.value.startswith(DOCUMENT_IRIS):
                self._refuse_strange(subject, facts)
            else:
                self._read_shared(subject, facts)
        counts = {key: Count(number) for key, number in self._counts.items()}
        for issue, numbers in self._on_issue.items():
            counts[CLAIMS_ON_ISSUE, issue] = Count(*numbers)
        said = {
            key: json.dumps(sorted(each), ensure_ascii=False) for key, each in self._said.items()
        }
        rows = tuple(rows_of_graph(self._facts, self._own))
        return Projected(tuple(self._documents), tuple(self._claims), rows, counts, said)

    def _read_own(self, subject: NamedNode, facts: Facts) -> None:
        """What a document's graph says of what is below the document: nobody else may."""
        kinds = facts.get(terms.RDF_TYPE, ())
        if terms.P_HOLDER_SET in facts and terms.POSITION_CLAIM not in kinds:
            raise OddGraphError(f"{subject} has holders and is no claim")
        for kind in kinds:
            if kind in OF_THINGS or kind in SHARED or (kind in OWN and _is_debate(subject.value)):
                raise OddGraphError(f"{subject} is a {kind}")
            match OWN.get(kind):  # type: ignore[arg-type]
                case "document":
                    self._read_document(subject, facts)
                case "claim":
                    self._read_claim(subject, facts)
                case "section":
                    self._add(SECTIONS, facts, terms.P_DOCUMENT)
                case "finding":
                    self._add(FINDINGS, facts, terms.P_DOCUMENT)
                case "notice":
                    self._add(NOTICES, facts, terms.P_DOCUMENT)
                case "choice":
                    self._add(CHOICES_OF, facts, terms.P_CHOOSER)
                case "participation":
                    self._add(PARTICIPATIONS_OF, facts, terms.P_PARTICIPANT)

    def _add(self, counted: str, facts: Facts, predicate: NamedNode) -> None:
        for value in facts.get(predicate, ()):
            self._counts[counted, value.value] += 1

    def _read_document(self, subject: NamedNode, facts: Facts) -> None:
        record: dict[str, str | list[str] | None] = {"document": subject.value}
        for predicate, name in ONCE.items():
            value = only(subject, facts, predicate)
            record[name] = _checked(predicate, value) if value else None
        record["meetings"] = sorted(v.value for v in facts.get(terms.P_CONCERNS_MEETING, ()))
        self._add(DOCUMENTS_OF_MEETING, facts, terms.P_CONCERNS_MEETING)
        self._documents.append(record)

    def _read_claim(self, subject: NamedNode, facts: Facts) -> None:
        self._add(CLAIMS_OF_DOCUMENT, facts, terms.P_DOCUMENT)
        self._add(CLAIMS_OF_MEETING, facts, terms.P_MEETING)
        sides = {(v in FOR, v in AGAINST) for v in facts.get(terms.P_POLARITY, ())}
        for issue in facts.get(terms.P_ABOUT, ()):
            numbers = self._on_issue[issue.value]
            for favour, against in sides:
                numbers[0] += 1
                numbers[1] += favour
                numbers[2] += against
        row = self._claim_row(subject, facts)
        for holder in row.named:
            self._counts[CLAIMS_OF_HOLDER, holder] += 1
        self._claims.append(row)

    def _claim_row(self, subject: NamedNode, facts: Facts) -> ClaimRow:
        nodes = facts.get(terms.P_HOLDER_SET, ())
        if any(not self._own.has(node.value) for node in nodes):
            raise OddGraphError(f"{subject} has the holders of another document")
        node = only(subject, facts, terms.P_HOLDER_SET)
        holders: Facts = self._facts.get(node, {}) if node else {}  # type: ignore[arg-type]
        fields: list[str | None] = [subject.value]
        for its, predicates in ((facts, OF_CLAIM), (holders, OF_HOLDERS)):
            for predicate in predicates:
                value = only(subject, its, predicate)
                fields.append(value.value if value else None)
        about, named, excluded = (
            tuple(sorted(value.value for value in its.get(predicate, ())))
            for its, predicate in (
                (facts, terms.P_ABOUT),
                (holders, terms.P_NAMED_HOLDER),
                (holders, terms.P_EXCLUDED_HOLDER),
            )
        )
        targets = sorted(folded(value.value) for value in facts.get(terms.P_TARGET_TEXT, ()))
        start = self._start(subject, facts, holders)
        return ClaimRow(tuple(fields), about, named, excluded, start, "\n".join(targets))

    def _start(self, subject: NamedNode, facts: Facts, holders: Facts) -> int:
        """The first code point of the evidence of a claim that has all that `claims` asks for."""
        section = only(subject, facts, terms.P_SECTION)
        headed = self._facts.get(section, {}) if section else {}  # type: ignore[arg-type]
        whole = (
            all(facts.get(predicate) for predicate in (*LISTED_CLAIM, terms.P_ABOUT))
            and all(holders.get(predicate) for predicate in LISTED_HOLDERS)
            and headed.get(terms.SKOS_PREF_LABEL)
        )
        starts = [
            _whole_number(start)
            for evidence in facts.get(terms.P_EVIDENCE, ())
            if terms.P_QUOTE in (its := self._facts.get(evidence, {}))  # type: ignore[arg-type]
            for span in its.get(terms.P_SPAN, ())
            for start in self._facts.get(span, {}).get(terms.OA_START, ())  # type: ignore[arg-type]
        ]
        return min(starts) if whole and starts else UNLISTED

    def _refuse_strange(self, subject: NamedNode, facts: Facts) -> None:
        """Of what belongs to another document, a graph may say only what nobody counts.

        And what it is about: see graph.further. A debate is said by none but inferences.
        """
        kinds = facts.get(terms.RDF_TYPE, ())
        may_say = {terms.P_ABOUT}
        if terms.DEBATE in kinds and _is_debate(subject.value):
            may_say.add(terms.P_DOCUMENT)
        if any(k in OWN or k in OF_THINGS or k in SHARED for k in kinds):
            raise OddGraphError(f"{subject} belongs to another graph")
        if facts.keys() & (SAID_OF_OWN | SAID_OF_THINGS | {terms.P_SIGNATORY}) - may_say:
            raise OddGraphError(f"{subject} belongs to another graph")
        self._add(FURTHER_ISSUES, facts, terms.P_ABOUT)

    def _read_shared(self, subject: NamedNode, facts: Facts) -> None:
        """What any graph may speak of; who reads it merges what all of them say."""
        kinds = set(facts.get(terms.RDF_TYPE, ()))
        if kinds & OWN.keys():
            raise OddGraphError(f"{subject} is below no document")
        is_item, is_letter = _is_item(subject.value), subject.value.startswith(LETTER_IRIS)
        self._pair(subject, facts, is_item, (terms.AGENDA_ITEM, terms.P_MEETING))
        self._pair(subject, facts, is_letter, (terms.JOINT_LETTER, terms.P_SIGNATORY))
        for meeting in facts.get(terms.P_MEETING, ()) if is_item else ():
            self._said[ITEMS, meeting.value].add(subject.value)
        for actor in facts.get(terms.P_SIGNATORY, ()) if is_letter else ():
            self._said[LETTERS, subject.value].add(actor.value)
        if is_item or is_letter or subject.value.startswith(PROPOSAL_IRIS):
            if kinds & OF_THINGS:
                raise OddGraphError(f"{subject} is not what its IRI says")
            return
        for predicate in facts.keys() & SAID_OF_THINGS:
            for value in facts[predicate]:
                _checked(predicate, value)
                self._said[THINGS, subject.value].add(_phrase(predicate, value))
        for kind in kinds & OF_THINGS:
            self._said[THINGS, subject.value].add(_phrase(terms.RDF_TYPE, kind))

    @staticmethod
    def _pair(
        subject: NamedNode, facts: Facts, is_one: bool, pair: tuple[NamedNode, NamedNode]
    ) -> None:
        """Who says the property of an item or a letter also says its class, and no other does."""
        kind, predicate = pair
        has_kind = kind in facts.get(terms.RDF_TYPE, ())
        if (has_kind and not is_one) or (is_one and predicate in facts and not has_kind):
            raise OddGraphError(f"{subject} is not said to be what its IRI says")


def _whole_number(value: Value) -> int:
    if not value.value.isascii() or not value.value.isdecimal():
        raise OddGraphError(f"{value} is no offset")
    return int(value.value)


def folded(text: str) -> str:
    """Letters and digits of a text, words apart by one blank, one before and one behind."""
    return f" {_NO_WORD.sub(' ', text)} "


def _is_debate(iri: str) -> bool:
    return iri.removeprefix(DOCUMENT_IRIS).partition("/")[2].startswith("debate/")


def _is_item(iri: str) -> bool:
    return iri.startswith(MEETING_IRIS) and "/item/" in iri


def _checked(predicate: NamedNode, value: Value) -> str:
    """The text of a value; days must be plain days, as they are put in order by their text."""
    if predicate in DATED:
        plain = isinstance(value, Literal) and value.datatype == terms.XSD_DATE
        if not plain or len(value.value) != len("2026-01-22"):
            raise OddGraphError(f"{value} is no plain day")
    return value.value


def _phrase(predicate: NamedNode, value: Value) -> str:
    """Predicate, language or datatype (empty for an IRI) and value, apart by a tab."""
    sort = ""
    if isinstance(value, Literal):
        sort = f"@{value.language}" if value.language else value.datatype.value
    return f"{predicate.value}\t{sort}\t{value.value}"
