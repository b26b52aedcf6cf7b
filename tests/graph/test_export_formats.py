"""Each export format opened with another library than the one that wrote it."""

import csv
import gc
import io
import json
import re
import tempfile
import tracemalloc
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import networkx as nx
import openpyxl
import pyarrow.parquet
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from rdflib.compare import isomorphic

from graph.errors import ExportError, QueryRefusedError, QuerySyntaxError
from graph.export import FORMATS, Selection, export_claims, write_claims
from graph.export_made import write_made
from graph.formulas import restore
from graph.opening import pool_description
from graph.pool import QueryPool
from graph.rows import RowColumn
from graph.store import StoreWriter
from graph.tables import write_xlsx
from ontology.context import jsonld_context, property_kinds
from ontology.modules import parse_turtle, term_paths
from ontology.terms import OWL_DATATYPE_PROPERTY, OWL_OBJECT_PROPERTY, SP

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
EVERYTHING = Selection()
LABEL = Selection(issue="issue:fish-label")
READERS = {"jsonld": "json-ld", "nanopub": "trig", "ntriples": "nt"}
DAY = date(2026, 11, 22)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SPLIT = "https://w3id.org/standpunt/id/document/bbbbbbbbbbbbbbbb/claim/174-1"
GERMANY = "http://publications.europa.eu/resource/authority/country/DEU"
WHO = "CONSTRUCT { ?c sp:holder ?h . ?h sp:label ?l } WHERE { ?c sp:holderSet/sp:namedHolder ?h . "
WHO = f"PREFIX sp: <{SP}>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n{WHO}"
WHO += "OPTIONAL { ?h skos:prefLabel ?l } }"


def made(pool: QueryPool, form: str, query: str = WHO) -> bytes:
    target = io.BytesIO()
    write_made(pool, query, form, target, exported=DAY)
    return target.getvalue()


def claimed(pool: QueryPool, form: str, selection: Selection = EVERYTHING) -> bytes:
    target = io.BytesIO()
    write_claims(pool, selection, form, target, licence=LICENCE, exported=DAY)
    return target.getvalue()


# --- what every file says of itself -------------------------------------------------------------


def facts_of(content: bytes, form: str) -> dict[str, str]:
    """What a reader of the format finds: query, generation, day, ontology version, licence."""
    match form:
        case "graphml":
            return dict(nx.read_graphml(io.BytesIO(content)).graph)
        case "gexf":
            text = ElementTree.fromstring(content).findtext(".//{*}description") or ""
            parts = (part.split(": ", 1) for part in re.split(r"\n(?!  )", text))
            return {name: value.replace("\n  ", "\n") for name, value in parts}
        case "csv":
            return next(csv.DictReader(io.StringIO(content.decode(), newline="")))
        case "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["About"]
            return {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
        case "parquet":
            found = pyarrow.parquet.read_schema(io.BytesIO(content)).metadata
            return {k.decode().removeprefix("standpunt."): v.decode() for k, v in found.items()}
        case _:
            return facts_of_rdf(content, form)


def facts_of_rdf(content: bytes, form: str) -> dict[str, str]:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=content, format=READERS.get(form, form))
    export = "{ ?export a <http://rdfs.org/ns/void#Dataset> ; dct:license ?licence ;"
    answer = dataset.query(
        f"""PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX owl: <http://www.w3.org/2002/07/owl#>
        SELECT * {export} dct:created ?exported ; prov:wasDerivedFrom/dct:hasVersion ?generation ;
          prov:wasGeneratedBy/prov:used/prov:value ?query ; dct:conformsTo ?version ;
          prov:wasDerivedFrom/prov:wasAttributedTo/dct:hasVersion ?extractor .
          ?version owl:versionInfo ?ontologyVersion }}"""
    )
    (row,) = answer
    return {str(name): str(value) for name, value in row.asdict().items()}


