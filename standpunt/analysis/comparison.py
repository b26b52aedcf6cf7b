"""Compares the papers of a meeting before and after it, out of a store; asks stored questions only.

compare_meeting() is what the command and the page of a meeting call.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.choosing import Membership, asked_by_iri, chosen_iris
from graph.interface import Pool
from graph.questions import answer_question
from graph.stand_ins import ask_shortest
from standpunt.analysis.announced import (
    Compared,
    ComparedClaim,
    Delivery,
    Overruling,
    find_deliveries,
    last_word,
)
from standpunt.analysis.choosing import named
from standpunt.analysis.reasons import Reason
from standpunt.errors import UsageError

Record = Mapping[str, str | None]
FORECASTS = (
    "confirmed", "possible", "contradicted", "not-reported", "not-testable", "no-report"
)  # fmt: skip


@dataclass(frozen=True)
class Forecast:
    """A forecast about others, and what the report says of it; `outcome` is one of FORECASTS.

    `reported` are the claims that decide, () for a forecast that cannot be tested.
    """

    outcome: str
    reason: Reason
    forecast: ComparedClaim
    reported: tuple[ComparedClaim, ...] = ()
    overruled: Overruling | None = None


@dataclass(frozen=True)
class Comparison:
    """What was announced for a meeting and what the report tells; `note` says why it is empty."""

    meeting: str
    deliveries: tuple[Delivery, ...]
    forecasts: tuple[Forecast, ...]
    note: str = ""

    def counts(self) -> dict[str, int]:
        """How many of each outcome there are, forecasts as "forecast confirmed"."""
        found: dict[str, int] = defaultdict(int)
        for delivery in self.deliveries:
            found[delivery.outcome] += 1
        for forecast in self.forecasts:
            found[f"forecast {forecast.outcome}"] += 1
        return dict(found)


def compare_meeting(
    pool: Pool, meeting: str, *, language: str = "en", reviewed_only: bool = False
) -> Comparison:
    """Announced against delivered for one meeting, an IRI or a short name as JHA/2026-01-22.

    Labels are in `language`. `reviewed_only` keeps claims that a review marks, and has a meaning
    in the reviewed view alone. An agenda or report that is missing is no error: `note` says it.

    Raises UsageError for a meeting that the store does not know, and as answer_question().
    """
    iri = named("meeting", meeting) or ""
    papers = ask_shortest(pool, "documents", {"meeting": iri})
    if not ask_shortest(pool, "meetings", {"meeting": iri}):
        raise UsageError(
            f"the store knows no meeting {meeting!r}; list them with: standpunt query meetings"
        )
    claims = load_compared(pool, papers, {"meeting": iri, "language": language})
    if reviewed_only:
        claims = {iri: claim for iri, claim in claims.items() if claim.review}
    overrulings = load_overrulings(pool)
    compared = Compared(
        list(claims.values()),
        _broader(pool),
        _possible(pool, iri, claims.values()),
        overrulings,
    )
    return Comparison(
        iri,
        tuple(find_deliveries(compared)),
        tuple(_forecasts(pool, iri, language, claims, overrulings)),
        _note(papers, claims),
    )


def meetings_to_compare(pool: Pool) -> list[str]:
    """IRIs of the meetings that have both an annotated agenda and a report, by first day."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for paper in ask_shortest(pool, "documents", {}):
        kinds[paper["meeting"] or ""].add(paper["kind"] or "")
    meetings = ask_shortest(pool, "meetings", {})
    ordered = sorted(meetings, key=lambda row: (row["start"] or "", row["meeting"] or ""))
    both = {"annotated-agenda", "report"}
    return [row["meeting"] or "" for row in ordered if kinds[row["meeting"] or ""] >= both]


def load_overrulings(pool: Pool) -> list[Overruling]:
    """The reviews in force that overrule a comparison, the earliest first."""
    return [
        Overruling(
            row["review"] or "", row["claim"] or "", row["outcome"] or "", row["reported"] or "",
            row["issue"] or "", row["author"] or "", row["time"] or "", row["reason"] or "",
        )
        for row in answer_question(pool, "overruled-matches").records()
    ]  # fmt: skip


