"""The one row of the stored question `store-basis`, from the claims of a projection as arrays."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.claim_table import NAMED
from graph.columns import Bools
from graph.stored_claims import NOTHING, StoredClaims

Codes = Callable[[str], Iterable[str]]
Ints = NDArray[np.integer[Any]]
_NEEDED = ("document", "min", "max")
_MAJORITIES = ("majority", "qualified-majority")


def basis_row(stored: StoredClaims, codes: Codes) -> tuple[str, ...]:
    """The columns of the question, as text. `codes` gives the codes of an actor (IRI)."""
    counted = np.logical_and.reduce([stored.fields[name] != NOTHING for name in _NEEDED])
    names, bodies = _named(stored, codes)
    names, inside = names[counted], (names - bodies)[counted]
    least, most = (_numbers(stored, stored.fields[name][counted]) for name in ("min", "max"))
    group = stored.fields["quantifier"][counted]
    whole = ~_is(stored, group, lambda text: bool(_after(text)))
    whole |= _is(stored, group, lambda text: _after(text) == "exact") & (names >= most)
    hidden = [np.where(whole, 0, np.maximum(0, bound - inside)) for bound in (least, most)]
    sums = (
        len(np.unique(stored.fields["document"][counted])), counted.sum(), names.sum(),
        *(each.sum() for each in hidden),
        _is(stored, group, lambda text: _after(text) in _MAJORITIES).sum(),
    )  # fmt: skip
    return tuple(str(int(each)) for each in sums)


def _named(stored: StoredClaims, codes: Codes) -> tuple[Ints, Ints]:
    """How many named holders each claim has that have a code, and how many of them are bodies."""
    rows, words = stored.lists[NAMED]
    has_code, is_body = np.zeros((2, len(stored.words)), np.bool_)
    told = np.flatnonzero(np.bincount(words, minlength=len(stored.words)))
    for word, actor in zip(told.tolist(), stored.texts(told), strict=True):
        its = list(codes(actor))
        has_code[word] = bool(its)
        is_body[word] = any(code.startswith("body:") for code in its)
    one, other = (
        np.bincount(rows[flags[words]], minlength=stored.count) for flags in (has_code, is_body)
    )
    return one, other


def _numbers(stored: StoredClaims, words: Ints) -> Ints:
    distinct, place = np.unique(words, return_inverse=True)
    return np.array([int(text) for text in stored.texts(distinct)], np.int64)[place]


def _is(stored: StoredClaims, words: Ints, wanted: Callable[[str], bool]) -> Bools:
    """Which claims have a word, and one that is wanted."""
    distinct = np.unique(words[words != NOTHING])
    kept = [
        word
        for word, text in zip(distinct.tolist(), stored.texts(distinct), strict=True)
        if wanted(text)
    ]
    return np.isin(words, kept)


def _after(text: str) -> str:
    return text.partition("#quantifier-")[2]
