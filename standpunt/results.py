"""Answers as text: a table for the eye, or a W3C format for programs. Runs no query.

`csv`, `tsv`, `json` and `xml` are the SPARQL 1.1 result formats; in the CSV, text that a
spreadsheet would run as a formula starts with an apostrophe. What a limit cut off says so in every
format: as a comment where there are comments, else as a last row or a member `truncated`.
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from graph.answer import Table, Term
from graph.answer import plain as plain_text
from graph.row_forms import BYTE_ORDER_MARK, XML_HEAD, write_table
from graph.xmltext import clean
from ontology.terms import PREFIXES
from standpunt.errors import FormatError
from standpunt.terminal import visible

Row = Sequence[Term | None]

TABLE_FORMATS = ("table", "csv", "tsv", "json", "xml")
TRIPLE_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
_COMMENTED = ("turtle", "ntriples", "nquads", "trig")
LONG = (
    1_000  # rows of a table that is folded to fit a terminal; a longer one is left as wide as it is
)


def table_text(table: Table, fmt: str) -> str:
    """The table in one of TABLE_FORMATS, ending in a line end. Raises FormatError for another."""
    match fmt:
        case "table":
            text = _aligned(table.columns, table.rows)
            return f"{text}{table.warning}\n" if table.warning else text
        case "csv":
            return write_table(table, "excel").removeprefix(BYTE_ORDER_MARK)
        case "tsv" | "json" | "xml":
            return write_table(table, fmt)
        case _:
            formats = ", ".join(TABLE_FORMATS)
            raise FormatError(f"a table cannot be written as {fmt}; use {formats}")


def text_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table of plain strings that no query gave."""
    cells = tuple(tuple(Literal(cell) for cell in row) for row in rows)
    return Table(tuple(columns), cells, truncated=False, generation=0, elapsed_s=0.0)


def truth_text(value: bool, fmt: str) -> str:
    """The answer of an ASK query. Raises FormatError for a format of triples."""
    word = "true" if value else "false"
    if fmt == "json":
        return json.dumps({"head": {}, "boolean": value}) + "\n"
    if fmt == "xml":
        return f"{XML_HEAD}<head/><boolean>{word}</boolean></sparql>\n"
    if fmt not in TABLE_FORMATS:
        raise FormatError(f"yes or no cannot be written as {fmt}; use {', '.join(TABLE_FORMATS)}")
    return word + "\n"


def triples_text(triples: Iterable[Triple], fmt: str, warning: str | None = None) -> str:
    """Triples in one of TRIPLE_FORMATS, with our prefixes; the warning stands first and last.

    Raises FormatError for another format, or if this one cannot hold a triple.
    """
    if fmt not in TRIPLE_FORMATS:
        formats = ", ".join(TRIPLE_FORMATS)
        raise FormatError(f"triples cannot be written as {fmt}; use {formats}")
    prefixes = dict(PREFIXES) if fmt in ("turtle", "trig", "jsonld") else None
    target = io.BytesIO()
    found = list(triples)
    if fmt == "rdfxml":
        _refuse_unnamable(found)
    try:
        serialize(found, target, format=TRIPLE_FORMATS[fmt], prefixes=prefixes)
    except (ValueError, OSError) as error:
        raise FormatError(f"these triples cannot be written as {fmt}: {error}") from error
    text = target.getvalue().decode("utf-8")
    if fmt == "rdfxml":
        text = clean(text)
    return _marked(text, fmt, warning) if warning else text


def _refuse_unnamable(triples: Iterable[Triple]) -> None:
    """RDF/XML makes an element's name of each property, so its IRI must end as a name."""
    for triple in triples:
        if not _ENDS_AS_NAME.search(triple.predicate.value):
            raise FormatError(
                f"RDF/XML cannot write the property {triple.predicate}; use turtle or another"
            )


def _marked(text: str, fmt: str, warning: str) -> str:
    if fmt in _COMMENTED:
        return f"# {warning}\n{text}# {warning}\n"
    if fmt == "rdfxml":
        head, declaration, rest = text.partition("?>\n")
        return f"{head}{declaration}<!-- {warning} -->\n{rest}<!-- {warning} -->\n"
    # A node object with neither @id nor known members says nothing in RDF, and is read by people.
    content = json.loads(text)
    nodes = content if isinstance(content, list) else content.setdefault("@graph", [])
    mark = {"truncated": warning}
    nodes[:] = [mark, *nodes, mark]
    return json.dumps(content, ensure_ascii=False)


def short(term: Term | None) -> str:
    """The value of a term, "" for none; a known namespace is written as its prefix: ct:DEU."""
    value = plain_text(term) or ""
    if isinstance(term, NamedNode):
        for prefix, namespace in PREFIXES.items():
            if value.startswith(namespace) and len(value) > len(namespace):
                return f"{prefix}:{value[len(namespace) :]}"
    return value


def _aligned(columns: Sequence[str], rows: Sequence[Row]) -> str:
    cells = [[visible(short(term)) for term in row] for row in rows]
    if not sys.stdout.isatty() or len(cells) > LONG:
        return unfolded(columns, cells)
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(Text(column))
    for row in cells:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    target = io.StringIO()
    Console(file=target, force_terminal=True, highlight=False).print(table)
    lines = (line.rstrip() for line in target.getvalue().splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def unfolded(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """The table of rich's box SIMPLE_HEAD, however wide it gets, a line end in a cell kept.

    rich takes 0.1 ms a cell, which is 40 s for the documents of a large store.
    """
    from rich.cells import cell_len

    rows = [[cell.expandtabs().split("\n") for cell in row] for row in ([*columns], *cells)]
    widths = [
        max(cell_len(line) for cell in its for line in cell) for its in zip(*rows, strict=True)
    ]
    gap = " " * 3
    lines = [
        gap.join(
            line + " " * (width - cell_len(line)) for line, width in zip(parts, widths, strict=True)
        )
        for row in rows
        for parts in zip_longest(*row, fillvalue="")
    ]
    height = max(map(len, rows[0]), default=0)
    lines.insert(height, "─" * (sum(widths) + len(gap) * (len(widths) - 1)))
    return "".join(f" {line}".rstrip() + "\n" for line in lines if line.strip())


_ENDS_AS_NAME = re.compile(r"[^\W\d][\w.-]*$")
