"""Reviews of claims: made, taken back and kept; the functions that commands and pages call.

A review is one more record, in the graph id:graph/reviews: no document is touched, and none of
them is ever changed or removed. What they come to is the reviewed view (graph.reviewed).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path

from graph.claims import Documents, StoredClaim, place_at
from graph.interface import Writer
from graph.masking import mask_reviews
from graph.opening import open_writer, published_engine, published_generation
from graph.reviewed import effective
from graph.reviews import (
    Answer,
    Place,
    Review,
    ReviewedClaim,
    in_force,
    read_reviews,
    review_quads,
)
from ontology.iris import REFERENCE_GRAPH, REVIEWS_GRAPH
from ontology.modules import reference_quads
from ontology.terms import CANDIDATE_ISSUE, ID, P_START_DATE
from standpunt.attaching import attach, attach_answer
from standpunt.errors import ReviewError
from standpunt.settling import Change, issue_name, settle
from standpunt.targets import find_claim, find_document, find_quote

_NEEDED = ("polarity", "issue")
OVERRULED: Mapping[bool, tuple[str, ...]] = {
    False: ("delivered", "strengthened", "weakened", "changed-sign", "not-reported"),
    True: ("confirmed", "possible", "contradicted", "not-reported", "not-testable"),
}
"""The outcomes that a reviewer can give: of an announcement, and of a forecast (True)."""

UNANSWERED = ("not-reported", "not-testable")
"""The outcomes that no claim of a report stands behind."""

Make = Callable[[Documents, Sequence[Review]], Review]


def add_review(
    store: Path,
    claim: str,
    decision: str,
    *,
    author: str,
    reason: str = "",
    changes: Sequence[Change] = (),
) -> Review:
    """Confirm or reject a claim, correct it (one change) or split it (two or more); publish that.

    `claim` is an IRI, or its end (0123456789abcdef/claim/120-1). Raises ReviewError if there is no
    such claim or a value is not known, StoreError if the store cannot be written.
    """

    def make(documents: Documents, reviews: Sequence[Review]) -> Review:
        found = find_claim(documents, reviews, claim)
        base = _as_reviewed(found, reviews)
        day = _day(documents, found.document)
        candidates = _candidates(documents)
        yields = tuple(settle(change, base, day, candidates) for change in changes)
        if decision == "split":
            yields = tuple(_part(each, base, found) for each in yields)
        elif yields and not yields[0].changed():
            raise ReviewError("nothing to correct; say what, as --polarity oppose")
        return Review(
            decision,
            author,
            _now(),
            reason,
            claim=found.iri,
            paper=documents.paper(found.document),
            place=_place(documents, found),
            seen=found.said,
            yields=yields,
        )

    return _record(store, make)


def add_claim(
    store: Path,
    document: str,
    quote: str,
    change: Change,
    *,
    author: str,
    reason: str = "",
    occurrence: int | None = None,
) -> Review:
    """Add a claim that was missed, by words of its document; publish that.

    `document` is an IRI, the first 16 digits of a hash or a file name. White space in the quote is
    any white space; where it stands several times, `occurrence` (from 1) says which is meant.
    Speech act and modality are state and stated if the change does not say. Raises as add_review.
    """

    def make(documents: Documents, reviews: Sequence[Review]) -> Review:
        iri = find_document(documents, document)
        text = documents.text(iri)
        start, end = find_quote(text, quote, occurrence, documents.paper(iri).file_name)
        for name in _NEEDED:
            if not getattr(change, name):
                raise ReviewError(f"an added claim needs a {name}; give --{name}")
        if not change.holder and not change.group:
            raise ReviewError("an added claim needs a holder; give --holder or --group")
        given = replace(change, act=change.act or "state", modality=change.modality or "stated")
        settled = settle(given, None, _day(documents, iri), _candidates(documents))
        place = place_at(text, quote, start, end)
        paper = documents.paper(iri)
        return Review("add", author, _now(), reason, paper=paper, place=place, yields=(settled,))

    return _record(store, make)


def overrule(
    store: Path,
    claim: str,
    outcome: str,
    *,
    author: str,
    reason: str = "",
    reported: str = "",
    issue: str = "",
) -> Review:
    """Say what became of an announcement or forecast, whatever the rule says; publish that.

    `claim` is the announcement, `reported` the claim of a report that answers it, both by IRI or
    its end; `issue`, a slug, limits the outcome to one of the claim's issues. Raises ReviewError
    for an unknown claim, an outcome that does not go with it, or an answer that is missing or
    too much; StoreError as add_review.
    """

    def make(documents: Documents, reviews: Sequence[Review]) -> Review:
        found = find_claim(documents, reviews, claim)
        answered = find_claim(documents, reviews, reported) if reported else None
        fitting = OVERRULED[found.said.modality == "expected"]
        if outcome not in fitting:
            raise ReviewError(
                f"{outcome!r} is no outcome of such a claim; use one of {', '.join(fitting)}"
            )
        if (answered is None) != (outcome in UNANSWERED):
            need = "no claim of a report" if answered else "the claim of a report that answers it"
            raise ReviewError(f"the outcome {outcome} takes {need}; see --reported")
        iri = _issue_of(found, issue, _candidates(documents))
        answer = Answer(outcome, iri)
        if answered is not None:
            place = _place(documents, answered)
            answer = replace(answer, claim=answered.iri, place=place, seen=answered.said)
        return Review(
            "overrule", author, _now(), reason,
            claim=found.iri, paper=documents.paper(found.document),
            place=_place(documents, found), seen=found.said, answer=answer,
        )  # fmt: skip

    return _record(store, make)


def undo(store: Path, review: str, *, author: str, reason: str = "") -> Review:
    """Take a review back, and publish that; both stay on record.

    `review` is an IRI or its last 16 digits. Raises ReviewError if no such review is in force.
    """

    def make(documents: Documents, reviews: Sequence[Review]) -> Review:
        wanted = review.strip("<>").removeprefix(f"{ID}review/")
        by_digits = {each.iri.rpartition("/")[2]: each for each in reviews}
        if wanted not in by_digits:
            near = get_close_matches(wanted, by_digits, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else "."
            raise ReviewError(f"there is no review {wanted}{hint} List them: standpunt review list")
        found = by_digits[wanted]
        if found not in in_force(reviews):
            raise ReviewError(f"review {wanted} is taken back already, or takes another back")
        return Review("undo", author, _now(), reason, undoes=found.iri)

    return _record(store, make)


def add_all(store: Path, reviews: Iterable[Review]) -> list[Review]:
    """Add reviews made elsewhere, each attached to the claims here; those that are new here."""
    published_generation(store)
    with open_writer(store) as writer:
        stored = stored_reviews(writer)
        known = {each.iri for each in stored}
        unique = {each.iri: each for each in mask_reviews(writer.forgotten, reviews)}
        new = [each for iri, each in sorted(unique.items()) if iri not in known]
        if new:
            _write(writer, new, stored)
            writer.publish()
        return [each for each in stored_reviews(writer) if each.iri not in known]


def published_reviews(store: Path) -> list[Review]:
    """All reviews of the published generation, the earliest first."""
    engine = published_engine(store, REVIEWS_GRAPH)
    return read_reviews(engine.quads_for_pattern(None, None, None, REVIEWS_GRAPH))


def stored_reviews(writer: Writer) -> list[Review]:
    """All reviews that a store holds, published or not, the earliest first."""
    return read_reviews(writer.quads(graph=REVIEWS_GRAPH))


def reattach(writer: Writer) -> None:
    """Let each review belong to the claim that has its evidence now; for every write of documents.

    To be called before publish(). Writes nothing if nothing moved.
    """
    if reviews := stored_reviews(writer):
        _write(writer, reviews)


def _record(store: Path, make: Make) -> Review:
    """Make one review under the writer's lock, attach it, and publish it."""
    published_generation(store)  # a store must be there; the writer would make one
    with open_writer(store) as writer:
        stored = stored_reviews(writer)
        made = make(Documents(writer.quads), stored)
        made = replace(made, author=made.author.strip(), reason=" ".join(made.reason.split()))
        (made,) = mask_reviews(writer.forgotten, [made])
        if not made.author:
            raise ReviewError("a review has an author; give a name with --by")
        if fault := made.fault():
            raise ReviewError(f"this review {fault}")
        _write(writer, [made], [each for each in stored if each.iri != made.iri])
        writer.publish()
        (kept,) = [each for each in stored_reviews(writer) if each.iri == made.iri]
        return kept


