"""What claims say that cannot be, or can hardly be, true together; works on a claim base alone.

Three types. *stance-against-stance*: one named holder on both sides of an issue within a window.
*report-against-report*: reports of two governments on one meeting. *quantifier-against-quantifier*:
groups in one document that are too large for the bloc. Forecasts are nobody's stance and are left
out. Each pair is given, and no pair twice in one type.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from standpunt.analysis.claims import Claim
from standpunt.analysis.reasons import Reason
from standpunt.analysis.records import ClaimBase

WINDOW_DAYS = 365


@dataclass(frozen=True)
class Contradiction:
    """Two claims, the earlier first, the issue, and in words why they do not go together.

    `holder` is the IRI of the actor it is about, "" if it is about groups.
    """

    kind: str
    first: Claim
    second: Claim
    issue: str
    holder: str
    reason: Reason


def find_opposites(base: ClaimBase, *, window_days: int = WINDOW_DAYS) -> list[Contradiction]:
    """Opposite stances of one named holder on one issue, no more than so many days apart.

    Claims without a day are compared within their document only.
    """
    by_holder: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in _sided(base.claims):
        for issue in claim.issues:
            for holder in claim.named:
                by_holder[holder, issue].append(claim)
    window = timedelta(days=min(window_days, date.max.toordinal()))
    found = []
    for (holder, issue), claims in by_holder.items():
        for one, other in _opposed(claims):
            if not _within(one, other, window):
                continue
            name = base.actor(holder).code
            found.append(
                Contradiction(
                    "stance-against-stance", one, other, issue, holder,
                    Reason.of(
                        f"{_joint(one, other)}-opposite",
                        holder=name, polarity_was=one.polarity, polarity_now=other.polarity,
                    ),
                )
            )  # fmt: skip
    return _in_order(found)


def find_disagreements(base: ClaimBase, kinds: Mapping[str, str]) -> list[Contradiction]:
    """Where reports of two governments tell otherwise of one meeting and issue.

    `kinds` gives the kind of each document. They disagree if one holder is on opposite sides, is
    named in one and excluded from that side in the other, or if the groups cannot be as large as
    both say.
    """
    by_place: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in _sided(base.claims):
        told = claim.modality == "stated" and kinds.get(claim.document) == "report"
        if told and claim.meeting and claim.reporter:
            for issue in claim.issues:
                by_place[claim.meeting, issue].append(claim)
    found = []
    for (_, issue), claims in by_place.items():
        for one, other in combinations(_ordered(claims), 2):
            if one.reporter == other.reporter:
                continue
            for holder, reason in _disagreement(base, one, other):
                found.append(
                    Contradiction("report-against-report", one, other, issue, holder, reason)
                )
    return _in_order(found)


def find_impossible(base: ClaimBase) -> list[Contradiction]:
    """Groups of one document and issue that cannot all be as large, or as whole, as they are said.

    For and against: no way to fill both leaves nobody on both sides, but for who is named on both.
    On one side: all but some, and one of those named.
    """
    by_place: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in _sided(base.claims):
        if claim.modality == "stated":
            for issue in claim.issues:
                by_place[claim.document, issue].append(claim)
    found = []
    for (_, issue), claims in by_place.items():
        for one, other in combinations(_ordered(claims), 2):
            for holder, reason in _impossible(base, one, other):
                found.append(
                    Contradiction(
                        "quantifier-against-quantifier", one, other, issue, holder, reason
                    )
                )
    return _in_order(found)


def _disagreement(base: ClaimBase, one: Claim, other: Claim) -> Iterator[tuple[str, Reason]]:
    if one.side != other.side:
        for holder in sorted({*one.named} & {*other.named}):
            yield (
                holder,
                Reason.of(
                    "and-opposite",
                    holder=base.actor(holder).code,
                    polarity_was=one.polarity,
                    polarity_now=other.polarity,
                ),
            )
    elif one.open and other.open and one.bloc == other.bloc:
        for less, more in ((one, other), (other, one)):
            if less.high < more.low:
                yield "", Reason.of("bounds-apart", high=less.high, low=more.low)
    yield from _impossible(base, one, other)


def _impossible(base: ClaimBase, one: Claim, other: Claim) -> Iterator[tuple[str, Reason]]:
    if one.side == other.side:
        for less, more in ((one, other), (other, one)):
            if less.open:
                for holder in sorted({*less.excluded} & {*more.named}):
                    yield holder, Reason.of("but-a-holder", holder=base.actor(holder).code)
        return
    bloc, day = one.bloc if one.open else other.bloc, one.day
    if not (one.open or other.open) or bloc is None or day is None:
        return
    members = base.members_on(bloc, day)
    least = [_least(claim, bloc, members) for claim in (one, other)]
    # Who is named on both sides is a change of mind, and found as such.
    named = members & {*one.named, *other.named}
    free = [members - named - {*claim.excluded} for claim in (one, other)]
    wanted = [
        size - len(members & {*claim.named})
        for size, claim in zip(least, (one, other), strict=True)
    ]
    places = len(free[0] | free[1])
    if wanted[0] > len(free[0]) or wanted[1] > len(free[1]) or sum(wanted) > places:
        yield "", _too_many(least, len(members), len(named) + places)


def _too_many(least: list[int], members: int, left: int) -> Reason:
    key = "too-many" if left == members else "too-many-left"
    return Reason.of(key, first=least[0], second=least[1], members=left)


def _least(claim: Claim, bloc: str, members: frozenset[str]) -> int:
    named = len(members & {*claim.named})
    return max(claim.low, named) if claim.open and claim.bloc == bloc else named


def _sided(claims: Iterable[Claim]) -> Iterator[Claim]:
    for claim in claims:
        if claim.side and claim.modality != "expected" and claim.kind != "choice":
            yield claim


def _opposed(claims: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    for one, other in combinations(_ordered(claims), 2):
        if one.side * other.side < 0:
            yield one, other


def _joint(one: Claim, other: Claim) -> str:
    """Which of two claims came first is known within a document and by the day alone."""
    return "then" if one.document == other.document or one.day != other.day else "and"


def _within(one: Claim, other: Claim, window: timedelta) -> bool:
    if one.day is None or other.day is None:
        return one.document == other.document
    return abs(other.day - one.day) <= window


def _ordered(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=_when)


def _when(claim: Claim) -> tuple[str, str, int, str]:
    start = claim.iri.rpartition("/")[2].partition("-")[0]
    day = claim.day.isoformat() if claim.day else ""
    return day, claim.document, int(start) if start.isdecimal() else 0, claim.iri


def _in_order(found: Iterable[Contradiction]) -> list[Contradiction]:
    return sorted(
        found, key=lambda one: (*_when(one.first), *_when(one.second), one.issue, one.holder)
    )
