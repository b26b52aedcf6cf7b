"""Answers stored questions from a generation's projection, with the rows that the engine gives.

Questions that are asked for everything: the four of the catalogue, whose counts grow with the
store, and those that give all claims, choices and letters to standpunt.analysis.
Rows that the question leaves in any order may come in another one.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import numpy as np
from pyoxigraph import NamedNode

from graph import projecting as counted
from graph.catalogue_answers import KIND, About, list_documents, list_meeting_days, list_meetings
from graph.claim_answers import OF_CLAIMS, Cells
from graph.interface import Pool
from graph.listed import Listed, Row
from graph.pool import QueryPool
from graph.projected import Projection, Value, open_projection
from graph.projection import read_claim_tables
from graph.questions import answer_question, bind, find_question
from graph.remote import read_remote
from graph.stored_claims import StoredClaims, open_stored_claims
from ontology import terms

NARROWED = {"documents": ("document", "meeting"), "meetings": ("meeting",)}
"""About what the questions may be asked that the projection answers, besides everything."""
_ACTOR_KINDS = {
    terms.STATE.value: "State",
    terms.INSTITUTION.value: "Institution",
    terms.AGENCY.value: "Agency",
    terms.JHA_AGENCY.value: "Agency",
    terms.NETWORK.value: "Network",
    terms.INTERNATIONAL_ORGANISATION.value: "InternationalOrganisation",
    terms.BLOC.value: "Bloc",
    terms.PRESIDENCY.value: "Presidency",
}
_NONE: tuple[Value | None, ...] = (None,)


def stand_in(
    store: Path, number: int, question: str, values: Mapping[str, str], *, reviewed: bool = False
) -> list[Row] | None:
    """The rows of a stored question on that generation of a store in a folder, as text by column.

    None if the projection does not answer it: it is another question, or asked about one thing
    that is not in NARROWED, or the generation has no projection that is whole. `reviewed` asks the
    reviewed view of a generation that has one. Raises ParameterError.
    """
    listed = stand_in_columns(store, number, question, values, reviewed=reviewed)
    if listed is not None:
        with _uncollected():
            return listed.rows()
    asked = _asked(store, number, question, values, reviewed=reviewed)
    if asked is None or question in _LISTED:
        return None
    projection, language, its = asked
    columns = [column.name for column in find_question(question).columns]
    with _uncollected():
        if question in _ANSWERS:
            rows: Iterable[Cells] | None = _ANSWERS[question](projection, language, its)
        else:
            claims = read_claim_tables(store, number, reviewed=reviewed)
            if claims is not None and projection.further:
                claims = projection.further.over(claims)
            rows = None if claims is None else OF_CLAIMS[question](claims)
        return None if rows is None else [dict(zip(columns, row, strict=True)) for row in rows]


def stand_in_columns(
    store: Path, number: int, question: str, values: Mapping[str, str], *, reviewed: bool = False
) -> Listed | None:
    """As stand_in(), in columns, so that only the rows that are looked at are made.

    None, too, for a question that is answered in rows alone.
    """
    if question not in _LISTED:
        return None
    asked = _asked(store, number, question, values, reviewed=reviewed)
    if asked is None:
        return None
    names = [column.name for column in find_question(question).columns]
    with _uncollected():
        return _LISTED[question](*asked).of(names)


def _asked(
    store: Path, number: int, question: str, values: Mapping[str, str], *, reviewed: bool
) -> tuple[Projection, str, About] | None:
    """What is asked, of whom, and in which language; None if it is not to be answered here."""
    allowed = {"language", *NARROWED.get(question, ())}
    if question not in STOOD_IN or set(values) - allowed or read_remote(store) is not None:
        return None
    projection = open_projection(store, number, reviewed=reviewed)
    if projection is None:
        return None
    asked = find_question(question)
    defaults = {parameter.name: parameter.default for parameter in asked.parameters}
    language = values.get("language") or defaults.get("language") or ""
    about = {name: term for name, term in bind(asked, values).items() if name != "language"}
    if not all(isinstance(term, NamedNode) for term in about.values()):
        return None
    its = {name: term.value for name, term in about.items() if isinstance(term, NamedNode)}
    return projection, language, its


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's collector, which looks through a million new cells several times over."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def ask_projection(
    pool: Pool, question: str, values: Mapping[str, str]
) -> tuple[list[Row], int] | None:
    """As stand_in(), of the generation and the view that the pool asks, and its number.

    None, too, for a pool that asks a store behind an address.
    """
    if not isinstance(pool, QueryPool):
        return None
    number = pool.generation().number
    rows = stand_in(pool.store, number, question, values, reviewed=pool.has_view(number))
    return None if rows is None else (rows, number)


def ask_shortest(pool: Pool, question: str, values: Mapping[str, str]) -> list[Row]:
    """The rows of a stored question, from the projection if it tells.

    Raises as answer_question().
    """
    found = ask_projection(pool, question, values)
    return answer_question(pool, question, values).records() if found is None else found[0]


def stored_claims(pool: Pool) -> tuple[StoredClaims, int] | None:
    """All claims of the generation that the pool asks, and its number.

    None if the projection does not tell: it is missing or damaged, or the claims are elsewhere.
    """
    if not isinstance(pool, QueryPool) or read_remote(pool.store) is not None:
        return None
    number = pool.generation().number
    reviewed = pool.has_view(number)
    if open_projection(pool.store, number, reviewed=reviewed) is None:
        return None
    found = open_stored_claims(pool.store, number, reviewed=reviewed)
    return None if found is None else (found, number)


def _issues(projection: Projection, language: str, _: About) -> Iterable[Cells]:
    claims = projection.sums(counted.CLAIMS_ON_ISSUE)
    rows = []
    for issue in projection.of_class(terms.ISSUE.value, terms.CANDIDATE_ISSUE.value):
        facts = projection.facts(issue)
        kinds = {kind for _, kind in facts.get(terms.RDF_TYPE.value, ())}
        above = sorted({text for _, text in facts.get(terms.SKOS_BROADER.value, ())})
        number, favour, against = claims.get(issue, (0, 0, 0))
        for notation in projection.notations(issue) or _NONE:
            rows.append(
                (
                    issue,
                    _text(notation),
                    min(projection.labels(issue, language)),
                    str(terms.CANDIDATE_ISSUE.value in kinds).lower(),
                    " ".join(above) or None,
                    str(number),
                    str(favour),
                    str(against),
                )
            )
    return sorted(rows, key=lambda row: (-int(row[5]), row[0]))


def _actors(projection: Projection, language: str, __: About) -> Iterable[Cells]:
    claims = projection.sums(counted.CLAIMS_OF_HOLDER)
    signed, actors = projection.members(counted.LETTERS)
    numbers = np.bincount(signed.values, minlength=len(actors)).tolist()
    letters = Counter(dict(zip(actors.to_pylist(), numbers, strict=True)))
    choices = projection.sums(counted.CHOICES_OF)
    parts = projection.sums(counted.PARTICIPATIONS_OF)
    rows = []
    for actor in projection.of_class(*_ACTOR_KINDS):
        types = projection.facts(actor).get(terms.RDF_TYPE.value, ())
        kinds = [_ACTOR_KINDS[kind] for _, kind in types if kind in _ACTOR_KINDS]
        its = (
            _number(claims, actor), str(letters[actor]), _number(choices, actor),
            _number(parts, actor),
        )  # fmt: skip
        for (_, code), name in product(
            projection.notations(actor), projection.labels(actor, language)
        ):
            rows.append((actor, code, name, min(kinds), *its))
    return sorted(rows, key=lambda row: (row[3], row[1], row[0]))


def _document_facts(projection: Projection, _: str, __: About) -> Iterable[Cells]:
    columns = projection.document_columns("document", "kind", "date", "reporter", "file_name")
    return sorted(
        (document, kind.partition(KIND)[2], date, reporter, name)
        for document, kind, date, reporter, name in columns
        if document is not None and kind is not None and name is not None
    )


def _meeting_days(projection: Projection, _: str, __: About) -> Iterable[Cells]:
    found = list_meeting_days(projection)
    its = (found.column(name) for name in ("meeting", "start", "configuration"))
    rows = set(zip(*its, strict=True))
    return sorted(rows, key=lambda row: (row[1] or "", row[0] or "", row[2] or ""))


_ANSWERS: Mapping[str, Callable[[Projection, str, About], Iterable[Cells]]] = {
    "issues": _issues,
    "actors": _actors,
    "document-facts": _document_facts,
    "meeting-days": _meeting_days,
}
_LISTED: Mapping[str, Callable[[Projection, str, About], Listed]] = {
    "documents": lambda projection, _, about: list_documents(projection, about),
    "meetings": list_meetings,
}
STOOD_IN = frozenset({*_ANSWERS, *_LISTED, *OF_CLAIMS})
"""Names of the stored questions that a projection answers."""


def _number(sums: Mapping[str, tuple[int, int, int]], thing: str | None) -> str:
    return str(sums.get(thing or "", (0, 0, 0))[0])


def _text(value: Value | None) -> str | None:
    return None if value is None else value[1]


def _coded(projection: Projection, things: Iterable[Value]) -> Iterable[Value | None]:
    """The codes of these things, each once; None if they have none."""
    return {code for _, thing in things for code in projection.notations(thing)} or _NONE