def load_compared(
    pool: Pool, papers: Iterable[Record], values: Mapping[str, str]
) -> dict[str, ComparedClaim]:
    """The claims that the question `claims` gives for these values, with their ends, by IRI.

    `papers` are rows of the question `documents`; a claim of another document is left out.
    """
    by_iri = {paper["document"] or "": paper for paper in papers}
    ends: dict[str, int] = {}
    for document in by_iri:
        for row in answer_question(pool, "claim-evidence", {"document": document}).records():
            claim, end = row["claim"] or "", int(row["end"] or 0)
            ends[claim] = max(ends.get(claim, 0), end)
    rows = answer_question(pool, "claims", asked_by_iri(pool, values)).records()
    return {
        row["claim"] or "": _claim(row, by_iri[row["document"] or ""], ends)
        for row in rows
        if row["document"] in by_iri
    }


def _claim(row: Record, paper: Record, ends: Mapping[str, int]) -> ComparedClaim:
    def text(name: str) -> str:
        return row[name] or ""

    start = int(text("start") or 0)
    labels = text("issueLabels").split("; ")
    issues = text("issues").split(" ")
    return ComparedClaim(
        iri=text("claim"), document=text("document"), file_name=paper["fileName"] or "",
        kind=paper["kind"] or "", reporter=_code(paper["reporter"] or ""),
        section=text("sectionTitle"), item=text("item"), item_number=text("itemNumber"),
        start=start, end=max(ends.get(text("claim"), start), start), quote=text("quote"),
        holders=tuple(_code(code) for code in text("holders").split(", ") if code),
        issues=dict(zip(issues, labels if len(labels) == len(issues) else issues, strict=True)),
        polarity=text("polarity"), act=text("act"), modality=text("modality"),
        group=text("quantifier"), low=int(text("min") or 0), high=int(text("max") or 0),
        phrase=text("phrase"), target=text("targetText"), condition=text("condition"),
        review=text("review"),
    )  # fmt: skip


def _forecasts(
    pool: Pool,
    meeting: str,
    language: str,
    claims: Mapping[str, ComparedClaim],
    overrulings: Sequence[Overruling],
) -> Iterable[Forecast]:
    """The stored question's forecasts in text order, each as the last review has it."""
    values = {"meeting": meeting, "language": language}
    rows = answer_question(pool, "forecasts-scored", values).records()
    made = []
    for row in rows:
        claim = claims.get(row["forecast"] or "")
        if claim is None:
            continue
        iris = (row["reported"] or "").split()
        forecast = Forecast(
            row["outcome"] or "",
            Reason.of(row["outcome"] or ""),
            claim,
            tuple(claims[iri] for iri in iris if iri in claims),
        )
        word = last_word(overrulings, claim)
        if word is not None:
            chosen = tuple(claims[iri] for iri in (word.reported,) if iri in claims)
            forecast = Forecast(
                word.outcome,
                word.why(),
                claim,
                chosen,
                replace(word, by_rule=forecast.outcome),
            )
        made.append(forecast)
    return sorted(made, key=lambda one: (one.forecast.document, one.forecast.start))


def _broader(pool: Pool) -> dict[str, set[str]]:
    broader: dict[str, set[str]] = defaultdict(set)
    for row in answer_question(pool, "issue-tree").records():
        if row["broader"]:
            broader[row["issue"] or ""].add(row["broader"])
    return broader


def _possible(pool: Pool, meeting: str, claims: Iterable[ComparedClaim]) -> dict[str, set[str]]:
    """For each announcing holder the claims of the meeting that it holds or may hold."""
    holders = {
        holder
        for claim in claims
        if claim.kind == "annotated-agenda" and claim.modality in ("planned", "standing")
        for holder in claim.holders
    }
    members: dict[str, list[Membership]] = defaultdict(list)
    for row in answer_question(pool, "memberships").records() if holders else ():
        its = (row["bloc"] or "", row["since"] or "", row["until"])
        members[row["state"] or ""].append(its)
    found = {}
    for holder in sorted(holders):
        values = {"meeting": meeting, "actor": named("actor", holder) or "", "possible": "true"}
        chosen = chosen_iris(pool, values, members)
        if chosen is None:
            rows = answer_question(pool, "claims", values).records()
            chosen = [row["claim"] or "" for row in rows]
        found[holder] = set(chosen)
    return found


def _note(papers: Iterable[Record], claims: Mapping[str, ComparedClaim]) -> str:
    kinds = {paper["kind"] for paper in papers}
    if "annotated-agenda" not in kinds:
        return "Nothing to compare: the store has no annotated agenda of this meeting."
    if "report" not in kinds:
        return "Nothing to compare: the store has no report of this meeting yet."
    if not claims:
        return "Nothing to compare: no claim of these papers fits."
    return ""


def _code(code: str) -> str:
    return code.removeprefix("body:")
