"""The stances of one holder on one issue, one after the other, with what changed and the quotes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standpunt.analysis.claims import KINDS, SIDES
from standpunt.analysis.columns import Ints
from standpunt.analysis.records import ClaimBase

STANCE_COLUMNS = (
    "day", "issue", "polarity", "act", "modality", "change", "quote", "document", "claim"
)  # fmt: skip
Change = Literal["first", "same", "turned", "conditions", "softer", "harder"]


@dataclass(frozen=True)
class Stance:
    """A stance on a day. `change` compares it with the one before, see change_from()."""

    day: str
    issue: str
    polarity: str
    act: str
    modality: str
    change: Change
    quote: str
    document: str
    claim: str


@dataclass(frozen=True)
class Holdings:
    """Holders (IRIs) and issues of which claims name the one on the other, one row each.

    `counts` has for each row how many of these claims have each of `polarities`.
    """

    pairs: Sequence[tuple[str, str]]
    polarities: Sequence[str]
    counts: Ints


def count_holdings(base: ClaimBase) -> Holdings:
    """Who is named on what in the claims of a base; forecasts are nobody's stance."""
    rows = base.rows
    own = ~rows.coded("modality").where("expected".__eq__)
    rows = rows.take(own & (rows.of("kind") == KINDS.index("claim")))
    owner, holders, actors = rows.listed("named")
    about, issues, names = rows.listed("issues")
    times = np.bincount(about, minlength=len(rows))
    first = np.cumsum(times) - times
    # Each holder of a claim beside each issue of it.
    holder = np.repeat(np.arange(len(owner)), times[owner])
    nth = np.arange(len(holder)) - np.repeat(np.cumsum(times[owner]) - times[owner], times[owner])
    polarity = rows.coded("polarity")
    of_claim = owner[holder]
    key = holders[holder] * np.int64(len(names)) + issues[first[of_claim] + nth]
    key = key * len(polarity.texts) + polarity.codes[of_claim]
    size = len(actors) * len(names) * len(polarity.texts)
    counts = np.bincount(key, minlength=size).reshape(-1, max(1, len(polarity.texts)))
    there = np.flatnonzero(counts.any(axis=1))
    pairs = [(actors[at // len(names)], names[at % len(names)]) for at in there.tolist()]
    return Holdings(pairs, polarity.texts, counts[there])


def follow(rows: Iterable[Mapping[str, str | None]]) -> tuple[Stance, ...]:
    """The stances of rows of the stored question `stance-over-time`, of one holder, in order.

    A forecast is given and compared with nothing: it is not the holder's own.
    """
    stances: list[Stance] = []
    before: str | None = None
    for row in rows:
        polarity, modality = row["polarity"] or "neutral", row["modality"] or "stated"
        forecast = modality == "expected"
        change: Change = "first" if before is None else "same"
        if before is not None and not forecast:
            change = change_from(before, polarity)
        stances.append(
            Stance(
                row["day"] or "",
                row["issueLabel"] or "",
                polarity,
                row["act"] or "",
                modality,
                change,
                row["quote"] or "",
                row["document"] or "",
                row["claim"] or "",
            )
        )
        before = before if forecast else polarity
    return tuple(stances)


def change_from(before: str, after: str) -> Change:
    """What became of a polarity.

    turned: to the other side. conditions: support got a condition. softer and harder: less or
    more of it on one side, or to and from neutral.
    """
    if before == after:
        return "same"
    if SIDES[before] * SIDES[after] < 0:
        return "turned"
    if (before, after) == ("support", "conditional-support"):
        return "conditions"
    return "harder" if _strength(after) > _strength(before) else "softer"


def _strength(polarity: str) -> int:
    return {"neutral": 0, "critical": 1, "conditional-support": 1}.get(polarity, 2)
