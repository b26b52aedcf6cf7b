"""The groups of a structure as a picture: communities, core and camps as rows of squares.

A group that there is not is said in words, as on the page. Asks nothing.
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from dashboard.nodes import Node, el
from dashboard.reason_words import reason_text
from dashboard.records import Catalogue
from dashboard.structure_nodes import Names, communities_text
from dashboard.tile_figure import two_letters
from dashboard.wording import Wording
from standpunt.analysis.structure import Structure

WIDTH, SIDE, GAP = 860, 38, 4
_LETTERS = 105  # of a line of text at 14 pixels
_A_ROW = WIDTH // (SIDE + GAP)


def structure_figure(
    words: Wording, known: Catalogue, found: Structure, names: Names
) -> tuple[list[Node], tuple[int, int]]:
    """The groups below each other, and width and height."""
    nodes: list[Node] = []
    top = 6
    for title, told, groups in _parts(words, found):
        top += 20
        nodes.append(_line(title, top, "fig-ink fig-strong", 17))
        for line in wrap(told, _LETTERS):
            top += 22
            nodes.append(_line(line, top, "fig-soft", 14))
        for label, members, look in groups:
            top += 26
            nodes.append(_line(label, top, "fig-ink", 14))
            top += 8
            squares = [_code(name, names) for name in sorted(members)]
            for first in range(0, len(squares), _A_ROW):
                for at, (code, short) in enumerate(squares[first : first + _A_ROW]):
                    nodes.append(_square(at * (SIDE + GAP), top, short, known.name(code), look))
                top += SIDE + GAP
        top += 18
    return nodes, (WIDTH, top)


Group = tuple[str, Sequence[str], str]


def _parts(words: Wording, found: Structure) -> Iterator[tuple[str, str, list[Group]]]:
    """Title, words below it, and the groups, of communities, core and camps."""
    parts = found.communities
    told = words("structure.no-communities", reason=reason_text(words, parts.reason))
    groups: list[Group] = []
    if parts.found:
        told = communities_text(words, parts)
        groups = [
            (words("structure.part", n=n), sorted(part), f"class-{(n - 1) % 6 + 1}")
            for n, part in enumerate(parts.partition, 1)
        ]
    yield words("structure.communities"), told, groups
    core = found.core
    around = [one.name for one in found.bridges if one.name not in core.core]
    groups = [
        (words("structure.in-core"), core.core, "knot"),
        (words("structure.in-periphery"), around, "blank"),
    ]
    fit = words("structure.no-figure") if core.correlation is None else f"{core.correlation:.2f}"
    told = words("structure.core-fit", misfits=core.misfits, pairs=core.pairs, fit=fit)
    if not core.core:
        told, groups = words("structure.core-none"), []
    yield words("structure.core"), told, [group for group in groups if group[1]]
    signed = found.balance
    if signed.negative and all(signed.camps):
        camps: list[Group] = [
            (words("structure.camp", n=n), sorted(camp), f"class-{n}")
            for n, camp in enumerate(signed.camps, 1)
        ]
        signs = words("structure.signs", positive=signed.positive, negative=signed.negative)
        yield words("structure.balance"), signs, camps


def _code(name: str, names: Names) -> tuple[str, str]:
    """The code of the catalogue, and two letters or what there is."""
    code = names.actors.get(name, name)
    return code, two_letters().get(code, code.removeprefix("body:"))


def _line(text: str, y: int, look: str, size: int) -> Node:
    return el("text", text, x="0", y=str(y), font_size=str(size), c=look)


def _square(left: int, top: int, short: str, name: str, look: str) -> Node:
    size = "14" if len(short) < 3 else "10"
    return el(
        "g",
        el("title", name),
        el("rect", x=str(left), y=str(top), width=str(SIDE), height=str(SIDE), rx="4",
           c=f"fig-{look}"),
        el("text", short[:6], x=f"{left + SIDE / 2:g}", y=f"{top + SIDE / 2 + 5:g}",
           font_size=size, text_anchor="middle", c=f"fig-strong fig-on-{look}"),
    )  # fmt: skip
