"""The coalitions page: who sides with whom, in both weights, as a network and as a list."""

from collections.abc import Sequence

import streamlit as st

from dashboard.address import read, write
from dashboard.catalogue import catalogue
from dashboard.claim_nodes import Drawing
from dashboard.coalition_filters import FILTERS, Wanted, choose
from dashboard.coalition_nodes import MAX_PAIRS, letter_list, line_legend, pair_list
from dashboard.downloads import show_csv_download, show_file_download
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.honesty import Basis, basis_text, honesty_line, with_basis
from dashboard.letters import Letter, find_all_letters
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.network_figure import Knot, Tie, keep_strongest, network_figure, with_legend
from dashboard.nodes import Node, el, link
from dashboard.pictures import Picture, make_picture, show_picture_buttons
from dashboard.pools import generation
from dashboard.records import Catalogue
from dashboard.sides import Pair, Sides, find_sides
from dashboard.tile_figure import two_letters
from dashboard.wording import Wording
from standpunt.analysis.selecting import Selection
from standpunt.analysis.tables import graph_of, write_graph
from standpunt.analysis.ties import ties_turtle

VIEW = "coalitions-view"
PAIR, FOCUS = "pair:", "focus:"
CSV_COLUMNS = (
    "first", "second", "agreement_certain", "agreement_possible", "conflict_certain",
    "conflict_possible",
)  # fmt: skip


def show_coalitions() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("coalitions.title"))
    with explained(words):
        known = catalogue(words.language)
        if not known.claims:
            show_empty(words, "positions.nothing")
            return
        wanted = choose(words, known)
        sides = find_sides(words.language, _selection(wanted), members_only=not wanted.bodies)
        letters = find_all_letters(words.language).about(wanted.meeting)
        _show_network(words, known, wanted, sides, letters)


def _selection(wanted: Wanted) -> Selection:
    return Selection(issue=wanted.issue or None, meeting=wanted.meeting or None)


@redrawn_alone
def _show_network(
    words: Wording, known: Catalogue, wanted: Wanted, sides: Sides, letters: Sequence[Letter]
) -> None:
    pairs = sorted(
        (pair for pair in sides.pairs if wanted.has(pair)),
        key=lambda pair: (*(-end for end in pair.ends(wanted.side)), pair.key),
    )
    declared = letter_list(words, known, letters)
    if not pairs:
        doors = _doors(words, wanted, sides)
        show_empty(words, f"coalitions.none-{wanted.side}", *doors)
        if declared:
            show_tree([declared], "letters-view")
        return
    picked, focus = _picked(words, pairs)
    shown = [pair for pair in pairs if focus in ("", pair.first, pair.second)]
    ties = [Tie(p.first, p.second, *p.ends(wanted.side), p.key) for p in pairs]
    order, drawn = keep_strongest(ties)
    basis = _basis(words, sides, ties, order, drawn)
    figure = network_figure(_knots(known, order, ties), drawn, order, wanted.side)
    nodes, (width, height) = figure
    drawing = Drawing(words, known, picked)
    tree = [
        el(
            "div",
            el(
                "div",
                el("svg", nodes, viewBox=f"0 0 {width} {height}", c="fig net", role="group",
                   aria_label=words("coalitions.figure")),
                line_legend(words, wanted.side),
                honesty_line(words, basis),
                c="left-figure",
            ),
            el(
                "div",
                _list_head(words, known, shown, focus),
                pair_list(drawing, sides, _with_picked(shown, picked), wanted.side),
                el("p", words("coalitions.more", n=len(shown) - MAX_PAIRS), c="small soft")
                if len(shown) > MAX_PAIRS
                else None,
            ),
            c="figure-page",
        ),
        declared,
    ]  # fmt: skip
    show_tree([node for node in tree if node], VIEW, picked=picked, scroll_to="evidence")
    told = basis_text(words, basis)
    lines = [words(f"coalitions.line-{kind}-{wanted.side}") for kind in ("certain", "possible")]
    picture = make_picture(
        "coalitions",
        _picture_title(words, known, wanted),
        *with_legend(figure, wanted.side, lines),
        words("pictures.source", basis=told),
    )
    _show_downloads(words, wanted, sides, pairs, basis, picture)


def _picked(words: Wording, pairs: Sequence[Pair]) -> tuple[str | None, str]:
    """What is picked, as "pair:…" or "focus:…", and the actor that the list keeps to, or ""."""
    pair, focus = read("pair"), read("focus")
    picked = picked_now(VIEW, PAIR + pair if pair else FOCUS + focus if focus else None)
    if picked is None:
        # What was picked last is unpicked: a pair leaves its actor in focus.
        pair, focus = "", focus if pair else ""
        picked = FOCUS + focus if focus else None
    elif picked.startswith(PAIR):
        pair = picked.removeprefix(PAIR)
    else:
        pair, focus = "", picked.removeprefix(FOCUS)
    keys = {one.key for one in pairs}
    codes = {code for one in pairs for code in (one.first, one.second)}
    if pair and pair not in keys:
        show_warning(words("coalitions.unknown-pair", value=pair[:80]), "unknown-pair")
        pair = ""
    if focus and focus not in codes:
        show_warning(words("coalitions.unknown-focus", value=focus[:80]), "unknown-focus")
        focus = ""
    write({"pair": pair, "focus": focus})
    return PAIR + pair if pair else FOCUS + focus if focus else None, focus


