"""Two analysts exchange reviews as files, and see how far they agree."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from graph.pool import QueryPool
from graph.questions import answer_question
from ontology.iris import REVIEWS_GRAPH, review_iri
from ontology.terms import REVIEW
from standpunt.agreement import agreement, alpha
from standpunt.exchange import read_file
from standpunt.reviews import add_claim, add_review, published_reviews, undo
from standpunt.settling import Change

Run = Callable[..., Any]
FORMATS = (".csv", ".trig")


@pytest.fixture
def other(sample_store: Path, tmp_path: Path) -> Path:
    """The store of the other analyst."""
    copy = tmp_path / "other"
    copytree(sample_store, copy, symlinks=True)
    return copy


def claim_iris(store: Path) -> list[str]:
    with QueryPool(store) as pool:
        return [row["claim"] or "" for row in answer_question(pool, "claims").records()]


def review_everything(store: Path, document: str) -> None:
    """One review of each kind, by anna; words with what a spreadsheet or RDF might stumble on."""
    claims = claim_iris(store)
    add_review(store, claims[0], "confirm", author="anna", reason='=SUM("é", 1); \\ "quoted"')
    taken_back = add_review(store, claims[1], "reject", author="anna", reason="'-apostrophe")
    change = Change(polarity="oppose", holder="NLD,EUROPOL", group="exact:5", condition="")
    add_review(store, claims[2], "correct", author="anna", changes=[change])
    parts = [Change(polarity="oppose"), Change(holder="BEL", condition="mits, als")]
    add_review(store, claims[3], "split", author="anna", changes=parts)
    missed = Change(holder="FRA", polarity="neutral", issue="return", exclude="HUN", group="many")
    add_claim(store, document, "beide resultaten in de Raad", missed, author="anna")
    undo(store, taken_back.iri, author="anna", reason="-1")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_carries_reviews_to_another_store_whole(
    standpunt: Run, store: Path, other: Path, samples: tuple[Path, Path], suffix: str
) -> None:
    review_everything(store, samples[0].name)
    file = other.with_name(f"reviews{suffix}")
    ran = standpunt("review", "export", file, "--store", store)
    assert (ran.code, ran.out) == (0, f"exported  {file}  6 reviews\n")
    ran = standpunt("review", "import", file, "--store", other)
    assert (ran.code, ran.out, ran.err) == (0, f"imported  {file}  6 new, 0 known here\n", "")
    assert published_reviews(other) == published_reviews(store)
    again = standpunt("review", "import", file, "--store", other)
    assert again.out == f"imported  {file}  0 new, 6 known here\n"
    assert published_reviews(other) == published_reviews(store)
    views = [
        standpunt("query", "claims", "--reviewed", "--format", "csv", "--store", each).out
        for each in (store, other)
    ]
    assert views[0] == views[1]


def test_both_files_say_the_same(store: Path, samples: tuple[Path, Path], standpunt: Run) -> None:
    review_everything(store, samples[0].name)
    read = []
    for suffix in FORMATS:
        file = store.with_name(f"reviews{suffix}")
        standpunt("review", "export", file, "--store", store)
        read.append(sorted(read_file(file), key=lambda review: review.iri))
    assert read[0] == read[1]
    with store.with_name("reviews.csv").open(encoding="utf-8", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []


def test_an_import_takes_nothing_away_and_says_where_analysts_differ(
    standpunt: Run, store: Path, other: Path
) -> None:
    claim = claim_iris(store)[0]
    mine = add_review(store, claim, "reject", author="anna")
    theirs = add_review(other, claim, "confirm", author="bert")
    file = other.with_name("bert.csv")
    standpunt("review", "export", file, "--only-author", "bert", "--store", other)
    ran = standpunt("review", "import", file, "--store", store)
    assert ran.code == 0
    assert {each.iri for each in published_reviews(store)} == {mine.iri, theirs.iri}
    (line,) = [line for line in ran.lines if line.startswith("conflict")]
    assert claim in line
    assert "anna: reject" in line
    assert "bert: confirm" in line
    assert standpunt("review", "conflicts", "--store", store).out == f"{line}\n"


def test_a_review_that_finds_no_claim_is_taken_in_and_named(
    standpunt: Run, store: Path, tmp_path: Path
) -> None:
    add_review(store, claim_iris(store)[0], "reject", author="anna")
    file, empty, paper = tmp_path / "r.trig", tmp_path / "empty", tmp_path / "r.txt"
    standpunt("review", "export", file, "--store", store)
    paper.write_text("Verslag van de Telecomraad van 5 december 2025\n\n1. Iets\n\nIets anders.\n")
    standpunt("ingest", paper, "--store", empty)
    ran = standpunt("review", "import", file, "--store", empty)
    assert ran.code == 0
    assert "finds no claim here" in ran.complaint
    assert len(published_reviews(empty)) == 1


def tampered(content: str) -> str:
    return content.replace("anna", "bert")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_review_that_was_changed_on_the_way_is_refused(
    standpunt: Run, store: Path, other: Path, suffix: str, state: Callable[[Path], object]
) -> None:
    add_review(store, claim_iris(store)[0], "reject", author="anna")
    file, before = other.with_name(f"r{suffix}"), state(other)
    standpunt("review", "export", file, "--store", store)
    file.write_text(tampered(file.read_text("utf-8")), encoding="utf-8")
    ran = standpunt("review", "import", file, "--store", other)
    assert ran.code == 2
    assert "was changed after it was made" in ran.complaint
    assert state(other) == before


BAD = {
    "missing.csv": (None, "cannot be read"),
    "words.csv": ("a,b\n1,2\n", "line 1: these are not the columns"),
    "words.trig": ("this is no trig", "is no TriG"),
    "words.json": ("{}", "are read from .csv and .trig"),
    "foreign.trig": ("<urn:a> <urn:b> <urn:c> .", "holds more than reviews"),
    "blank.trig": (f"<{REVIEWS_GRAPH.value}> {{ _:a a {REVIEW} }}", "has no IRI of ours"),
    "empty.trig": (
        f"<{REVIEWS_GRAPH.value}> {{ {review_iri('0123456789abcdef')} a {REVIEW} }}",
        "has exactly one decision",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_file_of_reviews_is_refused(
    standpunt: Run,
    sample_store: Path,
    tmp_path: Path,
    state: Callable[[Path], object],
    name: str,
) -> None:
    content, complaint = BAD[name]
    file, before = tmp_path / name, state(sample_store)
    if content is not None:
        file.write_text(content, encoding="utf-8")
    ran = standpunt("review", "import", file, "--store", sample_store)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.complaint
    assert name in ran.complaint
    assert state(sample_store) == before


@pytest.mark.parametrize("column", ["decision", "time", "start", "yields", "seen", "document"])
def test_a_spoilt_cell_is_named_with_its_line(
    standpunt: Run, store: Path, tmp_path: Path, column: str
) -> None:
    change = [Change(polarity="oppose")]
    add_review(store, claim_iris(store)[0], "correct", author="anna", changes=change)
    file = tmp_path / "r.csv"
    standpunt("review", "export", file, "--store", store)
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline="")))
    rows[0][column] = '[{"polarity": 5}]' if column in ("yields", "seen") else "spoilt"
    with file.open("w", encoding="utf-8", newline="") as spoilt:
        writer = csv.DictWriter(spoilt, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    ran = standpunt("review", "import", file, "--store", store)
    assert ran.code == 2
    assert "line 2" in ran.complaint


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A and B.
MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbccceddd"


@pytest.mark.parametrize(("one", "other", "published"), [(MEG, OWEN, 0.095), (BEN, GERRY, 0.692)])
def test_alpha_is_that_of_the_published_examples(one: str, other: str, published: float) -> None:
    found = alpha([one, other])
    assert found is not None
    assert round(found, 3) == published


def test_alpha_of_sets_counts_what_is_shared() -> None:
    both, belgium, france = frozenset("bf"), frozenset("b"), frozenset("f")
    part = alpha([[both, belgium, france], [belgium, belgium, france]])
    none = alpha([[france, belgium, france], [belgium, belgium, france]])
    assert part is not None
    assert none is not None
    assert none < part < 1.0


def test_alpha_is_not_defined_without_a_difference() -> None:
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([[], []]) is None


def test_the_command_gives_the_published_alpha_over_ten_claims(standpunt: Run, store: Path) -> None:
    claims = claim_iris(store)[:10]
    for name, said in (("meg", MEG), ("owen", OWEN)):
        for claim, value in zip(claims, said, strict=True):
            decision = "reject" if value == "1" else "confirm"
            add_review(store, claim, decision, author=name)
    ran = standpunt("review", "agreement", "meg", "owen", "--format", "json", "--store", store)
    rows = [
        {name: cell["value"] for name, cell in row.items()}
        for row in json.loads(ran.out)["results"]["bindings"]
    ]
    assert rows[0] == {"field": "verdict", "alpha": "0.095", "n": "10", "same": "6"}
    assert {(row["field"], row["n"]) for row in rows[1:]} == {
        (field, "5")
        for field in ("polarity", "act", "modality", "issues", "holders", "group", "condition")
    }


def test_agreement_on_a_field_is_over_what_each_settled(store: Path) -> None:
    claims = claim_iris(store)[:3]
    for claim in claims:
        add_review(store, claim, "confirm", author="anna")
    add_review(store, claims[0], "confirm", author="bert")
    for claim in claims[1:]:
        change = [Change(polarity="neutral")]
        add_review(store, claim, "correct", author="bert", changes=change)
    by_field = {each.field: each for each in agreement(published_reviews(store), "anna", "bert")}
    assert (by_field["verdict"].n, by_field["verdict"].same) == (3, 1)
    assert (by_field["polarity"].n, by_field["polarity"].same) == (3, 1)
    assert (by_field["holders"].n, by_field["holders"].same) == (3, 3)


def test_somebody_without_reviews_is_named(standpunt: Run, store: Path) -> None:
    add_review(store, claim_iris(store)[0], "confirm", author="anna")
    ran = standpunt("review", "agreement", "anna", "bert", "--store", store)
    assert ran.code == 2
    assert "bert has reviewed no claim here; who has: anna" in ran.complaint
