"""An analyst's answer as a file: what it holds, and what it says of itself. Asks nothing.

Every file but TSV says inside what was asked, of which generation, when, and within which limits; a
file of an answer that was cut off says so first and last.
"""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from graph.answer import Table, Term, Triples, plain
from graph.formulas import neutralise
from graph.graphml import write_graphml
from graph.network import Network, triple_network
from graph.row_forms import BYTE_ORDER_MARK, write_table
from graph.rows import Kind, Row, RowColumn
from graph.tables import with_facts, write_csv, write_parquet, write_xlsx
from graph.xmltext import clean
from ontology.terms import XSD
from standpunt.errors import FormatError
from standpunt.results import triples_text

_INTEGER = f"{XSD}integer"
_DECIMALS = (f"{XSD}decimal", f"{XSD}double", f"{XSD}float")


@dataclass(frozen=True)
class FileForm:
    """A form of file: its ending with the dot, and its media type."""

    suffix: str
    media_type: str


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE_FORMS = {
    "csv": FileForm(".csv", "text/csv"),
    "tsv": FileForm(".tsv", "text/tab-separated-values"),
    "json": FileForm(".json", "application/sparql-results+json"),
    "xml": FileForm(".xml", "application/sparql-results+xml"),
    "xlsx": FileForm(".xlsx", _SHEET),
    "parquet": FileForm(".parquet", "application/vnd.apache.parquet"),
}
TRIPLE_FORMS = {
    "turtle": FileForm(".ttl", "text/turtle"),
    "trig": FileForm(".trig", "application/trig"),
    "ntriples": FileForm(".nt", "application/n-triples"),
    "nquads": FileForm(".nq", "application/n-quads"),
    "jsonld": FileForm(".jsonld", "application/ld+json"),
    "rdfxml": FileForm(".rdf", "application/rdf+xml"),
    "graphml": FileForm(".graphml", "application/graphml+xml"),
}
SHOWN_FORMS = {name: TABLE_FORMS[name] for name in ("csv", "xlsx")}


@dataclass(frozen=True)
class About:
    """What a file says of itself.

    `basis` is what the answer rests on, in words; `warning` what was cut off, "" for a whole
    answer.
    """

    query: str
    generation: int
    asked: str
    limits: str
    basis: str = ""
    warning: str = ""

    def facts(self) -> dict[str, str]:
        """The same by name, as graph.tables and graph.graphml take it."""
        facts = {
            "title": "Standpunt: answer to a query",
            "query": self.query,
            "generation": str(self.generation),
            "exported": self.asked,
            "limits": self.limits,
            "basis": self.basis,
            "export": f"Standpunt, generation {self.generation}, {self.asked}; {self.limits}",
        }
        return {"warning": self.warning, **facts} if self.warning else facts

    def lines(self) -> list[str]:
        """The same in lines of text, the warning first."""
        said = [f"Standpunt, generation {self.generation}, asked {self.asked}; {self.limits}"]
        told = [self.warning, *said, self.basis]
        return [*filter(None, told), "Query:", *self.query.splitlines()]


def table_file(table: Table, form: str, about: About) -> bytes:
    """The answer to a SELECT as a file in one of TABLE_FORMS. Raises FormatError for another."""
    match form:
        case "csv":
            text = io.BytesIO()
            columns, rows = with_facts(_columns(table), table.plain_rows(), _narrow(about))
            write_csv(columns, [*rows, *_last(len(columns), about)], text)
            return BYTE_ORDER_MARK.encode() + text.getvalue()
        case "tsv":
            return write_table(table, form).encode()
        case "json":
            whole = json.loads(write_table(table, form))
            return json.dumps({"about": about.facts(), **whole}, ensure_ascii=False).encode()
        case "xml":
            head, declaration, rest = write_table(table, form).partition("?>\n")
            return f"{head}{declaration}{_comment(about.lines())}{rest}".encode()
        case "xlsx" | "parquet":
            return _book_or_parquet(_columns(table), table.plain_rows(), form, about)
        case _:
            raise FormatError(f"a table cannot be written as {form}; use {', '.join(TABLE_FORMS)}")


