"""Which claims are looked at: by day, place, issue, reporter and confidence."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.claims import KINDS, Claim, StatementKind
from standpunt.analysis.columns import NOTHING, Bools
from standpunt.analysis.records import ClaimBase

# A forecast about others is nobody's stance yet.
MODALITIES = ("stated", "standing", "planned")
ALL_MODALITIES = (*MODALITIES, "expected")


@dataclass(frozen=True)
class Selection:
    """What to take; None and () take everything. Days are those of the meeting, else of the paper.

    `since` is the first day, `before` the first day after. `issue` takes what is under it too.
    `reviewed_only` takes claims that a review marks, which only the reviewed view shows.
    """

    since: date | None = None
    before: date | None = None
    configurations: tuple[str, ...] = ()
    meeting: str | None = None
    document: str | None = None
    issue: str | None = None
    reporter: str | None = None
    modalities: tuple[str, ...] = MODALITIES
    kinds: tuple[StatementKind, ...] = KINDS
    min_confidence: float = 0.0
    reviewed_only: bool = False

    def words(self) -> str:
        """The selection in words, for headings and for what is not found."""
        said = [
            f"since {self.since}" if self.since else "",
            f"before {self.before}" if self.before else "",
            f"configuration {', '.join(self.configurations)}" if self.configurations else "",
            f"meeting {_end(self.meeting)}" if self.meeting else "",
            f"document {_end(self.document)}" if self.document else "",
            f"issue {self.issue.rpartition('issue/')[2]} and what is under it"
            if self.issue
            else "",
            f"reported by {_end(self.reporter)}" if self.reporter else "",
            f"only {', '.join(self.modalities)}" if self.modalities != MODALITIES else "",
            f"only {', '.join(self.kinds)}" if self.kinds != KINDS else "",
            f"confidence at least {self.min_confidence:g}" if self.min_confidence else "",
            "only what a reviewer confirmed, corrected, added or split"
            if self.reviewed_only
            else "",
        ]
        return "; ".join(part for part in said if part) or "all claims but forecasts"


def select(base: ClaimBase, selection: Selection) -> ClaimBase:
    """The base with the selected claims only; none of them is an answer too."""
    issues = base.under(selection.issue) if selection.issue else None
    if isinstance(base.claims, ClaimRows):
        return base.with_claims(base.claims.take(_fitting(base.claims, selection, issues)))
    return base.with_claims([c for c in base.claims if _fits(c, selection, issues)])


def _fits(claim: Claim, selection: Selection, issues: frozenset[str] | None) -> bool:
    day = claim.day
    return (
        claim.modality in selection.modalities
        and claim.kind in selection.kinds
        and claim.confidence >= selection.min_confidence
        and (bool(claim.review) or not selection.reviewed_only)
        and (selection.since is None or (day is not None and day >= selection.since))
        and (selection.before is None or (day is not None and day < selection.before))
        and (not selection.configurations or claim.configuration in selection.configurations)
        and selection.meeting in (None, claim.meeting)
        and selection.document in (None, claim.document)
        and selection.reporter in (None, claim.reporter)
        and (issues is None or any(one.partition("#")[0] in issues for one in claim.issues))
    )


def _fitting(rows: ClaimRows, selection: Selection, issues: frozenset[str] | None) -> Bools:
    """The rows that _fits() takes."""
    fits = rows.coded("modality").where(selection.modalities.__contains__)
    if selection.kinds != KINDS:
        fits &= np.isin(rows.of("kind"), [KINDS.index(kind) for kind in selection.kinds])
    if selection.min_confidence:
        fits &= rows.of("confidence") >= selection.min_confidence
    if selection.reviewed_only:
        fits &= rows.coded("review").where(bool)
    day = rows.of("day")
    if selection.since is not None:
        fits &= day >= selection.since.toordinal()
    if selection.before is not None:
        fits &= (day < selection.before.toordinal()) & (day != NOTHING)
    if selection.configurations:
        fits &= rows.coded("configuration").where(selection.configurations.__contains__)
    for name in ("meeting", "document", "reporter"):
        if (wanted := getattr(selection, name)) is not None:
            fits &= rows.coded(name).where(wanted.__eq__)
    if issues is not None:
        owner, codes, texts = rows.listed("issues")
        under = np.array([text.partition("#")[0] in issues for text in texts], np.bool_)
        about = np.zeros(len(rows), np.bool_)
        about[owner[under[codes]]] = True
        fits &= about
    return fits


def _end(iri: str | None) -> str:
    return (iri or "").rpartition("/")[2]
