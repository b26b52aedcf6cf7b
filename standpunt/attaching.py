"""To which claim of today a review belongs: by paper, quote and place, never by IRI alone.

Missing beats wrong: where no claim is recognisably the one that was reviewed, the review is
orphaned, which is listed, and the view does without it.
"""

from collections.abc import Iterator
from dataclasses import replace

from graph.claims import Documents, StoredClaim, is_alike, place_at
from graph.reviews import Place, Review, ReviewedClaim

_STRICT = frozenset({"confirm", "reject"})


def attach(review: Review, documents: Documents) -> str:
    """IRI of the claim that a review is about today (of an addition: the document); "" if none.

    A claim is the same one if its paper is, if its evidence has the same quote or overlaps the
    place where the quote stands now, and if it says the same. Of a claim that is to be corrected
    or split, the same holders, or the same stance and issue, are enough.
    """
    if review.paper is None or review.place is None:
        return ""
    for document in _versions(review, documents):
        if review.decision == "add":
            if documents.spans_of(document, review.place):
                return document
            continue
        claims = _at_place(documents, document, review.place)
        found = [claim for claim in claims if _is_same(claim, review, claims)]
        if found:
            return min(found, key=lambda claim: _distance(claim, review, documents)).iri
    return ""


def attach_answer(review: Review, documents: Documents) -> str:
    """IRI of the claim that answers an announcement today, by quote and place; "" if none.

    It is looked for in the paper it stood in, then in the others of the meeting.
    """
    answer = review.answer
    if answer is None or answer.place is None or answer.seen is None or review.paper is None:
        return ""
    own = answer.claim.partition("/claim/")[0]
    others = [p.iri for p in documents.papers() if p.meeting == review.paper.meeting]
    asked = replace(review, place=answer.place, seen=answer.seen, claim=answer.claim)
    for document in dict.fromkeys([own, *others]):
        claims = _at_place(documents, document, answer.place) if documents.text(document) else []
        found = [claim for claim in claims if _is_same(claim, asked, claims)]
        if found:
            return min(found, key=lambda claim: _distance(claim, asked, documents)).iri
    return ""


def _versions(review: Review, documents: Documents) -> Iterator[str]:
    """The document that was reviewed, if it is still there; else its other versions."""
    paper = review.paper
    if paper is None:
        return
    if documents.text(paper.iri):
        yield paper.iri
        return
    for other in documents.papers():
        if other.is_same_paper(paper):
            yield other.iri


def _at_place(documents: Documents, document: str, place: Place) -> list[StoredClaim]:
    """Claims of the document with that quote; else those whose evidence overlaps its place."""
    claims = documents.claims(document)
    quoted = [claim for claim in claims if claim.quote == place.quote]
    if quoted:
        return quoted
    spans = documents.spans_of(document, place)
    return [
        claim
        for claim in claims
        if any(a < end and start < b for a, b in spans for start, end in claim.spans)
    ]


def _is_same(claim: StoredClaim, review: Review, beside: list[StoredClaim]) -> bool:
    seen = review.seen
    if seen is None:
        return False
    if is_alike(claim.said, seen):
        return True
    if review.decision in _STRICT:
        return False
    # Another claim that says just what was seen is the one; then this one is not.
    return _is_akin(claim.said, seen) and not any(is_alike(each.said, seen) for each in beside)


def _is_akin(said: ReviewedClaim, seen: ReviewedClaim) -> bool:
    """True if either the holders, or polarity and an issue, are the same."""
    if said.holders is None or seen.holders is None:
        return False
    same_holders = (said.holders.named, said.holders.group) == (
        seen.holders.named,
        seen.holders.group,
    )
    same_stance = said.polarity == seen.polarity and bool(
        set(said.issues or ()) & set(seen.issues or ())
    )
    return same_holders or same_stance


def _distance(
    claim: StoredClaim, review: Review, documents: Documents
) -> tuple[int, int, bool, str]:
    """Least for the likeliest claim: what it says, then which time its quote stands there."""
    seen = review.seen or ReviewedClaim()
    differing = sum(getattr(claim.said, field) != getattr(seen, field) for field in seen.changed())
    start, end = claim.spans[0][0], claim.spans[-1][1]
    now = place_at(documents.text(claim.document), claim.quote, start, end)
    moved = abs(now.occurrence - review.place.occurrence) if review.place else 0
    return (differing, moved, claim.iri != review.claim, claim.iri)
