"""Which claims a page of analysis takes: issue, meeting and days of its address.

The selection is that of the commands, so that a page and a command answer alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.address import (
    DayField,
    Filter,
    day_field,
    long_id,
    read,
    select,
    short_id,
)
from dashboard.catalogue import catalogue
from dashboard.frame import explained, page_words, show_empty
from dashboard.mounting import show_title, show_tree, show_warning
from dashboard.nodes import el, link
from dashboard.pools import store_path
from dashboard.records import Catalogue
from dashboard.sides import claim_base, told_issues
from dashboard.thing_options import meeting_options
from dashboard.wording import Wording
from graph.opening import published_number
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import Selection
from standpunt.analysis.selecting import select as select_claims

DAYS = ("since", "before")
FILTERS = ("issue", "meeting", *DAYS)


@dataclass(frozen=True)
class Choice:
    """The selection, its claims, and what a page of its own asked for besides, by name."""

    selection: Selection
    base: ClaimBase
    more: Mapping[str, str] = field(default_factory=dict)


def show_analysis(
    page: str, draw: Callable[[Wording, Catalogue], None], *, lead: bool = True
) -> None:
    """A page of analysis: title, the lead if it stands above the filters, and what `draw` draws.

    Without any claim in the store that is said instead; so is a question that fails.
    """
    words = page_words()
    show_title(words(f"{page}.title"))
    with explained(words):
        known = catalogue(words.language)
        if not known.claims:
            show_empty(words, "positions.nothing")
            return
        if lead:
            show_tree([el("p", words(f"{page}.lead"), c="soft summary")], "lead-view")
        draw(words, known)


def choose_claims(
    words: Wording,
    known: Catalogue,
    more: Sequence[Filter] = (),
    *,
    days: bool = True,
) -> Choice:
    """Draw the filters, those of the page in `more` last, and take the claims that they leave.

    An issue, a meeting or a day of the address that there is not is said and left out.
    """
    base = claim_base(words.language)
    told = {iri for iri in told_issues(words.language) if "#" not in iri}
    issues = {
        short_id(iri, "issue"): known.issue_label(iri)
        for iri in sorted(told, key=known.issue_label)
    }
    meetings = meeting_options(known)
    notes = st.container()
    with st.container(horizontal=True, key="filters"):
        issue = select(
            Filter("issue", words("positions.issue"), issues, words("positions.every-issue"),
                   words("choice.unknown-issue")), notes
        )  # fmt: skip
        meeting = select(
            Filter("meeting", words("positions.meeting"), meetings,
                   words("positions.every-meeting"), words("choice.unknown-meeting")), notes
        )  # fmt: skip
        since, before = choose_days(words, notes) if days else (None, None)
        asked = {each.name: select(each, notes) for each in more}
    selection = Selection(
        since=since,
        before=before,
        issue=long_id(issue, "issue") if issue else None,
        meeting=long_id(meeting, "meeting") if meeting else None,
    )
    return Choice(selection, select_claims(base, selection), asked)


def choose_days(words: Wording, notes: DeltaGenerator) -> tuple[date | None, date | None]:
    """Two fields for the first day and the day after the last; `since` and `before` in the address.

    What is no day, and days that leave none, are said in `notes`.
    """
    since, before = (
        day_field(DayField(name, words(f"choice.{name}"), words("choice.no-day")), notes)
        for name in DAYS
    )
    if since and before and since >= before:
        with notes:
            show_warning(words("choice.no-days", since=since, before=before), "no-days")
    return since, before


def kept_key(words: Wording, choice: Choice) -> tuple[str, int, str, Selection]:
    """What an answer to this choice is kept by: it holds for one generation and one language."""
    return str(store_path()), published_number(store_path()) or 0, words.language, choice.selection


def kept_filters(*more: str) -> dict[str, str]:
    """The filters of the address with their values, and those parameters of the page in `more`."""
    return {name: read(name) for name in (*FILTERS, *more)}


def show_no_claims(words: Wording, page: str) -> None:
    """No claim is left: say so, and offer all of them."""
    clear = link(page, words("choice.clear"), {}, c="act")
    show_empty(words, "choice.none", el("p", clear))
