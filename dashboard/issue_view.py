"""The page of one issue: who is for it, who is not, since when, and which states nobody names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.address import (
    Filter,
    about_to_choose,
    long_id,
    read,
    select,
    short_id,
    toggle,
    write,
)
from dashboard.answers import rows
from dashboard.catalogue import catalogue, find_claims, find_details
from dashboard.citations import Cited
from dashboard.claim_lists import is_contested, tally
from dashboard.claim_nodes import Drawing, claim_id
from dashboard.downloads import show_claim_downloads, show_csv_download
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.honesty import basis_of_claims, basis_text, honesty_line, with_basis
from dashboard.issue_nodes import (
    issue_head,
    issue_list,
    proposal_list,
    timeline,
)
from dashboard.issue_pair_view import Side, clear_link, show_issue_pair
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import Node, el
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.proof_nodes import stance_columns
from dashboard.records import Catalogue, Claim, Row, text_of
from dashboard.standing import Standing, Standings, State, find_standings
from dashboard.standing_nodes import standing_legend, standing_map, standing_tiles
from dashboard.state_card import state_card
from dashboard.wording import Wording
from standpunt.analysis.selecting import Selection

VIEW = "issue-view"
STATE = "state:"
FILTERS_WIDTH = 720
CSV_COLUMNS = ("issue", "code", "state", "status", "stance", "claims")


@dataclass(frozen=True)
class Topic:
    """An issue with what is around it in the tree; `issues` are those whose claims are shown."""

    iri: str
    words: Row
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    issues: tuple[str, ...]


def show_issue() -> None:
    """Draw the page: one issue if the address names it, else all of them."""
    words = page_words()
    with explained(words):
        known = catalogue(words.language)
        described = {text_of(row, "issue"): row for row in _ask_words(words)}
        wanted = read("id")
        iri = long_id(wanted, "issue") if wanted else ""
        if iri in described:
            _show_one(words, known, described, iri)
            return
        show_title(words("issue.all"))
        if wanted:
            show_warning(words("positions.unknown-issue", value=wanted[:80]), "unknown-issue")
            write({"id": None})
        if not any(issue.claims for issue in known.issues.values()):
            show_empty(words, "positions.nothing")
            return
        show_tree([issue_list(words, known, described, _parents())], "issues-view")


def _ask_words(words: Wording) -> list[Row]:
    return list(rows("issue-words", language=words.language))


def _parents() -> dict[str, list[str]]:
    """What each issue belongs under, by IRI."""
    parents: dict[str, list[str]] = {}
    for row in rows("issue-tree"):
        if text_of(row, "broader"):
            parents.setdefault(text_of(row, "issue"), []).append(text_of(row, "broader"))
    return parents


def _under(iri: str, parents: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The issue and all that is below it, however deep."""
    found = [iri]
    for above in found:
        found += [one for one, its in parents.items() if above in its and one not in found]
    return tuple(found)


def _show_one(words: Wording, known: Catalogue, described: Mapping[str, Row], iri: str) -> None:
    show_title(_title(words, known, text_of(described[iri], "label")))
    parents = _parents()
    below = _under(iri, parents)
    narrower = tuple(one for one in below[1:] if iri in parents.get(one, ()))
    own = _count(known, iri)
    with_all = len(below) > 1 and (
        toggle("under", words("issue.under"), words("issue.under-hint")) or not own
    )
    topic = Topic(
        iri, described[iri], tuple(parents.get(iri, ())), narrower, below if with_all else (iri,)
    )
    claims = _claims_on(words, topic.issues)
    notes = st.container()
    with st.container(horizontal=True, key="filters", width=FILTERS_WIDTH):
        meeting = _choose_meeting(words, known, claims, notes)
        other = _choose_other(words, known, iri, notes)
    claims = [claim for claim in claims if meeting in ("", claim.meeting)]
    if other:
        below = _under(other, parents) if with_all else (other,)
        _show_pair(words, known, topic, claims, (other, below), meeting)
        return
    head = issue_head(words, known, topic.words, topic.broader, topic.narrower, described)
    if not claims:
        show_tree([head], "issue-head")
        show_empty(words, "issue.none")
        return
    standings = find_standings(words.language, Selection(meeting=meeting or None))
    _show_topic(words, known, topic, claims, standings, head)
    _show_downloads(words, known, topic, claims, standings, meeting)


def _count(known: Catalogue, iri: str) -> int:
    issue = known.issues.get(iri)
    return issue.claims if issue else 0


def _claims_on(words: Wording, issues: Sequence[str]) -> list[Claim]:
    found: dict[str, Claim] = {}
    for iri in issues:
        found |= {claim.iri: claim for claim in find_claims(words.language, issue=iri)}
    return list(found.values())


def _title(words: Wording, known: Catalogue, label: str) -> str:
    other = long_id(about_to_choose("compare"), "issue")
    if other not in known.issues:
        return label
    return words("issue-pair.title", first=label, second=known.issue_label(other))


def _choose_other(words: Wording, known: Catalogue, iri: str, notes: DeltaGenerator) -> str:
    """The IRI of the issue to set beside this one; "" for none."""
    options = {
        short_id(issue.iri, "issue"): f"{issue.label} ({issue.claims})"
        for issue in known.issues.values()
        if issue.claims and issue.iri != iri
    }
    wanted = Filter(
        "compare",
        words("issue-pair.choose"),
        options,
        words("issue-pair.none"),
        words("positions.unknown-issue"),
    )
    chosen = select(wanted, notes)
    return long_id(chosen, "issue") if chosen else ""


