"""Data rules as queries: the small world keeps them all, and each fires when it is broken."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.checking import CheckResult, DocumentChecks, run_checks, stored_checks
from graph.looking import Known, Look, describe
from graph.pool import QueryPool
from graph.store import StoreWriter

DOCUMENT = "https://w3id.org/standpunt/id/document/aaaaaaaaaaaaaaaa"
GRAPH = "https://w3id.org/standpunt/id/graph/document/aaaaaaaaaaaaaaaa"
PREFIXES = f"""
@prefix sp: <https://w3id.org/standpunt/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix ct: <http://publications.europa.eu/resource/authority/country/> .
@prefix d: <{DOCUMENT}/> .
@prefix x: <https://w3id.org/standpunt/id/x/> .
@prefix bloc: <https://w3id.org/standpunt/id/bloc/> .
@prefix meeting: <https://w3id.org/standpunt/id/meeting/> .
"""

# Check, what to add to the agenda's graph, what to take out of it (a part of an N-Triples line),
# and the first row then.
BROKEN = {
    "actor-unknown": ("x:h sp:namedHolder ct:XXX .", "", ("x:h", "ct:XXX")),
    "claim-incomplete": ("", "ontology#modality> ", ("d:claim/297-1", "modality")),
    "claim-without-evidence": ("", "d/claim/88-1/evidence/span/1", ("d:claim/88-1",)),
    "count-against-list": ("", "finding/1", ("letter", "4", "3")),
    "disjoint-sets-fit": (
        "x:h sp:disjointFrom x:i ; sp:minHolders 3 ; sp:universeSize 5 . "
        "x:i a sp:HolderSet ; sp:minHolders 3 .",
        "",
        ("x:h", "x:i", "minima 3 + 3 > universe 5"),
    ),
    "graph-of-document": ("", "ontology#sha256>", ("graph", "d")),
    "holder-bounds": (
        "x:h sp:namedHolder ct:NLD, ct:DEU ; sp:maxHolders 1 .",
        "",
        ("x:h", "2 named > max 1"),
    ),
    "member-on-the-day": (
        "x:c a sp:Choice ; sp:chooser ct:GBR ; sp:meeting meeting:agrifish-2025-03-24 .",
        "",
        ("x:c", "ct:GBR", "bloc:EU", "2025-03-24"),
    ),
    "quote-against-text": (
        'x:e sp:quote "iets anders"@nl ; sp:span x:p . '
        "x:p oa:start 0 ; oa:end 5 ; sp:spanOrder 1 .",
        "",
        ("x:e", "iets anders", "Inzet"),
    ),
    "signatory-unknown": (
        "x:l a sp:JointLetter ; sp:signatory ct:XXX .",
        "",
        ("x:l", "ct:XXX"),
    ),
    "spans-in-text": (
        "x:p a oa:TextPositionSelector ; oa:start 700 ; oa:end 721 .",
        "",
        ("x:p", "700", "721", "720"),
    ),
    "statement-without-evidence": ("x:c a sp:Citation .", "", ("x:c",)),
    "terms-outside-ontology": (
        "x:c sp:opinion x:d ; <https://example.org/p> x:d .",
        "",
        ("https://example.org/p", "graph"),
    ),
    "universe-size": (
        "x:c a sp:PositionClaim ; sp:holderSet x:h ; sp:meeting meeting:agrifish-2025-03-24 . "
        "x:h sp:universe bloc:EU ; sp:universeSize 27 .",
        "",
        ("x:h", "27", "5"),
    ),
}
SHORT = {
    "https://w3id.org/standpunt/id/joint-letter/agrifish-2025-03-24/smaller-nets": "letter",
    f"{DOCUMENT}/": "d:",
    DOCUMENT: "d",
    GRAPH: "graph",
    "https://w3id.org/standpunt/id/x/": "x:",
    "https://w3id.org/standpunt/id/bloc/": "bloc:",
    "http://publications.europa.eu/resource/authority/country/": "ct:",
}


def shorten(cell: str | None) -> str | None:
    for long, short in SHORT.items():
        cell = cell.replace(long, short) if cell else cell
    return cell


def test_the_small_world_keeps_every_rule(pool: QueryPool) -> None:
    results = run_checks(pool)
    assert [(result.name, result.rows) for result in results if not result.passed] == []
    assert len(results) == len(stored_checks()) == 15


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_rule_is_found(
    tmp_path: Path, tiny_quads: dict[str, list[Quad]], name: str
) -> None:
    added, removed, first_row = BROKEN[name]
    removed = removed.replace("d/claim", f"{DOCUMENT}/claim")
    kept = [quad for quad in tiny_quads[GRAPH] if not removed or removed not in str(quad.triple)]
    more = [
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(GRAPH))
        for quad in parse((PREFIXES + added).encode(), format=RdfFormat.TURTLE)
    ]
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graphs({**tiny_quads, GRAPH: kept + more})
        writer.publish()
    with QueryPool(tmp_path / "s") as pool:
        result = next(result for result in run_checks(pool) if result.name == name)
    assert not result.passed
    assert tuple(shorten(cell) for cell in result.rows[0]) == first_row


def test_a_document_is_checked_before_it_is_stored(tiny_quads: dict[str, list[Quad]]) -> None:
    reference = "https://w3id.org/standpunt/id/graph/reference"
    checks = DocumentChecks(tiny_quads[reference])
    kept = [quad for quad in tiny_quads[GRAPH] if "ontology#modality> " not in str(quad.triple)]
    (failure,) = checks.failures(kept)
    assert (failure.name, failure.columns) == ("claim-incomplete", ("claim", "missing"))
    assert tuple(map(shorten, failure.rows[0])) == ("d:claim/297-1", "modality")
    assert checks.failures(tiny_quads[GRAPH]) == []


FAULTS = {
    "nothing": "",
    "a blank node": "x:h sp:namedHolder [] .",
    "a blank subject": "[] sp:namedHolder ct:NLD .",
    "an unknown property": "x:h sp:nonsense 1 .",
    "an unknown class": "x:h a sp:Nonsense .",
    "an unknown value": "x:h sp:polarity sp:polarity-nonsense .",
    "a foreign property": "x:h <https://example.org/p> 1 .",
    "a foreign class": "x:h a <https://example.org/C> .",
    "a foreign value": "x:h sp:polarity <https://example.org/v> .",
    "a class as a subject alone": "sp:Nonsense sp:polarity sp:polarity-support .",
    "a broken rule besides": "x:h sp:minHolders 3 ; sp:maxHolders 2 .",
}


def test_checks_that_are_passed_over_find_what_they_find_when_asked(
    tiny_quads: dict[str, list[Quad]],
) -> None:
    reference = tiny_quads["https://w3id.org/standpunt/id/graph/reference"]
    learned = DocumentChecks(reference)

    def with_fault(added: str, graph: str | None = GRAPH) -> list[Quad]:
        name = [NamedNode(graph)] if graph else []
        return tiny_quads[GRAPH] + [
            Quad(quad.subject, quad.predicate, quad.object, *name)
            for quad in parse((PREFIXES + added).encode(), format=RdfFormat.TURTLE)
        ]

    cases = {
        (fault, graph): with_fault(added, graph)
        for fault, added in FAULTS.items()
        for graph in (GRAPH, None, f"{GRAPH}/other")
    }
    asked = {case: DocumentChecks(reference).failures(quads) for case, quads in cases.items()}
    for _ in range(2):  # what was refused, or passed over, once is not known the second time
        for case, quads in cases.items():
            assert learned.failures(quads) == asked[case], case
    found = {(fault, failure.name) for (fault, _), failed in asked.items() for failure in failed}
    assert {fault for fault, name in found if name == "blank-nodes"} == {
        "a blank node", "a blank subject",
    }  # fmt: skip
    assert {fault for fault, name in found if name == "terms-outside-ontology"} == {
        "an unknown property", "an unknown class", "an unknown value", "a foreign property",
        "a foreign class",
    }  # fmt: skip


def nodes_of(failed: list[CheckResult]) -> list[tuple[str, list[str | None]]]:
    return [(failure.name, [row[0] for row in failure.rows]) for failure in failed]


def said(text: str) -> list[Quad]:
    text = PREFIXES + text.replace("DOCUMENT", DOCUMENT)
    return [
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(GRAPH))
        for quad in parse(text.encode(), format=RdfFormat.TURTLE)
    ]


def test_a_look_never_passes_what_a_query_refuses(tiny_quads: dict[str, list[Quad]]) -> None:
    reference = tiny_quads["https://w3id.org/standpunt/id/graph/reference"]
    kept = tiny_quads[GRAPH]
    looking, asking = DocumentChecks(reference), DocumentChecks(reference, may_look=False)
    cases = [kept + said(text) for text in MORE_FAULTS]
    cases += [kept + said(added) for added, _, _ in BROKEN.values()]
    lists = [
        LIST_WITH_AN_OUTSIDER.replace("MAX", most).replace("QUANTIFIER", quantifier)
        for most in ("2", "3", "5")
        for quantifier in ("exact", "majority")
    ]
    cases += [kept + said(text) for text in lists]
    objects: dict[NamedNode, list[Quad]] = {}
    for quad in kept:
        objects.setdefault(quad.predicate, []).append(quad)
    for at, quad in enumerate(kept):  # one gone, one with the next value of its kind, one besides
        rest = kept[:at] + kept[at + 1 :]
        others = objects[quad.predicate]
        other = others[(others.index(quad) + 1) % len(others)].object
        more = Quad(quad.subject, quad.predicate, other, quad.graph_name)
        cases.append((rest, [*rest, more], [*kept, more])[at % 3])
    asked = [asking.failures(case) for case in cases]
    for case, failed in zip(cases, asked, strict=True):
        # Of two spans of one order the engine puts either first.
        assert nodes_of(looking.failures(case)) == nodes_of(failed)
    named = {failure.name for failed in asked for failure in failed}
    assert named == {check.name for check in stored_checks()} - {"blank-nodes"}


def test_a_document_that_keeps_the_rules_is_not_asked_of_the_engine(
    tiny_quads: dict[str, list[Quad]],
) -> None:
    reference = tiny_quads["https://w3id.org/standpunt/id/graph/reference"]
    look = Look(GRAPH, describe(tiny_quads[GRAPH]), Known(reference))
    passed = {check.name for check in stored_checks() if look.passes(check.name)}
    looked_at_otherwise = {"blank-nodes", "terms-outside-ontology"}
    assert passed == {check.name for check in stored_checks()} - looked_at_otherwise


def test_reference_data_that_say_what_documents_say_leave_nothing_to_look_at(
    tiny_quads: dict[str, list[Quad]],
) -> None:
    reference = tiny_quads["https://w3id.org/standpunt/id/graph/reference"]
    described = describe(tiny_quads[GRAPH])
    assert Known(reference).may_look(described)
    strange = (
        "x:h sp:maxHolders 1 .",
        "x:c a sp:PositionClaim .",
        "x:m sp:member x:s ; sp:of x:b ; sp:from 7 .",
    )
    for text in strange:
        assert not Known([*reference, *said(text)]).may_look(described), text
    for text in ("x:m sp:member ct:GBR .", "ct:NLD sp:phrase 'Nederland' ."):
        assert not Known(reference).may_look(describe(tiny_quads[GRAPH] + said(text))), text


MORE_FAULTS = (
    "x:h sp:minHolders 3 ; sp:maxHolders 2 .",
    "x:h sp:minHolders -1 .",
    "x:h sp:maxHolders 6 ; sp:universeSize 5 .",
    "x:h sp:maxHolders 5 ; sp:universeSize 5 ; sp:excludedHolder ct:NLD .",
    "x:h sp:maxHolders 1.5 ; sp:universeSize 1 .",
    'x:h sp:minHolders "many" ; sp:maxHolders 2 .',
    "x:h sp:namedHolder ct:NLD ; sp:excludedHolder ct:NLD .",
    "x:h sp:universe bloc:EU .",
    "x:h sp:quantifier sp:quantifier-exact .",
    "x:h sp:disjointFrom x:i .",
    "x:h sp:disjointFrom x:i ; sp:namedHolder ct:NLD . "
    "x:i a sp:HolderSet ; sp:namedHolder ct:NLD .",
    "x:c a sp:PositionClaim .",
    "x:c a sp:PositionClaim ; sp:holderSet x:h ; sp:meeting x:m . "
    "x:m sp:startDate '2025-02-30'^^xsd:date . "
    "x:h sp:universe bloc:EU ; sp:universeSize 5 ; sp:namedHolder ct:NLD ; sp:maxHolders 1 .",
    "x:c a sp:PositionClaim ; sp:holderSet x:h ; sp:document x:d . "
    "x:d dct:date '1950-01-01'^^xsd:date . "
    "x:h sp:universe bloc:EU ; sp:universeSize 5 ; sp:namedHolder ct:NLD ; sp:maxHolders 0 .",
    "x:c a sp:PositionClaim ; sp:holderSet x:h ; sp:document x:d . "
    "x:d dct:date '1950-01-01Z'^^xsd:date . "
    "x:h sp:universe bloc:EU ; sp:universeSize 5 ; sp:excludedHolder ct:NLD ; sp:maxHolders 0 .",
    "x:d a sp:Document .",
    "x:d a sp:Document ; sp:sha256 'aaaaaaaaaaaaaaaaa' .",
    "x:e sp:quote 'Inzet' ; sp:span x:p . x:p oa:start 0 ; oa:end 5 ; sp:spanOrder 1 .",
    "x:e sp:quote 'Inzet' ; sp:span x:p, x:q . x:p oa:start 0 ; oa:end 5 ; sp:spanOrder 1 . "
    "x:q oa:start 0 ; oa:end 5 ; sp:spanOrder 1 .",
    "x:e sp:quote 'Inzet' ; sp:span x:p . x:p oa:start 0, 1 ; oa:end 5 ; sp:spanOrder 1 .",
    "x:p a oa:TextPositionSelector ; oa:start 5 ; oa:end 5 .",
    "x:d sp:text 'een tweede tekst' .",
    "x:l a sp:JointLetter ; sp:claimedCount 3 ; sp:signatory ct:NLD, ct:DEU .",
    "x:l a sp:JointLetter ; sp:claimedCount 4 ; sp:signatory ct:NLD, ct:DEU .",
    "ct:XXX <http://www.w3.org/2004/02/skos/core#notation> 'XXX' . "
    "x:l a sp:JointLetter ; sp:signatory ct:XXX .",
)

LIST_WITH_AN_OUTSIDER = """
x:c a sp:PositionClaim ; sp:document <DOCUMENT> ; sp:holderSet x:h ;
  sp:meeting meeting:agrifish-2025-03-24 .
