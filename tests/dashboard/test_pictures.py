"""Pictures and honesty lines without a browser: what stands in the file, and that figures agree."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboard.choice_nodes import Choice, map_figure
from dashboard.honesty import basis_of_claims
from dashboard.nodes import el
from dashboard.pictures import light_colours, make_picture, picture_style
from dashboard.records import read_claim
from dashboard.wording import read_wording
from graph.pool import QueryPool
from graph.questions import answer_question
from standpunt.analysis.basis import basis_of
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.loading import load_claims

SVG = "{http://www.w3.org/2000/svg}"
WORDS = read_wording("en")


def a_choice(code: str, *parts: str) -> Choice:
    return Choice(code, code[:2], code, parts, False, (), "")


def test_a_picture_holds_its_title_and_the_source_line_as_text() -> None:
    source = "Source: a paper, generation 3; " + "and so much more to be said " * 6
    picture = make_picture("map", "Who <backs> it?", [el("rect")], (300, 200), source)
    root = ElementTree.fromstring(picture.svg)
    lines = [text.text for text in root.iter(f"{SVG}text")]
    assert lines[0] == "Who <backs> it?"
    assert " ".join(filter(None, lines[1:])) == source.strip()
    assert len(lines) > 2
    assert picture.name == "standpunt-map"


def test_a_picture_names_every_colour_and_loads_nothing() -> None:
    style = picture_style()
    assert "var(" not in style
    assert "light-dark" not in style
    assert "currentColor" not in style
    assert "url(" not in style
    assert f"fill: {light_colours()['support']}" in style


def test_what_is_no_part_of_a_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="<script> is no part"):
        make_picture("x", "x", [el("script", "alert(1)")], (10, 10), "s")


def test_a_map_has_a_tile_for_each_state_and_says_it_in_words() -> None:
    choices = [
        a_choice("NLD", "not-reported"),
        a_choice("DEU", "relocation", "financial"),
        a_choice("XYZ", "refuses"),
    ]
    figure, size = map_figure(WORDS, choices)
    root = ElementTree.fromstring(make_picture("m", "m", figure, size, "s").svg)
    told = [title.text for title in root.iter(f"{SVG}title")]
    assert "DEU: relocation + financial contribution" in told
    assert "NLD: not reported" in told
    assert len(list(root.iter(f"{SVG}polygon"))) == 2  # the tile of two options, and its sample
    assert size[1] > 8 * 58  # the state without a place stands in a row of its own


def test_the_share_of_anonymous_holders_is_that_of_the_analysis(tiny_store: Path) -> None:
    with QueryPool(tiny_store, 1) as pool:
        rows = answer_question(pool, "claims", {}).records()
        base = load_claims(pool)
    mine = basis_of_claims(map(read_claim, rows))
    claims = [claim for claim in base.claims if claim.kind == "claim"]
    theirs = basis_of(make_incidence(base.with_claims(claims)))
    assert mine.claims == theirs.claims == 8
    assert mine.documents == 2
    assert mine.anonymous_low == pytest.approx(theirs.anonymous_low)
    assert mine.anonymous_high == pytest.approx(theirs.anonymous_high)
