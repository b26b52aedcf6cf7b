"""The silence page: whom the papers name under each item, whom a group may hold, who is silent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.address import read, write
from dashboard.catalogue import catalogue
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
    count_statuses,
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
from ontology.terms import ID
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.rows import SILENCE_COLUMNS, silence_rows
from standpunt.analysis.selecting import Selection, select
from standpunt.analysis.silence import ItemCoverage, Silence, Status, find_silence

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
    listed = _kept_order(*kept_key(words, choice))
    _show(words, known, choice, listed, basis)


@kept(4)
def _kept(store: str, number: int, language: str, selection: Selection) -> tuple[Silence, Basis]:
    base = select(claim_base(language), selection)
    return find_silence(base, EU), basis_for(base, make_incidence(base, among=EU))


@dataclass(frozen=True)
class Items:
    """What was found, its items in the order of the page, and how many cells look how."""

    found: Silence
    ordered: Sequence[ItemCoverage]
    counts: Mapping[Status, int]

    def place(self, wanted: str) -> int | None:
        """Where the item that the address calls so comes; None if there is none."""
        iris = (f"{ID}{wanted}", wanted)
        return next(
            (
                at
                for at, item in enumerate(self.ordered)
                if (item.item or item.document) in iris and place_of(item) == wanted
            ),
            None,
        )


@kept(4)
def _kept_order(store: str, number: int, language: str, selection: Selection) -> Items:
    found, _ = _kept(store, number, language, selection)
    ordered = in_order(catalogue(language), found.items)
    return Items(found, ordered, count_statuses(ordered))


@dataclass(frozen=True)
class Shown:
    """What is on the page: the rows of its number, and the cell that is picked, if one is.

    `is_known` says whether the cell that was wanted stands on any page.
    """

    rows: Sequence[Row]
    number: int
    count: int
    picked: str | None
    is_known: bool


def _show(words: Wording, known: Catalogue, choice: Choice, items: Items, basis: Basis) -> None:
    _show_table(words, known, choice, items, basis)
    found = items.found
    told = basis_text(words, basis)

    def rows_of_file() -> Table:
        rows = silence_rows(found, choice.base)
        cells: list[list[str | None]] = [[*(row[c] for c in SILENCE_COLUMNS), told] for row in rows]
        return [*SILENCE_COLUMNS, "basis"], cells

    shown = _find(words, known, choice, items, read("cell") or None)
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
    words: Wording, known: Catalogue, choice: Choice, items: Items, wanted: str | None
) -> Shown:
    """The page of rows that the address or the wanted cell asks for."""
    codes = {choice.base.actor(actor).code for actor, _ in items.found.named}
    place, _, code = (wanted or "").rpartition("~")
    at = items.place(place) if wanted else None
    count = -(-len(items.ordered) // ROWS_A_PAGE)
    number = page_number(count)
    is_there = at is not None and code in codes
    if at is not None and is_there and not read("page"):
        number = at // ROWS_A_PAGE + 1
    first = (number - 1) * ROWS_A_PAGE
    rows = coverage_rows(words, known, items.ordered[first : first + ROWS_A_PAGE])
    on_page = any(place_of(row.item) == place for row in rows)
    return Shown(rows, number, count, wanted if is_there and on_page else None, is_there)


@redrawn_alone
def _show_table(
    words: Wording, known: Catalogue, choice: Choice, items: Items, basis: Basis
) -> None:
    """The table, what is picked in it, and what stands below."""
    found = items.found
    actors = {choice.base.actor(actor).code: actor for actor, _ in found.named}
    wanted = picked_now(VIEW, read("cell") or None)
    shown = _find(words, known, choice, items, wanted)
    if wanted and not shown.is_known:
        show_warning(words("silence.unknown-cell", value=wanted[:80]), "unknown-cell")
    write({"cell": shown.picked})
    drawing = Drawing(words, known, shown.picked)
    card = el("p", words("silence.hint"), c="hint")
    if shown.picked is not None:
        code = shown.picked.rpartition("~")[2]
        row = next(row for row in shown.rows if row.key(code) == shown.picked)
        card = silence_card(drawing, choice.base, row, actors[code])
    show_tree(
        [
            el("p", words("silence.lead"), c="soft summary"),
            status_legend(words, items.counts),
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
