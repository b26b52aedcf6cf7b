"""What the reviewed view says of a claim that was corrected, added or split off, as quads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.claims import Documents, Span, StoredClaim, graph_of
from graph.reviewed_claims import Holders, ReviewedClaim
from ontology.iris import bloc_iri, evidence_iri, holders_iri, span_iri
from ontology.terms import (
    EVIDENCE,
    HOLDER_SET,
    MODALITY,
    OA_END,
    OA_START,
    OA_TEXT_POSITION_SELECTOR,
    P_ABOUT,
    P_AGENDA_ITEM,
    P_CONCERNS_MEETING,
    P_CONDITION,
    P_CONFIDENCE,
    P_DISJOINT_FROM,
    P_DOCUMENT,
    P_EVIDENCE,
    P_EXACT_COUNT,
    P_EXCLUDED_HOLDER,
    P_HOLDER_SET,
    P_MAX_HOLDERS,
    P_MEETING,
    P_MIN_HOLDERS,
    P_MODALITY,
    P_NAMED_HOLDER,
    P_PHRASE,
    P_POLARITY,
    P_QUANTIFIER,
    P_QUOTE,
    P_REPORTER,
    P_REVIEW_STATUS,
    P_RULE,
    P_SECTION,
    P_SPAN,
    P_SPAN_ORDER,
    P_SPEECH_ACT,
    P_TARGET_TEXT,
    P_UNIVERSE,
    P_UNIVERSE_SIZE,
    POLARITY,
    POSITION_CLAIM,
    QUANTIFIER,
    RDF_TYPE,
    REVIEW_STATUS,
    SPEECH_ACT,
    XSD_DECIMAL,
    XSD_INTEGER,
)

RULE = "review"
"""The rule that a claim names which an analyst made."""

_CERTAIN = Literal("1.00", datatype=XSD_DECIMAL)
Fact = tuple[NamedNode, NamedNode | Literal | None]

_PREDICATES = {
    "polarity": (P_POLARITY,),
    "act": (P_SPEECH_ACT,),
    "modality": (P_MODALITY,),
    "issues": (P_ABOUT,),
    "target": (P_TARGET_TEXT,),
    "condition": (P_CONDITION,),
}
_OF_HOLDERS = (
    P_NAMED_HOLDER, P_EXCLUDED_HOLDER, P_QUANTIFIER, P_EXACT_COUNT, P_MIN_HOLDERS, P_MAX_HOLDERS,
    P_UNIVERSE, P_UNIVERSE_SIZE, P_PHRASE, P_DISJOINT_FROM,
)  # fmt: skip


@dataclass(frozen=True)
class NewClaim:
    """A claim that no document's reading made, and where in its document it stands."""

    iri: str
    document: str
    section: str
    said: ReviewedClaim
    quote: str
    spans: tuple[Span, ...]
    status: str


def status_quad(claim: str, status: str, graph: NamedNode) -> Quad:
    """That reviews brought the claim into the view as this."""
    return Quad(NamedNode(claim), P_REVIEW_STATUS, REVIEW_STATUS[status], graph)


def replacing_quads(
    engine: Store, claim: StoredClaim, settled: ReviewedClaim, language: Callable[[str], str]
) -> tuple[list[Quad], list[Quad]]:
    """The quads of a claim that a correction makes void, and those that take their place."""
    node, graph = NamedNode(claim.iri), graph_of(claim.document)
    old: list[Quad] = []
    for field in settled.changed():
        for predicate in _PREDICATES.get(field, ()):
            old += engine.quads_for_pattern(node, predicate, None, None)
    new = [*_facts(node, _claim_facts(settled, language(claim.document)), graph)]
    if settled.holders is not None:
        (holders,) = [
            quad.object
            for quad in engine.quads_for_pattern(node, P_HOLDER_SET, None, graph)
            if isinstance(quad.object, NamedNode)
        ]
        for predicate in _OF_HOLDERS:
            old += engine.quads_for_pattern(holders, predicate, None, None)
        old += engine.quads_for_pattern(None, P_DISJOINT_FROM, holders, None)
        new += _facts(holders, _holder_facts(settled.holders, language(claim.document)), graph)
    return [quad for quad in old if isinstance(quad.graph_name, NamedNode)], new


