"""Tables as CSV and as SPARQL JSON; CSV that a spreadsheet opens without running anything."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.answer import Table, Term, plain
from ontology.terms import XSD_STRING

# Cells that a spreadsheet takes for a formula (OWASP, CSV injection), or that look neutralised.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def neutralise(cell: str) -> str:
    """The cell with a leading `'` if a spreadsheet would run it; numbers stay. See restore()."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def restore(cell: str) -> str:
    """The cell that neutralise() was given."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell


def table_to_csv(table: Table, *, spreadsheet_safe: bool = True) -> str:
    """The table as CSV (RFC 4180, CRLF) with a header line; an unbound cell is empty.

    IRIs and literal values without their syntax, as in W3C SPARQL CSV. `spreadsheet_safe` puts a
    `'` before cells that a spreadsheet would run.
    """
    return _write(table.columns, table.plain_rows(), spreadsheet_safe)


def table_to_json(table: Table) -> str:
    """The table as W3C SPARQL 1.1 Query Results JSON."""
    bindings = [
        {
            column: _json_term(term)
            for column, term in zip(table.columns, row, strict=True)
            if term is not None
        }
        for row in table.rows
    ]
    result = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(result, ensure_ascii=False)


def _write(
    columns: Sequence[str], rows: Iterable[Sequence[str | None]], spreadsheet_safe: bool
) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        cells = ["" if cell is None else cell for cell in row]
        writer.writerow([neutralise(cell) for cell in cells] if spreadsheet_safe else cells)
    return text.getvalue()


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
        case _:
            raise TypeError(f"{plain(term)!r} is no term")
