"""Short names that people type for things of the graph, as IRIs: NLD, return, JHA/2026-01-22."""

from collections.abc import Callable, Mapping
from datetime import date

from ontology.iris import document_iri, issue_iri, meeting_iri, proposal_iri
from ontology.reference import load_reference
from standpunt.errors import UsageError


def full_name(parameter: str, value: str) -> str:
    """The IRI that a short value of this parameter stands for; any other value as it is.

    Short: an actor's code (NLD, EUROPOL), an issue's or mechanism's slug (return), a meeting
    (JHA/2026-01-22), the first 16 digits of a document's hash, a proposal's number
    (COM(2023) 754).

    Raises UsageError for an actor or issue that is not known, or a day that is none.
    """
    expand = _EXPANDERS.get(parameter)
    if expand is None or not value or ":" in value:
        return value
    return expand(value)


def full_names(values: Mapping[str, str]) -> dict[str, str]:
    """The values by parameter, each as full_name() gives it."""
    return {name: full_name(name, value) for name, value in values.items()}


def _actor(code: str) -> str:
    actors = load_reference().actors
    for candidate in (code, code.upper(), f"body:{code}", f"body:{code.upper()}"):
        if candidate in actors:
            return actors[candidate].iri
    raise UsageError(f"no actor has the code {code!r}; list them with: standpunt query actors")


def _issue(slug: str) -> str:
    if slug.startswith("candidate/") or slug in load_reference().issues:
        return issue_iri(slug).value
    raise UsageError(f"there is no issue {slug!r}; list them with: standpunt query issues")


def _meeting(name: str) -> str:
    configuration, slash, day = name.partition("/")
    if not slash:
        configuration, _, day = name.partition("-")
    try:
        return meeting_iri(configuration, date.fromisoformat(day)).value
    except ValueError as error:
        raise UsageError(f"{name!r} is no meeting; write CONFIG/DATE, as JHA/2026-01-22") from error


def _document(digits: str) -> str:
    return document_iri(digits).value


def _proposal(identifier: str) -> str:
    return proposal_iri(identifier).value


_EXPANDERS: Mapping[str, Callable[[str], str]] = {
    "actor": _actor,
    "issue": _issue,
    "mechanism": _issue,
    "meeting": _meeting,
    "document": _document,
    "proposal": _proposal,
}
