"""Several things in one zip."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from zipfile import ZipFile

import rdflib

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

SP = rdflib.Namespace("https://w3id.org/standpunt/ontology#")
CLAIM = "76f63c4d390dbac2/claim/7161-1"


def opened(path: Path) -> tuple[rdflib.Dataset, list[dict[str, str]], str]:
    with ZipFile(path) as bundle:
        assert bundle.testzip() is None
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=bundle.read("claims.trig"), format="trig")
        rows = csv.DictReader(io.StringIO(bundle.read("claims.csv").decode()))
        return dataset, list(rows), bundle.read("README.txt").decode()


def test_a_claim_of_several_things_is_in_the_zip_once(
    standpunt: Run, sample_store: Path, tmp_path: Path
) -> None:
    first, again = tmp_path / "a.zip", tmp_path / "b.zip"
    things = ("issue:return", "actor:BEL", f"claim:{CLAIM}", "document:baf589237542415f")
    for path in (first, again):
        ran = standpunt("bundle", *things, "--output", path, "--store", sample_store)
        assert (ran.code, ran.err) == (0, "")
    assert first.read_bytes() == again.read_bytes()
    dataset, rows, readme = opened(first)
    claims = {str(claim) for claim in dataset.subjects(rdflib.RDF.type, SP.PositionClaim)}
    assert {row["claim"] for row in rows} == claims
    assert len(rows) == len(claims) > 42  # the report has 42, and issue and Belgium more
    assert f"https://w3id.org/standpunt/id/document/{CLAIM}" in claims
    assert f"{len(rows)} claims" in readme
    assert "generation 1 of the store" in readme
    assert "of all holders are anonymous" in readme
    assert all(row["quote"] for row in rows)


def test_quotes_can_be_left_out_and_their_places_stay(
    standpunt: Run, sample_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "bare.zip"
    ran = standpunt(
        "bundle", "issue:return", "--without-quotes", "--language", "nl", "--output", path,
        "--store", sample_store,
    )  # fmt: skip
    assert ran.code == 0
    dataset, rows, readme = opened(path)
    assert not list(dataset.subjects(SP.quote, None))
    assert {row["quote"] for row in rows} == {""}
    assert all(row["spans"] for row in rows)
    assert "Citaten: weggelaten" in readme


def test_what_cannot_be_bundled_is_said_and_leaves_no_file(
    standpunt: Run, sample_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "no.zip"
    for things, code, told in (
        (["return"], 2, "is no thing; write issue:return"),
        (["actor:XYZ"], 2, "no actor has the code"),
        (["meeting:JHA/1999-01-01"], 1, "no claim belongs to any of these"),
        ([f"claim:{n}/claim/1" for n in range(61)], 1, "no claim belongs"),
        (["issue:return", *(f"document:{n}" for n in range(61))], 2, "takes 1 to 60 things"),
    ):
        ran = standpunt("bundle", *things, "--output", path, "--store", sample_store)
        assert (ran.code, told in ran.complaint) == (code, True), ran.complaint
        assert list(tmp_path.iterdir()) == []
