"""`standpunt compare`: announced against delivered, on small papers of ours and the real ones."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any, get_args

import pytest

from graph.pool import QueryPool
from graph.questions import answer_question
from standpunt.analysis.announced import Compared, find_deliveries
from standpunt.analysis.comparison import Comparison, compare_meeting
from standpunt.analysis.force import OUTCOMES, Outcome, Stance, rank, weigh
from standpunt.errors import ReviewError, UsageError
from standpunt.reviews import overrule, published_reviews, undo

Run = Callable[..., Any]
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
AGENDA = """\
Aan de Voorzitter van de Tweede Kamer

Den Haag, 2 maart 2026

Hierbij gaat de geannoteerde agenda voor de JBZ-Raad van 10 maart 2026 in Brussel.

1. Binnengrenscontroles

Nederland steunt het voortzetten van de binnengrenscontroles, mits die tijdelijk zijn. Het \
kabinet is voorstander van een grotere rol voor Frontex bij terugkeer. Naar verwachting zullen \
meerdere lidstaten het voortzetten van de binnengrenscontroles steunen. Naar verwachting zal \
Hongarije tegen een grotere rol voor Frontex bij terugkeer zijn. Naar verwachting zullen andere \
lidstaten hetzelfde doen.

2. Europol

Het kabinet zal pleiten voor adequate financiering voor Europol. Nederland is voorstander van \
terugkeerhubs. Het kabinet steunt de terugkeerverordening. Het kabinet steunt het \
schone-kades-plan voor binnenhavens.
"""
REPORT = """\
Verslag van de JBZ-Raad van 10 maart 2026

1. Binnengrenscontroles

Nederland steunde het voortzetten van de binnengrenscontroles. Een meerderheid van de lidstaten \
sprak steun uit voor het voortzetten van de binnengrenscontroles. Nederland verzette zich tegen \
een grotere rol voor Frontex bij terugkeer. Hongarije steunde een grotere rol voor Frontex bij \
terugkeer.

2. Europol

Nederland gaf aan dat adequate financiering voor Europol van belang is. Nederland steunde de \
terugkeerverordening, mits de kosten beperkt blijven. Nederland sprak zich uit tegen visumbeleid \
met dwang. Nederland steunde het schone-kades-plan in alle binnenhavens.
"""
MEETING = "JHA/2026-03-10"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, standpunt: Run) -> Path:
    """A store with an agenda and a report of ours."""
    folder = tmp_path_factory.mktemp("compared")
    (folder / "agenda.txt").write_text(AGENDA, encoding="utf-8")
    (folder / "verslag.txt").write_text(REPORT, encoding="utf-8")
    store = folder / "store"
    assert standpunt("ingest", folder, "--store", store).code == 0
    return store


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be written."""
    copytree(made, tmp_path / "own", symlinks=True)
    return tmp_path / "own"


def compared(store: Path, meeting: str = MEETING) -> Comparison:
    with QueryPool(store) as pool:
        return compare_meeting(pool, meeting)


def outcomes(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(one.label, one.outcome, one.matched) for one in comparison.deliveries]


def claim_on(store: Path, label: str, *, kind: str = "agenda.txt") -> str:
    with QueryPool(store) as pool:
        names = {
            row["document"]: row["fileName"] for row in answer_question(pool, "documents").records()
        }
        (found, *_) = [
            row["claim"] or ""
            for row in answer_question(pool, "claims", {"actor": "ct:NLD"}).records()
            if row["issueLabels"] == label and names[row["document"]] == kind
        ]
    return found


# --- what becomes of an announcement ---------------------------------------------------------


def test_every_outcome_occurs_and_no_other(made: Path) -> None:
    assert outcomes(compared(made)) == [
        ("Internal border controls", "strengthened", "issue"),
        ("Role of Frontex in returns", "changed-sign", "issue"),
        ("Funding of Europol", "weakened", "issue"),
        ("Return hubs", "not-reported", ""),
        ("Return regulation", "weakened", "issue"),
        ("het schone-kades-plan voor binnenhavens", "delivered", "words"),
        ("Visa policy", "unannounced", ""),
    ]


def test_forecasts_are_confirmed_contradicted_or_cannot_be_tested(made: Path) -> None:
    found = [(one.forecast.phrase, one.outcome) for one in compared(made).forecasts]
    assert found == [
        ("meerdere lidstaten", "confirmed"),
        ("Hongarije", "contradicted"),
        ("andere lidstaten", "not-testable"),
    ]


