"""Makes columns of claims, letters and choices from what the projection of a store keeps of them.

What each field means is said by standpunt.analysis.loading, which makes the same of rows.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

import numpy as np
from numpy.typing import NDArray

from graph.claim_codes import Words
from graph.claim_table import ABOUT, EXCLUDED, NAMED
from graph.columns import SegmentDamagedError, number_array
from graph.errors import StoreDamagedError
from graph.placing import place_documents, place_meetings
from graph.projected_rows import CHOICES, REVIEWED
from graph.stored_claims import ListedWords, StoredClaims, Vocabulary, join_codes
from standpunt.analysis.claims import KINDS
from standpunt.analysis.coding import (
    LateTexts,
    Made,
    after,
    code,
    followed,
    lists,
    merging,
    numbers,
    placed,
    united,
)
from standpunt.analysis.columns import EPOCH_ORDINAL, NOTHING, Bools, Coded, Columns, Ints, Lists
from standpunt.analysis.letter_columns import find_letters, find_told
from standpunt.analysis.mixing import first_of_each

if TYPE_CHECKING:
    from pyarrow import ChunkedArray

_CLAIM, _LETTER, _CHOICE = range(len(KINDS))
_KEPT: dict[tuple[tuple[str, str, bytes], ...], Columns] = {}
_REQUIRED = ("document", "polarity", "modality", "confidence", "min", "max")


class _Placed(TypedDict):
    day: Ints
    configuration: Coded
    reporter: Coded


def make_columns(
    stored: StoredClaims,
    merged: Mapping[str, str],
) -> Columns:
    """The columns: claims in the order in which they are stored, then letters, then choices.

    `merged` says which issue stands for another. The last columns are kept: they are the same in
    each language.
    """
    key = stored.names
    if _KEPT.get(key) is None:
        _KEPT.clear()
        _KEPT[key] = _Making(stored, merged).make()
    return _KEPT[key]


def let_columns_go() -> None:
    """Make the next columns anew."""
    _KEPT.clear()


class _Making:
    def __init__(
        self,
        stored: StoredClaims,
        merged: Mapping[str, str],
    ) -> None:
        self._stored = stored
        self._merged, self._has_merged = merging(merged), bool(merged)
        whole = np.logical_and.reduce([stored.fields[name].codes != NOTHING for name in _REQUIRED])
        self._kept = np.flatnonzero(whole).astype(np.int32)
        self._is_whole = bool(whole.all())
        self._count = len(self._kept)
        self._letters = find_letters(stored, merged)
        self._choices = stored.rows[CHOICES]
        self._more = self._letters.count + len(self._choices[0])

    def make(self) -> Columns:
        letters, choices, more = self._letters, self._choices, self._more
        nowhere = np.full_like(letters.document, NOTHING)
        documents, meetings, items = (
            united(self._stored, [self._field(name), *more])
            for name, more in (
                ("document", (letters.document, choices[1])),
                ("meeting", (letters.meeting, choices[2])),
                ("item", (nowhere, choices[3])),
            )
        )
        document = self._coded(documents)
        issues = self._issues()
        named, excluded = self._holders()
        quantifier = self._own("quantifier", after("#quantifier-"))
        size = named.lengths[self._count : self._count + letters.count]
        ends = [
            np.concatenate([self._number(name), size, np.ones(more - letters.count)]).astype(
                np.int32
            )
            for name in ("min", "max")
        ]
        every = np.ones(more)
        return Columns(
            kind=np.repeat(
                np.array([_CLAIM, _LETTER, _CHOICE], np.int8),
                (self._count, letters.count, more - letters.count),
            ),
            statement=self._statements(document, issues),
            document=document,
            meeting=self._coded(meetings),
            item=self._coded(items),
            **self._placed(documents, meetings),
            polarity=followed(self._own("polarity", after("#polarity-")), "support", more),
            modality=followed(self._own("modality", after("#modality-")), "stated", more),
            quantifier=followed(quantifier, None, more),
            bloc=followed(self._own("universe"), None, more),
            letter=followed(self._told(), None, more),
            review=followed(self._reviewed(), None, more),
            confidence=np.concatenate([self._number("confidence", float), every]),
            low=ends[0],
            high=ends[1],
            open=np.concatenate([self._is_open(quantifier, named), np.zeros(more, np.bool_)]),
            issues=issues,
            named=named,
            excluded=excluded,
            apart=self._apart,
            iris=self._iris(),
        )

    def _field(self, name: str) -> Words:
        column = self._stored.fields[name]
        if self._is_whole:
            return column
        return join_codes([Words(column.codes[self._kept], column.distinct)])

    def _coded(self, words: Words) -> Coded:
        return Coded(words.codes, LateTexts(self._stored.words.array(words.distinct)))

    def _own(self, name: str, read: Callable[[str], str] | None = None) -> Coded:
        (codes,), texts = code(self._stored, [self._field(name)], read)
        return Coded(codes, texts)

    def _number(self, name: str, read: Callable[[str], float] = int) -> Made:
        return numbers(self._stored, self._field(name), read, NOTHING)

    @cached_property
    def _now(self) -> Ints:
        """The row of each stored claim, -1 for one that is left out."""
        now = np.full(self._stored.count, NOTHING, np.int32)
        now[self._kept] = np.arange(self._count, dtype=np.int32)
        return now

    @cached_property
    def _lists(self) -> Mapping[str, ListedWords]:
        if self._is_whole:
            return self._stored.lists
        found = {}
        for name, its in self._stored.lists.items():
            kept = self._now[its.rows] != NOTHING
            words = join_codes([Words(its.words.codes[kept], its.words.distinct)])
            found[name] = ListedWords(its.lengths[self._kept], words)
        return found

    @cached_property
    def _apart(self) -> Ints:
        pairs = self._now[np.stack(self._stored.disjoint, axis=1)]
        known: Ints = pairs[(pairs != NOTHING).all(axis=1)]
        return known

    def _issues(self) -> Lists:
        its, letters, choices = self._lists[ABOUT], self._letters, self._choices
        asked: list[Words | Ints] = [its.words, letters.issues, choices[4]]
        codes, texts = code(self._stored, asked, self._merged)
        pair = codes[2].astype(np.int64) * len(self._stored.words) + choices[6]
        picked, inverse = _numbered(pair)
        options = self._stored.texts((picked % len(self._stored.words)).astype(np.int32))
        texts += [
            f"{texts[mechanism]}#{option}"
            for mechanism, option in zip(
                (picked // len(self._stored.words)).tolist(), options, strict=True
            )
        ]
        first = len(texts) - len(picked)
        about = np.concatenate([codes[0], codes[1], inverse + first]).astype(np.int32)
        of_letter = np.bincount(letters.issue_of, minlength=letters.count)
        lengths = np.concatenate([its.lengths, of_letter, np.ones(len(pair), np.int32)])
        found = lists(lengths, about, texts)
        return _each_once(found) if self._has_merged else found

    def _holders(self) -> tuple[Lists, Lists]:
        its, out = self._lists[NAMED], self._lists[EXCLUDED]
        letters, choices = self._letters, self._choices
        asked: list[Words | Ints] = [its.words, letters.signatories, choices[5], out.words]
        (*codes, others), texts = code(self._stored, asked)
        signed = np.bincount(letters.signed, minlength=letters.count)
        lengths = np.concatenate([its.lengths, signed, np.ones(len(choices[5]), np.int32)])
        named = lists(lengths, np.concatenate(codes), texts)
        rows, actors = self._set_apart(named, out.rows, others.astype(np.int32))
        lengths = np.bincount(rows, minlength=len(lengths))
        return named, lists(lengths, actors, texts)

    def _set_apart(self, named: Lists, rows: Ints, actors: Ints) -> tuple[Ints, Ints]:
        """Exclusions with those that follow: who is named in a disjoint claim is excluded."""
        pairs = np.concatenate([self._apart, self._apart[:, ::-1]])
        at, holders = named.of(pairs[:, 1])
        mine, own = named.of(pairs[:, 0])
        width = max(1, len(named.texts))
        keys = pairs[at, 0].astype(np.int64) * width + holders
        keys = keys[~np.isin(keys, pairs[mine, 0].astype(np.int64) * width + own)]
        if not len(keys):
            return rows, actors
        both = np.unique(np.concatenate([rows.astype(np.int64) * width + actors, keys]))
        return (both // width).astype(np.int32), (both % width).astype(np.int32)

    def _is_open(self, quantifier: Coded, named: Lists) -> Bools:
        count = self._number("exactCount")
        whole = (count != NOTHING) & (named.lengths[: self._count] >= count)
        is_open: Bools = (quantifier.codes != NOTHING) & ~whole
        return is_open

    def _statements(self, document: Coded, issues: Lists) -> Ints:
        """Each claim and letter by itself; equal choices of one document together."""
        first = self._count + self._letters.count
        about = issues.codes[issues.starts[first] :].astype(np.int64)
        pair = document.codes[first:] * np.int64(max(1, len(issues.texts))) + about
        _, number = _numbered(pair)
        return np.concatenate([np.arange(first), number + first]).astype(np.int32)

    def _placed(self, document: Words, meeting: Words) -> _Placed:
        """Where and when: of the meeting the first day, else the day of the document."""
        projection, words = self._stored.projection, self._stored.words
        (days, texts), council = place_meetings(projection, words.array(meeting.distinct))
        (dates, written), reporter = place_documents(projection, words.array(document.distinct))
        day = _ordinals(texts)[np.append(days, NOTHING)][meeting.codes]
        none = np.flatnonzero(day == NOTHING)
        by_paper = _ordinals(written)[np.append(dates, NOTHING)]
        day[none] = by_paper[document.codes[none]]
        return {
            "day": day,
            "configuration": placed(council, meeting.codes),
            "reporter": placed(reporter, document.codes),
        }

    def _told(self) -> Coded:
        """The letter that each claim reports."""
        claims, letters = find_told(
            self._stored, self._letters, self._merged, self._lists[ABOUT],
            self._field("meeting"), self._field("exactCount"),
        )  # fmt: skip
        told = np.full(self._count, NOTHING, np.int32)
        told[claims] = letters
        (codes,), texts = code(self._stored, [told])
        return Coded(codes, texts)

    def _reviewed(self) -> Coded:
        """What reviews made of each claim; only the reviewed view says so."""
        claims, marks = self._stored.rows[REVIEWED][:2]
        made = np.full(self._count, NOTHING, np.int32)
        if len(claims):
            row_of = {iri: row for row, iri in enumerate(self._iris()(np.arange(self._count)))}
            for iri, mark in zip(self._stored.texts(claims), marks.tolist(), strict=True):
                if iri in row_of:
                    made[row_of[iri]] = mark
        (codes,), texts = code(self._stored, [made])
        return Coded(codes, texts)

    def _iris(self) -> "_Iris":
        more = np.concatenate([self._letters.letters, self._choices[0]])
        return _Iris(self._stored.own.iris, self._kept, self._stored.words, more)


class _Iris:
    """Gives the IRIs of rows: those of claims are read when the first is asked for."""

    def __init__(
        self, read: Callable[[], "ChunkedArray"], places: Ints, words: Vocabulary, more: Ints
    ) -> None:
        self._read, self._places, self._words, self._more = read, places, words, more

    @cached_property
    def _claims(self) -> "ChunkedArray":
        try:
            return self._read()
        except SegmentDamagedError as error:
            raise StoreDamagedError(f"{error}; publish the store again, which mends it") from error

    def __call__(self, rows: Ints) -> list[str]:
        own = rows < len(self._places)
        found: list[str] = []
        if own.any():
            found = self._claims.take(number_array(self._places[rows[own]])).to_pylist()
        if own.all():
            return found
        others = self._words.array(self._more[rows[~own] - len(self._places)]).to_pylist()
        mine, theirs = iter(found), iter(others)
        return [next(mine) if is_own else next(theirs) for is_own in own.tolist()]


def _each_once(found: Lists) -> Lists:
    """Without what a claim has twice, which comes of merging; the first stays."""
    rows = np.repeat(np.arange(len(found.lengths), dtype=np.int64), found.lengths)
    key = rows * (int(found.codes.max(initial=0)) + 1) + found.codes
    _, first = np.unique(key, return_index=True)
    first.sort()
    lengths = np.bincount(rows[first], minlength=len(found.lengths))
    return lists(lengths, found.codes[first], found.texts)


def _numbered(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], Ints]:
    """The different ones of these numbers, ascending, and the place of each among them."""
    first, codes = first_of_each(keys)
    order = np.argsort(keys[first], kind="stable")
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return keys[first[order]], place[codes]


def _ordinals(days: Sequence[str]) -> Ints:
    """The ordinals of days (ISO text), and NOTHING for none; at the end one more of these."""
    dates = np.array([*(day or "NaT" for day in days), "NaT"], "datetime64[D]")
    ordinals = np.where(np.isnat(dates), NOTHING, dates.astype(np.int64) + EPOCH_ORDINAL)
    return ordinals.astype(np.int32)
