"""The document page: the list, and one document with its claims in the margin of its text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.address import long_id, read, short_id, toggle, write
from dashboard.answers import rows
from dashboard.catalogue import catalogue, find_claims, find_details
from dashboard.citations import Cited, access_now, document_citation
from dashboard.claim_nodes import (
    Drawing,
    claim_details,
    claim_id,
    document_id,
    document_name,
    holder_chips,
    stance,
    when_badge,
)
from dashboard.document_list import show_list
from dashboard.downloads import show_claim_downloads, show_file_download
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.honesty import basis_of_claims, honesty_line
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import Child, Node, address, el, link
from dashboard.pools import page_pool
from dashboard.reader_text import Paragraph, Run, Span, cut_text
from dashboard.records import Catalogue, Claim, Document, number_of, text_of
from dashboard.unread import (
    PREFIX,
    coverage_line,
    sentences_of,
    unread_by_id,
    unread_note,
    unread_spans,
)
from dashboard.wording import Wording, day
from standpunt.annotating import MEDIA_TYPE, document_annotations
from standpunt.citing import asking
from standpunt.rereading import Sentence

VIEW = "reader-view"


def show_document() -> None:
    """Draw the page: one document if the address names it, else the list."""
    words = page_words()
    with explained(words):
        known = catalogue(words.language)
        wanted = read("doc")
        document = known.documents.get(long_id(wanted, "document")) if wanted else None
        if document is not None:
            _show_reader(words, known, document)
            return
        show_title(words("document.title"))
        if wanted:
            show_warning(words("document.unknown", value=wanted[:80]), "unknown")
            write({"doc": None, "claim": None})
        if not known.documents:
            show_empty(words, "document.nothing")
            return
        show_list(words, known)


def _show_reader(words: Wording, known: Catalogue, document: Document) -> None:
    show_title(document_name(words, known, document))
    claims = {claim_id(c): c for c in find_claims(words.language, document=document.iri)}
    spans, others, pages = _spans(document, claims)
    text = next((text_of(row, "text") for row in rows("document-text", document=document.iri)), "")
    unread = _show_unread_switch(words, document, text)
    _show_text(words, known, document, claims, (spans, others, pages), text, unread)
    basis = basis_of_claims(claims.values())
    title, identity = document_citation(words, known, document), document_id(document.iri)
    cited = Cited(title, document.iri, "document", identity)
    show_claim_downloads(words, {"document": document.iri}, len(claims), basis, cited)
    if text:
        label, name = words("document.take-text"), f"{identity}.txt"
        show_file_download(label, text.encode, name, "text/plain; charset=utf-8", document.iri)
        _show_annotations(words, document)


def _show_annotations(words: Wording, document: Document) -> None:
    """The evidence as Web Annotations, made when it is asked for."""
    pool, access, language = page_pool(), access_now(), words.language

    def make() -> bytes:
        found = document_annotations(asking(pool), document.iri, language, access)
        return (found or "").encode()

    name = f"{document_id(document.iri)}-annotations.jsonld"
    made_of = (document.iri, language, access)
    show_file_download(words("document.annotations"), make, name, MEDIA_TYPE, made_of)


@redrawn_alone
def _show_text(
    words: Wording,
    known: Catalogue,
    document: Document,
    claims: Mapping[str, Claim],
    marks: tuple[list[Span], dict[str, str], dict[str, int]],
    text: str,
    unread: Mapping[str, Sentence],
) -> None:
    """The text with its marks and notes, and what is picked in it."""
    spans, others, pages = marks
    picked = picked_now(VIEW, read("claim") or None)
    if picked is not None and not any(picked in each for each in (claims, others, unread)):
        show_warning(words("positions.unknown-claim", value=picked[:80]), "unknown-claim")
        picked = None
    write({"doc": document_id(document.iri), "claim": picked})
    shown = [span for span in spans if span.owner in claims or span.owner == picked]
    shown += unread_spans(unread)
    drawing = Drawing(words, known, picked)
    if picked is not None and picked in claims:
        drawing = replace(drawing, details=find_details(claims[picked].iri, words.language))
    sections = {
        number_of(row, "start"): text_of(row, "title")
        for row in rows("document-sections", document=document.iri)
    }
    paragraphs = cut_text(text, sections, shown)
    basis = basis_of_claims(claims.values())
    show_tree(
        [
            _head(words, known, document, claims),
            el(
                "article",
                [_paragraph_node(drawing, claims, others, unread, pages, p) for p in paragraphs],
                c="sheet",
                lang="nl",
            ),
            honesty_line(words, basis),
        ],
        VIEW,
        picked=picked,
        scroll_to="mark",
    )


def _show_unread_switch(words: Wording, document: Document, text: str) -> Mapping[str, Sentence]:
    """The switch for unread sentences, and those sentences by id if it is on."""
    if not toggle("unread", words("document.unread"), words("document.unread-hint")):
        return {}
    sentences = sentences_of(document, text)
    show_tree([coverage_line(words, sentences)], "coverage-line")
    return unread_by_id(sentences)


def _spans(
    document: Document, claims: Mapping[str, Claim]
) -> tuple[list[Span], dict[str, str], dict[str, int]]:
    """All spans of the document's evidence, quotes of statements that are no claims, and pages."""
    spans, others = [], {}
    pages: dict[str, int] = {}
    for row in rows("claim-evidence", document=document.iri):
        owner = short_id(text_of(row, "claim"), "document")
        spans.append(Span(number_of(row, "start"), number_of(row, "end"), owner))
        if owner not in claims:
            others[owner] = text_of(row, "quote")
        if page := number_of(row, "page"):
            pages.setdefault(owner, page)
    return spans, others, pages


