"""The plot of growth with size, as SVG."""

from collections.abc import Sequence
from math import log10
from xml.sax.saxutils import escape

from measuring import Figure

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _RIGHT = 900, 520, 70, 40, 330
_NOT_PLOTTED = ("Stored queries", "Memory")
_COLOURS = ("#1b6ca8", "#c8553d", "#3a7d44", "#8e5572", "#b58900", "#555555", "#00808a", "#7b4fd0")


def plot(figures: Sequence[Figure]) -> str:
    """Time by number of claims, both in powers of ten, of what was measured at several sizes: SVG.

    Stored queries are left out, as there are too many, and what is no time.
    """
    series: dict[str, list[tuple[int, float]]] = {}
    for figure in figures:
        if figure.claims and figure.ms and not figure.part.startswith(_NOT_PLOTTED):
            series.setdefault(figure.what, []).append((figure.claims, figure.ms))
    lines = {name: sorted(points) for name, points in series.items() if len(points) > 1}
    everything = [point for points in lines.values() for point in points]
    if not everything:
        return '<svg xmlns="http://www.w3.org/2000/svg"/>\n'
    left, right = (log10(pick(x for x, _ in everything)) for pick in (min, max))
    low = int(log10(min(y for _, y in everything))) - 1
    high = int(log10(max(y for _, y in everything))) + 1

    def at(x: float, y: float) -> tuple[float, float]:
        across = (log10(x) - left) / (right - left or 1) * (_WIDTH - _LEFT - _RIGHT)
        up = (log10(y) - low) / (high - low) * (_HEIGHT - _BOTTOM - 20)
        return _LEFT + across, _HEIGHT - _BOTTOM - up

    parts = [f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>']
    for power in range(low, high + 1):
        x, y = at(10**left, 10.0**power)
        parts.append(_stroke([(x, y), (_WIDTH - _RIGHT, y)], "#dddddd"))
        parts.append(_text(_LEFT - 8, y + 4, f"{10.0**power:g} ms", "end"))
    for claims in sorted({x for x, _ in everything}):
        x, y = at(claims, 10.0**low)
        parts.append(_text(x, y + 20, f"{claims:,} claims", "middle"))
    ends = sorted(lines.items(), key=lambda line: -line[1][-1][1])
    for place, (name, points) in enumerate(ends):
        colour = _COLOURS[place % len(_COLOURS)]
        parts.append(_stroke([at(*point) for point in points], colour))
        parts.append(_text(_WIDTH - _RIGHT + 12, 24 + 16 * place, name, "start", colour))
    size = f'width="{_WIDTH}" height="{max(_HEIGHT, 40 + 16 * len(ends))}"'
    inside = "\n".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">\n{inside}\n</svg>\n'  # noqa: E501


def _stroke(points: Sequence[tuple[float, float]], colour: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _text(x: float, y: float, said: str, anchor: str, colour: str = "#333333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(said)}</text>'  # noqa: E501
