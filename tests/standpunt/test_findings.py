"""`standpunt findings` and what a reviewer passed, on small papers of ours and the real ones."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.pool import QueryPool
from graph.questions import answer_question
from standpunt.analysis.claims import Claim
from standpunt.analysis.contradictions import find_impossible
from standpunt.analysis.findings import Finding, find_findings, find_unquoted, quote_findings
from standpunt.analysis.loading import load_claims
from standpunt.analysis.records import ClaimBase, Membership
from standpunt.analysis.selecting import Selection

Run = Callable[..., Any]
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
MEETING = "JHA/2026-03-10"
OURS = """\
Verslag van de JBZ-Raad van 10 maart 2026

1. Binnengrenscontroles

Hongarije steunde het voortzetten van de binnengrenscontroles. Een meerderheid van de lidstaten \
steunde de terugkeerverordening. Een meerderheid van de lidstaten verzette zich tegen de \
terugkeerverordening. Alle lidstaten op Hongarije na steunden terugkeerhubs. Hongarije steunde \
terugkeerhubs.

2. Europol

Zweden steunde adequate financiering voor Europol. Drie lidstaten spraken steun uit voor een \
grotere rol voor Frontex bij terugkeer. Meerdere lidstaten spraken zich uit tegen visumbeleid met \
dwang. Meerdere lidstaten steunden visumbeleid met dwang.
"""
THEIRS = """\
Verslag van de JBZ-Raad van 10 maart 2026

1. Binnengrenscontroles

Hongarije verzette zich tegen het voortzetten van de binnengrenscontroles.

2. Europol

Een meerderheid van de lidstaten sprak steun uit voor een grotere rol voor Frontex bij terugkeer.
"""
LATER = """\
Verslag van de JBZ-Raad van 8 juni 2026

1. Europol

Zweden verzette zich tegen adequate financiering voor Europol.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, standpunt: Run) -> Path:
    """A store with reports of two governments on one meeting, and one of a later meeting."""
    folder = tmp_path_factory.mktemp("findings")
    for name, text, sidecar in (
        ("nl", OURS, f'meeting = "{MEETING}"'),
        ("be", THEIRS, f'meeting = "{MEETING}"\nreporter = "BEL"'),
        ("later", LATER, 'meeting = "JHA/2026-06-08"'),
    ):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.toml").write_text(sidecar, encoding="utf-8")
    store = folder / "store"
    assert standpunt("ingest", folder, "--store", store).code == 0
    return store


def findings(standpunt: Run, store: Path, *options: object) -> list[dict[str, Any]]:
    ran = standpunt("findings", *options, "--format", "json", "--store", store)
    assert (ran.code, ran.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(ran.out)["findings"]
    return found


def said(found: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["issue"], one["reason"]) for one in found]


# --- each type -------------------------------------------------------------------------------


def test_each_contradiction_of_the_papers_is_found_and_no_other(made: Path, standpunt: Run) -> None:
    assert said(findings(standpunt, made)) == [
        ("stance-against-stance", "Internal border controls", "HUN: support, and oppose"),
        ("stance-against-stance", "Funding of Europol", "SWE: support, then oppose"),
        ("report-against-report", "Internal border controls", "HUN: support, and oppose"),
        ("report-against-report", "Role of Frontex in returns",
         "at most 3 holders, and at least 14"),
        ("quantifier-against-quantifier", "Return regulation",
         "at least 14 and 14 on opposite sides, of 27 members"),
        ("quantifier-against-quantifier", "Return hubs", "all but HUN, who is among the holders"),
    ]  # fmt: skip


def test_each_finding_gives_both_quotes_as_they_stand(made: Path, standpunt: Run) -> None:
    texts = {name: (made.parent / name).read_text("utf-8") for name in ("nl.txt", "be.txt")}
    texts["later.txt"] = LATER
    for found in findings(standpunt, made):
        assert len(found["quotes"]) == 2
        for quoted in found["quotes"]:
            text = texts[quoted["file_name"]]
            assert text[quoted["start"] : quoted["end"]] == quoted["quote"]


