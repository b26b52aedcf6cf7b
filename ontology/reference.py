"""Actors, memberships, Presidencies, configurations and issues as records; knows no store.

Names stand only in the Turtle files. Two actors that share a name, or a membership that names an
unknown state, stop the load: a wrong name would put words into the wrong mouth.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode

from ontology.description import (
    Description,
    Descriptions,
    LabelsByLanguage,
    NamesByLanguage,
    read_descriptions,
    typed,
)
from ontology.errors import OntologyError
from ontology.modules import data_paths
from ontology.terms import (
    COUNCIL_CONFIGURATION,
    ID,
    ISSUE,
    ORG_MEMBERSHIP,
    P_ADJECTIVE,
    P_CODE,
    P_FROM,
    P_HELD_BY,
    P_INHABITANT,
    P_MEMBER,
    P_OF,
    P_UNTIL,
    PRESIDENCY,
    SKOS_ALT_LABEL,
    SKOS_BROADER,
    SKOS_DEFINITION,
    SKOS_HIDDEN_LABEL,
    SKOS_NOTATION,
    SKOS_PREF_LABEL,
    SP,
    THEME,
)

ACTOR_KINDS = (
    "State",
    "Institution",
    "Agency",
    "Network",
    "InternationalOrganisation",
    "Bloc",
)
_BLOC = f"{ID}bloc/"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who can hold a position; `code` is the skos:notation ("DEU", "body:EUROPOL").

    `names` are nouns, the preferred one first; adjectives and inhabitants are separate, since
    "Duits" and "Duitsers" point at the state without being its name.
    """

    iri: str
    code: str
    kind: str
    labels: LabelsByLanguage = field(compare=False)
    names: NamesByLanguage = field(compare=False)
    adjectives: NamesByLanguage = field(compare=False)
    inhabitants: NamesByLanguage = field(compare=False)
    two_letter: str | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """A state in a bloc from `start` on; `end` is the first day on which it is no member."""

    state_code: str
    bloc_code: str
    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        """Whether the state is a member on that day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Presidency:
    """A half-year of the Council's chair, as "2026-1"; `end` is the first day of the next."""

    iri: str
    code: str
    holder: str
    labels: LabelsByLanguage = field(compare=False)
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Configuration:
    """A Council configuration with its names, abbreviations included, the preferred one first."""

    iri: str
    code: str
    labels: LabelsByLanguage = field(compare=False)
    names: NamesByLanguage = field(compare=False)


@dataclass(frozen=True, slots=True)
class Issue:
    """Something one can be for or against.

    `phrases` are the Dutch wordings by which text refers to it: preferred label, synonyms, hidden
    labels. A phrase of several words refers to the issue only if all its words are met, in the
    target or in the heading above it. `broader` are slugs of issues or themes.
    """

    iri: str
    slug: str
    labels: LabelsByLanguage = field(compare=False)
    definitions: LabelsByLanguage = field(compare=False)
    phrases: tuple[str, ...]
    broader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A field of policy that groups issues; nobody is for or against a theme."""

    iri: str
    slug: str
    labels: LabelsByLanguage = field(compare=False)
    definitions: LabelsByLanguage = field(compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference data, by code or slug; the tuples are in order of code."""

    actors: Mapping[str, Actor]
    memberships: tuple[Membership, ...]
    presidencies: tuple[Presidency, ...]
    configurations: Mapping[str, Configuration]
    issues: Mapping[str, Issue]
    themes: Mapping[str, Theme]

    def members_on(self, bloc: str, day: date) -> frozenset[str]:
        """Codes of the states that belong to a bloc on a day; `bloc` is the end of its IRI ("EU").

        Raises OntologyError if there is no such bloc: an empty set would hide a slip of the pen.
        """
        members = [entry for entry in self.memberships if entry.bloc_code == bloc]
        if not members:
            known = ", ".join(sorted({entry.bloc_code for entry in self.memberships}))
            raise OntologyError(f"actors.ttl: no bloc {bloc!r} has members; known blocs: {known}")
        return frozenset(entry.state_code for entry in members if entry.covers(day))

    def presidency_on(self, day: date) -> Presidency | None:
        """Who chairs the Council on a day; None if no known half-year holds that day."""
        for presidency in self.presidencies:
            if presidency.start <= day < presidency.end:
                return presidency
        return None


def _read_actors(descriptions: Descriptions) -> dict[str, Actor]:
    actors: dict[str, Actor] = {}
    for kind in ACTOR_KINDS:
        for entry in typed(descriptions, NamedNode(SP + kind)):
            code = entry.required(SKOS_NOTATION)
            if code in actors:
                raise OntologyError(
                    f"actors.ttl: <{entry.iri}> and <{actors[code].iri}> share the code {code}"
                )
            actors[code] = Actor(
                iri=entry.iri,
                code=code,
                kind=kind,
                labels=entry.labels(),
                names=entry.names(SKOS_PREF_LABEL, SKOS_ALT_LABEL),
                adjectives=entry.names(P_ADJECTIVE),
                inhabitants=entry.names(P_INHABITANT),
                two_letter=entry.literal(P_CODE),
            )
    return dict(sorted(actors.items()))


