"""Records by IRI that are made when somebody looks at them; asks nothing.

What a page needs of all of them (labels, days, sums) it takes from the columns.
"""

from collections.abc import Callable, Iterator, Mapping, ValuesView
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np

from graph.listed import Listed, Row

R = TypeVar("R")
_AT_ONCE = 500


class LazyRecords(Mapping[str, R], Generic[R]):
    """The records of the rows of a question, in their order."""

    def __init__(
        self, rows: Listed, columns: Mapping[str, str], read: Callable[[Row], R], key: str
    ) -> None:
        """`columns` names for each field the column that it comes of, `key` that of the IRIs.

        Of several rows with one IRI the last counts, as in a dictionary.
        """
        self._rows, self._columns, self._read = rows, columns, read
        self._places = {iri or "": at for at, iri in enumerate(rows.column(key))}
        self._made: dict[str, R] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, iri: object) -> bool:
        return iri in self._places

    def __getitem__(self, iri: str) -> R:
        if iri not in self._made:
            self._made[iri] = self._read(self._rows[self._places[iri]])
        return self._made[iri]

    def values(self) -> ValuesView[R]:
        """The records; of all that are gone through none is kept."""
        return _Values(self)

    def made(self) -> Iterator[R]:
        """Each record, some hundred rows read at once."""
        places = np.array(list(self._places.values()), np.int32)
        for start in range(0, len(places), _AT_ONCE):
            yield from map(self._read, self._rows.take(places[start : start + _AT_ONCE]).rows())

    def texts(self, field: str) -> list[str]:
        """A field of text of all records, in their order; "" where nothing is said."""
        return [text or "" for text in self._chosen.column(self._columns[field])]

    def numbers(self, field: str) -> list[int]:
        """A field of numbers of all records, in their order."""
        found: list[int] = self._chosen.numbers(self._columns[field]).tolist()
        return found

    @cached_property
    def _chosen(self) -> Listed:
        if len(self._places) == len(self._rows):
            return self._rows
        return self._rows.take(np.array(list(self._places.values()), np.int32))


class _Values(ValuesView[R]):
    def __init__(self, records: LazyRecords[R]) -> None:
        super().__init__(records)
        self._records = records

    def __iter__(self) -> Iterator[R]:
        return self._records.made()


def texts_of(records: Mapping[str, Any], field: str) -> list[str]:
    """A field of text of all records, in their order."""
    if isinstance(records, LazyRecords):
        return records.texts(field)
    return [getattr(record, field) for record in records.values()]


def numbers_of(records: Mapping[str, Any], field: str) -> list[int]:
    """A field of numbers of all records, in their order."""
    if isinstance(records, LazyRecords):
        return records.numbers(field)
    return [getattr(record, field) for record in records.values()]
