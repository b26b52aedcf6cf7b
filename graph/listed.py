"""An answer in columns: its cells stay where they are until somebody looks at a row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints, number_array, numbers_of

if TYPE_CHECKING:
    from pyarrow import Array

Row = dict[str, str | None]
NOTHING = -1


@dataclass(frozen=True)
class TextCells:
    """A column of text: `places` are those in `texts`, NOTHING for an empty cell."""

    texts: "Array"
    places: Ints

    def __len__(self) -> int:
        return len(self.places)

    def take(self, rows: NDArray[np.integer[Any]]) -> "TextCells":
        """The cells of some rows, in that order."""
        return TextCells(self.texts, self.places[rows])

    def array(self) -> "Array":
        """The cells in Arrow, where none is empty."""
        return self.texts.take(number_array(self.places))

    def equal(self, text: str) -> NDArray[np.bool_]:
        """Which cells are this text."""
        from pyarrow.compute import equal, indices_nonzero

        found = numbers_of(indices_nonzero(equal(self.texts, text)).cast("int32"))
        return np.isin(self.places, found)

    def read(self) -> list[str | None]:
        """All cells."""
        said = self.places != NOTHING
        found: list[str | None] = self.texts.take(number_array(self.places[said])).to_pylist()
        if said.all():
            return found
        its = iter(found)
        return [next(its) if each else None for each in said.tolist()]

    def ranks(self) -> Ints:
        """A number for each cell that puts them in the order of SPARQL; an empty one is as ""."""
        from pyarrow.compute import sort_indices

        used = np.flatnonzero(np.bincount(self.places[self.places != NOTHING]))
        coded = self.texts.take(number_array(used)).dictionary_encode()
        order = numbers_of(sort_indices(coded.dictionary).cast("int32"))
        first = 0 if len(order) and not coded.dictionary[int(order[0])].as_py() else 1
        by_code = np.zeros(len(order), np.int32)
        by_code[order] = np.arange(first, first + len(order))
        ranks = np.zeros(len(self.texts) + 1, np.int32)
        ranks[used] = by_code[numbers_of(coded.indices)]
        return ranks[self.places]


Cells = TextCells | Ints


class Listed(Sequence[Row]):
    """Rows by column: of text, or of numbers."""

    def __init__(self, columns: Mapping[str, Cells], size: int) -> None:
        self._columns, self._size = columns, size

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return self.take(np.arange(self._size, dtype=np.int32)[at]).rows()
        return self.take(np.array([range(self._size)[at]], np.int32)).rows()[0]

    def of(self, names: Iterable[str]) -> "Listed":
        """The same rows, with these columns in this order."""
        return Listed({name: self._columns[name] for name in names}, self._size)

    def take(self, rows: NDArray[np.integer[Any]]) -> "Listed":
        """Some of the rows, in that order."""
        columns: dict[str, Cells] = {
            name: cells.take(rows) if isinstance(cells, TextCells) else cells[rows]
            for name, cells in self._columns.items()
        }
        return Listed(columns, len(rows))

    def rows(self) -> list[Row]:
        """All rows, as text by column."""
        cells = zip(*map(self.column, self._columns), strict=True)
        return [dict(zip(self._columns, row, strict=True)) for row in cells]

    def column(self, name: str) -> list[str | None]:
        """All cells of a column, as text."""
        cells = self._columns[name]
        return cells.read() if isinstance(cells, TextCells) else [*map(str, cells.tolist())]

    def texts(self, name: str) -> TextCells:
        """A column of text."""
        cells = self._columns[name]
        if not isinstance(cells, TextCells):
            raise TypeError(f"{name} is a column of numbers")
        return cells

    def numbers(self, name: str) -> Ints:
        """A column of numbers."""
        cells = self._columns[name]
        if isinstance(cells, TextCells):
            raise TypeError(f"{name} is a column of text")
        return cells
