"""Announced against delivered: what an agenda foresaw of a holder, and what the report tells of it.

Works on claims of one meeting as records; knows no store.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from standpunt.analysis.force import Outcome, Stance, rank, weigh
from standpunt.analysis.reasons import Reason

Matched = Literal["issue", "narrower", "words", "review", ""]
SAME_WORDS = 0.5  # share of the shorter target's words that the other must have
_AGENDA, _REPORT = "annotated-agenda", "report"
_WORD = re.compile(r"\w{4,}")
_CANDIDATE = "/issue/candidate/"


@dataclass(frozen=True)
class ComparedClaim:
    """A claim with its words and where they stand: [start, end) in code points of the document.

    `kind` is that of the document, `holders` are codes, `issues` maps IRIs to labels. `group` is
    the quantifier, "" if all holders are named; `low` and `high` bound their number. `review` is
    what a review made of it in the reviewed view, "" for none.
    """

    iri: str
    document: str
    file_name: str
    kind: str
    reporter: str
    section: str
    item: str
    item_number: str
    start: int
    end: int
    quote: str
    holders: tuple[str, ...]
    issues: Mapping[str, str]
    polarity: str
    act: str
    modality: str
    group: str
    low: int
    high: int
    phrase: str
    target: str
    condition: str
    review: str = ""

    @property
    def stance(self) -> Stance:
        """What weigh() needs of it."""
        return Stance(self.polarity, self.act, self.modality, bool(self.group), self.low, self.high)

    @property
    def place(self) -> str:
        """Where it stands, for a reader: file, item or section, and code points."""
        parts = (self.file_name, self.item_number or self.section, f"{self.start}-{self.end}")
        return ", ".join(filter(None, parts))


@dataclass(frozen=True)
class Overruling:
    """A reviewer's word on a comparison: who, when, why, and what the rule had said.

    `reported` is the claim that the reviewer takes for the answer, "" for none; `issue` limits it
    to one issue.
    """

    review: str
    claim: str
    outcome: str
    reported: str
    issue: str
    author: str
    time: str
    reason: str
    by_rule: str = ""

    def why(self) -> Reason:
        """Who overruled, and why if that is said."""
        if self.reason:
            return Reason.of("overruled-because", author=self.author, reason=self.reason)
        return Reason.of("overruled", author=self.author)


@dataclass(frozen=True)
class Delivery:
    """What became of one announcement of a holder on one issue; or a claim nobody announced.

    `reported` are the claims that decide, `others` those that match too, `may` claims of the
    report in whose unnamed group the holder may be. `matched` says by what they were found.
    """

    holder: str
    issue: str
    label: str
    outcome: str
    reason: Reason
    matched: Matched
    announced: ComparedClaim | None
    reported: tuple[ComparedClaim, ...] = ()
    others: tuple[ComparedClaim, ...] = ()
    may: tuple[ComparedClaim, ...] = ()
    overruled: Overruling | None = None


@dataclass(frozen=True)
class Compared:
    """The claims of a meeting, and what is needed to match them.

    `broader` maps an issue to those it stands under, `possible` a holder to the IRIs of claims
    whose group it may be in.
    """

    claims: Sequence[ComparedClaim]
    broader: Mapping[str, Collection[str]] = field(default_factory=dict)
    possible: Mapping[str, Collection[str]] = field(default_factory=dict)
    overrulings: Sequence[Overruling] = ()

    def is_under(self, issue: str, above: str) -> bool:
        """Whether an issue stands under another, however deep."""
        seen: set[str] = set()
        waiting = [issue]
        while waiting:
            for parent in self.broader.get(waiting.pop(), ()):
                if parent == above:
                    return True
                if parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return False

    def of_kind(self, kind: str) -> list[ComparedClaim]:
        """The claims of documents of a kind."""
        return [claim for claim in self.claims if claim.kind == kind]


def find_deliveries(compared: Compared) -> list[Delivery]:
    """A delivery for each announcement, holder and issue, then what was not announced.

    An announcement is a claim of an annotated agenda that is planned or standing. Empty without
    an agenda or without a report.
    """
    reported = [claim for claim in compared.of_kind(_REPORT) if claim.modality != "expected"]
    agenda = compared.of_kind(_AGENDA)
    if not compared.of_kind(_REPORT) or not agenda:
        return []
    made = [
        _delivery(compared, claim, holder, issue, reported)
        for claim in agenda
        if claim.modality in ("planned", "standing")
        for holder in claim.holders
        for issue in claim.issues
    ]
    answering = {(one.holder, claim.iri) for one in made for claim in (*one.reported, *one.others)}
    named = {(h, issue) for claim in agenda for h in claim.holders for issue in claim.issues}
    announcers = {claim.reporter for claim in agenda}
    for claim in reported:
        told = claim.reporter in claim.holders and claim.reporter in announcers
        if claim.modality != "stated" or not told or (claim.reporter, claim.iri) in answering:
            continue
        made += [
            Delivery(claim.reporter, issue, label, "unannounced",
                     Reason.of("not-announced"), "", None, (claim,))
            for issue, label in claim.issues.items()
            if (claim.reporter, issue) not in named
        ]  # fmt: skip
    return sorted(made, key=_in_order)


def _delivery(
    compared: Compared,
    announced: ComparedClaim,
    holder: str,
    issue: str,
    reported: Sequence[ComparedClaim],
) -> Delivery:
    by_holder = [claim for claim in reported if holder in claim.holders]
    found, matched = _matches(compared, announced, issue, by_holder)
    outcome, reason, deciding = _decide(announced, found)
    may = tuple(
        claim
        for claim in _matches(compared, announced, issue, reported)[0]
        if holder not in claim.holders and claim.iri in compared.possible.get(holder, ())
    )
    if outcome == "not-reported" and may:
        reason = reason.and_also("maybe-in-groups", n=len(may))
    delivery = Delivery(
        holder, issue, announced.issues[issue], outcome, reason, matched, announced,
        tuple(deciding), tuple(claim for claim in found if claim not in deciding), may,
    )  # fmt: skip
    return _overruled(compared, delivery, reported)


def _decide(
    announced: ComparedClaim, found: Sequence[ComparedClaim]
) -> tuple[Outcome, Reason, list[ComparedClaim]]:
    """The outcome by the claims of most weight; the other side beside it is said in words."""
    if not found:
        return "not-reported", Reason.of("not-named"), []
    weighed = [(weigh(announced.stance, claim.stance), claim) for claim in found]
    (outcome, reason), _ = max(weighed, key=lambda each: rank(each[0][0]))
    deciding = [claim for (one, _), claim in weighed if one == outcome]
    if outcome != "changed-sign" and any(one == "changed-sign" for (one, _), _ in weighed):
        reason = reason.and_also("other-side-too")
    conditions = {claim.condition for claim in deciding} | {announced.condition}
    if outcome == "delivered" and announced.condition and len(conditions) > 1:
        reason = reason.and_also("conditions-differ")
    return outcome, reason, deciding


def _matches(
    compared: Compared,
    announced: ComparedClaim,
    issue: str,
    reported: Sequence[ComparedClaim],
) -> tuple[list[ComparedClaim], Matched]:
    """Claims on the same target: the issue, else one under it, else words of one agenda item.

    The last two only within the agenda item; words only where one of the issues is a candidate,
    for which no list says that two names are one thing.
    """
    ways: tuple[tuple[Matched, Callable[[ComparedClaim], bool]], ...] = (
        ("issue", lambda claim: issue in claim.issues),
        (
            "narrower",
            lambda claim: (
                _same_item(announced, claim)
                and any(compared.is_under(one, issue) for one in claim.issues)
            ),
        ),
        (
            "words",
            lambda claim: (
                _same_item(announced, claim)
                and any(_CANDIDATE in one for one in (issue, *claim.issues))
                and _share_words(announced.target, claim.target)
            ),
        ),
    )
    for matched, fits in ways:
        if found := [claim for claim in reported if fits(claim)]:
            return found, matched
    return [], ""


def _overruled(
    compared: Compared, delivery: Delivery, reported: Sequence[ComparedClaim]
) -> Delivery:
    """The delivery as the last review on its announcement has it; as it is if there is none."""
    word = last_word(compared.overrulings, delivery.announced, delivery.issue)
    if word is None:
        return delivery
    chosen = tuple(claim for claim in reported if claim.iri == word.reported)
    set_aside = (*delivery.reported, *delivery.others)
    return Delivery(
        delivery.holder, delivery.issue, delivery.label, word.outcome,
        word.why(), "review",
        delivery.announced, chosen, tuple(c for c in set_aside if c not in chosen), delivery.may,
        Overruling(**{**vars(word), "by_rule": delivery.outcome}),
    )  # fmt: skip


def last_word(
    overrulings: Sequence[Overruling], claim: ComparedClaim | None, issue: str = ""
) -> Overruling | None:
    """The last overruling of a claim that is on this issue, or on all of its issues."""
    fitting = [
        word
        for word in overrulings
        if claim is not None and word.claim == claim.iri and word.issue in ("", issue)
    ]
    return max(fitting, key=lambda word: (word.time, word.review), default=None)


def _same_item(one: ComparedClaim, other: ComparedClaim) -> bool:
    return bool(one.item) and one.item == other.item


def _share_words(one: str, other: str) -> bool:
    words, others = ({word.lower() for word in _WORD.findall(text)} for text in (one, other))
    least = min(len(words), len(others))
    return least > 1 and len(words & others) >= SAME_WORDS * least


def _in_order(one: Delivery) -> tuple[object, ...]:
    first = one.announced or one.reported[0]
    return (one.announced is None, first.document, first.start, first.iri, one.label, one.holder)
