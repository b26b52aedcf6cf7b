"""How a claim looks, the same on every page: who, stance, about what, and the words that prove it.

Draws records as nodes; asks nothing. A group is never spread over names: it keeps the words of the
source and its bounds. What may be among it is shown on demand, marked as possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.address import long_id, short_id
from dashboard.basket import basket_button
from dashboard.citations import claim_citation
from dashboard.nodes import Child, Node, address, el, link
from dashboard.records import GLYPHS, Catalogue, Claim, Details, Document, Row, text_of
from dashboard.wording import Wording, day


@dataclass(frozen=True)
class Drawing:
    """What drawing claims needs to know of the page.

    `picked` is the id of the claim whose panel is open, `details` what was asked for it. `under` is
    the issue whose heading the claims stand under, "" if none; `with_when` leaves the badge before
    or after the meeting out where a heading says it.
    """

    words: Wording
    names: Catalogue
    picked: str | None = None
    details: Details | None = None
    with_when: bool = True
    under: str = ""


def claim_id(claim: Claim) -> str:
    """The claim's id in addresses: "0123456789abcdef/claim/89-1"."""
    return short_id(claim.iri, "document")


def claim_iri(identity: str) -> str:
    """The IRI of a claim by its id in addresses; the other way round of claim_id()."""
    return long_id(identity, "document")


def stance(words: Wording, polarity: str) -> Node:
    """Glyph and word of a polarity; the colour comes from a class around it."""
    return el(
        "span",
        el("span", GLYPHS.get(polarity, "?"), c="glyph", aria_hidden="true"),
        words.of("stance", polarity),
        c="stance",
    )


def bounds_text(words: Wording, claim: Claim) -> str:
    """The bounds of the holders in words: "at least 14 of 27"."""
    low, high, among = claim.minimum, claim.maximum, claim.universe
    if claim.quantifier == "exact" or low == high:
        return words("bounds.exactly", n=high)
    if among is None:
        return words("bounds.between", low=low, high=high)
    if high >= among:
        return words("bounds.from", low=low, among=among)
    return words("bounds.within", low=low, high=high, among=among)


def holder_chips(drawing: Drawing, claim: Claim) -> Node:
    """Named holders as solid chips, a group as a dashed one with the words of the source."""
    words = drawing.words
    chips: list[Child] = [
        el("span", drawing.names.name(code), c="chip named") for code in claim.holders
    ]
    if claim.is_all_named and claim.quantifier:
        chips.append(el("span", f"“{claim.phrase}”", c="words", lang="nl"))
    elif claim.quantifier:
        chips.append(
            el(
                "span",
                el("span", bounds_text(words, claim), c="bounds num"),
                el("span", f"“{claim.phrase}”", c="words", lang="nl"),
                c="chip group",
                title=words("claim.group-hint"),
            )
        )
    elif not claim.holders:
        chips.append(
            el("span", el("span", f"“{claim.phrase}”", c="words", lang="nl"), c="chip group")
        )
    return el("span", chips, c="chips")


def when_badge(words: Wording, when: str) -> Node | None:
    """Before the meeting (annotated agenda) or after it (report)."""
    if not when:
        return None
    return el("span", words(f"when.{when}"), c=f"badge {when}", title=words(f"when.{when}-hint"))


def claim_entry(drawing: Drawing, claim: Claim, *, with_issue: bool) -> Node:
    """A claim in a list: a button with who and what, and under it the panel that proves it."""
    identity = claim_id(claim)
    words = drawing.words
    document = drawing.names.documents.get(claim.document)
    about: list[Child] = []
    if with_issue:
        about.append(el("strong", "; ".join(map(drawing.names.issue_label, claim.issues))))
        about.append(" · " if claim.target else None)
    about.append(el("span", claim.target, c="target", lang="nl") if claim.target else None)
    head = el(
        "button",
        stance(words, claim.polarity),
        holder_chips(drawing, claim),
        el(
            "span",
            when_badge(words, document.when) if document and drawing.with_when else None,
            _modality_badge(words, claim),
            el("span", el("span", words("claim.evidence"), c="opener-words"), c="opener"),
            c="marks",
        ),
        el(
            "span",
            about,
            _condition(words, claim),
            None if with_issue else _also(drawing, claim),
            c="about",
        ),
        c="claim-head",
        pick=identity,
        toggle=True,
        aria_controls=f"panel-{identity}",
    )
    return el("li", head, claim_panel(drawing, claim), c=f"claim {claim.polarity}")


def claim_panel(drawing: Drawing, claim: Claim) -> Node:
    """The evidence of a claim: quote, source, links, and, once it is picked, holders and rules."""
    identity = claim_id(claim)
    words = drawing.words
    return el(
        "div",
        el("blockquote", claim.quote, c="quoted", lang="nl"),
        el("p", claim_source(drawing, claim), c="source"),
        el(
            "div",
            link(
                "document",
                words("claim.read"),
                {"doc": document_id(claim.document), "claim": identity},
                c="act main",
            ),
            el(
                "button",
                words("claim.copy"),
                c="act",
                copy=address("positions", {"claim": identity}),
                done=words("claim.copied"),
            ),
            basket_button(words, "claim", identity),
            c="acts",
        ),
        claim_details(drawing, claim) if identity == drawing.picked else _waiting(words),
        c="panel evidence",
        of=identity,
        part="evidence",
        id=f"panel-{identity}",
    )


