"""One announcement or forecast of a meeting, and the form to overrule what the rule says of it."""

from collections.abc import Sequence
from textwrap import shorten

import streamlit as st

from dashboard.address import read, short_id, write
from dashboard.delivery_nodes import delivery_list, outcome_words
from dashboard.delivery_rows import Row, row_key
from dashboard.jobs import job_of, why_not_written
from dashboard.mounting import show_tree, show_warning
from dashboard.nodes import el, link, shown
from dashboard.pools import store_path
from dashboard.records import GLYPHS, Catalogue, Claim, Meeting
from dashboard.review_form import JOB, record_overruling, take_back
from dashboard.wording import Wording
from standpunt.analysis.comparison import Forecast
from standpunt.reviews import OVERRULED, UNANSWERED
from standpunt.settling import issue_name

OVERRULE = "overrule"
LETTERS = 110


def show_overruling(
    words: Wording, known: Catalogue, meeting: Meeting, row: Row, claims: Sequence[Claim]
) -> None:
    """The row with both quotes, and what a reviewer may say of it; `claims` are the meeting's."""
    closed = why_not_written(words, store_path())
    if closed:
        show_warning(closed, "closed")
    is_forecast = isinstance(row, Forecast)
    back = {"meeting": short_id(meeting.iri, "meeting"), "view": "delivered"}
    nodes = delivery_list(
        words, known, () if isinstance(row, Forecast) else (row,),
        (row,) if isinstance(row, Forecast) else (), meeting,
    )  # fmt: skip
    show_tree(
        [
            el("p", link("meetings", words("overrule.back"), back)),
            el("h2", words("overrule.title")),
            *nodes,
            el("p", words("overrule.how"), c="soft"),
        ],
        "overrule-view",
    )
    st.session_state.setdefault("reviewer", read("by"))
    author = st.text_input(
        words("review.by"), key="reviewer", placeholder=words("review.by-hint"), max_chars=80
    ).strip()
    write({"by": author})
    if not author:
        show_tree([el("p", words("review.who"), c="warning")], "who-view")
    off = bool(closed) or not author or job_of(JOB) is not None
    _show_form(words, known, row, claims, author, is_forecast=is_forecast, off=off)
    if row.overruled is not None:
        undone = st.button(words("review.undo"), key="take-back", disabled=off)
        if undone:
            take_back(words, store_path(), row.overruled.review.rpartition("/")[2], author)


def _show_form(
    words: Wording,
    known: Catalogue,
    row: Row,
    claims: Sequence[Claim],
    author: str,
    *,
    is_forecast: bool,
    off: bool,
) -> None:
    announced = row.forecast if isinstance(row, Forecast) else row.announced
    if announced is None:
        return
    key = row_key(row)
    outcomes = [one for one in OVERRULED[is_forecast] if one != row.outcome]
    outcome: str = st.selectbox(
        words("overrule.outcome"),
        [row.outcome, *outcomes] if row.outcome in OVERRULED[is_forecast] else outcomes,
        format_func=lambda one: outcome_words(words, one, is_forecast=is_forecast),
        key=f"outcome-{key}",
    )
    options = _answers(known, row, claims)
    reported = ""
    if outcome not in UNANSWERED:
        if not options:
            show_tree([el("p", words("overrule.no-claims"), c="soft")], "no-claims-view")
            return
        reported = st.selectbox(
            words("overrule.reported"),
            list(options),
            format_func=lambda iri: shown(options[iri]),
            key=f"reported-{key}",
        )
    issue = ""
    if not isinstance(row, Forecast) and len(announced.issues) > 1:
        whole = st.toggle(
            words("overrule.whole"), help=words("overrule.whole-hint"), key=f"whole-{key}"
        )
        issue = "" if whole else issue_name(row.issue)
    reason = st.text_input(words("review.reason"), key=f"why-{key}", max_chars=500)
    same = outcome == row.outcome and reported in ("", *(claim.iri for claim in row.reported))
    if same:
        show_tree([el("p", words("overrule.same"), c="small soft")], "same-view")
    if st.button(words("overrule.do"), type="primary", disabled=off or same):
        record_overruling(
            words, store_path(), announced.iri, outcome, author, reason, reported, issue
        )


def _answers(known: Catalogue, row: Row, claims: Sequence[Claim]) -> dict[str, str]:
    """The claims of reports by IRI in words: those that the rule found first, then the others."""
    found = list(row.reported)
    if not isinstance(row, Forecast):
        found += [*row.others, *row.may]
    first = {claim.iri: at for at, claim in enumerate(found)}
    of_reports = [
        claim
        for claim in claims
        if (paper := known.documents.get(claim.document)) is not None and paper.when == "after"
    ]
    of_reports.sort(key=lambda claim: (first.get(claim.iri, len(first)), claim.start))
    return {claim.iri: _in_words(known, claim) for claim in of_reports}


def _in_words(known: Catalogue, claim: Claim) -> str:
    holders = ", ".join(map(known.name, claim.holders)) or claim.phrase
    issues = "; ".join(map(known.issue_label, claim.issues))
    told = f"{GLYPHS.get(claim.polarity, '?')} {holders}: {issues} – {claim.quote}"
    return shorten(told, LETTERS, placeholder=" …")
