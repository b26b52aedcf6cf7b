"""What an answer looks like as bars, as a map of tiles and over time: SVG nodes; asks nothing.

Sizes are px; colours are the classes of parts/figure.css.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.nodes import Child, Node, el
from dashboard.tile_figure import LegendLine, Tile, tile_figure, tile_places
from dashboard.wording import Wording, day

WIDE = 920
MOST_BARS, MOST_LANES, SHADES, MOST_CLASSES = 40, 8, 5, 6
LETTER = 6.9  # the width of a letter of 13 px, on average
_BAR, _LABELS, _DOT = 26, 300, 9
Value = float | str
Name = tuple[str, str]


@dataclass(frozen=True)
class Figure:
    """A drawing from (0, 0): its nodes, its width and height, and what it shows in a sentence."""

    nodes: Sequence[Node]
    size: tuple[int, int]
    says: str


def line_of_text(
    x: float, y: float, words: str, *, c: str = "fig-ink", anchor: str = "start"
) -> Node:
    """A line of text of 13 px that starts, ends or has its middle at x."""
    return el("text", words, x=px(x), y=px(y), c=c, text_anchor=anchor, font_size="13")


def px(value: float) -> str:
    """A length as SVG writes it, with one decimal."""
    return f"{value:.1f}"


def fit(words: str, width: float) -> str:
    """The words, cut where they would be wider than so many px."""
    most = max(3, int(width / LETTER))
    return words if len(words) <= most else f"{words[: most - 1]}…"


def bars(words: Wording, pairs: Sequence[tuple[str, float]]) -> Figure:
    """A bar a pair, the first MOST_BARS of them; zero is where the bars begin."""
    kept = pairs[:MOST_BARS]
    low, high = min(0.0, *(v for _, v in kept)), max(0.0, *(v for _, v in kept))
    scale = (WIDE - _LABELS - 90) / ((high - low) or 1.0)
    zero = _LABELS - low * scale
    nodes: list[Node] = []
    for place, (label, value) in enumerate(kept):
        y = place * _BAR
        left, wide = min(zero, zero + value * scale), abs(value * scale)
        nodes += [
            line_of_text(_LABELS - 10, y + 17, fit(label, _LABELS - 16), anchor="end"),
            _box(left, y + 4, max(1.0, wide), _BAR - 8, "fig-bar", f"{label}: {number(value)}"),
            line_of_text(left + wide + 6, y + 17, number(value), c="fig-soft"),
        ]
    nodes.append(_rule(zero, zero, 0, len(kept) * _BAR))
    says = words("answer-pictures.bars", n=len(kept), all=len(pairs))
    return Figure(nodes, (WIDE, len(kept) * _BAR + 4), says)


def tile_map(words: Wording, values: Mapping[str, Value], names: Mapping[str, Name]) -> Figure:
    """A tile a member state, by code: shaded by number, or a letter a class of words.

    `names` are the name and the two letters of each state, by code.
    """
    numbers = [value for value in values.values() if isinstance(value, float)]
    look, legend = _shades(numbers) if len(numbers) == len(values) else _classes(values)
    missing = words("answer-pictures.not-here")
    tiles = []
    for code in tile_places():
        name, short = names.get(code, (code, code))
        if code in values:
            class_, sign = look(values[code])
            told = f"{name}: {number(values[code])}"
            tiles.append(Tile(code, short, sign, (class_,), told))
        else:
            told = f"{name}: {missing}"
            tiles.append(Tile(code, short, "–", ("fig-pick-other",), told, is_hatched=True))
    lines = [LegendLine(Tile("", "", sign, (c,), ""), fit(said, 410)) for c, sign, said in legend]
    silent = Tile("", "", "–", ("fig-pick-other",), "", is_hatched=True)
    nodes, size = tile_figure(tiles, [*lines, LegendLine(silent, missing)])
    found = sum(code in values for code in tile_places())
    return Figure(nodes, size, words("answer-pictures.map", n=found, all=len(tile_places())))


Look = Callable[[Value], tuple[str, str]]
Legend = list[tuple[str, str, str]]


def _shades(numbers: Sequence[float]) -> tuple[Look, Legend]:
    """Class and sign of a number, and the legend: class, sign, words."""
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    step = (high - low) / SHADES or 1.0

    def look(value: Value) -> tuple[str, str]:
        shade = min(SHADES, int((float(value) - low) / step) + 1)
        return f"fig-shade-{shade}", fit(number(value), 54)

    if low == high:
        return look, [("fig-shade-1", "", number(low))]
    ends = [(low + step * n, low + step * (n + 1)) for n in range(SHADES)]
    told = [f"{number(a)} – {number(b)}" for a, b in ends]
    return look, [(f"fig-shade-{n + 1}", "", said) for n, said in enumerate(told)]


def _classes(values: Mapping[str, Value]) -> tuple[Look, Legend]:
    """The classes by how many states have them; those beyond MOST_CLASSES share one look."""
    counted: dict[str, int] = {}
    for value in values.values():
        counted[number(value)] = counted.get(number(value), 0) + 1
    ordered = sorted(counted, key=lambda said: (-counted[said], said))
    looks = {
        said: (f"fig-class-{min(place, MOST_CLASSES - 1) + 1}", _letter(place))
        for place, said in enumerate(ordered)
    }
    return (
        lambda value: looks[number(value)],
        [(*looks[said], f"{said} ({counted[said]})") for said in ordered],
    )


def _letter(place: int) -> str:
    """A, B, … Z, then A2."""
    turn, letter = divmod(place, 26)
    return chr(ord("A") + letter) + (str(turn + 1) if turn else "")


def number(value: Value) -> str:
    """A number with commas and at most four digits behind; words as they are."""
    if isinstance(value, str):
        return value
    return f"{value:,.4g}" if value % 1 else f"{value:,.0f}"


def timeline(words: Wording, points: Sequence[tuple[str, str, str]]) -> Figure:
    """A dot a point (ISO day, lane, what it is); points of one day and lane stand on each other."""
    days = [date.fromisoformat(point[0]) for point in points]
    first, last = min(days), max(days)
    lanes = list(dict.fromkeys(lane for _, lane, _ in points))
    if len(lanes) > MOST_LANES:
        lanes = [""]
    left = 220.0 if lanes != [""] else 20.0
    scale = (WIDE - left - 40) / max(1, (last - first).days)
    heights: dict[tuple[str, int], int] = {}
    dots: dict[str, list[Node]] = {lane: [] for lane in lanes}
    for (_, lane, what), found in zip(points, days, strict=True):
        kept = lane if lane in dots else ""
        place = round((left + (found - first).days * scale) / _DOT)
        heights[kept, place] = heights.get((kept, place), 0) + 1
        told = f"{day(words, found.isoformat())}: {what}"
        dots[kept].append(_dot(place * _DOT, -_DOT * heights[kept, place], told))
    nodes: list[Node] = []
    y = 10.0
    for lane in lanes:
        y += _DOT * max((n for (name, _), n in heights.items() if name == lane), default=1) + 14
        nodes += [
            _rule(left - 10, WIDE, y, y),
            el("g", dots[lane], transform=f"translate(0 {px(y)})"),
        ]
        if lane:
            nodes.append(line_of_text(left - 20, y, fit(lane, left - 30), anchor="end"))
    nodes += _days(words, first, last, left, y + 22)
    says = words(
        "answer-pictures.timeline",
        n=len(points),
        first=day(words, first.isoformat()),
        last=day(words, last.isoformat()),
    )
    return Figure(nodes, (WIDE, round(y + 30)), says)


def _days(words: Wording, first: date, last: date, left: float, y: float) -> list[Node]:
    """The first and the last day below a timeline, and up to three between, each once."""
    span = (last - first).days
    nodes: list[Node] = []
    for place in sorted({0, *(range(1, 4) if span >= 4 else ()), *((4,) if span else ())}):
        at = date.fromordinal(first.toordinal() + round(span * place / 4))
        anchor = "start" if not place else "end" if place == 4 else "middle"
        x = left + (WIDE - left - 40) * place / 4
        said = day(words, at.isoformat())
        nodes.append(line_of_text(x, y, said, c="fig-soft", anchor=anchor))
    return nodes


def _box(x: float, y: float, wide: float, high: float, c: str, told: Child) -> Node:
    return el(
        "rect", el("title", told), x=px(x), y=px(y), width=px(wide), height=px(high), rx="2", c=c
    )


def _rule(x1: float, x2: float, y1: float, y2: float) -> Node:
    return el("line", x1=px(x1), x2=px(x2), y1=px(y1), y2=px(y2), c="fig-axis")


def _dot(x: float, y: float, told: str) -> Node:
    return el("circle", el("title", told), cx=px(x), cy=px(y), r="4", c="fig-dot")
