"""Asks what is in the store and hands it to the pages as records, kept for one generation."""

import streamlit as st

from dashboard.answers import rows, store_path
from dashboard.records import (
    Catalogue,
    Claim,
    Details,
    read_actor,
    read_claim,
    read_document,
    read_issue,
    read_meeting,
)
from graph.opening import published_number


def catalogue(language: str) -> Catalogue:
    """What the store holds, with labels in this language."""
    return _kept_catalogue(str(store_path()), published_number(store_path()) or 0, language)


@st.cache_resource(show_spinner=False, max_entries=6)
def _kept_catalogue(store: str, number: int, language: str) -> Catalogue:
    documents = map(read_document, rows("documents"))
    meetings = map(read_meeting, rows("meetings", language=language))
    issues = map(read_issue, rows("issues", language=language))
    actors = [read_actor(row) for row in rows("actors", language=language)]
    return Catalogue(
        documents={document.iri: document for document in documents},
        meetings={meeting.iri: meeting for meeting in meetings},
        issues={issue.iri: issue for issue in issues},
        actors={actor.iri: actor for actor in actors},
        names={actor.code: actor.name for actor in actors},
    )


def find_claims(language: str, **wanted: str) -> list[Claim]:
    """The claims that meet the wanted parameters of the question `claims`, in its order."""
    return [read_claim(row) for row in rows("claims", language=language, **wanted)]


def find_details(claim: Claim, language: str) -> Details:
    """Holders and evidence of one claim."""
    return Details(
        rows("claim-holders", claim=claim.iri, language=language),
        rows("claim-evidence", claim=claim.iri),
    )
