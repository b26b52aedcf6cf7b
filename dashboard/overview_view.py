"""The first page: what this is, what is contested, the latest meetings, the documents behind it."""

from collections.abc import Mapping, Sequence

from dashboard.address import short_id
from dashboard.answers import rows
from dashboard.catalogue import catalogue, find_claims
from dashboard.claim_nodes import Drawing, holder_chips
from dashboard.disputes import latest_disputes
from dashboard.document_view import document_list
from dashboard.frame import explained, page_words, show_empty
from dashboard.meetings_view import meeting_list
from dashboard.mounting import show_tree
from dashboard.nodes import Child, Node, el, link
from dashboard.records import GLYPHS, Catalogue, Claim, Row, text_of
from dashboard.wording import Wording

LATEST = 5
LOOKED_AT = 20
DISPUTES = 6
VOICES = 2
DOORS = ("positions", "meetings", "choices", "query")


def show_overview() -> None:
    """Draw the page."""
    words = page_words()
    with explained(words):
        known = catalogue(words.language)
        if not known.documents:
            show_empty(words, "document.nothing")
            return
        contested = latest_disputes(
            list(known.meetings)[:LOOKED_AT],
            DISPUTES,
            lambda meeting: rows("contested-items", language=words.language, meeting=meeting),
        )
        show_tree(
            [
                _opening(words),
                el(
                    "div",
                    el("div", _contested(words, known, contested)),
                    el("div", _meetings(words, known), _documents(words, known)),
                    c="split-page",
                ),
            ],
            "overview-view",
        )


def _opening(words: Wording) -> Node:
    doors = [
        link(
            name,
            [el("strong", words(f"pages.{name}")), el("span", words(f"overview.{name}"))],
            {},
            c="door",
        )
        for name in DOORS
    ]
    return el(
        "header",
        el("h1", words("overview.title")),
        el("p", words("overview.lead"), c="lead"),
        el("nav", doors, c="doors", aria_label=words("overview.doors")),
        c="opening",
    )


def _block(title: str, content: Child, more: Child = None) -> Node:
    return el("section", el("header", el("h2", title), more, c="block-head"), content, c="block")


def _meetings(words: Wording, known: Catalogue) -> Node:
    latest = list(known.meetings.values())[:LATEST]
    content = (
        meeting_list(words, known, latest)
        if latest
        else el("p", words("meetings.nothing.why"), c="soft")
    )
    return _block(
        words("overview.latest"), content, link("meetings", words("overview.all-meetings"), {})
    )


def _documents(words: Wording, known: Catalogue) -> Node:
    return _block(words("overview.documents"), document_list(words, known))


def _contested(words: Wording, known: Catalogue, by_issue: Mapping[str, Sequence[Row]]) -> Node:
    if not by_issue:
        content: Child = el("p", words("overview.nothing-contested"), c="soft")
    else:
        drawing = Drawing(words, known)
        shown = list(by_issue.items())[:DISPUTES]
        content = el("ul", [_dispute(drawing, issue, found) for issue, found in shown], c="things")
    more = link("positions", words("overview.all-positions"), {})
    return _block(words("overview.contested"), content, more)


def _dispute(drawing: Drawing, issue: str, found: Sequence[Row]) -> Node:
    """One issue with both sides next to each other, each claim with its holders and its words."""
    words = drawing.words
    claims = {
        claim.iri: claim
        for meeting in dict.fromkeys(text_of(row, "meeting") for row in found)
        for claim in find_claims(words.language, issue=issue, meeting=meeting)
    }
    sides = {
        name: [
            claims[iri] for iri in dict.fromkeys(text_of(r, column) for r in found) if iri in claims
        ]
        for name, column in (("support", "forClaim"), ("oppose", "againstClaim"))
    }
    return el(
        "li",
        link(
            "positions",
            drawing.names.issue_label(issue),
            {"issue": short_id(issue, "issue")},
            c="title",
        ),
        el("div", [_side(drawing, name, side) for name, side in sides.items()], c="versus"),
        el("p", words("overview.disjoint"), c="small soft")
        if text_of(found[0], "disjoint") == "true"
        else None,
    )


def _side(drawing: Drawing, name: str, claims: Sequence[Claim]) -> Node:
    head = el(
        "span",
        el("span", GLYPHS[name], c="glyph", aria_hidden="true"),
        drawing.words(f"overview.{name}"),
        c="stance",
    )
    voices = [
        el(
            "div",
            holder_chips(drawing, claim),
            el("p", f"“{claim.quote}”", c="quoted soft", lang="nl"),
            c="voice",
        )
        for claim in claims[:VOICES]
    ]
    return el("div", head, voices, c=name)
