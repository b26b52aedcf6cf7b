"""Rows as text in the formats of SPARQL results, one row at a time; runs no query.

`json`, `xml`, `csv` and `tsv` are the W3C's. `excel` is CSV that a spreadsheet opens and runs
nothing of: with a mark of UTF-8, and text that would be a formula neutralised.
"""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.answer import Table, Term, plain
from graph.formulas import neutralise
from graph.xmltext import as_text
from ontology.terms import XSD_STRING

Columns = Sequence[str]
Row = Sequence[Term | None]

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
BYTE_ORDER_MARK = "\ufeff"  # Excel takes CSV for UTF-8 only with it

_to_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class RowForm:
    """How a format is written: what stands first, a row, what stands between rows, and last.

    First and last are told the warning of a truncated table, None for a whole one.
    """

    first: Callable[[Columns, str | None], str]
    row: Callable[[Columns, Row], str]
    last: Callable[[Columns, str | None], str]
    between: str = ""


def write_table(table: Table, form: str) -> str:
    """The whole table in one of ROW_FORMS."""
    writer = ROW_FORMS[form]
    rows = writer.between.join(writer.row(table.columns, row) for row in table.rows)
    first = writer.first(table.columns, table.warning)
    return f"{first}{rows}{writer.last(table.columns, table.warning)}"


# --- CSV and TSV: no comments, so a last row says what was cut off --------------------------------


class _Echo:
    """A file for csv.writer, which gives back what the file's write() gives."""

    @staticmethod
    def write(line: str) -> str:
        return line


def _csv_line(cells: Iterable[str]) -> str:
    line: str = csv.writer(_Echo()).writerow(cells)
    return line


def _csv_term(term: Term | None) -> str:
    return str(term) if isinstance(term, BlankNode) else plain(term) or ""


def _csv_row(_columns: Columns, row: Row) -> str:
    return _csv_line(_csv_term(term) for term in row)


def _safe_csv_row(_columns: Columns, row: Row) -> str:
    return _csv_line(neutralise(_csv_term(term)) for term in row)


def _csv_last(columns: Columns, warning: str | None) -> str:
    return _csv_line([warning, *[""] * (len(columns) - 1)]) if warning else ""


def _tsv_row(_columns: Columns, row: Row) -> str:
    cells = ("" if term is None else str(term).replace("\t", "\\t") for term in row)
    return "\t".join(cells) + "\n"


def _tsv_last(columns: Columns, warning: str | None) -> str:
    return _tsv_row(columns, (Literal(warning), *[None] * (len(columns) - 1))) if warning else ""


# --- JSON: a member that readers pass over, before the rows, as some read nothing behind them -----


def _json_first(columns: Columns, warning: str | None) -> str:
    mark = f'"truncated": {_to_json(warning)}, ' if warning else ""
    return f'{{"head": {{"vars": {_to_json(list(columns))}}}, {mark}"results": {{"bindings": ['


def _json_row(columns: Columns, row: Row) -> str:
    cells = zip(columns, row, strict=True)
    return _to_json({column: _json_term(term) for column, term in cells if term is not None})


def _json_term(term: Term) -> dict[str, Any]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Literal() if term.language is not None:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        case Literal() if term.datatype == XSD_STRING:
            return {"type": "literal", "value": term.value}
        case Literal():
            return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
        case Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {
                "type": "triple",
                "value": {name: _json_term(part) for name, part in parts.items()},
            }


# --- XML: a comment first and last ----------------------------------------------------------------


def _xml_first(columns: Columns, warning: str | None) -> str:
    mark = [f"<!-- {warning} -->"] if warning else []
    variables = (f'<variable name="{escape(column)}"/>' for column in columns)
    return "\n".join([XML_HEAD, *mark, "<head>", *variables, "</head><results>", ""])


def _xml_row(columns: Columns, row: Row) -> str:
    cells = (
        f'<binding name="{escape(column)}">{_xml_term(term)}</binding>'
        for column, term in zip(columns, row, strict=True)
        if term is not None
    )
    return f"<result>{''.join(cells)}</result>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        inner = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts)
        return f"<triple>{inner}</triple>"
    text = as_text(term.value)
    if term.language is not None:
        return f'<literal xml:lang="{escape(term.language)}">{text}</literal>'
    if term.datatype == XSD_STRING:
        return f"<literal>{text}</literal>"
    return f'<literal datatype="{escape(term.datatype.value)}">{text}</literal>'


def _xml_last(_columns: Columns, warning: str | None) -> str:
    mark = f"<!-- {warning} -->\n" if warning else ""
    return f"</results>\n{mark}</sparql>\n"


ROW_FORMS = {
    "json": RowForm(_json_first, _json_row, lambda _columns, _warning: "]}}\n", ", "),
    "xml": RowForm(_xml_first, _xml_row, _xml_last),
    "csv": RowForm(lambda columns, _: _csv_line(columns), _csv_row, _csv_last),
    "excel": RowForm(
        lambda columns, _: BYTE_ORDER_MARK + _csv_line(map(neutralise, columns)),
        _safe_csv_row,
        _csv_last,
    ),
    "tsv": RowForm(
        lambda columns, _: "\t".join(f"?{column}" for column in columns) + "\n", _tsv_row, _tsv_last
    ),
}
"""The formats by name."""
