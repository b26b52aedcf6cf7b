"""Tables as CSV and as SPARQL JSON; CSV that a spreadsheet opens without running anything."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.answer import Table, Term, plain
from graph.index import QuadIndex
from graph.selection import Subgraph
from ontology.terms import (
    OA_END,
    OA_START,
    P_DOCUMENT,
    P_EVIDENCE,
    P_FILE_NAME,
    P_RULE,
    P_SHA256,
    P_SPAN,
    XSD_STRING,
)

# Cells that a spreadsheet takes for a formula (OWASP, CSV injection), or that look neutralised.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_EXTRA_COLUMNS = ("spans", "rules", "fileName", "sha256")


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

    IRIs and literal values without their syntax, blank nodes with it, as in W3C SPARQL CSV.
    `spreadsheet_safe` puts a `'` before cells that a spreadsheet would run. A truncated table ends
    with a row that says so in its first cell: CSV has no comments, and everybody sees a row.
    """
    rows = [tuple(_csv_term(term) for term in row) for row in table.rows]
    if table.warning:
        rows.append((table.warning, *[None] * (len(table.columns) - 1)))
    return _write(table.columns, rows, spreadsheet_safe)


def table_to_json(table: Table) -> str:
    """The table as W3C SPARQL 1.1 Query Results JSON; a truncated one has a member `truncated`."""
    bindings = [
        {
            column: _json_term(term)
            for column, term in zip(table.columns, row, strict=True)
            if term is not None
        }
        for row in table.rows
    ]
    result: dict[str, Any] = {"head": {"vars": list(table.columns)}}
    if table.warning:
        result["truncated"] = table.warning
    result["results"] = {"bindings": bindings}
    return json.dumps(result, ensure_ascii=False)


def write_claims_csv(subgraph: Subgraph) -> bytes:
    """The selected claims as spreadsheet-safe CSV in UTF-8, one a row.

    The columns of the stored question `claims`, then `spans` (start-end, by a blank), `rules`,
    `fileName` and `sha256` of the document.
    """
    index = QuadIndex(subgraph.quads)
    rows = [
        (*cells, *_evidence(index, row[0]))
        for cells, row in zip(subgraph.table.plain_rows(), subgraph.table.rows, strict=True)
    ]
    return _write((*subgraph.table.columns, *_EXTRA_COLUMNS), rows, True).encode()


def _evidence(index: QuadIndex, claim: Term | None) -> tuple[str, ...]:
    spans = sorted(
        (int(index.texts(span, OA_START)[0]), int(index.texts(span, OA_END)[0]))
        for evidence in index.objects(claim, P_EVIDENCE)
        for span in index.objects(evidence, P_SPAN)
    )
    return (
        " ".join(f"{start}-{end}" for start, end in spans),
        " ".join(index.texts(claim, P_RULE)),
        " ".join(index.texts(claim, P_DOCUMENT, P_FILE_NAME)),
        " ".join(index.texts(claim, P_DOCUMENT, P_SHA256)),
    )


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


def _csv_term(term: Term | None) -> str | None:
    return str(term) if isinstance(term, BlankNode) else plain(term)


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
