"""Figures of the benchmark suite: taking times, writing the table and the plot of growth."""

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from math import log10
from pathlib import Path
from statistics import median
from time import perf_counter
from xml.sax.saxutils import escape

PACKAGES = ("standpunt", "pyoxigraph", "oxigraph", "rdflib", "pyshacl", "streamlit")
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _RIGHT = 900, 520, 70, 40, 330
_COLOURS = ("#1b6ca8", "#c8553d", "#3a7d44", "#8e5572", "#b58900", "#555555", "#00808a", "#7b4fd0")


@dataclass(frozen=True)
class Figure:
    """What one thing took, in ms, with a store of so many claims (0: whatever the store).

    `ms` is None if it was not done within the time limit. `against` has what others took for the
    same in the same run, by name; `note` what to know of it.
    """

    part: str
    what: str
    claims: int
    ms: float | None
    against: dict[str, float] = field(default_factory=dict)
    note: str = ""

    def ratio(self, name: str) -> float | None:
        """How many times as long as the other it took."""
        other = self.against.get(name)
        return self.ms / other if self.ms is not None and other else None


def took(do: Callable[[], object], turns: int = 1) -> float:
    """Median of so many turns, in ms."""
    times = []
    for _ in range(turns):
        started = perf_counter()
        do()
        times.append(1000 * (perf_counter() - started))
    return median(times)


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "load": f"{os.getloadavg()[0]:.1f} when it began",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    } | {name: version(name) for name in PACKAGES}


def write_results(
    folder: Path, name: str, about: dict[str, str], figures: Sequence[Figure], seconds: float
) -> None:
    """Write NAME.json, NAME.md and NAME.svg. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {"machine": about, "figures": [asdict(figure) for figure in figures]}
    (folder / f"{name}.json").write_text(json.dumps(content, indent=1), "utf-8")
    lines = [f"# Benchmark, {name}", ""]
    lines += [", ".join(f"{key} {value}" for key, value in about.items()) + "."]
    lines += [
        f"The run took {seconds / 60:.0f} minutes. Times in ms; × is how many times as long as the "
        "other took in this run, on the same data."
    ]
    for part in dict.fromkeys(figure.part for figure in figures):
        lines += ["", *_table(part, [figure for figure in figures if figure.part == part])]
    lines += ["", f"![growth]({name}.svg)"]
    (folder / f"{name}.md").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / f"{name}.svg").write_text(_plot(figures), "utf-8")


def _table(part: str, figures: Sequence[Figure]) -> list[str]:
    others = list(dict.fromkeys(name for figure in figures for name in figure.against))
    heads = ["", "Claims", "ms", *(f"{name} ms | ×" for name in others), "Note"]
    columns = 4 + 2 * len(others)
    lines = [f"## {part}", "", f"| {' | '.join(heads)} |", "|---" * columns + "|"]
    for figure in figures:
        cells = [figure.what, f"{figure.claims:,}" if figure.claims else "", _said(figure.ms)]
        for name in others:
            ratio = figure.ratio(name)
            cells += [_said(figure.against.get(name)) if name in figure.against else ""]
            cells += [f"{ratio:.2f}" if ratio is not None else ""]
        lines.append(f"| {' | '.join([*cells, figure.note])} |")
    return lines


def _said(ms: float | None) -> str:
    return "over the limit" if ms is None else f"{ms:.3g}" if ms < 100 else f"{ms:,.0f}"


def _plot(figures: Sequence[Figure]) -> str:
    """Time by number of claims, both in powers of ten, of what was measured at every size."""
    series: dict[str, list[tuple[int, float]]] = {}
    for figure in figures:
        if figure.claims and figure.ms and figure.part != "Stored queries, warm":
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
