"""The page of one issue: who is for it, who is not, since when, and which states nobody names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.address import (
    Filter,
    about_to_choose,
    forget_page,
    long_id,
    read,
    select,
    short_id,
    toggle,
    write,
)
from dashboard.answers import rows
from dashboard.catalogue import catalogue, find_details
from dashboard.citations import Cited
from dashboard.claim_lists import (
    is_split,
    page_in_columns,
    page_number,
    pager,
    pages_of_columns,
    stance_columns_of,
    tally_of,
)
from dashboard.claim_nodes import Drawing, claim_iri
from dashboard.downloads import show_claim_downloads, show_csv_download
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.honesty import basis_text, honesty_line, with_basis
from dashboard.issue_nodes import (
    issue_head,
    issue_list,
    papers_in_time,
    proposal_list,
    timeline,
)
from dashboard.issue_pair_view import Side, clear_link, show_issue_pair
from dashboard.listing import find_outline_on, find_proofs, shown_claims
from dashboard.mounting import picked_now, show_title, show_tree, show_warning
from dashboard.nodes import Node, el
from dashboard.outline import Outline, basis_of
from dashboard.pictures import make_picture, show_picture_buttons
from dashboard.proof_nodes import stance_columns
from dashboard.records import Catalogue, Row, text_of
from dashboard.standing import Standing, Standings, State, find_standings
from dashboard.standing_nodes import standing_legend, standing_map, standing_tiles
from dashboard.state_card import state_card
from dashboard.wording import Wording
from standpunt.analysis.selecting import Selection

VIEW = "issue-view"
STATE = "state:"
PAPERS = "papers"
PAPERS_A_PAGE = 12
KEPT = ("id", "meeting", "under")
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
    outline = find_outline_on(topic.issues, words.language)
    notes = st.container()
    with st.container(horizontal=True, key="filters", width=FILTERS_WIDTH):
        meeting = _choose_meeting(words, known, outline, notes)
        other = _choose_other(words, known, iri, notes)
    if other:
        below = _under(other, parents) if with_all else (other,)
        _show_pair(words, known, topic, (other, below), meeting)
        return
    if meeting:
        outline = outline.take(outline.at_meeting(meeting))
    head = issue_head(words, known, topic.words, topic.broader, topic.narrower, described)
    if not len(outline):
        show_tree([head], "issue-head")
        show_empty(words, "issue.none")
        return
    standings = find_standings(words.language, Selection(meeting=meeting or None))
    _show_topic(words, known, topic, outline, standings, head)
    _show_downloads(words, known, topic, outline, standings, meeting)


def _count(known: Catalogue, iri: str) -> int:
    issue = known.issues.get(iri)
    return issue.claims if issue else 0


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
    other: tuple[str, tuple[str, ...]],
    meeting: str,
) -> None:
    iri, issues = other
    claims, theirs = (find_outline_on(its, words.language) for its in (topic.issues, issues))
    if meeting:
        claims, theirs = (its.take(its.at_meeting(meeting)) for its in (claims, theirs))
    show_issue_pair(
        words,
        known,
        (Side(topic.iri, topic.issues, claims), Side(iri, issues, theirs)),
        find_standings(words.language, Selection(meeting=meeting or None)),
        clear_link(words, short_id(topic.iri, "issue"), read("meeting")),
    )


def _choose_meeting(
    words: Wording, known: Catalogue, outline: Outline, notes: DeltaGenerator
) -> str:
    """The IRI of the meeting that the reader chose; "" for all."""
    here = outline.meeting_iris()
    options = {
        short_id(iri, "meeting"): label
        for iri, label in known.meeting_labels.items()
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
    outline: Outline,
    standings: Standings,
    head: Node,
) -> None:
    forget_page("issue", KEPT, ("page", PAPERS))
    codes = {state.code: state for state in standings.states}
    picked = _picked(words, outline, codes)
    place = outline.place.get(claim_iri(picked or ""))
    columns = stance_columns_of(outline)
    number = page_number(pages_of_columns(columns))
    if place is not None:
        number = page_in_columns(columns, place)
        write({"page": str(number) if number > 1 else None})
    papers, doors = _papers(words, known, outline)
    places = [int(at) for column in columns for part in column.part(number) for at in part]
    claims = shown_claims(outline, [*places, *papers], words.language)
    drawing = Drawing(words, known, picked, under=topic.iri if len(topic.issues) == 1 else "")
    if place is not None:
        drawing = replace(drawing, details=find_details(outline.iris[place], words.language))
    counts = outline.polarities()
    tree = [
        head,
        el("p", tally_of(words, counts),
           el("span", words("positions.contested"), c="badge split") if is_split(counts) else None,
           c="line stance-sum"),
        stance_columns(drawing, outline, columns, number, claims),
        _doors(words, number, pages_of_columns(columns)),
        el(
            "div",
            _map(drawing, topic, standings, codes.get((picked or "").removeprefix(STATE)), outline),
            el("div", timeline(drawing, [claims[outline.iris[at]] for at in papers], doors),
               proposal_list(words, _proposals(topic)), c="beside"),
            c="map-page two-figures",
        ),
        honesty_line(words, basis_of(outline)),
    ]  # fmt: skip
    show_tree([each for each in tree if each], VIEW, picked=picked, scroll_to="evidence")


def _doors(words: Wording, number: int, count: int) -> Node | None:
    """The way to the other pages of the columns."""
    if count < 2:
        return None
    kept = {name: read(name) for name in (*KEPT, PAPERS)}
    return pager(words, "issue", kept, number, count, "claim-pager")


def _papers(words: Wording, known: Catalogue, outline: Outline) -> tuple[list[int], Node | None]:
    """Places of the claims of the papers that the timeline shows, the latest unless the address
    says otherwise; and the way to the others."""
    documents = np.unique(outline.documents).tolist()
    every = papers_in_time(known, (outline.words[at] for at in documents))
    count = -(-len(every) // PAPERS_A_PAGE)
    number = page_number(count, 1, PAPERS)
    end = len(every) - (number - 1) * PAPERS_A_PAGE
    shown = set(every[max(0, end - PAPERS_A_PAGE) : end])
    wanted = [at for at in documents if outline.words[at] in shown]
    places = np.flatnonzero(np.isin(outline.documents, wanted)).tolist()
    if count < 2:
        return places, None
    kept = {name: read(name) for name in (*KEPT, "page")}
    return places, pager(words, "issue", kept, number, count, "paper-pager", PAPERS)


def _picked(words: Wording, outline: Outline, codes: Mapping[str, State]) -> str | None:
    """The claim or the state that is open; the address says which."""
    at_address = read("claim") or (STATE + read("state") if read("state") else None)
    picked = picked_now(VIEW, at_address)
    is_state = picked is not None and picked.startswith(STATE)
    known = picked is None or (
        picked.removeprefix(STATE) in codes if is_state else claim_iri(picked) in outline.place
    )
    if picked is not None and not known:
        show_warning(words("positions.unknown-claim", value=picked[:80]), "unknown-claim")
        picked, is_state = None, False
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
    outline: Outline,
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
        _card(drawing, state, _standing(topic, standings, state), outline) if state else None,
        c="left",
    )


def _card(drawing: Drawing, state: State, standing: Standing, outline: Outline) -> Node:
    claims = find_proofs(standing, outline, drawing.words.language)
    return state_card(drawing, state, standing, outline.place, claims)


def _proposals(topic: Topic) -> list[Row]:
    return [row for iri in topic.issues for row in rows("claims-on-proposals", issue=iri)]


def _show_downloads(
    words: Wording,
    known: Catalogue,
    topic: Topic,
    outline: Outline,
    standings: Standings,
    meeting: str,
) -> None:
    basis = basis_of(outline)
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
        show_claim_downloads(words, wanted, len(outline), basis, cited)


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
