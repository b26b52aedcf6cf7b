"""The silence page: whom the papers name under each item, whom a group may hold, who is silent."""

from collections.abc import Sequence

import streamlit as st

from dashboard.address import read, write
from dashboard.catalogue import catalogue
from dashboard.claim_choice import (
    Choice,
    choose_claims,
    has_claims,
    kept_filters,
    kept_key,
    show_no_claims,
)
from dashboard.claim_lists import page_number, pager
from dashboard.claim_nodes import Drawing
from dashboard.downloads import show_csv_download
from dashboard.frame import explained, page_words
from dashboard.honesty import Basis, honesty_line, with_basis
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import el
from dashboard.records import Catalogue
from dashboard.sides import EU, basis_for, claim_base
from dashboard.silence_nodes import (
    Row,
    coverage_rows,
    coverage_table,
    never_named,
    reporter_table,
    silence_card,
    status_legend,
)
from dashboard.wording import Wording
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.rows import SILENCE_COLUMNS, silence_rows
from standpunt.analysis.selecting import Selection, select
from standpunt.analysis.silence import Silence, find_silence

VIEW = "silence-view"
ROWS_A_PAGE = 25


def show_silence() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("silence.title"))
    with explained(words):
        known = catalogue(words.language)
        if not has_claims(words, known):
            return
        choice = choose_claims(words, known)
        found, basis = _kept(*kept_key(words, choice))
        if not found.items:
            show_no_claims(words, "silence")
            return
        _show(words, known, choice, found, basis)


@st.cache_resource(show_spinner=False, max_entries=8)
def _kept(store: str, number: int, language: str, selection: Selection) -> tuple[Silence, Basis]:
    base = select(claim_base(language), selection)
    return find_silence(base, EU), basis_for(base, make_incidence(base, among=EU))


def _show(words: Wording, known: Catalogue, choice: Choice, found: Silence, basis: Basis) -> None:
    rows = coverage_rows(words, known, choice.base, found)
    states = [actor for actor, _ in found.named]
    keys = {
        row.key(choice.base.actor(actor).code): (row, actor) for row in rows for actor in states
    }
    picked = picked_now(VIEW, read("cell") or None)
    if picked is not None and picked not in keys:
        show_warning(words("silence.unknown-cell", value=picked[:80]), "unknown-cell")
        picked = None
    pages = [rows[at : at + ROWS_A_PAGE] for at in range(0, len(rows), ROWS_A_PAGE)]
    number = _number(pages, keys[picked][0] if picked else None)
    if picked is not None and keys[picked][0] not in pages[number - 1]:
        picked = None
    write({"cell": picked})
    drawing = Drawing(words, known, picked)
    card = (
        silence_card(drawing, choice.base, *keys[picked])
        if picked
        else el("p", words("silence.hint"), c="hint")
    )
    show_tree(
        [
            el("p", words("silence.lead"), c="soft summary"),
            status_legend(words, [row.item for row in rows]),
            coverage_table(drawing, choice.base, pages[number - 1], states),
            pager(words, "silence", kept_filters(), number, len(pages), "row-pager")
            if len(pages) > 1
            else el("span"),
            el("div", card, aria_live="polite", c="matrix-card"),
            *never_named(words, known, choice.base, found),
            *reporter_table(words, known, choice.base, found),
            honesty_line(words, basis),
        ],
        VIEW,
        picked=picked,
        scroll_to="evidence",
    )
    cells = [
        [each[column] for column in SILENCE_COLUMNS] for each in silence_rows(found, choice.base)
    ]
    columns, table = with_basis(words, basis, SILENCE_COLUMNS, cells)
    show_csv_download(words, "silence", columns, table)


def _number(pages: Sequence[Sequence[Row]], picked: Row | None) -> int:
    """The page of the address, or the one that has the picked row."""
    if picked is not None and not read("page"):
        return next(number for number, page in enumerate(pages, 1) if picked in page)
    return page_number([["" for _ in page] for page in pages], None)
