"""Claims as the statement table of Discourse Network Analyzer: a row for each holder and issue.

Asks stored questions only. Joint letters and choices have no row of their own: a letter is in the
claims that report it, and nobody agrees to a choice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from graph.interface import Pool
from standpunt.analysis.claims import Claim
from standpunt.analysis.loading import all_records, records_of_claims
from standpunt.analysis.records import ClaimBase

Record = Mapping[str, str | None]
StatementRow = Mapping[str, str]
_AGREEMENT = {1: "1", -1: "0", 0: ""}


@dataclass(frozen=True)
class Statements:
    """The rows of a statement table, and how many claims have none, and why.

    `unnamed` name nobody, `neutral` take no side; both are 0 if all was asked for.
    """

    rows: tuple[StatementRow, ...]
    unnamed: int = 0
    neutral: int = 0


def make_statements(
    pool: Pool, base: ClaimBase, *, whole: bool = False, language: str = "en"
) -> Statements:
    """The claims of `base` as rows, by document and place.

    A statement of that program has one actor and says yes or no. So unnamed groups and neutral
    claims are left out and counted, unless `whole`: then a group has a row of its own under the
    words of the paper (`holder` is group), and agreement may be empty.
    """
    said = {claim.iri: claim for claim in base.claims if claim.kind == "claim"}
    asked = records_of_claims(pool, "claims", said, {"language": language})
    facts = {row["claim"] or "": row for row in asked}
    claims = [claim for iri, claim in said.items() if iri in facts]
    papers = {row["document"] or "": row for row in all_records(pool, "documents")}
    ends = _spans(pool, claims)
    claims.sort(key=lambda claim: _order(claim, facts[claim.iri]))
    elsewhere = _named_apart(base)
    numbers: dict[str, str] = {}
    rows: list[StatementRow] = []
    unnamed = neutral = 0
    for claim in claims:
        numbers.setdefault(claim.document, str(len(numbers) + 1))
        if not whole and not claim.side:
            neutral += 1
            continue
        if not whole and not claim.named:
            unnamed += 1
            continue
        common = {
            "document ID": numbers[claim.document],
            **_of_paper(base, claim, papers.get(claim.document, {})),
            **_of_claim(claim, facts[claim.iri], ends.get(claim.iri, [])),
        }
        holders = list(_named(base, claim))
        if whole and claim.open:
            holders.append(_group(base, claim, facts[claim.iri], elsewhere[claim.iri]))
        for row in holders:
            for issue in claim.issues:
                number = {"statement ID": str(len(rows) + 1)}
                rows.append({**number, **common, **row, **_issue(base, issue)})
    return Statements(tuple(rows), unnamed, neutral)


def _order(claim: Claim, facts: Record) -> tuple[str, str, int, str]:
    day = claim.day.isoformat() if claim.day else ""
    return day, claim.document, int(facts["start"] or 0), claim.iri


def _of_paper(base: ClaimBase, claim: Claim, paper: Record) -> dict[str, str]:
    reporter = base.actor(claim.reporter) if claim.reporter else None
    dossier = ", nr. ".join(filter(None, (paper.get("dossier"), paper.get("number"))))
    configuration, day = claim.configuration, claim.day
    return {
        "time": f"{day} 00:00:00" if day else "",
        "document title": paper.get("title") or "",
        "author": reporter.name if reporter else "",
        "source": dossier,
        "type": paper.get("kind") or "",
        "document": claim.document,
        "file": paper.get("fileName") or "",
        "meeting": f"{configuration}/{day}" if claim.meeting and configuration else "",
        "reporter": reporter.code if reporter else "",
    }


def _of_claim(claim: Claim, facts: Record, spans: list[tuple[int, int]]) -> dict[str, str]:
    return {
        "section": facts["sectionTitle"] or "",
        "text": facts["quote"] or "",
        "agreement": _AGREEMENT[claim.side],
        "start": str(min((start for start, _ in spans), default="")),
        "stop": str(max((end for _, end in spans), default="")),
        "claim": claim.iri,
        "item": facts["itemNumber"] or "",
        "polarity": claim.polarity,
        "act": facts["act"] or "",
        "modality": claim.modality,
        "condition": facts["condition"] or "",
        "target": facts["targetText"] or "",
        "confidence": f"{claim.confidence:g}",
        "spans": " ".join(f"{start}-{end}" for start, end in spans),
    }


def _named(base: ClaimBase, claim: Claim) -> Iterator[dict[str, str]]:
    for actor in claim.named:
        label = base.actor(actor)
        yield {"organization": label.name, "holder": "named", "code": label.code}


def _group(
    base: ClaimBase, claim: Claim, facts: Record, elsewhere: Collection[str]
) -> dict[str, str]:
    quantifier = facts["quantifier"] or ""
    excluded = [actor for actor in claim.excluded if actor not in elsewhere]
    return {
        "organization": facts["phrase"] or quantifier,
        "holder": "group",
        "quantifier": f"exact:{claim.low}" if quantifier == "exact" else quantifier,
        "min": str(claim.low),
        "max": str(claim.high),
        "excluded": " ".join(base.actor(actor).code for actor in excluded),
    }


def _named_apart(base: ClaimBase) -> Mapping[str, set[str]]:
    """By claim, who is named in groups set apart from it: excluded by them, not by its words."""
    named = {claim.iri: claim.named for claim in base.claims}
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in base.disjoint:
        found[one].update(named.get(other, ()))
        found[other].update(named.get(one, ()))
    return found


def _issue(base: ClaimBase, issue: str) -> dict[str, str]:
    label = base.issue(issue)
    return {"concept": label.name, "issue": label.code}


def _spans(pool: Pool, claims: Collection[Claim]) -> dict[str, list[tuple[int, int]]]:
    """The spans [start, end) of the evidence of claims, in text order, by claim."""
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    documents = {claim.document for claim in claims}
    for row in records_of_claims(pool, "claim-evidence", {claim.iri for claim in claims}):
        if row["document"] in documents:
            found[row["claim"] or ""].add((int(row["start"] or 0), int(row["end"] or 0)))
    return {claim: sorted(spans) for claim, spans in found.items()}
