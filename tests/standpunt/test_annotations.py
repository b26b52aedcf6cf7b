"""Evidence as Web Annotations, and the network of actors as ties: what other tools read."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import rdflib

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

REPORT = "baf589237542415f"
SP = rdflib.Namespace("https://w3id.org/standpunt/ontology#")


def test_each_annotation_finds_its_words_by_position_and_by_quote(
    standpunt: Run, sample_store: Path, samples: tuple[Path, Path]
) -> None:
    ran = standpunt("annotations", REPORT, "--store", sample_store)
    assert (ran.code, ran.err) == (0, "")
    page = json.loads(ran.out)
    assert (page["type"], page["@context"]) == (
        "AnnotationPage",
        "http://www.w3.org/ns/anno.jsonld",
    )
    text = samples[1].read_text(encoding="utf-8")
    claims, spans = 0, 0
    for item in page["items"]:
        assert item["type"] == "Annotation"
        claims += "/claim/" in item["body"][0]["source"] and len(item["body"]) == 2
        spans += len(item["target"])
        for target in item["target"]:
            assert target["source"].endswith(REPORT)
            position, quote = target["selector"]
            start, end = position["start"], position["end"]
            assert text[start:end] == quote["exact"]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert text[start - len(quote["prefix"]) :].startswith(around)
    assert claims == 42
    assert spans > len(page["items"])  # a sentence that a footer splits has two
    assert len({item["id"] for item in page["items"]}) == len(page["items"])


def test_a_document_that_proves_nothing_is_said(standpunt: Run, sample_store: Path) -> None:
    ran = standpunt("annotations", "0" * 16, "--store", sample_store)
    assert (ran.code, ran.out) == (1, "")
    assert "the store has no evidence from" in ran.complaint


def test_ties_have_the_weights_of_the_table(standpunt: Run, sample_store: Path) -> None:
    asked = ("network", "--among", "EU", "--store", sample_store, "--format")
    ran = standpunt(*asked, "turtle")
    assert (ran.code, ran.err) == (0, "")
    said = rdflib.Graph().parse(data=ran.out, format="turtle")
    names = {actor: str(code) for actor, code in said.subject_objects(rdflib.SKOS.notation)}
    weights = ("agreementCertain", "agreementPossible", "conflictCertain", "conflictPossible")
    found = {
        tuple(sorted(names[actor] for actor in said.objects(tie, SP.tieOf))): [
            float(str(said.value(tie, SP[weight]))) for weight in weights
        ]
        for tie in said.subjects(rdflib.RDF.type, SP.Tie)
    }
    rows = csv.DictReader(io.StringIO(standpunt(*asked, "csv").out))
    columns = ("agreement_certain", "agreement_possible", "conflict_certain", "conflict_possible")
    expected = {
        tuple(sorted((row["first"], row["second"]))): [float(row[name]) for name in columns]
        for row in rows
    }
    assert found == expected
    assert len(found) > 100
    assert not list(said.subjects(rdflib.RDF.type, SP.PositionClaim))
    assert list(said.objects(None, rdflib.DCTERMS.license))
    ran = standpunt("network", "issues", "--store", sample_store, "--format", "turtle")
    assert (ran.code, "turtle is for the network of actors" in ran.complaint) == (2, True)
