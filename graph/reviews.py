"""Reviews as records, and as quads of id:graph/reviews and back. Knows no store and no document.

A review hangs on evidence: on a paper, a quote and which time it stands there. The claim that it
was decided on is kept as well, but a claim's IRI may change when its paper is read again; `used`
is the claim (for an addition: the document) that it belongs to now, "" if it is orphaned.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad

from graph.reviewed_claims import (
    HOLDERS,
    Holders,
    ReviewedClaim,
    claim_facts,
    read_claim_facts,
)
from ontology.iris import REVIEWS_GRAPH, answer_iri, review_iri, reviewed_claim_iri
from ontology.terms import (
    DOCUMENT_KIND,
    P_ANSWERED_WITH,
    P_AUTHOR,
    P_DECIDED_ON,
    P_DECIDED_WITH,
    P_DECISION,
    P_OCCURRENCE,
    P_ON_ISSUE,
    P_OUTCOME,
    P_PAPER_DOSSIER,
    P_PAPER_FILE_NAME,
    P_PAPER_KIND,
    P_PAPER_MEETING,
    P_PAPER_NUMBER,
    P_PAPER_REPORTER,
    P_REASON,
    P_REVIEWED_DOCUMENT,
    P_REVIEWED_END,
    P_REVIEWED_QUOTE,
    P_REVIEWED_START,
    P_SEES,
    P_SEES_ANSWER,
    P_TAKES_BACK,
    P_YIELDS,
    PROV_ACTIVITY,
    PROV_ENDED_AT_TIME,
    PROV_USED,
    RDF_TYPE,
    REVIEW,
    REVIEW_DECISION,
    REVIEWED_CLAIM,
    XSD_DATE_TIME,
    XSD_INTEGER,
)

__all__ = [
    "HOLDERS",
    "Answer",
    "Holders",
    "Paper",
    "Place",
    "Review",
    "ReviewedClaim",
    "read_reviews",
]

Facts = Mapping[NamedNode, list[NamedNode | Literal]]


@dataclass(frozen=True)
class Paper:
    """What a paper is known by when its text, and so its IRI, has changed; "" where it is open.

    `iri`, `reporter` and `meeting` are IRIs, `kind` is as in JSON output.
    """

    iri: str
    file_name: str
    kind: str
    reporter: str
    meeting: str
    dossier: str = ""
    number: str = ""

    def is_same_paper(self, other: "Paper") -> bool:
        """True for another version of this paper: same kind, reporter and meeting, and the same
        dossier and number, or file name (its suffix left out, so that letter.pdf is letter.txt).
        """
        if (self.kind, self.reporter, self.meeting) != (other.kind, other.reporter, other.meeting):
            return False
        numbered = bool(self.number) and (self.dossier, self.number) == (
            other.dossier,
            other.number,
        )
        return numbered or _stem(self.file_name) == _stem(other.file_name)


@dataclass(frozen=True)
class Place:
    """A quote, white space folded, and where it stood: [start, end) in code points.

    `occurrence` counts from 1; 0 if the quote does not stand in one piece (a footnote in it).
    """

    quote: str
    start: int
    end: int
    occurrence: int


@dataclass(frozen=True)
class Answer:
    """What became of an announcement or forecast, according to an analyst.

    `claim` is the IRI of the claim of a report that answers it, "" for none; `place` and `seen`
    say where it stood and how it was read. `issue` limits the outcome to one issue, "" to none.
    `used` is the claim by its IRI of today, "" if it is orphaned.
    """

    outcome: str
    issue: str = ""
    claim: str = ""
    place: Place | None = None
    seen: ReviewedClaim | None = None
    used: str = ""


@dataclass(frozen=True)
class Review:
    """One decision of an analyst. `claim` is "" for an addition, all but `undoes` for an undo.

    `seen` is the claim as the analyst had it; `yields` holds one claim for a correction (only the
    fields it settles) and an addition, several for a split. `answer` goes with an overruling.
    """

    decision: str
    author: str
    time: datetime
    reason: str = ""
    claim: str = ""
    paper: Paper | None = None
    place: Place | None = None
    seen: ReviewedClaim | None = None
    yields: tuple[ReviewedClaim, ...] = ()
    undoes: str = ""
    used: str = ""
    answer: Answer | None = None

    @cached_property
    def iri(self) -> str:
        """Minted from all but `used`, so that the same review is the same in every store."""
        content = asdict(self.unattached())
        if self.answer is None:
            del content["answer"]  # reviews of before there were answers keep their names
        text = json.dumps(content, default=str, sort_keys=True, ensure_ascii=False)
        return review_iri(sha256(text.encode()).hexdigest()).value

    def unattached(self) -> "Review":
        """The review without what it belongs to in one store."""
        answer = replace(self.answer, used="") if self.answer else None
        return replace(self, used="", answer=answer)

    def fault(self) -> str:
        """What is missing in it, or too much, as the end of a sentence; "" if it is whole."""
        yields = len(self.yields)
        if self.decision == "undo":
            return "" if self.undoes and not yields else "takes no review back"
        if self.undoes or not self.paper or not self.place:
            return "says no paper and quote, or takes another back"
        if self.decision != "add" and not (self.claim and self.seen):
            return "says no claim that was seen"
        if (self.decision == "overrule") != (self.answer is not None):
            return "gives no outcome, or gives one and overrules nothing"
        if self.decision in ("correct", "add") and yields != 1:
            return f"yields {yields} claims, not 1"
        if self.decision in ("confirm", "reject", "overrule") and yields:
            return "yields claims, and must not"
        if self.decision == "split" and yields < 2:
            return "yields fewer than two claims"
        whole = all(each.polarity and each.issues and each.holders for each in self.yields)
        if self.decision in ("add", "split") and not whole:
            return "yields a claim without polarity, issue or holders"
        return ""

    def yielded_iris(self) -> list[str]:
        """IRIs of what it yields, in order."""
        node = NamedNode(self.iri)
        return [reviewed_claim_iri(node, n).value for n in range(1, len(self.yields) + 1)]


def in_force(reviews: Iterable[Review]) -> list[Review]:
    """The reviews that decide something and that no other takes back, the earliest first."""
    kept = list(reviews)
    undone = {review.undoes for review in kept if review.undoes}
    left = [each for each in kept if each.decision != "undo" and each.iri not in undone]
    return sorted(left, key=lambda each: (each.time, each.iri))


def review_quads(reviews: Iterable[Review]) -> list[Quad]:
    """All quads of the graph of reviews; the same reviews give the same quads."""
    return list(dict.fromkeys(quad for review in reviews for quad in _quads(review)))


def read_reviews(quads: Iterable[Quad]) -> list[Review]:
    """The reviews that quads of the graph of reviews say, by time."""
    facts_by_node: dict[str, dict[NamedNode, list[NamedNode | Literal]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            facts_by_node[quad.subject.value][quad.predicate].append(quad.object)
    found = [
        _read(facts, facts_by_node)
        for facts in list(facts_by_node.values())
        if REVIEW in facts.get(RDF_TYPE, ())
    ]
    return sorted(found, key=lambda review: (review.time, review.iri))


def _quads(review: Review) -> Iterator[Quad]:
    node = NamedNode(review.iri)
    yield Quad(node, RDF_TYPE, REVIEW, REVIEWS_GRAPH)
    yield Quad(node, RDF_TYPE, PROV_ACTIVITY, REVIEWS_GRAPH)
    time = Literal(review.time.isoformat(), datatype=XSD_DATE_TIME)
    said: list[tuple[NamedNode, NamedNode | Literal | None]] = [
        (P_DECISION, REVIEW_DECISION[review.decision]),
        (P_AUTHOR, Literal(review.author)),
        (PROV_ENDED_AT_TIME, time),
        (P_REASON, _words(review.reason)),
        (P_DECIDED_ON, _node(review.claim)),
        (P_TAKES_BACK, _node(review.undoes)),
        (PROV_USED, _node(review.used)),
        *_paper_facts(review.paper),
        *place_facts(review.place),
    ]
    for predicate, value in said:
        if value is not None:
            yield Quad(node, predicate, value, REVIEWS_GRAPH)
    if review.answer is not None:
        yield from _answer_quads(node, review.answer)
    numbered = [(P_YIELDS, n, claim) for n, claim in enumerate(review.yields, 1)]
    if review.seen is not None:
        numbered.append((P_SEES, 0, review.seen))
    for link, n, claim in numbered:
        part = reviewed_claim_iri(node, n)
        yield Quad(node, link, part, REVIEWS_GRAPH)
        yield Quad(part, RDF_TYPE, REVIEWED_CLAIM, REVIEWS_GRAPH)
        for predicate, value in claim_facts(claim):
            yield Quad(part, predicate, value, REVIEWS_GRAPH)


def _answer_quads(review: NamedNode, answer: Answer) -> Iterator[Quad]:
    for predicate, value in (
        (P_OUTCOME, _words(answer.outcome)),
        (P_ON_ISSUE, _node(answer.issue)),
        (P_DECIDED_WITH, _node(answer.claim)),
        (P_ANSWERED_WITH, _node(answer.used)),
    ):
        if value is not None:
            yield Quad(review, predicate, value, REVIEWS_GRAPH)
    if answer.seen is None:
        return
    node = answer_iri(review)
    yield Quad(review, P_SEES_ANSWER, node, REVIEWS_GRAPH)
    yield Quad(node, RDF_TYPE, REVIEWED_CLAIM, REVIEWS_GRAPH)
    for predicate, said in (*claim_facts(answer.seen), *place_facts(answer.place)):
        yield Quad(node, predicate, said, REVIEWS_GRAPH)


def _paper_facts(paper: Paper | None) -> Iterator[tuple[NamedNode, NamedNode | Literal | None]]:
    if paper is None:
        return
    yield P_REVIEWED_DOCUMENT, NamedNode(paper.iri)
    yield P_PAPER_FILE_NAME, _words(paper.file_name)
    yield P_PAPER_KIND, DOCUMENT_KIND.get(paper.kind)
    yield P_PAPER_REPORTER, _node(paper.reporter)
    yield P_PAPER_MEETING, _node(paper.meeting)
    yield P_PAPER_DOSSIER, _words(paper.dossier)
    yield P_PAPER_NUMBER, _words(paper.number)


def place_facts(place: Place | None) -> Iterator[tuple[NamedNode, Literal]]:
    """What is said of a place; nothing for None."""
    if place is None:
        return
    yield P_REVIEWED_QUOTE, Literal(place.quote)
    for predicate, number in (
        (P_REVIEWED_START, place.start),
        (P_REVIEWED_END, place.end),
        (P_OCCURRENCE, place.occurrence),
    ):
        yield predicate, Literal(str(number), datatype=XSD_INTEGER)


def _read(facts: Facts, facts_by_node: Mapping[str, Facts]) -> Review:
    parts = sorted(_texts(facts, P_YIELDS), key=lambda iri: int(iri.rpartition("/")[2]))
    seen = _text(facts, P_SEES)
    return Review(
        decision=_name(REVIEW_DECISION, facts, P_DECISION),
        author=_text(facts, P_AUTHOR),
        time=datetime.fromisoformat(_text(facts, PROV_ENDED_AT_TIME)),
        reason=_text(facts, P_REASON),
        claim=_text(facts, P_DECIDED_ON),
        paper=_read_paper(facts),
        place=_read_place(facts),
        seen=read_claim_facts(facts_by_node.get(seen, {})) if seen else None,
        yields=tuple(read_claim_facts(facts_by_node.get(part, {})) for part in parts),
        undoes=_text(facts, P_TAKES_BACK),
        used=_text(facts, PROV_USED),
        answer=_read_answer(facts, facts_by_node),
    )


def _read_answer(facts: Facts, facts_by_node: Mapping[str, Facts]) -> Answer | None:
    outcome = _text(facts, P_OUTCOME)
    if not outcome:
        return None
    node = _text(facts, P_SEES_ANSWER)
    seen = facts_by_node.get(node, {})
    return Answer(
        outcome,
        _text(facts, P_ON_ISSUE),
        _text(facts, P_DECIDED_WITH),
        _read_place(seen),
        replace(read_claim_facts(seen), quote="") if node else None,
        _text(facts, P_ANSWERED_WITH),
    )


def _read_paper(facts: Facts) -> Paper | None:
    iri = _text(facts, P_REVIEWED_DOCUMENT)
    if not iri:
        return None
    return Paper(
        iri,
        _text(facts, P_PAPER_FILE_NAME),
        _name(DOCUMENT_KIND, facts, P_PAPER_KIND),
        _text(facts, P_PAPER_REPORTER),
        _text(facts, P_PAPER_MEETING),
        _text(facts, P_PAPER_DOSSIER),
        _text(facts, P_PAPER_NUMBER),
    )


def _read_place(facts: Facts) -> Place | None:
    quote = _text(facts, P_REVIEWED_QUOTE)
    numbers = [
        int(_text(facts, each) or 0) for each in (P_REVIEWED_START, P_REVIEWED_END, P_OCCURRENCE)
    ]
    return Place(quote, *numbers) if quote else None


def _name(values: Mapping[str, NamedNode], facts: Facts, predicate: NamedNode) -> str:
    iri = _text(facts, predicate)
    return next((name for name, node in values.items() if node.value == iri), "")


def _texts(facts: Facts, predicate: NamedNode) -> list[str]:
    return sorted(term.value for term in facts.get(predicate, ()))


def _text(facts: Facts, predicate: NamedNode) -> str:
    return min(_texts(facts, predicate), default="")


def _stem(file_name: str) -> str:
    stem, dot, _ = file_name.rpartition(".")
    return stem if dot else file_name


def _node(iri: str) -> NamedNode | None:
    return NamedNode(iri) if iri else None


def _words(text: str) -> Literal | None:
    return Literal(text) if text else None
