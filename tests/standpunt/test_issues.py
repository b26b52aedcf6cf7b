"""`standpunt issues`: candidates are merged and parted again, and no claim is lost."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.pool import QueryPool
from graph.questions import answer_question
from graph.store import StoreWriter
from ontology.iris import candidate_issue_iri, document_graph, issue_iri
from ontology.modules import reference_quads
from ontology.terms import (
    CANDIDATE_ISSUE,
    ID,
    META_GRAPHS,
    P_ABOUT,
    P_POLARITY,
    POLARITY,
    POSITION_CLAIM,
    RDF_TYPE,
    SKOS_PREF_LABEL,
)
from standpunt.issue_list import projected_issues
from standpunt.merging import follow, in_force, read_decisions

Run = Callable[..., Any]
TRAINS, RAIL = "candidate/snelle-treinen", "candidate/treinen"
GRAPH = document_graph("0" * 64)


def claim(n: int, issue: NamedNode, polarity: str) -> Iterator[Quad]:
    node = NamedNode(f"{ID}document/{'0' * 16}/claim/{n}")
    yield Quad(node, RDF_TYPE, POSITION_CLAIM, GRAPH)
    yield Quad(node, P_ABOUT, issue, GRAPH)
    yield Quad(node, P_POLARITY, POLARITY[polarity], GRAPH)


def quads() -> list[Quad]:
    said = [*claim(1, issue_iri("return"), "support")]
    for n, words in enumerate(("snelle treinen", "treinen"), 2):
        candidate = candidate_issue_iri(words)
        said += claim(n, candidate, "oppose")
        said.append(Quad(candidate, RDF_TYPE, CANDIDATE_ISSUE, GRAPH))
        said.append(Quad(candidate, SKOS_PREF_LABEL, Literal(words, language="nl"), GRAPH))
    return said


@pytest.fixture
def small_store(tmp_path: Path) -> Path:
    """Three claims: one about a known issue, two about candidates."""
    store = tmp_path / "store"
    write(store)
    return store


def write(store: Path) -> None:
    with StoreWriter(store) as writer:
        reference = META_GRAPHS["reference"].value
        writer.replace_graphs({GRAPH.value: quads(), reference: reference_quads()})
        writer.publish()


def counts(store: Path) -> dict[str | None, tuple[str | None, ...]]:
    """Claims, of which for and against, of each issue that has any; what was merged into it."""
    with QueryPool(store) as pool:
        records = answer_question(pool, "issues-merged").records()
    return {
        row["name"]: (row["claims"], row["support"], row["against"], row["merged"])
        for row in records
        if row["claims"] != "0"
    }


APART = {
    "return": ("1", "1", "0", None),
    TRAINS: ("1", "0", "1", None),
    RAIL: ("1", "0", "1", None),
}


def test_candidates_stay_apart_until_they_are_merged(standpunt: Run, small_store: Path) -> None:
    listed = standpunt("issues", "candidates", "--format", "json", "--store", small_store)
    bindings = json.loads(listed.out)["results"]["bindings"]
    assert [row["name"]["value"] for row in bindings] == [TRAINS, RAIL]
    assert counts(small_store) == APART


def test_a_merge_carries_the_claims_over_and_can_be_taken_back(
    standpunt: Run, small_store: Path
) -> None:
    made = standpunt("issues", "merge", TRAINS, "return", "--author", "an analyst",
                     "--reason", "the same thing", "--store", small_store)  # fmt: skip
    assert (made.code, made.err) == (0, "")
    assert made.out == f"merged  {TRAINS}  return  by an analyst, decision 1\n"
    assert counts(small_store) == {"return": ("2", "1", "1", TRAINS), RAIL: APART[RAIL]}

    back = standpunt("issues", "unmerge", TRAINS, "return", "--author", "another",
                     "--store", small_store)  # fmt: skip
    assert (back.code, back.err) == (0, "")
    assert counts(small_store) == APART


LISTING = (
    ("issues", "list"),
    ("issues", "candidates"),
    ("query", "issues-merged", "--param", "language=nl"),
    ("query", "issues-merged", "--param", "candidates=true", "--max-rows", "2"),
)


@pytest.mark.parametrize("command", LISTING, ids=lambda command: " ".join(command[:2]))
def test_a_large_store_lists_its_issues_from_the_projection(
    standpunt: Run, small_store: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    standpunt("issues", "merge", TRAINS, RAIL, "--store", small_store)
    standpunt("issues", "merge", RAIL, "return", "--store", small_store)

    def listed() -> tuple[int, object]:
        ran = standpunt(*command, "--format", "json", "--store", small_store)
        return ran.code, json.loads(ran.out)

    asked = listed()
    monkeypatch.setattr("standpunt.projected.PROJECTED_FROM_QUADS", 1)
    with QueryPool(small_store) as pool:
        assert projected_issues(pool, {}) is not None
    assert listed() == asked


def test_every_decision_stays_on_record(standpunt: Run, small_store: Path) -> None:
    standpunt("issues", "merge", TRAINS, "return", "--author", "a", "--reason", "why",
              "--store", small_store)  # fmt: skip
    standpunt("issues", "unmerge", TRAINS, "return", "--author", "b", "--store", small_store)
    decisions = read_decisions(small_store)
    assert [(d.n, d.merged, d.target, d.author, d.reason, d.undoes) for d in decisions] == [
        (1, TRAINS, "return", "a", "why", None),
        (2, TRAINS, "return", "b", "", 1),
    ]
    assert in_force(decisions) == []
    assert decisions[0].time <= decisions[1].time


def test_a_merge_is_followed_over_several_steps(standpunt: Run, small_store: Path) -> None:
    standpunt("issues", "merge", TRAINS, RAIL, "--store", small_store)
    standpunt("issues", "merge", RAIL, "return", "--store", small_store)
    assert counts(small_store) == {"return": ("3", "1", "2", f"{TRAINS} {RAIL}")}


def test_a_merge_outlives_the_document_that_is_read_again(
    standpunt: Run, small_store: Path
) -> None:
    standpunt("issues", "merge", TRAINS, "return", "--store", small_store)
    with StoreWriter(small_store) as writer:
        writer.replace_graph(GRAPH.value, ())
    write(small_store)
    assert counts(small_store)["return"] == ("2", "1", "1", TRAINS)


def test_nothing_is_published_if_no_paper_came_since_the_merge(
    standpunt: Run, small_store: Path
) -> None:
    standpunt("issues", "merge", TRAINS, "return", "--store", small_store)
    assert follow(small_store) is None


@pytest.mark.parametrize(
    ("merged", "target", "complaint"),
    [
        ("candidate/snele-treinen", "return", f"did you mean {TRAINS}"),
        (TRAINS, "retrun", "did you mean return"),
        (TRAINS, TRAINS, "merge in one direction only"),
    ],
)
def test_a_merge_that_cannot_be_is_refused(
    standpunt: Run, small_store: Path, merged: str, target: str, complaint: str
) -> None:
    ran = standpunt("issues", "merge", merged, target, "--store", small_store)
    assert ran.code == 2
    assert complaint in ran.complaint
    assert counts(small_store) == APART


def test_a_circle_a_second_merge_and_an_absent_one_are_refused(
    standpunt: Run, small_store: Path
) -> None:
    standpunt("issues", "merge", TRAINS, RAIL, "--store", small_store)
    circle = standpunt("issues", "merge", RAIL, TRAINS, "--store", small_store)
    assert "merge in one direction only" in circle.complaint
    second = standpunt("issues", "merge", TRAINS, "return", "--store", small_store)
    assert f"take that back first: standpunt issues unmerge {TRAINS} {RAIL}" in second.complaint
    absent = standpunt("issues", "unmerge", RAIL, "return", "--store", small_store)
    assert f"{RAIL} is not merged into return" in absent.complaint


def test_two_issues_must_be_named(standpunt: Run, small_store: Path) -> None:
    ran = standpunt("issues", "merge", TRAINS, "--store", small_store)
    assert ran.code == 2
    assert "takes two issues" in ran.complaint


LETTER = """Verslag van de Telecomraad van 5 december 2025

