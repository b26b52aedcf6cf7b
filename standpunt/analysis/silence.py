"""Who is named, who may be inside a group, who is not reported, for each agenda item."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.claims import KINDS, Claim
from standpunt.analysis.columns import NOTHING, Ints
from standpunt.analysis.holders import Holders, make_holders, members_of
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
    rows = base.rows
    every = rows.take(rows.of("kind") == KINDS.index("claim"))
    told = rows.take((rows.of("day") != NOTHING) & (rows.of("kind") != KINDS.index("joint-letter")))
    actors, table, kinds = make_holders(base.with_claims(told), among=bloc, inferring=False)
    order = sorted(range(len(actors)), key=lambda at: base.actor(actors[at]).code)
    _, codes, names = told.listed("named")
    times = dict(zip(names, np.bincount(codes, minlength=len(names)).tolist(), strict=True))
    return Silence(
        tuple(_items(base, bloc, told, (actors, table, kinds), order)),
        tuple(_shares(base, every)),
        tuple(
            (actor, times.get(actor, 0))
            for actor in sorted((actors[at] for at in order), key=lambda one: -times.get(one, 0))
        ),
    )


def _items(
    base: ClaimBase,
    bloc: str,
    rows: ClaimRows,
    holders: tuple[Sequence[str], Holders, Ints],
    order: Sequence[int],
) -> Iterator[ItemCoverage]:
    """The coverage of each place, in order; `order` is that of the actors by their codes."""
    actors, table, kinds = holders
    meeting, document, item = (rows.coded(name) for name in ("meeting", "document", "item"))
    paper = np.where(item.codes == NOTHING, document.codes, NOTHING)
    wide = np.int64(max(len(document.texts), len(item.texts)) + 1)
    key = ((meeting.codes + 1) * wide + paper + 1) * wide + item.codes + 1
    by_place = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[by_place], prepend=-1))
    members = members_of(base, rows, bloc)
    names = np.array(actors, object)[order]
    groups = [
        np.logical_or.reduceat(flags[at[by_place]][:, order], starts, axis=0)
        for flags, at in (
            (table.named, kinds), (table.may, kinds), (table.excluded, kinds),
            (members.table({actor: n for n, actor in enumerate(actors)}, False), members.codes),
        )
    ] if len(starts) else []  # fmt: skip
    counts = np.diff(np.append(starts, len(by_place)))
    found = []
    for place, (row, claims) in enumerate(
        zip(by_place[starts].tolist(), counts.tolist(), strict=True)
    ):
        named, possible, excluded, here = (group[place] for group in groups)
        named = named & here
        possible = possible & here & ~named
        excluded = excluded & here & ~named & ~possible
        told = meeting.at(row), document.at(row) or "", item.at(row)
        found.append(
            ItemCoverage(
                told[0],
                told[1] if told[2] is None else "",
                told[2],
                claims,
                *(
                    tuple(names[group].tolist())
                    for group in (named, possible, excluded, here & ~named & ~possible & ~excluded)
                ),
            )
        )
    yield from sorted(found, key=lambda one: (one.meeting or "", one.document, one.item or ""))


def _shares(base: ClaimBase, rows: ClaimRows) -> Iterator[ReporterShare]:
    """The share of each document's reporter, by document."""
    document, reporter = rows.coded("document"), rows.coded("reporter")
    owner, codes, actors = rows.listed("named")
    at = {actor: place for place, actor in enumerate(actors)}
    own_code = np.array([*(at.get(text, NOTHING - 1) for text in reporter.texts), NOTHING - 1])
    own = own_code[reporter.codes]
    times = np.bincount(owner, minlength=len(rows))
    first = np.minimum(np.cumsum(times) - times, max(0, len(codes) - 1))
    only = (times == 1) & (codes[first] == own) if len(codes) else np.zeros(len(rows), np.bool_)
    size = len(document.texts)
    claims, alone, nobody = (
        np.bincount(document.codes[flags], minlength=size)
        for flags in (slice(None), only, times == 0)
    )
    states = {entry.state for entry in base.memberships}
    is_state = np.array([actor in states for actor in actors], np.bool_)
    other = is_state[codes] & (codes != own[owner])
    pairs = np.unique(document.codes[owner[other]] * np.int64(len(actors) + 1) + codes[other])
    others: dict[int, list[str]] = defaultdict(list)
    for pair in pairs.tolist():
        others[pair // (len(actors) + 1)].append(actors[pair % (len(actors) + 1)])
    _, one = np.unique(document.codes, return_index=True)
    told = {int(document.codes[row]): reporter.at(row) for row in one.tolist()}
    for place in sorted(told, key=lambda place: document.texts[place]):
        yield ReporterShare(
            document.texts[place],
            told[place],
            int(claims[place]),
            int(alone[place]),
            int(nobody[place]),
            tuple(sorted(others[place], key=lambda actor: base.actor(actor).code)),
        )


def claims_behind(base: ClaimBase, item: ItemCoverage, actor: str) -> dict[Status, tuple[str, ...]]:
    """IRIs of the claims of an item that name an actor, leave room for it, or exclude it.

    A claim stands under one of the three; nothing stands under "not reported".
    """
    place = (item.meeting, item.document, item.item)
    found: dict[Status, list[str]] = {status: [] for status in STATUSES}
    for claim in base.with_claims(_rows_at(base.rows, item)).claims:
        if claim.day is None or claim.kind == "joint-letter" or _place_of(claim) != place:
            continue
        if actor in claim.named:
            found["named"].append(claim.iri)
        elif actor in claim.excluded:
            found["excluded"].append(claim.iri)
        elif actor in _possible(base, claim):
            found["possible"].append(claim.iri)
    return {status: tuple(iris) for status, iris in found.items()}


def _rows_at(rows: ClaimRows, item: ItemCoverage) -> ClaimRows:
    """The claims that may be of the item."""
    name, text = ("item", item.item) if item.item else ("document", item.document)
    return rows.take(rows.coded(name).where(lambda one: one == text))


def _place_of(claim: Claim) -> Place:
    """Claims of one item stand together; those under none stand under their document."""
    return claim.meeting, "" if claim.item else claim.document, claim.item


def _possible(base: ClaimBase, claim: Claim) -> frozenset[str]:
    """Who may be in the unnamed group of a claim that has room."""
    return base.candidates(claim) if claim.high > len(base.counted(claim)) else frozenset()
