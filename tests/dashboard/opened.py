"""Files that the dashboard gave, opened again: tables, pictures, graphs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import networkx
import openpyxl
import pyarrow.parquet
import rdflib
from PIL import Image

if TYPE_CHECKING:
    from conftest import Visit
    from playwright.sync_api import Page

SVG = "{http://www.w3.org/2000/svg}"
CLAIM = rdflib.URIRef("https://w3id.org/standpunt/ontology#PositionClaim")
RDF_FORMATS = {"Turtle": "turtle", "JSON-LD": "json-ld", "TriG": "trig"}


def table_of(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def basis_of_table(rows: list[dict[str, str]]) -> str:
    """What the table says that it rests on, the same in each row."""
    (told,) = {row["basis"] for row in rows}
    return told


def words_of_picture(svg: bytes) -> str:
    """All text of an SVG file, its tooltips included."""
    root = ElementTree.fromstring(svg)
    return " ".join(found.text or "" for found in root.iter() if found.tag != f"{SVG}style")


def check_picture(visit: Visit, page: Page, told: str) -> str:
    """Take the picture of the page as PNG and SVG; both must open, and tell `told` as a source.

    The PNG must be no empty canvas: it is the SVG, twice as large, in several colours. Gives the
    words of the SVG.
    """
    svg = visit.download(page, "SVG")
    root = ElementTree.fromstring(svg)
    words = words_of_picture(svg)
    assert told in words
    assert "href" not in svg.decode()
    image = Image.open(io.BytesIO(visit.download(page, "PNG")))
    assert image.format == "PNG"
    assert image.width == 2 * round(float(root.get("width", "0")))
    assert len(image.convert("RGB").getcolors(1 << 24) or []) > 8
    return words


def check_claim_files(visit: Visit, page: Page, claims: int) -> None:
    """Take the claims of the page in every format: so many, and what they rest on."""
    rows = table_of(visit.download(page, "CSV"))
    assert len(rows) == claims
    told = basis_of_table(rows)
    assert "generation 1 of the store" in told
    for label, form in RDF_FORMATS.items():
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=visit.download(page, label), format=form)
        assert len(set(dataset.subjects(rdflib.RDF.type, CLAIM))) == claims, label
        said = set(dataset.objects(None, rdflib.DCTERMS.description))
        assert rdflib.Literal(told) in said, label
    network = networkx.read_graphml(io.BytesIO(visit.download(page, "GraphML")))
    gephi = networkx.read_gexf(io.BytesIO(visit.download(page, "GEXF")))
    assert set(gephi.nodes) == set(network.nodes) != set()
    assert network.graph["basis"] == told
    book = openpyxl.load_workbook(io.BytesIO(visit.download(page, "Excel")))
    assert book["Export"].max_row == claims + 1
    assert told in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    table = pyarrow.parquet.read_table(io.BytesIO(visit.download(page, "Parquet")))
    assert table.num_rows == claims
    assert told.encode() in (table.schema.metadata or {}).values()
