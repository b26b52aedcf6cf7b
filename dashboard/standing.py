"""Where each member state stands on each issue: certain, possible, excluded, or not reported.

Works on the claims of standpunt.analysis, kept for a generation; forecasts about others are left
out, as they are nobody's stance yet. Draws nothing.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.answers import store_path
from dashboard.memory import settled
from dashboard.records import AGAINST, IN_FAVOUR
from dashboard.sides import EU, claim_base
from dashboard.tile_figure import two_letters
from graph.opening import published_number
from standpunt.analysis.claims import Claim
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import Selection, select

SPLIT = "split"
BLANK = "blank"


@dataclass(frozen=True)
class Standing:
    """One state on one issue: its polarities, and IRIs of the claims, by how it is held."""

    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    certain_claims: tuple[str, ...] = ()
    possible_claims: tuple[str, ...] = ()
    excluded_claims: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """certain, possible, excluded, or blank: the first that fits."""
        if self.certain_claims:
            return "certain"
        if self.possible_claims:
            return "possible"
        return "excluded" if self.excluded_claims else BLANK

    @property
    def stance(self) -> str:
        """One polarity for all of that status; "split" if they are on both sides; "" if none."""
        return joined(self.certain or self.possible)

    def claims_listed(self, among: Container[str]) -> tuple[list[str], list[str], list[str]]:
        """Of its certain, possible and excluding claims those that are listed."""
        certain, possible, excluded = (
            [iri for iri in its if iri in among]
            for its in (self.certain_claims, self.possible_claims, self.excluded_claims)
        )
        return certain, possible, excluded

    def with_other(self, other: "Standing") -> "Standing":
        """This and the standing on another issue taken together."""
        return Standing(
            self.certain | other.certain,
            self.possible | other.possible,
            _once(self.certain_claims, other.certain_claims),
            _once(self.possible_claims, other.possible_claims),
            _once(self.excluded_claims, other.excluded_claims),
        )


@dataclass(frozen=True)
class State:
    """A member state: ISO code, the two letters that the EU uses, and name."""

    iri: str
    code: str
    short: str
    name: str


@dataclass(frozen=True)
class Standings:
    """States and issues with a standing for each pair that any claim tells of.

    States come by how often they are named, issues (IRIs) by number of claims; `claims` are the
    IRIs of the claims on an issue, `groups` those that rest on a group without names.
    """

    states: tuple[State, ...]
    issues: tuple[str, ...]
    cells: Mapping[tuple[str, str], Standing]
    claims: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[Claim, ...]]
    documents: Mapping[str, str]

    def at(self, issue: str, state: str) -> Standing:
        """The standing of a state on an issue; a blank one if no claim tells."""
        return self.cells.get((issue, state), Standing())

    def on(self, issues: Iterable[str], state: str) -> Standing:
        """The standing of a state on several issues taken together."""
        found = Standing()
        for issue in issues:
            found = found.with_other(self.at(issue, state))
        return found


def joined(polarities: frozenset[str]) -> str:
    """One word for several polarities: that of a side, conditional or oppose if it is mixed."""
    favour, against = polarities & IN_FAVOUR, polarities & AGAINST
    if favour and against:
        return SPLIT
    if len(favour) > 1:
        return "conditional-support"
    if len(against) > 1:
        return "oppose"
    return next(iter(favour or against or polarities), "")


def find_standings(language: str, selection: Selection) -> Standings:
    """All standings of a selection of claims. Raises GraphError."""
    return _kept_standings(
        str(store_path()), published_number(store_path()) or 0, language, selection
    )


@st.cache_resource(show_spinner=False, max_entries=8)
@settled
def _kept_standings(store: str, number: int, language: str, selection: Selection) -> Standings:
    base = select(claim_base(language), selection)
    base = base.with_claims([claim for claim in base.claims if claim.kind == "claim"])
    return make_standings(base)


def make_standings(base: ClaimBase) -> Standings:
    """The standings of a claim base."""
    found: dict[tuple[str, str], dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    members: set[str] = set()
    by_issue: dict[str, list[Claim]] = defaultdict(list)
    times: dict[str, int] = defaultdict(int)
    for claim in base.claims:
        here = base.members_on(EU, claim.day) if claim.day else frozenset()
        members |= here
        room = claim.high > len(base.counted(claim))
        held = {
            "certain": frozenset(claim.named) & here,
            "possible": base.candidates(claim) & here if room else frozenset(),
            "excluded": frozenset(claim.excluded) & here,
        }
        for actor in held["certain"]:
            times[actor] += 1
        for issue in claim.issues:
            by_issue[issue].append(claim)
            for status, actors in held.items():
                for actor in actors:
                    found[issue, actor][status].append(claim)
    ranked = sorted(by_issue, key=lambda iri: (-len(by_issue[iri]), base.issue(iri).name))
    states = [
        State(iri, code, two_letters().get(code, code), base.actor(iri).name)
        for iri in sorted(members, key=lambda iri: (-times[iri], base.actor(iri).name))
        for code in (base.actor(iri).code,)
    ]
    return Standings(
        tuple(states),
        tuple(ranked),
        {key: _standing(claims) for key, claims in found.items()},
        {issue: tuple(claim.iri for claim in claims) for issue, claims in by_issue.items()},
        {
            issue: tuple(claim for claim in claims if claim.open and not claim.named)
            for issue, claims in by_issue.items()
        },
        {claim.iri: claim.document for claim in base.claims},
    )


def _standing(claims: Mapping[str, list[Claim]]) -> Standing:
    return Standing(
        frozenset(claim.polarity for claim in claims.get("certain", ())),
        frozenset(claim.polarity for claim in claims.get("possible", ())),
        *(
            tuple(claim.iri for claim in claims.get(status, ()))
            for status in ("certain", "possible", "excluded")
        ),
    )


def _once(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
