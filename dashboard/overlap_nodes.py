"""How an inference from sizes looks: what follows, by which step, from what claims."""

from dataclasses import dataclass

from dashboard.claim_nodes import Drawing
from dashboard.nodes import Child, Node, el
from dashboard.proof_nodes import statement_proofs
from dashboard.quote_nodes import pair as beside
from dashboard.reason_words import reason_text
from dashboard.thing_links import actor_link, issue_link
from standpunt.analysis.algebra import InferredHolder, Overlap
from standpunt.analysis.claims import Claim
from standpunt.analysis.records import ClaimBase


@dataclass(frozen=True)
class Shared:
    """Two groups that must share members, with the claims that they hold."""

    pair: Overlap
    first: Claim
    second: Claim

    @property
    def issues(self) -> list[str]:
        """The issues that both claims are about."""
        return [issue for issue in self.first.issues if issue in self.second.issues]

    @property
    def is_opposite(self) -> bool:
        """Whether the two stand on opposite sides of an issue."""
        return bool(self.issues) and self.first.side * self.second.side < 0

    def is_about(self, about: str) -> bool:
        """Whether it fits "same" (one issue), "opposite" (its two sides) or "" (anything)."""
        return {"same": bool(self.issues), "opposite": self.is_opposite}.get(about, True)


@dataclass(frozen=True)
class Holders:
    """Actors that must hold one claim by one step."""

    found: list[InferredHolder]


def shared_entry(drawing: Drawing, one: Shared) -> Node:
    """The least and the most members in both groups, and both claims side by side."""
    words, pair = drawing.words, one.pair
    key = "exactly" if pair.least == pair.most else "between"
    common: list[Child] = []
    if one.issues:
        links: list[Child] = []
        for issue in one.issues:
            links += [", " if links else None, issue_link(drawing.names, issue)]
        side = one.first.side * one.second.side
        common = [
            el("span", words("overlaps.on-one", issues=""), links),
            el("span", words(f"overlaps.{'opposite' if side < 0 else 'same-side'}"),
               c="badge split" if side < 0 else "badge")
            if side
            else None,
        ]  # fmt: skip
    claims = [_proof(drawing, iri) for iri in (pair.first, pair.second)]
    return el(
        "li",
        el(
            "p",
            el("span", words("overlaps.inferred"), c="badge odd"),
            el("strong", words(f"overlaps.{key}", least=pair.least, most=pair.most)),
            common,
            c="line",
        ),
        el("p", words("overlaps.step", step=reason_text(words, pair.step)), c="small soft num"),
        beside(*claims),
    )


def holder_entry(drawing: Drawing, base: ClaimBase, one: Holders) -> Node:
    """Who must hold a claim that does not name it, and the claims that leave no choice."""
    words, first = drawing.words, one.found[0]
    chips = [
        actor_link(drawing.names, base.actor(found.actor).code, c="chip group")
        for found in one.found
    ]
    return el(
        "li",
        el(
            "p",
            el("span", words("overlaps.inferred"), c="badge odd"),
            el("strong", words("overlaps.must-hold")),
            c="line",
        ),
        el("p", chips, c="chips"),
        el("p", words("overlaps.step", step=reason_text(words, first.step)), c="small soft num"),
        el("div", [_proof(drawing, iri) for iri in dict.fromkeys(first.premises)], c="pair"),
    )


def _proof(drawing: Drawing, statement: str) -> Node:
    return el("ul", statement_proofs(drawing, [statement]), c="half")