@pytest.mark.parametrize("form", FORMATS)
def test_every_file_says_what_was_asked_of_which_generation_and_the_licence(
    versioned_pool: QueryPool, form: str
) -> None:
    selection = Selection(actor=GERMANY, claims=(SPLIT,) if form == "nanopub" else ())
    content = claimed(versioned_pool, form, selection)
    facts = facts_of(content, form)
    assert facts["query"].startswith(f"claims actor={GERMANY}")
    assert (facts["generation"], facts["exported"]) == ("1", "2026-11-22")
    assert (facts["ontologyVersion"], facts["licence"]) == ("9.8.7", LICENCE)
    assert facts["extractor"] == "1.2.3+test"


def test_the_licence_is_one_for_data_unless_another_is_named(pool: QueryPool) -> None:
    found = facts_of(export_claims(pool, LABEL, "csv"), "csv")
    assert found["licence"] == "http://creativecommons.org/licenses/by/4.0/"
    store = rdflib.Graph().parse(data=pool_description(pool), format="turtle")
    assert {str(licence) for licence in store.objects(None, rdflib.DCTERMS.license)} == {
        found["licence"]
    }


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "nanopub"])
def test_every_file_bears_the_words_on_what_it_rests_on_if_somebody_gives_them(
    versioned_pool: QueryPool, form: str
) -> None:
    content = export_claims(versioned_pool, EVERYTHING, form, basis="two papers, nobody anonymous")
    if form in ("turtle", "trig", "ntriples", "nquads", "jsonld"):
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=content, format=READERS.get(form, form))
        said = {str(told) for told in dataset.objects(None, rdflib.DCTERMS.description)}
        assert "two papers, nobody anonymous" in said
    else:
        assert facts_of(content, form)["basis"] == "two papers, nobody anonymous"


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in ("csv", "nanopub")])
def test_what_a_construct_makes_bears_its_query_too(versioned_pool: QueryPool, form: str) -> None:
    facts = facts_of(made(versioned_pool, form), form)
    assert facts["query"] == WHO
    assert facts["extractor"] == "1.2.3+test"


def test_a_csv_of_triples_holds_them_as_rows(versioned_pool: QueryPool) -> None:
    content = made(versioned_pool, "csv").decode()
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    (query,) = [row["object"] for row in rows if row["property"].endswith("prov#value")]
    assert restore(query) == WHO
    assert {row["kind"] for row in rows} == {"iri", "literal"}


@pytest.fixture(scope="module")
def versioned_pool(
    tmp_path_factory: pytest.TempPathFactory, tiny_quads: dict[str, list[Quad]]
) -> QueryPool:
    """The small world as an ontology of version 9.8.7 and an extractor 1.2.3+test tell it."""
    path = tmp_path_factory.mktemp("versioned") / "store"
    trig = f"""<https://w3id.org/standpunt/id/graph/reference> {{
      <https://w3id.org/standpunt/ontology> <http://www.w3.org/2002/07/owl#versionInfo> "9.8.7" }}
    <https://w3id.org/standpunt/id/graph/document/bbbbbbbbbbbbbbbb> {{
      <https://w3id.org/standpunt/id/document/bbbbbbbbbbbbbbbb>
        <{SP}extractorVersion> "1.2.3+test" }}"""
    more = list(parse(trig.encode(), format=RdfFormat.TRIG))
    kept = {
        iri: [
            quad
            for quad in quads
            if not quad.predicate.value.endswith(("versionInfo", "extractorVersion"))
        ]
        for iri, quads in tiny_quads.items()
    }
    for quad in more:
        assert isinstance(quad.graph_name, NamedNode)
        kept[quad.graph_name.value].append(quad)
    with StoreWriter(path) as writer:
        writer.replace_graphs(kept)
        writer.publish()
    return QueryPool(path, pinned=True)


# --- RDF ----------------------------------------------------------------------------------------


def test_trig_taken_in_again_exports_an_isomorphic_dataset(pool: QueryPool, tmp_path: Path) -> None:
    first = export_claims(pool, EVERYTHING, "trig")
    graphs: dict[str, list[Quad]] = {}
    for quad in parse(first, format=RdfFormat.TRIG):
        graphs.setdefault(quad.graph_name.value, []).append(quad)
    with StoreWriter(tmp_path / "again") as writer:
        writer.replace_graphs(graphs)
        writer.publish()
    with QueryPool(tmp_path / "again") as again:
        second = export_claims(again, EVERYTHING, "trig")
    here, there = rdflib.Dataset(), rdflib.Dataset()
    here.parse(data=first, format="trig")
    there.parse(data=second, format="trig")
    names = {graph.identifier for graph in here.graphs() if "/export/" not in graph.identifier}
    assert len(names) >= 3
    for name in names:
        assert isomorphic(here.graph(name), there.graph(name)), name


