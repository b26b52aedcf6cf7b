"""A selection by the names that people type, checked against what the store knows."""

from collections.abc import Iterable
from datetime import date

from ontology.reference import load_reference
from standpunt.analysis.claims import KINDS, StatementKind
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import ALL_MODALITIES, MODALITIES, Selection, select
from standpunt.errors import UsageError
from standpunt.naming import full_name


def make_selection(
    *,
    since: date | str | None = None,
    before: date | str | None = None,
    configuration: str | Iterable[str] = (),
    meeting: str | None = None,
    document: str | None = None,
    issue: str | None = None,
    reporter: str | None = None,
    modality: str | Iterable[str] = (),
    statement: StatementKind | Iterable[StatementKind] = (),
    min_confidence: float = 0.0,
    reviewed_only: bool = False,
) -> Selection:
    """The selection that short names stand for: issue return, meeting JHA/2026-01-22, reporter NLD.

    Days are dates or text as 2026-01-22. Nothing said takes everything but forecasts. Raises
    UsageError for a name, day or value that is none.
    """
    first, after = _day(since), _day(before)
    if first and after and first >= after:
        raise UsageError(f"since {first} is not before {after}, so that no day is left; swap them")
    return Selection(
        since=first,
        before=after,
        configurations=_known(
            "Council configuration", configuration, load_reference().configurations
        ),
        meeting=named("meeting", meeting),
        document=named("document", document),
        issue=named("issue", issue),
        reporter=named("actor", reporter),
        modalities=_known("modality", modality, ALL_MODALITIES) or MODALITIES,
        kinds=tuple(kind for kind in KINDS if kind in _known("kind of statement", statement, KINDS))
        or KINDS,
        min_confidence=min_confidence,
        reviewed_only=reviewed_only,
    )


def named(parameter: str, value: str | None) -> str | None:
    """The IRI that a short name stands for; None stays None. Raises UsageError for an empty one."""
    if value is not None and not value.strip():
        raise UsageError(f"the name of the {parameter} is empty; write one, or leave it out")
    return None if value is None else full_name(parameter, value)


def select_known(base: ClaimBase, selection: Selection) -> ClaimBase:
    """The selected claims, perhaps none. Raises UsageError for an issue the base does not have."""
    if selection.issue and selection.issue not in base.issues:
        raise UsageError(
            f"there is no issue {selection.issue.rpartition('issue/')[2]!r} in this store; "
            "list them with: standpunt issues"
        )
    return select(base, selection)


def bloc_named(base: ClaimBase, code: str | None) -> str | None:
    """The IRI of a bloc by its code, as EU. Raises UsageError if nobody belongs to such a bloc."""
    if code is None:
        return None
    known = {entry.bloc.rpartition("/")[2]: entry.bloc for entry in base.memberships}
    if code not in known:
        raise UsageError(f"there is no bloc {code!r}; known are: {', '.join(sorted(known))}")
    return known[code]


def nothing_found(selection: Selection) -> str:
    """What to say when no claim is selected."""
    return f"No claim fits: {selection.words()}."


def _known(what: str, said: str | Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    values = (said,) if isinstance(said, str) else tuple(said)
    every = list(known)
    for value in values:
        if value not in every:
            raise UsageError(f"there is no {what} {value!r}; known are: {', '.join(every)}")
    return values


def _day(said: date | str | None) -> date | None:
    if not isinstance(said, str):
        return said
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise UsageError(f"{said!r} is no day; write it as 2026-01-22") from error
