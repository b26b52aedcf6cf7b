"""What a document's quads must meet before they are stored.

Honest evidence, known terms, the SHACL shapes, and the rules that are queries. Works on the quads
of one document and the reference data; knows neither the store nor how the quads were made.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from graph.checking import CheckResult, DocumentChecks
from ingest.flat import fold_spans
from ontology.modules import reference_quads, shapes_path
from ontology.terms import (
    CB,
    CT,
    EVIDENCE,
    ID,
    OA_END,
    OA_START,
    P_QUOTE,
    P_SPAN,
    P_SPAN_ORDER,
    P_TEXT,
    SP,
)
from standpunt.shapes import CompiledShapes, Result, Term, UncompiledShapeError
from standpunt.violations import Facts, Violation

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_logger = logging.getLogger(__name__)

EVIDENCE_RULE = "evidence"
TERM_RULE = "term"
# IRIs that stand for something of the reference graph; a document may point at them, not make them.
_OF_THE_ONTOLOGY = re.compile(
    f"{re.escape(SP)}|{re.escape(CT)}|{re.escape(CB)}"
    f"|{re.escape(ID)}(?:actor|bloc|configuration|presidency|issue/(?!candidate/))"
)


def _dishonest(facts: Facts, node: Term, raw: str) -> Iterator[Violation]:
    iri = node.value if isinstance(node, NamedNode) else str(node)
    (quote, *more) = facts.values(node, P_QUOTE) or [""]
    spans = [_span(facts, span) for span in facts.nodes(node, P_SPAN)]
    if more or not quote:
        yield Violation(EVIDENCE_RULE, iri, "needs one quote", quote)
    elif not spans or None in spans:
        yield Violation(
            EVIDENCE_RULE, iri, "has no span, or one without order, start or end", quote
        )
    else:
        ordered = [(start, end) for _, start, end in sorted(span for span in spans if span)]
        if any(not 0 <= start < end <= len(raw) for start, end in ordered):
            yield Violation(EVIDENCE_RULE, iri, f"spans {ordered} lie outside the text", quote)
        elif (found := fold_spans(raw, ordered)) != quote:
            yield Violation(EVIDENCE_RULE, iri, f"its spans {ordered} read {found!r}", quote)


def _span(facts: Facts, node: Term) -> tuple[int, int, int] | None:
    """Order, start and end of a span; None if one of them is missing, double or no number."""
    numbers = [facts.values(node, name) for name in (P_SPAN_ORDER, OA_START, OA_END)]
    if any(len(values) != 1 or not values[0].isdecimal() for values in numbers):
        return None
    order, start, end = (int(values[0]) for values in numbers)
    return order, start, end


def _evidence_violations(facts: Facts) -> list[Violation]:
    texts = [text for node in list(facts.objects) for text in facts.values(node, P_TEXT)]
    if len(texts) != 1:
        return [Violation(EVIDENCE_RULE, "", f"{len(texts)} texts in one document, not 1", "")]
    return [
        violation
        for node in facts.of_class(EVIDENCE)
        for violation in _dishonest(facts, node, texts[0])
    ]


class Gates:
    """The rules for one document's quads; what they lean on is read once for many documents."""

    def prepare(self) -> None:
        """Read what the rules lean on now, and not with the first document."""
        with suppress(UncompiledShapeError):  # of which _shape_violations() knows what to do
            _ = self._reference_nodes, self._compiled_shapes
        self._rules.prepare()

    def violations(self, quads: Iterable[Quad]) -> list[Violation]:
        """Everything that keeps a document out of the store; [] if it may be published."""
        facts = Facts(quads)
        found = [
            *_evidence_violations(facts),
            *self._term_violations(facts),
            *self._shape_violations(facts),
        ]
        # The rules take well-shaped quads for granted, and say some of the same again.
        return found or self._rule_violations(facts)

    def evidence_violations(self, quads: Iterable[Quad]) -> list[Violation]:
        """Evidence whose raw spans, joined and folded, are not its quote; [] if all are honest."""
        return _evidence_violations(Facts(quads))

    def term_violations(self, quads: Iterable[Quad]) -> list[Violation]:
        """Terms, actors, issues and other reference things that the ontology does not have."""
        return self._term_violations(Facts(quads))

    def shape_violations(self, quads: Iterable[Quad]) -> list[Violation]:
        """The SHACL shapes that the quads break, by shape and node; [] if none.

        The shapes are compiled to direct tests; one that cannot be is left to pyshacl.
        """
        return self._shape_violations(Facts(quads))

    def rule_violations(self, quads: Iterable[Quad]) -> list[Violation]:
        """The rules of graph/checks that the quads break, by rule; [] if none."""
        return self._rule_violations(Facts(quads))

    def pyshacl_violations(self, quads: Iterable[Quad]) -> list[Violation]:
        """What pyshacl, the reference for SHACL, finds; as shape_violations()."""
        from pyshacl import validate

        kept = list(quads)
        conforms, report, _ = validate(rdflib_graph(kept), shacl_graph=self._shapes)
        if conforms:
            return []
        facts = Facts(kept)
        return sorted(
            _read_report(report, self._shapes, facts), key=lambda found: (found.shape, found.node)
        )

    def _term_violations(self, facts: Facts) -> list[Violation]:
        if all(map(self._may_be_said, facts.terms)):
            return []
        unknown = {
            (found.value, node.value if isinstance(node, NamedNode) else str(node))
            for node, said in facts.objects.items()
            for predicate, objects in said.items()
            for found in (predicate, *objects)
            if not self._may_be_said(found) and isinstance(found, NamedNode)
        }
        return [
            Violation(TERM_RULE, node, f"<{iri}> is not in the ontology", facts.quote_of(node))
            for iri, node in sorted(unknown)
        ]

    def _may_be_said(self, term: Term) -> bool:
        """Whether the ontology has the term, or does not have to."""
        return (
            not isinstance(term, NamedNode)
            or term in self._reference_nodes
            or not _OF_THE_ONTOLOGY.match(term.value)
        )

    def _shape_violations(self, facts: Facts) -> list[Violation]:
        try:
            shapes = self._compiled_shapes
        except UncompiledShapeError as error:
            _logger.warning("%s, which is not compiled: pyshacl judges, and takes longer", error)
            return self.pyshacl_violations(facts.quads)
        return [_read_result(result, facts) for result in shapes.results(facts.described())]

    def _rule_violations(self, facts: Facts) -> list[Violation]:
        return [
            _read_row(failure, row, facts)
            for failure in self._rules.failures(facts.quads, facts.objects, facts.graphs)
            for row in failure.rows
        ]

    @cached_property
    def _compiled_shapes(self) -> CompiledShapes:
        return CompiledShapes(shapes_path())

    @cached_property
    def _rules(self) -> DocumentChecks:
        return DocumentChecks(reference_quads())

    @cached_property
    def _shapes(self) -> "Graph":
        from rdflib import Graph

        return Graph().parse(str(shapes_path()), format="turtle")

    @cached_property
    def _reference_nodes(self) -> frozenset[Term]:
        return frozenset(quad.subject for quad in reference_quads())


