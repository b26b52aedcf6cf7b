"""Rows of stored questions that one graph gives whatever the others say; see graph.projecting.

A row of nothing says that this graph does not tell, and the engine has to be asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from graph.projected_terms import DOCUMENT_IRIS, LETTER_IRIS, OF_CHOICE
from ontology import terms

CHOICES, DISJOINT, REVIEWED = "choices-made", "claims-disjoint", "claims-reviewed"
SIGNED = "letters-signed"
"""Of letters only what is said of each: its IRI, which part (see LETTER_PARTS), its value, and the
document that says it; several graphs speak of one letter."""
FURTHER_ISSUES = "further issues"
"""Claims and the like of another graph, each with an issue that this one says it is about."""
WIDTH = 7
LETTER_PARTS = {
    terms.P_MEETING: "meeting",
    terms.P_ABOUT: "issue",
    terms.P_CLAIMED_COUNT: "count",
    terms.P_SIGNATORY: "signatory",
}

Value = NamedNode | Literal
Facts = Mapping[NamedNode, list[Value]]
Rows = Iterator[tuple[str, tuple[str | None, ...]]]


class OddGraphError(Exception):
    """The graph says something where only another may, or in a way that sums cannot follow."""


@dataclass(frozen=True)
class Own:
    """The IRIs of which one graph alone speaks: a document ("" for none), and what is below.

    `made` are further beginnings: in the reviewed view, of claims that reviews made.
    """

    document: str
    made: tuple[str, ...] = ()

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return (f"{self.document}/", *self.made)

    def has(self, iri: str) -> bool:
        """Whether the IRI is that of the document, or of something of it."""
        return iri == self.document or iri.startswith(self._beginnings)


def only(subject: NamedNode, facts: Facts, predicate: NamedNode) -> Value | None:
    """The one value, or None. Raises OddGraphError if there are several."""
    values = facts.get(predicate, ())
    if len(values) > 1:
        raise OddGraphError(f"{subject} has several {predicate}")
    return values[0] if values else None


def rows_of_graph(statements: Mapping[NamedNode, Facts], own: Own) -> Rows:
    """The rows, each with the question. Raises OddGraphError."""
    claims: dict[NamedNode, list[str]] = {}
    for subject, facts in statements.items():
        kinds = facts.get(terms.RDF_TYPE, ())
        if own.document and own.has(subject.value):
            if terms.CHOICE in kinds:
                yield from _choice(subject, facts, statements)
            if terms.POSITION_CLAIM in kinds:
                review = only(subject, facts, terms.P_REVIEW_STATUS)
                if review is not None:
                    yield REVIEWED, (subject.value, review.value.partition("#review-")[2])
                for node in facts.get(terms.P_HOLDER_SET, ()):
                    claims.setdefault(node, []).append(subject.value)  # type: ignore[arg-type]
        elif terms.P_DISJOINT_FROM in facts:
            yield DISJOINT, ()
        elif subject.value.startswith(DOCUMENT_IRIS):
            for issue in facts.get(terms.P_ABOUT, ()):
                yield FURTHER_ISSUES, (subject.value, issue.value)
        if terms.JOINT_LETTER in kinds or subject.value.startswith(LETTER_IRIS):
            yield from _letter(subject, facts, own.document)
    yield from _disjoint(statements, claims, own)


def _choice(subject: NamedNode, facts: Facts, statements: Mapping[NamedNode, Facts]) -> Rows:
    said = [only(subject, facts, predicate) for predicate in OF_CHOICE]
    document, meeting, section, mechanism, chooser = said
    options = {value.value.partition("#option-")[2] for value in facts.get(terms.P_OPTION, ())}
    if not options or None in (document, meeting, mechanism, chooser):
        return
    item = None
    if isinstance(section, NamedNode):
        item = only(section, statements.get(section, {}), terms.P_AGENDA_ITEM)
        if section not in statements:
            raise OddGraphError(f"{subject} is in no section of its document")
    texts = (value.value if value else None for value in (document, meeting, item, mechanism))
    named = chooser.value if chooser else None
    yield CHOICES, (subject.value, *texts, named, "+".join(sorted(options, reverse=True)))


def _disjoint(
    statements: Mapping[NamedNode, Facts], claims: Mapping[NamedNode, list[str]], own: Own
) -> Rows:
    found: set[tuple[str, str]] = set()
    for node, these in claims.items():
        for other in statements.get(node, {}).get(terms.P_DISJOINT_FROM, ()):
            if not own.has(other.value):
                yield DISJOINT, ()
            for its in claims.get(other, ()):  # type: ignore[arg-type]
                found |= {(min(one, its), max(one, its)) for one in these if one != its}
    for pair in sorted(found):
        yield DISJOINT, pair


def _letter(subject: NamedNode, facts: Facts, document: str) -> Rows:
    for predicate, part in LETTER_PARTS.items():
        for value in facts.get(predicate, ()):
            yield SIGNED, (subject.value, part, value.value, document or None)