def _write(writer: Writer, attaching: Iterable[Review], kept: Iterable[Review] = ()) -> None:
    """Make these the reviews of the store, the first attached anew, the others as they are."""
    documents = Documents(writer.quads)
    attached = [_attached(each, documents) for each in attaching]
    writer.replace_graphs(
        {
            REVIEWS_GRAPH.value: review_quads([*kept, *attached]),
            REFERENCE_GRAPH.value: reference_quads(),
        }
    )


def _attached(review: Review, documents: Documents) -> Review:
    answer = review.answer
    if answer is not None:
        answer = replace(answer, used=attach_answer(review, documents))
    return replace(review, used=attach(review, documents), answer=answer)


def _as_reviewed(claim: StoredClaim, reviews: Sequence[Review]) -> ReviewedClaim:
    """The claim with the corrections that are in force laid over what was read."""
    outcome = effective(each for each in in_force(reviews) if each.used == claim.iri)
    return outcome.settled.over(claim.said) if outcome else claim.said


def _place(documents: Documents, claim: StoredClaim) -> Place:
    start, end = claim.spans[0][0], claim.spans[-1][1]
    return place_at(documents.text(claim.document), claim.quote, start, end)


def _issue_of(claim: StoredClaim, name: str, candidates: set[str]) -> str:
    if not name:
        return ""
    settled = settle(Change(issue=name), None, date.min, candidates)
    (iri, *more) = settled.issues or ("",)
    if more or iri not in (claim.said.issues or ()):
        known = ", ".join(map(issue_name, claim.said.issues or ()))
        raise ReviewError(f"the claim is not about {name!r} alone; it is about: {known}")
    return iri


def _part(part: ReviewedClaim, base: ReviewedClaim, claim: StoredClaim) -> ReviewedClaim:
    """A part of a split, whole: what it does not say is as in the claim that was split."""
    if not part.changed() and not part.quote:
        raise ReviewError("each part of a split says what is different in it, as polarity=oppose")
    if part.quote and " ".join(part.quote.split()) not in claim.quote:
        raise ReviewError(f"the claim's evidence does not hold the words {part.quote!r}")
    return replace(part.over(base), quote=part.quote)


def _day(documents: Documents, document: str) -> date:
    meeting = documents.paper(document).meeting
    day = documents.text_of(meeting, P_START_DATE)
    if not day:
        raise ReviewError(f"{document} is about no meeting; read it again with --meeting")
    return date.fromisoformat(day)


def _candidates(documents: Documents) -> set[str]:
    return {issue_name(iri) for iri in documents.all_of_class(CANDIDATE_ISSUE)}


def _now() -> datetime:
    """To the microsecond: the last decision holds, also of two in one second."""
    return datetime.now(UTC)