def triples_file(answer: Triples, form: str, about: About) -> bytes:
    """The answer to a CONSTRUCT or DESCRIBE as a file in one of TRIPLE_FORMS.

    TriG and N-Quads hold the triples in the default graph. Raises FormatError for another form, or
    if this one cannot hold a triple.
    """
    if form == "graphml":
        return network_file(triple_network(answer.triples), about)
    text = triples_text(answer.triples, form, about.warning or None)
    if form == "rdfxml":
        head, declaration, rest = text.partition("?>\n")
        return f"{head}{declaration}{_comment(about.lines())}{rest}".encode()
    if form == "jsonld":
        content = json.loads(text)
        nodes = content if isinstance(content, list) else content.setdefault("@graph", [])
        nodes.insert(0, {"about": about.facts()})  # no term of the context: it says nothing in RDF
        return json.dumps(content, ensure_ascii=False).encode()
    said = "".join(f"# {line}\n" for line in about.lines())
    return f"{said}{text}".encode()


def network_file(network: Network, about: About) -> bytes:
    """A network as GraphML."""
    target = io.BytesIO()
    write_graphml(network, about.facts(), target)
    return target.getvalue()


def shown_file(
    columns: Sequence[str], rows: Sequence[Sequence[str]], form: str, about: About
) -> bytes:
    """A table as it stands on the page, labels and all, in one of SHOWN_FORMS."""
    kept = tuple(map(RowColumn, columns))
    if form == "xlsx":
        return _book_or_parquet(kept, [tuple(row) for row in rows], form, about)
    if form != "csv":
        raise FormatError(f"what is shown cannot be written as {form}; use csv or xlsx")
    target = io.BytesIO()
    wide, told = with_facts(kept, (tuple(row) for row in rows), _narrow(about))
    write_csv(wide, [*told, *_last(len(wide), about)], target)
    return BYTE_ORDER_MARK.encode() + target.getvalue()


def _narrow(about: About) -> Mapping[str, str]:
    """The facts for a table whose every row bears them: see graph.tables."""
    facts = about.facts()
    return {
        f"standpunt.{name}": facts[name]
        for name in ("query", "generation", "exported", "limits", "basis")
    }


def _last(width: int, about: About) -> list[Row]:
    """A last row that says what was cut off; none for a whole answer."""
    return [(neutralise(about.warning), *[None] * (width - 1))] if about.warning else []


def _columns(table: Table) -> tuple[RowColumn, ...]:
    return tuple(
        RowColumn(name, _kind([row[place] for row in table.rows]))
        for place, name in enumerate(table.columns)
    )


def _kind(terms: Sequence[Term | None]) -> Kind:
    """What a column holds: numbers only if every value is one that reads as such."""
    found = [term for term in terms if term is not None]
    kinds = {getattr(getattr(term, "datatype", None), "value", "") for term in found}
    if not found or not all(isinstance(term, Literal) for term in found):
        return "text"
    if kinds == {_INTEGER} and all(
        _reads(int, term) and abs(int(plain(term) or "0")) < 2**63 for term in found
    ):
        return "integer"
    if kinds <= {_INTEGER, *_DECIMALS} and all(_reads(float, term) for term in found):
        return "decimal"
    return "text"


def _reads(kind: Callable[[str], float], term: Term) -> bool:
    try:
        kind(plain(term) or "")
    except ValueError:
        return False
    return True


def _book_or_parquet(
    columns: Sequence[RowColumn], rows: Sequence[Row], form: str, about: About
) -> bytes:
    target = io.BytesIO()
    if form == "parquet":
        write_parquet(columns, rows, about.facts(), target)
    else:
        first = RowColumn(columns[0].name) if about.warning and columns else None
        kept = (first, *columns[1:]) if first else columns
        write_xlsx(kept, [*rows, *_last(len(columns), about)], about.facts(), target)
    return target.getvalue()


def _comment(lines: Sequence[str]) -> str:
    """An XML comment, in which two hyphens may not stand together."""
    said = clean("\n".join(lines)).replace("--", "- -").replace("--", "- -")
    return f"<!--\n{said}\n-->\n"
