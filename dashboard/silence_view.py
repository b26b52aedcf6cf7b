"""The silence page: whom the papers name under each item, whom a group may hold, who is silent."""

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
from dashboard.downloads import Table, show_table_download
from dashboard.frame import explained, page_words
from dashboard.honesty import Basis, basis_text, honesty_line
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import el
from dashboard.records import Catalogue
from dashboard.sides import EU, basis_for, claim_base
from dashboard.silence_nodes import (
    coverage_rows,
    coverage_table,
    in_order,
    never_named,
    place_of,
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
    items = in_order(known, found.items)
    actors = {choice.base.actor(actor).code: actor for actor, _ in found.named}
    picked = picked_now(VIEW, read("cell") or None)
    place, _, code = (picked or "").rpartition("~")
    at = next((at for at, item in enumerate(items) if place_of(item) == place), None)
    if picked is not None and (at is None or code not in actors):
        show_warning(words("silence.unknown-cell", value=picked[:80]), "unknown-cell")
        picked = at = None
    pages = [items[first : first + ROWS_A_PAGE] for first in range(0, len(items), ROWS_A_PAGE)]
    number = page_number(len(pages))
    if at is not None and not read("page"):
        number = at // ROWS_A_PAGE + 1
    rows = coverage_rows(words, known, pages[number - 1])
    row = next((row for row in rows if picked is not None and row.key(code) == picked), None)
    picked = picked if row is not None else None
    write({"cell": picked})
    drawing = Drawing(words, known, picked)
    card = el("p", words("silence.hint"), c="hint")
    if row is not None:
        card = silence_card(drawing, choice.base, row, actors[code])
    show_tree(
        [
            el("p", words("silence.lead"), c="soft summary"),
            status_legend(words, items),
            coverage_table(drawing, choice.base, rows, list(actors.values())),
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
    told = basis_text(words, basis)

    def rows_of_file() -> Table:
        rows = silence_rows(found, choice.base)
        cells: list[list[str | None]] = [[*(row[c] for c in SILENCE_COLUMNS), told] for row in rows]
        return [*SILENCE_COLUMNS, "basis"], cells

    show_table_download(words, "silence", rows_of_file, kept_key(words, choice))
