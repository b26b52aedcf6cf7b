"""Words of a store as the codes of columns: each text that claims have once, with a place."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.stored_claims import StoredClaims
from standpunt.analysis.columns import NOTHING, Coded, Ints, Lists

Made = NDArray[np.float64]


def code(
    stored: StoredClaims, words: Sequence[Ints], read: Callable[[str], str] | None = None
) -> tuple[list[Ints], list[str]]:
    """Codes of several arrays of words (-1 for none), and the texts, as `read` makes them."""
    distinct, place = _distinct(stored, words)
    texts = stored.texts(distinct)
    if read is None:
        return [place[each] for each in words], texts
    texts = [read(text) for text in texts]
    seen: dict[str, int] = {}
    own = np.array([seen.setdefault(text, len(seen)) for text in texts], np.int32)
    if len(seen) < len(texts):
        place[distinct] = own
    return [place[each] for each in words], list(seen)


def numbers(stored: StoredClaims, words: Ints, read: Callable[[str], float], none: float) -> Made:
    """What `read` makes of each word; `none` where there is no word."""
    distinct, place = _distinct(stored, [words])
    values = np.array([*map(read, stored.texts(distinct)), none], np.float64)
    found: Made = values[place[words]]
    return found


def followed(coded: Coded, text: str | None, count: int) -> Coded:
    """The same and as many more with that text, or with none."""
    texts = list(coded.texts)
    if text is not None and text not in texts:
        texts.append(text)
    more = np.full(count, NOTHING if text is None else texts.index(text), np.int32)
    return Coded(np.concatenate([coded.codes, more]), texts)


def coded(texts: Sequence[str | None], codes: Ints) -> Coded:
    """The texts at these codes; -1 has none."""
    seen: dict[str, int] = {}
    own = [NOTHING if text is None else seen.setdefault(text, len(seen)) for text in texts]
    return Coded(np.array([*own, NOTHING], np.int32)[codes], list(seen))


def lists(rows: Ints, codes: Ints, texts: Sequence[str], count: int) -> Lists:
    """Lists of `count` claims, from rows of claims that ascend, and codes."""
    starts = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=count), out=starts[1:])
    return Lists(starts, codes, texts)


def merging(merged: Mapping[str, str]) -> Callable[[str], str]:
    """Reads an issue as that which an analyst merged it into."""
    return lambda issue: merged.get(issue, issue)


def after(mark: str) -> Callable[[str], str]:
    """Reads what stands behind a mark; nothing, as STRAFTER, if there is none."""
    return lambda text: text.partition(mark)[2]


def _distinct(stored: StoredClaims, words: Sequence[Ints]) -> tuple[Ints, Ints]:
    """The words that there are, and for each word its place among them; -1 at the end."""
    flags = np.zeros(len(stored.words) + 1, np.bool_)
    for each in words:
        flags[each] = True
    flags[NOTHING] = False
    distinct = np.flatnonzero(flags).astype(np.int32)
    place = np.full(len(flags), NOTHING, np.int32)
    place[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, place