def test_some_findings_are_quoted_as_all_of_them_are(made: Path) -> None:
    with QueryPool(made) as pool:
        base = load_claims(pool, "en")
        found, unquoted = find_findings(pool, base), find_unquoted(pool, base)
        assert len(found) == len(unquoted) == 6
        assert quote_findings(pool, base, unquoted[2:4]) == found[2:4]
        assert quote_findings(pool, base, []) == []
    for one, other in zip(found, unquoted, strict=True):
        assert (one.kind, {quoted.document for quoted in one.quotes}) == (
            other.kind, other.documents,
        )  # fmt: skip


def test_a_change_of_stance_outside_the_window_is_none(made: Path, standpunt: Run) -> None:
    inside = ("--type", "stance-against-stance", "--window")
    assert len(findings(standpunt, made, *inside, 90)) == 2  # 10 March to 8 June
    assert len(findings(standpunt, made, *inside, 89)) == 1


def test_findings_of_a_selection(made: Path, standpunt: Run) -> None:
    assert [one["issue"] for one in findings(standpunt, made, "--issue", "return-hubs")] == [
        "Return hubs"
    ]
    assert findings(standpunt, made, "--meeting", "JHA/2026-06-08") == []
    assert {one["kind"] for one in findings(standpunt, made, "--reporter", "NLD")} == {
        "stance-against-stance", "quantifier-against-quantifier",
    }  # fmt: skip


def test_the_table_counts_by_type_and_the_csv_goes_to_a_file(
    made: Path, standpunt: Run, tmp_path: Path
) -> None:
    shown = standpunt("findings", "--store", made).lines
    assert shown[-1] == (
        "2 stance-against-stance, 2 report-against-report, 2 quantifier-against-quantifier"
    )
    file = tmp_path / "findings.csv"
    ran = standpunt("findings", "--format", "csv", "--output", file, "--store", made)
    assert (ran.code, ran.out) == (0, "")
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert len(rows) == 6
    assert all(" | " in row["quotes"] and "nl.txt" in row["places"] for row in rows[:1])


def test_nothing_found_is_said_in_words(made: Path, standpunt: Run) -> None:
    ran = standpunt("findings", "--before", "2020-01-01", "--store", made)
    assert (ran.code, ran.out) == (0, "No claim fits: before 2020-01-01.\n")
    ran = standpunt("findings", "--type", "count-against-list", "--store", made)
    assert (ran.code, ran.out) == (
        0, "Nothing found that does not add up: all claims but forecasts.\n",
    )  # fmt: skip


def test_an_unknown_type_is_one_line(made: Path, standpunt: Run) -> None:
    ran = standpunt("findings", "--type", "gossip", "--store", made)
    assert (ran.code, ran.out) == (2, "")
    assert ran.complaint.startswith("there is no type 'gossip' of findings; use count-against-list")


def test_the_real_documents_count_and_cite_otherwise_than_they_list(
    tmp_path: Path, standpunt: Run
) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"the real documents are not here ({CORPUS})")
    store = tmp_path / "store"
    assert standpunt("ingest", CORPUS, "--store", store).code == 0
    count, citation, *others = findings(standpunt, store)
    assert (count["said"], count["found"]) == ("20 member states", "19 member states and NOR")
    assert len(count["quotes"]) == 3  # the number, and the list that stands twice
    assert citation["said"] == "nr. 987 under dossier 32317"
    assert [quoted["quote"] for quoted in citation["quotes"]] == [
        "32 317, nr. 987", "7010422, nr. 987",
    ]  # fmt: skip
    assert {one["kind"] for one in others} == {"stance-against-stance"}
    assert all(one["reason"] == "NLD: critical, then support" for one in others)


# --- groups that cannot hold together, against every way to fill them -------------------------

STATES = ("A", "B", "C", "D")
EU = "bloc/EU"
DAY = date(2020, 1, 15)


