"""A choice of the rows of columns, which is what a selection of claims is; knows no store."""

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import chain

import numpy as np

from standpunt.analysis.claims import KINDS, Claim
from standpunt.analysis.columns import NOTHING, Bools, Coded, Columns, Ints, Lists

_AT_ONCE = 10_000
_LETTER = KINDS.index("joint-letter")


class ClaimRows(Collection[Claim]):
    """Some claims of columns. To go through them makes an object of each, by IRI; a count is free.

    Rows are numbered 0 to len(self) - 1 in the order of the columns.
    """

    def __init__(self, columns: Columns, places: Ints | None = None) -> None:
        """`places` are the places of the rows in the columns, ascending; None for all."""
        self.columns = columns
        self._places = places

    @property
    def places(self) -> Ints:
        """The places of the rows in the columns."""
        if self._places is None:
            return np.arange(self.columns.count, dtype=np.int32)
        return self._places

    def __len__(self) -> int:
        return self.columns.count if self._places is None else len(self._places)

    def __iter__(self) -> Iterator[Claim]:
        order = self.places
        if self.columns.objects is None:
            keys = list(zip(self.of("kind").tolist(), self.columns.iris(order), strict=True))
            order = order[sorted(range(len(keys)), key=keys.__getitem__)]
        for start in range(0, len(order), _AT_ONCE):
            yield from self.columns.claims(order[start : start + _AT_ONCE])

    def __contains__(self, claim: object) -> bool:
        return any(claim == one for one in self)

    def of(self, name: str) -> Ints:
        """A column of numbers (`day`, `kind` …) of these rows."""
        column: Ints = getattr(self.columns, name)
        chosen: Ints = column if self._places is None else column[self._places]
        return chosen

    def coded(self, name: str) -> Coded:
        """A column of texts (`document` …) of these rows."""
        column: Coded = getattr(self.columns, name)
        return column if self._places is None else column.take(self._places)

    def listed(self, name: str) -> tuple[Ints, Ints, Sequence[str]]:
        """`issues`, `named` or `excluded`: rows, ascending, codes, and the texts at these."""
        column: Lists = getattr(self.columns, name)
        if self._places is None:
            rows = np.repeat(np.arange(len(self), dtype=np.int32), column.lengths)
            return rows, column.codes, column.texts
        return *column.among(self._places), column.texts

    @cached_property
    def apart(self) -> Ints:
        """Pairs of these rows whose groups share no holder."""
        row_of = np.full(self.columns.count, NOTHING, np.int32)
        row_of[self.places] = np.arange(len(self), dtype=np.int32)
        pairs = row_of[self.columns.apart]
        known: Ints = pairs[(pairs != NOTHING).all(axis=1)]
        return known

    def take(self, rows: Bools | Ints) -> "ClaimRows":
        """The claims of some rows: flags, or numbers that ascend."""
        return ClaimRows(self.columns, self.places[rows])

    def claims(self, rows: Ints) -> list[Claim]:
        """Some rows as objects, in that order."""
        return self.columns.claims(self.places[rows])

    def iris(self, rows: Ints) -> list[str]:
        """The IRIs of some rows, in that order."""
        return list(self.columns.iris(self.places[rows]))

    def letters_once(self) -> "ClaimRows":
        """Without claims that only report a joint letter which is among these rows."""
        letters = np.flatnonzero(self.of("kind") == _LETTER)
        told = self.coded("letter")
        here = set(self.iris(letters)) if (told.codes != NOTHING).any() else set()
        return self.take(~told.where(here.__contains__))


class DisjointPairs(Set[tuple[str, str]]):
    """The pairs of IRIs of claims of columns whose groups share no holder."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        iris = self._columns.iris
        one, other = (iris(self._columns.apart[:, side]) for side in (0, 1))
        return frozenset((min(pair), max(pair)) for pair in zip(one, other, strict=True))

    def __len__(self) -> int:
        return len(self._columns.apart)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __contains__(self, pair: object) -> bool:
        return pair in self._pairs


def rows_of(claims: Sequence[Claim], disjoint: Set[tuple[str, str]]) -> ClaimRows:
    """Claims that are objects already, as rows."""
    row_of = {claim.iri: row for row, claim in enumerate(claims)}
    pairs = sorted(pair for pair in disjoint if pair[0] in row_of and pair[1] in row_of)
    statements: dict[str, int] = {}
    iris = [claim.iri for claim in claims]

    def coded(name: str) -> Coded:
        return _coded([getattr(claim, name) or None for claim in claims])

    columns = Columns(
        kind=_ints(KINDS.index(claim.kind) for claim in claims),
        statement=_ints(statements.setdefault(c.statement, len(statements)) for c in claims),
        document=coded("document"),
        meeting=coded("meeting"),
        item=coded("item"),
        day=_ints(claim.day.toordinal() if claim.day else NOTHING for claim in claims),
        configuration=coded("configuration"),
        reporter=coded("reporter"),
        polarity=coded("polarity"),
        modality=coded("modality"),
        quantifier=coded("quantifier"),
        bloc=coded("bloc"),
        letter=coded("letter"),
        review=coded("review"),
        confidence=np.array([claim.confidence for claim in claims], np.float64),
        low=_ints(claim.low for claim in claims),
        high=_ints(claim.high for claim in claims),
        open=np.array([claim.open for claim in claims], np.bool_),
        issues=_lists([claim.issues for claim in claims]),
        named=_lists([claim.named for claim in claims]),
        excluded=_lists([claim.excluded for claim in claims]),
        apart=np.array([[row_of[one], row_of[other]] for one, other in pairs], np.int32).reshape(
            -1, 2
        ),
        iris=lambda rows: [iris[row] for row in rows.tolist()],
        objects=claims,
    )
    return ClaimRows(columns)


def _coded(texts: Sequence[str | None]) -> Coded:
    seen: dict[str, int] = {}
    codes = _ints(NOTHING if t is None else seen.setdefault(t, len(seen)) for t in texts)
    return Coded(codes, list(seen))


def _lists(groups: Sequence[Sequence[str]]) -> Lists:
    flat = _coded(list(chain.from_iterable(groups)))
    starts = np.cumsum([0, *map(len, groups)], dtype=np.int32)
    return Lists(starts, flat.codes, flat.texts)


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int32)
