"""Who sides with whom, for the pages: the figures of standpunt.analysis, kept for a generation.

Asks through the pool of the pages; draws nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.honesty import MAJORITIES, Basis
from dashboard.memory import kept, settled
from dashboard.pools import page_pool, store_path
from graph.opening import published_number
from ontology.terms import ID
from standpunt.analysis.basis import basis_of
from standpunt.analysis.claim_rows import ClaimRows
from standpunt.analysis.evidence import Behind, Grounds
from standpunt.analysis.incidence import Incidence, make_incidence
from standpunt.analysis.loading import load_claims
from standpunt.analysis.networks import ActorNetwork, actor_network
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import Selection, select

EU = f"{ID}bloc/EU"


@dataclass(frozen=True)
class Pair:
    """Two actors as codes, with how many statements they share and how often they stand opposed.

    Each figure has two ends: what named holders make certain, what unnamed groups make possible.
    """

    first: str
    second: str
    certain: int
    possible: int
    opposed: int
    opposed_possible: int

    @property
    def key(self) -> str:
        """The pair as an id in addresses: "BEL-FIN"."""
        return f"{self.first}-{self.second}"

    def ends(self, side: str) -> tuple[int, int]:
        """Certain and possible weight: of opposition for "against", else of agreement."""
        if side == "against":
            return self.opposed, self.opposed_possible
        return self.certain, self.possible


@dataclass(frozen=True)
class Sides:
    """The pairs of a selection, the strongest first, and what they rest on."""

    base: ClaimBase
    incidence: Incidence
    network: ActorNetwork
    pairs: tuple[Pair, ...]
    behind: Behind

    @cached_property
    def basis(self) -> Basis:
        """What the figures rest on; the page of an actor, which shows none of it, never asks."""
        return basis_for(self.base, self.incidence)

    def with_actor(self, code: str) -> list[Pair]:
        """The pairs of one actor, each with that actor first."""
        turned = []
        for pair in self.pairs:
            if pair.first == code:
                turned.append(pair)
            elif pair.second == code:
                turned.append(
                    Pair(code, pair.first, pair.certain, pair.possible, pair.opposed,
                         pair.opposed_possible)
                )  # fmt: skip
        return turned

    def statements(self, pair: Pair, side: str) -> tuple[Grounds, Grounds]:
        """The statements behind a pair: the certain ones, and those that only may be.

        Behind an agreement stand the statements that both hold; behind opposition ("against")
        those of one paper on one issue of which each holds another side.
        """
        actors = self.network.actors
        iris = dict(zip(codes_of(self.base, actors), actors, strict=True))
        one, other = iris[pair.first], iris[pair.second]
        if side == "against":
            certain, possible = (
                self.behind.opposed(one, other, possibly=may) for may in (False, True)
            )
        else:
            certain = self.behind.certain(one, other)
            possible = self.behind.possible(one, other)
        return certain, possible.without(certain)


def claim_base(language: str) -> ClaimBase:
    """All claims, letters and choices of the published generation. Raises GraphError."""
    return _kept_base(str(store_path()), published_number(store_path()) or 0, language)


def told_issues(language: str) -> frozenset[str]:
    """What any claim, letter or choice is about (IRIs); of a choice with the options behind "#"."""
    return _kept_issues(str(store_path()), published_number(store_path()) or 0, language)


def find_sides(language: str, selection: Selection, *, members_only: bool = True) -> Sides:
    """Agreement and conflict of pairs in a selection; of member states only, or of all actors."""
    return _kept_sides(
        str(store_path()), published_number(store_path()) or 0, language, selection, members_only
    )


@kept(2)
@settled
def _kept_base(store: str, number: int, language: str) -> ClaimBase:
    return load_claims(page_pool(), language)


@kept(2)
def _kept_issues(store: str, number: int, language: str) -> frozenset[str]:
    _, codes, texts = claim_base(language).rows.listed("issues")
    return frozenset(texts[at] or "" for at in np.unique(codes).tolist())


@kept(8)
def _kept_sides(
    store: str, number: int, language: str, selection: Selection, members_only: bool
) -> Sides:
    base = select(claim_base(language), selection).letters_once()
    incidence = make_incidence(base, among=EU if members_only else None)
    network = actor_network(incidence)
    behind = Behind(base, incidence, "claim", False)
    return Sides(base, incidence, network, _pairs(base, network), behind)


def basis_for(base: ClaimBase, incidence: Incidence) -> Basis:
    """What a figure on these claims rests on; the incidence is that of the same base."""
    rests = basis_of(incidence)
    return Basis(
        documents=len(np.unique(incidence.document)),
        claims=rests.claims,
        anonymous_low=rests.anonymous_low,
        anonymous_high=rests.anonymous_high,
        majorities=_majorities(base.rows),
    )


def basis_of_rows(rows: ClaimRows) -> Basis:
    """What a figure made of these claims rests on; see honesty.basis_of_claims()."""
    owner, codes, actors = rows.listed("named")
    is_body = np.array([not is_country(actor) for actor in actors], np.bool_)
    holders = np.bincount(owner, minlength=len(rows))
    inside = holders - np.bincount(owner[is_body[codes]], minlength=len(rows))
    group, named = rows.of("open"), len(owner)
    low, high = (
        int(np.maximum(0, rows.of(name) - inside)[group].sum()) for name in ("low", "high")
    )
    return Basis(
        documents=len(np.unique(rows.coded("document").codes)),
        claims=len(rows),
        anonymous_low=low / (low + named) if low + named else 0.0,
        anonymous_high=high / (high + named) if high + named else 0.0,
        majorities=_majorities(rows),
    )


def _majorities(rows: ClaimRows) -> int:
    """How many of the claims speak of a majority."""
    return int(np.count_nonzero(rows.coded("quantifier").where(MAJORITIES.__contains__)))


def _pairs(base: ClaimBase, network: ActorNetwork) -> tuple[Pair, ...]:
    agreement, conflict = network.agreement, network.conflict
    edges = np.triu(agreement.possible() | conflict.possible(), 1)
    codes = codes_of(base, network.actors)
    pairs = [
        Pair(
            first=min(codes[one], codes[other]),
            second=max(codes[one], codes[other]),
            certain=int(agreement.named[one, other]),
            possible=int(agreement.high[one, other]),
            opposed=int(conflict.named[one, other]),
            opposed_possible=int(conflict.high[one, other]),
        )
        for one, other in zip(*np.nonzero(edges), strict=True)
    ]
    return tuple(sorted(pairs, key=lambda p: (-p.certain, -p.possible, p.first, p.second)))


def is_country(actor: str) -> bool:
    """Whether an actor (IRI) is a country, and no body of the Union."""
    return "/country/" in actor


def codes_of(base: ClaimBase, actors: Sequence[str]) -> list[str]:
    """Codes as the catalogue has them: those of bodies begin with "body:"."""
    return [
        code if is_country(actor) or code.startswith("body:") else f"body:{code}"
        for actor in actors
        for code in (base.actor(actor).code,)
    ]
