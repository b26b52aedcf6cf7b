"""A claim as analysis reads it: a plain record; knows no store.

A *statement* is what can be held once: a claim, a joint letter, or one choice of options. Whoever
holds the same statement sides with each other in the strictest sense.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

StatementKind = Literal["claim", "joint-letter", "choice"]
KINDS: tuple[StatementKind, ...] = ("claim", "joint-letter", "choice")
SIDES: Mapping[str, int] = {
    "support": 1,
    "conditional-support": 1,
    "oppose": -1,
    "critical": -1,
    "neutral": 0,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, or a joint letter or choice in the same form.

    `statement` is the key under which claims that report the same thing count as one. `named` are
    certain. `open` says that a group stands beside or instead of them, out of the members of
    `bloc` on `day`; `low` and `high` bound the number of holders that are counted there. `letter`
    is the joint letter that a claim reports, if it reports one. `review` is what a review made of
    it in the reviewed view, "" for none; `quantifier` the kind of its group, None without one.
    """

    iri: str
    statement: str
    kind: StatementKind
    document: str
    meeting: str | None
    item: str | None
    day: date | None
    configuration: str | None
    reporter: str | None
    polarity: str
    modality: str
    confidence: float
    issues: tuple[str, ...]
    named: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    low: int = 1
    high: int = 1
    bloc: str | None = None
    open: bool = False
    letter: str | None = None
    review: str = ""
    quantifier: str | None = None

    @property
    def side(self) -> int:
        """1 for the thing, -1 against it, 0 for neither."""
        return SIDES[self.polarity]