def rdflib_graph(quads: Iterable[Quad]) -> "Graph":
    """The quads as an rdflib graph, their graph names left out."""
    from rdflib import Graph

    target = Graph()
    for quad in quads:
        target.add(
            (_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object))
        )
    return target


def _rdflib_term(term: Term) -> "Node":
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, Triple):
        raise TypeError(f"{term}: triple terms do not occur in the model")
    if term.language is not None:
        return RdflibLiteral(term.value, lang=term.language)
    return RdflibLiteral(term.value, datatype=URIRef(term.datatype.value))


def _read_result(result: Result, facts: Facts) -> Violation:
    node = result.node.value if isinstance(result.node, NamedNode) else str(result.node)
    where = f"{_last(result.path.value)}: " if result.path is not None else ""
    return Violation(result.shape, node, where + result.message, facts.quote_of(node))


def _read_row(failure: CheckResult, row: tuple[str | None, ...], facts: Facts) -> Violation:
    """A row of a check: its first column is the node at fault, the others say what is wrong."""
    node, *details = row
    said = ", ".join(
        f"{column} {cell}"
        for column, cell in zip(failure.columns[1:], details, strict=True)
        if cell
    )
    message = f"{failure.title} ({said})" if said else failure.title
    return Violation(f"query/{failure.name}", node or "", message, facts.quote_of(node or ""))


def _read_report(report: "Graph", shapes: "Graph", facts: Facts) -> Iterator[Violation]:
    from rdflib import SH, BNode

    for result in report.objects(None, SH.result):  # without the details below them
        node = str(report.value(result, SH.focusNode))
        message = " ".join(str(report.value(result, SH.resultMessage) or "").split())
        shape = report.value(result, SH.sourceShape)
        if isinstance(shape, BNode):  # a property without a name of its own
            shape = shapes.value(None, SH.property, shape) or shape
        path = report.value(result, SH.resultPath)
        where = f"{_last(str(path))}: " if path is not None else ""
        yield Violation(_last(str(shape)), node, where + message, facts.quote_of(node))


def _last(iri: str) -> str:
    """The local name of an IRI."""
    return iri.rpartition("#")[2].rpartition("/")[2]
