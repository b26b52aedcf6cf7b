"""Asks which claims there are, as outlines, and for the words of those that are shown.

Which claims, and in which order, comes from the columns of the projection; where a store has none,
all claims of the question are asked for, words and all.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from dashboard.actor_facts import BODIES, find_claims_about, find_claims_by_status
from dashboard.actor_nodes import MANY, first_day
from dashboard.answers import PAGE_TIMEOUT_S, rows
from dashboard.catalogue import catalogue, find_claims, find_some
from dashboard.memory import kept, settled
from dashboard.outline import Bools, Outline, outline_of_claims, outline_of_columns
from dashboard.pools import store_path
from dashboard.proof_nodes import MAX_PROOFS
from dashboard.records import Actor, Catalogue, Claim, Row, read_claim, text_of
from dashboard.standing import Standing
from graph.choosing import Membership, choose_claims, claim_columns
from graph.claim_columns import ClaimColumns
from graph.columns import SegmentDamagedError
from graph.interface import Pool
from graph.opening import published_number
from graph.projected import open_projection
from graph.projecting import CHOICES_OF, PARTICIPATIONS_OF
from graph.questions import answer_question
from graph.remote import read_remote

AT_ONCE = 500
"""So many claims are asked for at once where a file takes all of them."""
KEPT_CLAIMS = 500_000
"""So many claims are kept of the lists that were chosen last, some 60 bytes each."""


def columns_now() -> ClaimColumns | None:
    """The columns of the published generation; None if only the engine can tell."""
    return claim_columns(store_path(), published_number(store_path()) or 0)


def find_outline(language: str, **wanted: str) -> Outline:
    """The claims that meet the wanted parameters of the question `claims`, in its order."""
    given = tuple(sorted((name, value) for name, value in wanted.items() if value))
    return _kept_outline(str(store_path()), published_number(store_path()) or 0, language, given)


def find_outline_on(issues: Sequence[str], language: str) -> Outline:
    """The claims on any of these issues (IRIs)."""
    outlines = [find_outline(language, issue=iri) for iri in issues]
    if len(outlines) == 1:
        return outlines[0]
    wanted = {iri for outline in outlines for iri in outline.iris}
    whole = whole_outline()
    if whole is not None:
        return whole.take(mask([whole.place[iri] for iri in wanted], len(whole)))
    return outline_of_claims(c for outline in outlines for c in outline.known.values())


def whole_outline() -> Outline | None:
    """All claims; None without columns."""
    return _kept_whole(str(store_path()), published_number(store_path()) or 0)


def shown_claims(outline: Outline, places: Iterable[int], language: str) -> dict[str, Claim]:
    """The claims at some places of an outline, with their words, by IRI."""
    return find_some([outline.iris[at] for at in places], language, outline.known)


def find_proofs(standing: Standing, listed: Outline, language: str) -> dict[str, Claim]:
    """Of the claims of a standing that are listed those that a card shows, by IRI."""
    iris = [iri for its in standing.claims_listed(listed.place) for iri in its[:MAX_PROOFS]]
    return find_some(iris, language, listed.known)


def claims_of_all(pool: Pool, outline: Outline, language: str) -> Iterator[Claim]:
    """Every claim with its words, however many: for a file, so that nothing is kept."""
    for start in range(0, len(outline), AT_ONCE):
        wanted = outline.iris[start : start + AT_ONCE]
        found = {iri: outline.known[iri] for iri in wanted if iri in outline.known}
        missing = " ".join(iri for iri in wanted if iri not in found)
        if missing:
            asked = {"language": language, "claim": missing}
            table = answer_question(pool, "claims", asked, timeout_s=PAGE_TIMEOUT_S)
            found |= {claim.iri: claim for claim in map(read_claim, table.records())}
        yield from (found[iri] for iri in wanted if iri in found)


def find_statuses(actor: Actor, language: str) -> dict[str, Outline]:
    """The claims in which the actor is certainly, possibly or not a holder.

    A group that its named holders fill has no room for anybody else and is left out.
    """
    return _kept_statuses(str(store_path()), published_number(store_path()) or 0, actor, language)


def find_outline_about(actor: Actor, language: str) -> Outline:
    """Claims whose words or issue name the actor; a body as such, a state as the subject."""
    return _kept_about(str(store_path()), published_number(store_path()) or 0, actor, language)


def find_roles(actor: Actor, language: str) -> tuple[Sequence[Row], int]:
    """Rows of `item-participants` of the latest meetings at which the actor had a role.

    And at how many it had one.
    """
    store, number = str(store_path()), published_number(store_path()) or 0
    told = _kept_role_papers(store, number, actor, language)
    if told is None:
        found = rows("item-participants", actor=actor.iri, language=language)
        return found, len({row["meeting"] for row in found})
    latest, count = told
    return [
        row
        for iri in latest
        for row in rows("item-participants", document=iri, language=language)
        if row["actor"] == actor.iri
    ], count


@kept(60)
def _kept_role_papers(
    store: str, number: int, actor: Actor, language: str
) -> tuple[list[str], int] | None:
    """Papers of the latest meetings at which the actor had a role, and how many meetings it had."""
    columns = columns_now()
    if columns is None:
        return None
    known = catalogue(language)
    told: dict[str, list[str]] = {}
    for iri in columns.projection.documents_with(PARTICIPATIONS_OF, actor.iri):
        told.setdefault(known.meeting_by_document.get(iri, ""), []).append(iri)
    meetings = sorted(told, key=lambda iri: first_day(known, iri), reverse=True)
    return [iri for meeting in meetings[:MANY] for iri in sorted(told[meeting])], len(meetings)


def find_choice_papers(known: Catalogue) -> list[str]:
    """IRIs of the documents that report what states chose, by the first day of their meeting."""
    store = store_path()
    is_here = read_remote(store) is None
    projection = open_projection(store, published_number(store) or 0) if is_here else None
    if projection is None:
        found = [text_of(row, "document") for row in rows("documents-with-choices")]
        return list(dict.fromkeys(found))
    placed = [
        (*first_day(known, known.meeting_by_document.get(iri, "")), iri)
        for iri in projection.documents_counting(CHOICES_OF)
    ]
    return [iri for _, _, iri in sorted(placed)]


def memberships_by_actor() -> dict[str, list[Membership]]:
    """Blocs that actors (IRIs) are in, each with the first day and the day after the last."""
    found: dict[str, list[Membership]] = {}
    for row in rows("memberships"):
        its = (text_of(row, "bloc"), text_of(row, "since"), row["until"])
        found.setdefault(text_of(row, "state"), []).append(its)
    return found


@kept(KEPT_CLAIMS, len)
def _kept_outline(
    store: str, number: int, language: str, given: tuple[tuple[str, str], ...]
) -> Outline:
    columns, whole = columns_now(), whole_outline()
    if columns is not None and whole is not None:
        chosen = choose_claims(columns, dict(given), memberships_by_actor())
        if chosen is not None:
            return whole.take(mask(chosen, columns.size))
    return outline_of_claims(find_claims(language, **dict(given)))


@kept(KEPT_CLAIMS, lambda found: sum(map(len, found.values())))
def _kept_statuses(store: str, number: int, actor: Actor, language: str) -> dict[str, Outline]:
    columns, whole = columns_now(), whole_outline()
    if columns is None or whole is None:
        found = find_claims_by_status(actor, language)
        return {status: outline_of_claims(claims) for status, claims in found.items()}
    possible = columns.may_hold(actor.iri, memberships_by_actor().get(actor.iri, []))
    kept = {
        "certain": columns.names(actor.iri),
        "possible": possible & (whole.maximum > whole.holders),
        "excluded": columns.excludes(actor.iri),
    }
    return {status: whole.take(which) for status, which in kept.items()}


@kept(KEPT_CLAIMS, len)
def _kept_about(store: str, number: int, actor: Actor, language: str) -> Outline:
    columns, whole = columns_now(), whole_outline()
    if columns is None or whole is None or actor.kind not in (*BODIES, "State"):
        return outline_of_claims(find_claims_about(actor, language))
    names = [text_of(row, "name") for row in rows("actor-words", actor=actor.iri)]
    try:
        found = columns.tells_of(names)
    except SegmentDamagedError:
        return outline_of_claims(find_claims_about(actor, language))
    return whole.take(found & columns.told_by_others(actor.iri if actor.kind == "State" else ""))


@kept(1)
@settled
def _kept_whole(store: str, number: int) -> Outline | None:
    columns = columns_now()
    return None if columns is None else outline_of_columns(columns)


def mask(places: Sequence[int] | np.ndarray, size: int) -> Bools:
    """Which of so many are at these places."""
    found = np.zeros(size, np.bool_)
    found[places] = True
    return found
