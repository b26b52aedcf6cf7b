"""The formats of exports by name: the ending of their files, their media type. Writes none."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from graph.errors import ExportError
from graph.gexf import write_gexf
from graph.graphml import write_graphml
from graph.network import Network
from graph.rows import Row, RowColumn
from graph.tables import write_csv, write_parquet, write_xlsx


@dataclass(frozen=True)
class ExportFormat:
    """A format by its name: the ending of its files, with the dot, and its media type."""

    name: str
    suffix: str
    media_type: str
    is_text: bool = True


FORMATS = {
    form.name: form
    for form in (
        ExportFormat("turtle", ".ttl", "text/turtle"),
        ExportFormat("trig", ".trig", "application/trig"),
        ExportFormat("ntriples", ".nt", "application/n-triples"),
        ExportFormat("nquads", ".nq", "application/n-quads"),
        ExportFormat("jsonld", ".jsonld", "application/ld+json"),
        ExportFormat("graphml", ".graphml", "application/graphml+xml"),
        ExportFormat("gexf", ".gexf", "application/gexf+xml"),
        ExportFormat("csv", ".csv", "text/csv"),
        ExportFormat(
            "xlsx",
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            is_text=False,
        ),
        ExportFormat("parquet", ".parquet", "application/vnd.apache.parquet", is_text=False),
        ExportFormat("nanopub", ".trig", "application/trig"),
    )
}
"""Export formats by name."""


def check_format(form: str) -> None:
    """Raises ExportError for a format that there is not."""
    if form not in FORMATS:
        raise ExportError(f"there is no export format {form!r}; choose one of {', '.join(FORMATS)}")


def write_network(network: Network, facts: dict[str, str], form: str, target: BinaryIO) -> None:
    """Write the network as `graphml` or `gexf`."""
    write = write_graphml if form == "graphml" else write_gexf
    write(network, facts, target)


def write_rows(
    columns: tuple[RowColumn, ...],
    rows: Iterable[Row],
    facts: dict[str, str],
    form: str,
    target: BinaryIO,
) -> None:
    """Write the rows as `csv`, `xlsx` or `parquet`. Raises ExportError for more than xlsx holds."""
    match form:
        case "csv":
            write_csv(columns, rows, target)
        case "xlsx":
            write_xlsx(columns, rows, facts, target)
        case _:
            write_parquet(columns, rows, facts, target)
