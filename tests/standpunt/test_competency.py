"""The 25 competency questions, on the real documents and on the sample; answers written out.

Both pairs of documents tell of one meeting in different words, so that one answer is expected of
both. The real documents are not part of the project: where they are absent, their half is skipped.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from graph.checking import run_checks
from graph.generation import current_number, projection_path
from graph.pool import QueryPool
from graph.questions import answer_question, stored_questions
from graph.stand_ins import STOOD_IN, stand_in
from standpunt.analysis.loading import load_claims
from standpunt.naming import full_names
from standpunt.outcomes import find_all
from standpunt.pipeline import ingest

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FOLDERS = {"corpus": CORPUS, "samples": SAMPLES}

Record = Mapping[str, str]
Ask = Callable[..., list[Record]]


SIGNATORIES = {
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "EST", "FIN", "GRC", "HUN",
    "IRL", "ITA", "LTU", "LUX", "MLT", "NLD", "NOR", "POL", "SVK", "SWE",
}  # fmt: skip
CHOICES = {
    "relocation": {"BGR", "CYP", "DEU", "FRA", "ROU"},
    "relocation+financial": {"LTU", "LUX", "MLT"},
    "financial": {"BEL", "ESP", "FIN", "IRL", "PRT", "SVN", "SWE"},
    "financial+alternative": {"EST"},
    "alternative": {"GRC", "ITA", "LVA"},
    "significant-migratory-situation": {"AUT", "CZE", "HRV", "POL"},
    "refuses": {"HUN", "SVK"},
    "not-reported": {"DNK", "NLD"},
}
MAJORITIES = {
    "Return regulation",
    "Coordinated action plan on Syria",
    "The Commission's engagement in Afghanistan",
    "Strengthening the external borders",
    "Public-private cooperation",
}


@pytest.fixture(scope="session", params=sorted(FOLDERS))
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store with the two documents, made by the real pipeline."""
    folder = FOLDERS[request.param]
    if not folder.is_dir():
        pytest.skip(f"the real documents are not here ({folder})")
    store = tmp_path_factory.mktemp(request.param) / "store"
    batch = ingest(find_all([folder]), store)
    assert [outcome.note for outcome in batch.refused] == []
    return store


@pytest.fixture(scope="session")
def pool(stored: Path) -> Iterator[QueryPool]:
    with QueryPool(stored) as shared:
        yield shared


@pytest.fixture
def ask(pool: QueryPool) -> Ask:
    """Records of a stored question, empty cells as ""; a document goes by its kind.

    Parameters are given as on the command line (actor="NLD").
    """
    kinds = {
        record["document"]: (record["kind"] or "").removeprefix("annotated-")
        for record in answer_question(pool, "documents").records()
    }

    def ask_stored(name: str, **values: str) -> list[Record]:
        by_kind = {kind: iri for iri, kind in kinds.items()}
        if "document" in values:
            values["document"] = by_kind[values["document"]] or ""
        table = answer_question(pool, name, full_names(values))
        assert not table.truncated
        return [
            {column: kinds.get(cell, cell) or "" for column, cell in record.items()}
            for record in table.records()
        ]

    return ask_stored


def columns(records: list[Record], *names: str) -> list[tuple[str, ...]]:
    return [tuple(record[name] for name in names) for record in records]


def test_01_signatories_of_the_letter_and_who_is_an_outsider(ask: Ask) -> None:
    rows = ask("joint-letter-signatories")
    assert [row["code"] for row in rows] == sorted(SIGNATORIES)
    assert [row["code"] for row in rows if row["isMemberState"] == "false"] == ["NOR"]
    assert set(columns(rows, "claimedCount", "listedCount", "memberStates")) == {("20", "20", "19")}
    assert ("20 member states", "19 member states and NOR") in columns(
        ask("findings"), "said", "found"
    )