@st.composite
def groups(draw: st.DrawFn, number: int) -> Claim:
    """A group of four members, for or against one issue in one document."""
    named = draw(st.sets(st.sampled_from(STATES), max_size=2))
    excluded = draw(st.sets(st.sampled_from(STATES), max_size=1)) - named
    high = draw(st.integers(max(len(named), 1), len(STATES) - len(excluded)))
    return Claim(
        iri=f"claim/{number}-1", statement=f"claim/{number}", kind="claim", document="d",
        meeting="m", item=None, day=DAY, configuration="JHA", reporter="A",
        polarity=draw(st.sampled_from(("support", "oppose"))), modality="stated", confidence=1.0,
        issues=("i",), named=tuple(sorted(named)), excluded=tuple(sorted(excluded)),
        low=draw(st.integers(max(len(named), 1), high)), high=high, bloc=EU, open=True,
    )  # fmt: skip


def fillings(claim: Claim) -> Iterator[frozenset[str]]:
    """Every set of holders that the bounds and exclusions of a claim allow."""
    for size in range(claim.low, claim.high + 1):
        for members in combinations(STATES, size):
            if {*claim.named} <= {*members} and not {*claim.excluded} & {*members}:
                yield frozenset(members)


@given(groups(1), groups(2))
def test_two_opposite_groups_are_found_if_and_only_if_no_filling_keeps_them_apart(
    one: Claim, other: Claim
) -> None:
    members = tuple(Membership(state, EU, date(2000, 1, 1)) for state in STATES)
    found = find_impossible(ClaimBase((one, other), members, frozenset()))
    if one.side == other.side:
        assert {f.holder for f in found} == (
            {*one.excluded} & {*other.named} | {*other.excluded} & {*one.named}
        )
        return
    twice = {*one.named} & {*other.named}  # a change of mind, found as such
    apart = any(a & b <= twice for a in fillings(one) for b in fillings(other))
    assert apart or found
    if found:
        assert not apart


# --- only what a reviewer passed --------------------------------------------------------------


def test_only_reviewed_claims_are_counted_and_others_are_not(
    made: Path, tmp_path: Path, standpunt: Run
) -> None:
    own = tmp_path / "own"
    copytree(made, own, symlinks=True)
    with QueryPool(own) as pool:
        rows = answer_question(pool, "claims", {"actor": "ct:HUN"}).records()
    claims = [row["claim"] for row in rows if row["issueLabels"] == "Internal border controls"]
    assert len(claims) == 2
    for at, claim in enumerate(claims):
        assert said(findings(standpunt, own, "--reviewed-only")) == []
        done = standpunt("review", "confirm", claim, "--by", "anna", "--store", own)
        assert done.code == 0, (at, done.err)
    assert {kind for kind, *_ in said(findings(standpunt, own, "--reviewed-only"))} == {
        "stance-against-stance", "report-against-report",
    }  # fmt: skip
    text = standpunt("network", "--reviewed-only", "--format", "json", "--store", own).out
    assert json.loads(text)["claims"] == 2
    assert json.loads(text)["selection"] == (
        "only what a reviewer confirmed, corrected, added or split"
    )
    shown = standpunt("trajectory", "HUN", "internal-border-controls", "--reviewed-only",
                      "--format", "json", "--store", own)  # fmt: skip
    assert len(json.loads(shown.out)["stances"]) == 2
    with QueryPool(own, reviewed=True) as pool:
        marked = answer_question(pool, "claims-reviewed").records()
    assert sorted(row["claim"] or "" for row in marked) == sorted(map(str, claims))


def test_no_reviewed_claim_is_said_in_words(made: Path, standpunt: Run) -> None:
    ran = standpunt("network", "--reviewed-only", "--store", made)
    assert "No claim fits: only what a reviewer confirmed, corrected, added or split." in ran.out


def test_what_was_found_in_one_paper_is_of_what_was_found_in_all(sample_store: Path) -> None:
    kinds = ("count-against-list", "citation-against-citation")
    with QueryPool(sample_store) as pool:
        base = load_claims(pool)
        every = find_findings(pool, base, kinds=kinds)
        papers = {paper for paper, _ in by_paper(every)}
        assert papers
        for paper in papers:
            found = find_findings(pool, base, Selection(document=paper), kinds=kinds)
            assert [*by_paper(found)] == [each for each in by_paper(every) if each[0] == paper]


def by_paper(found: list[Finding]) -> Iterator[tuple[str, Finding]]:
    for each in found:
        yield each.quotes[0].document, each