def test_both_quotes_stand_in_their_papers_at_their_places(made: Path) -> None:
    for one in compared(made).deliveries:
        for claim in filter(None, (one.announced, *one.reported)):
            text = AGENDA if claim.kind == "annotated-agenda" else REPORT
            assert " ".join(text[claim.start : claim.end].split()) == claim.quote
            assert claim.place.startswith(f"{claim.file_name}, {claim.item_number}, ")


def test_a_claim_on_words_of_another_agenda_item_does_not_match(made: Path) -> None:
    comparison = compared(made)
    claims = [c for one in comparison.deliveries for c in (one.announced, *one.reported) if c]
    moved = [
        c if c.kind != "report" else type(c)(**{**vars(c), "item": "elsewhere"}) for c in claims
    ]
    found = {one.label: one.outcome for one in find_deliveries(Compared(moved))}
    assert found["het schone-kades-plan voor binnenhavens"] == "not-reported"
    assert found["Return regulation"] == "weakened"  # a known issue is known everywhere


def test_the_command_agrees_with_the_stored_question(made: Path) -> None:
    with QueryPool(made) as pool:
        rows = answer_question(pool, "delivered-as-announced").records()
    stored = {(row["announced"], row["issueLabel"]): row["outcome"] for row in rows}
    for one in compared(made).deliveries:
        if one.announced and one.matched in ("issue", ""):
            assert stored[one.announced.iri, one.label] == one.outcome


# --- the rule ---------------------------------------------------------------------------------

PLAIN = Stance("support", "state", "standing")


@pytest.mark.parametrize(
    ("announced", "reported", "outcome"),
    [
        (PLAIN, Stance("support", "call-for", "stated"), "delivered"),
        (PLAIN, Stance("conditional-support", "state", "stated"), "weakened"),
        (Stance("oppose", "state", "planned"), Stance("critical", "state", "stated"), "weakened"),
        (Stance("critical", "state", "planned"), Stance("oppose", "state", "stated"),
         "strengthened"),
        (PLAIN, Stance("critical", "state", "stated"), "changed-sign"),
        (PLAIN, Stance("neutral", "state", "stated"), "weakened"),
        (Stance("neutral", "state", "planned"), Stance("support", "state", "stated"),
         "strengthened"),
        (PLAIN, Stance("support", "state", "standing"), "weakened"),
        (Stance("support", "propose", "planned"), Stance("support", "state", "stated"), "weakened"),
        (Stance("support", "state", "planned", True, 14, 27),
         Stance("support", "state", "stated", True, 2, 13), "weakened"),
        (Stance("support", "state", "planned", True, 2, 5),
         Stance("support", "state", "stated", True, 14, 27), "strengthened"),
        (Stance("support", "state", "planned", True, 2, 27),
         Stance("support", "state", "stated", True, 14, 27), "delivered"),
        (Stance("support", "state", "planned", False, 1, 1),
         Stance("support", "state", "stated", True, 14, 27), "delivered"),
        # What comes first in the rule decides: a condition gone outweighs a plainer act.
        (Stance("conditional-support", "propose", "planned"), Stance("support", "state", "stated"),
         "strengthened"),
    ],
)  # fmt: skip
def test_the_rule(announced: Stance, reported: Stance, outcome: str) -> None:
    found, reason = weigh(announced, reported)
    assert found == outcome
    assert reason


def test_the_outcomes_are_those_of_the_type() -> None:
    assert get_args(Outcome) == OUTCOMES
    assert rank("strengthened") > rank("delivered") > rank("weakened") > rank("changed-sign") > 0


# --- reviewers --------------------------------------------------------------------------------


