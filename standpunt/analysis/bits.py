"""Flags as whole numbers of 64 bits, so that one operation reads 64 of them; knows no claim."""

import numpy as np
from numpy.typing import NDArray

from standpunt.analysis.columns import Bools, Ints

Bits = NDArray[np.uint64]
"""Of n rows of flags an array of w by n: bit k of number w of a row is its column 64 w + k."""
_SIZE = 64


def bits_of(flags: Bools) -> Bits:
    """The flags (n by a) as bits; no number for no column."""
    packed = np.packbits(flags, axis=1, bitorder="little")
    padded = np.zeros((len(flags), -(-flags.shape[1] // _SIZE) * (_SIZE // 8)), np.uint8)
    padded[:, : packed.shape[1]] = packed
    return np.ascontiguousarray(padded.view("<u8").T.astype(np.uint64, copy=False))


def flags_of(bits: Bits, width: int) -> Bools:
    """The rows of `width` flags that bits stand for."""
    if not width:
        return np.zeros((bits.shape[1], 0), np.bool_)
    packed = np.ascontiguousarray(bits.T.astype("<u8", copy=False)).view(np.uint8)
    return np.unpackbits(packed, axis=1, count=width, bitorder="little").view(np.bool_)


def any_of(bits: Bits, starts: Ints) -> Bits:
    """Rows gathered: the flags of those from each start up to the next; starts ascend from 0."""
    if len(starts) == bits.shape[1]:
        return bits
    return np.bitwise_or.reduceat(bits, starts, axis=1)


def columns_of(flags: Bools) -> Bits:
    """The columns of n rows of flags as bits, a row of n / 64 numbers each.

    60 by 100,000 pairs of these are counted in some 20 ms.
    """
    packed = np.packbits(np.ascontiguousarray(flags.T), axis=1)
    spare = -packed.shape[1] % 8
    return np.ascontiguousarray(np.pad(packed, ((0, 0), (0, spare)))).view(np.uint64)
