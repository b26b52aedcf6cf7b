"""Rows of the stored questions that give all claims, choices and letters, from claim tables."""

from collections.abc import Callable, Iterable, Mapping

from graph.claim_table import ABOUT, EXCLUDED, NAMED, all_fields, all_pairs, all_rows
from graph.projected import ClaimTables
from graph.projected_rows import CHOICES, DISJOINT, REVIEWED, SIGNED

Cells = tuple[str | None, ...]


def _claim_facts(claims: ClaimTables) -> Iterable[Cells]:
    rows = []
    for (claim, document, meeting, item, polarity, modality, confidence, least, most, universe,
         quantifier, count) in all_fields(claims):  # fmt: skip
        if None in (document, polarity, modality, confidence, least, most):
            continue
        rows.append(
            (claim, document, meeting, item, _after(polarity, "#polarity-"),
             _after(modality, "#modality-"), confidence, least, most, universe,
             _after(quantifier, "#quantifier-"), count)
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row[0], row[3] or ""))


def _claim_holdings(claims: ClaimTables) -> Iterable[Cells]:
    roles = (NAMED, EXCLUDED)
    rows = [(claim, actor, role) for role in roles for claim, actor in all_pairs(claims, role)]
    return sorted(rows, key=lambda row: (row[0], row[2], row[1]))


def _claim_issues(claims: ClaimTables) -> Iterable[Cells]:
    return sorted(all_pairs(claims, ABOUT))


def _ready(
    claims: ClaimTables, question: str, width: int, order: tuple[int, ...]
) -> Iterable[Cells] | None:
    """The rows that the graphs have ready, by the columns that give the order."""
    rows = all_rows(claims, question)
    if rows is None:
        return None
    return sorted((row[:width] for row in rows), key=lambda row: [row[at] or "" for at in order])


def _letters_signed(claims: ClaimTables) -> Iterable[Cells]:
    """What all papers say of a letter, with each paper that lists a name."""
    said: dict[str, dict[str, set[str]]] = {}
    signed: list[tuple[str, str, str]] = []
    for letter, part, value, document, *_ in all_rows(claims, SIGNED) or ():
        parts = said.setdefault(letter or "", {})
        if part != "signatory":
            parts.setdefault(part or "", set()).add(value or "")
        elif document:
            signed.append((letter or "", value or "", document))
    rows = [
        (letter, meeting, count, issue, signatory, document)
        for letter, signatory, document in signed
        for meeting in said[letter].get("meeting", ())
        for issue in said[letter].get("issue", ())
        for count in said[letter].get("count", (None,))
    ]
    return sorted(rows, key=lambda row: (row[0], row[3], row[5], row[4]))


def _after(text: str | None, mark: str) -> str | None:
    """What stands after the mark; nothing, as STRAFTER, if there is none."""
    return None if text is None else text.partition(mark)[2]


OF_CLAIMS: Mapping[str, Callable[[ClaimTables], Iterable[Cells] | None]] = {
    CHOICES: lambda claims: _ready(claims, CHOICES, 7, (0, 3)),
    DISJOINT: lambda claims: _ready(claims, DISJOINT, 2, (0, 1)),
    REVIEWED: lambda claims: _ready(claims, REVIEWED, 2, (0,)),
    SIGNED: _letters_signed,
    "claim-facts": _claim_facts,
    "claim-holdings": _claim_holdings,
    "claim-issues": _claim_issues,
}
"""What answers each of the questions; None says that the engine has to be asked."""
