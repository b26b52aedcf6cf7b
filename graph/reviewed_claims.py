"""A claim as an analyst reads it: a record, what quads say of it, and how one lies over another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from pyoxigraph import Literal, NamedNode

from ontology.terms import (
    MODALITY,
    P_CHANGED_FIELD,
    P_REVIEWED_CONDITION,
    P_REVIEWED_COUNT,
    P_REVIEWED_EXCLUSION,
    P_REVIEWED_HOLDER,
    P_REVIEWED_ISSUE,
    P_REVIEWED_MAXIMUM,
    P_REVIEWED_MINIMUM,
    P_REVIEWED_MODALITY,
    P_REVIEWED_PHRASE,
    P_REVIEWED_POLARITY,
    P_REVIEWED_QUANTIFIER,
    P_REVIEWED_QUOTE,
    P_REVIEWED_SPEECH_ACT,
    P_REVIEWED_TARGET_TEXT,
    P_REVIEWED_UNIVERSE_SIZE,
    POLARITY,
    QUANTIFIER,
    SPEECH_ACT,
    XSD_INTEGER,
)

HOLDERS = "holders"
"""The field that is settled as a whole: who is named or excluded, the group, and its bounds."""


@dataclass(frozen=True)
class Holders:
    """Who hold a claim: IRIs of actors, the group as in JSON output, and the bounds that follow.

    `count` goes with the quantifier "exact"; `size` is that of the universe, None outside one.
    """

    named: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    quantifier: str = ""
    count: int | None = None
    least: int = 1
    most: int = 1
    size: int | None = None
    phrase: str = ""

    @property
    def group(self) -> str:
        """The quantifier with its count: "several", "exact:20"; "" if only names hold."""
        return f"exact:{self.count}" if self.quantifier == "exact" else self.quantifier


@dataclass(frozen=True)
class ReviewedClaim:
    """The fields of a claim that an analyst settles; None leaves a field as it was read.

    An empty condition or target text takes it away. `issues` are IRIs. `quote` is that of a part
    of a split, if it has one of its own; it is no field.
    """

    polarity: str | None = None
    act: str | None = None
    modality: str | None = None
    issues: tuple[str, ...] | None = None
    target: str | None = None
    condition: str | None = None
    holders: Holders | None = None
    quote: str = ""

    def changed(self) -> list[str]:
        """Names of the fields that it settles."""
        return [name for name in FIELDS if getattr(self, name) is not None]

    def over(self, other: "ReviewedClaim") -> "ReviewedClaim":
        """The other claim with the fields of this one laid over it."""
        return replace(other, **{name: getattr(self, name) for name in self.changed()})


FIELDS = tuple(field.name for field in fields(ReviewedClaim) if field.name != "quote")

Fact = tuple[NamedNode, NamedNode | Literal]


def claim_facts(claim: ReviewedClaim) -> Iterator[Fact]:
    """What quads say of the claim."""
    for name in claim.changed():
        yield P_CHANGED_FIELD, Literal(name)
    if claim.polarity:
        yield P_REVIEWED_POLARITY, POLARITY[claim.polarity]
    if claim.act:
        yield P_REVIEWED_SPEECH_ACT, SPEECH_ACT[claim.act]
    if claim.modality:
        yield P_REVIEWED_MODALITY, MODALITY[claim.modality]
    for issue in claim.issues or ():
        yield P_REVIEWED_ISSUE, NamedNode(issue)
    for predicate, text in (
        (P_REVIEWED_TARGET_TEXT, claim.target),
        (P_REVIEWED_CONDITION, claim.condition),
        (P_REVIEWED_QUOTE, claim.quote),
    ):
        if text:
            yield predicate, Literal(text)
    if claim.holders is not None:
        yield from _holder_facts(claim.holders)


def read_claim_facts(facts: Mapping[NamedNode, list[NamedNode | Literal]]) -> ReviewedClaim:
    """The claim that these facts say."""

    def texts(predicate: NamedNode) -> tuple[str, ...]:
        return tuple(sorted(term.value for term in facts.get(predicate, ())))

    def text(predicate: NamedNode) -> str:
        return next(iter(texts(predicate)), "")

    def name(values: Mapping[str, NamedNode], predicate: NamedNode) -> str:
        return next((n for n, node in values.items() if node.value == text(predicate)), "")

    def number(predicate: NamedNode) -> int | None:
        return int(text(predicate)) if text(predicate) else None

    settled = ReviewedClaim(
        polarity=name(POLARITY, P_REVIEWED_POLARITY),
        act=name(SPEECH_ACT, P_REVIEWED_SPEECH_ACT),
        modality=name(MODALITY, P_REVIEWED_MODALITY),
        issues=texts(P_REVIEWED_ISSUE),
        target=text(P_REVIEWED_TARGET_TEXT),
        condition=text(P_REVIEWED_CONDITION),
        holders=Holders(
            named=texts(P_REVIEWED_HOLDER),
            excluded=texts(P_REVIEWED_EXCLUSION),
            quantifier=name(QUANTIFIER, P_REVIEWED_QUANTIFIER),
            count=number(P_REVIEWED_COUNT),
            least=number(P_REVIEWED_MINIMUM) or 1,
            most=number(P_REVIEWED_MAXIMUM) or 1,
            size=number(P_REVIEWED_UNIVERSE_SIZE),
            phrase=text(P_REVIEWED_PHRASE),
        ),
        quote=text(P_REVIEWED_QUOTE),
    )
    changed = texts(P_CHANGED_FIELD)
    kept = {field: getattr(settled, field) for field in FIELDS if field in changed}
    return ReviewedClaim(**kept, quote=settled.quote)


def _holder_facts(holders: Holders) -> Iterator[Fact]:
    for holder in holders.named:
        yield P_REVIEWED_HOLDER, NamedNode(holder)
    for holder in holders.excluded:
        yield P_REVIEWED_EXCLUSION, NamedNode(holder)
    if holders.quantifier:
        yield P_REVIEWED_QUANTIFIER, QUANTIFIER[holders.quantifier]
    for predicate, number in (
        (P_REVIEWED_COUNT, holders.count),
        (P_REVIEWED_MINIMUM, holders.least),
        (P_REVIEWED_MAXIMUM, holders.most),
        (P_REVIEWED_UNIVERSE_SIZE, holders.size),
    ):
        if number is not None:
            yield predicate, Literal(str(number), datatype=XSD_INTEGER)
    if holders.phrase:
        yield P_REVIEWED_PHRASE, Literal(holders.phrase)
