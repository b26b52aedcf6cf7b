"""Colours can be told apart and read, in both themes, also by those who see few of them."""

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "dashboard"
THEMES = ("light", "dark")
# Viénot, Brettel and Mollon (1999), on linear RGB; "none" is unchanged sight.
SIGHTS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deutan": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}
Linear = tuple[float, float, float]


def colours(theme: str) -> dict[str, str]:
    """Hexadecimal values by name, as colours.css gives them for a theme."""
    text = (FOLDER / "theme" / "colours.css").read_text("utf-8")
    place = THEMES.index(theme)
    found = {}
    for name, value in re.findall(r"--([\w-]+):\s*(.+?);", text):
        both = re.findall(r"#[0-9a-f]{6}", value)
        if both:
            found[name] = both[place] if len(both) == 2 else both[0]
    return found


def linear(hexadecimal: str) -> Linear:
    parts = [int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def seen(colour: Linear, sight: str) -> Linear:
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True))))
        for row in SIGHTS[sight]
    )
    return red, green, blue


def lab(colour: Linear) -> Linear:
    red, green, blue = colour
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: str) -> float:
    a, b = (lab(seen(linear(each), sight)) for each in (one, other))
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it: 1 to 21."""
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))]
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_three_stances_are_far_apart_for_every_sight(theme: str, sight: str) -> None:
    palette = colours(theme)
    stances = ("support", "oppose", "conditional")
    apart = {(a, b): distance(palette[a], palette[b], sight) for a, b in combinations(stances, 2)}
    assert min(apart.values()) >= 30, apart


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_everything_it_stands_on(theme: str) -> None:
    palette = colours(theme)
    grounds = ("paper", "card", "wash", "open", "before", "after")
    pairs = [(ink, ground) for ink in ("ink", "ink-2", "soft", "link") for ground in grounds]
    pairs += [(f"on-{name}", name) for name in ("deep", "fill", "support", "oppose", "conditional")]
    pairs += [(f"on-pick-{name}", f"pick-{name}") for name in ("1", "2", "3", "no", "free")]
    pairs += [("caution-ink", "caution"), ("alarm-ink", "alarm"), ("ink", "mark"), ("ink", "hatch")]
    weak = {pair: contrast(palette[pair[0]], palette[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_widgets_of_streamlit_have_the_same_colours(theme: str) -> None:
    config = tomllib.loads((FOLDER / ".streamlit" / "config.toml").read_text("utf-8"))
    given, palette = config["theme"][theme], colours(theme)
    names = {
        "primaryColor": "fill",
        "backgroundColor": "paper",
        "secondaryBackgroundColor": "wash",
        "textColor": "ink",
        "linkColor": "link",
        "borderColor": "line",
    }
    assert {key: given[key] for key in names} == {key: palette[n] for key, n in names.items()}


def test_no_other_style_names_a_colour() -> None:
    files = [FOLDER / "parts" / "view.css", FOLDER / "theme" / "page.css"]
    named = {p.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", p.read_text("utf-8")) for p in files}
    assert named == {"view.css": [], "page.css": []}


def test_every_colour_that_a_style_uses_is_given() -> None:
    given = set(re.findall(r"--([\w-]+):", (FOLDER / "theme" / "colours.css").read_text("utf-8")))
    files = [FOLDER / "parts" / "view.css", FOLDER / "theme" / "page.css"]
    used = {name for p in files for name in re.findall(r"var\(--([\w-]+)\)", p.read_text("utf-8"))}
    own = {"edge", "share"}
    assert used - given - own == set()
