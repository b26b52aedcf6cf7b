"""Texts that lie in Arrow and become Python's when somebody looks at them; knows no meaning."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints, number_array, numbers_of, place_of

if TYPE_CHECKING:
    from pyarrow import ChunkedArray

_AT_ONCE = 10_000
_NOWHERE = -1


class Texts(Sequence[str]):
    """Some of the texts of an Arrow column, none of which is null, in an order of their own."""

    def __init__(self, kept: "ChunkedArray", places: Ints) -> None:
        """`places` are those in the column."""
        self._kept, self._places = kept, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return self._read(self._places[at])
        found: str = self._kept[int(self._places[at])].as_py()
        return found

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self[start : start + _AT_ONCE]

    def find(self, text: str) -> int:
        """The place of a text; -1 if it is not there. It looks through all of them."""
        at = place_of(self._kept, text)
        here = np.flatnonzero(self._places == at) if at >= 0 else np.zeros(0)
        return int(here[0]) if len(here) else _NOWHERE

    def take(self, places: NDArray[np.integer[Any]]) -> "Texts":
        """Those at some places, in that order."""
        return Texts(self._kept, self._places[places])

    def shares(self, other: object) -> bool:
        """Whether the other texts are of the same column."""
        return isinstance(other, Texts) and other._kept is self._kept

    @property
    def places(self) -> Ints:
        """The place of each in the column; not to be changed."""
        return self._places

    def _read(self, places: Ints) -> list[str]:
        found: list[str] = self._kept.take(number_array(places)).to_pylist()
        return found


def order_of(column: "ChunkedArray") -> Ints:
    """The places of the texts in the order of their code points, which is that of SPARQL."""
    from pyarrow.compute import sort_indices

    return numbers_of(sort_indices(column).cast("int32"))