def test_02_bounds_of_every_position_by_minimum_falling(ask: Ask) -> None:
    rows = ask("position-bounds")
    least = [int(row["min"]) for row in rows]
    assert least == sorted(least, reverse=True)
    majorities = [row for row in rows if row["kind"] == "report" and row["min"] == "14"]
    assert sorted(row["issueLabels"] for row in majorities) == sorted(MAJORITIES)


def test_03_holders_of_one_position(ask: Ask) -> None:
    (claim,) = ask("claims", issue="commission-engagement-afghanistan", document="report")
    rows = ask("claim-holders", claim=claim["claim"])
    assert [row["code"] for row in rows if row["status"] == "certain"] == ["NLD"]
    assert sum(row["status"] == "possible" for row in rows) == 26
    assert [row["code"] for row in rows if row["status"] == "excluded"] == []


def test_03_a_whole_list_leaves_nobody_possible(ask: Ask) -> None:
    (claim,) = [row for row in ask("claims", actor="SVK") if row["quantifier"] == "exact"]
    rows = ask("claim-holders", claim=claim["claim"])
    assert columns(rows, "code", "status") == [(code, "certain") for code in sorted(SIGNATORIES)]


def test_04_fifteen_states_are_certain_behind_the_letter_alone(ask: Ask) -> None:
    rows = ask("backed-by-at-least")
    certain = [row for row in rows if row["status"] == "certain"]
    assert columns(certain, "kind", "min", "max", "issueLabels") == [
        ("joint-letter", "19", "19", "Return to Afghanistan")
    ]
    nearly = [row for row in rows if row["min"] == "14"]
    assert {row["status"] for row in nearly} == {"possible"}
    assert {row["issueLabels"] for row in nearly} == MAJORITIES


def test_04_with_fourteen_the_majorities_are_certain(ask: Ask) -> None:
    certain = [row for row in ask("backed-by-at-least", n="14") if row["status"] == "certain"]
    assert {row["issueLabels"] for row in certain} == {*MAJORITIES, "Return to Afghanistan"}


def test_05_internal_border_controls_are_contested(ask: Ask) -> None:
    rows = ask("contested-items", issue="internal-border-controls")
    assert columns(
        rows, "itemNumber", "againstPolarity", "againstMin", "againstMax", "forMin", "forMax",
        "disjoint",
    ) == [("I.3", "oppose", "2", "25", "2", "25", "true")]  # fmt: skip


def test_05_no_group_contests_itself(ask: Ask) -> None:
    # States see objections to EU legislation on cultural goods, which Parliament wants.
    assert {row["issueLabel"] for row in ask("contested-items")} == {
        "Internal border controls",
        "EU legislation on the return of cultural goods",
    }


def outcomes(ask: Ask, issue: str) -> list[tuple[str, ...]]:
    return columns(ask("delivered-as-announced", issue=issue), "code", "outcome")


def test_06_the_coordinated_approach_to_syria_is_delivered(ask: Ask) -> None:
    assert outcomes(ask, "syria-action-plan") == [("NLD", "delivered")]


def test_06_not_normalising_relations_is_delivered(ask: Ask) -> None:
    assert outcomes(ask, "non-normalisation-taliban") == [("NLD", "delivered")]


def test_06_cultnet_is_weakened(ask: Ask) -> None:
    assert outcomes(ask, "cultnet-role") == [("NLD", "weakened")]


def test_06_the_open_talk_on_shortcomings_is_not_reported(ask: Ask) -> None:
    assert set(outcomes(ask, "schengen-shortcomings")) == {("NLD", "not-reported")}


def test_06_the_belgian_paper_was_not_announced(ask: Ask) -> None:
    assert outcomes(ask, "belgian-confiscation-non-paper") == [("NLD", "unannounced")]


