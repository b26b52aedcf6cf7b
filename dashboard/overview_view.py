"""The first page: what this is, what is contested, the latest meetings, the documents behind it."""

from collections.abc import Mapping, Sequence
from itertools import islice

from dashboard.address import short_id
from dashboard.answers import rows
from dashboard.catalogue import catalogue, find_some
from dashboard.claim_nodes import Drawing, holder_chips
from dashboard.disputes import latest_disputes
from dashboard.document_list import document_list
from dashboard.frame import explained, page_words, show_empty
from dashboard.lazy_records import numbers_of
from dashboard.meetings_view import meeting_list
from dashboard.mounting import show_tree
from dashboard.nodes import Child, Node, el, link
from dashboard.records import GLYPHS, Catalogue, Claim, Row, text_of
from dashboard.thing_links import issue_link
from dashboard.wording import Wording

LATEST = 5
LOOKED_AT = 20
NAMED = 3
DISPUTES = 6
VOICES = 2
DOORS = ("positions", "coalitions", "meetings", "choices", "findings", "query")


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
                    el(
                        "div",
                        _meetings(words, known),
                        _gaps(words, known),
                        _documents(words, known),
                    ),
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
    latest = list(islice(known.meetings.values(), LATEST))
    content = (
        meeting_list(words, known, latest)
        if latest
        else el("p", words("meetings.nothing.why"), c="soft")
    )
    return _block(
        words("overview.latest"), content, link("meetings", words("overview.all-meetings"), {})
    )


def _documents(words: Wording, known: Catalogue) -> Node:
    latest = list(islice(known.documents.values(), LATEST))
    more = link("document", words("overview.all-documents"), {})
    return _block(words("overview.documents"), document_list(words, known, latest), more)


def _gaps(words: Wording, known: Catalogue) -> Node:
    """What the store lacks or could not resolve, each with the way there."""
    halves = {
        side: [iri for iri in known.meetings if side not in known.sides_of(iri)]
        for side in ("before", "after")
    }
    notices = sum(numbers_of(known.documents, "notices"))
    findings = sum(numbers_of(known.documents, "findings"))
    lines: list[Child] = [
        el("li", words.count(f"overview.no-{side}", len(found)), " ", _some(known, found))
        for side, found in halves.items()
        if found
    ]
    if notices:
        way = link("query", words("overview.notices-way"), {"question": "notices"})
        lines.append(el("li", words.count("overview.notices", notices), " ", way))
    if findings:
        way = link("findings", words("pages.findings"), {})
        lines.append(el("li", words.count("overview.findings-count", findings), " ", way))
    lines.append(el("li", words("overview.unread"), " ", link("data", words("pages.data"), {})))
    return _block(words("overview.gaps"), el("ul", lines, c="things gaps"))


def _some(known: Catalogue, meetings: Sequence[str]) -> list[Node]:
    """Links to the first of these meetings (IRIs)."""
    return [
        el("span", link("meetings", label, {"meeting": short_id(iri, "meeting")}), " ")
        for iri in meetings[:NAMED]
        for label in [known.meeting_labels[iri]]
    ]


def _contested(words: Wording, known: Catalogue, by_issue: Mapping[str, Sequence[Row]]) -> Node:
    if not by_issue:
        content: Child = el("p", words("overview.nothing-contested"), c="soft")
    else:
        drawing = Drawing(words, known)
        shown = list(by_issue.items())[:DISPUTES]
        named = [iri for _, found in shown for side in _sides(found).values() for iri in side]
        claims = find_some(named, words.language)
        content = el(
            "ul", [_dispute(drawing, issue, found, claims) for issue, found in shown], c="things"
        )
    more = link("positions", words("overview.all-positions"), {})
    return _block(words("overview.contested"), content, more)


def _sides(found: Sequence[Row]) -> dict[str, list[str]]:
    """The claims (IRIs) on each side, as many as are shown."""
    columns = {"support": "forClaim", "oppose": "againstClaim"}
    return {
        name: list(dict.fromkeys(text_of(row, column) for row in found))[:VOICES]
        for name, column in columns.items()
    }


def _dispute(
    drawing: Drawing, issue: str, found: Sequence[Row], claims: Mapping[str, Claim]
) -> Node:
    """One issue with both sides next to each other, each claim with its holders and its words."""
    words = drawing.words
    sides = {
        name: [claims[iri] for iri in side if iri in claims] for name, side in _sides(found).items()
    }
    return el(
        "li",
        issue_link(drawing.names, issue, c="title"),
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
        for claim in claims
    ]
    return el("div", head, voices, c=name)
