"""A claim for its reviewer: its sentence among its neighbours, and how it was read."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from dashboard.answers import rows
from dashboard.claim_nodes import (
    Drawing,
    claim_details,
    claim_id,
    claim_source,
    document_id,
    holder_chips,
    stance,
)
from dashboard.nodes import Child, Node, el, link
from dashboard.reader_text import Paragraph, Span, cut_text
from dashboard.records import Claim, Row, number_of, text_of
from dashboard.wording import Wording, day

NEIGHBOURS = 1


def claim_card(drawing: Drawing, claim: Claim) -> Node:
    """What is claimed, and the paragraphs that hold its evidence, with those around them."""
    words = drawing.words
    about = "; ".join(map(drawing.names.issue_label, claim.issues))
    facts = [
        words.of("act", claim.act),
        words.of("modality", claim.modality),
        words("review.sure", value=claim.confidence),
    ]
    return el(
        "section",
        el("h2", about or words("positions.no-issue")),
        el("p", stance(words, claim.polarity), holder_chips(drawing, claim), c="says"),
        el("p", claim.target, c="quoted soft", lang="nl") if claim.target else None,
        el("p", [el("span", fact) for fact in facts if fact], c="line num"),
        el("div", context(drawing, claim), c="context", lang="nl"),
        el(
            "p",
            el("span", claim_source(drawing, claim)),
            link(
                "document",
                words("claim.read"),
                {"doc": document_id(claim.document), "claim": claim_id(claim)},
            ),
            c="line",
        ),
        el(
            "details",
            el("summary", words("review.details")),
            claim_details(drawing, claim),
            c="how-read",
        ),
        c=f"review-card {claim.polarity}",
    )


def context(drawing: Drawing, claim: Claim) -> list[Node]:
    """The paragraphs around each place of the claim's evidence, in order of the text."""
    evidence = drawing.details.evidence if drawing.details else ()
    spans = [Span(number_of(r, "start"), number_of(r, "end"), claim.iri) for r in evidence]
    text = next(
        (text_of(row, "text") for row in rows("document-text", document=claim.document)), ""
    )
    paragraphs = cut_text(text, {}, spans)
    near = {
        place
        for at, paragraph in enumerate(paragraphs)
        if any(run.owners for run in paragraph.runs)
        for place in range(at - NEIGHBOURS, at + NEIGHBOURS + 1)
    }
    nodes: list[Node] = []
    last = -1
    for at in sorted(place for place in near if 0 <= place < len(paragraphs)):
        if nodes and at > last + 1:
            nodes.append(el("p", "[…]", c="soft"))
        nodes.append(_paragraph(paragraphs[at]))
        last = at
    return nodes


def _paragraph(paragraph: Paragraph) -> Node:
    runs: list[Child] = [
        el("mark", run.text, c="on") if run.owners else run.text for run in paragraph.runs
    ]
    holds = any(run.owners for run in paragraph.runs)
    return el("p", runs, c="here" if holds else "near")


def queue_list(drawing: Drawing, claims: Sequence[Claim], decided: Iterable[str]) -> Node:
    """The claims that wait, the least sure first; those in `decided` (IRIs) bear a mark."""
    done = set(decided)
    words = drawing.words
    entries = [
        el(
            "li",
            el(
                "button",
                stance(words, claim.polarity),
                el("span", claim.confidence, c="num soft"),
                el("span", "; ".join(map(drawing.names.issue_label, claim.issues)), c="what"),
                holder_chips(drawing, claim),
                el("span", words("review.decided"), c="badge after") if claim.iri in done else None,
                c=f"note {claim.polarity}",
                pick=claim_id(claim),
                of=claim_id(claim),
                part="entry",
            ),
        )
        for claim in claims
    ]
    return el("ol", entries, c="queue")


def review_list(words: Wording, reviews: Sequence[Row]) -> Node:
    """Reviews, the newest first: who decided what, when and why, and on which words."""
    return el("ul", [_review(words, row) for row in reviews], c="things reviews")


def _review(words: Wording, row: Row) -> Node:
    status, identity = text_of(row, "status"), text_of(row, "review").rpartition("/")[2]
    fields = text_of(row, "fields")
    return el(
        "li",
        el(
            "p",
            el("strong", words.of("decision", text_of(row, "decision"))),
            el("span", fields, c="num") if fields else None,
            el("span", text_of(row, "author")),
            el("span", _moment(words, text_of(row, "time")), c="num"),
            el("span", words.of("review-status", status), c="badge odd")
            if status not in ("active", "undo")
            else None,
            c="line",
        ),
        el("p", text_of(row, "reason")) if text_of(row, "reason") else None,
        el("p", f"“{text_of(row, 'quote')}”", c="quoted soft", lang="nl")
        if text_of(row, "quote")
        else None,
        el("button", words("review.undo"), c="act", pick=identity, of=identity)
        if status in ("active", "orphaned")
        else None,
    )


def _moment(words: Wording, iso: str) -> str:
    try:
        found = datetime.fromisoformat(iso.replace("Z", "+00:00"))
    except ValueError:
        return iso
    return f"{day(words, found.date().isoformat())}, {found:%H:%M} UTC"
