"""The compiled shapes find what pyshacl finds: as many results, on the same nodes and shapes."""

import random
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ontology.modules import shapes_path
from ontology.terms import (
    CT,
    OA_END,
    OA_START,
    P_CONFIDENCE,
    P_END_DATE,
    P_EXACT_COUNT,
    P_MAX_HOLDERS,
    P_MIN_HOLDERS,
    P_NAMED_HOLDER,
    P_START_DATE,
    P_UNIVERSE_SIZE,
    RDF_TYPE,
    SP,
    XSD_DATE,
    XSD_DECIMAL,
    XSD_INTEGER,
)
from standpunt.gates import Gates
from standpunt.shapes import CompiledShapes, UncompiledShapeError
from standpunt.violations import Violation

ODD_VALUES = (
    Literal(""),
    Literal("words", language="nl"),
    Literal("3"),
    Literal("-1", datatype=XSD_INTEGER),
    Literal("1.5", datatype=XSD_DECIMAL),
    Literal("2026-02-31", datatype=XSD_DATE),
    Literal("2001-01-01", datatype=XSD_DATE),
    NamedNode(CT + "NLD"),
    NamedNode("https://example.org/nobody"),
    NamedNode(SP + "polarity-oppose"),
)

# Two properties that a shape compares. SHACL calls what has no order a violation, a result for each
# pair; pyshacl leaves some such pairs out or stops, so that these get other numbers alone here; so
# does the confidence, of which pyshacl takes 31 February for a number in range.
COMPARED = {
    P_CONFIDENCE,
    P_MIN_HOLDERS, P_MAX_HOLDERS, P_UNIVERSE_SIZE, OA_START, OA_END, P_START_DATE, P_END_DATE,
}  # fmt: skip


def broken(quads: list[Quad], seed: int) -> list[Quad]:
    """The quads with sixty faults: some lost, some said twice with another value, some changed."""
    chance = random.Random(seed)
    found = list(quads)
    for _ in range(60):
        at = chance.randrange(len(found))
        quad, value = found[at], chance.choice(ODD_VALUES)
        if quad.predicate in COMPARED:
            value = Literal(str(chance.randrange(40)), datatype=XSD_INTEGER)
            if quad.predicate in (P_START_DATE, P_END_DATE):
                continue
        new = Quad(quad.subject, quad.predicate, value, quad.graph_name)
        match chance.randrange(4):
            case 0:
                del found[at]
            case 1:
                found.append(new)
            case 2:
                found[at] = new
            case _:
                other = chance.choice([q.predicate for q in quads if q.predicate not in COMPARED])
                found.append(Quad(quad.subject, other, value, quad.graph_name))
    return found


def places(violations: list[Violation]) -> Counter[tuple[str, str]]:
    return Counter((violation.shape, violation.node) for violation in violations)


def test_both_let_the_sample_pass(quads: list[Quad], gates: Gates) -> None:
    assert gates.shape_violations(quads) == gates.pyshacl_violations(quads) == []


@pytest.mark.parametrize("seed", range(6))
def test_both_find_the_same_in_a_document_with_sixty_faults(
    quads: list[Quad], gates: Gates, seed: int
) -> None:
    faulty = broken(quads, seed)
    ours, theirs = gates.shape_violations(faulty), gates.pyshacl_violations(faulty)
    assert len(ours) == len(theirs) > 10
    assert places(ours) == places(theirs)
    assert {v.message for v in ours} == {v.message for v in theirs}


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (P_MIN_HOLDERS, Literal("28", datatype=XSD_INTEGER)),  # lessThanOrEquals
        (P_MAX_HOLDERS, Literal("99", datatype=XSD_INTEGER)),  # lessThanOrEquals the universe
        (OA_START, Literal("999999", datatype=XSD_INTEGER)),  # lessThan
        (P_EXACT_COUNT, Literal("3", datatype=XSD_INTEGER)),  # xone with not
        (RDF_TYPE, NamedNode(SP + "HolderSet")),  # closed, or
        (P_NAMED_HOLDER, Literal("NLD")),  # node, nodeKind
    ],
)
def test_both_find_the_same_if_one_thing_is_said_everywhere(
    quads: list[Quad], gates: Gates, predicate: NamedNode, value: NamedNode | Literal
) -> None:
    subjects = dict.fromkeys(quad.subject for quad in quads if quad.predicate == predicate)
    graph = quads[0].graph_name
    faulty = [*quads, *(Quad(subject, predicate, value, graph) for subject in subjects)]
    ours, theirs = gates.shape_violations(faulty), gates.pyshacl_violations(faulty)
    assert len(ours) == len(theirs) > 0
    assert places(ours) == places(theirs)


@pytest.mark.parametrize("value", [Literal("many", datatype=XSD_INTEGER), Literal("3")])
def test_what_has_no_order_is_a_violation(quads: list[Quad], gates: Gates, value: Literal) -> None:
    (start, *_) = [quad for quad in quads if quad.predicate == OA_START]
    faulty = [
        Quad(quad.subject, quad.predicate, value, quad.graph_name) if quad is start else quad
        for quad in quads
    ]
    assert {violation.node for violation in gates.shape_violations(faulty)} == {
        start.subject.value  # type: ignore[union-attr]
    }


def test_a_component_that_is_not_known_is_named(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://example.org/#> .\n"
        ":S a sh:NodeShape ; sh:targetClass :C ; sh:equals :p .\n",
        "utf-8",
    )
    with pytest.raises(UncompiledShapeError, match="S uses sh:equals"):
        CompiledShapes(path)


def test_ours_are_all_compiled() -> None:
    assert CompiledShapes(shapes_path()).results({}) == []


def test_pyshacl_judges_what_is_not_compiled(
    quads: list[Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> CompiledShapes:
        raise UncompiledShapeError("S uses sh:equals")

    monkeypatch.setattr("standpunt.gates.CompiledShapes", refuse)
    assert Gates().shape_violations(quads) == []