def test_a_reviewer_overrules_a_match_and_takes_that_back(standpunt: Run, own: Path) -> None:
    claim = claim_on(own, "Return hubs")
    answer = claim_on(own, "Visa policy", kind="verslag.txt")
    ran = standpunt("review", "overrule", claim, "--outcome", "weakened", "--reported", answer,
                    "--by", "anna", "--reason", "the same hubs", "--store", own)  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    (one,) = [d for d in compared(own).deliveries if d.label == "Return hubs"]
    assert (one.outcome, one.matched, one.reason) == (
        "weakened", "review", "overruled by anna: the same hubs",
    )  # fmt: skip
    assert [each.iri for each in one.reported] == [answer]
    assert one.overruled is not None
    assert (one.overruled.by_rule, one.overruled.author) == ("not-reported", "anna")
    assert "Visa policy" not in [d.label for d in compared(own).deliveries]  # it was announced
    text = standpunt("compare", "--meeting", MEETING, "--store", own, "--format", "csv").out
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["author"]]
    assert [(row["outcome"], row["by_rule"]) for row in rows] == [("weakened", "not-reported")]
    undo(own, one.overruled.review, author="anna")
    assert [d.outcome for d in compared(own).deliveries if d.label == "Return hubs"] == [
        "not-reported"
    ]


def test_a_match_can_be_said_to_be_none(own: Path) -> None:
    claim = claim_on(own, "Return regulation")
    overrule(own, claim, "not-reported", author="bert")
    (one,) = [d for d in compared(own).deliveries if d.label == "Return regulation"]
    assert (one.outcome, one.reported, len(one.others)) == ("not-reported", (), 1)


def test_a_forecast_can_be_overruled(own: Path) -> None:
    forecast = compared(own).forecasts[1]
    overrule(own, forecast.forecast.iri, "not-testable", author="bert", reason="a joke")
    found = compared(own).forecasts[1]
    assert (found.outcome, found.reported) == ("not-testable", ())
    assert found.overruled is not None
    assert found.overruled.by_rule == "contradicted"


def test_an_overruling_leaves_the_claims_as_they_are(own: Path) -> None:
    def rows(*, reviewed: bool) -> list[dict[str, str | None]]:
        with QueryPool(own, reviewed=reviewed) as pool:
            return answer_question(pool, "claims").records()

    before = rows(reviewed=False)
    overrule(own, claim_on(own, "Return regulation"), "not-reported", author="bert")
    assert rows(reviewed=False) == rows(reviewed=True) == before


@pytest.mark.parametrize("suffix", [".csv", ".trig"])
def test_overrulings_travel_with_the_other_reviews(
    standpunt: Run, made: Path, own: Path, tmp_path: Path, suffix: str
) -> None:
    claim, answer = claim_on(own, "Return hubs"), claim_on(own, "Visa policy", kind="verslag.txt")
    overrule(own, claim, "weakened", author="anna", reason='=1+1, "so"', reported=answer,
             issue="return-hubs")  # fmt: skip
    file, other = tmp_path / f"reviews{suffix}", tmp_path / "other"
    assert standpunt("review", "export", file, "--store", own).code == 0
    copytree(made, other, symlinks=True)
    assert standpunt("review", "import", file, "--store", other).code == 0
    assert published_reviews(other) == published_reviews(own)
    assert outcomes(compared(other)) == outcomes(compared(own))


def test_an_overruling_follows_both_claims_when_papers_are_read_again(
    standpunt: Run, tmp_path: Path
) -> None:
    papers, store = {"agenda.txt": AGENDA, "verslag.txt": REPORT}, tmp_path / "store"
    for name, text in papers.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert standpunt("ingest", *(tmp_path / n for n in papers), "--store", store).code == 0
    answer = claim_on(store, "Visa policy", kind="verslag.txt")
    overrule(store, claim_on(store, "Return hubs"), "weakened", author="a", reported=answer)
    for name, text in papers.items():
        longer = text.replace("\n\n2. Europol", " Er werd gegeten.\n\n2. Europol")
        assert longer != text
        (tmp_path / name).write_text(longer, encoding="utf-8")
        assert standpunt("ingest", tmp_path / name, "--store", store).code == 0
    now = claim_on(store, "Visa policy", kind="verslag.txt")
    (one,) = [d for d in compared(store).deliveries if d.label == "Return hubs"]
    assert now != answer
    assert [each.iri for each in one.reported] == [now]


@pytest.mark.parametrize(
    ("outcome", "reported", "issue", "words"),
    [
        ("gone", "", "", "'gone' is no outcome of such a claim"),
        ("confirmed", "", "", "'confirmed' is no outcome of such a claim"),
        ("weakened", "", "", "takes the claim of a report that answers it"),
        ("not-reported", "itself", "", "takes no claim of a report"),
        ("not-reported", "", "return", "the claim is not about 'return' alone"),
        ("not-reported", "", "nope", "there is no issue 'nope'"),
    ],
)
def test_an_overruling_that_cannot_be_is_refused(
    own: Path, outcome: str, reported: str, issue: str, words: str
) -> None:
    claim = claim_on(own, "Return hubs")
    with pytest.raises(ReviewError, match=words):
        overrule(own, claim, outcome, author="a", issue=issue,
                 reported=claim if reported else "")  # fmt: skip
    assert published_reviews(own) == []


