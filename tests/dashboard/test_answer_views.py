"""Shapes, tables and pictures of answers without a browser."""

from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode

from dashboard.answer_cells import Cell, Grid, Labels, grid_of
from dashboard.answer_network import network
from dashboard.answer_pictures import MOST_BARS, Figure, bars, tile_map, timeline
from dashboard.answer_shape import shape_of
from dashboard.pictures import make_picture
from dashboard.records import Actor, Catalogue
from dashboard.tile_figure import tile_places
from dashboard.wording import read_wording
from ontology.terms import XSD

WORDS = read_wording("en")
NLD = "http://publications.europa.eu/resource/authority/country/NLD"
ACTOR = Actor(NLD, "NLD", "Netherlands", "State", 1)
LABELS = Labels(Catalogue(actors={NLD: ACTOR}, names={"NLD": "Netherlands"}), {})
CODES = {NLD: "NLD", "NLD": "NLD", "DE": "DEU"}


def literal(value: str, kind: str) -> Literal:
    return Literal(value, datatype=NamedNode(f"{XSD}{kind}"))


def grid(*columns: list[object]) -> Grid:
    names = [f"c{number}" for number in range(len(columns))]
    return grid_of(LABELS, names, list(zip(*columns, strict=True)))


def texts(figure: Figure) -> list[str]:
    """Every word that the file of a figure holds."""
    svg = make_picture("x", "Title", figure.nodes, figure.size, "Source line").svg
    return [text for element in ElementTree.fromstring(svg).iter() if (text := element.text)]


def test_a_thing_is_shown_by_label_and_its_iri_is_kept() -> None:
    (cell,) = grid([NamedNode(NLD)]).cells("c0")
    assert (cell.text, cell.iri) == ("Netherlands", NLD)


@pytest.mark.parametrize(
    ("columns", "views"),
    [
        ([[NamedNode(NLD)], [literal("3", "integer")]], ["table", "chart", "map"]),
        ([[Literal("DE")], [Literal("x")]], ["table", "map"]),
        ([[literal("2026-01-22", "date")], [Literal("x")]], ["table", "timeline"]),
        ([[NamedNode("urn:a")], [NamedNode("urn:b")]], ["table", "network"]),
        ([[Literal("x")], [Literal("y")]], ["table"]),
        ([[literal("3", "integer")]], ["table"]),
        ([[None], [literal("NaN", "double")]], ["table"]),
    ],
)
def test_the_shape_of_an_answer_chooses_its_views(
    columns: list[list[object]], views: list[str]
) -> None:
    assert shape_of(grid(*columns), CODES).views() == views


def test_a_table_sorts_numbers_as_numbers_and_filters_by_words_and_iris() -> None:
    found = grid(
        [literal("10", "integer"), literal("9", "integer"), None],
        [NamedNode("urn:Fish"), NamedNode(NLD), Literal("fish cake")],
    )
    assert [c.text for c in found.sorted_by("c0", falling=False).cells("c0")] == ["", "9", "10"]
    assert [c.text for c in found.sorted_by("c0", falling=True).cells("c0")] == ["10", "9", ""]
    assert len(found.holding("FISH").rows) == 2
    assert len(found.holding("country/nld").rows) == 1
    assert len(found.holding("fish cake").rows) == 1


def test_bars_begin_at_zero_and_say_how_many_are_left_out() -> None:
    pairs = [(f"thing {n}", float(n - 3)) for n in range(MOST_BARS + 5)]
    figure = bars(WORDS, pairs)
    assert figure.says == "40 of 45 values as bars."
    assert "thing 0: -3" in texts(figure)
    assert "thing 44: 41" not in texts(figure)


def test_a_map_has_a_tile_for_each_state_and_tells_silence_from_zero() -> None:
    figure = tile_map(WORDS, {"NLD": 0.0, "DEU": 5.0}, {"NLD": ("Netherlands", "NL")})
    found = texts(figure)
    assert "Netherlands: 0" in found
    assert "FRA: not in this answer" in found
    assert figure.says == f"2 of {len(tile_places())} member states occur in the answer."


def test_classes_of_words_are_told_by_letter_besides_colour() -> None:
    found = texts(tile_map(WORDS, {"NLD": "for", "DEU": "for", "FRA": "against"}, {}))
    assert "for (2)" in found
    assert "against (1)" in found
    assert found.count("A") == 3  # two tiles and the legend
    assert found.count("B") == 2


@pytest.mark.parametrize("count", [1, 2, 300])
def test_a_timeline_has_a_dot_for_each_point(count: int) -> None:
    points = [(f"2026-01-{n % 28 + 1:02}", f"lane {n % 3}", f"point {n}") for n in range(count)]
    figure = timeline(WORDS, points)
    svg = make_picture("x", "t", figure.nodes, figure.size, "s").svg
    assert svg.count("<circle") == count
    assert figure.says.startswith(f"{count} points from 1 January 2026")


def test_a_network_is_always_drawn_the_same_and_its_names_do_not_cover_each_other() -> None:
    edges = [(f"urn:{n}", f"urn:{n * 7 % 40}", "joins") for n in range(40)]
    labels = {f"urn:{n}": f"a thing of number {n}" for n in range(40)}
    figure = network(WORDS, edges, labels)
    assert figure == network(WORDS, list(reversed(edges)), labels)
    boxes = [
        (float(str(name["x"])), float(str(name["y"])), len(label) * 6.9)
        for name, label in _names(figure)
    ]
    covered = [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if abs(one[1] - other[1]) < 13 and abs(one[0] - other[0]) < (one[2] + other[2]) / 2
    ]
    assert len(boxes) > 30
    assert covered == []


def _names(figure: Figure) -> list[tuple[dict[str, object], str]]:
    found = []
    for node in figure.nodes:
        for part in node.get("k", []):  # type: ignore[attr-defined]
            if isinstance(part, dict) and part["t"] == "text":
                found.append((part["a"], str(part["k"][0])))
    return found


def test_what_an_answer_says_is_only_ever_text_in_a_file() -> None:
    hostile = "<script>alert(1)</script>"
    for figure in (
        bars(WORDS, [(hostile, 1.0)]),
        timeline(WORDS, [("2026-01-01", hostile, hostile)]),
        network(WORDS, [("urn:a", "urn:b", hostile)], {"urn:a": hostile, "urn:b": "b"}),
        tile_map(WORDS, {"NLD": hostile}, {}),
    ):
        assert "<script" not in make_picture("x", hostile, figure.nodes, figure.size, hostile).svg


def test_a_cell_without_a_value_is_empty() -> None:
    assert grid([None]).cells("c0") == [Cell("")]
