"""The one update request by which a store behind an address goes from a generation to the next.

Every operation of it holds only while the mark of the last writer stands, and the last one sets a
new mark. So of two requests that set out from the same generation, one does everything and the
other nothing; an engine that carries out a request in one transaction shows readers no state
between. Nothing of a user's text is ever formatted in: statements come as N-Triples.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pyoxigraph import Literal, NamedNode

from graph.ledger import LedgerEntry
from graph.remote_state import (
    DIGEST,
    DOCUMENTS,
    EXTENT,
    MERGED_IN,
    MODIFIED,
    VERSION_INFO,
    WRITER,
    State,
)
from ontology.iris import MERGE_GRAPH, STORE_NODE, STORE_STATE_GRAPH
from ontology.terms import P_GENERATION, XSD_DATE_TIME, XSD_INTEGER

_TAKE_OVER = """\
INSERT {{ GRAPH {state} {{
{marks}
}} }} WHERE {{ FILTER NOT EXISTS {{ GRAPH {state} {{ {node} ?said ?value }} }} }}"""

_REPLACE = """\
DELETE {{ {merge_of} }} WHERE {{
  {guard} GRAPH {graph} {{ ?s ?p ?o }}
  FILTER NOT EXISTS {{
    GRAPH ?other {{ ?s ?p ?o }} FILTER(?other NOT IN ({graph}, {state}, {merge}))
  }}
}} ;
DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} WHERE {{ {guard} GRAPH {graph} {{ ?s ?p ?o }} }} ;
INSERT {{ GRAPH {graph} {{
{lines}
}} }} WHERE {{ {guard} }} ;
INSERT {{ {merge_of} }} WHERE {{ {guard} GRAPH {graph} {{ ?s ?p ?o }} }} ;
DELETE {{ GRAPH {state} {{ {graph} ?p ?o }} }}
WHERE {{ {guard} GRAPH {state} {{ {graph} ?p ?o }} }} ;"""

_MARK = """\
INSERT {{ GRAPH {state} {{
{entries}
}} }} WHERE {{ {guard} }} ;
DELETE {{ GRAPH {state} {{ {node} ?p ?o }} }}
INSERT {{ GRAPH {state} {{
{marks}
}} }} WHERE {{ {guard} GRAPH {state} {{ {node} ?p ?o }} }}"""


def take_over_request(writer: str) -> str:
    """Make an empty dataset a store of ours, without a generation."""
    return _TAKE_OVER.format(
        state=STORE_STATE_GRAPH,
        node=STORE_NODE,
        marks="\n".join(_marks(State(0, writer, merged=True))),
    )


def union_request(writer: str) -> str:
    """Note that the merge of all graphs is a named graph in this store."""
    line = _say(STORE_NODE, MERGED_IN, MERGE_GRAPH)
    guard = _guard(State(0, writer, merged=False))
    return f"INSERT {{ GRAPH {STORE_STATE_GRAPH} {{ {line} }} }} WHERE {{ {guard} }}"


def publish_request(
    before: State,
    after: State,
    lines_by_graph: Mapping[str, list[str]],
    entries: Mapping[str, LedgerEntry],
) -> str:
    """Make each graph hold these statements, as graph_lines() gives them, and publish that.

    `entries` are the ledger's lines for the graphs that are not emptied.
    """
    guard = _guard(before)
    names = {"guard": guard, "state": STORE_STATE_GRAPH, "node": STORE_NODE, "merge": MERGE_GRAPH}
    merge_of = "?s ?p ?o" if before.merged else f"GRAPH {MERGE_GRAPH} {{ ?s ?p ?o }}"
    parts = [
        _REPLACE.format(graph=NamedNode(iri), lines="\n".join(lines), merge_of=merge_of, **names)
        for iri, lines in sorted(lines_by_graph.items())
    ]
    said = "\n".join(line for iri, entry in entries.items() for line in _entry(iri, entry))
    parts.append(_MARK.format(entries=said, marks="\n".join(_marks(after)), **names))
    return "\n".join(parts)


def _guard(state: State) -> str:
    return f"GRAPH {STORE_STATE_GRAPH} {{ {STORE_NODE} {WRITER} {Literal(state.writer)} }}"


def _marks(state: State) -> Iterable[str]:
    yield _say(STORE_NODE, P_GENERATION, _integer(state.number))
    yield _say(STORE_NODE, WRITER, Literal(state.writer))
    if not state.merged:
        yield _say(STORE_NODE, MERGED_IN, MERGE_GRAPH)
    if state.published is not None:
        yield _say(STORE_NODE, MODIFIED, _time(state.published))
        yield _say(STORE_NODE, DOCUMENTS, _integer(state.documents))
        yield _say(STORE_NODE, EXTENT, _integer(state.quads))
    if state.ontology_version is not None:
        yield _say(STORE_NODE, VERSION_INFO, Literal(state.ontology_version))


def _entry(iri: str, entry: LedgerEntry) -> Iterable[str]:
    graph = NamedNode(iri)
    yield _say(graph, DIGEST, Literal(entry.digest))
    yield _say(graph, EXTENT, _integer(entry.quads))
    yield _say(graph, MODIFIED, Literal(entry.written, datatype=XSD_DATE_TIME))
    yield _say(graph, P_GENERATION, _integer(entry.generation or 0))


def _say(node: NamedNode, property_: NamedNode, value: NamedNode | Literal) -> str:
    return f"{node} {property_} {value} ."


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD_INTEGER)


def _time(when: datetime) -> Literal:
    return Literal(when.isoformat(), datatype=XSD_DATE_TIME)
