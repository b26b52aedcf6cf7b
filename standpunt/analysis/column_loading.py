"""Makes columns of claims, letters and choices from what the projection of a store keeps of them.

What each field means is said by standpunt.analysis.loading, which makes the same of rows.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from graph.claim_table import ABOUT, EXCLUDED, NAMED
from graph.columns import number_array
from graph.projected_rows import CHOICES, REVIEWED
from graph.stored_claims import StoredClaims
from standpunt.analysis.claims import KINDS
from standpunt.analysis.coding import Made, after, code, coded, followed, lists, merging, numbers
from standpunt.analysis.columns import EPOCH_ORDINAL, NOTHING, Bools, Coded, Columns, Ints, Lists
from standpunt.analysis.letter_columns import find_letters, find_told

if TYPE_CHECKING:
    from pyarrow import ChunkedArray

Record = Mapping[str, str | None]
_NOT_KNOWN: Record = {}
_CLAIM, _LETTER, _CHOICE = range(len(KINDS))
_KEPT: dict[tuple[tuple[str, str, bytes], ...], Columns] = {}
_REQUIRED = ("document", "polarity", "modality", "confidence", "min", "max")


class _Placed(TypedDict):
    day: Ints
    configuration: Coded
    reporter: Coded


def make_columns(
    stored: StoredClaims,
    documents: Mapping[str | None, Record],
    days: Mapping[str | None, Record],
    merged: Mapping[str, str],
) -> Columns:
    """The columns: claims in the order in which they are stored, then letters, then choices.

    `documents` and `days` are rows of `document-facts` and `meeting-days`; `merged` says which
    issue stands for another. The last columns are kept: they are the same in each language.
    """
    key = stored.names
    if _KEPT.get(key) is None:
        _KEPT.clear()
        _KEPT[key] = _Making(stored, documents, days, merged).make()
    return _KEPT[key]


def let_columns_go() -> None:
    """Make the next columns anew."""
    _KEPT.clear()


class _Making:
    def __init__(
        self,
        stored: StoredClaims,
        documents: Mapping[str | None, Record],
        days: Mapping[str | None, Record],
        merged: Mapping[str, str],
    ) -> None:
        self._stored, self._documents, self._days = stored, documents, days
        self._merged, self._has_merged = merging(merged), bool(merged)
        whole = np.logical_and.reduce([stored.fields[name] != NOTHING for name in _REQUIRED])
        self._kept = np.flatnonzero(whole).astype(np.int32)
        self._is_whole = bool(whole.all())
        self._count = len(self._kept)
        self._letters = find_letters(stored, merged)
        self._choices = stored.rows[CHOICES]
        self._more = self._letters.count + len(self._choices[0])

    def make(self) -> Columns:
        letters, choices, more = self._letters, self._choices, self._more
        document = self._coded(self._field("document"), letters.document, choices[1])
        meeting = self._coded(self._field("meeting"), letters.meeting, choices[2])
        item = self._coded(self._field("item"), np.full_like(letters.document, NOTHING), choices[3])
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
            meeting=meeting,
            item=item,
            **self._placed(document, meeting),
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

    def _field(self, name: str) -> Ints:
        column = self._stored.fields[name]
        return column if self._is_whole else column[self._kept]

    def _coded(self, *words: Ints) -> Coded:
        codes, texts = code(self._stored, words)
        return Coded(np.concatenate(codes), texts)

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

    def _list(self, name: str) -> tuple[Ints, Ints]:
        rows, words = self._stored.lists[name]
        if self._is_whole:
            return rows, words
        kept = self._now[rows] != NOTHING
        return self._now[rows[kept]], words[kept]

    @cached_property
    def _apart(self) -> Ints:
        pairs = self._now[np.stack(self._stored.disjoint, axis=1)]
        known: Ints = pairs[(pairs != NOTHING).all(axis=1)]
        return known

    def _issues(self) -> Lists:
        rows, words = self._list(ABOUT)
        letters = self._letters
        asked = [words, letters.issues, self._choices[4]]
        codes, texts = code(self._stored, asked, self._merged)
        pair = codes[2].astype(np.int64) * len(self._stored.words) + self._choices[6]
        picked, inverse = np.unique(pair, return_inverse=True)
        options = self._stored.texts((picked % len(self._stored.words)).astype(np.int32))
        texts += [
            f"{texts[mechanism]}#{option}"
            for mechanism, option in zip(
                (picked // len(self._stored.words)).tolist(), options, strict=True
            )
        ]
        first = len(texts) - len(picked)
        owner = np.concatenate(
            [
                rows,
                letters.issue_of + self._count,
                np.arange(len(pair)) + self._count + letters.count,
            ]
        ).astype(np.int32)
        about = np.concatenate([codes[0], codes[1], inverse + first]).astype(np.int32)
        if self._has_merged:
            return lists(*_each_once(owner, about), texts, self._count + self._more)
        return lists(owner, about, texts, self._count + self._more)

    def _holders(self) -> tuple[Lists, Lists]:
        (rows, words), (not_rows, not_words) = self._list(NAMED), self._list(EXCLUDED)
        letters, choices = self._letters, self._choices
        asked = [words, letters.signatories, choices[5], not_words]
        (codes, signed, chose, others), texts = code(self._stored, asked)
        out: tuple[Ints, Ints] = (not_rows, others)
        owner = [rows, letters.signed + self._count]
        owner += [np.arange(len(chose)) + self._count + letters.count]
        named = lists(
            np.concatenate(owner).astype(np.int32),
            np.concatenate([codes, signed, chose]),
            texts,
            self._count + self._more,
        )
        out = self._set_apart(named, *out)
        return named, lists(*out, texts, self._count + self._more)

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
        _, number = np.unique(pair, return_inverse=True)
        return np.concatenate([np.arange(first), number + first]).astype(np.int32)

    def _placed(self, document: Coded, meeting: Coded) -> _Placed:
        """Where and when: of the meeting the first day, else the day of the document."""
        papers = [self._documents.get(text, _NOT_KNOWN) for text in document.texts]
        sessions = [self._days.get(text, _NOT_KNOWN) for text in meeting.texts]
        written = _ordinals([row.get("date") for row in papers])
        held = _ordinals([row.get("day") for row in sessions])
        day = held[meeting.codes]
        return {
            "day": np.where(day == NOTHING, written[document.codes], day),
            "configuration": coded([row.get("configuration") for row in sessions], meeting.codes),
            "reporter": coded([row.get("reporter") for row in papers], document.codes),
        }

    def _told(self) -> Coded:
        """The letter that each claim reports."""
        rows, words = self._list(ABOUT)
        claims, letters = find_told(
            self._stored, self._letters, self._merged, rows, words,
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
        letters, choices = self._letters.letters, self._choices[0]
        more = self._stored.words.take(number_array(np.concatenate([letters, choices])))
        return _Iris(self._stored.own.iris, self._kept, more)


class _Iris:
    """Gives the IRIs of rows: those of claims are read when the first is asked for."""

    def __init__(
        self, read: Callable[[], "ChunkedArray"], places: Ints, more: "ChunkedArray"
    ) -> None:
        self._read, self._places, self._more = read, places, more

    @cached_property
    def _claims(self) -> "ChunkedArray":
        return self._read()

    def __call__(self, rows: Ints) -> list[str]:
        own = rows < len(self._places)
        found: list[str] = []
        if own.any():
            found = self._claims.take(number_array(self._places[rows[own]])).to_pylist()
        if own.all():
            return found
        others = self._more.take(number_array(rows[~own] - len(self._places))).to_pylist()
        mine, theirs = iter(found), iter(others)
        return [next(mine) if is_own else next(theirs) for is_own in own.tolist()]


def _each_once(rows: Ints, codes: Ints) -> tuple[Ints, Ints]:
    """Without what a claim has twice, which comes of merging; the first stays."""
    key = rows.astype(np.int64) * (int(codes.max(initial=0)) + 1) + codes
    _, first = np.unique(key, return_index=True)
    first.sort()
    return rows[first], codes[first]


def _ordinals(days: Sequence[str | None]) -> Ints:
    """The ordinals of days (ISO text), and NOTHING for none; at the end one more of these."""
    dates = np.array([*(day or "NaT" for day in days), "NaT"], "datetime64[D]")
    ordinals = np.where(np.isnat(dates), NOTHING, dates.astype(np.int64) + EPOCH_ORDINAL)
    return ordinals.astype(np.int32)
