"""Answers documents and meetings from a projection, in columns; see graph.stand_ins.

However many there are, a row becomes an object when somebody looks at it (graph.listed).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from graph import projecting as counted
from graph.columns import Ints, number_array, numbers_of, place_of, text_array
from graph.listed import NOTHING, Cells, Listed, TextCells
from graph.projected import Projection
from graph.said import Lists, Statements, lists_of
from graph.segments import DOCUMENT_FIELDS
from ontology import terms

if TYPE_CHECKING:
    from pyarrow import Array

About = Mapping[str, str]
"""IRIs by parameter."""
T = TypeVar("T", bound=Hashable)
KIND = f"{terms.SP}kind-"
_LABEL = terms.SKOS_PREF_LABEL.value
_COUNTS = {
    "sections": counted.SECTIONS,
    "claims": counted.CLAIMS_OF_DOCUMENT,
    "findings": counted.FINDINGS,
    "notices": counted.NOTICES,
}


def list_documents(projection: Projection, about: About) -> Listed:
    """The rows of the question `documents`, in its order."""
    fields = {name: projection.document_cells(name) for name in (*DOCUMENT_FIELDS, "meetings")}
    whole = np.logical_and.reduce(
        [fields[name].places != NOTHING for name in ("document", "kind", "sha256", "file_name")]
    )
    fields = {name: cells.take(np.flatnonzero(whole)) for name, cells in fields.items()}
    documents = np.arange(len(fields["document"]), dtype=np.int32)
    meetings = _meetings_of(fields["meetings"])
    if "document" in about:
        documents = documents[fields["document"].equal(about["document"])]
    if "meeting" in about:
        asked = _place(meetings[1], about["meeting"])
        documents = documents[np.isin(documents, meetings[0].owners[meetings[0].values == asked])]
    reporters = fields["reporter"]
    codes, code_texts = mapped(
        _each(reporters),
        reporters.texts,
        lambda iri: [text for _, text in projection.notations(iri)],
    )
    at, code = codes.joined(documents)
    documents = documents[at]
    named, labels = _named(projection, *meetings)
    at, pair = named.joined(documents)
    documents, code = documents[at], code[at]
    meeting, label = (np.append(each, np.int32(NOTHING))[pair] for each in labels)
    told = {name: cells.take(documents) for name, cells in fields.items()}
    iris = told["document"].texts.take(number_array(told["document"].places))
    places = projection.places(fields["document"].array())[documents]
    counts = {name: _at(projection.totals(what), places) for name, what in _COUNTS.items()}
    columns: dict[str, Cells] = {
        "document": TextCells(iris, np.arange(len(iris), dtype=np.int32)),
        "title": told["title"],
        "kind": _changed(told["kind"], lambda kind: kind.partition(KIND)[2]),
        **{name: told[name] for name in ("date", "language", "dossier", "number")},
        "reporter": TextCells(code_texts, code),
        "fileName": told["file_name"],
        "sha256": told["sha256"],
        "meeting": TextCells(meetings[1], meeting),
        "meetingLabel": TextCells(projection.statements.texts, label),
        **counts,
        "extractorVersion": told["extractor"],
    }
    return _ordered(columns, "meeting", "kind", "date", "document")


def list_meetings(projection: Projection, language: str, about: About) -> Listed:
    """The rows of the question `meetings`, in its order."""
    said = projection.statements
    meetings = said.having(terms.RDF_TYPE.value, terms.MEETING.value)
    if "meeting" in about:
        meetings = meetings[meetings == _place(projection.names, about["meeting"])]
    rows, start = _starting(projection, meetings)
    columns: dict[str, TextCells] = {"start": TextCells(said.texts, start)}

    def add(name: str, lists: Lists, texts: "Array") -> None:
        nonlocal rows, columns
        at, values = lists.joined(rows)
        rows = rows[at]
        columns = {each: cells.take(at) for each, cells in columns.items()}
        columns[name] = TextCells(texts, values)

    add("label", *_labels(projection, language, meetings))
    for name, predicate in (("end", terms.P_END_DATE), ("isInformal", terms.P_IS_INFORMAL)):
        add(name, said.of(predicate.value), said.texts)
    for name, predicate in (("configuration", terms.P_CONFIGURATION), ("country", terms.P_COUNTRY)):
        its = said.of(predicate.value)
        add(name, *mapped(its, said.texts, projection.notations, lambda value: value[1]))
    chairs = said.of(terms.P_PRESIDENCY.value)
    add("presidency", *mapped(chairs, said.texts, lambda iri: projection.labels(iri, language)))
    items, _ = projection.members(counted.ITEMS)
    counts = {
        "documents": projection.totals(counted.DOCUMENTS_OF_MEETING),
        "items": np.bincount(items.owners, minlength=len(projection.names)).astype(np.int32),
        "claims": projection.totals(counted.CLAIMS_OF_MEETING),
    }
    every: dict[str, Cells] = {name: _at(number, rows) for name, number in counts.items()}
    found = _ordered(every | columns | {"meeting": TextCells(projection.names, rows)}, "meeting")
    return found.take(np.argsort(-found.texts("start").ranks(), kind="stable"))


def list_meeting_days(projection: Projection) -> Listed:
    """Meetings with their `start` and the code of their `configuration`, in no order."""
    said = projection.statements
    rows, start = _starting(projection, said.having(terms.RDF_TYPE.value, terms.MEETING.value))
    councils = said.of(terms.P_CONFIGURATION.value)
    codes, texts = mapped(councils, said.texts, projection.notations, lambda value: value[1])
    at, values = codes.joined(rows)
    columns = {
        "meeting": TextCells(projection.names, rows[at]),
        "start": TextCells(said.texts, start[at]),
        "configuration": TextCells(texts, values),
    }
    return Listed(columns, len(at))


def _starting(projection: Projection, meetings: Ints) -> tuple[Ints, Ints]:
    """Those of the meetings that have a first day, once for each, and the days."""
    owners, start = projection.statements.of(terms.P_START_DATE.value).joined(meetings)
    return meetings[owners][start != NOTHING], start[start != NOTHING]


def _ordered(columns: Mapping[str, Cells], *names: str) -> Listed:
    listed = Listed(columns, len(next(iter(columns.values()))))
    return listed.take(np.lexsort([listed.texts(name).ranks() for name in reversed(names)]))


def _at(numbers: Ints, places: Ints) -> Ints:
    """The numbers at these places; 0 at NOTHING."""
    return np.append(numbers, 0)[places].astype(np.int32)


def _place(texts: "Array", text: str) -> int:
    """Where a text stands, which is there once; NOTHING + NOTHING if it does not."""
    at = place_of(texts, text)
    return at if at >= 0 else NOTHING + NOTHING


def _each(cells: TextCells) -> Lists:
    """The cells that are not empty, by row."""
    rows = np.flatnonzero(cells.places != NOTHING).astype(np.int32)
    return Lists(rows, cells.places[rows])


def mapped(
    lists: Lists,
    texts: "Array",
    find: Callable[[str], Iterable[T]],
    read: Callable[[T], str] = str,
) -> tuple[Lists, "Array"]:
    """What is found for the values of each owner, each once, and its texts."""
    coded = texts.take(number_array(lists.values)).dictionary_encode()
    every: dict[T, int] = {}
    owners, found = [], []
    for at, text in enumerate(coded.dictionary.to_pylist()):
        its = [every.setdefault(each, len(every)) for each in dict.fromkeys(find(text))]
        owners += [at] * len(its)
        found += its
    by_value = Lists(np.array(owners, np.int32), np.array(found, np.int32))
    rows, values = by_value.joined(numbers_of(coded.indices))
    kept = values != NOTHING
    return lists_of(lists.owners[rows[kept]], values[kept]), text_array([*map(read, every)])


def _meetings_of(cells: TextCells) -> tuple[Lists, "Array"]:
    """The meetings of each document, and their IRIs, each once."""
    return mapped(_each(cells), cells.texts, str.split)


def _named(
    projection: Projection, meetings: Lists, iris: "Array"
) -> tuple[Lists, tuple[Ints, Ints]]:
    """For each document pairs of a meeting and a Dutch name of it; and the two of each pair."""
    dutch = projection.statements.of(_LABEL, "@nl")
    at, label = dutch.joined(projection.places(iris))
    kept = label != NOTHING
    pairs = Lists(at[kept], np.flatnonzero(kept).astype(np.int32))
    row, pair = pairs.joined(meetings.values)
    told = pair != NOTHING
    return Lists(meetings.owners[row[told]], pair[told]), (at, label)


def _labels(projection: Projection, language: str, things: Ints) -> tuple[Lists, "Array"]:
    """The labels in a language, else the Dutch ones, else the IRI."""
    from pyarrow import concat_arrays

    said: Statements = projection.statements
    owners, values = [], []
    left = things
    for wanted in dict.fromkeys((language, "nl")):
        its = said.of(_LABEL, f"@{wanted}")
        here = np.isin(its.owners, left)
        owners.append(its.owners[here])
        values.append(its.values[here])
        left = left[~np.isin(left, its.owners)]
    owners.append(left)
    values.append(left + np.int32(len(said.texts)))
    texts = concat_arrays([said.texts, projection.names]) if len(left) else said.texts
    return lists_of(np.concatenate(owners), np.concatenate(values)), texts


def _changed(cells: TextCells, change: Callable[[str], str]) -> TextCells:
    """The column with each text changed."""
    found, texts = mapped(_each(cells), cells.texts, lambda text: [change(text)])
    return TextCells(texts, found.joined(np.arange(len(cells), dtype=np.int32))[1])
