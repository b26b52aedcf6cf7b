"""What graphs say of shared things, as columns: the fixed form of graph.projecting, cut by Arrow.

A graph's word on a thing is a JSON list of texts; of statements, each is property, sort and value
apart by a tab. Thirteen thousand meetings come to a hundred thousand of them, which as objects take
most of the time of a list of meetings. Knows no property.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from graph.columns import Bools, Ints, each_once, number_array, numbers_of, place_of, text_array

if TYPE_CHECKING:
    from pyarrow import Array

NOTHING = -1
_NONE = np.zeros(0, np.int32)
_BACKSLASH, _T = b"\\t"
_BETWEEN, _TAB = '", "', "\\t"


def split_lists(lists: "Array") -> tuple[Ints, "Array"]:
    """The texts of JSON lists of texts, and for each the place of its list, ascending.

    No list may be null. A list that has another escape than a tab is read by Python.
    """
    from pyarrow import concat_arrays
    from pyarrow.compute import replace_substring, split_pattern, utf8_slice_codeunits

    strange = _strange(lists)
    plain = np.flatnonzero(~strange)
    its = lists if len(plain) == len(lists) else lists.take(number_array(plain))
    cut = split_pattern(utf8_slice_codeunits(its, 2, -2), _BETWEEN)
    owners = np.repeat(plain, np.diff(numbers_of(cut.offsets)[: len(cut) + 1]))
    texts = replace_substring(cut.flatten(), _TAB, "\t")
    if len(plain) == len(lists):
        return owners.astype(np.int32), texts
    rest = [json.loads(lists[at].as_py()) for at in np.flatnonzero(strange).tolist()]
    owners = np.append(owners, np.repeat(np.flatnonzero(strange), [*map(len, rest)]))
    order = np.argsort(owners, kind="stable")
    both = concat_arrays([texts, text_array([text for each in rest for text in each])])
    return owners[order].astype(np.int32), both.take(number_array(order))


def _strange(lists: "Array") -> Bools:
    """Which lists are empty, or have an escape that is no tab."""
    ends = _ends(lists)
    found = np.diff(ends) <= len("[]")
    buffer = lists.buffers()[2]
    if buffer is None:
        return found
    content = np.frombuffer(buffer, np.uint8)[ends[0] : ends[-1]]
    marks = np.flatnonzero(content == _BACKSLASH)
    odd = marks[content[marks + 1] != _T]
    found[np.searchsorted(ends - ends[0], odd, side="right") - 1] = True
    return found


def _ends(texts: "Array") -> Ints:
    """Where each text begins in its buffer, and where the last one ends."""
    buffer = texts.buffers()[1]
    every = np.frombuffer(buffer, np.int32) if buffer else np.zeros(1, np.int32)
    return every[texts.offset : texts.offset + len(texts) + 1]


@dataclass(frozen=True)
class Lists:
    """Several values of each owner, as numbers; `owners` ascending."""

    owners: Ints
    values: Ints

    def joined(self, rows: Ints) -> tuple[Ints, Ints]:
        """Each of these owners once for each of its values, or once with NOTHING if it has none.

        By their places in `rows`, and the values.
        """
        first = np.searchsorted(self.owners, rows)
        number = np.searchsorted(self.owners, rows, side="right") - first
        times = np.maximum(number, 1)
        at = np.repeat(np.arange(len(rows), dtype=np.int32), times)
        within = np.arange(len(at)) - np.repeat(np.cumsum(times) - times, times)
        place = np.where(number[at] > 0, first[at] + within, len(self.values))
        return at, np.append(self.values, np.int32(NOTHING))[place]


def lists_of(owners: Ints, values: Ints) -> Lists:
    """Pairs of an owner and a value, each once."""
    wide = int(values.max()) + 1 if len(values) else 1
    pairs = each_once(owners.astype(np.int64) * wide + values)
    return Lists((pairs // wide).astype(np.int32), (pairs % wide).astype(np.int32))


@dataclass(frozen=True)
class Statements:
    """What is said of things, each statement once, by thing, which is a number.

    `heads` are places in `properties`, pairs of a property (IRI) and a sort (see
    graph.projected.Value); `values` are places in `texts`, which differ.
    """

    things: Ints
    heads: Ints
    values: Ints
    properties: tuple[tuple[str, str], ...]
    texts: "Array"

    def of(self, predicate: str, sort: str | None = None) -> Lists:
        """The values of a property by thing: those of one sort, or of any."""
        wanted = [
            at
            for at, (name, its) in enumerate(self.properties)
            if name == predicate and sort in (None, its)
        ]
        here = np.flatnonzero(np.isin(self.heads, wanted))
        return Lists(self.things[here], self.values[here])

    def having(self, predicate: str, *texts: str) -> Ints:
        """The things of which one of these values of a property is said, ascending."""
        its, places = self.of(predicate), [place_of(self.texts, text) for text in texts]
        return np.unique(its.owners[np.isin(its.values, places)])

    def read(self, chosen: Bools) -> list[tuple[int, str, str, str]]:
        """Some of the statements: thing, property, sort and value."""
        texts = self.texts.take(number_array(self.values[chosen])).to_pylist()
        heads = [self.properties[at] for at in self.heads[chosen].tolist()]
        its = zip(self.things[chosen].tolist(), heads, texts, strict=True)
        return [(thing, *head, text) for thing, head, text in its]


Part = tuple[Ints, Ints, "Array"]
"""Pairs of a thing and a place in the lists that some graphs have, and these JSON lists."""


def statements_of(parts: Sequence[Part]) -> Statements:
    """The statements in lists of several graphs."""
    from pyarrow.compute import split_pattern

    owners, values, said = _gathered(parts)
    cut = split_pattern(said, "\t", max_splits=2).flatten()
    every = np.arange(0, len(cut), 3, dtype=np.int32)
    predicate, sort, value = (
        cut.take(number_array(every + at)).dictionary_encode() for at in range(3)
    )
    sorts, texts = len(sort.dictionary), value.dictionary
    wide = np.int64(len(predicate.dictionary) * sorts), np.int64(len(texts))
    heads = numbers_of(predicate.indices).astype(np.int64) * sorts + numbers_of(sort.indices)
    its = heads * wide[1] + numbers_of(value.indices)
    keys = each_once(owners * (wide[0] * wide[1]) + its[values])
    if not len(keys):
        return Statements(_NONE, _NONE, _NONE, (), text_array([]))
    things, keys = np.divmod(keys, wide[0] * wide[1])
    properties = product(predicate.dictionary.to_pylist(), sort.dictionary.to_pylist())
    found = [each.astype(np.int32) for each in (things, *np.divmod(keys, wide[1]))]
    return Statements(found[0], found[1], found[2], tuple(properties), texts)


def members_of(parts: Sequence[Part]) -> tuple[Lists, "Array"]:
    """What the lists of several graphs name of each thing, as places in texts that differ."""
    owners, values, said = _gathered(parts)
    coded = said.dictionary_encode()
    return lists_of(owners, numbers_of(coded.indices)[values]), coded.dictionary


def _gathered(parts: Sequence[Part]) -> tuple[Ints, Ints, "Array"]:
    """Pairs of a thing and of a place in what the lists say, and that."""
    from pyarrow import concat_arrays

    starts = np.cumsum([0, *(len(lists) for _, _, lists in parts)])
    owners = np.concatenate([_NONE, *(each for each, _, _ in parts)])
    moved = [places + start for (_, places, _), start in zip(parts, starts[:-1], strict=True)]
    of_list, said = split_lists(concat_arrays([text_array([]), *(its for _, _, its in parts)]))
    every = Lists(of_list, np.arange(len(said), dtype=np.int32))
    at, values = every.joined(np.concatenate([_NONE, *moved]).astype(np.int32))
    kept = values != NOTHING
    return owners[at[kept]], values[kept], said