def test_07_forecasts_scored(ask: Ask) -> None:
    assert sorted(columns(ask("forecasts-scored"), "outcome", "issueLabels", "min")) == [
        ("confirmed", "Internal border controls", "2"),
        ("not-reported", "EU list of safe countries of origin; "
         "Revision of the safe third country concept", "15"),
        ("not-testable", "Return", "2"),
        ("not-testable", "Return to Afghanistan; Return to Syria", "2"),
    ]  # fmt: skip


def test_08_six_items_in_the_agenda_and_in_the_report(ask: Ask) -> None:
    rows = ask("agenda-coverage")
    numbers = ["I.1", "I.2", "I.3", "II.1", "II.2", "II.3"]
    assert columns(rows, "number", "inAgenda", "inReport", "matched") == [
        (number, "true", "true", "true") for number in numbers
    ]


def test_09_choices_of_the_27(ask: Ask) -> None:
    rows = ask("solidarity-choices")
    assert len(rows) == 27
    assert {
        contribution: {row["code"] for row in rows if row["contribution"] == contribution}
        for contribution in {row["contribution"] for row in rows}
    } == CHOICES
    assert {row["code"] for row in rows if row["exemption"] == "true"} == {
        "CYP", "ESP", "GRC", "ITA",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("refusers-who-signed", ["HUN", "SVK"]),
        ("significant-situation-signed", ["AUT", "CZE", "POL"]),
        ("relocation-without-letter", ["FRA", "ROU"]),
    ],
)
def test_10_11_12_choices_against_the_letter(ask: Ask, question: str, codes: list[str]) -> None:
    assert [row["code"] for row in ask(question)] == codes


def in_role(ask: Ask, role: str) -> set[str]:
    rows = ask("item-participants", document="report")
    return {row["code"] for row in rows if row["role"] == role}


def test_13_presenters(ask: Ask) -> None:
    assert in_role(ask, "presenter") == {"body:FRONTEX", "body:IOM", "body:PRES"}


def test_13_speakers(ask: Ask) -> None:
    assert in_role(ask, "speaker") == {
        "NLD", "body:COM", "body:EP", "body:EUDA", "body:EUROJUST", "body:EUROPOL", "body:FRA",
    }  # fmt: skip


def test_13_amla_is_only_mentioned_and_belgium_an_author(ask: Ask) -> None:
    roles = {
        code: {row["role"] for row in ask("item-participants", actor=code)}
        for code in ("AMLA", "BEL")
    }
    assert roles["AMLA"] == {"mentioned"}
    assert "author" in roles["BEL"]
    assert not roles["BEL"] & {"presenter", "speaker"}


def test_14_positions_about_frontex(ask: Ask) -> None:
    rows = ask("positions-about-agency", actor="FRONTEX")
    assert columns(
        rows, "kind", "modality", "polarity", "holders", "min", "max", "reporterStatus"
    ) == [
        ("annotated-agenda", "standing", "support", "NLD", "1", "1", "certain"),
        ("report", "stated", "support", "", "2", "27", "possible"),
    ]


def test_15_backing_of_the_study_that_the_commission_proposed(ask: Ask) -> None:
    rows = ask("proposal-backing", actor="COM")
    same = [row for row in rows if row["relation"] == "same-issue"]
    assert columns(same, "proposer", "polarity", "holders", "min", "max", "issueLabels") == [
        ("body:COM", "support", "NLD", "3", "27",
         "Impact assessment on the law applicable to cultural goods"),
    ]  # fmt: skip


def test_15_parliament_goes_further_and_states_object(ask: Ask) -> None:
    rows = ask("proposal-backing", actor="COM")
    further = [
        row
        for row in rows
        if row["issueLabels"] == "EU legislation on the return of cultural goods"
    ]
    assert {row["relation"] for row in further} == {"same-theme"}
    assert set(columns(further, "polarity", "holders", "min", "max")) == {
        ("support", "body:EP", "1", "1"),
        ("critical", "", "2", "27"),
    }


