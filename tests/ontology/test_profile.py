"""The modules are OWL 2 DL, and what would not be is found."""

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from ontology.axioms import modules, with_times
from ontology.exporting import module_triples
from ontology.modules import ALIGNMENTS, MODULES, SHAPES, TERM_MODULES, module_path
from ontology.profile import DATE_RULE, find_header_violations, find_violations
from ontology.terms import OWL, PREFIXES

PREFIX_LINES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
PREFIX_LINES += "@prefix e: <https://example.org/> .\n"


def read(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIX_LINES + turtle, format=RdfFormat.TURTLE)]


def core_with_alignments() -> list[Triple]:
    return [*modules(), *module_triples(ALIGNMENTS)]


def test_the_only_departure_from_owl_2_dl_is_the_date() -> None:
    """xsd:date is what the EU's and the W3C's vocabularies use for a day."""
    assert find_violations(core_with_alignments()) == [DATE_RULE]


def test_as_the_reasoner_reads_it_it_is_owl_2_dl() -> None:
    assert find_violations(with_times(core_with_alignments())) == []


def test_the_core_stands_without_the_alignments() -> None:
    assert find_violations(with_times(modules())) == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_one_header_with_a_version_iri(name: str) -> None:
    assert find_header_violations(list(module_triples(name))) == []


@pytest.mark.parametrize("name", MODULES)
def test_a_header_gives_licence_creator_and_titles(name: str) -> None:
    said = "\n".join(map(str, module_triples(name)))
    for words in ("terms/license> <https://spdx.org/licenses/MIT>", '"The Standpunt project"'):
        assert words in said
    for tag in ("nl", "en"):
        assert f"@{tag}" in said


def test_only_the_alignments_import_the_whole() -> None:
    imports = {
        name: {str(t.object)[1:-1] for t in module_triples(name) if "imports" in str(t.predicate)}
        for name in MODULES
    }
    whole = "https://w3id.org/standpunt/ontology"
    assert {name for name, found in imports.items() if whole in found} == {ALIGNMENTS}
    assert imports["standpunt"] == {
        f"{whole}/{name}" for name in MODULES if name not in ("standpunt", ALIGNMENTS, SHAPES)
    }


def test_the_term_modules_hold_no_blank_node() -> None:
    assert "_:" not in "".join(str(t) for name in TERM_MODULES for t in module_triples(name))


def test_every_module_file_is_in_the_list() -> None:
    folder = module_path("terms").parent
    assert {path.stem for path in folder.glob("*.ttl")} == set(MODULES)


@pytest.mark.parametrize(
    ("turtle", "violation"),
    [
        ("e:p a owl:ObjectProperty, owl:DatatypeProperty .",
         "<https://example.org/p> is declared as DatatypeProperty and as ObjectProperty"),
        ("e:C a owl:Class, rdfs:Datatype .",
         "<https://example.org/C> is declared as Class and as Datatype"),
        ("owl:Novel a owl:Class .", "owl:Novel is a reserved name"),
        ("e:a e:p e:b .", "<https://example.org/p> is used and not declared"),
        ("e:a a e:C .", "<https://example.org/C> is used as a class and not declared"),
        ("e:p a owl:ObjectProperty . e:a e:p 'word' .",
         "<https://example.org/p> points at words: 'word'"),
        ("e:p a owl:DatatypeProperty . e:a e:p e:b .",
         "<https://example.org/p> points at a thing: <https://example.org/b>"),
        ("e:p a owl:DatatypeProperty ; rdfs:range xsd:gYear .",
         "xsd:gYear is not in the datatype map of OWL 2"),
        ("e:p a owl:DatatypeProperty, owl:InverseFunctionalProperty .",
         "<https://example.org/p> is of a kind that only an object property can be"),
        ("e:p a owl:ObjectProperty, owl:TransitiveProperty, owl:FunctionalProperty .",
         "<https://example.org/p> is transitive or a chain and so cannot be counted"),
        ("e:p a owl:ObjectProperty, owl:FunctionalProperty . e:q a owl:ObjectProperty, "
         "owl:TransitiveProperty ; rdfs:subPropertyOf e:p .",
         "<https://example.org/p> is transitive or a chain and so cannot be counted"),
        ("e:C a owl:Class ; owl:equivalentClass _:x . e:D a owl:Class ; rdfs:subClassOf _:x .",
         "a class expression stands in two places"),
        ("e:C a owl:Class . _:x a owl:Class ; owl:complementOf _:x .",
         "a class expression holds itself"),
        ("e:p a owl:ObjectProperty . e:a e:p _:x .",
         "<https://example.org/p> points at a nameless thing"),
    ],
)  # fmt: skip
def test_what_is_not_owl_2_dl_is_found(turtle: str, violation: str) -> None:
    assert find_violations(read(turtle)) == [violation]


def test_a_module_without_header_is_found() -> None:
    assert find_header_violations(read(f"e:C a <{OWL}Class> .")) == [
        "a module has exactly one owl:Ontology, not 0"
    ]
