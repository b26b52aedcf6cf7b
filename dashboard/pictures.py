"""Pictures to take away: a figure made of nodes becomes an SVG file with its source line inside.

The browser turns the same SVG into a PNG on a canvas (parts/picture.js), twice as large. A file
names its colours, light on any screen, because no style sheet goes with it; the node tree and
parts/figure.css know them by name only. Text is escaped here, and the file loads nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from textwrap import wrap

from streamlit.components.v2 import component

from dashboard.nodes import Node, el
from dashboard.wording import Wording

MARGIN = 24
TITLE_SIZE = 20
SOURCE_SIZE = 12
LINE = 1.4
# Mean width of a letter of the fallback fonts, in sizes of the letter; a little wide on purpose.
LETTER_WIDTH = 0.56
TAGS = frozenset(
    {"svg", "g", "rect", "circle", "line", "polygon", "path", "text", "tspan", "title"}
)
KEPT = frozenset(
    {
        "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "width", "height", "points", "d",
        "dy", "text-anchor", "dominant-baseline", "transform", "viewBox", "lang", "stroke-width",
        "font-size", "opacity",
    }
)  # fmt: skip
_FOLDER = files("dashboard")
_COLOUR_FILES = ("theme/colours.css", "parts/view.css")


@dataclass(frozen=True)
class Picture:
    """An SVG file as text; `name` is that of the file without its ending."""

    svg: str
    name: str


def make_picture(
    name: str, title: str, figure: Sequence[Node], size: tuple[int, int], source: str
) -> Picture:
    """The figure with a title above and the source line below it.

    `figure` are SVG nodes drawn from (0, 0) to `size`, in pixels; their classes are those of
    parts/figure.css. Raises ValueError for an element that is no part of a picture.
    """
    width = max(size[0], 420) + 2 * MARGIN
    letters = int((width - 2 * MARGIN) / (SOURCE_SIZE * LETTER_WIDTH))
    heading = wrap(title, int((width - 2 * MARGIN) / (TITLE_SIZE * LETTER_WIDTH)))
    lines = wrap(source, letters)
    top = MARGIN + len(heading) * TITLE_SIZE * LINE
    bottom = top + size[1] + MARGIN
    height = bottom + len(lines) * SOURCE_SIZE * LINE + MARGIN / 2
    content = [
        el("title", title),
        el("rect", x="0", y="0", width=_n(width), height=_n(height), c="fig-paper"),
        *_text_lines(heading, MARGIN + TITLE_SIZE * 0.7, TITLE_SIZE, "fig-title"),
        el("g", list(figure), transform=f"translate({MARGIN} {_n(top)})"),
        *_text_lines(lines, bottom + SOURCE_SIZE, SOURCE_SIZE, "fig-source"),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}" class="fig" role="img">'
    )
    body = "".join(map(_markup, content))
    return Picture(f"{head}<style>{picture_style()}</style>{body}</svg>\n", f"standpunt-{name}")


def show_picture_buttons(words: Wording, picture: Picture, key: str) -> None:
    """Two buttons that give the picture as PNG and as SVG; made in the browser, on a click."""
    labels = {"png": words("pictures.png"), "svg": words("pictures.svg")}
    data = {"svg": picture.svg, "name": picture.name, "labels": labels}
    _buttons(key=f"picture-{key}", data=data)


@cache
def picture_style() -> str:
    """parts/figure.css with each colour named: the light one of the theme."""
    style = (_FOLDER / "parts" / "figure.css").read_text(encoding="utf-8")
    drawn = "\n".join(re.findall(r"^\.fig[ ,.-].*}$", style, re.MULTILINE))
    return _resolve(drawn, light_colours())


@cache
def light_colours() -> Mapping[str, str]:
    """The variables of the theme by name, those of the light theme where there are two."""
    found: dict[str, str] = {}
    for name in _COLOUR_FILES:
        entry = _FOLDER / name
        if entry.is_file():
            pairs = re.findall(
                r"--([\w-]+):\s*(?:light-dark\()?\s*(#\w+|rgb\([^)]*\)|[^;,#]+(?:,[^;#]+)*);?",
                entry.read_text(encoding="utf-8"),
            )
            for variable, value in pairs:
                found.setdefault(variable, value.strip())
    return found


def _resolve(style: str, colours: Mapping[str, str]) -> str:
    """The style without var(): each replaced by its value, or by that of its fallback."""
    pattern = re.compile(r"var\(--([\w-]+)(?:,\s*((?:var\([^()]*\)|[^()])*))?\)")
    while match := pattern.search(style):
        value = colours.get(match[1]) or match[2] or "currentColor"
        style = style[: match.start()] + value + style[match.end() :]
    return style


def _text_lines(lines: Sequence[str], first: float, size: int, name: str) -> list[Node]:
    return [
        el("text", line, x=_n(MARGIN), y=_n(first + row * size * LINE), font_size=_n(size), c=name)
        for row, line in enumerate(lines)
    ]


def _markup(node: Node | str) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    tag = str(node["t"])
    if tag not in TAGS:
        raise ValueError(f"<{tag}> is no part of a picture")
    attributes = node.get("a", {})
    told = dict(attributes) if isinstance(attributes, Mapping) else {}
    kept = {name: str(value) for name, value in told.items() if name in KEPT}
    if "c" in node:
        kept["class"] = str(node["c"])
    pairs = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
    children = node.get("k", [])
    inner = "".join(map(_markup, children)) if isinstance(children, list) else ""
    return f"<{tag}{pairs}>{inner}</{tag}>"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _part(name: str) -> str:
    return (_FOLDER / "parts" / name).read_text(encoding="utf-8")


_buttons = component("standpunt_picture", css=_part("picture.css"), js=_part("picture.js"))