def claim_details(drawing: Drawing, claim: Claim) -> Child:
    """Who holds it, certainly, possibly, not; how it was read from the text; how to cite it."""
    if drawing.details is None:
        return _waiting(drawing.words)
    return [
        _holders(drawing, drawing.details.holders),
        _facts(drawing, claim),
        claim_citation(drawing.words, drawing.names, claim, drawing.details),
    ]


def document_id(iri: str) -> str:
    """The id of a document in addresses: the first 16 digits of its hash."""
    return short_id(iri, "document")


def document_name(words: Wording, known: Catalogue, document: Document) -> str:
    """What to call a document: its kind and its meeting; its own title if it belongs to none."""
    meeting = known.meetings.get(document.meeting)
    if meeting is None:
        return document.title
    return f"{words.of('kind', document.kind)}: {meeting.label}"


def _waiting(words: Wording) -> Node:
    return el("div", el("span", words("claim.loading"), c="hidden-words"), c="waiting")


def _condition(words: Wording, claim: Claim) -> Child:
    if not claim.condition:
        return None
    return [f" · {words('claim.condition')} ", el("span", claim.condition, c="target", lang="nl")]


def _also(drawing: Drawing, claim: Claim) -> Child:
    """The other issues of a claim that stands under its first."""
    others = [drawing.names.issue_label(iri) for iri in claim.issues if iri != drawing.under]
    return f" · {drawing.words('claim.also', issues='; '.join(others))}" if others else None


def _modality_badge(words: Wording, claim: Claim) -> Node | None:
    if claim.modality in ("stated", ""):
        return None
    return el(
        "span",
        words.of("modality", claim.modality),
        c="badge odd" if claim.modality == "expected" else "badge",
        title=words.of("modality-hint", claim.modality),
    )


def claim_source(drawing: Drawing, claim: Claim) -> str:
    """Where a claim stands: paper, date, number and heading of the section."""
    words = drawing.words
    document = drawing.names.documents.get(claim.document)
    parts = []
    if document:
        parts += [document_name(words, drawing.names, document), day(words, document.date)]
    parts.append(f"{claim.item_number} {claim.section}".strip())
    return " · ".join(part for part in parts if part)


def _holders(drawing: Drawing, holders: Sequence[Row]) -> Node:
    words = drawing.words
    by_status: dict[str, list[Row]] = {"certain": [], "possible": [], "excluded": []}
    for row in holders:
        by_status.setdefault(text_of(row, "status"), []).append(row)
    lines = []
    for status, found in by_status.items():
        if not found and status == "excluded":
            continue
        lines.append(
            el(
                "div",
                el("span", words(f"holders.{status}", n=len(found))),
                el("span", [_code(row, status) for row in found], c="codes")
                if found
                else el("span", words(f"holders.no-{status}"), c="soft"),
                c="row",
            )
        )
    caveat = el("p", words("holders.caveat"), c="caveat") if by_status["possible"] else None
    return el("div", el("h3", words("holders.title"), c="small-head"), lines, caveat, c="holders")


def _code(row: Row, status: str) -> Node:
    code = text_of(row, "code").removeprefix("body:")
    name = text_of(row, "name")
    shown = name if status == "certain" else code
    return link("actor", shown, {"id": text_of(row, "code")}, c=f"code {status}", title=name)


def _facts(drawing: Drawing, claim: Claim) -> Node:
    words = drawing.words
    evidence = drawing.details.evidence if drawing.details else ()
    spans = [f"{text_of(row, 'start')}–{text_of(row, 'end')}" for row in evidence]
    first: Row = evidence[0] if evidence else {}
    document = drawing.names.documents.get(claim.document)
    reporter = drawing.names.name(document.reporter) if document and document.reporter else ""
    facts = [
        ("reporter", reporter),
        ("modality", words.of("modality", claim.modality)),
        ("act", words.of("act", claim.act)),
        ("quantifier", words.of("quantifier", claim.quantifier) if claim.quantifier else ""),
        (
            "spans",
            words.count("facts.places", len(spans), places=", ".join(spans)) if spans else "",
        ),
        ("place", text_of(first, "sourcePlace")),
        ("rule", text_of(first, "rules")),
        ("confidence", claim.confidence),
        ("version", text_of(first, "extractorVersion")),
    ]
    pairs = [
        [el("dt", words(f"facts.{name}")), el("dd", value, c="num")]
        for name, value in facts
        if value
    ]
    return el(
        "details",
        el("summary", words("facts.title")),
        el("dl", pairs, c="facts"),
        c="how-read",
    )