def _show_pair(
    words: Wording,
    known: Catalogue,
    topic: Topic,
    claims: Sequence[Claim],
    other: tuple[str, tuple[str, ...]],
    meeting: str,
) -> None:
    iri, issues = other
    theirs = [c for c in _claims_on(words, issues) if meeting in ("", c.meeting)]
    show_issue_pair(
        words,
        known,
        (Side(topic.iri, topic.issues, claims), Side(iri, issues, theirs)),
        find_standings(words.language, Selection(meeting=meeting or None)),
        clear_link(words, short_id(topic.iri, "issue"), read("meeting")),
    )


def _choose_meeting(
    words: Wording, known: Catalogue, claims: Sequence[Claim], notes: DeltaGenerator
) -> str:
    """The IRI of the meeting that the reader chose; "" for all."""
    here = {claim.meeting for claim in claims}
    options = {
        short_id(iri, "meeting"): meeting.label
        for iri, meeting in known.meetings.items()
        if iri in here
    }
    if len(options) < 2 and not read("meeting"):
        return ""
    wanted = Filter(
        "meeting",
        words("positions.meeting"),
        options,
        words("positions.every-meeting"),
        words("positions.unknown-meeting"),
    )
    chosen = select(wanted, notes)
    return long_id(chosen, "meeting") if chosen else ""


@redrawn_alone
def _show_topic(
    words: Wording,
    known: Catalogue,
    topic: Topic,
    claims: Sequence[Claim],
    standings: Standings,
    head: Node,
) -> None:
    by_id = {claim_id(claim): claim for claim in claims}
    codes = {state.code: state for state in standings.states}
    picked = _picked(words, by_id, codes)
    drawing = Drawing(words, known, picked, under=topic.iri if len(topic.issues) == 1 else "")
    if picked in by_id:
        drawing = replace(drawing, details=find_details(by_id[picked], words.language))
    contested = is_contested(claims)
    tree = [
        head,
        el("p", tally(words, [claim.polarity for claim in claims]),
           el("span", words("positions.contested"), c="badge split") if contested else None,
           c="line stance-sum"),
        stance_columns(drawing, claims),
        el(
            "div",
            _map(drawing, topic, standings, codes.get((picked or "").removeprefix(STATE)), claims),
            el("div", timeline(drawing, claims), proposal_list(words, _proposals(topic)),
               c="beside"),
            c="map-page two-figures",
        ),
        honesty_line(words, basis_of_claims(claims)),
    ]  # fmt: skip
    show_tree(tree, VIEW, picked=picked, scroll_to="evidence")


def _picked(words: Wording, by_id: Mapping[str, Claim], codes: Mapping[str, State]) -> str | None:
    """The claim or the state that is open; the address says which."""
    at_address = read("claim") or (STATE + read("state") if read("state") else None)
    picked = picked_now(VIEW, at_address)
    if picked is not None and picked.removeprefix(STATE) not in {**by_id, **codes}:
        show_warning(words("positions.unknown-claim", value=picked[:80]), "unknown-claim")
        picked = None
    is_state = picked is not None and picked.startswith(STATE)
    write(
        {
            "claim": None if is_state else picked,
            "state": picked.removeprefix(STATE) if is_state and picked else None,
        }
    )
    return picked


def _standing(topic: Topic, standings: Standings, state: State) -> Standing:
    return standings.on(topic.issues, state.iri)


def _map(
    drawing: Drawing,
    topic: Topic,
    standings: Standings,
    state: State | None,
    claims: Sequence[Claim],
) -> Node:
    words = drawing.words
    found = [_standing(topic, standings, one) for one in standings.states]
    return el(
        "section",
        el("h2", words("issue.map"), c="figure-head"),
        el(
            "div",
            standing_tiles(words, standings.states, lambda one: _standing(topic, standings, one)),
            c="tiles",
            role="group",
            aria_label=words("choices.map"),
        ),
        standing_legend(words, found),
        state_card(drawing, state, _standing(topic, standings, state), claims) if state else None,
        c="left",
    )


def _proposals(topic: Topic) -> list[Row]:
    return [row for iri in topic.issues for row in rows("claims-on-proposals", issue=iri)]


def _show_downloads(
    words: Wording,
    known: Catalogue,
    topic: Topic,
    claims: Sequence[Claim],
    standings: Standings,
    meeting: str,
) -> None:
    basis = basis_of_claims(claims)
    label = text_of(topic.words, "label")
    figure, size = standing_map(
        words, standings.states, lambda one: _standing(topic, standings, one)
    )
    source = words("pictures.source", basis=basis_text(words, basis))
    picture = make_picture("issue", words("issue.picture", issue=label), figure, size, source)
    columns, table = with_basis(words, basis, CSV_COLUMNS, _table(words, topic, standings, label))
    with st.container(horizontal=True, gap="small", key="issue-downloads"):
        show_csv_download(words, "issue", columns, table)
        show_picture_buttons(words, picture, "issue")
    if len(topic.issues) == 1:
        wanted = {"issue": topic.iri, "meeting": meeting}
        cited = Cited(label, topic.iri, "issue", short_id(topic.iri, "issue"))
        show_claim_downloads(words, wanted, len(claims), basis, cited)


def _table(words: Wording, topic: Topic, standings: Standings, label: str) -> list[tuple[str, ...]]:
    """A row for each state: how it stands, in words, and the claims that say so."""
    found: list[tuple[str, ...]] = []
    for state in sorted(standings.states, key=lambda one: one.code):
        standing = _standing(topic, standings, state)
        its = {
            "certain": standing.certain_claims,
            "possible": standing.possible_claims,
            "excluded": standing.excluded_claims,
        }.get(standing.status, ())
        found.append(
            (label, state.code, state.name, standing.status, standing.stance, " ".join(its))
        )
    return found
