"""Joint letters as pages tell of them: a letter becomes a record when it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np

from dashboard.answers import rows
from dashboard.catalogue import catalogue
from dashboard.memory import kept, settled
from dashboard.pools import store_path
from dashboard.records import Actor, Catalogue
from graph.columns import Ints
from graph.letters import LetterColumns, letter_columns, letters_of_rows
from graph.opening import published_number
from graph.remote import read_remote
from graph.said import Lists


@dataclass(frozen=True)
class Letter:
    """A joint letter; `others` are the codes of the other signatories."""

    iri: str
    issue: str
    meeting: str
    day: str
    listed: int
    others: tuple[str, ...]


class Letters(Sequence[Letter]):
    """Joint letters by day, each with all of its signatories as `others`.

    One that several meetings tell of stands there for each; what the catalogue does not know, a
    meeting or a signatory, is left out.
    """

    def __init__(self, known: Catalogue, columns: LetterColumns) -> None:
        self._known, self._columns = known, columns
        self._texts: list[str] = columns.texts.to_pylist()
        self._codes = {
            at: known.actors[self._texts[at]].code
            for at in np.unique(columns.signatories.values).tolist()
            if self._texts[at] in known.actors
        }
        signed = columns.signatories
        named = np.isin(signed.values, list(self._codes))
        self._signed = Lists(signed.owners[named], signed.values[named])
        whole = np.isin(columns.meetings.owners, self._signed.owners)
        whole &= np.isin(columns.meetings.owners, columns.issues.owners)
        pairs = zip(
            columns.meetings.owners[whole].tolist(),
            columns.meetings.values[whole].tolist(),
            strict=True,
        )
        days, texts = known.first_days, self._texts
        found = sorted(
            (days[texts[meeting]], texts[meeting], texts[letter], letter)
            for letter, meeting in pairs
            if texts[meeting] in days
        )
        self._letters: Ints = np.array([letter for *_, letter in found], np.int32)
        self._meetings = [meeting for _, meeting, _, _ in found]

    def __len__(self) -> int:
        return len(self._meetings)

    @overload
    def __getitem__(self, at: int) -> Letter: ...
    @overload
    def __getitem__(self, at: slice) -> list[Letter]: ...
    def __getitem__(self, at: int | slice) -> Letter | list[Letter]:
        if isinstance(at, slice):
            return [self[each] for each in range(len(self))[at]]
        letter, meeting = self._letters[[range(len(self))[at]]], self._meetings[at]
        issues = self._columns.issues.joined(letter)[1].tolist()
        signatories = self._signed.joined(letter)[1].tolist()
        return Letter(
            iri=self._texts[int(letter[0])],
            issue="; ".join(sorted(self._known.issue_label(self._texts[each]) for each in issues)),
            meeting=meeting,
            day=self._known.first_days[meeting],
            listed=len(signatories),
            others=tuple(sorted(self._codes[each] for each in signatories)),
        )

    def about(self, meeting: str) -> Sequence[Letter]:
        """Those of a meeting (IRI); all if it is ""."""
        if not meeting:
            return self
        return [self[at] for at, its in enumerate(self._meetings) if its == meeting]

    def signed_by(self, code: str) -> list[int]:
        """The places of the letters that the actor with this code signed, ascending."""
        its = [at for at, each in self._codes.items() if each == code]
        signed = self._signed.owners[np.isin(self._signed.values, its)]
        found: list[int] = np.flatnonzero(np.isin(self._letters, signed)).tolist()
        return found


def find_letters(actor: Actor, language: str, most: int) -> tuple[list[Letter], int]:
    """The latest joint letters that the actor signed, no more than `most`; the others without it.

    And how many it signed.
    """
    letters = find_all_letters(language)
    signed = letters.signed_by(actor.code)
    latest = [letters[at] for at in signed[: -most - 1 : -1]]
    found = [
        replace(letter, others=tuple(code for code in letter.others if code != actor.code))
        for letter in latest
    ]
    return found, len(signed)


def find_all_letters(language: str) -> Letters:
    """All joint letters, with labels in this language."""
    return _kept_letters(str(store_path()), published_number(store_path()) or 0, language)


@kept(2)
@settled
def _kept_letters(store: str, number: int, language: str) -> Letters:
    is_here = read_remote(store_path()) is None
    columns = letter_columns(store_path(), number) if is_here else None
    return Letters(catalogue(language), columns or letters_of_rows(rows("letters-signed")))
