"""A network of actors on a circle as SVG nodes, for the page and for its picture; asks nothing.

Neighbours on the circle side with each other, so that ties are short. A tie that named holders make
certain is a full line, the wider the more; one that unnamed groups make possible is a dashed one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from dashboard.nodes import Node, el

MAX_NODES = 40
MAX_TIES = 400
NODE = 34
LEGEND_LINE = 24


@dataclass(frozen=True)
class Knot:
    """An actor of the network: its code, the short text in its circle, and what it is in words."""

    code: str
    short: str
    told: str


@dataclass(frozen=True)
class Tie:
    """A pair of codes with its weights; `key` is what picking the pair is called."""

    first: str
    second: str
    certain: int
    possible: int
    key: str


def keep_strongest(ties: Sequence[Tie]) -> tuple[list[str], list[Tie]]:
    """The codes and ties that are drawn: no more than MAX_NODES and MAX_TIES, the strongest."""
    strength: dict[str, tuple[int, int]] = {}
    for tie in ties:
        for code in (tie.first, tie.second):
            certain, possible = strength.get(code, (0, 0))
            strength[code] = (certain + tie.certain, possible + tie.possible)
    ranked = sorted(strength, key=lambda code: (*(-n for n in strength[code]), code))
    kept = ranked[:MAX_NODES]
    inside = [tie for tie in ties if tie.first in kept and tie.second in kept]
    inside.sort(key=lambda tie: (-tie.certain, -tie.possible, tie.first, tie.second))
    return _in_a_round(kept, inside), inside[:MAX_TIES]


def network_figure(
    knots: Mapping[str, Knot], ties: Sequence[Tie], order: Sequence[str], side: str
) -> tuple[list[Node], tuple[int, int]]:
    """The nodes of the figure, and the width and height that they take.

    `side` is "against" for opposition, whose lines have another colour. Each circle picks
    "focus:CODE"; a line lights up while its actor or its pair is picked.
    """
    radius = max(170.0, len(order) * (NODE + 9) / (2 * pi))
    middle = radius + NODE
    places = {
        code: (
            middle + radius * sin(2 * pi * at / max(1, len(order))),
            middle - radius * cos(2 * pi * at / max(1, len(order))),
        )
        for at, code in enumerate(order)
    }
    most = max((tie.certain for tie in ties), default=1) or 1
    lines = [
        _line(tie, places[tie.first], places[tie.second], middle, most, side)
        for tie in reversed(ties)
    ]
    circles = [_knot(knots[code], *places[code]) for code in order]
    size = round(2 * middle)
    return [el("g", lines), el("g", circles)], (size, size)


def with_legend(
    figure: tuple[list[Node], tuple[int, int]], side: str, words: Sequence[str]
) -> tuple[list[Node], tuple[int, int]]:
    """The figure with what its two kinds of line mean below it, for a picture."""
    nodes, (width, height) = figure
    lines: list[Node] = []
    for row, (told, kind) in enumerate(zip(words, ("certain", "possible"), strict=True)):
        top = str(height + 8 + row * LEGEND_LINE)
        lines.append(
            el("path", d=f"M 0 {top} L 44 {top}", stroke_width="3" if row == 0 else "1.5",
               c=_look(kind, side))
        )  # fmt: skip
        below = str(float(top) + 5)
        lines.append(el("text", told, x="56", y=below, font_size="14", c="fig-ink"))
    return [*nodes, *lines], (width, height + 8 + len(lines) // 2 * LEGEND_LINE)


def line_sample(kind: str, side: str) -> Node:
    """A short line as it is drawn in the figure, for a legend of the page."""
    return el(
        "svg",
        el("path", d="M 2 6 L 42 6", stroke_width="3" if kind == "certain" else "1.5",
           c=_look(kind, side)),
        viewBox="0 0 44 12",
        width="44",
        height="12",
        aria_hidden="true",
    )  # fmt: skip


def _look(kind: str, side: str) -> str:
    return f"fig-tie fig-tie-{kind}{'-against' if side == 'against' else ''}"


def _line(
    tie: Tie,
    start: tuple[float, float],
    end: tuple[float, float],
    middle: float,
    most: int,
    side: str,
) -> Node:
    """A curve that bends towards the middle, so that neighbours can be told from what crosses."""
    bend = 0.42
    through = tuple(middle + ((a + b) / 2 - middle) * bend for a, b in zip(start, end, strict=True))
    kind = "certain" if tie.certain else "possible"
    wide = 1.4 + 3.6 * tie.certain / most if tie.certain else 1.1
    points = (*start, *through, *end)
    x1, y1, x, y, x2, y2 = (f"{value:.1f}" for value in points)
    return el(
        "path",
        d=f"M {x1} {y1} Q {x} {y} {x2} {y2}",
        stroke_width=f"{wide:.1f}",
        c=_look(kind, side),
        of=f"focus:{tie.first} focus:{tie.second} pair:{tie.key}",
    )


def _knot(knot: Knot, x: float, y: float) -> Node:
    wide = max(NODE, 9 * len(knot.short) + 10)
    return el(
        "g",
        el("title", knot.told),
        el("rect", x=f"{x - wide / 2:.1f}", y=f"{y - NODE / 2:.1f}", width=str(wide),
           height=str(NODE), rx=str(NODE / 2), c="fig-knot"),
        el("text", knot.short, x=f"{x:.1f}", y=f"{y + 5:.1f}", font_size="15",
           text_anchor="middle", c="fig-strong fig-on-knot"),
        c="knot",
        pick=f"focus:{knot.code}",
        toggle=True,
        role="button",
        tabindex="0",
        aria_label=knot.told,
    )  # fmt: skip


def _in_a_round(codes: Sequence[str], ties: Sequence[Tie]) -> list[str]:
    """The codes in an order in which those with strong ties follow each other."""
    weight: dict[tuple[str, str], float] = {}
    for tie in ties:
        value = tie.certain + tie.possible / 1000
        weight[tie.first, tie.second] = weight[tie.second, tie.first] = value
    left = list(codes)
    order = [left.pop(0)] if left else []
    while left:
        near = order[-4:]
        best = max(
            left,
            key=lambda code: (
                sum(weight.get((code, one), 0) / (len(near) - at) for at, one in enumerate(near)),
                [-ord(letter) for letter in code],
            ),
        )
        left.remove(best)
        order.append(best)
    return order
