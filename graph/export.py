"""Takes claims away as a subgraph, or what a CONSTRUCT makes, in the formats other tools read.

Every file says inside what was asked of which generation, when, and under which licence (see
graph.provenance). Claims are read and written document by document, so that memory does not grow
with the export; TriG, N-Quads, Turtle and JSON-LD of a CONSTRUCT as the triples are found.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, islice
from typing import BinaryIO

from pyoxigraph import Quad, Triple

from graph.errors import ExportError
from graph.gexf import write_gexf
from graph.graphml import write_graphml
from graph.interface import Pool
from graph.jsonld import write_jsonld
from graph.nanopub import nanopub_quads
from graph.network import Network, claim_network, triple_network
from graph.provenance import DEFAULT_LICENCE, Provenance
from graph.rows import (
    TRIPLE_COLUMNS,
    Row,
    RowColumn,
    claim_columns,
    claim_rows,
    triple_rows,
)
from graph.selection import Selection, Subgraph, SubgraphReader
from graph.statements import distinct_triples, named_quads, write_statements
from graph.tables import with_facts, write_csv, write_parquet, write_xlsx

__all__ = ["FORMATS", "ExportFormat", "Selection", "export_claims", "write_claims", "write_made"]

CONSTRUCT_TIMEOUT_S = 600.0
_BATCH = 2_000
_ATTEMPTS = 3


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


def write_claims(
    pool: Pool,
    selection: Selection,
    form: str,
    target: BinaryIO,
    *,
    licence: str = DEFAULT_LICENCE,
    exported: date | None = None,
    basis: str = "",
) -> None:
    """Write the selected claims with everything that belongs to them, in the format of that name.

    Holders, evidence, spans, sections, agenda items, meetings, documents (without raw text), and
    the labels of actors, issues and values. TriG and N-Quads keep the named graphs; Turtle and
    JSON-LD have the triples; CSV, XLSX and Parquet a claim a row (graph.rows); GraphML and GEXF
    holders and issues (graph.network). The same store, selection and day give the same bytes.

    `basis` says in words what the selection rests on; it stands in the file beside the query.

    Use a pinned pool: from another, an export fails if the store is published anew meanwhile.

    Raises ExportError for an unknown format, too much data or a claim outside the selection, and
    what QueryPool.ask raises; what was written by then is of no use.
    """
    _check(form)
    reader = SubgraphReader(pool, selection)
    provenance = Provenance(
        _of_view(pool, selection.describe(), " reviewed=true"),
        reader.generation,
        exported or _today(),
        licence,
        _extractors(reader),
        basis,
    )
    subgraphs = reader.subgraphs()
    facts = provenance.facts()
    match form:
        case "turtle":
            write_statements(distinct_triples(named_quads(provenance, subgraphs)), form, target)
        case "trig" | "nquads":
            write_statements(named_quads(provenance, subgraphs), form, target)
        case "jsonld":
            write_jsonld(_documents(provenance, subgraphs), target, embed=True)
        case "nanopub":
            write_statements(nanopub_quads(subgraphs, provenance), form, target)
        case "graphml" | "gexf":
            _write_network(claim_network(subgraphs), facts, form, target)
        case _:
            rows: Iterable[Row] = (row for subgraph in subgraphs for row in claim_rows(subgraph))
            columns = claim_columns()
            if form == "csv":
                columns, rows = with_facts(columns, rows, _shared(facts))
            _write_table(columns, rows, facts, form, target)


def write_made(
    pool: Pool,
    query: str,
    form: str,
    target: BinaryIO,
    *,
    licence: str = DEFAULT_LICENCE,
    exported: date | None = None,
    timeout_s: float = CONSTRUCT_TIMEOUT_S,
) -> None:
    """Write the triples that a CONSTRUCT or DESCRIBE makes, in the format of that name.

    TriG and N-Quads hold them in the default graph; CSV, XLSX and Parquet a triple a row; GraphML
    and GEXF resources and what joins them, for which all triples are held in memory.

    Raises ExportError for an unknown format or `nanopub`, and what QueryPool.stream raises; what
    was written by then is of no use.
    """
    _check(form)
    everything = SubgraphReader(pool, Selection())
    extractors = _extractors(everything)
    provenance = Provenance(
        _of_view(pool, query, "\n# asked of the reviewed view"),
        everything.generation,
        exported or _today(),
        licence,
        extractors,
    )
    about = list(provenance.quads())
    is_set = form in ("turtle", "trig", "nquads", "jsonld")
    triples = pool.stream(query, timeout_s=timeout_s, distinct=not is_set)
    facts = provenance.facts()
    match form:
        case "turtle":
            said = chain((quad.triple for quad in about), triples)
            write_statements(map(_bare, said), form, target)
        case "trig" | "nquads":
            write_statements(chain(about, map(_bare, triples)), form, target)
        case "jsonld":
            batches = chain([[quad.triple for quad in about]], _batches(triples))
            write_jsonld(batches, target, embed=False)
        case "nanopub":
            raise ExportError("a nanopublication holds one claim; name it with --claim")
        case "graphml" | "gexf":
            _write_network(triple_network(triples), facts, form, target)
        case _:
            if form == "csv":
                triples = chain((quad.triple for quad in about), triples)
            _write_table(TRIPLE_COLUMNS, triple_rows(triples), facts, form, target)


def export_claims(pool: Pool, selection: Selection, form: str, *, basis: str = "") -> bytes:
    """What write_claims() writes, as bytes; repeated if the store is published anew meanwhile."""
    for attempt in range(_ATTEMPTS):
        target = io.BytesIO()
        before = pool.generation().number
        try:
            write_claims(pool, selection, form, target, basis=basis)
        except ExportError:
            if attempt + 1 == _ATTEMPTS or pool.generation().number == before:
                raise
        else:
            break
    return target.getvalue()


def _extractors(reader: SubgraphReader) -> tuple[str, ...]:
    return tuple(sorted({source.extractor for source in reader.sources if source.extractor}))


def _of_view(pool: Pool, asked: str, addition: str) -> str:
    return asked + addition if pool.reviewed else asked


def _check(form: str) -> None:
    if form not in FORMATS:
        raise ExportError(f"there is no export format {form!r}; choose one of {', '.join(FORMATS)}")


def _write_network(network: Network, facts: dict[str, str], form: str, target: BinaryIO) -> None:
    write = write_graphml if form == "graphml" else write_gexf
    write(network, facts, target)


def _write_table(
    columns: tuple[RowColumn, ...],
    rows: Iterable[Row],
    facts: dict[str, str],
    form: str,
    target: BinaryIO,
) -> None:
    match form:
        case "csv":
            write_csv(columns, rows, target)
        case "xlsx":
            write_xlsx(columns, rows, facts, target)
        case _:
            write_parquet(columns, rows, facts, target)


def _shared(facts: dict[str, str]) -> dict[str, str]:
    """The facts that are the same in every row and in no column of the claim's own."""
    names = ("query", "generation", "exported", "ontologyVersion", "licence", "export")
    return {name: facts[name] for name in (*names, "basis") if name in facts}


def _documents(provenance: Provenance, subgraphs: Iterable[Subgraph]) -> Iterator[list[Triple]]:
    """A batch for what the export says of itself, one a document, one for the labels."""
    yield [quad.triple for quad in provenance.quads()]
    labels: set[Triple] = set()
    for subgraph in subgraphs:
        yield [quad.triple for quad in subgraph.quads]
        labels.update(quad.triple for quad in subgraph.labels)
    yield list(labels)


def _batches(triples: Iterator[Triple]) -> Iterator[list[Triple]]:
    while batch := list(islice(triples, _BATCH)):
        yield batch


def _bare(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)


def _today() -> date:
    return datetime.now(UTC).date()
