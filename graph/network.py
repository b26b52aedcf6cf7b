"""Exports as networks: holders and issues joined by claims, or resources joined by triples."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.answer import plain
from graph.index import QuadIndex
from graph.rows import claim_columns, claim_rows
from graph.selection import Subgraph
from ontology.context import compact
from ontology.terms import (
    DCT_TITLE,
    P_ABOUT,
    P_HOLDER_SET,
    P_NAMED_HOLDER,
    P_QUANTIFIER,
    RDF_TYPE,
    RDFS_LABEL,
    SKOS_NOTATION,
    SKOS_PREF_LABEL,
)

Value = str | int | float
_TEXTS = (
    "claim",
    "document",
    "meeting",
    "itemNumber",
    "sectionTitle",
    "polarity",
    "act",
    "modality",
    "quantifier",
    "phrase",
    "targetText",
    "condition",
    "quote",
    "spans",
    "fileName",
    "sha256",
    "extractor",
)
_NUMBERS: Mapping[str, type[int] | type[float]] = {
    "min": int,
    "max": int,
    "start": int,
    "confidence": float,
}
CLAIM_NODES: Mapping[str, type[Value]] = {"type": str, "bipartite": int, "code": str}
CLAIM_EDGES: Mapping[str, type[Value]] = {"holder": str, **dict.fromkeys(_TEXTS, str), **_NUMBERS}


@dataclass(frozen=True)
class NetworkNode:
    """A node: its id, what it is called, and its attributes."""

    identity: str
    label: str
    attributes: Mapping[str, Value]


@dataclass(frozen=True)
class NetworkEdge:
    """A directed edge between the ids of two nodes, which have come before it."""

    source: str
    target: str
    attributes: Mapping[str, Value]


@dataclass(frozen=True)
class Network:
    """Nodes and edges as they come, and the types of their attributes by name."""

    node_types: Mapping[str, type[Value]]
    edge_types: Mapping[str, type[Value]]
    parts: Iterable[NetworkNode | NetworkEdge]


def claim_network(subgraphs: Iterable[Subgraph], language: str = "en") -> Network:
    """The claims as a directed multigraph, read as it is written.

    Nodes have `type` actor, group or issue, `bipartite` 0 (holders) or 1 (issues), a label in the
    language and a `code`. An edge goes from each named holder (`holder` = certain) and from the
    unnamed group of a claim (a node of its own, `holder` = group) to each issue; its attributes
    are columns of graph.rows.claim_rows. A claim without holder and group has no edge.
    """
    return Network(CLAIM_NODES, CLAIM_EDGES, _claim_parts(subgraphs, language))


def triple_network(triples: Iterable[Triple]) -> Network:
    """Triples as a directed multigraph: an edge, with its `property`, for each that joins two
    resources; a literal is an attribute of its subject, several of one property by a bar.
    """
    texts: dict[str, dict[NamedNode, list[str]]] = {}
    edges = []
    for triple in triples:
        subject = _name(triple.subject)
        texts.setdefault(subject, {})
        if triple.predicate != RDF_TYPE and isinstance(triple.object, NamedNode | BlankNode):
            texts.setdefault(_name(triple.object), {})
            edges.append((subject, triple.predicate, _name(triple.object)))
        else:
            object_ = triple.object
            is_name = isinstance(object_, NamedNode)
            text = plain(object_) or ""
            text = compact(text) if is_name else text
            texts[subject].setdefault(triple.predicate, []).append(text)
    node_types = {compact(p.value): str for found in texts.values() for p in found}
    return Network(dict(sorted(node_types.items())), {"property": str}, _triple_parts(texts, edges))


def _claim_parts(
    subgraphs: Iterable[Subgraph], language: str
) -> Iterator[NetworkNode | NetworkEdge]:
    names = [column.name for column in claim_columns()]
    seen: set[str] = set()
    for subgraph in subgraphs:
        index = QuadIndex((*subgraph.quads, *subgraph.labels))
        for row in claim_rows(subgraph, language):
            claim = dict(zip(names, row, strict=True))
            nodes, edges = _claim_graph(index, claim, language)
            for node in nodes:
                # A group stands in one claim alone; actors and issues are few.
                if node.identity not in seen:
                    if node.attributes["type"] != "group":
                        seen.add(node.identity)
                    yield node
            yield from edges


def _claim_graph(
    index: QuadIndex, row: dict[str, str | None], language: str
) -> tuple[list[NetworkNode], list[NetworkEdge]]:
    claim = NamedNode(row["claim"] or "")
    attributes = _attributes(row)
    nodes: list[NetworkNode] = []
    holders: list[tuple[str, str]] = []
    for holder_set in index.objects(claim, P_HOLDER_SET):
        for holder in index.objects(holder_set, P_NAMED_HOLDER):
            nodes.append(_node(index, holder, language, "actor", 0))
            holders.append((holder.value, "certain"))
        if index.objects(holder_set, P_QUANTIFIER):
            group: dict[str, Value] = {"type": "group", "bipartite": 0, "code": ""}
            nodes.append(NetworkNode(holder_set.value, row["phrase"] or "", group))
            holders.append((holder_set.value, "group"))
    issues = index.objects(claim, P_ABOUT)
    nodes += [_node(index, issue, language, "issue", 1) for issue in issues]
    edges = [
        NetworkEdge(holder, issue.value, {"holder": status, **attributes})
        for issue in issues
        for holder, status in holders
    ]
    return nodes, edges


def _node(
    index: QuadIndex, node: NamedNode | Literal, language: str, kind: str, side: int
) -> NetworkNode:
    label = index.label(node, language) if isinstance(node, NamedNode) else node.value
    code = next(iter(index.texts(node, SKOS_NOTATION)), "")
    return NetworkNode(node.value, label, {"type": kind, "bipartite": side, "code": code})


def _attributes(row: Mapping[str, str | None]) -> dict[str, Value]:
    attributes: dict[str, Value] = {}
    for name, value in row.items():
        if value is not None and name in _NUMBERS:
            attributes[name] = _NUMBERS[name](value)
        elif value is not None and name in _TEXTS:
            attributes[name] = value
    return attributes


def _triple_parts(
    texts: Mapping[str, Mapping[NamedNode, list[str]]],
    edges: Iterable[tuple[str, NamedNode, str]],
) -> Iterator[NetworkNode | NetworkEdge]:
    for identity, found in texts.items():
        names = (
            text for p in (SKOS_PREF_LABEL, RDFS_LABEL, DCT_TITLE) for text in found.get(p, ())
        )
        attributes = {compact(p.value): " | ".join(values) for p, values in found.items()}
        yield NetworkNode(identity, next(names, identity), attributes)
    for source, predicate, target in edges:
        yield NetworkEdge(source, target, {"property": compact(predicate.value)})


def _name(term: NamedNode | BlankNode | Triple) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else plain(term) or ""
