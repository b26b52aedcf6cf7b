"""Claims as columns of numbers, and the Claim objects of those that somebody looks at; no store.

A million claims take some 100 MB here, and several GB as objects.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunt.analysis.claims import KINDS, SIDES, Claim
from standpunt.analysis.mixing import first_of_each, mix, sums

Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]
EPOCH_ORDINAL = 719_163
"""The ordinal of 1970-01-01, from which numpy counts its days."""
_NARROW: tuple[type[np.signedinteger[Any]], ...] = (np.int8, np.int16)
NOTHING = -1
"""Where a claim has no such thing; of a day: where it has none."""


class Coded:
    """A text for each claim: `codes` are places in `texts`, -1 for none.

    They are kept as narrow as the texts allow, and given as numbers that can be reckoned with.
    """

    def __init__(self, codes: Ints, texts: Sequence[str]) -> None:
        narrow = next((kind for kind in _NARROW if len(texts) <= np.iinfo(kind).max), np.int32)
        self._codes: Ints = codes.astype(narrow, copy=False)
        self.texts = texts

    @property
    def codes(self) -> NDArray[np.int32]:
        """The place of the text of each claim."""
        wide: NDArray[np.int32] = self._codes.astype(np.int32, copy=False)
        return wide

    @property
    def narrow(self) -> Ints:
        """The same, as they are kept."""
        return self._codes

    def where(self, chosen: Callable[[str], bool]) -> Bools:
        """The claims whose text is one that is chosen."""
        flags: Bools = np.array([*map(chosen, self.texts), False], np.bool_)
        found: Bools = flags[self._codes]
        return found

    def take(self, rows: Ints) -> "Coded":
        """The texts of these claims."""
        return Coded(self._codes[rows], self.texts)

    def at(self, row: int) -> str | None:
        """The text of one claim."""
        code = self._codes[row]
        return None if code == NOTHING else self.texts[code]


@dataclass(frozen=True)
class Lists:
    """Some texts for each claim: those of claim i are places `codes[starts[i]:starts[i + 1]]`."""

    starts: Ints
    codes: Ints
    texts: Sequence[str]

    @cached_property
    def lengths(self) -> Ints:
        """How many each claim has."""
        return np.diff(self.starts)

    def at(self, row: int) -> tuple[str, ...]:
        """The texts of one claim."""
        codes = self.codes[self.starts[row] : self.starts[row + 1]]
        return tuple(self.texts[code] for code in codes.tolist())

    def of(self, rows: Ints) -> tuple[Ints, Ints]:
        """Of these claims every text: the place of the claim in `rows`, and the code."""
        lengths = self.lengths[rows]
        owner = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
        inside = np.arange(len(owner), dtype=np.int32)
        inside -= np.repeat((np.cumsum(lengths) - lengths).astype(np.int32), lengths)
        return owner, self.codes[np.repeat(self.starts[rows], lengths) + inside]

    def among(self, rows: Ints) -> tuple[Ints, Ints]:
        """As of(), of claims that ascend; quicker where they are most of all."""
        if 2 * len(rows) < len(self.lengths):
            return self.of(rows)
        kept = np.zeros(len(self.lengths), np.bool_)
        kept[rows] = True
        owner = np.repeat(np.arange(len(rows), dtype=np.int32), self.lengths[rows])
        return owner, self.codes[np.repeat(kept, self.lengths)]


@dataclass(frozen=True)
class Columns:
    """n claims, letters and choices; see Claim for what each column says.

    `kind` is a place in KINDS, `day` an ordinal; claims with one number in `statement` are one
    statement. `apart` are pairs of rows whose groups share no holder. `iris` gives the IRIs of some
    rows, and is asked when somebody looks; `objects` are the claims, if they were made before.
    """

    kind: Ints
    statement: Ints
    document: Coded
    meeting: Coded
    item: Coded
    day: Ints
    configuration: Coded
    reporter: Coded
    polarity: Coded
    modality: Coded
    quantifier: Coded
    bloc: Coded
    letter: Coded
    review: Coded
    confidence: NDArray[np.float64]
    low: Ints
    high: Ints
    open: Bools
    issues: Lists
    named: Lists
    excluded: Lists
    apart: Ints
    iris: Callable[[Ints], Sequence[str]]
    objects: Sequence[Claim] | None = None

    @cached_property
    def side(self) -> NDArray[np.int8]:
        """1 for the thing, -1 against it, 0 for neither."""
        sides = np.array([SIDES[text] for text in self.polarity.texts] or [0], np.int8)
        return sides[self.polarity.codes]

    @cached_property
    def holding(self) -> Ints:
        """A number for each, the same where the same are named and excluded, with equal bounds."""
        hashes = mix(self.high.astype(np.int64) * 2**32 + self.low)
        for start, its in ((0, self.named), (2**32, self.excluded)):
            if len(its.codes):
                of_code = mix(np.arange(len(its.texts), dtype=np.int64) + start)
                owner = np.repeat(np.arange(self.count, dtype=np.int32), its.lengths)
                hashes += sums(of_code[its.codes], owner, self.count)
        return first_of_each(hashes)[1]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.kind)

    def claims(self, rows: Ints) -> list[Claim]:
        """The claims of some rows as objects, in that order."""
        if self.objects is not None:
            return [self.objects[row] for row in rows.tolist()]
        return [
            self._claim(row, iri) for row, iri in zip(rows.tolist(), self.iris(rows), strict=True)
        ]

    def _claim(self, row: int, iri: str) -> Claim:
        kind, day = KINDS[self.kind[row]], int(self.day[row])
        document, issues = self.document.at(row) or "", self.issues.at(row)
        return Claim(
            iri=iri,
            statement=f"{document} {issues[0]}" if kind == "choice" else iri,
            kind=kind,
            document=document,
            meeting=self.meeting.at(row),
            item=self.item.at(row),
            day=None if day == NOTHING else date.fromordinal(day),
            configuration=self.configuration.at(row),
            reporter=self.reporter.at(row),
            polarity=self.polarity.at(row) or "neutral",
            modality=self.modality.at(row) or "stated",
            confidence=float(self.confidence[row]),
            issues=issues,
            named=self.named.at(row),
            excluded=self.excluded.at(row),
            low=int(self.low[row]),
            high=int(self.high[row]),
            bloc=self.bloc.at(row),
            open=bool(self.open[row]),
            letter=self.letter.at(row),
            review=self.review.at(row) or "",
            quantifier=self.quantifier.at(row),
        )
