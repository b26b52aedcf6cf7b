"""Short proofs: a claim, letter or choice with its holders, its words and the way to its paper.

For panels that list what stands behind a figure; a claim in a list of its own is drawn by
dashboard/claim_nodes.py. Asks for the statements that are given by IRI.
"""

from collections.abc import Iterable, Mapping, Sequence

from dashboard.address import short_id
from dashboard.answers import rows
from dashboard.catalogue import find_some
from dashboard.claim_lists import StanceColumn
from dashboard.claim_nodes import (
    Drawing,
    bounds_text,
    claim_entry,
    claim_id,
    claim_source,
    document_id,
    document_name,
    stance,
)
from dashboard.nodes import Child, Node, el, link
from dashboard.outline import Outline
from dashboard.records import Claim, text_of
from dashboard.thing_links import actor_link, issue_link
from dashboard.wording import day

MAX_PROOFS = 12


def holder_links(drawing: Drawing, claim: Claim) -> Node:
    """Named holders as links, a group with the words of the source and its bounds."""
    chips: list[Child] = [actor_link(drawing.names, code, c="chip named") for code in claim.holders]
    if claim.quantifier and not claim.is_all_named:
        chips.append(
            el(
                "span",
                el("span", bounds_text(drawing.words, claim), c="bounds num"),
                el("span", f"“{claim.phrase}”", c="words", lang="nl"),
                c="chip group",
                title=drawing.words("claim.group-hint"),
            )
        )
    return el("span", chips, c="chips")


def claim_proof(drawing: Drawing, claim: Claim, *, with_issue: bool = True) -> Node:
    """A claim in full: stance, issue, holders, quote, source, and links to paper and claim."""
    words = drawing.words
    identity = claim_id(claim)
    issues: list[Child] = []
    for iri in claim.issues:
        issues += [", " if issues else None, issue_link(drawing.names, iri)]
    return el(
        "li",
        el("p", stance(words, claim.polarity), el("span", issues) if with_issue else None,
           c="proof-head"),
        holder_links(drawing, claim),
        el("blockquote", claim.quote, c="quoted", lang="nl"),
        el(
            "p",
            el("span", claim_source(drawing, claim)),
            link("document", words("claim.read"),
                 {"doc": document_id(claim.document), "claim": identity}),
            link("positions", words("proof.open"), {"claim": identity}),
            c="line",
        ),
        c=f"proof {claim.polarity}",
    )  # fmt: skip


def statement_proofs(drawing: Drawing, statements: Iterable[str]) -> list[Node]:
    """Proofs of claims, letters and choices by IRI.

    No more than MAX_PROOFS; whoever calls says what is left out.
    """
    wanted = list(statements)[:MAX_PROOFS]
    claims = find_some([iri for iri in wanted if "/claim/" in iri], drawing.words.language)
    return [
        claim_proof(drawing, claims[iri]) if iri in claims else other_proof(drawing, iri)
        for iri in wanted
    ]


def other_proof(drawing: Drawing, statement: str) -> Node:
    """A joint letter, a choice or another statement: its words and its papers."""
    words = drawing.words
    found = rows("claim-evidence", claim=statement)
    sources = dict.fromkeys(text_of(row, "document") for row in found)
    kind = "choice" if "/choice/" in statement else "letter"
    quotes = dict.fromkeys(text_of(row, "quote") for row in found)
    lines = []
    for iri in sources:
        document = drawing.names.documents.get(iri)
        name = document_name(words, drawing.names, document) if document else iri
        when = day(words, document.date) if document else ""
        lines.append(
            el(
                "p",
                el("span", " · ".join(part for part in (name, when) if part)),
                link("document", words("claim.read"),
                     {"doc": document_id(iri), "claim": short_id(statement, "document")}),
                c="line",
            )
        )  # fmt: skip
    return el(
        "li",
        el("p", el("strong", words.of("statements", kind)), c="proof-head"),
        [el("blockquote", quote, c="quoted", lang="nl") for quote in quotes],
        lines,
        c="proof",
    )


def stance_columns(
    drawing: Drawing,
    outline: Outline,
    columns: Sequence[StanceColumn],
    number: int,
    claims: Mapping[str, Claim],
) -> Node:
    """Supporters, those with a condition, and those against, side by side.

    In each the named come first, the groups after, with their words; a claim opens its sentence.
    `number` is the page of the columns that is shown, `claims` are those on it, by IRI.
    """
    words = drawing.words
    drawn, missing = [], []
    for column in columns:
        if column.size:
            parts = [
                [claims[iri] for at in part if (iri := outline.iris[at]) in claims]
                for part in column.part(number)
            ]
            drawn.append(_column(drawing, column, parts))
        elif column.name != "neutral":
            missing.append(el("li", words(f"columns.none-{column.name}")))
    return el(
        "div",
        el("div", drawn, c="columns") if drawn else None,
        el("ul", missing, c="missing small soft") if missing else None,
    )


def _column(drawing: Drawing, column: StanceColumn, shown: Sequence[Sequence[Claim]]) -> Node:
    words = drawing.words
    sizes = (len(column.named), len(column.groups))
    parts: list[Child] = [
        [
            el("h3", words(f"columns.{part}", n=size), c="small-head"),
            el("ul", [claim_entry(drawing, c, with_issue=False) for c in kept], c="narrow"),
        ]
        for part, size, kept in zip(("named", "groups"), sizes, shown, strict=True)
        if kept
    ]
    if not any(shown):
        parts.append(el("p", words("columns.on-other-pages"), c="small soft"))
    return el(
        "section",
        el("header", el("h2", stance(words, column.name)), el("span", str(column.size), c="num"),
           c=f"column-head {column.name}"),
        parts,
        c="column",
    )  # fmt: skip