1. Toezicht op roamingtarieven

Finland steunde een plafond voor roamingtarieven op zee.
"""


def test_every_question_finds_merged_claims_and_later_papers_too(
    standpunt: Run, tmp_path: Path
) -> None:
    store, first, second = tmp_path / "store", tmp_path / "een.txt", tmp_path / "twee.txt"
    first.write_text(LETTER, encoding="utf-8")
    second.write_text(LETTER.replace("Finland", "Estland"), encoding="utf-8")

    def about(issue: str) -> list[str | None]:
        with QueryPool(store) as pool:
            rows = answer_question(pool, "claims", {"issue": f"issue:{issue}"}).records()
        return sorted(row["holders"] or "" for row in rows)

    assert standpunt("ingest", first, "--store", store).code == 0
    candidates = standpunt("issues", "candidates", "--format", "json", "--store", store)
    (row,) = json.loads(candidates.out)["results"]["bindings"]
    name = row["name"]["value"]
    assert standpunt("issues", "merge", name, "national-flexibility", "--store", store).code == 0
    assert about("national-flexibility") == ["FIN"]

    assert standpunt("ingest", second, "--store", store).code == 0
    assert about("national-flexibility") == ["EST", "FIN"]
    assert standpunt("check", "--store", store).code == 0

    standpunt("issues", "unmerge", name, "national-flexibility", "--store", store)
    assert about("national-flexibility") == []
    assert about(name) == ["EST", "FIN"]