def _with_picked(shown: Sequence[Pair], picked: str | None) -> list[Pair]:
    """The pairs with the picked one among those that are listed."""
    at = next((n for n, pair in enumerate(shown) if PAIR + pair.key == picked), 0)
    if at < MAX_PAIRS:
        return list(shown)
    return [shown[at], *shown[:at], *shown[at + 1 :]]


def _knots(known: Catalogue, order: Sequence[str], ties: Sequence[Tie]) -> dict[str, Knot]:
    sums: dict[str, list[int]] = {code: [0, 0] for code in order}
    for tie in ties:
        for code in (tie.first, tie.second):
            if code in sums:
                sums[code][0] += bool(tie.certain)
                sums[code][1] += 1
    return {
        code: Knot(
            code,
            two_letters().get(code, code.removeprefix("body:")),
            f"{known.name(code)}: {sums[code][0]} / {sums[code][1]}",
        )
        for code in order
    }


def _basis(
    words: Wording, sides: Sides, ties: Sequence[Tie], order: Sequence[str], drawn: Sequence[Tie]
) -> Basis:
    basis = sides.basis
    everyone = {code for tie in ties for code in (tie.first, tie.second)}
    caps = list(basis.caps)
    if len(order) < len(everyone):
        caps.append(words("coalitions.cap-actors", n=len(order), all=len(everyone)))
    if len(drawn) < len(ties):
        caps.append(words("coalitions.cap-ties", n=len(drawn), all=len(ties)))
    return Basis(
        basis.documents, basis.claims, basis.anonymous_low, basis.anonymous_high,
        basis.majorities, tuple(caps),
    )  # fmt: skip


def _list_head(words: Wording, known: Catalogue, shown: Sequence[Pair], focus: str) -> Node:
    kept = {name: read(name) for name in (*FILTERS, "bodies")}
    title = words("coalitions.of", name=known.name(focus)) if focus else words("coalitions.pairs")
    return el(
        "header",
        el("h2", title),
        el("span", words.count("coalitions.count", len(shown)), c="soft num"),
        link("coalitions", words("coalitions.everybody"), kept, c="act") if focus else None,
        el("p", words("coalitions.hint"), c="small soft"),
        c="list-head",
    )


def _doors(words: Wording, wanted: Wanted, sides: Sides) -> list[Node]:
    """Ways out of an empty figure that lead to something."""
    if wanted.seen == "certain" and any(pair.ends(wanted.side)[1] for pair in sides.pairs):
        kept = {name: read(name) for name in ("issue", "meeting", "side", "bodies")}
        kept["seen"] = "possible"
        return [el("p", link("coalitions", words("coalitions.seen-possible"), kept, c="act"))]
    return [el("p", link("coalitions", words("positions.clear"), {}, c="act"))]


def _picture_title(words: Wording, known: Catalogue, wanted: Wanted) -> str:
    title = words(f"coalitions.picture-{wanted.side}")
    return f"{title}: {known.issue_label(wanted.issue)}" if wanted.issue else title


def _show_downloads(
    words: Wording,
    wanted: Wanted,
    sides: Sides,
    pairs: Sequence[Pair],
    basis: Basis,
    picture: Picture,
) -> None:
    rows = [
        (pair.first, pair.second, *map(str, (*pair.ends("with"), *pair.ends("against"))))
        for pair in pairs
    ]
    columns, table = with_basis(words, basis, CSV_COLUMNS, rows)
    told = basis_text(words, basis)

    def make() -> bytes:
        graph = graph_of(sides.network, sides.base)
        graph.graph["basis"] = told
        return write_graph(graph, "graphml")

    language, current, asked = words.language, generation(), _selection(wanted).words()

    def make_turtle() -> bytes:
        graph = graph_of(sides.network, sides.base)
        return ties_turtle(graph, current, asked, told, language=language)

    with st.container(horizontal=True, gap="small", key="coalition-downloads"):
        show_csv_download(words, "coalitions", columns, table)
        show_file_download(
            words("downloads.turtle"), make_turtle, "coalitions.ttl", "text/turtle", (told, rows)
        )
        show_file_download(
            words("downloads.graphml"),
            make,
            "coalitions.graphml",
            "application/graphml+xml",
            (told, rows),
        )
        show_picture_buttons(words, picture, "coalitions")
