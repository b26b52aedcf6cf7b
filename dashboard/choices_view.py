"""The choices page: what each member state picked, as tiles, as a table, and as written."""

from collections.abc import Sequence

import streamlit as st

from dashboard.address import Filter, read, select, write
from dashboard.answers import rows
from dashboard.catalogue import catalogue
from dashboard.choice_nodes import Choice, card, legend, map_figure, table, tiles
from dashboard.claim_nodes import document_id, document_name
from dashboard.downloads import show_csv_download
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.honesty import Basis, basis_text, honesty_line, with_basis
from dashboard.listing import find_choice_papers
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import Node, el, link
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.records import Catalogue, Row, text_of
from dashboard.thing_options import document_options
from dashboard.tile_figure import two_letters
from dashboard.wording import Wording, day

VIEW = "choices-view"
CSV_COLUMNS = ("code", "name", "contribution", "exemption", "quote", "document", "meeting")


def show_choices() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("choices.title"))
    with explained(words):
        known = catalogue(words.language)
        documents = find_choice_papers(known)
        if not documents:
            show_empty(words, "choices.nothing")
            return
        document = _choose_document(words, known, documents)
        kept = rows("solidarity-choices", language=words.language, document=document)
        if not kept:
            show_empty(words, "choices.nothing")
            return
        choices = [_read_choice(row) for row in kept]
        _show_map(words, known, kept[0], choices)
        _show_downloads(words, known, kept, choices)


def _show_downloads(
    words: Wording, known: Catalogue, kept: Sequence[Row], choices: Sequence[Choice]
) -> None:
    """The honesty line, then the table as CSV and the map as pictures, which repeat it."""
    told = sum(1 for choice in choices if choice.parts != ("not-reported",))
    basis = Basis(1, told, 0.0, 0.0, caps=(words("choices.told", n=told, all=len(choices)),))
    show_tree([honesty_line(words, basis)], "choices-honesty")
    columns, table = with_basis(
        words, basis, CSV_COLUMNS, [[row.get(c) for c in CSV_COLUMNS] for row in kept]
    )
    figure, size = map_figure(words, choices)
    mechanism = known.issue_label(text_of(kept[0], "mechanism"))
    source = words("pictures.source", basis=basis_text(words, basis))
    picture = make_picture("choices", f"{words('choices.title')} {mechanism}", figure, size, source)
    with st.container(horizontal=True, gap="small", key="choice-downloads"):
        show_csv_download(words, "choices", columns, table)
        show_picture_buttons(words, picture, "choices")


def _choose_document(words: Wording, known: Catalogue, documents: Sequence[str]) -> str:
    """One of these documents, the earliest first; the reader chooses if there are several."""
    if len(documents) > 1:
        names = document_options(words, known)
        labels = {document_id(iri): names.get(document_id(iri), iri) for iri in documents}
        chosen = select(
            Filter(
                "doc",
                words("choices.document"),
                labels,
                words("choices.latest"),
                words("document.unknown"),
            ),
            st.container(),
        )
        return next((iri for iri in documents if document_id(iri) == chosen), documents[-1])
    return documents[0]


def _read_choice(row: Row) -> Choice:
    code = text_of(row, "code")
    return Choice(
        code=code,
        short=two_letters().get(code, code),
        name=text_of(row, "name"),
        parts=tuple(text_of(row, "contribution").split("+")),
        is_exempt=text_of(row, "exemption") == "true",
        quotes=tuple(quote for quote in text_of(row, "quote").split(" | ") if quote),
        document=text_of(row, "document"),
    )


@redrawn_alone
def _show_map(words: Wording, known: Catalogue, row: Row, choices: Sequence[Choice]) -> None:
    by_code = {choice.code: choice for choice in choices}
    wanted = read("state") or None
    picked = picked_now(VIEW, wanted)
    if picked is not None and picked not in by_code:
        show_warning(words("choices.unknown-state", value=picked[:80]), "unknown-state")
        picked = None
    write({"state": picked})
    tree = [
        _head(words, known, row, choices),
        el(
            "div",
            el(
                "div",
                el(
                    "div",
                    tiles(words, choices),
                    c="tiles",
                    role="group",
                    aria_label=words("choices.map"),
                ),
                legend(words, choices),
                c="left",
            ),
            el(
                "div",
                el(
                    "div",
                    el("p", words("choices.hint"), c="hint", of="") if picked is None else None,
                    [card(words, known, choice) for choice in choices],
                    c="cards",
                    aria_live="polite",
                ),
                table(words, choices),
                c="right",
            ),
            c="map-page",
        ),
    ]
    show_tree(tree, VIEW, picked=picked)


def _head(words: Wording, known: Catalogue, row: Row, choices: Sequence[Choice]) -> Node:
    told = sum(1 for choice in choices if choice.parts != ("not-reported",))
    document = known.documents.get(text_of(row, "document"))
    mechanism = known.issue_label(text_of(row, "mechanism"))
    source = (
        link("document", document_name(words, known, document), {"doc": document_id(document.iri)})
        if document
        else None
    )
    return el(
        "p",
        words("choices.lead", mechanism=mechanism, told=told, all=len(choices)),
        " ",
        source,
        f", {day(words, document.date)}" if document and document.date else "",
        ".",
        c="soft lead-small",
    )
