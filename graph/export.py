"""Takes claims away as a subgraph, in the formats other tools read.

Every file says inside what was asked of which generation, when, and under which licence (see
graph.provenance). Claims are read and written document by document, so that memory does not grow
with the export. What a CONSTRUCT makes, and whole stores: graph.export_made.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import BinaryIO

from pyoxigraph import Triple

from graph.deadline import EXPORT_TIMEOUT_S, Deadline
from graph.errors import ExportError
from graph.export_formats import (
    FORMATS,
    ExportFormat,
    check_format,
    write_network,
    write_rows,
)
from graph.interface import Pool
from graph.jsonld import write_jsonld
from graph.nanopub import nanopub_quads
from graph.network import claim_network
from graph.provenance import DEFAULT_LICENCE, Provenance, export_provenance
from graph.rows import Row, claim_columns, claim_rows
from graph.selection import Selection, Subgraph, SubgraphReader, described
from graph.statements import distinct_triples, named_quads, write_statements
from graph.tables import with_facts
from ontology.terms import P_QUOTE

__all__ = ["FORMATS", "ExportFormat", "Selection", "export_claims", "write_claims"]

_ATTEMPTS = 3


def write_claims(
    pool: Pool,
    selection: Selection | Sequence[Selection],
    form: str,
    target: BinaryIO,
    *,
    licence: str = DEFAULT_LICENCE,
    exported: date | None = None,
    basis: str = "",
    quotes: bool = True,
    timeout_s: float = EXPORT_TIMEOUT_S,
) -> int:
    """Write the selected claims with everything that belongs to them; how many there are.

    Of several selections, what any of them takes. Without `quotes` the words that prove a claim
    are left out; their place in the text stays.

    Holders, evidence, spans, sections, agenda items, meetings, documents (without raw text), and
    the labels of actors, issues and values. TriG and N-Quads keep the named graphs; Turtle and
    JSON-LD have the triples; CSV, XLSX and Parquet a claim a row (graph.rows); GraphML and GEXF
    holders and issues (graph.network). The same store, selection and day give the same bytes.

    `basis` says in words what the selection rests on; it stands in the file beside the query.

    Use a pinned pool: from another, an export fails if the store is published anew meanwhile.

    Raises ExportError for an unknown format, too much data or a claim outside the selection, and
    what QueryPool.ask raises; what was written by then is of no use. `timeout_s` limits the whole.
    """
    check_format(form)
    deadline = Deadline(timeout_s)
    with deadline.explained():
        reader = SubgraphReader(pool, selection, deadline)
        asked = described(selection) + (" reviewed=true" if pool.reviewed else "")
        asked += "" if quotes else " quotes=false"
        provenance = export_provenance(
            asked, reader.generation, reader.extractors(), licence, exported, basis
        )
        counted = _Counted(deadline.watched(reader.subgraphs()), quotes)
        _write(provenance, iter(counted), form, target)
        return counted.claims


class _Counted:
    """Subgraphs as they come, their claims counted, and their quotes left out if so wished."""

    def __init__(self, subgraphs: Iterable[Subgraph], quotes: bool) -> None:
        self._subgraphs = subgraphs
        self._quotes = quotes
        self.claims = 0

    def __iter__(self) -> Iterator[Subgraph]:
        for subgraph in self._subgraphs:
            self.claims += len(subgraph.claims)
            if self._quotes:
                yield subgraph
            else:
                kept = tuple(quad for quad in subgraph.quads if quad.predicate != P_QUOTE)
                yield replace(subgraph, quads=kept)


def _write(
    provenance: Provenance, subgraphs: Iterator[Subgraph], form: str, target: BinaryIO
) -> None:
    facts = provenance.facts()
    match form:
        case "turtle" | "ntriples":
            write_statements(distinct_triples(named_quads(provenance, subgraphs)), form, target)
        case "trig" | "nquads":
            write_statements(named_quads(provenance, subgraphs), form, target)
        case "jsonld":
            write_jsonld(_documents(provenance, subgraphs), target, embed=True)
        case "nanopub":
            write_statements(nanopub_quads(subgraphs, provenance), form, target)
        case "graphml" | "gexf":
            write_network(claim_network(subgraphs), facts, form, target)
        case _:
            rows: Iterable[Row] = (row for subgraph in subgraphs for row in claim_rows(subgraph))
            columns = claim_columns()
            if form == "csv":
                columns, rows = with_facts(columns, rows, _shared(facts))
            write_rows(columns, rows, facts, form, target)


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
