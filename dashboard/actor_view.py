"""The page of one actor: where it stands, on whose word, with whom; without one, all actors."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.actor_facts import (
    STATUSES,
    count_statuses,
    find_choices,
    find_claims_about,
    find_claims_by_status,
    find_letters,
    find_memberships,
    find_presidencies,
    find_roles,
    find_words,
)
from dashboard.actor_nodes import (
    KINDS,
    actor_allies,
    actor_choices,
    actor_head,
    actor_letters,
    actor_list,
    actor_roles,
)
from dashboard.address import Filter, read, select, short_id, toggle, write
from dashboard.catalogue import catalogue, find_details
from dashboard.citations import Cited
from dashboard.claim_lists import by_issue, issue_pages, issue_section, page_number, pager
from dashboard.claim_nodes import Drawing, claim_id
from dashboard.downloads import show_claim_downloads, show_csv_download
from dashboard.folding import fold
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.honesty import basis_of_claims, honesty_line, with_basis
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import Node, el, link
from dashboard.proof_nodes import stance_columns
from dashboard.records import GLYPHS, POLARITIES, Actor, Catalogue, Claim
from dashboard.sides import find_sides
from dashboard.wording import Wording
from standpunt.analysis.selecting import Selection

VIEW = "actor-view"
FILTERS = ("status", "issue", "meeting", "polarity")
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
    by_status = find_claims_by_status(actor, words.language)
    chosen = _choose(words, known, by_status)
    status = chosen["status"] or "certain"
    claims = [claim for claim in by_status[status] if _fits(claim, chosen)]
    about = find_claims_about(actor, words.language)
    column, rail = st.columns([3, 1], gap="large")
    with column:
        _show_claims(words, known, actor, by_status, status, claims, about)
    with rail:
        _show_rail(words, known, actor)
        filters = {"actor": actor.iri, "possible": "true" if status == "possible" else ""}
        _show_downloads(words, actor, filters, by_status)


def _choose(
    words: Wording, known: Catalogue, by_status: Mapping[str, Sequence[Claim]]
) -> dict[str, str]:
    counts = count_statuses(by_status)
    every = [claim for found in by_status.values() for claim in found]
    issues = {iri for claim in every for iri in claim.issues}
    meetings = {claim.meeting for claim in every}
    options = {
        "status": {
            status: words(f"actor.status-{status}", n=counts[status]) for status in STATUSES[1:]
        },
        "issue": {
            short_id(iri, "issue"): known.issue_label(iri)
            for iri in sorted(issues, key=known.issue_label)
        },
        "meeting": {
            short_id(iri, "meeting"): meeting.label
            for iri, meeting in known.meetings.items()
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


def _fits(claim: Claim, chosen: Mapping[str, str]) -> bool:
    issue, meeting = chosen["issue"], chosen["meeting"]
    return (
        (not issue or any(short_id(iri, "issue") == issue for iri in claim.issues))
        and (not meeting or short_id(claim.meeting, "meeting") == meeting)
        and chosen["polarity"] in ("", claim.polarity)
    )


@redrawn_alone
def _show_claims(
    words: Wording,
    known: Catalogue,
    actor: Actor,
    by_status: Mapping[str, Sequence[Claim]],
    status: str,
    claims: Sequence[Claim],
    about: Sequence[Claim],
) -> None:
    every = {claim_id(c): c for c in (*about, *(c for found in by_status.values() for c in found))}
    picked = picked_now(VIEW, read("claim") or None)
    if picked is not None and picked not in every:
        show_warning(words("positions.unknown-claim", value=picked[:80]), "unknown-claim")
        picked = None
    write({"id": actor.code, "claim": picked})
    drawing = Drawing(words, known, picked)
    if picked is not None:
        drawing = replace(drawing, details=find_details(every[picked], words.language))
    tree: list[Node] = []
    if about:
        tree.append(_about(drawing, actor, about))
    groups = by_issue(claims, read("issue"))
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
    if claims:
        pages = issue_pages(known, groups)
        number = page_number(pages, every.get(picked) if picked else None)
        tree += [issue_section(drawing, issue, groups[issue]) for issue in pages[number - 1]]
        if len(pages) > 1:
            kept = {name: read(name) for name in ("id", *FILTERS)}
            tree.append(pager(words, "actor", kept, number, len(pages)))
    else:
        tree.append(_nothing(words, actor, status, by_status))
    tree = fold(tree, words, "actor", dict(st.query_params.items()))
    tree.append(honesty_line(words, basis_of_claims([*claims, *about])))
    show_tree(tree, VIEW, picked=picked, scroll_to="evidence")


def _about(drawing: Drawing, actor: Actor, about: Sequence[Claim]) -> Node:
    """What others want of it: of a body mostly a larger role, more money, other tasks."""
    words = drawing.words
    key = "state" if actor.kind == "State" else "body"
    return el(
        "section",
        el("header", el("h2", words(f"actor.about-{key}", name=actor.name)),
           el("span", words.count("meetings.claims", len(about)), c="soft num"), c="block-head"),
        el("p", words("actor.about-hint"), c="small soft"),
        stance_columns(drawing, about),
        c="block",
    )  # fmt: skip


def _nothing(
    words: Wording, actor: Actor, status: str, by_status: Mapping[str, Sequence[Claim]]
) -> Node:
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
        actor_letters(words, known, find_letters(actor, language)),
        actor_choices(words, known, actor, find_choices(actor, language)),
        actor_roles(words, known, find_roles(actor, language)),
    ]
    show_tree([section for section in sections if section], "actor-rail")


def _show_downloads(
    words: Wording,
    actor: Actor,
    filters: Mapping[str, str],
    by_status: Mapping[str, Sequence[Claim]],
) -> None:
    rows = [
        (actor.code, status, claim.polarity, " ".join(claim.issues), ", ".join(claim.holders),
         str(claim.minimum), str(claim.maximum), claim.phrase, claim.quote, claim.iri,
         claim.document, claim.meeting)
        for status, found in by_status.items()
        for claim in found
    ]  # fmt: skip
    if not rows:
        return
    basis = basis_of_claims([claim for found in by_status.values() for claim in found])
    columns, table = with_basis(words, basis, CSV_COLUMNS, rows)
    taken = list(by_status["certain"])
    if filters.get("possible"):
        taken += by_status["possible"]
    wanted = {name: value for name, value in filters.items() if value}
    cited = Cited(actor.name, actor.iri, "actor", actor.code)
    show_claim_downloads(words, wanted, len(taken), basis_of_claims(taken), cited)
    show_tree([el("p", words("actor.table-hint", n=len(rows)), c="small soft")], "actor-table")
    show_csv_download(words, "actor", columns, table)
