"""An answer as a network: things as dots, joined by lines, as SVG nodes; asks nothing."""

from collections.abc import Mapping, Sequence

import networkx

from dashboard.answer_pictures import LETTER, WIDE, Figure, fit, line_of_text, px
from dashboard.nodes import Node, el
from dashboard.wording import Wording

MOST_NODES, MOST_ROUNDS = 80, 120
_NAME, _LINE, _SIDE = 170, 30.0, 110
Edge = tuple[str, str, str]
Place = tuple[float, float]


def network(words: Wording, edges: Sequence[Edge], labels: Mapping[str, str]) -> Figure:
    """Things joined by edges (from, to, what joins them); the MOST_NODES that are joined most."""
    whole: networkx.Graph[str] = networkx.Graph()
    whole.add_edges_from((a, b) for a, b, _ in edges if a != b)
    kept = sorted(whole, key=lambda node: (-whole.degree[node], node))[:MOST_NODES]
    drawn = whole.subgraph(kept)
    at, high = _places(drawn, {node: fit(labels.get(node, node), _NAME) for node in kept})
    lines = [
        _edge(at[a], at[b], f"{labels.get(a, a)} – {what} – {labels.get(b, b)}")
        for a, b, what in sorted(set(edges))
        if a in at and b in at and a != b
    ]
    things = [
        _thing(at[node], 4.0 + min(8, drawn.degree[node]), labels.get(node, node)) for node in kept
    ]
    says = words("answer-pictures.network", n=len(kept), all=len(whole))
    return Figure([*lines, *things], (WIDE, high), says)


def _places(drawn: "networkx.Graph[str]", names: Mapping[str, str]) -> tuple[dict[str, Place], int]:
    """Where each thing stands, always the same for the same network, and how high that is."""
    ordered: networkx.Graph[str] = networkx.Graph()
    ordered.add_nodes_from(sorted(names))
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in drawn.edges))
    far = 2.2 / max(1, len(names)) ** 0.5
    places = networkx.spring_layout(ordered, seed=7, k=far, iterations=MOST_ROUNDS) if names else {}
    high = 380.0 if len(names) <= 20 else 600.0
    at = _spread({node: (float(x), float(y)) for node, (x, y) in places.items()}, high)
    _push_apart(at, {node: len(name) * LETTER + 8 for node, name in names.items()})
    return at, round(max((y for _, y in at.values()), default=high)) + 20


def _push_apart(at: dict[str, Place], widths: Mapping[str, float]) -> None:
    """Moves things down, from the top on, until no name covers another."""
    placed: list[tuple[float, float, float]] = []
    for node in sorted(at, key=lambda one: (at[one][1], one)):
        x, y = at[node]
        while True:
            below = [
                other_y
                for other_x, other_y, other_width in placed
                if abs(other_x - x) < (other_width + widths[node]) / 2 and abs(other_y - y) < _LINE
            ]
            if not below:
                break
            y = max(below) + _LINE + 0.5
        at[node] = (x, y)
        placed.append((x, y, widths[node]))


def _spread(places: Mapping[str, Place], high: float) -> dict[str, Place]:
    """Places of any scale, spread over the width of a picture and so many px from its top."""
    xs = [place[0] for place in places.values()] or [0.0]
    ys = [place[1] for place in places.values()] or [0.0]
    x_span, y_span = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    return {
        node: (
            _SIDE + (x - min(xs)) / x_span * (WIDE - 2 * _SIDE),
            40 + (y - min(ys)) / y_span * (high - 60),
        )
        for node, (x, y) in places.items()
    }


def _edge(one: Place, other: Place, told: str) -> Node:
    return el(
        "line",
        el("title", told),
        x1=px(one[0]),
        y1=px(one[1]),
        x2=px(other[0]),
        y2=px(other[1]),
        c="fig-edge",
    )


def _thing(at: Place, size: float, label: str) -> Node:
    x, y = at
    dot = el("circle", el("title", label), cx=px(x), cy=px(y), r=px(size), c="fig-node")
    name = line_of_text(x, y - 16, fit(label, _NAME), c="fig-name", anchor="middle")
    return el("g", dot, name)
