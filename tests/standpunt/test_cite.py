"""Citations: who said what, in which words of which paper, to paste or to import."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from standpunt.citation_forms import write_citations
from standpunt.citing import Access, Paper, Passage, citation_text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from conftest import Run

CLAIM = "https://w3id.org/standpunt/id/document/76f63c4d390dbac2/claim/7161-1"
ACCESS = Access("1.0", 3, "2026-01-02", "2026-01-05")
PAPER = Paper(
    "https://w3id.org/standpunt/id/document/aa", "Inzet {concept} & 100%", "report",
    "Government of Netherlands", "2025-03-17", "21501, nr. 40", "Council", "inzet.txt", "a" * 64,
)  # fmt: skip
PASSAGE = Passage(
    claim=CLAIM, holders="Netherlands",
    group="“enkele” (at least 2 of 27; not named in the source)",
    polarity="conditional-support", modality="expected", issues="Return", target="terugkeer",
    condition="mits vrijwillig", quote="Het kabinet steunt\u202e terugkeer", section="1 Terugkeer",
    places=("10–20", "30–40"), pages=("2",), paper=PAPER,
)  # fmt: skip


def test_a_citation_says_who_what_where_and_when_it_was_found() -> None:
    assert citation_text(PASSAGE, ACCESS, "en") == (
        "Netherlands, with “enkele” (at least 2 of 27; not named in the source) – supports, on a "
        "condition: Return (“terugkeer”); condition: “mits vrijwillig” [forecast of the reporting "
        "government]. “Het kabinet steunt\\u202e terugkeer” Government of Netherlands, Report: "
        "Council, “Inzet {concept} & 100%”, 2025-03-17, 21501, nr. 40, inzet.txt, SHA-256 "
        "aaaaaaaaaaaaaaaa, section “1 Terugkeer”, p. 2, characters 10–20, 30–40. "
        f"{CLAIM}. Standpunt 1.0, generation 3 of the store, published 2026-01-02, looked up "
        "2026-01-05."
    )


def test_what_the_paper_does_not_say_is_left_out() -> None:
    bare = replace(PAPER, publisher="", day="", number="", meeting="", title="inzet.txt")
    text = citation_text(replace(PASSAGE, pages=(), paper=bare), ACCESS, "nl")
    assert "Verslag, zonder datum, inzet.txt, SHA-256 aaaaaaaaaaaaaaaa, paragraaf" in text
    (entry,) = json.loads(write_citations([replace(PASSAGE, paper=bare)], ACCESS, "csl", "nl"))
    assert not {"author", "issued", "number", "event-title"} & set(entry)


def test_bibtex_keeps_its_braces_in_balance_whatever_the_paper_says() -> None:
    odd = replace(PAPER, title="Half } open \\ # _")
    text = write_citations([replace(PASSAGE, paper=odd)], ACCESS, "bibtex", "en")
    assert text.startswith("@misc{standpunt-76f63c4d390dbac2-claim-7161-1,\n")
    assert text.count("{") == text.count("}")
    assert r"title = {{Half \textbraceright{} open \textbackslash{} \# \_}}" in text
    assert "\u202e" not in text


def test_claims_are_cited_as_text_and_for_reference_managers(
    standpunt: Run, sample_store: Path
) -> None:
    ran = standpunt("cite", "--claim", CLAIM, "--store", sample_store)
    assert (ran.code, ran.err) == (0, "")
    assert "“Dat vreemdelingen zonder verblijfsrecht terugkeren, heeft voor het kabinet" in ran.out
    assert ", 2026-01-15, 32317, nr. PV, " in ran.out
    assert re.search(
        r"characters 7161–7252\. .*generation 1 of the store, .* looked up \d{4}-", ran.out
    )
    ran = standpunt(
        "cite", "--meeting", "JHA/2026-01-22", "--format", "csl", "--store", sample_store
    )
    entries = json.loads(ran.out)
    assert len(entries) == 78
    assert len({entry["id"] for entry in entries}) == 78
    assert {entry["event-title"] for entry in entries} == {
        "Informal Justice and Home Affairs Council, 22–23 January 2026"
    }
    assert all(entry["note"] and entry["URL"].startswith("https://") for entry in entries)


def test_evidence_is_the_same_by_paper_and_by_claim(
    standpunt: Run, sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_paper = standpunt("cite", "--actor", "NLD", "--store", sample_store).out
    monkeypatch.setattr("standpunt.citing._MANY_PAPERS", 0)
    monkeypatch.setattr("standpunt.citing.AT_ONCE", 3)
    assert standpunt("cite", "--actor", "NLD", "--store", sample_store).out == by_paper
    assert by_paper.count(" characters ") > 3


def test_what_cannot_be_cited_is_said(standpunt: Run, sample_store: Path) -> None:
    ran = standpunt("cite", "--claim", "https://example.org/a", "--store", sample_store)
    assert ran.code == 2
    assert "https://example.org/a is no claim of this selection" in ran.complaint
    ran = standpunt("cite", "--before", "1990-01-01", "--store", sample_store)
    assert (ran.code, ran.out) == (1, "")
    assert "no claim meets these filters" in ran.complaint
