"""Takes claims away as a subgraph, with their evidence, in the formats that other tools read."""

from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, serialize

from graph.errors import ExportError
from graph.graphml import write_graphml
from graph.interface import Pool
from graph.jsonld import write_jsonld
from graph.selection import Selection, Subgraph, select_subgraph
from graph.sheets import write_claims_csv
from ontology.terms import PREFIXES

__all__ = ["FORMATS", "ExportFormat", "Selection", "export_claims"]


@dataclass(frozen=True)
class ExportFormat:
    """A format by its name: the ending of its files, with the dot, and its media type."""

    name: str
    suffix: str
    media_type: str


FORMATS = {
    form.name: form
    for form in (
        ExportFormat("turtle", ".ttl", "text/turtle"),
        ExportFormat("trig", ".trig", "application/trig"),
        ExportFormat("nquads", ".nq", "application/n-quads"),
        ExportFormat("jsonld", ".jsonld", "application/ld+json"),
        ExportFormat("graphml", ".graphml", "application/graphml+xml"),
        ExportFormat("csv", ".csv", "text/csv"),
    )
}
"""Export formats by name."""


def export_claims(pool: Pool, selection: Selection, form: str) -> bytes:
    """The selected claims with everything that belongs to them, in the format of that name.

    Holders, evidence, spans, sections, agenda items, meetings, documents (without raw text), and
    the labels of actors, issues and values. TriG and N-Quads keep the named graphs; Turtle and
    JSON-LD have the triples. GraphML and CSV hold what graph.graphml and graph.sheets say. The
    same store and selection give the same bytes.

    Raises ExportError for an unknown format, too much data or a claim outside the selection, and
    what answer_question raises.
    """
    if form not in FORMATS:
        raise ExportError(f"there is no export format {form!r}; choose one of {', '.join(FORMATS)}")
    subgraph = select_subgraph(pool, selection)
    match form:
        case "csv":
            return write_claims_csv(subgraph)
        case "graphml":
            return write_graphml(subgraph)
        case "jsonld":
            return write_jsonld(subgraph.quads)
        case "nquads":
            return _serialize(subgraph.quads, RdfFormat.N_QUADS)
        case "trig":
            return _serialize(_grouped(subgraph), RdfFormat.TRIG)
        case _:
            triples = sorted({quad.triple for quad in subgraph.quads}, key=str)
            quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in triples]
            return _serialize(quads, RdfFormat.TURTLE)


def _grouped(subgraph: Subgraph) -> list[Quad]:
    return sorted(subgraph.quads, key=lambda quad: (str(quad.graph_name), str(quad)))


def _serialize(quads: list[Quad] | tuple[Quad, ...], form: RdfFormat) -> bytes:
    content = serialize(quads, format=form, prefixes=dict(PREFIXES))
    if content is None:
        raise ExportError("the engine wrote no export")
    return _sort_prefixes(content)


def _sort_prefixes(content: bytes) -> bytes:
    """The prefixes at the head of Turtle and TriG in one order; the engine has none."""
    lines = content.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    return b"".join(sorted(lines[:count]) + lines[count:])
