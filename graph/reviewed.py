"""The reviewed view of a generation: the documents' graphs as the reviews in force leave them.

It is a copy of the generation, hard-linked like the generation itself, in which claims that were
rejected are gone, corrected ones say what the analyst says, and added ones stand beside the rest;
the default graph is again the merge of the named ones. So every query, stored or free, can be put
to either view and needs no word for it, and neither view can show through in the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from graph.claims import Documents, Span, StoredClaim, graph_of, is_alike, places_of
from graph.quads import edit_digests, edit_request
from graph.reviewed_quads import NewClaim, claim_quads, replacing_quads, status_quad
from graph.reviews import Review, ReviewedClaim, in_force, read_reviews
from ontology.iris import INFERRED_GRAPH, ISSUE_MERGES_GRAPH, REVIEWS_GRAPH
from ontology.terms import (
    OA_END,
    OA_START,
    P_EVIDENCE,
    P_HOLDER_SET,
    P_MERGED_INTO,
    P_SPAN,
    RDF_TYPE,
    SECTION,
)


@dataclass(frozen=True)
class Effective:
    """What the reviews of one claim come to: its status, the fields settled, the parts of a split.

    `status` is confirmed, corrected, rejected or split.
    """

    status: str
    settled: ReviewedClaim
    parts: tuple[tuple[str, ReviewedClaim], ...] = ()


def has_reviews(engine: Store) -> bool:
    """Whether any review is in force that changes or marks a claim."""
    reviews = read_reviews(engine.quads_for_pattern(None, None, None, REVIEWS_GRAPH))
    return any(review.decision != "overrule" for review in in_force(reviews))


def effective(reviews: Iterable[Review]) -> Effective | None:
    """What the reviews of one claim come to, the earliest first; None if there is none.

    The last one decides. Corrections after one another add up, field by field.
    """
    found: Effective | None = None
    for review in reviews:
        match review.decision:
            case "confirm":
                found = Effective("confirmed", ReviewedClaim())
            case "reject":
                found = Effective("rejected", ReviewedClaim())
            case "correct":
                before = found.settled if found else ReviewedClaim()
                found = Effective("corrected", review.yields[0].over(before))
            case "split":
                parts = tuple(zip(review.yielded_iris(), review.yields, strict=True))
                found = Effective("split", ReviewedClaim(), parts)
    return found


def apply_reviews(folder: Path) -> Mapping[str, str]:
    """Turn the engine's files in the folder, a copy of a generation, into the reviewed view.

    What was inferred from claims as they were read is left out. Gives the named graphs (IRIs) that
    differ now, each with a digest of what does. Raises OSError or RuntimeError.
    """
    engine = Store(str(folder))
    view = _View(engine)
    view.apply(in_force(read_reviews(engine.quads_for_pattern(None, None, None, REVIEWS_GRAPH))))
    engine.flush()
    return view.edited()


class _View:
    """Edits one copy: what goes and what comes is gathered, and written at the end."""

    def __init__(self, engine: Store) -> None:
        self._engine = engine
        self._documents = Documents(engine.quads_for_pattern)
        self._settled: set[str] = set()
        self._dropped: dict[Quad, None] = {}
        self._added: dict[Quad, None] = {}

    def apply(self, reviews: Iterable[Review]) -> None:
        """Let these reviews, which are in force, hold."""
        additions: list[Review] = []
        by_claim: defaultdict[str, list[Review]] = defaultdict(list)
        for review in reviews:
            if review.decision == "add":
                additions.append(review)
            elif review.used:
                by_claim[review.used].append(review)
        self._drop(list(self._engine.quads_for_pattern(None, None, None, INFERRED_GRAPH)))
        for iri, decided in by_claim.items():
            claim, outcome = self._documents.claim(iri), effective(decided)
            if claim is not None and outcome is not None:
                self._settle(claim, outcome)
        added: set[tuple[object, ...]] = set()
        for review in additions:
            self._add(review, added)
        self._write()

    def edited(self) -> dict[str, str]:
        """The graphs that differ from what was read, each with a digest of the edit."""
        return edit_digests(self._dropped, self._added)

    def _settle(self, claim: StoredClaim, outcome: Effective) -> None:
        graph = graph_of(claim.document)
        self._settled.add(claim.iri)
        match outcome.status:
            case "confirmed":
                self._put([status_quad(claim.iri, "confirmed", graph)])
            case "corrected":
                old, new = replacing_quads(self._engine, claim, outcome.settled, self._language)
                self._drop(old)
                self._put([*new, *self._merged_issues(new)])
                self._put([status_quad(claim.iri, "corrected", graph)])
            case "split":
                self._remove(claim)
                for iri, part in outcome.parts:
                    spans = self._spans_of_part(claim, part)
                    quote = part.quote or claim.quote
                    self._make(iri, claim.document, part, quote, spans, "split")
            case _:
                self._remove(claim)

    def _add(self, review: Review, added: set[tuple[object, ...]]) -> None:
        """Make what an addition yields, unless it was read meanwhile or another adds the same."""
        (said,) = review.yields
        spans = self._documents.spans_of(review.used, review.place)
        if not spans:
            return
        key = (review.used, spans, said.polarity, said.issues, said.holders and said.holders.named)
        read = self._read_meanwhile(review.used, spans[0], said)
        if read is not None:
            graph = graph_of(read.document)
            if read.iri not in self._settled:
                self._put([status_quad(read.iri, "confirmed", graph)])
        elif key not in added and review.place is not None:
            added.add(key)
            (iri,) = review.yielded_iris()
            self._make(iri, review.used, said, review.place.quote, spans, "added")

    def _read_meanwhile(self, document: str, span: Span, said: ReviewedClaim) -> StoredClaim | None:
        """The claim that a document makes itself by now at this place, with these values."""
        for claim in self._documents.claims(document):
            overlaps = any(start < span[1] and span[0] < end for start, end in claim.spans)
            if overlaps and is_alike(claim.said, said):
                return claim
        return None

    def _make(
        self,
        iri: str,
        document: str,
        said: ReviewedClaim,
        quote: str,
        spans: tuple[Span, ...],
        status: str,
    ) -> None:
        section = self._section_at(document, spans[0][0])
        if section is None:
            return
        new = NewClaim(iri, document, section, said, quote, spans, status)
        quads = list(claim_quads(self._documents, new))
        self._put([*quads, *self._merged_issues(quads)])

    def _spans_of_part(self, claim: StoredClaim, part: ReviewedClaim) -> tuple[Span, ...]:
        """Where the part's own quote stands inside the claim's evidence; else all of that."""
        inside = [
            (start, end)
            for start, end in places_of(self._documents.text(claim.document), part.quote)
            if claim.spans[0][0] <= start and end <= claim.spans[-1][1]
        ]
        return (inside[0],) if inside else claim.spans

    def _section_at(self, document: str, start: int) -> str | None:
        """The innermost section that holds the code point."""
        found = []
        for quad in self._engine.quads_for_pattern(None, RDF_TYPE, SECTION, graph_of(document)):
            if isinstance(quad.subject, NamedNode):
                node = quad.subject.value
                first = int(self._documents.text_of(node, OA_START))
                if first <= start < int(self._documents.text_of(node, OA_END)):
                    found.append((first, node))
        return max(found)[1] if found else None

    def _merged_issues(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """That a claim about a merged issue is about what it was merged into, however far."""
        for quad in quads:
            waiting = [quad.object]
            while waiting:
                issue = waiting.pop()
                if not isinstance(issue, NamedNode):
                    continue
                for step in self._engine.quads_for_pattern(
                    issue, P_MERGED_INTO, None, ISSUE_MERGES_GRAPH
                ):
                    waiting.append(step.object)
                    yield Quad(quad.subject, quad.predicate, step.object, quad.graph_name)

    def _language(self, document: str) -> str:
        return self._documents.language(document)

    def _remove(self, claim: StoredClaim) -> None:
        """Take a claim away with its holders and its evidence, and what points at them."""
        nodes = [claim.iri, self._documents.text_of(claim.iri, P_HOLDER_SET)]
        for evidence in self._documents.texts_of(claim.iri, P_EVIDENCE):
            nodes += [evidence, *self._documents.texts_of(evidence, P_SPAN)]
        quads: list[Quad] = []
        for node in map(NamedNode, filter(None, nodes)):
            quads += self._engine.quads_for_pattern(node, None, None, None)
            quads += self._engine.quads_for_pattern(None, None, node, None)
        kept = (DefaultGraph(), REVIEWS_GRAPH)
        self._drop([quad for quad in quads if quad.graph_name not in kept])

    def _drop(self, quads: Iterable[Quad]) -> None:
        self._dropped.update(dict.fromkeys(quads))

    def _put(self, quads: Iterable[Quad]) -> None:
        self._added.update(dict.fromkeys(quads))

    def _write(self) -> None:
        """Do all of it at once; what goes from its last named graph goes from the merge too."""
        merged = [
            Quad(quad.subject, quad.predicate, quad.object)
            for quad in self._dropped
            if not any(
                isinstance(each.graph_name, NamedNode) and each not in self._dropped
                for each in self._engine.quads_for_pattern(
                    quad.subject, quad.predicate, quad.object, None
                )
            )
        ]
        also = [Quad(quad.subject, quad.predicate, quad.object) for quad in self._added]
        request = edit_request([*self._dropped, *merged], [*self._added, *also])
        self._engine.update(request)