def test_the_context_knows_every_property_of_the_ontology() -> None:
    kinds = (OWL_OBJECT_PROPERTY, OWL_DATATYPE_PROPERTY)
    quads = [quad for path in term_paths() for quad in parse_turtle(path)]
    properties = {str(q.subject.value) for q in quads if q.object in kinds}
    assert {p for p in properties if p.startswith(SP)} - property_kinds().keys() == set()
    assert {entry["@id"] for entry in jsonld_context().values() if isinstance(entry, dict)}


def test_json_ld_uses_a_key_of_the_context_for_all_that_claims_say(pool: QueryPool) -> None:
    document = json.loads(export_claims(pool, EVERYTHING, "jsonld"))
    assert document["@context"] == jsonld_context()
    plain = {key for node in document["@graph"] for key in node if not key.startswith("@")}
    assert plain - document["@context"].keys() == set()


def test_blank_nodes_and_odd_values_of_a_construct_survive_in_json_ld(pool: QueryPool) -> None:
    query = f"""PREFIX sp: <{SP}> CONSTRUCT {{
      _:a sp:quote "no language", 5 ; sp:start 12345678901234567890 ; sp:minHolders "x" ;
        sp:isInformal true ; sp:about "a literal", _:b }} WHERE {{}}"""
    jsonld = rdflib.Graph().parse(data=made(pool, "jsonld", query), format="json-ld")
    turtle = rdflib.Graph().parse(data=made(pool, "turtle", query), format="turtle")
    assert isomorphic(jsonld, turtle)
    assert len(turtle) > 18


# --- networks -----------------------------------------------------------------------------------


def test_gexf_is_the_same_network_as_graphml_to_networkx(pool: QueryPool) -> None:
    graphml = nx.read_graphml(io.BytesIO(claimed(pool, "graphml")), force_multigraph=True)
    gexf = nx.read_gexf(io.BytesIO(claimed(pool, "gexf")))
    assert set(gexf.nodes) == set(graphml.nodes)
    assert {n: gexf.nodes[n]["label"] for n in gexf} == dict(graphml.nodes(data="label"))
    assert gexf.nodes[GERMANY]["type"] == "actor"

    def edges(network: nx.Graph) -> Counter[tuple[object, ...]]:
        names = ("claim", "holder", "min", "max", "confidence", "start", "quote")
        return Counter(
            (source, target, *(data[name] for name in names))
            for source, target, data in network.edges(data=True)
        )

    assert edges(gexf) == edges(graphml)
    assert isinstance(next(iter(gexf.edges(data="min")))[2], int)
    assert isinstance(next(iter(gexf.edges(data="confidence")))[2], float)


def test_gexf_declares_each_attribute_with_a_type(pool: QueryPool) -> None:
    root = ElementTree.fromstring(claimed(pool, "gexf"))
    for owner in ("node", "edge"):
        (block,) = root.findall(f".//{{*}}attributes[@class='{owner}']")
        types = {a.get("id"): a.get("type") for a in block}
        assert set(types.values()) <= {"string", "long", "double"}
        values = root.findall(f".//{{*}}{owner}/{{*}}attvalues/{{*}}attvalue")
        assert values
        assert {value.get("for") for value in values} <= types.keys()
        longs = [v.get("value") for v in values if types[v.get("for")] == "long"]
        assert all(re.fullmatch(r"-?\d+", text or "") for text in longs)


