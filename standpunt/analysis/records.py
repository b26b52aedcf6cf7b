"""Claims with what is needed to read them: memberships, the tree of issues, names; no store."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date

from standpunt.analysis.claim_rows import ClaimRows, rows_of
from standpunt.analysis.claims import Claim


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
    groups share no holder. The claims of a store are rows of columns (ClaimRows), each made an
    object when it is looked at.
    """

    claims: Collection[Claim]
    memberships: tuple[Membership, ...] = ()
    disjoint: Set[tuple[str, str]] = frozenset()
    broader: Mapping[str, frozenset[str]] = field(default_factory=dict)
    actors: Mapping[str, Label] = field(default_factory=dict)
    issues: Mapping[str, Label] = field(default_factory=dict)
    _known: dict[str, tuple[tuple[date, ...], tuple[frozenset[str], ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def members_on(self, bloc: str, day: date) -> frozenset[str]:
        """The states that belong to a bloc on a day; empty for a bloc that nobody belongs to."""
        changes, members = self.eras(bloc)
        return members[bisect_right(changes, day)]

    def eras(self, bloc: str) -> tuple[tuple[date, ...], tuple[frozenset[str], ...]]:
        """The days on which the members of a bloc change, and who they are before and after each.

        There is one set of members more than there are days.
        """
        if bloc not in self._known:
            own = [entry for entry in self.memberships if entry.bloc == bloc]
            days = {day for entry in own for day in (entry.since, entry.until) if day}
            changes = tuple(sorted(days))
            members = (frozenset(e.state for e in own if e.covers(day)) for day in changes)
            self._known[bloc] = (changes, (frozenset(), *members))
        return self._known[bloc]

    @property
    def rows(self) -> ClaimRows:
        """The claims as rows of columns."""
        if isinstance(self.claims, ClaimRows):
            return self.claims
        return rows_of(tuple(self.claims), self.disjoint)

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
        kept = claims if isinstance(claims, ClaimRows) else tuple(claims)
        return replace(self, claims=kept)

    def letters_once(self) -> "ClaimBase":
        """Without claims that only report a joint letter which is in the base itself."""
        if isinstance(self.claims, ClaimRows):
            return self.with_claims(self.claims.letters_once())
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
