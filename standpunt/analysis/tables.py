"""Networks as rows for a table, as JSON, and as graphs for other tools."""

import io
from collections.abc import Callable, Mapping, Sequence

import networkx as nx
import numpy as np

from graph.xmltext import clean
from standpunt.analysis.issue_networks import ActorIssueNetwork, IssueNetwork
from standpunt.analysis.networks import ActorNetwork
from standpunt.analysis.records import ClaimBase, Label
from standpunt.analysis.weights import Weights

Row = Mapping[str, str | float]
Name = Callable[[str], Label]
GRAPH_FORMATS = ("graphml", "gexf")
_ENDS = ("certain", "inferred", "possible")


def columns_of(network: ActorNetwork | IssueNetwork | ActorIssueNetwork) -> tuple[str, ...]:
    """The columns of the rows of a network, also of one without any."""
    two_mode = isinstance(network, ActorIssueNetwork)
    names = ("actor", "issue") if two_mode else ("first", "second")
    measures = ("support", "against") if two_mode else ("agreement", "conflict")
    return (*names, *(f"{m}_{end}" for m in measures for end in _ENDS), "net_low", "net_high")


def edge_rows(network: ActorNetwork | IssueNetwork, base: ClaimBase) -> list[Row]:
    """A row for each possible edge, the strongest certain agreement first."""
    names = network.actors if isinstance(network, ActorNetwork) else network.issues
    label = base.actor if isinstance(network, ActorNetwork) else base.issue
    measures = (
        ("agreement", network.agreement), ("conflict", network.conflict), ("net", network.net)
    )  # fmt: skip
    edges = network.agreement.possible() | network.conflict.possible()
    rows: list[Row] = []
    for one, other in zip(*np.nonzero(np.triu(edges, 1)), strict=True):
        rows.append(
            {
                "first": label(names[one]).code,
                "second": label(names[other]).code,
                **_cells(measures, (one, other)),
            }
        )
    return _ordered(rows, "agreement_certain", "agreement_possible", "first", "second")


def stance_rows(network: ActorIssueNetwork, base: ClaimBase) -> list[Row]:
    """A row for each pair of actor and issue with a possible stance, the most certain first."""
    measures = (("support", network.support), ("against", network.against), ("net", network.net))
    edges = (network.support.high + network.against.high) > 0
    rows: list[Row] = []
    for actor, issue in zip(*np.nonzero(edges), strict=True):
        rows.append(
            {
                "actor": base.actor(network.actors[actor]).code,
                "issue": base.issue(network.issues[issue]).code,
                **_cells(measures, (actor, issue)),
            }
        )
    return _ordered(rows, "support_certain", "support_possible", "actor", "issue")


def graph_of(
    network: ActorNetwork | IssueNetwork | ActorIssueNetwork, base: ClaimBase
) -> "nx.Graph[str]":
    """The network with IRIs as nodes and all ends of the intervals on the edges.

    `weight` is what named holders alone give (agreement, or support minus opposition): a tool
    that reads one weight sees what a hand-coded network would show.
    """
    made: nx.Graph[str] = nx.Graph()
    if isinstance(network, ActorIssueNetwork):
        _add_nodes(made, network.actors, base.actor, bipartite=0, type="actor")
        _add_nodes(made, network.issues, base.issue, bipartite=1, type="issue")
        measures = (
            ("support", network.support), ("against", network.against), ("net", network.net)
        )  # fmt: skip
        edges = (network.support.high + network.against.high) > 0
        names, others, weight = network.actors, network.issues, network.net.named
    else:
        if isinstance(network, ActorNetwork):
            names = network.actors
            _add_nodes(made, names, base.actor, type="actor")
        else:
            names = network.issues
            _add_nodes(made, names, base.issue, type="issue")
        measures = (
            ("agreement", network.agreement), ("conflict", network.conflict), ("net", network.net)
        )  # fmt: skip
        edges = np.triu(network.agreement.possible() | network.conflict.possible(), 1)
        others, weight = names, network.agreement.named
    for one, other in zip(*np.nonzero(edges), strict=True):
        cells = _cells(measures, (one, other))
        made.add_edge(names[one], others[other], weight=float(weight[one, other]), **cells)
    return made


def write_graph(network: "nx.Graph[str]", fmt: str) -> bytes:
    """The network as GraphML or GEXF. Raises ValueError for another format."""
    buffer = io.BytesIO()
    match fmt:
        case "graphml":
            nx.write_graphml_xml(network, buffer, named_key_ids=True)
        case "gexf":
            nx.write_gexf(network, buffer)
        case _:
            raise ValueError(fmt)
    return buffer.getvalue()


def number(value: float) -> str:
    """A figure for a table: whole numbers without a point, others with three places."""
    return f"{value:.0f}" if value == round(value) else f"{value:.3f}"


def _cells(measures: Sequence[tuple[str, Weights]], at: tuple[int, int]) -> dict[str, float]:
    """The ends of the intervals of one edge, and what is inferred between them."""
    found: dict[str, float] = {}
    for name, weights in measures:
        if name == "net":
            ends = {"low": weights.low, "high": weights.high}
        else:
            ends = {
                "certain": weights.low,
                "inferred": weights.inferred,
                "possible": weights.high,
            }
        for end, matrix in ends.items():
            found[f"{name}_{end}"] = float(matrix[at])
    return found


def _add_nodes(
    made: "nx.Graph[str]", names: Sequence[str], label: Name, **attributes: str | int
) -> None:
    for name in names:
        its = label(name)
        made.add_node(name, label=clean(its.name), code=clean(its.code), **attributes)


def _ordered(rows: list[Row], *keys: str) -> list[Row]:
    """By figures falling, then by names."""
    return sorted(
        rows,
        key=lambda row: tuple(
            -value if isinstance(value := row[key], float) else value for key in keys
        ),
    )
