"""Answers as pandas frames, and the keywords by which they are asked for; asks nothing itself."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal, TypedDict

import pandas as pd
from pyoxigraph import Literal as RdfLiteral

from graph.answer import Term, plain
from ontology.terms import XSD
from standpunt.analysis.choosing import nothing_found
from standpunt.analysis.claims import StatementKind
from standpunt.analysis.selecting import Selection


class Which(TypedDict, total=False):
    """Which claims; see standpunt.analysis.choosing.make_selection()."""

    since: date | str
    before: date | str
    configuration: str | Iterable[str]
    meeting: str
    document: str
    issue: str
    reporter: str
    modality: str | Iterable[str]
    statement: StatementKind | Iterable[StatementKind]
    min_confidence: float
    reviewed_only: bool


class How(TypedDict, total=False):
    """How stances count; see standpunt.analysis.networks.Counting. `inferring` is on."""

    once: Literal["claim", "document", "meeting", "month"]
    across: bool
    normalisation: Literal["none", "average-activity", "jaccard", "cosine"]
    min_activity: int
    isolates: bool


def framed(
    rows: Iterable[Mapping[str, str]],
    columns: Iterable[str],
    selection: Selection,
    why: str = "",
) -> pd.DataFrame:
    """The rows as a frame with these columns, see noted()."""
    return noted(pd.DataFrame(rows, columns=list(columns)), selection, why)


def noted(frame: pd.DataFrame, selection: Selection, why: str = "") -> pd.DataFrame:
    """The frame with its selection in words, and, if it has no row, why."""
    frame.attrs["selection"] = selection.words()
    if frame.empty:
        frame.attrs["note"] = why or nothing_found(selection)
    return frame


def text_of(value: object) -> str:
    """A value as a parameter of a stored question is written."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def python_value(term: Term | None) -> object:
    """A term as Python has it: numbers and truths by their datatype, all else as text."""
    text = plain(term)
    kind = term.datatype.value.removeprefix(XSD) if isinstance(term, RdfLiteral) else ""
    if text is None or kind not in _READERS:
        return text
    return _READERS[kind](text)


_READERS: Mapping[str, Callable[[str], object]] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "boolean": lambda text: text in ("true", "1"),
}
