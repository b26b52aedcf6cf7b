"""The two real documents: what each of them teaches, and the score on the gold."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.bounds import count_holders
from ingest.meetings import find_meeting
from ingest.positions import position_records
from ingest.records import Claim, Extraction
from ontology.reference import load_reference

Get = Callable[[str], Extraction]
SHARED = Path(__file__).resolve().parents[3] / "shared"
AGENDA, REPORT = "jha-2026-01-agenda", "jha-2026-01-report"


def claim_about(extraction: Extraction, words: str) -> Claim:
    return next(claim for claim in extraction.claims if words in claim.evidence.quote)


def test_t1_the_letter_of_twenty_holds_norway(corpus: Get) -> None:
    (letter,) = corpus(AGENDA).letters
    assert (len(letter.signatories), letter.claimed_count) == (20, 20)
    assert "NOR" in letter.signatories
    (finding,) = [f for f in corpus(AGENDA).findings if f.kind == "count-against-list"]
    assert (finding.said, finding.found) == ("20 member states", "19 member states and NOR")


def test_t2_the_eight_that_did_not_sign(corpus: Get) -> None:
    (letter,) = corpus(AGENDA).letters
    members = load_reference().members_on("EU", find_meeting(corpus(AGENDA), []).start)
    outside = members - set(letter.signatories)
    assert outside == {"DNK", "ESP", "FRA", "HRV", "LVA", "PRT", "ROU", "SVN"}


def test_t3_two_states_stay_not_reported_and_four_occur_twice(corpus: Get) -> None:
    choices = {choice.state: choice for choice in corpus(AGENDA).choices}
    members = load_reference().members_on("EU", find_meeting(corpus(AGENDA), []).start)
    assert members - set(choices) == {"NLD", "DNK"}
    twice = {state for state, choice in choices.items() if len(choice.evidence) == 2}
    assert twice == {"ESP", "GRC", "ITA", "CYP"}


def test_t4_the_doubled_list_is_one_letter_with_two_places(corpus: Get) -> None:
    (letter,) = corpus(AGENDA).letters
    lists = [e for e in letter.evidence if e.quote.count(",") > 10]
    assert len(lists) == 2
    assert lists[0].quote == lists[1].quote


def test_t5_two_dossiers_for_one_paper(corpus: Get) -> None:
    (finding,) = [f for f in corpus(AGENDA).findings if f.kind.startswith("citation")]
    assert set(finding.concerns) == {"32317 nr. 987", "7010422 nr. 987"}


def test_t6_dossier_numbers_in_all_forms(corpus: Get) -> None:
    agenda = {citation.identifier for citation in corpus(AGENDA).citations}
    assert {"32317 nr. 987", "32317 nr. 978", "32317 nr. 872", "32317 nr. 973"} <= agenda
    assert {"EK 129005", "TZ202412-096", "COM(2023) 754", "BNC 3885"} <= agenda
    assert {c.identifier for c in corpus(REPORT).citations} == {"32317 nr. 984"}


def test_t7_quotes_are_folded_and_offsets_raw(corpus: Get) -> None:
    claim = claim_about(corpus(REPORT), "geïntensiveerde coördinatie")
    (start, end) = claim.evidence.spans[0]
    raw = corpus(REPORT).text[start:end]
    assert "  " in raw
    assert " ".join(raw.split()) == claim.evidence.quote


def test_t8_split_evidence_has_two_spans(corpus: Get) -> None:
    claim = claim_about(corpus(REPORT), "meerdere lidstaten beaamd")
    assert len(claim.evidence.spans) == 2
    assert claim.evidence.quote.startswith("Dit belang")


def test_t9_the_mark_is_no_part_of_the_number(corpus: Get) -> None:
    claim = claim_about(corpus(AGENDA), "19 andere")
    assert claim.holders.group == "exact:20"


def test_t10_no_other_member_state_is_named_as_a_holder_in_the_report(corpus: Get) -> None:
    named = {c for claim in corpus(REPORT).claims for c in claim.holders.named}
    assert {code for code in named if ":" not in code} == {"NLD"}


def test_t11_both_papers_have_the_same_six_items(corpus: Get) -> None:
    agenda, report = corpus(AGENDA), corpus(REPORT)
    meeting = find_meeting(report, [find_meeting(agenda, []).as_known(agenda.sections)])
    assert len(meeting.items) == 6
    assert all(own == item for own, item in meeting.items)


def test_t12_the_report_names_no_meeting(corpus: Get) -> None:
    assert corpus(REPORT).meetings == ()
    assert corpus(REPORT).letterhead.day is None


def test_five_majorities_of_at_least_fourteen(corpus: Get) -> None:
    members = load_reference().members_on("EU", find_meeting(corpus(AGENDA), []).start)
    least = [count_holders(c.holders, members).least for c in corpus(REPORT).claims]
    assert least.count(14) == 5


@pytest.mark.parametrize(("stem", "floor"), [(AGENDA, 0.93), (REPORT, 0.93)])
def test_score_on_the_gold(corpus: Get, stem: str, floor: float, tmp_path: Path) -> None:
    predicted = tmp_path / "predicted.jsonl"
    lines = (json.dumps(record) for record in position_records(corpus(stem)))
    predicted.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            str(SHARED / "tools" / "score_positions.py"),
            str(SHARED / "gold" / f"{stem}.yaml"),
            str(SHARED / "corpus" / f"{stem}.txt"),
            str(predicted),
            "--json",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    counts = json.loads(done.stdout)
    assert 2 * counts["strict"] / (counts["gold"] + counts["predicted"]) >= floor
    assert counts["traps_hit"] == 0
    assert counts["honest_offsets"] >= counts["predicted"]
