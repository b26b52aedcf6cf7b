"""The list of documents, of one kind or year if that is wanted."""

from collections.abc import Sequence

import streamlit as st

from dashboard.address import Filter, select
from dashboard.claim_nodes import document_id, document_name, when_badge
from dashboard.lazy_records import texts_of
from dashboard.mounting import show_tree
from dashboard.nodes import Node, el, link
from dashboard.records import Catalogue, Document
from dashboard.wording import Wording, day

LISTED = 200


def show_list(words: Wording, known: Catalogue) -> None:
    """The documents, of one kind or year if that is wanted, and no more than LISTED."""
    notes = st.container()
    its_kinds = texts_of(known.documents, "kind")
    its_years = _years(known)
    kinds = {kind: words.of("kind", kind) for kind in dict.fromkeys(its_kinds) if kind}
    years = sorted({*its_years} - {""}, reverse=True)
    unknown = words("findings-page.unknown")
    with st.container(horizontal=True, key="filters"):
        kind = select(
            Filter("kind", words("document.kind"), kinds, words("document.every-kind"), unknown),
            notes,
        )
        year = select(
            Filter(
                "year",
                words("document.year"),
                {each: each for each in years},
                words("document.every-year"),
                unknown,
            ),
            notes,
        )
    found = [
        iri
        for iri, its_kind, its_year in zip(known.documents, its_kinds, its_years, strict=True)
        if kind in ("", its_kind) and year in ("", its_year)
    ]
    shown = [known.documents[iri] for iri in found[:LISTED]]
    count = el("p", words.count("document.count", len(found)), c="small soft num")
    nodes: list[Node] = [count, document_list(words, known, shown)]
    if len(found) > LISTED:
        nodes.append(el("p", words("document.cap", n=LISTED), c="warning"))
    show_tree(nodes, "documents-view")


def _years(known: Catalogue) -> list[str]:
    """The year of each document, or else of its meeting; "" if neither is known."""
    dates = texts_of(known.documents, "date")
    meetings = texts_of(known.documents, "meeting")
    days = known.first_days
    return [(its or days.get(of, ""))[:4] for its, of in zip(dates, meetings, strict=True)]


def document_list(words: Wording, known: Catalogue, documents: Sequence[Document]) -> Node:
    """Documents, each with its kind, date, meeting and what was read from it."""
    return el("ul", [_document_line(words, known, d) for d in documents], c="things")


def _document_line(words: Wording, known: Catalogue, document: Document) -> Node:
    return el(
        "li",
        link(
            "document",
            document_name(words, known, document),
            {"doc": document_id(document.iri)},
            c="title",
        ),
        el("p", document.title, c="as-written", lang="nl") if document.meeting else None,
        el(
            "p",
            when_badge(words, document.when),
            el("span", day(words, document.date), c="num") if document.date else None,
            el("span", words.count("meetings.claims", document.claims), c="num"),
            el("span", words.count("document.notices", document.notices), c="num")
            if document.notices
            else None,
            c="line",
        ),
    )
