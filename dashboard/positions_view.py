"""The positions page: claims by issue, filtered by what the address says, with their evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.address import Filter, forget_page, long_id, read, select, short_id, toggle, write
from dashboard.catalogue import catalogue, find_details
from dashboard.claim_choice import DAYS, choose_days
from dashboard.claim_lists import issue_pages, issue_sections, page_number, page_of, pager
from dashboard.claim_nodes import Drawing, claim_iri
from dashboard.downloads import show_claim_downloads
from dashboard.folding import fold
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.honesty import honesty_line
from dashboard.listing import find_outline, shown_claims
from dashboard.matrix_view import FILTERS as MATRIX_FILTERS
from dashboard.matrix_view import show_matrix, view_switch
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import Node, el, link
from dashboard.outline import Outline, basis_of
from dashboard.records import GLYPHS, POLARITIES, Catalogue
from dashboard.thing_options import meeting_options
from dashboard.wording import Wording

VIEW = "positions-view"
FILTERS = ("issue", "actor", "meeting", "polarity", "confidence")
CONFIDENCES = ("0.95", "0.9", "0.85", "0.6")  # those that reading gives, see docs/extraction.md


def show_positions() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("positions.title"))
    with explained(words):
        known = catalogue(words.language)
        if not known.claims:
            show_empty(words, "positions.nothing")
            return
        is_matrix = read("view") == "matrix"
        show_tree([view_switch(words)], "positions-switch")
        filters = _choose_filters(words, known, MATRIX_FILTERS if is_matrix else FILTERS)
        if is_matrix:
            show_matrix(words, known, filters)
            return
        outline = find_outline(words.language, **filters)
        column, rail = st.columns([3, 1], gap="large")
        with column:
            _show_claims(words, known, outline)
        with rail:
            _show_rail(words)
            show_claim_downloads(words, filters, len(outline), basis_of(outline))


def _choose_filters(words: Wording, known: Catalogue, names: Sequence[str]) -> dict[str, str]:
    """The parameters of the question `claims` that the filters of these names stand for."""
    codes = {actor.code: actor for actor in known.actors.values() if _can_hold(actor.kind)}
    options = {
        "issue": {
            short_id(issue.iri, "issue"): f"{issue.label} ({issue.claims})"
            for issue in known.issues.values()
            if issue.claims
        },
        "actor": {
            actor.code: f"{actor.name} ({actor.claims})" if actor.claims else actor.name
            for actor in sorted(codes.values(), key=lambda actor: (-actor.claims, actor.name))
        },
        "meeting": meeting_options(known),
        "polarity": {value: f"{GLYPHS[value]} {words.of('stance', value)}" for value in POLARITIES},
        "confidence": {value: words("positions.at-least", value=value) for value in CONFIDENCES},
    }
    notes = st.container()
    with st.container(horizontal=True, key="filters"):
        chosen = {name: select(_filter(words, name, options[name]), notes) for name in names}
        days = dict(zip(DAYS, choose_days(words, notes), strict=True))
    chosen = {name: chosen.get(name, "") for name in FILTERS}
    actor = codes.get(chosen["actor"])
    possible = actor is not None and toggle(
        "possible", words("positions.possible"), words("positions.possible-hint")
    )
    wanted = {
        "issue": long_id(chosen["issue"], "issue") if chosen["issue"] else "",
        "actor": actor.iri if actor else "",
        "meeting": long_id(chosen["meeting"], "meeting") if chosen["meeting"] else "",
        "polarity": chosen["polarity"],
        "minConfidence": chosen["confidence"],
        "possible": "true" if possible else "",
        **{name: day.isoformat() for name, day in days.items() if day},
    }
    return {name: value for name, value in wanted.items() if value}


def _filter(words: Wording, name: str, options: Mapping[str, str]) -> Filter:
    return Filter(
        name,
        words(f"positions.{name}"),
        options,
        words(f"positions.every-{name}"),
        words(f"positions.unknown-{name}"),
    )


def _can_hold(kind: str) -> bool:
    return kind not in ("Bloc", "Presidency")


@redrawn_alone
def _show_claims(words: Wording, known: Catalogue, outline: Outline) -> None:
    picked = picked_now(VIEW, read("claim") or None)
    place = outline.place.get(claim_iri(picked)) if picked is not None else None
    if picked is not None and place is None:
        show_warning(words("positions.unknown-claim", value=picked[:80]), "unknown-claim")
        picked = None
    write({"claim": picked})
    if not len(outline):
        show_empty(
            words,
            "positions.none",
            el("p", link("positions", words("positions.clear"), {}, c="act")),
        )
        return
    forget_page("positions", (*FILTERS, *DAYS))
    issue = read("issue")
    pages = issue_pages(known, outline, long_id(issue, "issue") if issue else "")
    number = page_number(len(pages), page_of(pages, place))
    parts = pages[number - 1]
    shown = shown_claims(outline, [at for part in parts for at in part.places], words.language)
    drawing = Drawing(words, known, picked)
    if picked is not None and claim_iri(picked) in shown:
        drawing = replace(drawing, details=find_details(claim_iri(picked), words.language))
    issues = len({part.issue for page in pages for part in page})
    tree = [
        _summary(words, outline, issues),
        *issue_sections(drawing, outline, parts, shown),
    ]
    if len(pages) > 1:
        kept = {name: read(name) for name in (*FILTERS, *DAYS)}
        tree.append(pager(words, "positions", kept, number, len(pages)))
    tree = fold(tree, words, "positions", dict(st.query_params.items()))
    tree.append(honesty_line(words, basis_of(outline)))
    show_tree(tree, VIEW, picked=picked, scroll_to="evidence")


def _summary(words: Wording, outline: Outline, issues: int) -> Node:
    named = int(outline.all_named.sum())
    return el(
        "p",
        words.count("positions.found", len(outline)),
        " ",
        words.count("positions.in-issues", issues),
        " ",
        words("positions.named", n=named, groups=len(outline) - named),
        c="soft summary",
    )


def _show_rail(words: Wording) -> None:
    stances = [
        el(
            "li",
            el("span", GLYPHS[value], c=f"glyph {value}", aria_hidden="true"),
            el("span", el("strong", words.of("stance", value)), " ", words(f"legend.{value}")),
        )
        for value in POLARITIES
    ]
    show_tree(
        [
            el(
                "aside",
                el("h2", words("legend.title"), c="rail-head"),
                el("ul", stances, c="key"),
                el("p", el("span", words("legend.named"), c="chip named")),
                el("p", words("legend.named-hint"), c="small soft"),
                el("p", el("span", words("legend.group"), c="chip group")),
                el("p", words("legend.group-hint"), c="small soft"),
                el("p", words("legend.order"), c="small soft"),
                c="rail",
            )
        ],
        "positions-rail",
    )
