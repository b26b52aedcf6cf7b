"""What the editor completes: our terms with their use in the store, and its things by use."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import streamlit as st

from dashboard.answers import Row, rows
from dashboard.pools import store_path
from graph.errors import GraphError
from graph.opening import published_number
from ontology.description import Description, read_descriptions
from ontology.modules import term_paths
from ontology.terms import (
    ID,
    OWL,
    PREFIXES,
    RDF_TYPE,
    RDFS_LABEL,
    SKOS_DEFINITION,
)

KINDS_OF_THINGS = ("issue", "meeting", "document", "actor", "bloc", "configuration", "presidency")
COMPLETED_PREFIXES = MappingProxyType(
    {**PREFIXES, **{kind: f"{ID}{kind}/" for kind in KINDS_OF_THINGS}}
)
"""Prefix -> namespace: those of the stored queries, and one for each kind of thing of ours."""

PATIENCE_S = 1.5
Term = list[str | int | None]
_LOCAL = re.compile(r"[A-Za-z0-9_][\w-]*", re.ASCII)
_CLASS, _INDIVIDUAL = f"{OWL}Class", f"{OWL}NamedIndividual"


@dataclass(frozen=True)
class _Counting:
    """A count of the store that runs, or has run, in a thread of its own."""

    result: Future[dict[str, object]]
    patience_ends: float


def vocabulary(language: str) -> dict[str, object]:
    """Prefixes by name, and terms as [name, iri, kind, label, explanation, uses].

    The name is "" where no prefix fits. `uses` is None for a thing of the ontology alone. While a
    large store is being counted, and where it cannot be, terms come without uses and things.
    """
    counting = _count_once(str(store_path()), published_number(store_path()) or 0, language)
    try:
        return counting.result.result(max(0.0, counting.patience_ends - time.monotonic()))
    except TimeoutError:
        return _told({}, [], language)


@st.cache_resource(show_spinner=False, max_entries=6)
def _count_once(store: str, number: int, language: str) -> _Counting:
    executor = ThreadPoolExecutor(1, thread_name_prefix="vocabulary")
    result = executor.submit(_count, language)
    executor.shutdown(wait=False)
    return _Counting(result, time.monotonic() + PATIENCE_S)


def _count(language: str) -> dict[str, object]:
    uses: dict[str, int] = {}
    things: list[Row] = []
    try:
        for question, column in (("classes-in-use", "class"), ("properties-in-use", "property")):
            uses |= {str(row[column]): int(row["uses"] or 0) for row in rows(question)}
        things = rows("things-in-use", language=language)
    except GraphError:  # too large a store to count in time: completion does without
        pass
    return _told(uses, things, language)


def _told(uses: dict[str, int], things: list[Row], language: str) -> dict[str, object]:
    terms = [*_terms(uses, language), *_foreign(uses), *map(_thing, things)]
    return {"prefixes": dict(COMPLETED_PREFIXES), "terms": terms}


def short_name(iri: str) -> str:
    """The IRI with a prefix, as a query can write it; "" if none fits."""
    for prefix, namespace in sorted(COMPLETED_PREFIXES.items(), key=lambda pair: -len(pair[1])):
        local = iri.removeprefix(namespace)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return ""


@cache
def _described() -> dict[str, Description]:
    return read_descriptions(term_paths())


def _terms(uses: dict[str, int], language: str) -> Iterator[Term]:
    for iri, found in _described().items():
        kind = _kind(found)
        if kind:
            labels = found.labels(RDFS_LABEL) or found.labels()
            help_texts = found.labels(SKOS_DEFINITION)
            label = labels.get(language) or labels.get("en") or ""
            explained = help_texts.get(language) or help_texts.get("en") or ""
            count = uses.get(iri, 0) if kind != "value" else None
            yield [short_name(iri), iri, kind, label, explained, count]


def _foreign(uses: dict[str, int]) -> Iterator[Term]:
    """Classes and properties of the data that the ontology does not describe."""
    for iri, count in uses.items():
        if iri not in _described():
            kind = (
                "class" if iri.rpartition("#")[2].rpartition("/")[2][:1].isupper() else "property"
            )
            yield [short_name(iri), iri, kind, "", "", count]


def _thing(row: Row) -> Term:
    iri = str(row["thing"])
    return [short_name(iri), iri, "instance", row["label"], "", int(row["uses"] or 0)]


def _kind(found: Description) -> str:
    kinds = found.iris(RDF_TYPE)
    if _CLASS in kinds:
        return "class"
    if _INDIVIDUAL in kinds:
        return "value"
    return "property" if any(kind.endswith("Property") for kind in kinds) else ""
