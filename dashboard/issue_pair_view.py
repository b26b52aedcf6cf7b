"""Two issues beside each other on the page of the first: states in rows, a column for each."""

from dataclasses import dataclass, replace

import streamlit as st

from dashboard.address import read, write
from dashboard.claim_nodes import Drawing
from dashboard.downloads import Table, show_table_download
from dashboard.frame import redrawn_alone
from dashboard.honesty import Basis, basis_text, honesty_line, with_basis
from dashboard.issue_pair_nodes import (
    agreement_lines,
    cell_key,
    pair_heads,
    pair_rows,
    pair_table,
)
from dashboard.issue_pairs import FIRST, SECOND, IssuePair, PairRow, make_pair
from dashboard.listing import find_proofs
from dashboard.matrix_nodes import matrix_figure
from dashboard.mounting import picked_now, show_tree, show_warning
from dashboard.nodes import Node, el, link
from dashboard.outline import Outline, basis_of
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.records import Catalogue
from dashboard.standing import BLANK, Standings, State
from dashboard.standing_nodes import standing_legend
from dashboard.state_card import state_card
from dashboard.wording import Wording

VIEW = "issue-pair-view"
_OF_ISSUE = ("issue", "status", "stance", "claims")
CSV_COLUMNS = (
    "code", "actor", "relation",
    *(f"first_{name}" for name in _OF_ISSUE),
    *(f"second_{name}" for name in _OF_ISSUE),
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One of the two issues: its IRI, the issues that it stands for, and the claims on them."""

    iri: str
    issues: tuple[str, ...]
    claims: Outline


def show_issue_pair(
    words: Wording, known: Catalogue, sides: tuple[Side, Side], standings: Standings, clear: Node
) -> None:
    """Draw both; `clear` is the way back to one of them. Raises GraphError."""
    pair = _pair(known, sides, standings)
    basis = basis_of(*(side.claims for side in sides))
    _show_table(words, known, sides, pair, basis, clear)
    _show_downloads(words, known, sides, standings, pair, basis)


@redrawn_alone
def _show_table(
    words: Wording,
    known: Catalogue,
    sides: tuple[Side, Side],
    pair: IssuePair,
    basis: Basis,
    clear: Node,
) -> None:
    """What can be said of both, and the table with what is picked in it."""
    picked = _picked(words, pair)
    drawing = Drawing(words, known, picked)
    issues = [side.iri for side in sides]
    by_side = dict(zip((FIRST, SECOND), sides, strict=True))

    def card(row: PairRow, side: str) -> Node:
        own, standing, of = by_side[side], row.at(side), cell_key(row, side)
        claims = find_proofs(standing, own.claims, words.language)
        listed = own.claims.place
        return state_card(drawing, row.actor, standing, listed, claims, of=of, issue=own.iri)

    rows = [*pair.states, *pair.others]
    tree = [
        el("p", clear, c="acts"),
        pair_heads(words, known, issues, [side.claims for side in sides]),
        agreement_lines(words, pair),
        standing_legend(words, [row.at(side) for row in rows for side in by_side]),
        el("p", words("issue-pair.hint"), c="small soft"),
        pair_table(words, known, pair, issues, picked, card),
        honesty_line(words, basis),
    ]
    show_tree(tree, VIEW, picked=picked, scroll_to="evidence")


def _show_downloads(
    words: Wording,
    known: Catalogue,
    sides: tuple[Side, Side],
    standings: Standings,
    pair: IssuePair,
    basis: Basis,
) -> None:
    issues = [side.iri for side in sides]
    labels = [known.issue_label(issue) for issue in issues]

    def make() -> Table:
        return with_basis(words, basis, CSV_COLUMNS, pair_rows(pair, labels))

    figure, size = matrix_figure(words, known, _joined(standings, sides), issues)
    title = words("issue-pair.picture", first=labels[0], second=labels[1])
    source = words("pictures.source", basis=basis_text(words, basis))
    picture = make_picture("issues-compared", title, figure, size, source)
    with st.container(horizontal=True, gap="small", key="issue-pair-downloads"):
        made_of = (words.language, [side.issues for side in sides], source)
        show_table_download(words, "issues-compared", make, made_of)
        show_picture_buttons(words, picture, "issue-pair")


def clear_link(words: Wording, issue: str, meeting: str) -> Node:
    """The way back from two issues to one; both are short ids."""
    return link("issue", words("issue-pair.clear"), {"id": issue, "meeting": meeting}, c="act")


def _pair(known: Catalogue, sides: tuple[Side, Side], standings: Standings) -> IssuePair:
    first, second = sides
    named = {code for side in sides for code in side.claims.claims_by_holder()}
    names = [State("", code, code, known.name(code)) for code in sorted(named)]
    return make_pair(
        standings, first.issues, second.issues, (first.claims, second.claims), names
    )  # fmt: skip


def _picked(words: Wording, pair: IssuePair) -> str | None:
    keys = {
        cell_key(row, side)
        for row in (*pair.states, *pair.others)
        for side in (FIRST, SECOND)
        if row.at(side).status != BLANK
    }
    picked = picked_now(VIEW, read("cell") or None)
    if picked is not None and picked not in keys:
        show_warning(words("matrix.unknown-cell", value=picked[:80]), "unknown-cell")
        picked = None
    write({"cell": picked, "claim": None, "state": None})
    return picked


def _joined(standings: Standings, sides: tuple[Side, Side]) -> Standings:
    """The same with the two issues alone, each with all that it stands for."""
    cells = {
        (side.iri, state.iri): standings.on(side.issues, state.iri)
        for side in sides
        for state in standings.states
    }
    return replace(standings, issues=tuple(side.iri for side in sides), cells=cells)
