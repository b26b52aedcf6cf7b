"""Who is named, who may be inside a group, who is not reported, for each agenda item."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal

from standpunt.analysis.claims import Claim
from standpunt.analysis.records import ClaimBase

Status = Literal["named", "possible", "excluded", "not reported"]
STATUSES: tuple[Status, ...] = ("named", "possible", "excluded", "not reported")
Place = tuple[str | None, str, str | None]


@dataclass(frozen=True)
class ItemCoverage:
    """The members of a bloc at one agenda item, or in the claims of a document under none.

    Each member stands in one of the four, the first that fits: named as a holder; possibly inside
    a group; named as not among the holders; not reported. Silence is no opposition.
    """

    meeting: str | None
    document: str
    item: str | None
    claims: int
    named: tuple[str, ...]
    possible: tuple[str, ...]
    excluded: tuple[str, ...]
    silent: tuple[str, ...]

    def status_of(self, actor: str) -> Status | None:
        """Where an actor stands here; None for one who was no member on any day of the claims."""
        groups = (self.named, self.possible, self.excluded, self.silent)
        return next((s for s, g in zip(STATUSES, groups, strict=True) if actor in g), None)


@dataclass(frozen=True)
class ReporterShare:
    """How much of a document is its own government's view."""

    document: str
    reporter: str | None
    claims: int
    reporter_only: int
    nobody: int
    others: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of claims whose one named holder is the reporter."""
        return self.reporter_only / self.claims if self.claims else 0.0


@dataclass(frozen=True)
class Silence:
    """The states by items, the reporters' shares, and how often each member is named."""

    items: tuple[ItemCoverage, ...]
    reporters: tuple[ReporterShare, ...]
    named: tuple[tuple[str, int], ...]

    @property
    def never(self) -> tuple[str, ...]:
        """Members that no claim names."""
        return tuple(actor for actor, times in self.named if not times)


def find_silence(base: ClaimBase, bloc: str) -> Silence:
    """Coverage of the members of a bloc by the claims of a base; those without a day are left out.

    Claims of one item are taken together, whichever document reports them. Joint letters are seen
    through the claims that report them; only claims proper count for the reporters' shares.
    """
    by_item: dict[Place, list[Claim]] = defaultdict(list)
    by_document: dict[str, list[Claim]] = defaultdict(list)
    times: Counter[str] = Counter()
    members: set[str] = set()
    for claim in base.claims:
        if claim.kind == "claim":
            by_document[claim.document].append(claim)
        if claim.day is None or claim.kind == "joint-letter":
            continue
        by_item[_place_of(claim)].append(claim)
        members |= base.members_on(bloc, claim.day)
        times.update(claim.named)
    code = {actor: base.actor(actor).code for actor in members}
    return Silence(
        tuple(
            _coverage(base, bloc, place, claims)
            for place, claims in sorted(by_item.items(), key=lambda entry: _in_order(entry[0]))
        ),
        tuple(_share(base, document, by_document[document]) for document in sorted(by_document)),
        tuple(
            (actor, times[actor]) for actor in sorted(members, key=lambda a: (-times[a], code[a]))
        ),
    )


def claims_behind(base: ClaimBase, item: ItemCoverage, actor: str) -> dict[Status, tuple[str, ...]]:
    """IRIs of the claims of an item that name an actor, leave room for it, or exclude it.

    A claim stands under one of the three; nothing stands under "not reported".
    """
    place = (item.meeting, item.document, item.item)
    found: dict[Status, list[str]] = {status: [] for status in STATUSES}
    for claim in base.claims:
        if claim.day is None or claim.kind == "joint-letter" or _place_of(claim) != place:
            continue
        if actor in claim.named:
            found["named"].append(claim.iri)
        elif actor in claim.excluded:
            found["excluded"].append(claim.iri)
        elif actor in _possible(base, claim):
            found["possible"].append(claim.iri)
    return {status: tuple(iris) for status, iris in found.items()}


def _coverage(base: ClaimBase, bloc: str, place: Place, claims: list[Claim]) -> ItemCoverage:
    members: set[str] = set()
    for claim in claims:
        if claim.day is not None:
            members |= base.members_on(bloc, claim.day)
    named = {actor for claim in claims for actor in claim.named} & members
    possible = {actor for claim in claims for actor in _possible(base, claim)} & members - named
    excluded = {actor for claim in claims for actor in claim.excluded} & members - named - possible
    meeting, document, item = place
    return ItemCoverage(
        meeting,
        document,
        item,
        len(claims),
        *(
            tuple(sorted(group, key=lambda actor: base.actor(actor).code))
            for group in (named, possible, excluded, members - named - possible - excluded)
        ),
    )


def _share(base: ClaimBase, document: str, claims: list[Claim]) -> ReporterShare:
    reporter = claims[0].reporter
    others = {actor for claim in claims for actor in claim.named} - {reporter}
    states = {entry.state for entry in base.memberships}
    return ReporterShare(
        document,
        reporter,
        len(claims),
        sum(claim.named == (reporter,) for claim in claims),
        sum(not claim.named for claim in claims),
        tuple(sorted(others & states, key=lambda actor: base.actor(actor).code)),
    )


def _place_of(claim: Claim) -> Place:
    """Claims of one item stand together; those under none stand under their document."""
    return claim.meeting, "" if claim.item else claim.document, claim.item


def _possible(base: ClaimBase, claim: Claim) -> frozenset[str]:
    """Who may be in the unnamed group of a claim that has room."""
    return base.candidates(claim) if claim.high > len(base.counted(claim)) else frozenset()


def _in_order(place: Place) -> tuple[str, ...]:
    meeting, document, item = place
    return meeting or "", document, item or ""