def claim_quads(documents: Documents, new: NewClaim) -> Iterator[Quad]:
    """All quads of a claim that an analyst made; the section gives its agenda item."""
    node, graph = NamedNode(new.iri), graph_of(new.document)
    language = documents.language(new.document)
    holders = holders_iri(node)
    item = documents.text_of(new.section, P_AGENDA_ITEM)
    meeting = documents.text_of(new.document, P_CONCERNS_MEETING)
    yield from _facts(
        node,
        [
            (RDF_TYPE, POSITION_CLAIM),
            (P_DOCUMENT, NamedNode(new.document)),
            (P_SECTION, NamedNode(new.section)),
            (P_AGENDA_ITEM, NamedNode(item) if item else None),
            (P_MEETING, NamedNode(meeting) if meeting else None),
            (P_REPORTER, NamedNode(documents.text_of(new.document, P_REPORTER))),
            (P_HOLDER_SET, holders),
            (P_RULE, Literal(RULE)),
            (P_CONFIDENCE, _CERTAIN),
            *_claim_facts(new.said, language),
        ],
        graph,
    )
    yield Quad(holders, RDF_TYPE, HOLDER_SET, graph)
    yield from _facts(holders, _holder_facts(new.said.holders or Holders(), language), graph)
    yield from _evidence_quads(node, new, language, graph)
    yield status_quad(new.iri, new.status, graph)


def _evidence_quads(
    claim: NamedNode, new: NewClaim, language: str, graph: NamedNode
) -> Iterator[Quad]:
    evidence = evidence_iri(claim)
    yield Quad(claim, P_EVIDENCE, evidence, graph)
    quote = _words(new.quote, language)
    yield from _facts(evidence, [(RDF_TYPE, EVIDENCE), (P_QUOTE, quote)], graph)
    for order, (start, end) in enumerate(new.spans, 1):
        span = span_iri(evidence, order)
        yield Quad(evidence, P_SPAN, span, graph)
        yield from _facts(
            span,
            [
                (RDF_TYPE, OA_TEXT_POSITION_SELECTOR),
                (OA_START, _integer(start)),
                (OA_END, _integer(end)),
                (P_SPAN_ORDER, _integer(order)),
            ],
            graph,
        )


def _claim_facts(said: ReviewedClaim, language: str) -> Iterator[Fact]:
    yield P_POLARITY, POLARITY.get(said.polarity or "")
    yield P_SPEECH_ACT, SPEECH_ACT.get(said.act or "")
    yield P_MODALITY, MODALITY.get(said.modality or "")
    for issue in said.issues or ():
        yield P_ABOUT, NamedNode(issue)
    yield P_TARGET_TEXT, _words(said.target, language)
    yield P_CONDITION, _words(said.condition, language)


def _holder_facts(holders: Holders, language: str) -> Iterator[Fact]:
    for holder in holders.named:
        yield P_NAMED_HOLDER, NamedNode(holder)
    for holder in holders.excluded:
        yield P_EXCLUDED_HOLDER, NamedNode(holder)
    yield P_QUANTIFIER, QUANTIFIER.get(holders.quantifier)
    yield P_EXACT_COUNT, _integer(holders.count)
    yield P_MIN_HOLDERS, _integer(holders.least)
    yield P_MAX_HOLDERS, _integer(holders.most)
    yield P_UNIVERSE, bloc_iri("EU") if holders.size else None
    yield P_UNIVERSE_SIZE, _integer(holders.size)
    yield P_PHRASE, _words(holders.phrase, language)


def _facts(node: NamedNode, facts: Iterable[Fact], graph: NamedNode) -> Iterator[Quad]:
    for predicate, value in facts:
        if value is not None:
            yield Quad(node, predicate, value, graph)


def _words(text: str | None, language: str) -> Literal | None:
    return Literal(text, language=language) if text else None


def _integer(number: int | None) -> Literal | None:
    return None if number is None else Literal(str(number), datatype=XSD_INTEGER)
