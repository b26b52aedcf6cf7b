"""Claims as analysis reads them: plain records; knows no store.

A *statement* is what can be held once: a claim, a joint letter, or one choice of options. Whoever
holds the same statement sides with each other in the strictest sense.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
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
    it in the reviewed view, "" for none.
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

    @property
    def side(self) -> int:
        """1 for the thing, -1 against it, 0 for neither."""
        return SIDES[self.polarity]


@dataclass(frozen=True, slots=True)
class Membership:
    """A state in a bloc from `since` on; `until` is the first day on which it is no member."""

    state: str
    bloc: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the state is a member on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Label:
    """What to call a thing: a code (NLD, or the end of the IRI) and a name."""

    code: str
    name: str


@dataclass(frozen=True)
class ClaimBase:
    """Claims, and what is needed to read them: memberships, the tree of issues, names.

    `broader` maps an issue to what it belongs under; `disjoint` holds pairs of claim IRIs whose
    groups share no holder.
    """

    claims: tuple[Claim, ...]
    memberships: tuple[Membership, ...] = ()
    disjoint: frozenset[tuple[str, str]] = frozenset()
    broader: Mapping[str, frozenset[str]] = field(default_factory=dict)
    actors: Mapping[str, Label] = field(default_factory=dict)
    issues: Mapping[str, Label] = field(default_factory=dict)
    _known: dict[tuple[str, date], frozenset[str]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def members_on(self, bloc: str, day: date) -> frozenset[str]:
        """The states that belong to a bloc on a day; empty for a bloc that nobody belongs to."""
        known = self._known.get((bloc, day))
        if known is None:
            known = frozenset(
                entry.state
                for entry in self.memberships
                if entry.bloc == bloc and entry.covers(day)
            )
            self._known[bloc, day] = known
        return known

    def candidates(self, claim: Claim) -> frozenset[str]:
        """Who may be in the unnamed group of a claim: members that are neither named nor excluded.

        Whether the bounds leave room for them is not looked at.
        """
        if not claim.open or claim.bloc is None or claim.day is None:
            return frozenset()
        return self.members_on(claim.bloc, claim.day) - {*claim.named, *claim.excluded}

    def counted(self, claim: Claim) -> frozenset[str]:
        """The named holders that the bounds count: those of the bloc, or all if there is none."""
        if claim.bloc is None or claim.day is None:
            return frozenset(claim.named)
        return self.members_on(claim.bloc, claim.day) & frozenset(claim.named)

    def under(self, issue: str) -> frozenset[str]:
        """The issue and all that belongs under it, however deep."""
        found, waiting = {issue}, [issue]
        while waiting:
            above = waiting.pop()
            below = {one for one, parents in self.broader.items() if above in parents} - found
            found |= below
            waiting += below
        return frozenset(found)

    def with_claims(self, claims: Collection[Claim]) -> "ClaimBase":
        """The same base with other claims."""
        return replace(self, claims=tuple(claims))

    def letters_once(self) -> "ClaimBase":
        """Without claims that only report a joint letter which is in the base itself."""
        letters = {claim.iri for claim in self.claims if claim.kind == "joint-letter"}
        return self.with_claims([claim for claim in self.claims if claim.letter not in letters])

    def actor(self, iri: str) -> Label:
        """What to call an actor; the end of its IRI if nothing is known."""
        return self.actors.get(iri) or _ending(iri)

    def issue(self, iri: str) -> Label:
        """What to call an issue; with the options after a # for a choice of a mechanism."""
        mechanism, picked, options = iri.partition("#")
        label = self.issues.get(mechanism) or _ending(mechanism)
        if not picked:
            return label
        return Label(f"{label.code}#{options}", f"{label.name}: {options}")


def _ending(iri: str) -> Label:
    ending = iri.rpartition("/")[2] or iri
    return Label(ending, ending)
