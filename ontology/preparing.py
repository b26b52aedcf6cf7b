"""Works out what a reasoner needs and OWL cannot say: dates compared, shared values found.

Four things: which EU membership is in force on the first day of a meeting; all claims of one
document on one issue, as a debate; which claim of a report answers a claim of an agenda; and what
is known not to be there (a holder set without quantifier, an announcement without answer), since
OWL takes what is not said for unknown. Merged issues count as the issue they went into.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.axioms import modules
from ontology.errors import OntologyError
from ontology.iris import bloc_iri, debate_iri
from ontology.terms import (
    DEBATE,
    DOCUMENT_KIND,
    EU_MEMBERSHIP,
    HOLDER_SET,
    ID,
    MEETING,
    MODALITY,
    ONLY_NAMED,
    ORG_MEMBERSHIP,
    OWL_CLASS,
    OWL_EQUIVALENT_CLASS,
    OWL_HAS_VALUE,
    OWL_INTERSECTION_OF,
    OWL_ON_PROPERTY,
    OWL_RESTRICTION,
    OWL_SOME_VALUES_FROM,
    P_ABOUT,
    P_ANSWERED_BY,
    P_DEBATES,
    P_DOCUMENT,
    P_FROM,
    P_HOLDER_SET,
    P_IN_FORCE_AT,
    P_INCLUDES_CLAIM,
    P_KIND,
    P_MEETING,
    P_MEMBERSHIP,
    P_MERGED_INTO,
    P_MODALITY,
    P_NAMED_HOLDER,
    P_OF,
    P_QUANTIFIER,
    P_START_DATE,
    P_UNTIL,
    POSITION_CLAIM,
    RDF_FIRST,
    RDF_NIL,
    RDF_REST,
    RDF_TYPE,
    STATE,
    UNANSWERED,
)

MEMBERS_OF = f"{ID}reasoning#members-of-"
"""The class of a meeting's member states: this, and the meeting's IRI without its namespace."""

_ANNOUNCING = (MODALITY["planned"], MODALITY["standing"])

Node = NamedNode | BlankNode


class Facts:
    """Triples by subject and predicate, and subjects by class."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: defaultdict[tuple[Node, NamedNode], list[NamedNode]] = defaultdict(list)
        self._literals: dict[tuple[Node, NamedNode], str] = {}
        self._by_class: defaultdict[NamedNode, dict[NamedNode, None]] = defaultdict(dict)
        for triple in triples:
            subject, found = triple.subject, triple.object
            if isinstance(subject, Triple):
                continue
            if isinstance(found, NamedNode):
                self._objects[subject, triple.predicate].append(found)
                if triple.predicate == RDF_TYPE and isinstance(subject, NamedNode):
                    self._by_class[found][subject] = None
            elif isinstance(found, Literal):
                self._literals[subject, triple.predicate] = found.value

    def of_class(self, kind: NamedNode) -> list[NamedNode]:
        """The subjects that are said to be of this very class."""
        return list(self._by_class.get(kind, ()))

    def objects(self, subject: Node, predicate: NamedNode) -> list[NamedNode]:
        """The IRIs a subject points at, each once."""
        return list(dict.fromkeys(self._objects.get((subject, predicate), ())))

    def text(self, subject: Node, predicate: NamedNode) -> str | None:
        """A literal of a subject, or None."""
        return self._literals.get((subject, predicate))


@dataclass(frozen=True)
class Prepared:
    """Triples to add before reasoning.

    `facts` may be kept with what is inferred; `scaffold` is of use only in the run: what is not
    there, and a class for each meeting's member states.
    """

    facts: tuple[Triple, ...]
    scaffold: tuple[Triple, ...]


def prepare(triples: Iterable[Triple]) -> Prepared:
    """What to add to these triples of documents (and of merged issues) before reasoning."""
    facts = Facts(triples)
    answers = list(_answers(facts))
    answered = {triple.subject for triple in answers if isinstance(triple.subject, NamedNode)}
    scaffold = (*_members(facts), *_absences(facts, answered))
    return Prepared((*_debates(facts), *answers), scaffold)


def final_issue(facts: Facts, issue: NamedNode) -> NamedNode:
    """The issue that this one was merged into, or itself. Raises OntologyError for a circle."""
    seen = [issue]
    while above := facts.objects(seen[-1], P_MERGED_INTO):
        if above[0] in seen:
            raise OntologyError(f"{issue} is merged in a circle; undo one of these merges")
        seen.append(above[0])
    return seen[-1]


def _issues(facts: Facts, claim: NamedNode) -> set[NamedNode]:
    return {final_issue(facts, issue) for issue in facts.objects(claim, P_ABOUT)}


def _debates(facts: Facts) -> Iterator[Triple]:
    for claim in facts.of_class(POSITION_CLAIM):
        for document in facts.objects(claim, P_DOCUMENT):
            for issue in sorted(_issues(facts, claim), key=str):
                node = debate_iri(document, issue)
                yield Triple(node, RDF_TYPE, DEBATE)
                yield Triple(node, P_DOCUMENT, document)
                yield Triple(node, P_DEBATES, issue)
                yield Triple(node, P_INCLUDES_CLAIM, claim)