# --- the command ------------------------------------------------------------------------------


def test_the_table_has_both_quotes_with_their_places(standpunt: Run, made: Path) -> None:
    ran = standpunt("compare", "--meeting", MEETING, "--outcome", "changed-sign", "--store", made)
    assert (ran.code, ran.err) == (0, "")
    for words in ("voorstander van een grotere rol", "verzette zich", "agenda.txt, 1, ",
                  "verslag.txt, 1, ", "support became oppose"):  # fmt: skip
        assert words in ran.out
    assert "Return hubs" not in ran.out
    assert ran.lines[-1].startswith("jha-2026-03-10: 1 changed-sign, 1 delivered, ")


def test_json_holds_everything(standpunt: Run, made: Path) -> None:
    ran = standpunt("compare", "--store", made, "--format", "json")
    (meeting,) = json.loads(ran.out)["meetings"]
    assert [one["outcome"] for one in meeting["announced"]] == [
        one.outcome for one in compared(made).deliveries
    ]
    assert meeting["forecasts"][0]["forecast"]["quote"].startswith("Naar verwachting")


def test_without_a_report_it_says_so(standpunt: Run, tmp_path: Path) -> None:
    (tmp_path / "agenda.txt").write_text(AGENDA, encoding="utf-8")
    store = tmp_path / "store"
    assert standpunt("ingest", tmp_path / "agenda.txt", "--store", store).code == 0
    ran = standpunt("compare", "--meeting", MEETING, "--store", store)
    assert "no-report" in ran.out  # its forecasts stand, and wait for a report
    assert standpunt("compare", "--store", store).out == (
        "Nothing to compare: no meeting in the store has both an agenda and a report.\n"
    )
    found = compared(store)
    assert (found.deliveries, found.note) == (
        (), "Nothing to compare: the store has no report of this meeting yet.",
    )  # fmt: skip


def test_an_unknown_meeting_or_outcome_is_one_line(standpunt: Run, made: Path) -> None:
    for arguments, words in (
        (("--meeting", "JHA/2020-01-01"), "the store knows no meeting"),
        (("--meeting", "soon"), "is no meeting"),
        (("--outcome", "gone"), "there is no outcome"),
    ):
        ran = standpunt("compare", *arguments, "--store", made)
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.complaint
    with pytest.raises(UsageError):
        compared(made, "JHA/2020-01-01")


# --- the real documents -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, standpunt: Run) -> Comparison:
    if not CORPUS.is_dir():
        pytest.skip(f"the real documents are not here ({CORPUS})")
    store = tmp_path_factory.mktemp("real") / "store"
    assert standpunt("ingest", CORPUS, "--store", store).code == 0
    return compared(store, "JHA/2026-01-22")


@pytest.mark.parametrize(
    ("label", "outcome"),
    [
        ("Coordinated action plan on Syria", {"delivered"}),
        ("No normalisation of relations with the Taliban", {"delivered"}),
        ("Role of CULTNET", {"weakened"}),
        ("Shortcomings in the Schengen area", {"not-reported"}),
        ("Belgian non-paper on confiscation", {"unannounced"}),
    ],
)
def test_06_on_the_real_documents(real: Comparison, label: str, outcome: set[str]) -> None:
    assert {one.outcome for one in real.deliveries if one.label == label} == outcome


def test_06_a_state_that_may_be_in_a_group_is_said_to_be_possible(real: Comparison) -> None:
    (frontex,) = [one for one in real.deliveries if one.label == "Role of Frontex in returns"]
    assert frontex.outcome == "not-reported"
    assert [(claim.low, claim.high) for claim in frontex.may] == [(2, 27)]


def test_07_on_the_real_documents(real: Comparison) -> None:
    found = {one.forecast.phrase: one.outcome for one in real.forecasts}
    assert found["een aantal lidstaten"] == "confirmed"
    assert found["andere lidstaten"] == "not-testable"
