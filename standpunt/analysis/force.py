"""How much one stance is against another: the rule by which an announcement counts as delivered.

Knows two stances and nothing of where they stand. The stored question delivered-as-announced has
the same rule in SPARQL; a test holds the two together.
"""

from dataclasses import dataclass
from typing import Literal

from standpunt.analysis.reasons import Reason

Outcome = Literal[
    "delivered", "strengthened", "weakened", "changed-sign", "not-reported", "unannounced"
]
OUTCOMES: tuple[Outcome, ...] = (
    "delivered", "strengthened", "weakened", "changed-sign", "not-reported", "unannounced"
)  # fmt: skip

# A condition makes support partial, and reservations are less than opposition.
LEVELS = {"support": 2, "conditional-support": 1, "neutral": 0, "critical": -1, "oppose": -2}
# Acts by which a holder asks others for something, or takes sides; the rest tell of a view.
FORCEFUL = frozenset({"propose", "call-for", "stress", "support", "offer", "criticise"})
_RANK: dict[Outcome, int] = {"changed-sign": 1, "weakened": 2, "delivered": 3, "strengthened": 4}


@dataclass(frozen=True)
class Stance:
    """What is weighed: polarity, speech act, modality, and the bounds of the group, if any.

    `low` and `high` bound the holders; they are compared only if both stances have a `group`.
    """

    polarity: str
    act: str
    modality: str
    group: bool = False
    low: int = 1
    high: int = 1


def weigh(announced: Stance, reported: Stance) -> tuple[Outcome, Reason]:
    """What became of the announced stance, and why in words.

    The first of these that differs decides: the sign; the level (a condition or a reservation
    gained or lost); modality (a report that tells of a view still held or planned says less than
    one that tells that it was voiced); the act (asked for before, merely said now; the other way
    is no gain, as an agenda puts a standing view plainly); the size of the group, where both
    speak of one and the bounds leave no doubt.
    """
    before, after = LEVELS[announced.polarity], LEVELS[reported.polarity]
    if before * after < 0:
        return "changed-sign", _became("polarity", announced.polarity, reported.polarity)
    if abs(before) != abs(after):
        outcome: Outcome = "strengthened" if abs(after) > abs(before) else "weakened"
        return outcome, _became("polarity", announced.polarity, reported.polarity)
    if reported.modality != "stated":
        return "weakened", Reason.of("told-as", modality=reported.modality)
    if announced.act in FORCEFUL and reported.act not in FORCEFUL:
        return "weakened", _became("act", announced.act, reported.act)
    if announced.group and reported.group:
        if reported.high < announced.low:
            return "weakened", Reason.of("fewer-holders", high=reported.high, low=announced.low)
        if reported.low > announced.high:
            return "strengthened", Reason.of("more-holders", low=reported.low, high=announced.high)
    return "delivered", Reason.of("same-force")


def _became(what: str, was: str, now: str) -> Reason:
    return Reason.of(f"{what}-became", **{f"{what}_was": was, f"{what}_now": now})


def rank(outcome: Outcome) -> int:
    """Which outcome decides where a report has several claims: the greatest."""
    return _RANK.get(outcome, 0)
