"""The claims of a generation as arrays, in the order of the stored question `claims`.

Says which claims a question is about, in a few milliseconds; their words stay with the engine.
graph.column_opening makes them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.claim_table import ABOUT, EXCLUDED, NAMED
from graph.columns import Bools, Column, Ints
from graph.projected import Projection
from graph.projecting import folded
from graph.segments import DOCUMENT_FIELDS
from ontology.terms import P_START_DATE, SKOS_PREF_LABEL

NOTHING = -1


@dataclass(frozen=True)
class Pairs:
    """Claims (their places) with what each is about, or whom it names; ordered by claim and IRI."""

    claims: Ints
    words: Ints

    def of(self, word: int, size: int) -> Bools:
        """Which of so many claims have this word."""
        found = np.zeros(size, np.bool_)
        found[self.claims[self.words == word]] = True
        return found


@dataclass(frozen=True)
class ClaimColumns:
    """Every claim that `claims` lists, by place.

    `words` are IRIs and others that numbers point at. `document`, `meeting`, `polarity`,
    `universe` and `quantifier` are places in them, `min`, `max` and `exactCount` numbers; -1 where
    nothing is said. `lists` has `about`, `named` and `excluded`. `apart` are pairs of claims whose
    holders exclude one another, each both ways round.
    """

    claims: Column
    targets: Column
    words: Column
    columns: Mapping[str, Ints]
    confidence: np.ndarray[tuple[int], np.dtype[np.float64]]
    lists: Mapping[str, Pairs]
    apart: Pairs
    projection: Projection

    @property
    def size(self) -> int:
        """How many claims there are."""
        return len(self.claims)

    @cached_property
    def place_of_word(self) -> Mapping[str, int]:
        """The place of each word."""
        return {word or "": at for at, word in enumerate(self.words)}

    @cached_property
    def place_of_claim(self) -> Mapping[str, int]:
        """The place of each claim, by IRI."""
        return {claim or "": at for at, claim in enumerate(self.claims)}

    def word(self, text: str) -> int:
        """The place of a word; -2, which is nobody's, if no claim has it."""
        return self.place_of_word.get(text, NOTHING - 1)

    def names(self, actor: str) -> Bools:
        """Which claims name the actor (IRI) as a holder."""
        return self.lists[NAMED].of(self.word(actor), self.size)

    def excludes(self, actor: str) -> Bools:
        """Which claims do not name the actor, and exclude it or stand against one that does."""
        named = self.names(actor)
        out = self.lists[EXCLUDED].of(self.word(actor), self.size)
        out[self.apart.claims[named[self.apart.words]]] = True
        return out & ~named

    def may_hold(self, actor: str, memberships: Iterable[tuple[str, str, str | None]]) -> Bools:
        """Which claims have an unnamed group that the actor may be in, as `claims` has it.

        `memberships` are those of the actor: bloc (IRI), first day, day after the last or None.
        """
        group = (self.columns["quantifier"] >= 0) & ~self.lists_whole
        member = np.zeros(self.size, np.bool_)
        for bloc, since, until in memberships:
            inside = np.zeros(len(self.words) + 1, np.bool_)  # at -1: no meeting
            for meeting, days in self.days.items():
                inside[meeting] = any(since <= day and (not until or day < until) for day in days)
            member |= (self.columns["universe"] == self.word(bloc)) & inside[
                self.columns["meeting"]
            ]
        return group & member & ~self.names(actor) & ~self.excludes(actor)

    @cached_property
    def lists_whole(self) -> Bools:
        """Which claims name as many as they count, so that nobody else holds them."""
        named = np.bincount(self.lists[NAMED].claims, minlength=self.size)
        count = self.columns["exactCount"]
        return np.asarray((count >= 0) & (named >= np.maximum(count, 1)))

    @cached_property
    def days(self) -> Mapping[int, tuple[str, ...]]:
        """The first day of each meeting, by the place of its IRI; more if papers differ."""
        return {
            at: tuple(text for _, text in self.projection.facts(self.words[at] or "").get(
                P_START_DATE.value, ()))
            for at in np.unique(self.columns["meeting"]).tolist()
            if at >= 0
        }  # fmt: skip

    def between(self, since: str, before: str) -> Bools:
        """Which claims are of a day from `since` on and before `before`; "" sets no bound.

        The day is the first of the meeting, or that of the document if no meeting tells.
        """

        def fits(day: str) -> bool:
            return (not since or day >= since) and (not before or day < before)

        none = len(self.words)  # stands at -1
        by_meeting, dated = np.zeros(none + 1, np.bool_), np.zeros(none + 1, np.bool_)
        for meeting, days in self.days.items():
            dated[meeting] = bool(days)
            by_meeting[meeting] = any(map(fits, days))
        by_document = np.zeros(none + 1, np.bool_)
        date = DOCUMENT_FIELDS.index("date")
        for row in self.projection.documents():
            place = self.word(row[0] or "")
            if place >= 0 and row[date]:
                by_document[place] = fits(row[date] or "")
        met, told = self.columns["meeting"], self.columns["document"]
        return np.where(dated[met], by_meeting[met], by_document[told])

    def tells_of(self, names: Iterable[str]) -> Bools:
        """Which claims have one of the names, whole, in their target or in a label of an issue."""
        wanted = [folded(name) for name in names]
        found = np.zeros(self.size, np.bool_)
        text, starts = self._targets
        for name in wanted:
            at = text.find(name)
            while at >= 0:
                found[np.searchsorted(starts, at, "right") - 1] = True
                at = text.find(name, at + 1)
        about = self.lists[ABOUT]
        for issue in np.unique(about.words).tolist():
            labels = self.projection.facts(self.words[issue] or "").get(SKOS_PREF_LABEL.value, ())
            if any(name in folded(label) for _, label in labels for name in wanted):
                found |= about.of(issue, self.size)
        return found

    def told_by_others(self, actor: str) -> Bools:
        """Which claims stand in a paper of a kind that is said, whose reporter is another one."""
        kind, reporter = DOCUMENT_FIELDS.index("kind"), DOCUMENT_FIELDS.index("reporter")
        others = np.zeros(len(self.words) + 1, np.bool_)
        for row in self.projection.documents():
            told = row[kind] is not None and self.projection.notations(row[reporter] or "")
            place = self.word(row[0] or "")
            others[place] = place >= 0 and bool(told) and row[reporter] != actor
        return np.asarray(others[self.columns["document"]])

    @cached_property
    def _targets(self) -> tuple[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
        """All targets as one text, and where each claim's begins."""
        texts = [target or "" for target in self.targets]
        lengths = np.array([len(text) + 1 for text in texts], np.int64)
        return "\n".join(texts), np.cumsum(lengths) - lengths
