"""What a hostile paper says comes out as words: in every export, table and line of a command."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx
import openpyxl
import pytest
from pyoxigraph import Literal, RdfFormat, parse

from graph.export import Selection, export_claims
from graph.formulas import restore
from graph.pool import QueryPool

Run = Callable[..., Any]
QUOTE = "https://w3id.org/standpunt/ontology#quote"
# Controls of the terminal and of the direction of writing, in any output that a person reads.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
RDF = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def exported(hostile_paper_store: Path) -> Callable[[str], bytes]:
    def export(form: str) -> bytes:
        with QueryPool(hostile_paper_store, pinned=True) as pool:
            return export_claims(pool, Selection(), form)

    return export


@pytest.fixture(scope="module")
def quotes(hostile_text: str, exported: Callable[[str], bytes]) -> set[str]:
    """The quotes of all claims, which stand in the paper word for word."""
    found = {
        quad.object.value
        for quad in parse(exported("nquads"), format=RdfFormat.N_QUADS)
        if quad.predicate.value == QUOTE and isinstance(quad.object, Literal)
    }
    assert len(found) >= 6
    assert all(quote in hostile_text for quote in found)
    return found


def rows_of_csv(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content, newline="")))


@pytest.mark.parametrize("form", RDF)
def test_rdf_keeps_every_character(
    exported: Callable[[str], bytes],
    quotes: set[str],
    hostile_words: Mapping[str, str],
    form: str,
) -> None:
    values = {
        quad.object.value
        for quad in parse(exported(form), format=RDF[form])
        if quad.predicate.value == QUOTE and isinstance(quad.object, Literal)
    }
    assert values == quotes
    for words in hostile_words.values():
        assert any(words in quote for quote in values), words


def test_no_cell_of_csv_runs_and_each_can_be_restored(
    exported: Callable[[str], bytes], quotes: set[str]
) -> None:
    rows = rows_of_csv(exported("csv").decode())
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)] == []
    assert {restore(row["quote"]) for row in rows} == quotes
    neutralised = {cell for cell in cells if cell.startswith("'")}
    assert {restore(cell)[0] for cell in neutralised} >= {"=", "@"}


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(
    exported: Callable[[str], bytes], quotes: set[str]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx")))
    header, *rows = book["Export"].iter_rows()
    cells = [cell for row in rows for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"n", "s"}
    assert [cell.value for cell in cells if cell.hyperlink] == []
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [text for text in texts if FORMULA.match(text)] == []
    place = [cell.value for cell in header].index("quote")
    seen = {restore(str(row[place].value)) for row in rows}
    assert seen == {re.sub("[\x01\x1b\ufffe]", "\ufffd", quote) for quote in quotes}


def test_parquet_keeps_every_character(
    exported: Callable[[str], bytes], quotes: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "claims.parquet"
    path.write_bytes(exported("parquet"))
    with duckdb.connect() as engine:
        found = engine.read_parquet(str(path)).project("quote").fetchall()
    assert {row[0] for row in found} == quotes


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networks_open_with_the_words_as_text(
    exported: Callable[[str], bytes], quotes: set[str], form: str, read: Callable[..., nx.Graph]
) -> None:
    network = read(io.BytesIO(exported(form)))
    seen = {quote for *_, quote in network.edges(data="quote")}
    assert seen == {re.sub("[\x01\x1b\ufffe]", "\ufffd", quote) for quote in quotes}


@pytest.mark.parametrize(
    "arguments",
    [
        ("documents",),
        ("query", "claims"),
        ("query", "meeting-items"),
        ("query", "issues"),
        ("check",),
    ],
)
def test_tables_of_commands_write_controls_out(
    standpunt: Run, hostile_paper_store: Path, arguments: tuple[str, ...]
) -> None:
    ran = standpunt(*arguments, "--store", hostile_paper_store)
    assert UNSEEN.findall(ran.out.replace("\n", "")) == []
    assert UNSEEN.findall(ran.err.replace("\n", "")) == []
    if arguments == ("query", "claims"):
        assert r"\u202etsuj niet\u202c" in ran.out


def test_explaining_a_paper_writes_controls_out(standpunt: Run, hostile_paper: Path) -> None:
    for command in ("explain", "coverage"):
        ran = standpunt(command, hostile_paper)
        assert ran.code == 0
        assert UNSEEN.findall(ran.out.replace("\n", "")) == []


def test_positions_are_json_that_reads_back_to_the_same_words(
    standpunt: Run, hostile_paper: Path, hostile_text: str, quotes: set[str]
) -> None:
    ran = standpunt("positions", hostile_paper)
    assert UNSEEN.findall(ran.out.replace("\n", "")) == []
    records = [json.loads(line) for line in ran.lines]
    assert {record["quote"] for record in records} == quotes
    assert all(
        record["quote"] == hostile_text[record["start"] : record["end"]] for record in records
    )


def test_a_file_name_cannot_write_a_line_of_its_own(
    standpunt: Run, hostile_paper: Path, tmp_path: Path
) -> None:
    name = "a\nread       all.txt  well\x1b[31m\u202e.txt"
    good = tmp_path / "good" / name
    good.parent.mkdir()
    good.write_bytes(hostile_paper.read_bytes())
    store = tmp_path / "store"
    ran = standpunt("ingest", good, "--meeting", "JHA/2026-01-22", "--store", store)
    assert ran.code == 0
    assert len(ran.lines) == 2
    bad = tmp_path / "bad" / name
    bad.parent.mkdir()
    bad.write_bytes(b"\xff\xfe not text")
    refused = standpunt("ingest", bad, "--store", store)
    assert refused.code != 0
    for text in (ran.out, ran.err, refused.out, refused.err):
        assert UNSEEN.findall(text.replace("\n", "")) == []
    assert not any(line.startswith("read ") for line in refused.err.splitlines())
    listed = standpunt("documents", "--store", store)
    assert UNSEEN.findall(listed.out.replace("\n", "")) == []


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_answers_of_queries_open_with_the_words_as_text(
    standpunt: Run, hostile_paper_store: Path, quotes: set[str], form: str
) -> None:
    ran = standpunt("query", "claims", "--format", form, "--store", hostile_paper_store)
    assert ran.code == 0
    if form == "csv":
        assert {restore(row["quote"]) for row in rows_of_csv(ran.out)} == quotes
        assert all(
            not FORMULA.match(cell) or NUMBER.fullmatch(cell)
            for row in rows_of_csv(ran.out)
            for cell in row.values()
        )
    if form == "tsv":
        assert len(ran.out.rstrip("\n").split("\n")) == len(quotes) + 1
    if form == "xml":
        root = ElementTree.fromstring(ran.out)
        found = {node.text for node in root.findall(".//{*}binding[@name='quote']/{*}literal")}
        assert found == {re.sub("[\x01\x1b\ufffe]", "\ufffd", quote) for quote in quotes}
    if form == "json":
        found = json.loads(ran.out)["results"]["bindings"]
        assert {binding["quote"]["value"] for binding in found} == quotes
