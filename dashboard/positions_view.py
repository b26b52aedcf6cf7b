"""The positions page: claims by issue, filtered by what the address says, with their evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.address import Filter, long_id, read, select, short_id, toggle, write
from dashboard.catalogue import catalogue, find_claims, find_details
from dashboard.claim_nodes import Drawing, claim_entry, claim_id
from dashboard.downloads import show_claim_downloads
from dashboard.frame import explained, page_words, show_empty
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import Node, el, link
from dashboard.records import AGAINST, GLYPHS, IN_FAVOUR, POLARITIES, Catalogue, Claim
from dashboard.wording import Wording

VIEW = "positions-view"
CLAIMS_A_PAGE = 40
FILTERS = ("issue", "actor", "meeting", "polarity", "confidence")
CONFIDENCES = ("0.95", "0.9", "0.85", "0.6")  # those that reading gives, see docs/extraction.md


def show_positions() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("positions.title"))
    with explained(words):
        known = catalogue(words.language)
        if not any(document.claims for document in known.documents.values()):
            show_empty(words, "positions.nothing")
            return
        filters = _choose_filters(words, known)
        claims = find_claims(words.language, **filters)
        column, rail = st.columns([3, 1], gap="large")
        with column:
            _show_claims(words, known, claims)
        with rail:
            _show_rail(words)
            show_claim_downloads(words, filters, len(claims))


def _choose_filters(words: Wording, known: Catalogue) -> dict[str, str]:
    """The parameters of the question `claims` that the filters stand for."""
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
        "meeting": {short_id(m.iri, "meeting"): m.label for m in known.meetings.values()},
        "polarity": {value: f"{GLYPHS[value]} {words.of('stance', value)}" for value in POLARITIES},
        "confidence": {value: words("positions.at-least", value=value) for value in CONFIDENCES},
    }
    notes = st.container()
    with st.container(horizontal=True, key="filters"):
        chosen = {name: select(_filter(words, name, options[name]), notes) for name in FILTERS}
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


def _show_claims(words: Wording, known: Catalogue, claims: Sequence[Claim]) -> None:
    picked = picked_now(VIEW, read("claim") or None)
    by_id = {claim_id(claim): claim for claim in claims}
    if picked is not None and picked not in by_id:
        show_warning(words("positions.unknown-claim", value=picked[:80]), "unknown-claim")
        picked = None
    write({"claim": picked})
    if not claims:
        show_empty(
            words,
            "positions.none",
            el("p", link("positions", words("positions.clear"), {}, c="act")),
        )
        return
    _forget_page_of_other_filters()
    groups = _by_issue(claims)
    pages = _pages(known, groups)
    number = _page_number(len(pages), pages, by_id.get(picked) if picked else None)
    drawing = Drawing(words, known, picked)
    if picked is not None:
        drawing = replace(drawing, details=find_details(by_id[picked], words.language))
    tree = [
        _summary(words, claims, len(groups)),
        *(_issue_section(drawing, issue, groups[issue]) for issue in pages[number - 1]),
    ]
    if len(pages) > 1:
        tree.append(_pager(words, number, len(pages)))
    show_tree(tree, VIEW, picked=picked, scroll_to="evidence")


def _by_issue(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    """Each claim once, under its first issue; the wanted issue comes first if there is one."""
    wanted = read("issue")
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        here = next((iri for iri in claim.issues if short_id(iri, "issue") == wanted), None)
        groups.setdefault(here or (claim.issues[0] if claim.issues else ""), []).append(claim)
    return groups


def _is_contested(claims: Sequence[Claim]) -> bool:
    polarities = {claim.polarity for claim in claims}
    return bool(polarities & IN_FAVOUR) and bool(polarities & AGAINST)


def _pages(known: Catalogue, groups: Mapping[str, list[Claim]]) -> list[list[str]]:
    """Issues in pages of about CLAIMS_A_PAGE claims: contested first, then by number of claims."""
    ordered = sorted(
        groups,
        key=lambda iri: (not _is_contested(groups[iri]), -len(groups[iri]), known.issue_label(iri)),
    )
    pages: list[list[str]] = [[]]
    filled = 0
    for issue in ordered:
        if pages[-1] and filled + len(groups[issue]) > CLAIMS_A_PAGE:
            pages.append([])
            filled = 0
        pages[-1].append(issue)
        filled += len(groups[issue])
    return pages


def _forget_page_of_other_filters() -> None:
    """A page number belongs to one selection; another selection starts at its first page."""
    now = [read(name) for name in FILTERS]
    if st.session_state.setdefault("positions-filters", now) != now:
        st.session_state["positions-filters"] = now
        write({"page": None})


def _page_number(count: int, pages: Sequence[Sequence[str]], picked: Claim | None) -> int:
    """The page of the address; the page of the picked claim if the address names none."""
    wanted = read("page")
    if wanted.isdecimal() and 1 <= int(wanted) <= count:
        return int(wanted)
    if picked is not None:
        for number, issues in enumerate(pages, start=1):
            if set(issues) & set(picked.issues):
                return number
    return 1


def _pager(words: Wording, number: int, count: int) -> Node:
    kept = {name: read(name) for name in FILTERS if read(name)}
    return el(
        "nav",
        link("positions", words("pager.back"), {**kept, "page": str(number - 1)}, c="act")
        if number > 1
        else None,
        el("span", words("pager.place", n=number, count=count), c="soft num"),
        link("positions", words("pager.on"), {**kept, "page": str(number + 1)}, c="act")
        if number < count
        else None,
        c="pager",
        aria_label=words("pager.label"),
    )


def _summary(words: Wording, claims: Sequence[Claim], issues: int) -> Node:
    named = sum(claim.is_all_named for claim in claims)
    return el(
        "p",
        words.count("positions.found", len(claims)),
        " ",
        words.count("positions.in-issues", issues),
        " ",
        words("positions.named", n=named, groups=len(claims) - named),
        c="soft summary",
    )


def _tally(words: Wording, claims: Sequence[Claim]) -> Node:
    counts = [(value, sum(1 for c in claims if c.polarity == value)) for value in POLARITIES]
    return el(
        "span",
        [
            el(
                "span",
                el("span", GLYPHS[value], c="glyph", aria_hidden="true"),
                el("span", str(count), c="num"),
                el("span", words.of("stance", value), c="hidden-words"),
                c=value,
            )
            for value, count in counts
            if count
        ],
        c="tally",
    )


def _issue_section(drawing: Drawing, issue: str, claims: Sequence[Claim]) -> Node:
    words = drawing.words
    drawing = replace(drawing, under=issue)
    found = drawing.names.issues.get(issue)
    contested = _is_contested(claims)
    head = el(
        "header",
        el("h2", drawing.names.issue_label(issue) if issue else words("positions.no-issue")),
        el("span", words("positions.contested"), c="badge split") if contested else None,
        el("span", words("positions.candidate"), c="badge odd") if _is_candidate(found) else None,
        _tally(words, claims),
        c="issue-head",
    )
    order = {value: place for place, value in enumerate(POLARITIES)}
    ranked = sorted(claims, key=lambda claim: (order.get(claim.polarity, 9), -claim.minimum))
    if not contested:
        return el("section", head, _lane(drawing, ranked), c="issue")
    against = [claim for claim in ranked if claim.polarity in AGAINST]
    others = [claim for claim in ranked if claim.polarity not in AGAINST]
    return el(
        "section",
        head,
        el("div", _lane(drawing, others), _lane(drawing, against), c="lanes two"),
        c="issue",
    )


def _is_candidate(issue: object) -> bool:
    return bool(getattr(issue, "is_candidate", False))


def _lane(drawing: Drawing, claims: Sequence[Claim]) -> Node:
    return el(
        "div",
        el("ul", [claim_entry(drawing, claim, with_issue=False) for claim in claims]),
        c="lane",
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
