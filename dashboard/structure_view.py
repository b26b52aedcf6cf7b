"""The structure page: communities, core, bridges, balance, polarisation, backbone of issues."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.address import Filter, toggle
from dashboard.claim_choice import (
    Choice,
    choose_claims,
    kept_filters,
    kept_key,
    show_analysis,
    show_no_claims,
)
from dashboard.downloads import show_csv_download
from dashboard.frame import show_empty
from dashboard.honesty import Basis, basis_text, honesty_line, with_basis
from dashboard.memory import kept
from dashboard.mounting import show_tree
from dashboard.nodes import el, link
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.records import Catalogue
from dashboard.sides import codes_of, find_sides
from dashboard.structure_figure import structure_figure
from dashboard.structure_nodes import Names, structure_sections
from dashboard.wording import Wording
from standpunt.analysis.cells import ONCE, Once
from standpunt.analysis.networks import Counting
from standpunt.analysis.rows import STRUCTURE_COLUMNS, structure_rows
from standpunt.analysis.selecting import Selection
from standpunt.analysis.structure import SEEN, Seen, Structure, find_structure


@dataclass(frozen=True)
class Found:
    """The figures, what they rest on, and what their codes are called on the pages."""

    structure: Structure
    basis: Basis
    names: Names


def show_structure() -> None:
    """Draw the page."""
    show_analysis("structure", _draw)


def _draw(words: Wording, known: Catalogue) -> None:
    choice = choose_claims(words, known, filters_of_counting(words))
    bodies = toggle("bodies", words("coalitions.bodies"), words("coalitions.bodies-hint"))
    if not choice.base.claims:
        show_no_claims(words, "structure")
        return
    how = (_seen(choice.more), _once(choice.more), bodies)
    _show(words, known, choice, _kept(*kept_key(words, choice), *how))


def filters_of_counting(words: Wording) -> list[Filter]:
    """What agreement is seen, and how often a stance counts; the first of each if none is said."""
    unknown = words("structure.unknown")
    return [
        Filter(
            name,
            words(f"structure.{name}"),
            {one: words(f"structure.{name}-{one}") for one in values[1:]},
            words(f"structure.{name}-{values[0]}"),
            unknown,
        )
        for name, values in (("seen", SEEN), ("once", ONCE))
    ]


def _seen(more: Mapping[str, str]) -> Seen:
    return next((one for one in SEEN if one == more["seen"]), SEEN[0])


def _once(more: Mapping[str, str]) -> Once:
    return next((one for one in ONCE if one == more["once"]), ONCE[0])


@kept(12)
def _kept(
    store: str,
    number: int,
    language: str,
    selection: Selection,
    seen: Seen,
    once: Once,
    bodies: bool,
) -> Found:
    sides = find_sides(language, selection, members_only=not bodies)
    base, incidence = sides.base, sides.incidence
    codes = {actor: base.actor(actor).code for actor in incidence.actors}
    issues = {issue: base.issue(issue).code for issue in incidence.issues}
    actors = zip(incidence.actors, codes_of(base, incidence.actors), strict=True)
    names = Names(
        {codes[actor]: code for actor, code in actors},
        {code: issue for issue, code in issues.items()},
        {code: base.issue(issue).name for issue, code in issues.items()},
    )
    structure = find_structure(incidence, codes | issues, Counting(once=once), seen=seen)
    return Found(structure, sides.basis, names)


def _show(words: Wording, known: Catalogue, choice: Choice, found: Found) -> None:
    if not found.structure.edges:
        kept = {**kept_filters("once", "bodies"), "seen": "possible"}
        doors = [link("structure", words("structure.seen-possible"), kept, c="act")]
        if choice.more["seen"] == "possible":
            doors = [link("structure", words("choice.clear"), {}, c="act")]
        show_empty(words, "structure.none", el("p", doors))
        return
    size = words("structure.size", actors=found.structure.actors, edges=found.structure.edges)
    show_tree(
        [
            el("p", size, c="summary num"),
            *structure_sections(words, known, found.structure, found.names),
            honesty_line(words, found.basis),
        ],
        "structure-view",
    )
    cells = [[row[c] for c in STRUCTURE_COLUMNS] for row in structure_rows(found.structure)]
    columns, table = with_basis(words, found.basis, STRUCTURE_COLUMNS, cells)
    figure, figure_size = structure_figure(words, known, found.structure, found.names)
    source = words("pictures.source", basis=basis_text(words, found.basis))
    picture = make_picture("structure", words("structure.picture"), figure, figure_size, source)
    with st.container(horizontal=True, gap="small", key="structure-downloads"):
        show_csv_download(words, "structure", columns, table)
        show_picture_buttons(words, picture, "structure")
