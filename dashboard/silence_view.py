"""The silence page: whom the papers name under each item, whom a group may hold, who is silent."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.address import read, write
from dashboard.claim_choice import (
    Choice,
    choose_claims,
    kept_filters,
    kept_key,
    show_analysis,
    show_no_claims,
)
from dashboard.claim_lists import page_number, pager
from dashboard.claim_nodes import Drawing
from dashboard.downloads import Table, show_table_download
from dashboard.frame import redrawn_alone
from dashboard.honesty import Basis, basis_text, honesty_line
from dashboard.memory import kept
from dashboard.mounting import picked_now, show_tree, show_warning
from dashboard.nodes import el
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.records import Catalogue
from dashboard.sides import EU, basis_for, claim_base
from dashboard.silence_figure import coverage_figure
from dashboard.silence_nodes import (
    Row,
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
    show_analysis("silence", _draw, lead=False)


def _draw(words: Wording, known: Catalogue) -> None:
    choice = choose_claims(words, known)
    found, basis = _kept(*kept_key(words, choice))
    if not found.items:
        show_no_claims(words, "silence")
        return
    _show(words, known, choice, found, basis)


@kept(4)
def _kept(store: str, number: int, language: str, selection: Selection) -> tuple[Silence, Basis]:
    base = select(claim_base(language), selection)
    return find_silence(base, EU), basis_for(base, make_incidence(base, among=EU))


@dataclass(frozen=True)
class Shown:
    """What is on the page: the rows of its number, and the cell that is picked, if one is."""

    rows: Sequence[Row]
    number: int
    count: int
    picked: str | None


def _show(words: Wording, known: Catalogue, choice: Choice, found: Silence, basis: Basis) -> None:
    _show_table(words, known, choice, found, basis)
    told = basis_text(words, basis)

    def rows_of_file() -> Table:
        rows = silence_rows(found, choice.base)
        cells: list[list[str | None]] = [[*(row[c] for c in SILENCE_COLUMNS), told] for row in rows]
        return [*SILENCE_COLUMNS, "basis"], cells

    shown = _find(words, known, choice, found, read("cell") or None)
    states = [actor for actor, _ in found.named]
    figure, size = coverage_figure(words, choice.base, shown.rows, states)
    source = words("pictures.source", basis=told)
    if shown.count > 1:
        cap = words("silence.cap", n=len(shown.rows), all=len(found.items))
        source = words("pictures.source", basis=f"{told} {cap}")
    picture = make_picture("silence", words("silence.picture"), figure, size, source)
    with st.container(horizontal=True, gap="small", key="silence-downloads"):
        show_table_download(words, "silence", rows_of_file, kept_key(words, choice))
        show_picture_buttons(words, picture, "silence")


def _find(
    words: Wording, known: Catalogue, choice: Choice, found: Silence, wanted: str | None
) -> Shown:
    """The page of rows that the address or the wanted cell asks for."""
    items = in_order(known, found.items)
    codes = {choice.base.actor(actor).code for actor, _ in found.named}
    place, _, code = (wanted or "").rpartition("~")
    at = next((at for at, item in enumerate(items) if place_of(item) == place), None)
    pages = [items[first : first + ROWS_A_PAGE] for first in range(0, len(items), ROWS_A_PAGE)]
    number = page_number(len(pages))
    is_there = at is not None and code in codes
    if at is not None and is_there and not read("page"):
        number = at // ROWS_A_PAGE + 1
    rows = coverage_rows(words, known, pages[number - 1])
    on_page = any(place_of(row.item) == place for row in rows)
    return Shown(rows, number, len(pages), wanted if is_there and on_page else None)


@redrawn_alone
def _show_table(
    words: Wording, known: Catalogue, choice: Choice, found: Silence, basis: Basis
) -> None:
    """The table, what is picked in it, and what stands below."""
    items = found.items
    actors = {choice.base.actor(actor).code: actor for actor, _ in found.named}
    wanted = picked_now(VIEW, read("cell") or None)
    shown = _find(words, known, choice, found, wanted)
    place, _, code = (wanted or "").rpartition("~")
    if wanted and (code not in actors or place not in {place_of(item) for item in items}):
        show_warning(words("silence.unknown-cell", value=wanted[:80]), "unknown-cell")
    write({"cell": shown.picked})
    drawing = Drawing(words, known, shown.picked)
    card = el("p", words("silence.hint"), c="hint")
    if shown.picked is not None:
        row = next(row for row in shown.rows if row.key(code) == shown.picked)
        card = silence_card(drawing, choice.base, row, actors[code])
    show_tree(
        [
            el("p", words("silence.lead"), c="soft summary"),
            status_legend(words, items),
            coverage_table(drawing, choice.base, shown.rows, list(actors.values())),
            pager(words, "silence", kept_filters(), shown.number, shown.count, "row-pager")
            if shown.count > 1
            else el("span"),
            el("div", card, aria_live="polite", c="matrix-card"),
            *never_named(words, known, choice.base, found),
            *reporter_table(words, known, choice.base, found),
            honesty_line(words, basis),
        ],
        VIEW,
        picked=shown.picked,
        scroll_to="evidence",
    )
