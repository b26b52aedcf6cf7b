"""Answers stored questions from a generation's projection, with the rows that the engine gives.

Questions that are asked for everything: the four of the catalogue, whose counts grow with the
store, and the three that give all claims to standpunt.analysis, one row each or more.
Rows that the question leaves in any order may come in another one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from pathlib import Path

from graph import projecting as counted
from graph.claim_table import ABOUT, EXCLUDED, NAMED, all_fields, all_pairs
from graph.interface import Pool
from graph.pool import QueryPool
from graph.projected import ClaimTables, Projection, Value, open_projection
from graph.projection import read_claim_tables
from graph.questions import find_question
from graph.remote import read_remote
from ontology import terms

Row = dict[str, str | None]
_KIND = f"{terms.SP}kind-"
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
    store: Path, number: int, question: str, values: Mapping[str, str]
) -> list[Row] | None:
    """The rows of a stored question on that generation of a store in a folder, as text by column.

    None if the projection does not answer it: it is another question, or asked about one thing,
    or the generation has no projection that is whole.
    """
    asks_for_all = question in STOOD_IN and not set(values) - {"language"}
    if not asks_for_all or read_remote(store) is not None:
        return None
    projection = open_projection(store, number)
    if projection is None:
        return None
    asked = find_question(question)
    defaults = {parameter.name: parameter.default for parameter in asked.parameters}
    language = values.get("language") or defaults.get("language") or ""
    columns = [column.name for column in asked.columns]
    rows: Iterable[tuple[str | None, ...]]
    if question in _ANSWERS:
        rows = _ANSWERS[question](projection, language)
    else:
        claims = read_claim_tables(store, number)
        if claims is None:
            return None
        rows = _OF_CLAIMS[question](claims)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def ask_projection(
    pool: Pool, question: str, values: Mapping[str, str]
) -> tuple[list[Row], int] | None:
    """As stand_in(), of the generation that the pool asks, and its number.

    None, too, for a pool that asks the reviewed view or a store behind an address.
    """
    if not isinstance(pool, QueryPool) or pool.reviewed:
        return None
    number = pool.generation().number
    rows = stand_in(pool.store, number, question, values)
    return None if rows is None else (rows, number)


def _documents(projection: Projection, _: str) -> Iterable[tuple[str | None, ...]]:
    counts = [
        projection.sums(what)
        for what in (
            counted.SECTIONS, counted.CLAIMS_OF_DOCUMENT, counted.FINDINGS, counted.NOTICES,
        )
    ]  # fmt: skip
    rows = []
    for (document, title, kind, date, language, dossier, number, reporter, name, sha256, extractor,
         meetings) in projection.documents():  # fmt: skip
        if kind is None or sha256 is None or name is None:
            continue
        its = [_number(each, document) for each in counts]
        about: list[tuple[str | None, str | None]] = [
            (meeting, label)
            for meeting in (meetings or "").split()
            for label in sorted(_dutch(projection, meeting))
        ]
        codes = {*projection.notations(reporter)} if reporter else set()
        for code, (meeting, label) in product(codes or _NONE, about or [(None, None)]):
            rows.append(
                (document, title, kind.partition(_KIND)[2], date, language, dossier, number,
                 _text(code), name, sha256, meeting, label, *its, extractor)
            )  # fmt: skip
    return sorted(rows, key=lambda row: (row[10] or "", row[2], row[3] or "", row[0]))


def _meetings(projection: Projection, language: str) -> Iterable[tuple[str | None, ...]]:
    documents = projection.sums(counted.DOCUMENTS_OF_MEETING)
    items = {meeting: len(its) for meeting, its in projection.said(counted.ITEMS).items()}
    claims = projection.sums(counted.CLAIMS_OF_MEETING)
    chairs: dict[str, set[str]] = {}
    rows = []
    for meeting, facts in projection.things.items():
        if ("", terms.MEETING.value) not in facts.get(terms.RDF_TYPE.value, ()):
            continue
        presidency = set()
        for _, chair in facts.get(terms.P_PRESIDENCY.value, ()):
            if chair not in chairs:
                chairs[chair] = projection.labels(chair, language)
            presidency |= chairs[chair]
        its = (_number(documents, meeting), str(items.get(meeting, 0)), _number(claims, meeting))
        for label, code, start, end, informal, country, chaired in product(
            projection.labels(meeting, language),
            _coded(projection, facts.get(terms.P_CONFIGURATION.value, ())),
            facts.get(terms.P_START_DATE.value, ()),
            facts.get(terms.P_END_DATE.value, _NONE),
            facts.get(terms.P_IS_INFORMAL.value, _NONE),
            _coded(projection, facts.get(terms.P_COUNTRY.value, ())),
            presidency or (None,),
        ):
            rows.append(
                (meeting, label, _text(code), start[1], _text(end), _text(informal),
                 _text(country), chaired, *its)
            )  # fmt: skip
    rows.sort(key=lambda row: row[0])
    return sorted(rows, key=lambda row: row[3], reverse=True)


def _issues(projection: Projection, language: str) -> Iterable[tuple[str | None, ...]]:
    claims = projection.sums(counted.CLAIMS_ON_ISSUE)
    rows = []
    for issue, facts in projection.things.items():
        kinds = {kind for _, kind in facts.get(terms.RDF_TYPE.value, ())}
        if not kinds & {terms.ISSUE.value, terms.CANDIDATE_ISSUE.value}:
            continue
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


def _actors(projection: Projection, language: str) -> Iterable[tuple[str | None, ...]]:
    claims = projection.sums(counted.CLAIMS_OF_HOLDER)
    letters = Counter(
        actor for actors in projection.said(counted.LETTERS).values() for actor in actors
    )
    choices = projection.sums(counted.CHOICES_OF)
    parts = projection.sums(counted.PARTICIPATIONS_OF)
    rows = []
    for actor, facts in projection.things.items():
        types = facts.get(terms.RDF_TYPE.value, ())
        kinds = [_ACTOR_KINDS[kind] for _, kind in types if kind in _ACTOR_KINDS]
        if not kinds:
            continue
        its = (
            _number(claims, actor), str(letters[actor]), _number(choices, actor),
            _number(parts, actor),
        )  # fmt: skip
        for (_, code), name in product(
            projection.notations(actor), projection.labels(actor, language)
        ):
            rows.append((actor, code, name, min(kinds), *its))
    return sorted(rows, key=lambda row: (row[3], row[1], row[0]))


def _claim_facts(claims: ClaimTables) -> Iterable[tuple[str | None, ...]]:
    rows = []
    for (claim, document, meeting, item, polarity, modality, confidence, least, most, universe,
         quantifier, count) in all_fields(claims):  # fmt: skip
        if None in (document, polarity, modality, confidence, least, most):
            continue
        rows.append(
            (claim, document, meeting, item, _after(polarity, "#polarity-"),
             _after(modality, "#modality-"), confidence, least, most, universe,
             _after(quantifier, "#quantifier-"), count)
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row[0], row[3] or ""))


def _claim_holdings(claims: ClaimTables) -> Iterable[tuple[str | None, ...]]:
    roles = (NAMED, EXCLUDED)
    rows = [(claim, actor, role) for role in roles for claim, actor in all_pairs(claims, role)]
    return sorted(rows, key=lambda row: (row[0], row[2], row[1]))


def _claim_issues(claims: ClaimTables) -> Iterable[tuple[str | None, ...]]:
    return sorted(all_pairs(claims, ABOUT))


_ANSWERS: Mapping[str, Callable[[Projection, str], Iterable[tuple[str | None, ...]]]] = {
    "documents": _documents,
    "meetings": _meetings,
    "issues": _issues,
    "actors": _actors,
}
_OF_CLAIMS: Mapping[str, Callable[[ClaimTables], Iterable[tuple[str | None, ...]]]] = {
    "claim-facts": _claim_facts,
    "claim-holdings": _claim_holdings,
    "claim-issues": _claim_issues,
}
STOOD_IN = frozenset({*_ANSWERS, *_OF_CLAIMS})
"""Names of the stored questions that a projection answers."""


def _number(sums: Mapping[str, tuple[int, int, int]], thing: str | None) -> str:
    return str(sums.get(thing or "", (0, 0, 0))[0])


def _after(text: str | None, mark: str) -> str | None:
    """What stands after the mark; nothing, as STRAFTER, if there is none."""
    return None if text is None else text.partition(mark)[2]


def _text(value: Value | None) -> str | None:
    return None if value is None else value[1]


def _coded(projection: Projection, things: Iterable[Value]) -> Iterable[Value | None]:
    """The codes of these things, each once; None if they have none."""
    return {code for _, thing in things for code in projection.notations(thing)} or _NONE


def _dutch(projection: Projection, thing: str) -> set[str]:
    said = projection.things.get(thing, {}).get(terms.SKOS_PREF_LABEL.value, ())
    return {text for sort, text in said if sort == "@nl"}
