"""The texts that claims have for themselves, read from the disk when somebody asks: IRIs, targets.

They are most of what the projection has of claims. IRIs are shared by all who hold them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from graph.columns import Bools, Ints, number_array, read_arrays
from graph.projection import Part

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray

Key = tuple[Path, tuple[tuple[str, bytes], ...]]
_IRIS: "WeakValueDictionary[Key, ChunkedArray]" = WeakValueDictionary()
_LOCK = Lock()
_AT_ONCE = 50_000


@dataclass(frozen=True)
class ClaimTexts:
    """The texts of the claims of some segments; `kept` says by segment which claims live."""

    folder: Path
    parts: tuple[Part, ...]
    kept: tuple[Bools, ...]

    def iris(self) -> "ChunkedArray":
        """The IRIs of the claims, one after the other. Raises SegmentDamagedError."""
        key = self.folder, tuple((part.claims, part.lives.tobytes()) for part in self.parts)
        with _LOCK:
            found = _IRIS.get(key)
            if found is None:
                found = _IRIS[key] = self._read_iris()
            return found

    def _read_iris(self) -> "ChunkedArray":
        from pyarrow import chunked_array, string

        read = [
            read_arrays(self.folder, part.claims, ("claims",))[0]["claims"] for part in self.parts
        ]
        living = [
            its if kept.all() else its.take(number_array(np.flatnonzero(kept)))
            for its, kept in zip(read, self.kept, strict=True)
        ]
        return chunked_array(living, string())

    def with_target(self, wanted: Sequence[str]) -> Ints:
        """The rows of the claims whose target (of ClaimRow) has one of the texts in it.

        Keeps nothing. Raises SegmentDamagedError.
        """
        found, before = [np.zeros(0, np.int32)], 0
        for part, kept in zip(self.parts, self.kept, strict=True):
            targets = read_arrays(self.folder, part.claims, ("targets",))[0]["targets"]
            places = places_having(targets, wanted)
            now = np.cumsum(kept, dtype=np.int32) - 1 + before
            found.append(now[places[kept[places]]])
            before += int(kept.sum())
        return np.concatenate(found).astype(np.int32)


def places_having(texts: "Array", wanted: Sequence[str]) -> Ints:
    """The places of the texts that have one of these in them, which are not empty."""
    _, ends, content = texts.buffers()
    if content is None:
        return np.zeros(0, np.int32)
    ends = np.frombuffer(ends, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    found = [np.zeros(0, np.int64)]
    for first in range(0, len(texts), _AT_ONCE):
        its = ends[first : first + _AT_ONCE + 1]
        some = content[int(its[0]) : int(its[-1])].to_pybytes()
        found += [first + _found_in(some, its - its[0], each.encode()) for each in wanted]
    return np.unique(np.concatenate(found)).astype(np.int32)


def _found_in(content: bytes, ends: Ints, sought: bytes) -> NDArray[np.int64]:
    """The places of the texts that have it whole, as often as they have it."""
    found, at = [], content.find(sought)
    while at >= 0:
        found.append(at)
        at = content.find(sought, at + 1)
    starts = np.array(found, np.int64)
    places = np.searchsorted(ends, starts, "right") - 1
    return places[starts + len(sought) <= ends[places + 1]]
