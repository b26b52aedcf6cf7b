"""Claims as GraphML for network tools: holders on one side, issues on the other."""

import io
import re

import networkx as nx
from pyoxigraph import NamedNode

from graph.index import QuadIndex
from graph.selection import Subgraph
from ontology.terms import P_ABOUT, P_HOLDER_SET, P_NAMED_HOLDER, P_QUANTIFIER, SKOS_NOTATION

# What XML 1.0 cannot hold, in any escaped form.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXTS = (
    "claim",
    "document",
    "meeting",
    "itemNumber",
    "polarity",
    "act",
    "modality",
    "quantifier",
    "phrase",
    "targetText",
    "condition",
    "quote",
)
_NUMBERS = {"min": int, "max": int, "start": int, "confidence": float}

_Attributes = dict[str, str | int | float]


def write_graphml(subgraph: Subgraph, language: str = "en") -> bytes:
    """GraphML of the selected claims, as a directed multigraph.

    Nodes have `type` actor, group or issue, `bipartite` 0 (holders) or 1 (issues), a `label` in
    the language and a `code`. An edge goes from each named holder (`holder` = certain) and from
    the unnamed group of a claim (a node of its own, `holder` = group) to each issue; its typed
    attributes are the columns of the stored question `claims`. Characters that XML cannot hold
    become U+FFFD. A claim without holder and group has no edge.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    index = QuadIndex(subgraph.quads)
    for row in subgraph.table.records():
        _add_claim(network, index, row, language)
    buffer = io.BytesIO()
    nx.write_graphml_xml(network, buffer, named_key_ids=True)
    return buffer.getvalue()


def clean(text: str) -> str:
    """The text with every character that XML cannot hold replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def _add_claim(
    network: "nx.MultiDiGraph[str]", index: QuadIndex, row: dict[str, str | None], language: str
) -> None:
    claim = NamedNode(row["claim"] or "")
    attributes = _attributes(row)
    holders: list[tuple[str, str]] = []
    for holder_set in index.objects(claim, P_HOLDER_SET):
        for holder in index.objects(holder_set, P_NAMED_HOLDER):
            _add_node(network, index, holder, language, type="actor", bipartite=0)
            holders.append((holder.value, "certain"))
        if index.objects(holder_set, P_QUANTIFIER):
            label = clean(row["phrase"] or "")
            network.add_node(holder_set.value, type="group", bipartite=0, label=label, code="")
            holders.append((holder_set.value, "group"))
    for issue in index.objects(claim, P_ABOUT):
        _add_node(network, index, issue, language, type="issue", bipartite=1)
        for node, status in holders:
            key = f"e{network.number_of_edges()}"
            network.add_edge(node, issue.value, key=key, holder=status, **attributes)


def _add_node(
    network: "nx.MultiDiGraph[str]",
    index: QuadIndex,
    node: object,
    language: str,
    **attributes: str | int,
) -> None:
    if isinstance(node, NamedNode):
        label = clean(index.label(node, language))
        code = clean(next(iter(index.texts(node, SKOS_NOTATION)), ""))
        network.add_node(node.value, label=label, code=code, **attributes)


def _attributes(row: dict[str, str | None]) -> _Attributes:
    attributes: _Attributes = {}
    for name, value in row.items():
        if value is not None and name in _NUMBERS:
            attributes[name] = _NUMBERS[name](value)
        elif value is not None and name in _TEXTS:
            attributes[name] = clean(value)
    return attributes
