"""The tile map as SVG nodes, for the pictures that pages give away; knows no data.

On a page the tiles are buttons (dashboard/choice_nodes.py): what stands here has the same places.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dashboard.nodes import Node, el
from ontology.reference import load_reference

SIDE = 58
GAP = 4
LEGEND_LINE = 26
LEGEND_WIDTH = 470


@dataclass(frozen=True)
class Tile:
    """One state: its code, its glyphs, and one or two looks ("fig-support") that share the tile.

    `flag` is a mark in the corner; `told` says the tile in words.
    """

    state: str
    short: str
    signs: str
    looks: tuple[str, ...]
    told: str
    is_hatched: bool = False
    flag: str = ""


@dataclass(frozen=True)
class LegendLine:
    """What a look means."""

    sample: Tile
    words: str


@cache
def tile_places() -> Mapping[str, tuple[int, int]]:
    """Column and row of each state, from 1, by ISO code."""
    entry = files("dashboard") / "theme" / "tiles.toml"
    table = tomllib.loads(entry.read_text(encoding="utf-8"))["tiles"]
    return {code: (int(place[0]), int(place[1])) for code, place in table.items()}


@cache
def two_letters() -> Mapping[str, str]:
    """The two-letter codes that the EU uses (EL, not GR), by ISO code."""
    actors = load_reference().actors.values()
    return {actor.code: actor.two_letter for actor in actors if actor.two_letter}


def tile_figure(
    tiles: Sequence[Tile], legend: Sequence[LegendLine]
) -> tuple[list[Node], tuple[int, int]]:
    """The nodes of map and legend, and the width and height that they take."""
    places = tile_places()
    columns = max(column for column, _ in places.values())
    last = max(row for _, row in places.values())
    spare = iter(range(1, len(tiles) + 1))
    nodes = []
    rows = last
    for tile in tiles:
        if tile.state in places:
            column, row = places[tile.state]
        else:
            column, row = next(spare), last + 1
            rows = last + 1
        nodes.append(_tile(tile, (column - 1) * (SIDE + GAP), (row - 1) * (SIDE + GAP), SIDE))
    width = columns * (SIDE + GAP)
    for number, line in enumerate(legend):
        top = number * LEGEND_LINE
        nodes.append(_tile(line.sample, width + 24, top, 20))
        nodes.append(
            el("text", line.words, x=str(width + 54), y=str(top + 15), font_size="14", c="fig-ink")
        )
    height = max(rows * (SIDE + GAP), len(legend) * LEGEND_LINE)
    return nodes, (width + LEGEND_WIDTH, height)


def _tile(tile: Tile, left: int, top: int, side: int) -> Node:
    first, last = tile.looks[0], tile.looks[-1]
    corners = {"left": left, "top": top, "right": left + side, "bottom": top + side}
    half = (
        el(
            "polygon",
            points="{right},{top} {right},{bottom} {left},{bottom}".format(**corners),
            c=last,
        )
        if last != first
        else None
    )
    small = side < SIDE
    ink = f"fig-strong {first.replace('fig-', 'fig-on-', 1)}"
    # Two looks share the tile: words in one colour need a ground of their own.
    halo = (
        el("rect", x=str(left + 8), y=str(top + 9), width=str(side - 16), height=str(side - 18),
           rx="3", c="fig-halo")
        if half is not None and not small
        else None
    )  # fmt: skip
    ink = "fig-strong fig-ink" if halo else ink
    middle = str(left + side / 2)
    return el(
        "g",
        el("title", tile.told),
        el("rect", x=str(left), y=str(top), width=str(side), height=str(side), rx="3", c=first),
        half,
        _hatches(left, top, side) if tile.is_hatched else None,
        el("rect", x=str(left), y=str(top), width=str(side), height=str(side), rx="3",
           c="fig-tile fig-none"),
        halo,
        None if small else el("text", tile.short, x=middle, y=str(top + 27), font_size="17",
                              text_anchor="middle", c=ink),
        el("text", tile.signs, x=middle, y=str(top + (15 if small else 46)),
           font_size="13" if small else "15", text_anchor="middle", c=ink)
        if not (small and half is not None) else None,
        el("text", tile.flag, x=str(left + side - 9), y=str(top + 15), font_size="14",
           text_anchor="middle", c=ink) if tile.flag and not small else None,
    )  # fmt: skip


def _hatches(left: int, top: int, side: int) -> list[Node]:
    """Oblique lines across the tile, so that it is no plain ground."""
    step = 7
    lines = []
    for offset in range(step, 2 * side, step):
        x1, y1 = left + max(0, offset - side), top + min(side, offset)
        x2, y2 = left + min(side, offset), top + max(0, offset - side)
        lines.append(el("line", x1=str(x1), y1=str(y1), x2=str(x2), y2=str(y2), c="fig-hatch"))
    return lines
