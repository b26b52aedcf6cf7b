"""Proposals as a user meets them: explain, positions, the stored questions, the export."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.checking import run_checks
from graph.pool import QueryPool
from standpunt.outcomes import find_all
from standpunt.pipeline import Wanted, ingest

Run = Callable[..., Any]
Samples = tuple[Path, Path]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a paper that names a numbered proposal and states for and against it."""
    folder = tmp_path_factory.mktemp("proposals")
    paper = folder / "verslag.txt"
    paper.write_text(
        "Verslag van de Landbouw- en Visserijraad van 24 maart 2025\n\n1. Drijfnetten\n\n"
        "De Raad besprak het voorstel van de Commissie voor een verordening over drijfnetten "
        "(COM(2024) 998). Frankrijk en Spanje steunden dit voorstel. Hongarije was tegen het "
        "voorstel.\n\n2. Havens\n\nEen Belgisch non-paper over havens werd besproken. Italië "
        "steunde het non-paper.\n",
        encoding="utf-8",
    )
    batch = ingest(find_all([paper]), folder / "store", Wanted(meeting="AGRIFISH/2025-03-24"))
    assert [outcome.note for outcome in batch.refused] == []
    return folder / "store"


def ask(standpunt: Run, store: Path, *arguments: str) -> list[dict[str, str]]:
    ran = standpunt("query", *arguments, "--store", store, "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ran.out)))


def test_proposals_are_listed_with_the_claims_for_and_against(standpunt: Run, store: Path) -> None:
    rows = ask(standpunt, store, "proposals")
    names = ("identifier", "kind", "authors", "support", "against", "neutral")
    assert sorted(tuple(row[name] for name in names) for row in rows) == [
        ("", "non-paper", "BEL", "1", "0", "0"),
        ("COM(2024) 998", "regulation", "body:COM", "1", "1", "0"),
    ]


def test_a_proposal_bears_what_names_it(standpunt: Run, store: Path) -> None:
    (row,) = ask(standpunt, store, "proposals", "--param", "actor=COM")
    assert "verordening over drijfnetten" in row["title"]
    assert "dit voorstel" not in row["quotes"]
    assert len(row["quotes"].split(" | ")) == 2  # both "voorstel" fold to one quote


def test_claims_on_one_proposal_are_asked_for_by_its_number(standpunt: Run, store: Path) -> None:
    rows = ask(standpunt, store, "claims", "--param", "proposal=COM(2024) 998")
    assert [(row["holders"], row["polarity"]) for row in rows] == [
        ("ESP, FRA", "support"),
        ("HUN", "oppose"),
    ]


def test_no_data_rule_is_broken(store: Path) -> None:
    with QueryPool(store) as pool:
        assert [result.name for result in run_checks(pool) if not result.passed] == []


def test_an_export_takes_the_proposal_of_a_claim_along(standpunt: Run, store: Path) -> None:
    ran = standpunt("export", "--actor", "HUN", "--store", store, "--format", "nquads")
    assert "proposal/com-2024-998> <https://w3id.org/standpunt/ontology#proposedBy>" in ran.out


def test_explain_names_the_proposal_and_its_rules(standpunt: Run, samples: Samples) -> None:
    ran = standpunt("explain", samples[1])
    (line,) = [said for said in ran.lines if said.startswith("    proposal: “non-paper")]
    assert "non-paper by BEL" in line
    assert "proposal.relative" in line
    assert any("on proposal non-paper-bel" in said for said in ran.lines)


def test_positions_list_their_proposals(standpunt: Run, samples: Samples) -> None:
    records = [json.loads(line) for line in standpunt("positions", samples[1]).lines]
    authors = [p["authors"] for record in records for p in record["proposals"]]
    assert ["BEL"] in authors
    assert ["body:PRES"] in authors


def test_the_claims_on_each_proposal_are_listed(standpunt: Run, store: Path) -> None:
    rows = ask(standpunt, store, "claims-on-proposals")
    found = sorted((row["identifier"], row["kind"], row["polarity"]) for row in rows)
    assert found == [
        ("", "non-paper", "support"),
        ("COM(2024) 998", "regulation", "oppose"),
        ("COM(2024) 998", "regulation", "support"),
    ]
