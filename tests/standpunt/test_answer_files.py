"""Files of an analyst's answer: each opened by a reader that is not ours, and what it tells."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import networkx
import openpyxl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, Triple, parse_query_results

from graph.answer import Table, Triples
from ontology.terms import XSD
from standpunt.answer_files import (
    SHOWN_FORMS,
    TABLE_FORMS,
    TRIPLE_FORMS,
    About,
    shown_file,
    table_file,
    triples_file,
)
from standpunt.errors import FormatError

ABOUT = About(
    query="SELECT ?who ?n\n{ ?who <urn:--> ?n }",
    generation=3,
    asked="2026-11-22T10:00:00+00:00",
    limits="stops at 2 rows",
    basis="The whole store: 8 claims; 40 % of the holders are anonymous.",
)
CUT = About(ABOUT.query, 3, ABOUT.asked, ABOUT.limits, ABOUT.basis, "cut off at 2 rows")
ONE = Literal("1", datatype=NamedNode(f"{XSD}integer"))
ROWS = [(NamedNode("urn:a"), ONE), (Literal("=HYPERLINK(1)"), None)]
TABLE = Table(columns=("who", "n"), rows=ROWS, truncated=False, elapsed_s=0.1, generation=3)
FOUND = [Triple(NamedNode("urn:a"), NamedNode("urn:p"), NamedNode(f"urn:{n}")) for n in range(2)]
TRIPLES = Triples(triples=FOUND, truncated=False, elapsed_s=0.1, generation=3)


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_says_in_each_row_what_it_rests_on_and_starts_no_formula() -> None:
    rows = csv_rows(table_file(TABLE, "csv", ABOUT))
    assert [row["who"] for row in rows] == ["urn:a", "'=HYPERLINK(1)"]
    assert {row["standpunt.basis"] for row in rows} == {ABOUT.basis}
    assert {row["standpunt.query"] for row in rows} == {ABOUT.query}


def test_a_cut_is_said_in_every_form_that_has_room_for_it() -> None:
    for form in TABLE_FORMS.keys() - {"tsv", "xlsx", "parquet"}:
        assert CUT.warning in table_file(TABLE, form, CUT).decode("utf-8-sig"), form
    assert csv_rows(table_file(TABLE, "csv", CUT))[-1]["who"] == CUT.warning
    for form in TRIPLE_FORMS:
        assert CUT.warning in triples_file(TRIPLES, form, CUT).decode(), form


@pytest.mark.parametrize(
    ("form", "media"), [("json", QueryResultsFormat.JSON), ("xml", QueryResultsFormat.XML)]
)
def test_the_standard_forms_are_read_as_results_and_tell_the_basis(
    form: str, media: QueryResultsFormat
) -> None:
    content = table_file(TABLE, form, ABOUT)
    found = parse_query_results(content, format=media)
    assert [row["who"] for row in found] == [row[0] for row in ROWS]
    assert ABOUT.basis in content.decode()
    if form == "xml":
        ElementTree.fromstring(content)
    else:
        assert json.loads(content)["about"]["generation"] == "3"


def test_tsv_is_the_standard_form_alone() -> None:
    found = parse_query_results(table_file(TABLE, "tsv", ABOUT), format=QueryResultsFormat.TSV)
    assert [row["n"] for row in found] == [ONE, None]


def test_a_workbook_has_numbers_as_numbers_and_a_sheet_about_itself() -> None:
    book = openpyxl.load_workbook(io.BytesIO(table_file(TABLE, "xlsx", CUT)))
    first, second = book.worksheets
    assert [cell.value for cell in first[2]] == ["urn:a", 1]
    assert CUT.warning in [row[0].value for row in first.iter_rows()]
    told = {row[0].value: row[1].value for row in second.iter_rows(max_col=2)}
    assert ABOUT.basis in told.values()


def test_parquet_is_typed_and_tells_the_basis(tmp_path: Path) -> None:
    path = tmp_path / "answer.parquet"
    path.write_bytes(table_file(TABLE, "parquet", ABOUT))
    assert duckdb.sql(f"SELECT who, n FROM '{path}'").fetchall()[0] == ("urn:a", 1)
    facts = duckdb.sql(f"SELECT key, value FROM parquet_kv_metadata('{path}')").fetchall()
    assert ABOUT.basis.encode() in [value for _, value in facts]


@pytest.mark.parametrize("form", sorted(TRIPLE_FORMS.keys() - {"graphml"}))
def test_triples_are_read_again_by_rdflib(form: str) -> None:
    names = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    content = triples_file(TRIPLES, form, ABOUT)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=content, format=names.get(form, form))
    assert len(dataset) == 2
    assert ABOUT.basis in content.decode()


def test_triples_are_read_again_as_a_network() -> None:
    network = networkx.parse_graphml(triples_file(TRIPLES, "graphml", ABOUT).decode())
    assert network.number_of_nodes() == 3


@pytest.mark.parametrize("form", sorted(SHOWN_FORMS))
def test_what_is_shown_is_given_with_its_labels(form: str) -> None:
    content = shown_file(("who",), [["Netherlands"], ["=1+1"]], form, CUT)
    if form == "csv":
        rows = csv_rows(content)
        assert [row["who"] for row in rows] == ["Netherlands", "'=1+1", CUT.warning]
        assert rows[0]["standpunt.basis"] == ABOUT.basis
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert [cell.value for cell in sheet["A"]][:2] == ["who", "Netherlands"]


def test_an_unknown_form_is_refused() -> None:
    for make in (
        lambda: table_file(TABLE, "pdf", ABOUT),
        lambda: shown_file(("a",), [], "json", ABOUT),
    ):
        with pytest.raises(FormatError):
            make()
