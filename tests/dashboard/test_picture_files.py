"""Pictures in a browser: what the buttons give opens as SVG and as PNG, source line inside."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PIL import Image

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


def test_the_map_of_choices_can_be_taken_as_a_picture(tiny: Visit) -> None:
    page = tiny.open("/choices")
    root = ElementTree.fromstring(tiny.download(page, "SVG"))
    words = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert "generation 1 of the store" in words
    assert "4 of 5 member states are named" in words
    image = Image.open(io.BytesIO(tiny.download(page, "PNG")))
    assert image.format == "PNG"
    assert image.width == 2 * round(float(root.get("width", "0")))
    colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or []}
    assert (0x26, 0x2B, 0x33) in colours  # the tile of the state that refuses


def test_the_honesty_line_stands_under_the_map_and_in_its_table(tiny: Visit) -> None:
    page = tiny.open("/choices")
    line = page.locator(".honesty")
    assert "generation 1 of the store" in line.inner_text()
    text = tiny.download(page, "Download as CSV").decode("utf-8-sig")
    told = {row["basis"] for row in csv.DictReader(io.StringIO(text))}
    assert len(told) == 1
    assert told.pop() in line.inner_text()