def _holders(facts: Facts, claim: NamedNode) -> set[NamedNode]:
    return {
        holder
        for holders in facts.objects(claim, P_HOLDER_SET)
        for holder in facts.objects(holders, P_NAMED_HOLDER)
    }


def _is_of_kind(facts: Facts, claim: NamedNode, kind: str) -> bool:
    return any(
        DOCUMENT_KIND[kind] in facts.objects(document, P_KIND)
        for document in facts.objects(claim, P_DOCUMENT)
    )


def _answers(facts: Facts) -> Iterator[Triple]:
    claims = facts.of_class(POSITION_CLAIM)
    stated: defaultdict[tuple[NamedNode, NamedNode, NamedNode], list[NamedNode]]
    stated = defaultdict(list)
    for claim in claims:
        if _is_of_kind(facts, claim, "report") and MODALITY["stated"] in facts.objects(
            claim, P_MODALITY
        ):
            for key in _keys(facts, claim):
                stated[key].append(claim)
    for claim in _announcements(facts):
        found = {answer for key in _keys(facts, claim) for answer in stated.get(key, ())}
        for answer in sorted(found, key=str):
            yield Triple(claim, P_ANSWERED_BY, answer)


def _keys(facts: Facts, claim: NamedNode) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
    for meeting in facts.objects(claim, P_MEETING):
        for issue in _issues(facts, claim):
            for holder in _holders(facts, claim):
                yield meeting, issue, holder


def _announcements(facts: Facts) -> list[NamedNode]:
    """Claims of an agenda, planned or standing, that name a holder; others cannot be followed."""
    return [
        claim
        for claim in facts.of_class(POSITION_CLAIM)
        if _is_of_kind(facts, claim, "annotated-agenda")
        and any(value in _ANNOUNCING for value in facts.objects(claim, P_MODALITY))
        and _holders(facts, claim)
    ]


# --- scaffold -------------------------------------------------------------------------------


def _absences(facts: Facts, answered: set[NamedNode]) -> Iterator[Triple]:
    for holders in facts.of_class(HOLDER_SET):
        if not facts.objects(holders, P_QUANTIFIER):
            yield Triple(holders, RDF_TYPE, ONLY_NAMED)
    for claim in _announcements(facts):
        if claim not in answered:
            yield Triple(claim, RDF_TYPE, UNANSWERED)


def _members(facts: Facts) -> Iterator[Triple]:
    """A class for the member states of each meeting, and the EU memberships in force there."""
    for meeting in facts.of_class(MEETING):
        start = facts.text(meeting, P_START_DATE)
        if start is None:
            continue
        day = date.fromisoformat(start)
        for membership, first, end in _eu_memberships():
            if first <= day and (end is None or day < end):
                yield Triple(membership, P_IN_FORCE_AT, meeting)
        yield from _class_of_members(meeting)


@cache
def _eu_memberships() -> tuple[tuple[NamedNode, date, date | None], ...]:
    """Each membership of the EU, with its first day and the first day after it."""
    facts = Facts(modules())
    found = []
    for membership in facts.of_class(ORG_MEMBERSHIP):
        if bloc_iri("EU") in facts.objects(membership, P_OF):
            first, end = facts.text(membership, P_FROM), facts.text(membership, P_UNTIL)
            if first is None:
                raise OntologyError(f"actors.ttl: {membership} has no sp:from; add its first day")
            last = date.fromisoformat(end) if end else None
            found.append((membership, date.fromisoformat(first), last))
    return tuple(found)


def _class_of_members(meeting: NamedNode) -> Iterator[Triple]:
    """State and (membership some (EUMembership and (inForceAt value meeting))), under a name.

    The blank nodes are the form that OWL prescribes for such a definition; they stay in the run.
    """
    name = NamedNode(f"{MEMBERS_OF}{meeting.value.removeprefix(ID)}")
    whole, held, which, at = (BlankNode() for _ in range(4))
    yield Triple(name, RDF_TYPE, OWL_CLASS)
    yield Triple(name, OWL_EQUIVALENT_CLASS, whole)
    yield Triple(whole, RDF_TYPE, OWL_CLASS)
    yield from _intersection(whole, STATE, held)
    yield from _restriction(held, P_MEMBERSHIP, OWL_SOME_VALUES_FROM, which)
    yield Triple(which, RDF_TYPE, OWL_CLASS)
    yield from _intersection(which, EU_MEMBERSHIP, at)
    yield from _restriction(at, P_IN_FORCE_AT, OWL_HAS_VALUE, meeting)


def _restriction(
    node: BlankNode, on: NamedNode, how: NamedNode, value: NamedNode | BlankNode
) -> Iterator[Triple]:
    yield Triple(node, RDF_TYPE, OWL_RESTRICTION)
    yield Triple(node, OWL_ON_PROPERTY, on)
    yield Triple(node, how, value)


def _intersection(node: BlankNode, first: NamedNode, second: BlankNode) -> Iterator[Triple]:
    head, tail = BlankNode(), BlankNode()
    yield Triple(node, OWL_INTERSECTION_OF, head)
    yield Triple(head, RDF_FIRST, first)
    yield Triple(head, RDF_REST, tail)
    yield Triple(tail, RDF_FIRST, second)
    yield Triple(tail, RDF_REST, RDF_NIL)
