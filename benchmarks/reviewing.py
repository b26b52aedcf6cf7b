"""Lays random reviews over a store: each decision, each field, several on one claim."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyoxigraph import Store

from graph.claims import Documents, StoredClaim, place_at
from graph.generation import current_generation
from graph.reviewed_claims import ReviewedClaim
from graph.reviews import Review, review_quads
from graph.store import StoreWriter
from ontology.iris import REVIEWS_GRAPH
from ontology.terms import DOCUMENT

_FIELDS = ("polarity", "act", "modality", "issues", "target", "condition", "holders")
_DECISIONS = ("confirm", "reject", "correct", "correct", "correct", "split", "add", "undo")
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def random_reviews(
    engine: Store, count: int, seed: int, *, documents: int | None = None
) -> list[Review]:
    """So many reviews of claims of the store, or of some of its documents; one in three falls on a
    claim that was reviewed before."""
    chance, held = random.Random(seed), Documents(engine.quads_for_pattern)
    papers = sorted(held.all_of_class(DOCUMENT))
    some = papers if documents is None else chance.sample(papers, min(documents, len(papers)))
    claims = [claim for paper in some for claim in held.claims(paper)]
    made: list[Review] = []
    touched: list[StoredClaim] = []
    for n in range(count):
        again = touched and chance.random() < 1 / 3
        claim = chance.choice(touched if again else claims)
        decision = chance.choice(_DECISIONS)
        time = _FIRST + timedelta(minutes=n)
        if decision == "undo" and made:
            made.append(Review("undo", "bench", time, undoes=chance.choice(made).iri))
            continue
        touched.append(claim)
        made.append(
            _review(held, claim, "confirm" if decision == "undo" else decision, time, claims,
                    chance)
        )  # fmt: skip
    return made


def lay_over(store: Path, reviews: Sequence[Review]) -> int:
    """Let the store have these reviews and no others, and publish; the generation's number."""
    with StoreWriter(store, minimum_free_bytes=0) as writer:
        writer.replace_graph(REVIEWS_GRAPH.value, review_quads(reviews))
        return writer.publish()


def published_reviews_of(store: Path, count: int, seed: int) -> list[Review]:
    """Random reviews of what is published in a store in a folder."""
    return random_reviews(Store.read_only(str(current_generation(store).path)), count, seed)


def _review(
    held: Documents,
    claim: StoredClaim,
    decision: str,
    time: datetime,
    claims: Sequence[StoredClaim],
    chance: random.Random,
) -> Review:
    place = place_at(held.text(claim.document), claim.quote, *claim.spans[0])
    others = [chance.choice(claims).said for _ in range(2)]
    review = Review(
        decision, "bench", time, claim=claim.iri, paper=held.paper(claim.document), place=place,
        seen=claim.said, used=claim.iri,
    )  # fmt: skip
    match decision:
        case "correct":
            fields = chance.sample(_FIELDS, chance.randint(1, 3))
            said = ReviewedClaim(**{name: getattr(others[0], name) for name in fields})
            return replace(review, yields=(said,))
        case "split":
            half = " ".join(claim.quote.split()[:3])
            parts = (replace(others[0], quote=half), replace(claim.said, act=others[1].act))
            return replace(review, yields=parts)
        case "add":
            said = claim.said if chance.random() < 1 / 3 else others[0]
            return replace(review, claim="", seen=None, used=claim.document, yields=(said,))
    return review