def test_graphml_declares_each_attribute_with_a_type(pool: QueryPool) -> None:
    root = ElementTree.fromstring(claimed(pool, "graphml"))
    keys = {key.get("id"): key for key in root.findall("{*}key")}
    assert {key.get("attr.type") for key in keys.values()} == {"string", "long", "double"}
    for owner in ("node", "edge", "graph"):
        used = root.findall(f".//{{*}}{owner}/{{*}}data")
        assert used
        assert {keys[data.get("key")].get("for") for data in used} == {owner}


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_triples_of_a_construct_are_a_network(
    pool: QueryPool, form: str, read: Callable[[io.BytesIO], nx.Graph]
) -> None:
    network = read(io.BytesIO(made(pool, form)))
    assert network.number_of_edges() > 1
    assert set(network[SPLIT]) == {GERMANY}
    assert "Germany" in network.nodes[GERMANY]["sp:label"]


# --- tables -------------------------------------------------------------------------------------


def test_xlsx_has_numbers_as_numbers_and_text_as_text(pool: QueryPool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(claimed(pool, "xlsx", LABEL)))
    header, *rows = book["Export"].iter_rows()
    names = [cell.value for cell in header]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    assert [row["min"].value for row in found] == [1, 4]
    assert [row["confidence"].data_type for row in found] == ["n", "n"]
    assert [row["spans"].value for row in found] == ["391-454", "341-415"]
    kinds = {cell.data_type for row in rows for cell in row if cell.value is not None}
    assert kinds == {"n", "s"}
    assert not any(cell.hyperlink for row in rows for cell in row)


def test_xlsx_cuts_a_cell_that_no_sheet_holds_and_marks_it() -> None:
    target = io.BytesIO()
    facts = {"exported": "2026-11-22", "title": "t", "export": "e"}
    write_xlsx((RowColumn("quote"),), [("x" * 40_000,)], facts, target)
    cell = openpyxl.load_workbook(target)["Export"]["A2"].value
    assert isinstance(cell, str)
    assert (len(cell), cell[-5:]) == (32_767, "x […]"[-5:])


def test_parquet_is_typed_and_holds_what_csv_holds(pool: QueryPool, tmp_path: Path) -> None:
    path = tmp_path / "claims.parquet"
    path.write_bytes(claimed(pool, "parquet"))
    with duckdb.connect() as engine:
        relation = engine.read_parquet(str(path))
        types = dict(zip(relation.columns, map(str, relation.types), strict=True))
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    assert (types["min"], types["confidence"], types["quote"]) == ("BIGINT", "DOUBLE", "VARCHAR")
    content = claimed(pool, "csv").decode()
    for mine, theirs in zip(rows, csv.DictReader(io.StringIO(content, newline="")), strict=True):
        assert mine["claim"] == theirs["claim"]
        assert str(mine["start"]) == theirs["start"]
        assert (mine["quote"] or "") == restore(theirs["quote"])


# --- nanopublications -----------------------------------------------------------------------------

NP = "http://www.nanopub.org/nschema#"


def test_a_nanopublication_has_the_four_graphs_that_the_guidelines_ask_for(
    pool: QueryPool,
) -> None:
    dataset = rdflib.Dataset()
    content = claimed(pool, "nanopub", Selection(claims=(SPLIT,)))
    dataset.parse(data=content, format="trig")
    ((nanopub, _, _, head),) = dataset.quads(
        (None, rdflib.RDF.type, rdflib.URIRef(f"{NP}Nanopublication"), None)
    )
    parts = {
        name: next(iter(dataset.graph(head).objects(nanopub, rdflib.URIRef(f"{NP}has{name}"))))
        for name in ("Assertion", "Provenance", "PublicationInfo")
    }
    graphs = {graph.identifier for graph in dataset.graphs() if len(graph)}
    assert graphs == {head, *parts.values()}
    assert len(graphs) == 4
    assert all(str(name).startswith(str(nanopub)) for name in graphs)
    assertion = dataset.graph(parts["Assertion"])
    claim = rdflib.URIRef(SPLIT)
    assert (
        claim,
        rdflib.URIRef(f"{SP}polarity"),
        rdflib.URIRef(f"{SP}polarity-support"),
    ) in assertion
    assert list(assertion.objects(None, rdflib.URIRef(f"{SP}namedHolder"))) == [
        rdflib.URIRef(GERMANY)
    ]
    provenance = dataset.graph(parts["Provenance"])
    assert list(provenance.predicate_objects(parts["Assertion"]))
    offsets = set(provenance.objects(None, rdflib.URIRef("http://www.w3.org/ns/oa#start")))
    assert rdflib.Literal(174) in offsets
    info = dataset.graph(parts["PublicationInfo"])
    dct = rdflib.Namespace("http://purl.org/dc/terms/")
    assert {p for p in (dct.created, dct.license) if (nanopub, p, None) in info} == {
        dct.created,
        dct.license,
    }
    assert not any(isinstance(term, rdflib.BNode) for quad in dataset.quads() for term in quad)


