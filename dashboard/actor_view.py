"""The page of one actor: where it stands, on whose word, with whom; without one, all actors."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard.actor_facts import (
    STATUSES,
    ask_choices_ahead,
    count_statuses,
    find_choices,
    find_memberships,
    find_presidencies,
    find_words,
)
from dashboard.actor_nodes import (
    KINDS,
    MANY,
    actor_allies,
    actor_choices,
    actor_head,
    actor_letters,
    actor_list,
    actor_roles,
)
from dashboard.address import Filter, forget_page, long_id, read, select, short_id, toggle, write
from dashboard.catalogue import catalogue, find_details
from dashboard.citations import Cited
from dashboard.claim_lists import (
    issue_pages,
    issue_sections,
    page_in_columns,
    page_number,
    page_of,
    pager,
    pages_of_columns,
    stance_columns_of,
)
from dashboard.claim_nodes import Drawing, claim_iri
from dashboard.downloads import Table, show_claim_downloads, show_table_download
from dashboard.folding import fold
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.honesty import basis_text, honesty_line
from dashboard.letters import find_letters
from dashboard.listing import (
    claims_of_all,
    find_outline_about,
    find_roles,
    find_statuses,
    shown_claims,
)
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import Node, el, link
from dashboard.outline import Outline, basis_of
from dashboard.pools import page_pool
from dashboard.proof_nodes import stance_columns
from dashboard.records import GLYPHS, POLARITIES, Actor, Catalogue, Claim
from dashboard.sides import find_sides
from dashboard.wording import Wording
from standpunt.analysis.selecting import Selection

VIEW = "actor-view"
FILTERS = ("status", "issue", "meeting", "polarity")
ABOUT_PAGE = "about"
CSV_COLUMNS = (
    "actor", "status", "polarity", "issues", "holders", "min", "max", "phrase", "quote", "claim",
    "document", "meeting",
)  # fmt: skip


def show_actor() -> None:
    """Draw the page."""
    words = page_words()
    with explained(words):
        known = catalogue(words.language)
        wanted = read("id")
        by_code = {actor.code: actor for actor in known.actors.values()}
        if wanted in by_code:
            _show_one(words, known, by_code[wanted])
            return
        show_title(words("actor.all"))
        if wanted:
            show_warning(words("positions.unknown-actor", value=wanted[:80]), "unknown-actor")
            write({"id": None})
        _show_all(words, known)


def _show_all(words: Wording, known: Catalogue) -> None:
    notes = st.container()
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        kinds = {kind: words.of("actor-kinds-many", kind) for kind in KINDS}
        every_kind, unknown = words("actor.every-kind"), words("actor.unknown")
        kind = select(Filter("kind", words("actor.kind"), kinds, every_kind, unknown), notes)
    with right:
        every = toggle("every", words("actor.every"), words("actor.every-hint"))
    kept = [
        actor
        for actor in known.actors.values()
        if (not kind or actor.kind == kind) and (every or actor.mentions)
    ]
    if not kept:
        show_empty(words, "actor.none")
        return
    show_tree(actor_list(words, known, kept), "actors-view")


def _show_one(words: Wording, known: Catalogue, actor: Actor) -> None:
    ask_choices_ahead(actor)
    show_title(actor.name)
    show_tree(
        [
            actor_head(
                words,
                known,
                actor,
                find_words(actor),
                find_memberships(known, actor) if actor.kind in ("State", "Bloc") else [],
                find_presidencies(actor, words.language),
            )
        ],
        "actor-head",
    )
    by_status = find_statuses(actor, words.language)
    chosen = _choose(words, known, by_status)
    status = chosen["status"] or "certain"
    claims = _narrow(by_status[status], chosen)
    about = find_outline_about(actor, words.language)
    column, rail = st.columns([3, 1], gap="large")
    with column:
        _show_claims(words, known, actor, by_status, status, claims, about)
    with rail:
        _show_rail(words, known, actor)
        filters = {"actor": actor.iri, "possible": "true" if status == "possible" else ""}
        _show_downloads(words, actor, filters, by_status)


def _choose(words: Wording, known: Catalogue, by_status: Mapping[str, Outline]) -> dict[str, str]:
    counts = count_statuses(by_status)
    issues = {iri for found in by_status.values() for iri in found.issue_iris()}
    meetings = {iri for found in by_status.values() for iri in found.meeting_iris()}
    options = {
        "status": {
            status: words(f"actor.status-{status}", n=counts[status]) for status in STATUSES[1:]
        },
        "issue": {
            short_id(iri, "issue"): known.issue_label(iri)
            for iri in sorted(issues, key=known.issue_label)
        },
        "meeting": {
            short_id(iri, "meeting"): label
            for iri, label in known.meeting_labels.items()
            if iri in meetings
        },
        "polarity": {value: f"{GLYPHS[value]} {words.of('stance', value)}" for value in POLARITIES},
    }
    labels = {
        "status": (words("actor.status"), words("actor.status-certain", n=counts["certain"])),
        **{
            name: (words(f"positions.{name}"), words(f"positions.every-{name}"))
            for name in FILTERS[1:]
        },
    }
    notes, unknown = st.container(), words("actor.unknown")
    with st.container(horizontal=True, key="filters"):
        return {
            name: select(
                Filter(name, labels[name][0], options[name], labels[name][1], unknown), notes
            )
            for name in FILTERS
        }


def _narrow(claims: Outline, chosen: Mapping[str, str]) -> Outline:
    kept = np.ones(len(claims), np.bool_)
    if chosen["issue"]:
        kept &= claims.on_issue(long_id(chosen["issue"], "issue"))
    if chosen["meeting"]:
        kept &= claims.at_meeting(long_id(chosen["meeting"], "meeting"))
    if chosen["polarity"]:
        kept &= claims.of_polarity(chosen["polarity"])
    return claims if kept.all() else claims.take(kept)


@redrawn_alone
def _show_claims(
    words: Wording,
    known: Catalogue,
    actor: Actor,
    by_status: Mapping[str, Outline],
    status: str,
    claims: Outline,
    about: Outline,
) -> None:
    forget_page("actor", ("id", *FILTERS), ("page", ABOUT_PAGE))
    picked = _picked(words, actor, [about, *by_status.values()])
    iri = claim_iri(picked or "")
    columns = stance_columns_of(about)
    number_about = page_number(
        pages_of_columns(columns), page_in_columns(columns, about.place.get(iri)), ABOUT_PAGE
    )
    issue = read("issue")
    pages = issue_pages(known, claims, long_id(issue, "issue") if issue else "")
    number = page_number(len(pages), page_of(pages, claims.place.get(iri)))
    parts = pages[number - 1] if pages else []
    places = [int(at) for column in columns for part in column.part(number_about) for at in part]
    shown_about = shown_claims(about, places, words.language)
    shown = shown_claims(claims, [at for part in parts for at in part.places], words.language)
    drawing = Drawing(words, known, picked)
    if iri in shown or iri in shown_about:
        drawing = replace(drawing, details=find_details(iri, words.language))
    tree: list[Node] = []
    kept = {name: read(name) for name in ("id", *FILTERS)}
    if len(about):
        others = {**kept, "page": read("page")}
        doors = (
            pager(words, "actor", others, number_about, pages_of_columns(columns), "claim-pager",
                  ABOUT_PAGE)
            if pages_of_columns(columns) > 1
            else None
        )  # fmt: skip
        found = stance_columns(drawing, about, columns, number_about, shown_about)
        tree.append(_about(words, actor, len(about), found, doors))
    tree.append(
        el(
            "section",
            el("header", el("h2", words(f"actor.title-{status}", name=actor.name)),
               el("span", words.count("meetings.claims", len(claims)), c="soft num"),
               c="block-head"),
            el("p", words(f"actor.explain-{status}"), c="small soft"),
            c="block",
        )
    )  # fmt: skip
    if pages:
        tree += issue_sections(drawing, claims, parts, shown)
        if len(pages) > 1:
            others = {**kept, ABOUT_PAGE: read(ABOUT_PAGE)}
            tree.append(pager(words, "actor", others, number, len(pages)))
    else:
        tree.append(_nothing(words, actor, status, by_status))
    tree = fold(tree, words, "actor", dict(st.query_params.items()))
    tree.append(honesty_line(words, basis_of(claims, about)))
    show_tree(tree, VIEW, picked=picked, scroll_to="evidence")


def _picked(words: Wording, actor: Actor, among: Sequence[Outline]) -> str | None:
    picked = picked_now(VIEW, read("claim") or None)
    if picked is not None and not any(claim_iri(picked) in found.place for found in among):
        show_warning(words("positions.unknown-claim", value=picked[:80]), "unknown-claim")
        picked = None
    write({"id": actor.code, "claim": picked})
    return picked


def _about(words: Wording, actor: Actor, count: int, columns: Node, doors: Node | None) -> Node:
    """What others want of it: of a body mostly a larger role, more money, other tasks."""
    key = "state" if actor.kind == "State" else "body"
    return el(
        "section",
        el("header", el("h2", words(f"actor.about-{key}", name=actor.name)),
           el("span", words.count("meetings.claims", count), c="soft num"), c="block-head"),
        el("p", words("actor.about-hint"), c="small soft"),
        columns,
        doors,
        c="block",
    )  # fmt: skip


def _nothing(words: Wording, actor: Actor, status: str, by_status: Mapping[str, Outline]) -> Node:
    counts = count_statuses(by_status)
    doors = [
        link("actor", words(f"actor.status-{other}", n=counts[other]),
             {"id": actor.code, "status": "" if other == "certain" else other}, c="act")
        for other in STATUSES
        if other != status and counts[other]
    ]  # fmt: skip
    return el(
        "section",
        el("h3", words("actor.nothing.title")),
        el("p", words("actor.nothing.why")),
        el("p", doors, c="acts") if doors else None,
        c="hint",
    )


def _show_rail(words: Wording, known: Catalogue, actor: Actor) -> None:
    language = words.language
    pairs = find_sides(language, Selection(), members_only=False).with_actor(actor.code)
    sections = [
        actor_allies(words, actor, known, pairs),
        actor_letters(words, known, *find_letters(actor, language, MANY)),
        actor_choices(words, known, actor, find_choices(actor)),
        actor_roles(words, known, *find_roles(actor, language)),
    ]
    show_tree([section for section in sections if section], "actor-rail")


def _show_downloads(
    words: Wording,
    actor: Actor,
    filters: Mapping[str, str],
    by_status: Mapping[str, Outline],
) -> None:
    count = sum(map(len, by_status.values()))
    if not count:
        return
    certain, possible, excluded = (by_status[status] for status in STATUSES)
    basis = basis_of(certain, possible, excluded)
    taken = (certain, possible) if filters.get("possible") else (certain,)
    wanted = {name: value for name, value in filters.items() if value}
    cited = Cited(actor.name, actor.iri, "actor", actor.code)
    show_claim_downloads(words, wanted, sum(map(len, taken)), basis_of(*taken), cited)
    show_tree([el("p", words("actor.table-hint", n=count), c="small soft")], "actor-table")
    pool, told = page_pool(), basis_text(words, basis)

    def make() -> Table:
        found = [
            [*_row(actor, status, claim), told]
            for status, outline in by_status.items()
            for claim in claims_of_all(pool, outline, words.language)
        ]
        return [*CSV_COLUMNS, "basis"], found

    show_table_download(words, "actor", make, (actor.code, words.language, told))


def _row(actor: Actor, status: str, claim: Claim) -> list[str | None]:
    return [
        actor.code, status, claim.polarity, " ".join(claim.issues), ", ".join(claim.holders),
        str(claim.minimum), str(claim.maximum), claim.phrase, claim.quote, claim.iri,
        claim.document, claim.meeting,
    ]  # fmt: skip
