"""What an answer rests on, in words: under it, in its pictures and its files."""

import re
from collections.abc import Iterator

from dashboard.answers import rows
from dashboard.catalogue import find_claims
from dashboard.honesty import Basis, basis_of_claims, basis_text
from dashboard.listing import mask, whole_outline
from dashboard.outline import basis_of
from dashboard.pools import generation
from dashboard.query_run import Outcome
from dashboard.records import number_of
from dashboard.wording import Wording
from graph.answer import Table, Triples, plain
from graph.errors import QueryError
from ontology.terms import ID

MOST_DOCUMENTS = 12  # of whose claims the holders are asked for, where there are no columns
_CLAIM = re.compile(rf"{re.escape(ID)}document/[0-9a-f]+/claim/[\w.-]+")
_DOCUMENT = re.compile(rf"{re.escape(ID)}document/[0-9a-f]+")


def answer_basis(words: Wording, outcome: Outcome) -> str:
    """The claims that the answer names, or else that the whole store was asked; and what was cut.

    What an analyst's own query counts without naming it cannot be told from its answer, and that
    is said. Raises StoreError if there is no published generation.
    """
    told = tuple(_told(words, outcome))
    claims, documents = named_in(outcome)
    try:
        if claims and (said := _of_claims(words, claims, told)):
            return said
        return _of_the_store(words, documents, told)
    except QueryError:  # too large a store to count in time
        return "; ".join((words("answer-basis.uncounted"), *told)) + "."


def named_in(outcome: Outcome) -> tuple[frozenset[str], frozenset[str]]:
    """The claims and the documents that an answer names anywhere, as IRIs.

    A holder set or a piece of evidence names its claim, a claim its document.
    """
    claims, documents = set(), set()
    for text in _texts(outcome):
        if ID in text:
            claims.update(_CLAIM.findall(text))
            documents.update(_DOCUMENT.findall(text))
    return frozenset(claims), frozenset(documents)


def _texts(outcome: Outcome) -> Iterator[str]:
    match outcome.answer:
        case Table() as table:
            yield from (plain(term) or "" for row in table.rows for term in row)
        case Triples() as triples:
            for one in triples.triples:
                yield from (plain(term) or "" for term in (one.subject, one.object))


def _of_claims(words: Wording, claims: frozenset[str], told: tuple[str, ...]) -> str:
    """The basis of these claims; "" if none of them is a claim of the published generation."""
    whole = whole_outline()
    if whole is not None:
        places = [whole.place[iri] for iri in claims if iri in whole.place]
        if not places:
            return ""
        basis = basis_of(whole.take(mask(places, len(whole))), caps=told)
        return f"{words('answer-basis.named')} {basis_text(words, basis)}"
    documents = sorted({iri.partition("/claim/")[0] for iri in claims})
    if len(documents) > MOST_DOCUMENTS:
        named = words("answer-basis.many", claims=len(claims), documents=len(documents))
        number = words("answer-basis.generation", n=generation().number)
        return "; ".join((named, number, *told)) + "."
    found = [
        claim
        for document in documents
        for claim in find_claims(words.language, document=document)
        if claim.iri in claims
    ]
    if not found:
        return ""
    return f"{words('answer-basis.named')} {basis_text(words, basis_of_claims(found, told))}"


def _of_the_store(words: Wording, documents: frozenset[str], told: tuple[str, ...]) -> str:
    if documents:
        lead = words.count("answer-basis.papers", len(documents))
    else:
        lead = words("answer-basis.untold")
    return f"{lead} {words('answer-basis.whole')} {basis_text(words, _whole(told))}"


def _whole(told: tuple[str, ...]) -> Basis:
    whole = whole_outline()
    if whole is not None:
        return basis_of(whole, caps=told)
    (row,) = rows("store-basis")
    named, low, high = (number_of(row, name) for name in ("named", "anonymousMin", "anonymousMax"))
    return Basis(
        documents=number_of(row, "documents"),
        claims=number_of(row, "claims"),
        anonymous_low=low / (low + named) if low + named else 0.0,
        anonymous_high=high / (high + named) if high + named else 0.0,
        majorities=number_of(row, "majorities"),
        caps=told,
    )


def _told(words: Wording, outcome: Outcome) -> list[str]:
    """What is to be said of the run itself."""
    asked = outcome.asked.astimezone()
    told = [words("answer-basis.asked", at=f"{asked:%Y-%m-%d %H:%M}")]
    number = getattr(outcome.answer, "generation", 0)
    if number != generation().number:
        told.append(words("answer-basis.other", n=number))
    if outcome.count is not None:
        told.append(words.count("query.gave", outcome.count))
    if outcome.is_cut:
        told.append(words("answer-basis.cut"))
    return told
