"""The gates between ingest and store: what they let through, and what they say of the rest."""

from collections.abc import Callable

from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import (
    CT,
    OA_START,
    P_CHOOSER,
    P_EVIDENCE,
    P_NAMED_HOLDER,
    P_QUOTE,
    P_REPORTER,
    P_SPAN,
    P_TEXT,
    RDF_TYPE,
    SP,
)
from standpunt.gates import Gates
from standpunt.violations import Violation, said_of_violations

Change = Callable[[Quad], Quad | None]


def changed_once(quads: list[Quad], change: Change) -> list[Quad]:
    """The quads with the first one that `change` answers for replaced; what it maps to itself is
    left out of account, and a quad it maps to None goes."""
    for at, quad in enumerate(quads):
        if (new := change(quad)) is not quad:
            return [*quads[:at], *([new] if new else []), *quads[at + 1 :]]
    raise AssertionError("nothing to change")


def claim_evidence(quad: Quad) -> bool:
    return "/claim/" in str(quad.subject)


def only(found: list[Violation]) -> Violation:
    assert len(found) == 1, [str(violation) for violation in found]
    return found[0]


def test_the_quads_of_the_sample_pass(quads: list[Quad], gates: Gates) -> None:
    assert gates.violations(quads) == []


def test_a_span_that_reads_otherwise_is_found(quads: list[Quad], gates: Gates) -> None:
    def shift(quad: Quad) -> Quad:
        if quad.predicate == OA_START and claim_evidence(quad):
            start = Literal(int(quad.object.value) + 2)  # type: ignore[union-attr]
            return Quad(quad.subject, OA_START, start, quad.graph_name)
        return quad

    found = only(gates.evidence_violations(changed_once(quads, shift)))
    assert found.shape == "evidence"
    assert found.node.endswith("/evidence")
    assert found.quote
    assert "read " in found.message


def test_evidence_without_a_span_is_found(quads: list[Quad], gates: Gates) -> None:
    drop: Change = lambda quad: None if quad.predicate == P_SPAN else quad  # noqa: E731
    found = only(gates.evidence_violations(changed_once(quads, drop)))
    assert found.message.startswith("has no span")


def test_a_changed_quote_is_found(quads: list[Quad], gates: Gates) -> None:
    def reword(quad: Quad) -> Quad:
        if quad.predicate == P_QUOTE:
            return Quad(quad.subject, P_QUOTE, Literal("Anders.", language="nl"), quad.graph_name)
        return quad

    assert only(gates.evidence_violations(changed_once(quads, reword))).quote == "Anders."


def test_a_document_without_its_text_is_found(quads: list[Quad], gates: Gates) -> None:
    kept = [quad for quad in quads if quad.predicate != P_TEXT]
    assert only(gates.evidence_violations(kept)).message == "0 texts in one document, not 1"


def test_an_actor_that_the_ontology_lacks_is_named_with_its_sentence(
    quads: list[Quad], gates: Gates
) -> None:
    def rename(quad: Quad) -> Quad:
        if quad.predicate == P_NAMED_HOLDER:
            return Quad(quad.subject, P_NAMED_HOLDER, NamedNode(CT + "XYZ"), quad.graph_name)
        return quad

    found = only(gates.term_violations(changed_once(quads, rename)))
    assert found.shape == "term"
    assert f"<{CT}XYZ> is not in the ontology" in found.message
    assert found.quote


def test_a_property_that_the_ontology_lacks_is_found(quads: list[Quad], gates: Gates) -> None:
    stray = Quad(quads[0].subject, NamedNode(SP + "mood"), Literal("x"), quads[0].graph_name)
    assert f"<{SP}mood>" in only(gates.term_violations([*quads, stray])).message


def test_a_claim_without_reporter_breaks_a_shape(quads: list[Quad], gates: Gates) -> None:
    def drop(quad: Quad) -> Quad | None:
        return None if quad.predicate == P_REPORTER and claim_evidence(quad) else quad

    found = only(gates.shape_violations(changed_once(quads, drop)))
    assert "Claim" in found.shape
    assert found.message.startswith("reporter: ")
    assert "/claim/" in found.node
    assert found.quote


def test_a_claim_without_evidence_breaks_a_shape(quads: list[Quad], gates: Gates) -> None:
    def drop(quad: Quad) -> Quad | None:
        return None if quad.predicate == P_EVIDENCE and claim_evidence(quad) else quad

    assert only(gates.shape_violations(changed_once(quads, drop))).message.startswith("evidence: ")


def test_a_named_holder_who_was_no_member_breaks_a_rule(quads: list[Quad], gates: Gates) -> None:
    def rename(quad: Quad) -> Quad:
        if quad.predicate == P_CHOOSER:
            return Quad(quad.subject, P_CHOOSER, NamedNode(CT + "GBR"), quad.graph_name)
        return quad

    found = only(gates.violations(changed_once(quads, rename)))
    assert found.shape == "query/member-on-the-day"
    assert found.node.endswith("/choice/AUT")
    assert "GBR" in found.message
    assert found.quote


def test_rules_are_asked_of_well_shaped_quads_alone(quads: list[Quad], gates: Gates) -> None:
    drop: Change = lambda quad: None if quad.predicate == P_SPAN else quad  # noqa: E731
    found = gates.violations(changed_once(quads, drop))
    assert found
    assert not any(violation.shape.startswith("query/") for violation in found)


def test_a_document_leaves_nothing_behind_for_the_next(quads: list[Quad], gates: Gates) -> None:
    graph = NamedNode("https://w3id.org/standpunt/id/graph/document/0")
    stray = Quad(NamedNode(SP + "x"), RDF_TYPE, NamedNode(SP + "Citation"), graph)
    assert gates.rule_violations([stray])
    assert gates.rule_violations(quads) == []


def test_a_refusal_names_three_violations_and_counts_the_rest() -> None:
    found = [Violation("Shape", f"https://example.org/{n}", "is wrong", "Q") for n in range(5)]
    said = said_of_violations(found)
    assert said.startswith("not stored, it breaks 5 rules of the model: ")
    assert 'Shape: <https://example.org/2>: is wrong ("Q"); and 2 more. ' in said
    assert "example.org/3" not in said
    assert "and 0 more" not in said_of_violations(found[:3])


def test_a_class_of_the_ontology_is_known(gates: Gates) -> None:
    node = NamedNode("https://w3id.org/standpunt/id/document/0")
    quad = Quad(node, RDF_TYPE, NamedNode(SP + "Document"))
    assert gates.term_violations([quad]) == []
