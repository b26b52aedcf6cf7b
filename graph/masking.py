"""Masks forgotten names in a whole graph, so that what hangs together goes on hanging together.

The IRI of a review is minted from what it says: a masked review gets a new one, and the others
that point at it, or at a claim it yields, follow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.forgotten import ForgottenNames
from graph.quads import graph_lines
from graph.reviews import Answer, Review, read_reviews, review_quads
from ontology.terms import RDF_TYPE, REVIEW

_ANY = NamedNode("urn:x-standpunt:graph")


def mask_graph(names: ForgottenNames, quads: Iterable[Quad]) -> Sequence[Quad]:
    """The quads of one graph without a forgotten name; the same ones if there is none in them."""
    kept = tuple(quads)
    masked = names.mask_quads(kept)
    if masked == kept or not any(
        quad.predicate == RDF_TYPE and quad.object == REVIEW for quad in kept
    ):
        return masked
    return review_quads(mask_reviews(names, read_reviews(kept)))


def mask_reviews(names: ForgottenNames, reviews: Iterable[Review]) -> list[Review]:
    """The reviews without a forgotten name, the earliest first."""
    kept = sorted(reviews, key=lambda review: (review.time, review.iri))
    if not names:
        return kept
    moved: dict[str, str] = {}
    masked = []
    for review in kept:
        (said,) = read_reviews(names.mask_quads(review_quads([review]))) or (review,)
        now = replace(
            said,
            undoes=moved.get(review.undoes, review.undoes),
            claim=moved.get(review.claim, said.claim),
            used=moved.get(review.used, said.used),
            answer=_moved_answer(said, review, moved),
        )
        moved[review.iri] = now.iri
        moved |= dict(zip(review.yielded_iris(), now.yielded_iris(), strict=True))
        masked.append(now)
    return masked


def _moved_answer(said: Review, review: Review, moved: Mapping[str, str]) -> Answer | None:
    if said.answer is None or review.answer is None:
        return None
    return replace(
        said.answer,
        claim=moved.get(review.answer.claim, said.answer.claim),
        used=moved.get(review.answer.used, said.answer.used),
    )


def mask_lines(names: ForgottenNames, lines: Iterable[str]) -> list[str]:
    """The statements of a graph, as graph_lines() gives them, without a forgotten name."""
    kept = list(lines)
    quads = tuple(
        Quad(found.subject, found.predicate, found.object, _ANY)
        for found in parse("\n".join(kept), format=RdfFormat.N_TRIPLES)
    )
    masked = mask_graph(names, quads)
    if masked == quads:
        return kept
    return graph_lines(_ANY, [Quad(quad.subject, quad.predicate, quad.object) for quad in masked])