def _head(
    words: Wording, known: Catalogue, document: Document, claims: Mapping[str, Claim]
) -> Node:
    meeting = known.meetings.get(document.meeting)
    paper = " ".join(part for part in (document.dossier, document.number) if part)
    reporter = known.name(document.reporter) if document.reporter else ""
    return el(
        "div",
        el(
            "p",
            when_badge(words, document.when),
            el("span", document.title, c="as-written", lang="nl") if document.meeting else None,
            el("span", day(words, document.date), c="num") if document.date else None,
            el("span", words("document.reporter", name=reporter)) if reporter else None,
            el("span", words("document.paper", number=paper), c="num") if paper else None,
            link(
                "meetings",
                words("document.meeting"),
                {"meeting": short_id(meeting.iri, "meeting")},
            )
            if meeting
            else None,
            c="line",
        ),
        el(
            "p",
            el("span", words.count("meetings.claims", len(claims)), c="num"),
            el("span", words.count("document.notices", document.notices), c="num")
            if document.notices
            else None,
            el("span", document.file_name),
            el("span", f"sha-256 {document.sha256[:16]}…", title=document.sha256, c="num"),
            c="line",
        ),
        el("p", words("document.how"), c="small soft how"),
        c="reader-top",
    )


def _paragraph_node(
    drawing: Drawing,
    claims: Mapping[str, Claim],
    others: Mapping[str, str],
    unread: Mapping[str, Sentence],
    pages: Mapping[str, int],
    paragraph: Paragraph,
) -> Node:
    notes: list[Child] = []
    for owner in paragraph.begins:
        if owner in claims:
            notes.append(_note(drawing, claims[owner], pages.get(owner)))
        elif owner in unread:
            notes.append(unread_note(drawing.words, owner, unread[owner]))
        elif owner in others:
            notes.append(_other_note(drawing.words, owner))
    return el(
        "div",
        el("div", [_run_node(claims, run) for run in paragraph.runs], c="text"),
        el("div", notes, c="notes", lang=drawing.words.language) if notes else None,
        c="para heading" if paragraph.is_heading else "para",
    )


def _run_node(claims: Mapping[str, Claim], run: Run) -> Child:
    if not run.owners:
        return run.text
    first = run.owners[0]
    return el(
        "mark",
        run.text,
        c=_mark_class(claims, first),
        pick=first,
        of=" ".join(run.owners),
        part="mark",
        reveal="note",
        tabindex="0",
        role="button",
    )


def _mark_class(claims: Mapping[str, Claim], owner: str) -> str:
    if owner in claims:
        return claims[owner].polarity
    return "unread" if owner.startswith(PREFIX) else "other"


def _note(drawing: Drawing, claim: Claim, page: int | None) -> Node:
    identity = claim_id(claim)
    issues = "; ".join(map(drawing.names.issue_label, claim.issues))
    return el(
        "div",
        el(
            "button",
            stance(drawing.words, claim.polarity),
            el("span", issues or drawing.words("positions.no-issue"), c="what"),
            holder_chips(drawing, claim),
            el("span", drawing.words("document.page", page=str(page)), c="num") if page else None,
            c=f"note {claim.polarity}",
            pick=identity,
            toggle=True,
            of=identity,
            part="note",
            reveal="mark",
        ),
        el("div", _note_more(drawing, claim), c="note-more", of=identity),
    )


def _note_more(drawing: Drawing, claim: Claim) -> Child:
    if claim_id(claim) != drawing.picked:
        return None
    words = drawing.words
    place: Sequence[Child] = (
        el(
            "div",
            el(
                "button",
                words("claim.copy"),
                c="act",
                copy=address(
                    "document", {"doc": document_id(claim.document), "claim": claim_id(claim)}
                ),
                done=words("claim.copied"),
            ),
            c="acts",
        ),
        claim_details(drawing, claim),
    )
    return place


def _other_note(words: Wording, owner: str) -> Node:
    kind = owner.split("/")[1] if "/" in owner else ""
    return el(
        "div",
        el(
            "button",
            words.of("statements", kind),
            c="note",
            pick=owner,
            of=owner,
            part="note",
            reveal="mark",
        ),
    )