x:h sp:universe bloc:EU ; sp:universeSize 5 ; sp:minHolders 2 ; sp:maxHolders MAX ;
  sp:quantifier sp:quantifier-QUANTIFIER ; sp:exactCount 3 ; sp:namedHolder ct:NLD, ct:POL, ct:NOR .
"""


@pytest.mark.parametrize(
    ("maximum", "quantifier", "counted"),
    [("2", "exact", False), ("3", "exact", True), ("5", "majority", True)],
)
def test_an_outsider_on_a_list_may_be_named_and_not_counted(
    tmp_path: Path,
    tiny_quads: dict[str, list[Quad]],
    maximum: str,
    quantifier: str,
    counted: bool,
) -> None:
    text = LIST_WITH_AN_OUTSIDER.replace("MAX", maximum).replace("QUANTIFIER", quantifier)
    text = text.replace("DOCUMENT", DOCUMENT)
    more = [
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(GRAPH))
        for quad in parse((PREFIXES + text).encode(), format=RdfFormat.TURTLE)
    ]
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graphs({**tiny_quads, GRAPH: tiny_quads[GRAPH] + more})
        writer.publish()
    with QueryPool(tmp_path / "s") as pool:
        passed = {result.name: result.passed for result in run_checks(pool)}
    assert passed["member-on-the-day"] is not counted
    assert passed["holder-bounds"]


def test_every_check_is_tested() -> None:
    # A blank node cannot be stored (test_store.py); the check is for stores made otherwise.
    assert {check.name for check in stored_checks()} == BROKEN.keys() | {"blank-nodes"}
