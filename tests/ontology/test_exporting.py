"""An export says what the modules say, in each format, and opens in owlready2."""

from pathlib import Path

import owlready2
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF

from ontology.errors import OntologyError
from ontology.exporting import FORMATS, export_ontology
from ontology.modules import module_path

XSD_DATE = URIRef("http://www.w3.org/2001/XMLSchema#date")
RDFLIB = {"ttl": "turtle", "owl": "xml", "jsonld": "json-ld"}


def read(fmt: str, module: str | None = None, *, dl: bool = False) -> Graph:
    content = export_ontology(fmt, module, dl=dl)
    return Graph().parse(data=content, format=RDFLIB[fmt])


def test_every_format_says_the_same() -> None:
    sizes = {fmt: len(read(fmt)) for fmt in FORMATS}
    assert len(set(sizes.values())) == 1
    assert sizes["ttl"] > 5000


def test_the_whole_is_one_ontology_that_imports_nothing() -> None:
    graph = read("owl")
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [
        URIRef("https://w3id.org/standpunt/ontology")
    ]
    assert list(graph.objects(None, OWL.imports)) == []


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_module_is_exported_as_it_is(fmt: str) -> None:
    expected = Graph().parse(module_path("issues"), format="turtle")
    assert set(read(fmt, "issues")) == set(expected)


def test_an_unknown_module_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(OntologyError, match=r"no module 'issue'; there are: .*issues"):
        export_ontology("ttl", "issue")


def test_dates_are_times_for_those_who_know_owl_alone() -> None:
    def datatypes(*, dl: bool) -> set[object]:
        return {getattr(o, "datatype", None) for o in read("ttl", "actors", dl=dl).objects()}

    assert XSD_DATE in datatypes(dl=False)
    assert XSD_DATE not in datatypes(dl=True)


def test_owlready2_opens_the_rdf_xml(tmp_path: Path) -> None:
    path = tmp_path / "standpunt.owl"
    path.write_bytes(export_ontology("owl", dl=True))
    world = owlready2.World()
    loaded = world.get_ontology(path.as_uri()).load(only_local=True)
    names = {entry.name for entry in loaded.classes()}
    world.close()
    assert {"PositionClaim", "HolderSet", "KeptAnnouncement"} <= names
