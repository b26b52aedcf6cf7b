"""Claims as arrays: who is named in which, who may be in which, what each is about.

A row is a claim, a column an actor. Everything else is computed on these arrays, so that windows
and resamples are a choice of rows. Claims with the same holders share a row of a table: a million
claims have some thousand kinds of holders.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.columns import EPOCH_ORDINAL, NOTHING, Bools, Ints
from standpunt.analysis.holders import Holders, make_holders
from standpunt.analysis.records import ClaimBase

Floats = NDArray[np.float64]
NO_DAY = NOTHING
_BY_CLAIM = (
    "holders", "side", "day", "month", "document", "meeting", "statement", "clique",
)  # fmt: skip
_EPOCH = np.datetime64("1970-01-01").astype("datetime64[D]")


@dataclass(frozen=True)
class Incidence:
    """Arrays of n claims over a actors.

    `holders` is for each claim the row of `table` that tells who holds it. `about` and `owner` list
    the issues of the claims: claim `owner[k]` is about issue `about[k]`, and `owner` ascends.
    `clique` numbers groups of statements of which no two share a holder; a statement that is in
    none has a number of its own. Rows are those of ClaimBase.rows.
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    table: Holders
    holders: Ints
    side: Ints
    day: Ints
    month: Ints
    document: Ints
    meeting: Ints
    statement: Ints
    clique: Ints
    owner: Ints
    about: Ints

    @property
    def count(self) -> int:
        """How many claims there are."""
        return len(self.side)

    @property
    def named(self) -> Bools:
        """Who is certain, n by a; made for each call."""
        return self.table.named[self.holders]

    @property
    def may(self) -> Bools:
        """For whom the bounds leave room in the unnamed group, n by a; made for each call."""
        return self.table.may[self.holders]

    @property
    def inferred(self) -> Bools:
        """Who follows by elimination, a part of `may`, n by a; made for each call."""
        return self.table.inferred[self.holders]

    def take(self, rows: Bools) -> "Incidence":
        """Only the claims whose row is true; the actors and issues stay."""
        place = np.cumsum(rows, dtype=np.int32) - 1
        kept = rows[self.owner]
        chosen = {name: getattr(self, name)[rows] for name in _BY_CLAIM}
        return replace(self, **chosen, owner=place[self.owner[kept]], about=self.about[kept])


def make_incidence(
    base: ClaimBase, *, among: str | None = None, inferring: bool = True
) -> Incidence:
    """The arrays of a claim base.

    `among` keeps only actors that belong to this bloc on the day of the claim. Without
    `inferring`, `inferred` is empty.
    """
    rows = base.rows
    actors, table, holders = make_holders(base, among=among, inferring=inferring)
    owner, about, issues = _issues(rows)
    document, meeting = rows.coded("document"), rows.coded("meeting")
    nowhere = meeting.codes == NOTHING
    day = rows.of("day")
    statement = rows.of("statement")
    return Incidence(
        actors=actors,
        issues=issues,
        table=table,
        holders=holders,
        side=rows.of("side"),
        day=day,
        month=_months(day),
        document=document.codes,
        meeting=np.where(nowhere, len(meeting.texts) + document.codes, meeting.codes),
        statement=statement,
        clique=_cliques(rows, statement),
        owner=owner,
        about=about,
    )


def _issues(rows: ClaimRows) -> tuple[Ints, Ints, tuple[str, ...]]:
    """What claims are about, with the issues of these claims in order."""
    owner, codes, texts = rows.listed("issues")
    told = np.bincount(codes, minlength=len(texts)) > 0
    issues = sorted(text for text, is_told in zip(texts, told.tolist(), strict=True) if is_told)
    at = {issue: place for place, issue in enumerate(issues)}
    place = np.array([*(at.get(text, NOTHING) for text in texts), NOTHING], np.int32)
    return owner, place[codes], tuple(issues)


def _months(days: Ints) -> Ints:
    """Months since the year 0; NO_DAY for a claim without a day."""
    dated = days != NO_DAY
    first = int(days.min(where=dated, initial=EPOCH_ORDINAL))
    every = np.arange(first, max(first, int(days.max(initial=first))) + 1) - EPOCH_ORDINAL
    dates = (_EPOCH + every.astype("timedelta64[D]")).astype("datetime64[M]")
    month_of = dates.astype(np.int32) + 1970 * 12
    found: Ints = np.where(dated, month_of[np.maximum(days, first) - first], NO_DAY)
    return found


def _cliques(rows: ClaimRows, statement: Ints) -> Ints:
    """A number for each claim: that of its statement, or of a group of disjoint statements.

    Greedy: a statement joins the first group all of whose members it is disjoint with.
    """
    pairs = statement[rows.apart]
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    clique = statement.copy()
    if not len(pairs):
        return clique
    clique_of = np.arange(int(statement.max()) + 1, dtype=np.int32)
    times = np.bincount(pairs.ravel(), minlength=len(clique_of))
    alone = (times[pairs] == 1).all(axis=1)
    clique_of[pairs[alone].max(axis=1)] = pairs[alone].min(axis=1)
    for at, group in _grouped(pairs[~alone].tolist()).items():
        clique_of[at] = group
    return clique_of[clique]


def _grouped(pairs: list[list[int]]) -> dict[int, int]:
    """The least member of the group of each statement."""
    apart: dict[int, set[int]] = {}
    for one, other in pairs:
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    groups: list[set[int]] = []
    group_of: dict[int, int] = {}
    for at in sorted(apart):
        near = sorted({group_of[other] for other in apart[at] if other in group_of})
        fitting = next((group for group in near if groups[group] <= apart[at]), len(groups))
        if fitting == len(groups):
            groups.append(set())
        groups[fitting].add(at)
        group_of[at] = fitting
    return {at: min(groups[group]) for at, group in group_of.items()}
