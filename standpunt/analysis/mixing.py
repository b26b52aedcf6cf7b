"""Numbers of 64 bits by which lists and sets are told apart and counted; knows no claim.

Equal sums of mixed numbers are taken for equal sets. By chance two of k different ones have the
same sum with a likelihood of k² / 2⁶⁵: for a million kinds, once in some 37 million stores.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Hashes = NDArray[np.uint64]
_ROOM = 2**20


def mix(values: NDArray[np.int64] | NDArray[np.uint64] | Ints) -> Hashes:
    """A number for each value, as good as chance: the finaliser of SplitMix64 (Steele 2014)."""
    mixed = values.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def sums(hashes: Hashes, owner: Ints, count: int) -> Hashes:
    """The sum of the numbers of each owner, 0 to count - 1; owners ascend."""
    total = np.zeros(len(hashes) + 1, np.uint64)
    np.cumsum(hashes, out=total[1:])
    ends = np.cumsum(np.bincount(owner, minlength=count))
    whole = total[ends]
    whole[1:] -= total[ends[:-1]]
    return whole


def first_of_each(hashes: NDArray[np.uint64] | NDArray[np.int64]) -> tuple[Ints, Ints]:
    """Where each value stands first, and for every place which of these values it has."""
    from pyarrow import Array, int64, py_buffer, uint64

    # pyarrow.array() and what makes an array of numpy's of one of its own import pandas, 0.2 s.
    kind = uint64() if hashes.dtype == np.uint64 else int64()
    buffers = [None, py_buffer(np.ascontiguousarray(hashes))]
    indices = Array.from_buffers(kind, len(hashes), buffers).dictionary_encode().indices
    content = indices.buffers()[1]
    codes = np.frombuffer(content, np.int32, len(hashes)) if len(hashes) else np.zeros(0, np.int32)
    reached = np.maximum.accumulate(codes) if len(codes) else codes
    first = np.flatnonzero(np.diff(reached, prepend=np.int32(-1))).astype(np.int32)
    return first, codes


def first_of_codes(codes: Ints) -> tuple[Ints, Ints]:
    """As first_of_each(), of numbers from 0 on; quick where there are not many more than places."""
    count = int(codes.max(initial=-1)) + 1
    if count > _ROOM + 2 * len(codes):
        return first_of_each(codes.astype(np.int64))
    first = np.full(count, -1, np.int32)
    first[codes[::-1]] = np.arange(len(codes), dtype=np.int32)[::-1]
    found = np.sort(first[first != -1])
    first[codes[found]] = np.arange(len(found), dtype=np.int32)
    return found, first[codes]
