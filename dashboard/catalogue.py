"""Asks what is in the store and hands it to the pages as records, kept for one generation."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from dashboard.answers import listed, rows
from dashboard.lazy_records import LazyRecords
from dashboard.memory import kept, settled
from dashboard.pools import page_pool, store_path
from dashboard.records import (
    DOCUMENT_COLUMNS,
    MEETING_COLUMNS,
    Catalogue,
    Claim,
    Details,
    Row,
    read_actor,
    read_claim,
    read_document,
    read_issue,
    read_meeting,
)
from graph.choosing import asked_by_iri, claim_columns
from graph.opening import published_number

R = TypeVar("R")


def catalogue(language: str) -> Catalogue:
    """What the store holds, with labels in this language."""
    return _kept_catalogue(str(store_path()), published_number(store_path()) or 0, language)


@kept(2)
@settled
def _kept_catalogue(store: str, number: int, language: str) -> Catalogue:
    issues = map(read_issue, rows("issues", language=language))
    actors = [read_actor(row) for row in rows("actors", language=language)]
    return Catalogue(
        documents=_records("documents", "document", DOCUMENT_COLUMNS, read_document),
        meetings=_records("meetings", "meeting", MEETING_COLUMNS, read_meeting, language=language),
        issues={issue.iri: issue for issue in issues},
        actors={actor.iri: actor for actor in actors},
        names={actor.code: actor.name for actor in actors},
    )


def _records(
    question: str, key: str, columns: Mapping[str, str], read: Callable[[Row], R], **values: str
) -> Mapping[str, R]:
    """The records of a question by the IRIs in a column, in the order of its rows."""
    found = listed(question, **values)
    if found is not None:
        return LazyRecords(found, columns, read, key)
    return {row[key] or "": read(row) for row in rows(question, **values)}


def find_claims(language: str, **wanted: str) -> list[Claim]:
    """The claims that meet the wanted parameters of the question `claims`, in its order."""
    asked = {name: value for name, value in wanted.items() if value}
    if asked.get("meeting"):
        _open_columns(str(store_path()), published_number(store_path()) or 0)
        asked = asked_by_iri(page_pool(), asked)
    return [read_claim(row) for row in rows("claims", language=language, **asked)]


@kept(1)
@settled
def _open_columns(store: str, number: int) -> bool:
    """Open the columns by which claims are chosen, which graph keeps; whether there are any."""
    return claim_columns(store_path(), number) is not None


def find_some(
    iris: Iterable[str], language: str, known: Mapping[str, Claim] | None = None
) -> dict[str, Claim]:
    """Claims by IRI, in the order in which they are named; those of `known` are not asked for."""
    wanted = list(dict.fromkeys(iris))
    found = dict(known or {})
    missing = sorted(iri for iri in wanted if iri not in found)
    if missing:
        asked = rows("claims", language=language, claim=" ".join(missing))
        found |= {claim.iri: claim for claim in map(read_claim, asked)}
    return {iri: found[iri] for iri in wanted if iri in found}


def find_details(claim: str, language: str) -> Details:
    """Holders and evidence of one claim (IRI)."""
    return Details(
        rows("claim-holders", claim=claim, language=language),
        rows("claim-evidence", claim=claim),
    )
