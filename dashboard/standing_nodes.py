"""How standings look: glyphs, tiles with their legend, and the same as a picture; asks nothing.

Certain is a filled tile with the glyph of the stance; possible is a hatched one with the glyph in
brackets; excluded is crossed; no report is a dot. Colour never tells alone.
"""

from collections.abc import Callable, Sequence

from dashboard.nodes import Node, el
from dashboard.records import GLYPHS, POLARITIES
from dashboard.standing import BLANK, SPLIT, Standing, State
from dashboard.tile_figure import LegendLine, Tile, tile_figure, tile_places
from dashboard.wording import Wording

SIGNS = {**GLYPHS, SPLIT: "≠"}
EXCLUDED_SIGN = "×"
BLANK_SIGN = "·"
LOOKS = (*POLARITIES, SPLIT)


def sign(standing: Standing) -> str:
    """The glyph of a standing: "+", "(+)", "×" or "·"."""
    match standing.status:
        case "certain":
            return SIGNS.get(standing.stance, "?")
        case "possible":
            return f"({SIGNS.get(standing.stance, '?')})"
        case "excluded":
            return EXCLUDED_SIGN
        case _:
            return BLANK_SIGN


def look(standing: Standing) -> str:
    """The class of a standing: a polarity, "split", "possible", "excluded" or "blank"."""
    return standing.stance if standing.status == "certain" else standing.status


def standing_words(words: Wording, standing: Standing) -> str:
    """A standing in words: "supports", "may support: in a group without names" …"""
    stance = words.of("standing", standing.stance)
    match standing.status:
        case "certain":
            return words("standing.certain", stance=stance, n=len(standing.certain_claims))
        case "possible":
            return words("standing.possible", stance=stance, n=len(standing.possible_claims))
        case "excluded":
            return words("standing.excluded")
        case _:
            return words("standing.blank")


def standing_tiles(
    words: Wording, states: Sequence[State], standing_of: Callable[[State], Standing]
) -> list[Node]:
    """The tile map as buttons of one size; a tile picks "state:CODE"."""
    places = tile_places()
    last = max(row for _, row in places.values())
    spare = iter(range(1, len(states) + 1))
    nodes = []
    for state in sorted(states, key=lambda state: places.get(state.code, (9, 9))[::-1]):
        standing = standing_of(state)
        column, row = places.get(state.code) or (next(spare), last + 1)
        told = f"{state.name}: {standing_words(words, standing)}"
        nodes.append(
            el(
                "button",
                el("span", state.short, c="code-big"),
                el("span", sign(standing), c="signs", aria_hidden="true"),
                c=f"tile stand {look(standing)}",
                cell=[column, row],
                pick=f"state:{state.code}",
                reveal="evidence",
                title=told,
                aria_label=told,
            )
        )
    return nodes


def standing_legend(words: Wording, standings: Sequence[Standing]) -> Node:
    """What each look means, and how many have it."""
    lines = []
    for name, sample in _samples(standings).items():
        count = sum(look(one) == name for one in standings)
        lines.append(
            el(
                "li",
                el("span", el("span", sign(sample), c="signs"), c=f"swatch stand {name}",
                   aria_hidden="true"),
                el("span", _legend_words(words, name), " ", el("span", str(count), c="soft num")),
            )
        )  # fmt: skip
    return el("ul", lines, c="legend")


def standing_map(
    words: Wording, states: Sequence[State], standing_of: Callable[[State], Standing]
) -> tuple[list[Node], tuple[int, int]]:
    """The same map and legend as SVG nodes, and their width and height."""
    standings = {state.code: standing_of(state) for state in states}
    tiles = [
        _tile(standings[state.code], state.code, state.short,
              f"{state.name}: {standing_words(words, standings[state.code])}")
        for state in states
    ]  # fmt: skip
    legend = [
        LegendLine(
            _tile(sample, "", "", ""),
            f"{_legend_words(words, name)} "
            f"({sum(look(one) == name for one in standings.values())})",
        )
        for name, sample in _samples(list(standings.values())).items()
    ]
    return tile_figure(tiles, legend)


def _tile(standing: Standing, code: str, short: str, told: str) -> Tile:
    return Tile(
        code,
        short,
        sign(standing),
        (f"fig-{look(standing)}",),
        told,
        is_hatched=standing.status == "possible",
    )


def _samples(standings: Sequence[Standing]) -> dict[str, Standing]:
    """One standing for each look that occurs; those of certain holders come first."""
    found: dict[str, Standing] = {}
    for standing in standings:
        found.setdefault(look(standing), standing)
    order = {name: place for place, name in enumerate((*LOOKS, "possible", "excluded", BLANK))}
    return dict(sorted(found.items(), key=lambda pair: order.get(pair[0], 99)))


def _legend_words(words: Wording, name: str) -> str:
    return words.of("standing", name) if name in LOOKS else words(f"standing.legend-{name}")