def test_16_support_under_a_condition(ask: Ask) -> None:
    assert columns(ask("conditional-support"), "issueLabels", "min", "max") == [
        ("Public-private cooperation", "14", "27"),
        ("Information exchange with private parties", "2", "27"),
    ]


def test_16_the_conditions_in_words(ask: Ask) -> None:
    conditions = " ".join(row["condition"] for row in ask("conditional-support"))
    assert "transparant" in conditions
    assert "privacy" in conditions


def test_17_no_new_rules_against_regulating_public_private_cooperation(ask: Ask) -> None:
    first = ask("tension-within-item")[0]
    assert (first["itemNumber"], first["forIssues"]) == ("II.1", "Public-private cooperation")
    assert "New legislation on confiscation" in first["againstIssues"]
    assert (first["againstMin"], first["forMin"], first["states"]) == ("2", "14", "NLD")


def test_18_the_report_names_no_other_state_as_a_holder(ask: Ask) -> None:
    (report,) = [row for row in ask("reporter-share") if row["kind"] == "report"]
    assert (report["reporter"], report["otherStates"]) == ("NLD", "")
    assert int(report["reporterOnly"]) > 0
    assert int(report["claims"]) > 30


def test_19_what_is_said_of_hungary(ask: Ask) -> None:
    rows = ask("said-of-state", actor="HUN")
    assert columns(rows, "reporter", "document", "kind", "what") == [
        ("NLD", "agenda", "chooses", "refuses"),
        ("NLD", "agenda", "signs", "Return to Afghanistan"),
    ]


def test_20_the_netherlands_on_return_to_afghanistan(ask: Ask) -> None:
    rows = ask("stance-over-time", actor="NLD", issue="return-to-afghanistan")
    days = [row["day"] for row in rows]
    assert days == sorted(days)
    agenda = [row for row in rows if row["document"] == "agenda"]
    assert [row["act"] for row in agenda if row["letter"]] == ["call-for"]
    assert [row["modality"] for row in agenda][-1] == "planned"
    last = rows[-1]
    assert (last["day"], last["document"], last["issueLabel"], last["modality"]) == (
        "2026-01-22", "report", "The Commission's engagement in Afghanistan", "stated",
    )  # fmt: skip
    assert {row["polarity"] for row in rows} == {"support"}


def test_21_findings_with_both_quotes(ask: Ask) -> None:
    rows = ask("findings")
    assert columns(rows, "type", "said", "found") == [
        ("citation-against-citation", "nr. 987 under dossier 32317",
         "nr. 987 under dossier 7010422"),
        ("count-against-list", "20 member states", "19 member states and NOR"),
    ]  # fmt: skip
    assert all(" | " in row["quotes"] for row in rows)


def test_22_the_evidence_card_of_every_claim(ask: Ask) -> None:
    text = {row["document"]: row["text"] for row in ask("document-text")}
    cards = [row for row in ask("claim-evidence") if "/claim/" in row["claim"]]
    assert {card["claim"] for card in cards} == {row["claim"] for row in ask("claims")}
    for name in ("sha256", "sectionTitle", "rules", "extractorVersion"):
        assert all(card[name] for card in cards), name
    assert {card["review"] for card in cards} == {"unreviewed"}
    spans: dict[tuple[str, str], list[str]] = {}
    for card in cards:
        raw = text[card["document"]][int(card["start"]) : int(card["end"])]
        spans.setdefault((card["claim"], card["quote"]), []).extend(raw.split())
    assert {quote for _, quote in spans} == {" ".join(words) for words in spans.values()}


def test_22_no_claim_is_without_evidence(ask: Ask) -> None:
    assert ask("claims-without-evidence") == []


def test_23_evidence_split_by_a_page_footer(ask: Ask) -> None:
    rows = ask("split-evidence", document="report")
    assert {row["spans"] for row in rows} == {"2"}
    assert any("meerdere lidstaten" in row["quote"] for row in rows)


