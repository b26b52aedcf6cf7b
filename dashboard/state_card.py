"""What one member state says on an issue, with the sentences; draws records, asks nothing."""

from collections.abc import Container, Mapping, Sequence

from dashboard.claim_nodes import Drawing
from dashboard.nodes import Child, Node, el
from dashboard.proof_nodes import MAX_PROOFS, claim_proof
from dashboard.records import Claim
from dashboard.standing import Standing, State
from dashboard.standing_nodes import standing_words
from dashboard.thing_links import actor_link, issue_link


def state_card(
    drawing: Drawing,
    state: State,
    standing: Standing,
    listed: Container[str],
    claims: Mapping[str, Claim],
    *,
    of: str = "",
    issue: str = "",
) -> Node:
    """What one state says on the issue, with the sentences; the groups it may be in, on demand.

    `listed` are the claims (IRIs) that count, `claims` the first of them that tell of it. It shows
    while `of` is picked, "state:CODE" if nothing else is said; `issue` stands in its head.
    """
    words = drawing.words
    certain, possible, excluded = standing.claims_listed(listed)
    others = [("possible", possible), ("excluded", excluded)]
    opened = next((status for status, found in others if found), "") if not certain else ""
    return el(
        "section",
        el(
            "h3",
            actor_link(drawing.names, state.code, state.name),
            [" · ", issue_link(drawing.names, issue)] if issue else None,
        ),
        el("p", standing_words(words, standing), c="small soft"),
        proofs(drawing, certain, claims),
        [
            el(
                "details",
                el("summary", words(f"standing.{status}-claims", n=len(found))),
                proofs(drawing, found, claims),
                open="open" if status == opened else None,
            )
            for status, found in others
            if found
        ],
        c="panel state-card",
        of=of or f"state:{state.code}",
        part="evidence",
    )


def proofs(drawing: Drawing, iris: Sequence[str], claims: Mapping[str, Claim]) -> Child:
    """Proofs of claims, no more than MAX_PROOFS; what is left out is counted."""
    if not iris:
        return None
    left = len(iris) - MAX_PROOFS
    shown = [claims[iri] for iri in iris[:MAX_PROOFS] if iri in claims]
    return [
        el("ul", [claim_proof(drawing, claim) for claim in shown]),
        el("p", drawing.words("proof.more", n=left), c="small soft") if left > 0 else None,
    ]
