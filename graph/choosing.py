"""Which claims the stored question `claims` gives, in its order, without asking the engine."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from pyoxigraph import Literal, NamedNode

from graph.answer import Bound
from graph.claim_columns import ClaimColumns
from graph.claim_table import ABOUT
from graph.column_opening import open_claim_columns
from graph.columns import Bools, Ints
from graph.interface import Pool
from graph.pool import QueryPool
from graph.questions import answer_question, bind, find_question
from graph.remote import read_remote
from ontology.terms import POLARITY

QUESTION = "claims"
AT_ONCE = 500
_TAKEN = frozenset(
    {
        "language",
        "issue",
        "actor",
        "possible",
        "meeting",
        "polarity",
        "document",
        "minConfidence",
        "since",
        "before",
    }
)
Membership = tuple[str, str, str | None]


def claim_columns(store: Path, number: int) -> ClaimColumns | None:
    """The claims of a generation of the store; None where only the engine can tell of them."""
    return None if read_remote(store) is not None else open_claim_columns(store, number)


def chosen_iris(
    pool: Pool, values: Mapping[str, str], memberships: Mapping[str, list[Membership]]
) -> list[str] | None:
    """The IRIs of the claims that the question gives with these values, in its order.

    None if it has to be asked: of the reviewed view, where there are no columns, or as
    choose_claims(). Raises ParameterError.
    """
    if not isinstance(pool, QueryPool) or pool.reviewed:
        return None
    columns = claim_columns(pool.store, pool.generation().number)
    places = None if columns is None else choose_claims(columns, values, memberships)
    return None if columns is None or places is None else list(columns.claims.take(places))


def chosen_with_documents(pool: Pool, values: Mapping[str, str]) -> list[tuple[str, str]] | None:
    """As chosen_iris(), each with the IRI of the document that reports it.

    Asks for memberships itself. Raises as answer_question().
    """
    if not isinstance(pool, QueryPool) or pool.reviewed:
        return None
    columns = claim_columns(pool.store, pool.generation().number)
    if columns is None:
        return None
    members: dict[str, list[Membership]] = {}
    if values.get("possible"):
        for row in answer_question(pool, "memberships").records():
            its = (row["bloc"] or "", row["since"] or "", row["until"])
            members.setdefault(row["state"] or "", []).append(its)
    places = choose_claims(columns, values, members)
    if places is None:
        return None
    documents = columns.columns["document"][places].tolist()
    return [
        (claim, columns.words[document])
        for claim, document in zip(columns.claims.take(places), documents, strict=True)
    ]


def asked_by_iri(pool: Pool, values: Mapping[str, str]) -> dict[str, str]:
    """What to ask `claims` instead of these values, with the same rows: the claims by their IRIs.

    The same values where only the engine can tell which they are, or where they are none or more
    than AT_ONCE. The engine goes through all claims of a large store to find those of a meeting.
    """
    chosen = chosen_iris(pool, values, {}) if values.get("meeting") else None
    if not chosen or len(chosen) > AT_ONCE or values.get("actor"):
        return dict(values)
    language = {"language": values["language"]} if values.get("language") else {}
    return {**language, "claim": " ".join(chosen)}


def choose_claims(
    columns: ClaimColumns, values: Mapping[str, str], memberships: Mapping[str, list[Membership]]
) -> Ints | None:
    """The places of the claims that the question gives with these values, in its order.

    `memberships` are those of each actor (IRI), for what it may hold. None if the question has to
    be asked: it is given a value that the columns know nothing of. Raises ParameterError.
    """
    if not _TAKEN.issuperset(name for name, value in values.items() if value):
        return None
    given = bind(find_question(QUESTION), values)
    kept = np.ones(columns.size, np.bool_)
    for name in ("meeting", "document"):
        if name in given:
            kept &= columns.columns[name] == columns.word(_text(given[name]))
    if "issue" in given:
        kept &= columns.lists[ABOUT].of(columns.word(_text(given["issue"])), columns.size)
    if "polarity" in given:
        polarity = POLARITY.get(_text(given["polarity"]))
        kept &= columns.columns["polarity"] == columns.word(polarity.value if polarity else "")
    if "minConfidence" in given:
        kept &= columns.confidence >= float(_text(given["minConfidence"]))
    if "since" in given or "before" in given:
        since, before = (_text(given[n]) if n in given else "" for n in ("since", "before"))
        kept &= columns.between(since, before)
    if "actor" in given:
        actor = _text(given["actor"])
        kept &= _held(columns, actor, given, memberships.get(actor, []))
    return np.flatnonzero(kept).astype(np.int32)


def _held(
    columns: ClaimColumns, actor: str, given: Mapping[str, Bound], memberships: list[Membership]
) -> Bools:
    certain = columns.names(actor)
    if _text(given.get("possible", Literal(False))) != "true":
        return certain
    return certain | columns.may_hold(actor, memberships)


def _text(bound: Bound) -> str:
    """The text of the one term that a variable is held to."""
    assert isinstance(bound, NamedNode | Literal)  # noqa: S101 - what bind() gives for these
    return bound.value
