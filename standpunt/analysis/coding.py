"""Words of a store as the codes of columns: each text that claims have once, with a place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from graph.claim_codes import Words, narrowest
from graph.placing import Placed
from graph.stored_claims import StoredClaims
from standpunt.analysis.columns import NOTHING, Coded, Ints, Lists

if TYPE_CHECKING:
    from pyarrow import Array

Codes = NDArray[np.signedinteger[Any]]
Places = NDArray[np.int32]
Made = NDArray[np.float64]


class LateTexts(Sequence[str]):
    """Texts in Arrow that become Python's when one of them is looked at."""

    def __init__(self, texts: "Array") -> None:
        self._kept = texts

    @cached_property
    def _read(self) -> list[str]:
        found: list[str] = self._kept.to_pylist()
        return found

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        return self._read[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)


def code(
    stored: StoredClaims, words: Sequence[Words | Ints], read: Callable[[str], str] | None = None
) -> tuple[list[Ints], list[str]]:
    """Codes of several arrays of words (-1 for none), and the texts, as `read` makes them."""
    distinct, place = _distinct(stored, words)
    texts = stored.texts(distinct)
    if read is not None:
        texts = [read(text) for text in texts]
        seen: dict[str, int] = {}
        own = np.array([seen.setdefault(text, len(seen)) for text in texts], np.int32)
        texts = list(seen)
        place[distinct] = own
    narrow = narrowest(len(texts))(place)
    return [each.map(narrow) if isinstance(each, Words) else narrow[each] for each in words], texts


def numbers(stored: StoredClaims, words: Words, read: Callable[[str], float], none: float) -> Made:
    """What `read` makes of each word; `none` where there is no word."""
    values = np.array([*map(read, stored.texts(words.distinct)), none], np.float64)
    found: Made = values[words.codes]
    return found


def followed(coded: Coded, text: str | None, count: int) -> Coded:
    """The same and as many more with that text, or with none."""
    texts = list(coded.texts)
    if text is not None and text not in texts:
        texts.append(text)
    more = np.full(count, NOTHING if text is None else texts.index(text), np.int32)
    return Coded(np.concatenate([coded.narrow, narrowest(len(texts))(more)]), texts)


def united(stored: StoredClaims, words: Sequence[Words | Ints]) -> Words:
    """Several arrays of words one after the other."""
    distinct, place = _distinct(stored, words)
    narrow: Codes = narrowest(len(distinct))(place)
    codes: list[Codes] = [
        each.map(narrow) if isinstance(each, Words) else narrow[each] for each in words
    ]
    return Words(np.concatenate(codes), distinct)


def placed(told: Placed, codes: Ints) -> Coded:
    """The texts that are told of things, of which each claim has one; -1 has none."""
    own, texts = told
    used = np.flatnonzero(np.bincount(own[own != NOTHING], minlength=1)).tolist()
    used = used if len(texts) else []
    place = np.full(len(texts) + 1, NOTHING, np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    narrow = narrowest(len(used))(place[np.append(own, NOTHING)])
    return Coded(narrow[codes], [texts[at] for at in used])


def lists(lengths: Ints, codes: Ints, texts: Sequence[str]) -> Lists:
    """Lists of claims, from how many each has, and all codes."""
    starts = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=starts[1:])
    return Lists(starts, codes.astype(np.int32, copy=False), texts)


def merging(merged: Mapping[str, str]) -> Callable[[str], str]:
    """Reads an issue as that which an analyst merged it into."""
    return lambda issue: merged.get(issue, issue)


def after(mark: str) -> Callable[[str], str]:
    """Reads what stands behind a mark; nothing, as STRAFTER, if there is none."""
    return lambda text: text.partition(mark)[2]


def _distinct(stored: StoredClaims, words: Sequence[Words | Ints]) -> tuple[Places, Places]:
    """The words that there are, and for each word its place among them; -1 at the end."""
    flags = np.zeros(len(stored.words) + 1, np.bool_)
    for each in words:
        flags[each.distinct if isinstance(each, Words) else each] = True
    flags[NOTHING] = False
    distinct = np.flatnonzero(flags).astype(np.int32)
    place = np.full(len(flags), NOTHING, np.int32)
    place[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, place
