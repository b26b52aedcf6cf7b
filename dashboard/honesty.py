"""What a figure rests on, as one line of words: the same under the figure and inside its files.

Generation, documents, claims, the share of holders that nobody names, how a majority was read, and
what was left out. Knows no page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.nodes import Node, el
from dashboard.pools import generation
from dashboard.records import Claim
from dashboard.wording import Wording, day

MAJORITIES = frozenset({"majority", "qualified-majority"})


@dataclass(frozen=True)
class Basis:
    """What a figure rests on. `documents` and `claims` are those behind it.

    The share of holders that are anonymous lies between `anonymous_low` and `anonymous_high`, 0 to
    1; `majorities` is how many of the claims give a majority, whose least number is read of all
    members; `caps` says in words what was left out, () if nothing was.
    """

    documents: int
    claims: int
    anonymous_low: float
    anonymous_high: float
    majorities: int = 0
    caps: tuple[str, ...] = ()


def basis_of_claims(claims: Iterable[Claim], caps: Sequence[str] = ()) -> Basis:
    """The basis of a figure made of these claims, each counted once.

    Named bodies of the Union are no member states and so outside the bounds of a group.
    """
    kept = list({claim.iri: claim for claim in claims}.values())
    named = sum(len(claim.holders) for claim in kept)
    low = high = 0
    for claim in kept:
        if claim.quantifier and not claim.is_all_named:
            inside = sum(not code.startswith("body:") for code in claim.holders)
            high += max(0, claim.maximum - inside)
            low += max(0, claim.minimum - inside)
    return Basis(
        documents=len({claim.document for claim in kept}),
        claims=len(kept),
        anonymous_low=low / (low + named) if low + named else 0.0,
        anonymous_high=high / (high + named) if high + named else 0.0,
        majorities=sum(claim.quantifier in MAJORITIES for claim in kept),
        caps=tuple(caps),
    )


def basis_text(words: Wording, basis: Basis) -> str:
    """The basis in words. Raises StoreError if there is no published generation."""
    current = generation()
    low, high = round(100 * basis.anonymous_low), round(100 * basis.anonymous_high)
    parts = [
        words(
            "honesty.generation",
            n=current.number,
            day=day(words, current.published.date().isoformat()),
        ),
        words.count("honesty.documents", basis.documents),
        words.count("honesty.claims", basis.claims),
        words("honesty.anonymous-one", n=low)
        if low == high
        else words("honesty.anonymous", low=low, high=high),
        words("honesty.majorities", n=basis.majorities) if basis.majorities else "",
        *basis.caps,
    ]
    return "; ".join(part for part in parts if part) + "."


def honesty_line(words: Wording, basis: Basis) -> Node:
    """The line under a figure."""
    return el(
        "p", words("honesty.title"), " ", basis_text(words, basis), c="honesty small soft num"
    )


def with_basis(
    words: Wording,
    basis: Basis,
    columns: Sequence[str],
    rows: Iterable[Sequence[str | None]],
) -> tuple[list[str], list[list[str | None]]]:
    """A table with one column more, `basis`, that says in each row what the table rests on."""
    told = basis_text(words, basis)
    return [*columns, "basis"], [[*row, told] for row in rows]