def _check_names(actors: Iterable[Actor]) -> None:
    """Raise OntologyError if a name, adjective or inhabitant points at two actors.

    Languages and capitals make no difference: a Dutch letter writes "Council" and "RAAD" too.
    """
    owners: dict[str, str] = {}
    for actor in actors:
        for group in (actor.names, actor.adjectives, actor.inhabitants):
            for texts in group.values():
                for text in texts:
                    owner = owners.setdefault(text.casefold(), actor.code)
                    if owner != actor.code:
                        raise OntologyError(
                            f"actors.ttl: {owner} and {actor.code} share the name {text!r}; "
                            "take it from one of them, or lengthen it"
                        )


def _code_by_iri(actors: Mapping[str, Actor]) -> dict[str, str]:
    return {actor.iri: actor.code for actor in actors.values()}


def _known(codes: Mapping[str, str], entry: Description, predicate: NamedNode) -> str:
    iri = entry.linked(predicate)
    if iri not in codes:
        raise OntologyError(f"<{entry.iri}> points at <{iri}>, which is no actor of actors.ttl")
    return codes[iri]


def _read_memberships(
    descriptions: Descriptions, actors: Mapping[str, Actor]
) -> tuple[Membership, ...]:
    codes = _code_by_iri(actors)
    found = []
    for entry in typed(descriptions, ORG_MEMBERSHIP):
        _known(codes, entry, P_OF)
        membership = Membership(
            state_code=_known(codes, entry, P_MEMBER),
            bloc_code=entry.linked(P_OF).removeprefix(_BLOC),
            start=entry.day(P_FROM),
            end=entry.optional_day(P_UNTIL),
        )
        if membership.end is not None and membership.end <= membership.start:
            raise OntologyError(f"<{entry.iri}> ends before it starts; mend sp:from or sp:until")
        found.append(membership)
    return tuple(sorted(found, key=lambda item: (item.bloc_code, item.state_code, item.start)))


def _read_presidencies(
    descriptions: Descriptions, actors: Mapping[str, Actor]
) -> tuple[Presidency, ...]:
    codes = _code_by_iri(actors)
    found = [
        Presidency(
            iri=entry.iri,
            code=entry.required(SKOS_NOTATION),
            holder=_known(codes, entry, P_HELD_BY),
            labels=entry.labels(),
            start=entry.day(P_FROM),
            end=entry.day(P_UNTIL),
        )
        for entry in typed(descriptions, PRESIDENCY)
    ]
    return tuple(sorted(found, key=lambda presidency: presidency.start))


def _read_configurations(descriptions: Descriptions) -> dict[str, Configuration]:
    found = [
        Configuration(
            iri=entry.iri,
            code=entry.required(SKOS_NOTATION),
            labels=entry.labels(),
            names=entry.names(SKOS_PREF_LABEL, SKOS_ALT_LABEL),
        )
        for entry in typed(descriptions, COUNCIL_CONFIGURATION)
    ]
    return {item.code: item for item in sorted(found, key=lambda item: item.code)}


def _read_themes(descriptions: Descriptions) -> dict[str, Theme]:
    found = [
        Theme(
            iri=entry.iri,
            slug=entry.required(SKOS_NOTATION),
            labels=entry.labels(),
            definitions=entry.labels(SKOS_DEFINITION),
        )
        for entry in typed(descriptions, THEME)
    ]
    return {theme.slug: theme for theme in sorted(found, key=lambda theme: theme.slug)}


def _read_issues(descriptions: Descriptions) -> dict[str, Issue]:
    entries = typed(descriptions, ISSUE)
    parents = {entry.iri: entry for entry in (*entries, *typed(descriptions, THEME))}
    found: dict[str, Issue] = {}
    for entry in entries:
        broader = []
        for iri in entry.iris(SKOS_BROADER):
            if iri not in parents:
                raise OntologyError(
                    f"issues.ttl: <{entry.iri}> is under <{iri}>, which is no issue and no theme"
                )
            broader.append(parents[iri].required(SKOS_NOTATION))
        slug = entry.required(SKOS_NOTATION)
        names = entry.names(SKOS_PREF_LABEL, SKOS_ALT_LABEL, SKOS_HIDDEN_LABEL)
        found[slug] = Issue(
            iri=entry.iri,
            slug=slug,
            labels=entry.labels(),
            definitions=entry.labels(SKOS_DEFINITION),
            phrases=tuple(dict.fromkeys(names.get("nl", ()))),
            broader=tuple(sorted(broader)),
        )
    return dict(sorted(found.items()))


def read_reference(paths: Iterable[Path]) -> Reference:
    """Reference data from these Turtle files; `load_reference` reads those of the package.

    Raises OntologyError if a file is missing or broken, a name has two owners, a code stands
    twice, or a membership, Presidency or issue points at something that is not there.
    """
    descriptions = read_descriptions(paths)
    actors = _read_actors(descriptions)
    _check_names(actors.values())
    return Reference(
        actors=actors,
        memberships=_read_memberships(descriptions, actors),
        presidencies=_read_presidencies(descriptions, actors),
        configurations=_read_configurations(descriptions),
        issues=_read_issues(descriptions),
        themes=_read_themes(descriptions),
    )


@lru_cache(maxsize=1)
def load_reference() -> Reference:
    """The package's reference data, read once a process; see `read_reference` for the errors."""
    return read_reference(data_paths())
