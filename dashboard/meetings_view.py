"""The meetings page: the list, and one meeting by item: what was foreseen, what was reported."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from dashboard.address import long_id, read, short_id, write
from dashboard.answers import rows
from dashboard.catalogue import catalogue, find_claims, find_details
from dashboard.citations import Cited
from dashboard.claim_lists import page_number, pager
from dashboard.claim_nodes import Drawing, claim_entry, claim_id, when_badge
from dashboard.delivery_nodes import comparison_of
from dashboard.delivery_view import COMPARED, show_compared, show_switch
from dashboard.downloads import show_claim_downloads, show_file_download
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.honesty import basis_of_claims, honesty_line
from dashboard.meeting_nodes import document_link, findings, letters
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import Node, el, link
from dashboard.pools import generation
from dashboard.records import Catalogue, Claim, Meeting, Row, text_of
from dashboard.wording import Wording, days
from standpunt.calendar_form import Event, calendar_text

VIEW = "meeting-view"
MEETINGS_A_PAGE = 100
SIDES = ("before", "after")
ROLES = ("presenter", "speaker", "addressee", "author", "mentioned")


def show_meetings() -> None:
    """Draw the page: one meeting if the address names it, else the list."""
    words = page_words()
    with explained(words):
        known = catalogue(words.language)
        wanted = read("meeting")
        meeting = known.meetings.get(long_id(wanted, "meeting")) if wanted else None
        if meeting is not None:
            _show_meeting(words, known, meeting)
            return
        show_title(words("meetings.title"))
        if wanted:
            show_warning(words("positions.unknown-meeting", value=wanted[:80]), "unknown-meeting")
            write({"meeting": None})
        if not known.meetings:
            show_empty(words, "meetings.nothing")
            return
        _show_list(words, known)
        _show_calendar(words, known)


def _show_list(words: Wording, known: Catalogue) -> None:
    """The meetings, newest first, as many as one page of the list has."""
    count = -(-len(known.meetings) // MEETINGS_A_PAGE)
    number = page_number(count)
    tree = [meeting_list(words, known, meetings_on(known, number))]
    if count > 1:
        tree.append(pager(words, "meetings", {}, number, count, "meeting-pager"))
    show_tree(tree, "meetings-view")


def meetings_on(known: Catalogue, number: int) -> list[Meeting]:
    """The meetings on a page of the list, counted from 1."""
    iris = islice(known.meetings, (number - 1) * MEETINGS_A_PAGE, number * MEETINGS_A_PAGE)
    return [known.meetings[iri] for iri in iris]


def _show_calendar(words: Wording, known: Catalogue) -> None:
    """All meetings as a file for calendars."""
    stamp = generation().published

    def make() -> bytes:
        events = [
            Event(
                meeting.iri,
                meeting.label,
                date.fromisoformat(meeting.start[:10]),
                date.fromisoformat((meeting.end or meeting.start)[:10]),
                known.name(meeting.country) if meeting.country else "",
                words.count("meetings.claims", meeting.claims),
            )
            for meeting in known.meetings.values()
            if meeting.start
        ]
        return calendar_text(words("meetings.title"), events, stamp).encode()

    show_file_download(
        words("meetings.calendar"),
        make,
        "meetings.ics",
        "text/calendar; charset=utf-8",
        words.language,
    )


def meeting_list(words: Wording, known: Catalogue, meetings: Sequence[Meeting]) -> Node:
    """Meetings, newest first, each with what is stored of it."""
    return el("ul", [_meeting_line(words, known, meeting) for meeting in meetings], c="things")


def _meeting_line(words: Wording, known: Catalogue, meeting: Meeting) -> Node:
    kept = known.sides_of(meeting.iri)
    return el(
        "li",
        link("meetings", meeting.label, {"meeting": short_id(meeting.iri, "meeting")}, c="title"),
        el(
            "p",
            el("span", days(words, meeting.start, meeting.end), c="num"),
            el("span", known.name(meeting.country)) if meeting.country else None,
            el("span", words.count("meetings.items", meeting.items), c="num"),
            el("span", words.count("meetings.claims", meeting.claims), c="num"),
            [when_badge(words, side) for side in SIDES if side in kept],
            c="line",
        ),
    )


def _show_meeting(words: Wording, known: Catalogue, meeting: Meeting) -> None:
    show_title(meeting.label)
    claims = find_claims(words.language, meeting=meeting.iri)
    comparison = comparison_of(meeting.iri, words.language)
    show_switch(words, meeting, comparison)
    if read("view") == COMPARED and comparison.deliveries:
        show_compared(words, known, meeting, comparison, claims)
        return
    _show_items(words, known, meeting, claims)
    basis = basis_of_claims(claims)
    cited = Cited(meeting.label, meeting.iri, "meeting", short_id(meeting.iri, "meeting"))
    show_claim_downloads(words, {"meeting": meeting.iri}, len(claims), basis, cited)


@redrawn_alone
def _show_items(
    words: Wording, known: Catalogue, meeting: Meeting, claims: Sequence[Claim]
) -> None:
    """The agenda items with their claims, and what is picked among them."""
    picked = picked_now(VIEW, read("claim") or None)
    by_id = {claim_id(claim): claim for claim in claims}
    if picked not in by_id:
        picked = None
    write({"claim": picked})
    drawing = Drawing(words, known, picked, with_when=False)
    if picked is not None:
        drawing = replace(drawing, details=find_details(by_id[picked].iri, words.language))
    show_tree(
        [
            _head(words, known, meeting),
            *_items(drawing, meeting, claims),
            *_outside(drawing, claims),
            *letters(words, meeting),
            *findings(words, known, meeting),
            honesty_line(words, basis_of_claims(claims)),
        ],
        VIEW,
        picked=picked,
        scroll_to="evidence",
    )


def _head(words: Wording, known: Catalogue, meeting: Meeting) -> Node:
    facts = [
        days(words, meeting.start, meeting.end),
        known.name(meeting.country) if meeting.country else "",
        words("meetings.informal") if meeting.is_informal else words("meetings.formal"),
        _presidency(known, meeting),
    ]
    papers = known.papers_of(meeting.iri)
    return el(
        "div",
        el("p", [el("span", fact, c="num") for fact in facts if fact], c="line"),
        el(
            "ul",
            [
                el(
                    "li",
                    when_badge(words, d.when),
                    document_link(words, d),
                    el("span", d.title, c="as-written", lang="nl"),
                    c="line",
                )
                for d in sorted(papers, key=lambda d: (SIDES.index(d.when) if d.when else 9, d.iri))
            ],
            c="papers",
        ),
        el(
            "p",
            link("meetings", words("meetings.all"), {}),
            link(
                "positions",
                words("meetings.positions"),
                {"meeting": short_id(meeting.iri, "meeting")},
            ),
            c="line",
        ),
        c="meeting-head",
    )


def _presidency(known: Catalogue, meeting: Meeting) -> str:
    """The name of the Presidency; `meetings` gives its IRI where it has no label."""
    actor = known.actors.get(meeting.presidency)
    if actor is not None:
        return actor.name
    return "" if meeting.presidency.startswith("http") else meeting.presidency


def _items(drawing: Drawing, meeting: Meeting, claims: Sequence[Claim]) -> list[Node]:
    words = drawing.words
    participants = rows("item-participants", meeting=meeting.iri, language=words.language)
    sections: list[Node] = []
    part = ""
    for item in rows("meeting-items", meeting=meeting.iri):
        iri = text_of(item, "item")
        if text_of(item, "part") != part:
            part = text_of(item, "part")
            sections.append(el("p", part, c="part", lang="nl"))
        sections.append(
            el(
                "section",
                _item_head(words, item),
                _room(words, [row for row in participants if text_of(row, "item") == iri]),
                _sides(drawing, [claim for claim in claims if claim.item == iri]),
                c="item",
            )
        )
    return sections


def _item_head(words: Wording, item: Row) -> Node:
    form = text_of(item, "form")
    spellings = text_of(item, "titles").split(" | ")
    return el(
        "header",
        el("span", text_of(item, "number"), c="number"),
        el(
            "div",
            el("h2", text_of(item, "title"), lang="nl"),
            el(
                "p",
                el("span", words.of("form", form)) if form else None,
                [
                    el("span", words("meetings.also"), " ", el("span", other, lang="nl"))
                    for other in spellings
                    if other and other != text_of(item, "title")
                ],
                c="line",
            ),
        ),
        c="item-head",
    )


def _room(words: Wording, participants: Sequence[Row]) -> Node | None:
    """Who presented, spoke, was asked, wrote, or was only mentioned; each once a role."""
    lines = []
    above: set[str] = set()
    for role in ROLES:
        names = {
            text_of(row, "code"): row
            for row in participants
            if text_of(row, "role") == role
            and not (role == "mentioned" and text_of(row, "code") in above)
        }
        above |= set(names)
        if names:
            chips = [
                el(
                    "span",
                    text_of(row, "name"),
                    c="actor only" if role == "mentioned" else "actor",
                    title=text_of(row, "quote"),
                )
                for row in names.values()
            ]
            lines.append(el("div", el("dt", words(f"roles.{role}")), el("dd", chips)))
    return el("dl", lines, c="room") if lines else None


def _sides(drawing: Drawing, claims: Sequence[Claim]) -> Node:
    words = drawing.words
    columns = []
    for side in SIDES:
        here = [c for c in claims if _side_of(drawing.names, c) == side]
        columns.append(
            el(
                "div",
                el("h3", when_badge(words, side), words(f"meetings.{side}"), c="small-head"),
                el("ul", [claim_entry(drawing, c, with_issue=True) for c in here], c="narrow")
                if here
                else el("p", words(f"meetings.nothing-{side}"), c="none"),
                c="side",
            )
        )
    return el("div", columns, c="sides")


def _side_of(names: Catalogue, claim: Claim) -> str:
    document = names.documents.get(claim.document)
    return document.when if document and document.when else "before"


def _outside(drawing: Drawing, claims: Sequence[Claim]) -> list[Node]:
    """Claims of the papers that belong to no agenda item, by the section they stand in."""
    words = drawing.words
    sections: dict[str, list[Claim]] = {}
    for claim in claims:
        if not claim.item:
            sections.setdefault(claim.section, []).append(claim)
    if not sections:
        return []
    nodes = [el("p", words("meetings.outside"), c="part")]
    for heading, found in sections.items():
        nodes.append(
            el(
                "section",
                el(
                    "header",
                    el("span", "–", c="number", aria_hidden="true"),
                    el("div", el("h2", heading, lang="nl")),
                    c="item-head",
                ),
                _sides(drawing, found),
                c="item",
            )
        )
    return nodes
