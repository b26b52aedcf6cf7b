"""Answers as text: each format holds what the answer holds, and nothing a program would run."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from graph.answer import Table, Term
from standpunt.errors import FormatError
from standpunt.results import short, table_text, triples_text, truth_text, unfolded
from standpunt.terminal import visible

NLD = NamedNode("http://publications.europa.eu/resource/authority/country/NLD")


def table(columns: Sequence[str], rows: Sequence[Sequence[Term | None]]) -> Table:
    cells = tuple(tuple(row) for row in rows)
    return Table(tuple(columns), cells, truncated=False, generation=1, elapsed_s=0.0)


COLUMNS = ("state", "count", "quote", "nothing")
ROW = (NLD, Literal(14), Literal('zegt: «ja», of "nee"\tof\nniets', language="nl"), None)


@pytest.mark.parametrize(
    ("fmt", "results_format"),
    [
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("tsv", QueryResultsFormat.TSV),
    ],
)
def test_a_table_is_read_back_term_by_term(fmt: str, results_format: QueryResultsFormat) -> None:
    text = table_text(table(COLUMNS, [ROW, (BlankNode("b"), None, None, Literal("x"))]), fmt)
    answer = parse_query_results(text.encode(), format=results_format)
    assert isinstance(answer, QuerySolutions)
    assert [variable.value for variable in answer.variables] == list(COLUMNS)
    first, second = [tuple(row) for row in answer]
    assert first == ROW
    assert second[3] == Literal("x")


def test_a_csv_cell_holds_the_plain_value() -> None:
    rows = list(csv.reader(io.StringIO(table_text(table(COLUMNS, [ROW]), "csv"), newline="")))
    assert rows == [list(COLUMNS), [NLD.value, "14", ROW[2].value, ""]]


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_made_inert_in_csv(text: str) -> None:
    rows = list(
        csv.reader(io.StringIO(table_text(table(("a",), [(Literal(text),)]), "csv"), newline=""))
    )
    assert rows[1] == ["'" + text]


def test_a_negative_number_stays_a_number_in_csv() -> None:
    assert table_text(table(("n",), [(Literal(-3),)]), "csv") == "n\r\n-3\r\n"


def test_a_table_for_the_eye_shortens_iris_and_keeps_whole_quotes() -> None:
    text = table_text(table(("who", "quote"), [(NLD, Literal("woord " * 60))]), "table")
    assert "ct:NLD" in text
    assert text.count("woord") == 60
    assert len(text.splitlines()) == 3


def test_markup_in_a_quote_is_shown_as_it_stands() -> None:
    assert "[bold]x[/bold]" in table_text(table(("q",), [(Literal("[bold]x[/bold]"),)]), "table")


def test_terminal_controls_in_a_quote_are_written_out() -> None:
    text = table_text(table(("q",), [(Literal("a\x1b[31mb\u202ec"),)]), "table")
    assert "\x1b" not in text
    assert "a\\u001b[31mb\\u202ec" in text


def test_xml_cannot_hold_a_control_character_and_says_so() -> None:
    text = table_text(table(("q",), [(Literal("a\x00b"),)]), "xml")
    assert ET.fromstring(text.encode()) is not None
    assert "a\ufffdb" in text


def test_an_empty_table_has_its_columns() -> None:
    assert table_text(table(("a", "b"), []), "csv") == "a,b\r\n"
    assert json.loads(table_text(table(("a", "b"), []), "json"))["head"]["vars"] == ["a", "b"]


@pytest.mark.parametrize(
    ("fmt", "rdf_format"),
    [
        ("turtle", RdfFormat.TURTLE),
        ("ntriples", RdfFormat.N_TRIPLES),
        ("nquads", RdfFormat.N_QUADS),
        ("trig", RdfFormat.TRIG),
        ("jsonld", RdfFormat.JSON_LD),
        ("rdfxml", RdfFormat.RDF_XML),
    ],
)
def test_triples_are_read_back_as_they_were(fmt: str, rdf_format: RdfFormat) -> None:
    triples = [
        Triple(NLD, NamedNode("http://schema.org/name"), Literal("Nederland", language="nl"))
    ]
    for warning in (None, "TRUNCATED: only the beginning"):
        text = triples_text(triples, fmt, warning)
        assert [quad.triple for quad in parse(text.encode(), format=rdf_format)] == triples
        assert text.count("TRUNCATED: only the beginning") == (2 if warning else 0)


@pytest.mark.parametrize("fmt", ["table", "csv", "tsv", "json", "xml"])
def test_a_truncated_table_says_so_in_every_format(fmt: str) -> None:
    whole = table(COLUMNS, [ROW])
    cut = replace(whole, truncated=True)
    assert "TRUNCATED: only the first 1 rows" in table_text(cut, fmt)
    assert "TRUNCATED" not in table_text(whole, fmt)


def test_rdf_xml_refuses_a_property_that_is_no_name_and_drops_what_xml_cannot_hold() -> None:
    name = NamedNode("http://schema.org/name")
    with pytest.raises(FormatError, match="use turtle"):
        triples_text([Triple(NLD, NamedNode("https://example.org/p/"), NLD)], "rdfxml")
    assert "a\ufffdb" in triples_text([Triple(NLD, name, Literal("a\x01b"))], "rdfxml")


def test_json_ld_refuses_what_it_has_no_form_for() -> None:
    name = NamedNode("http://schema.org/name")
    with pytest.raises(FormatError, match="jsonld"):
        triples_text([Triple(NLD, name, Triple(NLD, name, NLD))], "jsonld")


def test_yes_and_no_have_words_and_json() -> None:
    assert truth_text(True, "table") == "true\n"
    assert json.loads(truth_text(False, "json")) == {"head": {}, "boolean": False}


def test_a_format_that_does_not_fit_names_those_that_do() -> None:
    with pytest.raises(FormatError, match="use turtle"):
        triples_text([], "csv")
    with pytest.raises(FormatError, match="use table"):
        table_text(table(("a",), []), "turtle")


def test_short_leaves_an_unknown_iri_whole() -> None:
    assert short(NamedNode("https://example.org/a")) == "https://example.org/a"


def test_visible_leaves_ordinary_text_alone() -> None:
    assert visible("Roemenië: «ja»") == "Roemenië: «ja»"


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        (["a", "bb"], [["1", "x"], ["22222", ""]]),
        (["a"], [["x\ny"], ["日本語 ja"], ["e\u0301te\u0301"]]),
        (["a", "b"], []),
        (["aa", "b", "c"], [["", "", ""], ["t", "é", "z"], ["a\nb\nc", "1", "2\n3"]]),
    ],
)
def test_a_table_that_is_not_folded_looks_as_rich_draws_it(
    columns: list[str], cells: list[list[str]]
) -> None:
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        drawn.add_column(Text(column))
    for row in cells:
        drawn.add_row(*map(Text, row))
    console = Console(file=io.StringIO(), width=1_000)
    with console.capture() as seen:
        console.print(drawn)
    lines = [line.rstrip() for line in seen.get().splitlines()]
    assert unfolded(columns, cells) == "\n".join(line for line in lines if line) + "\n"


def test_a_tab_in_a_cell_keeps_what_is_behind_it() -> None:
    assert unfolded(["a"], [["x\ty"]]) == " a\n ─────────\n x       y\n"