@pytest.mark.parametrize("selection", [EVERYTHING, Selection(actor="ct:NOR")])
def test_a_nanopublication_of_any_other_number_of_claims_is_refused(
    pool: QueryPool, selection: Selection
) -> None:
    with pytest.raises(ExportError, match="one claim"):
        claimed(pool, "nanopub", selection)


# --- CONSTRUCT ------------------------------------------------------------------------------------


def test_a_query_that_makes_no_triples_is_refused(pool: QueryPool) -> None:
    with pytest.raises(QueryRefusedError, match="CONSTRUCT"):
        made(pool, "turtle", "SELECT * { ?s ?p ?o }")
    with pytest.raises(QueryRefusedError, match="SERVICE"):
        made(
            pool, "turtle", "CONSTRUCT { ?s ?p ?o } { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
        )
    with pytest.raises(QuerySyntaxError):
        made(pool, "turtle", "CONSTRUCT { ?s ?p ")
    assert b"sp:label" in made(pool, "turtle")  # the worker answers again


def test_a_triple_made_twice_is_one_row(pool: QueryPool) -> None:
    query = "CONSTRUCT { <http://example.org/a> a <http://example.org/B> } WHERE { ?s ?p ?o }"
    assert made(pool, "csv", query).count(b"example.org/a,") == 1


def test_an_export_from_a_pinned_pool_keeps_to_its_generation(
    tmp_path: Path, tiny_quads: dict[str, list[Quad]]
) -> None:
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graphs(tiny_quads)
        writer.publish()
        with QueryPool(tmp_path / "s", pinned=True) as pool:
            before = claimed(pool, "trig")
            writer.replace_graphs({name: [] for name in tiny_quads if "bbbb" in name})
            writer.publish()
            assert claimed(pool, "trig") == before
        with QueryPool(tmp_path / "s") as pool:
            assert SPLIT.encode() not in claimed(pool, "nquads")


# --- size ---------------------------------------------------------------------------------------


def copied(path: Path, tiny_quads: dict[str, list[Quad]], copies: int) -> Path:
    """A store with that many copies of the report more."""
    graphs = dict(tiny_quads)
    report = next(name for name in tiny_quads if name.endswith("b" * 16))
    lines = serialize(tiny_quads[report], format=RdfFormat.N_QUADS) or b""
    for number in range(copies):
        renamed = lines.replace(b"b" * 16, b"%016x" % number)
        quads = list(parse(renamed, format=RdfFormat.N_QUADS))
        graphs[report.replace("b" * 16, f"{number:016x}")] = quads
    with StoreWriter(path) as writer:
        writer.replace_graphs(graphs)
        writer.publish()
    return path


def peak_of_export(store: Path, form: str) -> int:
    """Most bytes that Python held while exporting all claims."""
    with QueryPool(store, pinned=True) as pool, tempfile.TemporaryFile() as target:
        write_claims(pool, Selection(document="document:aaaaaaaaaaaaaaaa"), form, target)
        start = target.tell()
        tracemalloc.start()
        write_claims(pool, EVERYTHING, form, target)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert target.tell() - start > 20_000
    return peak


def test_memory_does_not_grow_with_the_number_of_documents(
    tmp_path: Path, tiny_quads: dict[str, list[Quad]]
) -> None:
    few = copied(tmp_path / "few", tiny_quads, 10)
    many = copied(tmp_path / "many", tiny_quads, 40)
    gc.disable()  # rings of garbage would be found at random
    try:
        for form in ("trig", "turtle", "jsonld", "csv", "gexf"):
            peaks = peak_of_export(few, form), peak_of_export(many, form)
            assert peaks[1] < 2 * peaks[0], (form, peaks)
    finally:
        gc.enable()
