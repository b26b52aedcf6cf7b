"""Words of papers set beside each other, each with the way to its place in the text."""

from dashboard.claim_nodes import document_id, document_name, when_badge
from dashboard.nodes import Child, Node, el, link
from dashboard.records import Catalogue
from dashboard.wording import Wording
from ontology.terms import ID


def quote_card(
    words: Wording, known: Catalogue, document: str, statement: str, quote: str, *above: Child
) -> Node:
    """One quote with what stands above it; `document` and `statement` are IRIs."""
    paper = known.documents.get(document)
    identity = statement.removeprefix(f"{ID}document/")
    return el(
        "div",
        [each for each in above if each],
        el("blockquote", quote, c="quoted", lang="nl"),
        el(
            "p",
            when_badge(words, paper.when) if paper else None,
            link(
                "document",
                document_name(words, known, paper) if paper else words("claim.read"),
                {"doc": document_id(document), "claim": identity},
            ),
            c="line",
        ),
        c=f"quote-card {paper.when}" if paper and paper.when else "quote-card",
    )


def pair(left: Child, right: Child) -> Node:
    """Two sides beside each other, one below the other on a phone."""
    return el("div", left, right, c="pair")
