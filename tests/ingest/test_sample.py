"""The bundled sample, which is always there: letterhead, meeting, choices, letter, roles."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from ingest.extraction import extract
from ingest.flat import fold_spans
from ingest.meetings import find_meeting
from ingest.reading import read_document
from ingest.records import Extraction

Get = Callable[[str], Extraction]
AGENDA = "jbz-2026-01-geannoteerde-agenda"
REPORT = "jbz-2026-01-verslag"


def test_letterhead(sample: Get) -> None:
    head = sample(AGENDA).letterhead
    assert (head.kind, head.dossier, head.number) == ("annotated-agenda", "32317", "PV")
    assert (head.day, head.addressee) == (date(2026, 1, 15), "Eerste Kamer")
    assert len(head.signatories) == 3


def test_the_agenda_names_its_meeting(sample: Get) -> None:
    meeting = find_meeting(sample(AGENDA), [])
    assert (meeting.configuration, meeting.informal, meeting.country) == ("JHA", True, "CYP")
    assert (meeting.start, meeting.end) == (date(2026, 1, 22), date(2026, 1, 23))


def test_the_report_finds_its_meeting_by_its_items(sample: Get) -> None:
    agenda, report = sample(AGENDA), sample(REPORT)
    assert report.meetings == ()
    meeting = find_meeting(report, [find_meeting(agenda, []).as_known(agenda.sections)])
    assert meeting.start == date(2026, 1, 22)
    assert [item for _, item in meeting.items] == ["I.1", "I.2", "I.3", "II.1", "II.2", "II.3"]


def test_a_meeting_that_the_user_names_has_the_days_and_place_that_the_paper_gives_it(
    sample: Get,
) -> None:
    meeting = find_meeting(sample(AGENDA), [], "JHA/2026-01-22")
    assert (meeting.end, meeting.informal, meeting.country) == (date(2026, 1, 23), True, "CYP")


def test_a_meeting_that_the_user_names_and_the_paper_does_not_lasts_a_day(sample: Get) -> None:
    meeting = find_meeting(sample(REPORT), [], "JHA/2025-12-08")
    assert (meeting.start, meeting.end) == (date(2025, 12, 8), date(2025, 12, 8))


def test_of_two_items_that_are_as_like_the_same_is_taken_in_any_order(sample: Get) -> None:
    agenda, report = sample(AGENDA), sample(REPORT)
    known = find_meeting(agenda, []).as_known(agenda.sections)
    twice = (
        *known.item_titles,
        *((f"IX.{at}", title) for at, (_, title) in enumerate(known.item_titles)),
    )
    orders = (twice, tuple(reversed(twice)))
    found = [find_meeting(report, [replace(known, item_titles=titles)]) for titles in orders]
    assert found[0].items == found[1].items


def test_a_letter_to_the_other_chamber_has_the_same_body(sample: Get, tmp_path: Path) -> None:
    text = sample(AGENDA).text
    copy = tmp_path / "copy.txt"
    copy.write_text(
        text.replace("Eerste Kamer", "Tweede Kamer").replace("PV BRIEF", "Nr. 12 BRIEF"), "utf-8"
    )
    edited = tmp_path / "edited.txt"
    edited.write_text(text.replace("onmisbare", "misbare"), "utf-8")
    bodies = [extract(read_document(path)).body_sha256 for path in (copy, edited)]
    assert bodies[0] == sample(AGENDA).body_sha256 != ""
    assert bodies[1] != bodies[0]


def test_twenty_five_states_choose(sample: Get) -> None:
    choices = {c.state: (c.options, c.obligations) for c in sample(AGENDA).choices}
    assert len(choices) == 25
    assert choices["LTU"] == (("relocation", "financial"), ())
    assert choices["ESP"] == (("financial",), ("exemption-possible",))
    assert choices["POL"] == ((), ("significant-migratory-situation",))
    assert choices["SVK"] == (("refuses",), ())
    assert not {"NLD", "DNK"} & set(choices)


def test_the_joint_letter_has_twenty_names_of_which_norway_is_no_member(sample: Get) -> None:
    extraction = sample(AGENDA)
    (letter,) = extraction.letters
    assert (len(letter.signatories), letter.claimed_count) == (20, 20)
    assert "NOR" in letter.signatories
    assert len(letter.evidence) == 3  # the sentence and both places of the list
    finding = next(f for f in extraction.findings if f.kind == "count-against-list")
    assert finding.found == "19 member states and NOR"


def test_one_paper_under_two_dossiers_is_a_finding(sample: Get) -> None:
    finding = next(f for f in sample(AGENDA).findings if f.kind == "citation-against-citation")
    assert set(finding.concerns) == {"32317 nr. 987", "7010422 nr. 987"}


def test_the_provisional_deal_has_its_day_and_parties(sample: Get) -> None:
    deals = [a for a in sample(AGENDA).agreements if a.kind == "provisional"]
    assert deals
    assert deals[0].day == date(2025, 12, 18)
    assert {"body:EP", "body:COUNCIL"} <= set(deals[0].parties)


def test_who_presented_and_who_was_only_mentioned(sample: Get) -> None:
    roles = {(p.actor, p.role) for p in sample(REPORT).participations}
    assert {("body:IOM", "presenter"), ("body:FRONTEX", "presenter")} <= roles
    assert ("body:AMLA", "mentioned") in roles
    assert ("body:EUROPOL", "speaker") in roles


def test_every_evidence_folds_to_its_quote(sample: Get) -> None:
    for stem in (AGENDA, REPORT):
        extraction = sample(stem)
        evidence = [claim.evidence for claim in extraction.claims]
        evidence += [e for choice in extraction.choices for e in choice.evidence]
        evidence += [e for letter in extraction.letters for e in letter.evidence]
        assert len(evidence) > 30
        for place in evidence:
            assert fold_spans(extraction.text, place.spans) == place.quote


def test_no_member_state_but_the_reporter_is_named_in_the_report(sample: Get) -> None:
    named = {
        code
        for claim in sample(REPORT).claims
        for code in claim.holders.named
        if not code.startswith("body:")
    }
    assert named == {"NLD"}
