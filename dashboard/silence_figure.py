"""The coverage of items by member states as a picture: the table of the page, drawn as SVG nodes.

The looks are those of the page: filled, dashed, crossed, dot; what is no cell of a state is left
out. Asks nothing.
"""

from collections.abc import Sequence
from textwrap import shorten

from dashboard.matrix_nodes import CELL, HEAD, LABEL_LETTERS, LABEL_WIDTH
from dashboard.nodes import Node, el
from dashboard.silence_nodes import SIGNS, Row
from dashboard.tile_figure import two_letters
from dashboard.wording import Wording
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.silence import STATUSES, Status

_LOOKS: dict[Status, str] = {
    "named": "knot", "possible": "possible", "excluded": "excluded", "not reported": "blank",
}  # fmt: skip
_LINE = 26


def coverage_figure(
    words: Wording, base: ClaimBase, rows: Sequence[Row], states: Sequence[str]
) -> tuple[list[Node], tuple[int, int]]:
    """The rows with their legend, and width and height; a heading stands above each meeting."""
    codes = [base.actor(state).code for state in states]
    nodes: list[Node] = [
        _text(two_letters().get(code, code), LABEL_WIDTH + at * CELL + CELL / 2, 20, "strong", 13)
        for at, code in enumerate(codes)
    ]
    top, heading = float(HEAD), ""
    for row in rows:
        if row.meeting != heading:
            heading = row.meeting
            label = shorten(heading or words("silence.no-meeting"), 80, placeholder=" …")
            nodes.append(_label(label, top + 19, "fig-ink fig-strong"))
            top += CELL
        title = shorten(f"{row.number} {row.title}", LABEL_LETTERS, placeholder=" …")
        nodes.append(_label(title, top + 19, "fig-ink"))
        for at, (state, code) in enumerate(zip(states, codes, strict=True)):
            status = row.item.status_of(state)
            if status is not None:
                told = f"{base.actor(state).name or code}, {row.title}: {_said(words, status)}"
                nodes.append(_square(status, LABEL_WIDTH + at * CELL, top, told))
        top += CELL
    top += 14
    for status in STATUSES:
        nodes.append(_square(status, 0, top, ""))
        nodes.append(
            el("text", _said(words, status), x="38", y=f"{top + 18:g}", font_size="14", c="fig-ink")
        )
        top += _LINE
    return nodes, (LABEL_WIDTH + len(codes) * CELL, int(top))


def _said(words: Wording, status: Status) -> str:
    return words(f"silence.{status.replace(' ', '-')}")


def _label(text: str, y: float, look: str) -> Node:
    return el("text", text, x="0", y=f"{y:g}", font_size="14", c=look)


def _text(text: str, x: float, y: float, look: str, size: int) -> Node:
    return el(
        "text", text, x=f"{x:g}", y=f"{y:g}", font_size=str(size), text_anchor="middle",
        c=f"fig-{look} fig-ink",
    )  # fmt: skip


def _square(status: Status, left: float, top: float, told: str) -> Node:
    look, side = _LOOKS[status], str(CELL - 3)
    sign = el(
        "text", SIGNS[status], x=f"{left + CELL / 2:g}", y=f"{top + 19:g}", font_size="13",
        text_anchor="middle", c=f"fig-strong fig-on-{look}",
    )  # fmt: skip
    return el(
        "g",
        el("title", told) if told else None,
        el("rect", x=f"{left + 1:g}", y=f"{top + 1:g}", width=side, height=side, rx="3",
           c=f"fig-{look}"),
        sign,
    )  # fmt: skip
