"""The matrix of the positions page: where each member state stands on each issue, cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.address import long_id, read, write
from dashboard.claim_choice import DAYS
from dashboard.claim_lists import page_number, pager
from dashboard.claim_nodes import Drawing
from dashboard.downloads import Table, show_table_download
from dashboard.frame import redrawn_alone, show_empty
from dashboard.honesty import Basis, basis_text, honesty_line
from dashboard.listing import find_outline, find_proofs
from dashboard.matrix_nodes import cell_key, matrix_figure, matrix_rows, matrix_table
from dashboard.mounting import picked_now, show_tree, show_warning
from dashboard.nodes import Node, el, link
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.records import Catalogue
from dashboard.sides import basis_of_rows
from dashboard.standing import Standings, State, find_standings
from dashboard.standing_nodes import standing_legend
from dashboard.state_card import state_card
from dashboard.wording import Wording
from standpunt.analysis.selecting import Selection

VIEW = "matrix-view"
ISSUES_A_PAGE = 25
FILTERS = ("issue", "meeting", "confidence")
CSV_COLUMNS = (
    "issue", "label", "code", "state", "status", "stance", "certain", "possible", "excluded",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What is on the page: the issues of all pages, those of this one, and the cell picked."""

    every: Sequence[str]
    issues: Sequence[str]
    number: int
    count: int
    picked: str | None


def show_matrix(words: Wording, known: Catalogue, filters: Mapping[str, str]) -> None:
    """Draw it for the parameters of the question `claims` that the filters stand for."""
    selection = Selection(
        issue=filters.get("issue"),
        meeting=filters.get("meeting"),
        min_confidence=float(filters.get("minConfidence") or 0),
        since=_day(filters, "since"),
        before=_day(filters, "before"),
    )
    standings = find_standings(words.language, selection)
    if not standings.issues:
        clear = link("positions", words("positions.clear"), {"view": "matrix"}, c="act")
        show_empty(words, "positions.none", el("p", clear))
        return
    basis = basis_of_rows(standings.rows)
    _show_table(words, known, standings, basis)
    shown = _pick(standings, read("cell") or None)
    _show_downloads(words, known, standings, shown, basis, selection)


def _day(filters: Mapping[str, str], name: str) -> date | None:
    return date.fromisoformat(filters[name]) if name in filters else None


@redrawn_alone
def _show_table(words: Wording, known: Catalogue, standings: Standings, basis: Basis) -> None:
    """The table and what is picked in it."""
    wanted = picked_now(VIEW, read("cell") or None)
    shown = _pick(standings, wanted)
    if wanted is not None and shown.picked is None and wanted not in _keys(standings):
        show_warning(words("matrix.unknown-cell", value=wanted[:80]), "unknown-cell")
    write({"cell": shown.picked})
    tree = [
        el("p", words("matrix.lead"), c="soft summary"),
        standing_legend(
            words, [standings.at(issue, s.iri) for issue in shown.issues for s in standings.states]
        ),
        matrix_table(words, known, standings, shown.issues, shown.picked),
        _card(words, known, standings, shown),
    ]
    if shown.count > 1:
        kept = {"view": "matrix", **{name: read(name) for name in (*FILTERS, *DAYS)}}
        tree.append(pager(words, "positions", kept, shown.number, shown.count))
    tree.append(honesty_line(words, basis))
    show_tree(tree, VIEW, picked=shown.picked, scroll_to="evidence")


def _keys(standings: Standings) -> dict[str, str]:
    """The issue of each cell."""
    return {
        cell_key(issue, state): issue for issue in standings.issues for state in standings.states
    }


def _pick(standings: Standings, picked: str | None) -> Shown:
    """The page of issues that the address wants, and the cell that is wanted if it is there."""
    keys = _keys(standings)
    if picked not in keys:
        picked = None
    every = standings.issues
    pages = [every[at : at + ISSUES_A_PAGE] for at in range(0, len(every), ISSUES_A_PAGE)]
    number = page_number(len(pages))
    if picked is not None and not read("page"):
        number = next(n for n, page in enumerate(pages, 1) if keys[picked] in page)
    if picked is not None and keys[picked] not in pages[number - 1]:
        picked = None
    return Shown(every, pages[number - 1], number, len(pages), picked)


def _card(words: Wording, known: Catalogue, standings: Standings, shown: Shown) -> Node:
    if shown.picked is None:
        return el("p", words("matrix.hint"), c="hint")
    short, _, code = shown.picked.rpartition("~")
    issue = long_id(short, "issue")
    state: State = next(one for one in standings.states if one.code == code)
    standing = standings.at(issue, state.iri)
    listed = find_outline(words.language, issue=issue)
    return el(
        "div",
        state_card(
            Drawing(words, known, shown.picked),
            state,
            standing,
            listed.place,
            find_proofs(standing, listed, words.language),
            of=shown.picked,
            issue=issue,
        ),
        aria_live="polite",
        c="matrix-card",
    )


def _show_downloads(
    words: Wording,
    known: Catalogue,
    standings: Standings,
    shown: Shown,
    basis: Basis,
    selection: Selection,
) -> None:
    told = basis_text(words, basis)

    def make() -> Table:
        names = {issue: known.issue_label(issue) for issue in shown.every}
        rows = matrix_rows(standings, shown.every, names)
        return [*CSV_COLUMNS, "basis"], [[*row, told] for row in rows]

    caps = told
    if shown.count > 1:
        left_out = words("matrix.cap", n=len(shown.issues), all=len(shown.every))
        caps = basis_text(words, _with_cap(basis, left_out))
    figure, size = matrix_figure(words, known, standings, shown.issues)
    picture = make_picture(
        "positions", words("matrix.picture"), figure, size, words("pictures.source", basis=caps)
    )
    with st.container(horizontal=True, gap="small", key="matrix-downloads"):
        show_table_download(words, "matrix", make, (words.language, selection, told))
        show_picture_buttons(words, picture, "matrix")


def _with_cap(basis: Basis, cap: str) -> Basis:
    return Basis(
        basis.documents, basis.claims, basis.anonymous_low, basis.anonymous_high,
        basis.majorities, (*basis.caps, cap),
    )  # fmt: skip


def view_switch(words: Wording) -> Node:
    """Links to the list and to the matrix, with the filters kept."""
    now = "matrix" if read("view") == "matrix" else ""
    kept = {name: read(name) for name in (*FILTERS, *DAYS, "actor", "polarity", "possible")}
    beside = {"id": read("issue"), "meeting": read("meeting")}
    return el(
        "nav",
        [
            link(
                "positions",
                words(f"matrix.as-{name or 'list'}"),
                {**kept, "view": name},
                c="act" + (" main" if name == now else ""),
                aria_current="true" if name == now else None,
            )
            for name in ("", "matrix")
        ],
        link("issue", words("matrix.compare"), beside, c="act") if read("issue") else None,
        c="acts view-switch",
        aria_label=words("matrix.views"),
    )
