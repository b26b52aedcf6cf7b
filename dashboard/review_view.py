"""The review page: the least sure claim first, with its sentence; confirm, reject, correct, add."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from dashboard.address import Filter, long_id, read, select, short_id, write
from dashboard.answers import rows
from dashboard.catalogue import catalogue, find_details, find_some
from dashboard.claim_nodes import Drawing, claim_id, claim_iri
from dashboard.downloads import show_file_download
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.jobs import job_of, why_not_written
from dashboard.listing import find_outline
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import el, shown
from dashboard.outline import Outline
from dashboard.pools import store_path
from dashboard.records import GLYPHS, POLARITIES, Catalogue, Claim, Row, text_of
from dashboard.review_form import (
    JOB,
    changed,
    record,
    record_addition,
    show_fields,
    take_back,
    tell_writing,
    values_of,
)
from dashboard.review_nodes import claim_card, queue_list, review_list
from dashboard.thing_options import document_options
from dashboard.wording import Wording
from standpunt.exchange import write_reviews
from standpunt.reviews import published_reviews

QUEUE_VIEW, REVIEWS_VIEW = "queue-view", "reviews-view"
SHOWN_QUEUE, SHOWN_REVIEWS = 30, 30
_NEXT = "review-next"


def show_review() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("review.title"))
    with explained(words):
        known = catalogue(words.language)
        if not known.claims:
            show_empty(words, "positions.nothing")
            return
        closed = why_not_written(words, store_path())
        if closed:
            show_warning(closed, "closed")
        _move_on(words)
        reviews = rows("reviews")
        decided = {text_of(row, "claim") for row in reviews if text_of(row, "status") == "active"}
        author, filters, which = _choose(words, known)
        outline = find_outline(words.language, **filters)
        ordered = [outline.iris[at] for at in np.argsort(outline.confidence, kind="stable")]
        queue = [i for i in ordered if which == "all" or (i in decided) == (which == "reviewed")]
        _show_queue(words, known, outline, queue, decided, author, bool(closed))
        _show_addition(words, known, author, bool(closed))
        _show_reviews(words, reviews, author, bool(closed))


def _move_on(words: Wording) -> None:
    """Once something is written, go to the next claim."""
    if tell_writing(words) and _NEXT in st.session_state:
        write({"claim": st.session_state.pop(_NEXT)})


def _choose(words: Wording, known: Catalogue) -> tuple[str, dict[str, str], str]:
    """Who reviews, the filters of the question `claims`, and which claims are wanted."""
    notes = st.container()
    documents = document_options(words, known)
    issues = {
        short_id(i.iri, "issue"): f"{i.label} ({i.claims})"
        for i in known.issues.values()
        if i.claims
    }
    stances = {p: f"{GLYPHS[p]} {words.of('stance', p)}" for p in POLARITIES}
    which = {"reviewed": words("review.reviewed"), "all": words("review.all")}
    with st.container(horizontal=True, key="filters"):
        st.session_state.setdefault("reviewer", read("by"))
        author = st.text_input(
            words("review.by"), key="reviewer", placeholder=words("review.by-hint"), max_chars=80
        ).strip()
        shown = select(_filter(words, "show", which, "review.waiting"), notes)
        document = select(_filter(words, "doc", documents, "review.every-doc"), notes)
        issue = select(_filter(words, "issue", issues, "positions.every-issue"), notes)
        polarity = select(_filter(words, "polarity", stances, "positions.every-polarity"), notes)
    write({"by": author})
    wanted = {
        "document": long_id(document, "document") if document else "",
        "issue": long_id(issue, "issue") if issue else "",
        "polarity": polarity,
    }
    return author, {name: value for name, value in wanted.items() if value}, shown or "waiting"


def _filter(words: Wording, name: str, options: Mapping[str, str], every: str) -> Filter:
    return Filter(
        name, words(f"review.filter-{name}"), options, words(every), words("review.unknown")
    )


@redrawn_alone
def _show_queue(
    words: Wording,
    known: Catalogue,
    outline: Outline,
    queue: Sequence[str],
    decided: set[str],
    author: str,
    closed: bool,
) -> None:
    if not queue:
        show_empty(words, "review.none")
        return
    place_of = {iri: place for place, iri in enumerate(queue)}
    wanted = picked_now(QUEUE_VIEW, read("claim") or None)
    if wanted is not None and claim_iri(wanted) not in place_of:
        show_warning(words("review.elsewhere", value=wanted[:80]), "unknown-claim")
        wanted = None
    write({"claim": wanted})
    place = place_of[claim_iri(wanted)] if wanted else 0
    following = queue[(place + 1) % len(queue)]
    window = _window(queue, place)
    claims = find_some([queue[place], *window], words.language, outline.known)
    current = claims[queue[place]]
    drawing = Drawing(words, known, claim_id(current), find_details(current.iri, words.language))
    card, rail = st.columns([8, 5], gap="large")
    with card:
        show_tree([claim_card(drawing, current)], "card-view")
        _show_decisions(words, known, current, following, author, closed)
    with rail:
        shown = [claims[iri] for iri in window if iri in claims]
        show_tree(
            [
                el("h2", words.count("review.queue", len(queue)), c="rail-head"),
                el("p", words("review.order"), c="small soft"),
                queue_list(replace(drawing, details=None), shown, decided),
            ],
            QUEUE_VIEW,
            picked=claim_id(current),
        )


def _window(queue: Sequence[str], place: int) -> Sequence[str]:
    start = max(0, min(place - 3, len(queue) - SHOWN_QUEUE))
    return queue[start : start + SHOWN_QUEUE]


def _show_decisions(
    words: Wording,
    known: Catalogue,
    claim: Claim,
    following: str,
    author: str,
    closed: bool,
) -> None:
    identity = claim_id(claim)
    if not author:
        show_tree([el("p", words("review.who"), c="warning")], "who-view")
    off = closed or not author or job_of(JOB) is not None
    reason = st.text_input(words("review.reason"), key=f"reason-{identity}", max_chars=500)
    with st.container(horizontal=True, key="decisions"):
        confirm = st.button(
            words("decision.confirm"), type="primary", shortcut="alt+y", disabled=off
        )
        reject = st.button(words("decision.reject"), shortcut="alt+n", disabled=off)
    for decision, pressed in (("confirm", confirm), ("reject", reject)):
        if pressed:
            st.session_state[_NEXT] = short_id(following, "document")
            record(words, store_path(), claim.iri, decision, author, reason)
    with st.expander(words("review.correct"), key=f"correct-{identity}"):
        before = values_of(claim)
        after = show_fields(words, known, identity, before)
        change = changed(before, after)
        said = ", ".join(words(f"review.{name}").lower() for name in change)
        text = words("review.changes", fields=said) if change else words("review.no-change")
        show_tree([el("p", text, c="small soft")], "changes-view")
        if st.button(words("decision.correct"), type="primary", disabled=off or not change):
            st.session_state[_NEXT] = short_id(following, "document")
            record(words, store_path(), claim.iri, "correct", author, reason, change)


def _show_addition(words: Wording, known: Catalogue, author: str, closed: bool) -> None:
    with st.expander(words("review.add"), key="addition"):
        show_tree([el("p", words("review.add-how"), c="soft")], "add-view")
        documents = document_options(words, known)
        wanted = read("claim").partition("/")[0] or read("doc")
        document: str = st.selectbox(
            words("review.filter-doc"),
            list(documents),
            index=list(documents).index(wanted) if wanted in documents else 0,
            format_func=lambda each: shown(documents[each]),
            key="add-document",
        )
        quote = st.text_area(words("review.quote"), key="add-quote", height=90)
        values = show_fields(words, known, "added", {})
        occurrence = st.number_input(
            words("review.occurrence"), min_value=0, value=0, step=1, key="add-occurrence"
        )
        reason = st.text_input(words("review.reason"), key="add-reason")
        ready = author and quote.strip() and values["issue"]
        ready = ready and (values["holder"] or values["group"])
        off = closed or not ready or job_of(JOB) is not None
        if st.button(words("decision.add"), type="primary", disabled=off):
            record_addition(
                words,
                store_path(),
                long_id(document, "document"),
                quote,
                author,
                reason,
                values,
                int(occurrence) or None,
            )


def _show_reviews(words: Wording, reviews: Sequence[Row], author: str, closed: bool) -> None:
    newest = list(reversed(reviews))
    head = el("header", el("h2", words("review.made")), c="block-head")
    if not newest:
        show_tree(
            [el("section", head, el("p", words("review.no-reviews")), c="block")], "made-view"
        )
        return
    wanted = picked_now(REVIEWS_VIEW, None)
    show_tree(
        [el("section", head, review_list(words, newest[:SHOWN_REVIEWS]), c="block")],
        REVIEWS_VIEW,
        picked=wanted,
    )
    if wanted and not closed and author and job_of(JOB) is None:
        take_back(words, store_path(), wanted, author)
    elif wanted and not author:
        show_warning(words("review.who"), "undo-who")
    _show_files(words)


def _show_files(words: Wording) -> None:
    with st.container(horizontal=True, key="review-files"):
        for suffix, media in ((".csv", "text/csv"), (".trig", "application/trig")):
            label = words("review.take", form=suffix[1:].upper().replace("TRIG", "TriG"))
            make = partial(_file, suffix)
            show_file_download(label, make, f"reviews{suffix}", media, suffix)


def _file(suffix: str) -> bytes:
    return write_reviews(published_reviews(store_path()), suffix)