def stages(ask: Ask, issue: str) -> list[tuple[str, ...]]:
    return columns(ask("files-and-stages", issue=issue), "stage", "day", "appliesFrom", "proposals")


def test_24_the_provisional_deal_on_safe_countries(ask: Ask) -> None:
    for issue in ("safe-third-country-revision", "safe-countries-of-origin-list"):
        ((stage, day, *_),) = stages(ask, issue)
        assert (stage, day) == ("provisional", "2025-12-18")


def test_24_the_deal_on_safe_countries_applies_from_june(ask: Ask) -> None:
    ((*_, applies, _),) = stages(ask, "safe-third-country-revision")
    assert applies == "2026-06-12"


def test_24_the_return_regulation_has_a_general_approach(ask: Ask) -> None:
    assert [stage for stage, *_ in stages(ask, "return-regulation")][:1] == ["general-approach"]


def test_24_the_return_regulation_is_in_trilogue(ask: Ask) -> None:
    assert [stage for stage, *_ in stages(ask, "return-regulation")] == [
        "general-approach",
        "trilogue",
    ]


def test_24_the_deal_on_smuggling_is_tied_to_its_proposal(ask: Ask) -> None:
    ((stage, _, _, proposals),) = stages(ask, "migrant-smuggling")
    assert (stage, proposals) == ("political", "COM(2023) 754")


def test_24_the_memorandum_with_india_is_a_file(ask: Ask) -> None:
    assert stages(ask, "eu-india-mou")


def test_25_certain_pairs_are_the_letters_and_those_of_equal_choices(ask: Ask) -> None:
    letter = set(combinations(sorted(SIGNATORIES - {"NOR"}), 2))
    chosen = {
        pair
        for choice, states in CHOICES.items()
        if choice not in ("significant-migratory-situation", "not-reported")
        for pair in combinations(sorted(states), 2)
    }
    assert len(letter) == 171
    expected = Counter(letter) + Counter(chosen)
    rows = ask("coalition-pairs")
    assert {
        (row["firstCode"], row["secondCode"]): int(row["certain"])
        for row in rows
        if row["certain"] != "0"
    } == dict(expected)


def test_25_the_report_makes_possible_pairs_alone(ask: Ask) -> None:
    ((report,),) = set(columns(ask("documents", document="report"), "sha256"))
    rows = ask("coalition-pairs")
    assert len(rows) == 351  # every pair of the 27
    assert not any(report[:16] in row["certainStatements"] for row in rows)
    assert all(report[:16] in row["possibleClaims"] for row in rows)


def test_25_a_range_of_days_without_a_meeting_has_no_pair(ask: Ask) -> None:
    assert ask("coalition-pairs", since="2026-01-23") == []


def test_no_rule_is_broken(pool: QueryPool) -> None:
    # Among them: every class, property and value that a document uses is in the ontology.
    assert [result.name for result in run_checks(pool) if not result.passed] == []


def test_all_25_are_asked_here() -> None:
    source = Path(__file__).read_text("utf-8")
    names = {question.name for question in stored_questions() if question.competency}
    assert {name for name in names if f'"{name}"' not in source} == set()


def test_what_the_projection_answers_is_what_the_engine_answers(
    stored: Path, tmp_path: Path
) -> None:
    number = current_number(stored) or 0
    with QueryPool(stored) as pool:
        for name in sorted(STOOD_IN):
            found = stand_in(stored, number, name, {})
            assert found == answer_question(pool, name).records(), name
        base = load_claims(pool)
    bare = tmp_path / "store"
    shutil.copytree(stored, bare, symlinks=True)
    projection_path(bare, number).unlink()
    assert stand_in(bare, number, "issues", {}) is None
    with QueryPool(bare) as pool:
        asked = load_claims(pool)
    assert tuple(asked.claims) == tuple(base.claims)
    assert replace(asked, claims=()) == replace(base, claims=())
