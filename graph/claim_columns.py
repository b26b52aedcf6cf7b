"""The claims of a generation as arrays, in the order of the stored question `claims`.

Says which claims a question is about, in a few milliseconds; their words stay with the engine.
graph.column_opening makes them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.claim_table import ABOUT, EXCLUDED, NAMED
from graph.columns import Bools, Ints
from graph.projected import Projection
from graph.projecting import folded
from graph.texts import Texts
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
    """Every claim (IRI) that `claims` lists, by place.

    `words` are IRIs and others that numbers point at, in the order of their texts. `document`,
    `meeting`, `polarity`, `universe` and `quantifier` are places in them, `min`, `max` and
    `exactCount` numbers; -1 where nothing is said. `lists` has `about`, `named` and `excluded`.
    `apart` are pairs of claims whose holders exclude one another, each both ways round.
    `find_in_targets` gives the claims whose target has one of some texts in it, from the disk.
    """

    claims: Texts
    words: Sequence[str]
    columns: Mapping[str, Ints]
    confidence: np.ndarray[tuple[int], np.dtype[np.float64]]
    lists: Mapping[str, Pairs]
    apart: Pairs
    projection: Projection
    find_in_targets: Callable[[Sequence[str]], Ints]

    @property
    def size(self) -> int:
        """How many claims there are."""
        return len(self.claims)

    @cached_property
    def place_of_word(self) -> Mapping[str, int]:
        """The place of each word."""
        return {word: at for at, word in enumerate(self.words)}

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
        days = self.projection.texts_by_thing(P_START_DATE.value)
        return {
            at: tuple(days.get(self.words[at], ()))
            for at in np.unique(self.columns["meeting"]).tolist()
            if at >= 0
        }

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
        for document, date in self.projection.document_columns("document", "date"):
            place = self.word(document or "")
            if place >= 0 and date:
                by_document[place] = fits(date)
        met, told = self.columns["meeting"], self.columns["document"]
        return np.where(dated[met], by_meeting[met], by_document[told])

    def tells_of(self, names: Iterable[str]) -> Bools:
        """Which claims have one of the names, whole, in their target or in a label of an issue.

        Raises SegmentDamagedError.
        """
        wanted = [folded(name) for name in names]
        found = np.zeros(self.size, np.bool_)
        found[self.find_in_targets(wanted)] = True
        about = self.lists[ABOUT]
        for issue in np.unique(about.words).tolist():
            labels = self.projection.facts(self.words[issue]).get(SKOS_PREF_LABEL.value, ())
            if any(name in folded(label) for _, label in labels for name in wanted):
                found |= about.of(issue, self.size)
        return found

    def told_by_others(self, actor: str) -> Bools:
        """Which claims stand in a paper of a kind that is said, whose reporter is another one."""
        papers, reporters, known, names = self._reported
        others = np.zeros(len(self.words) + 1, np.bool_)
        by_another = reporters != names.get(actor, NOTHING)
        others[papers[by_another]] = known[by_another]
        return np.asarray(others[self.columns["document"]])

    @cached_property
    def _reported(self) -> tuple[Ints, Ints, Bools, Mapping[str, int]]:
        """Papers of a kind that is said, by the place of their IRI, and the number of the reporter.

        And whether the reporter is known by a code, and the numbers of reporters (IRIs).
        """
        names: dict[str, int] = {}
        found: list[tuple[int, int]] = []
        for document, kind, reporter in self.projection.document_columns(
            "document", "kind", "reporter"
        ):
            place = self.word(document or "")
            if place >= 0 and kind is not None:
                found.append((place, names.setdefault(reporter or "", len(names))))
        papers, reporters = np.array(found, np.int32).reshape(-1, 2).T
        known = np.array([bool(self.projection.notations(name)) for name in names], np.bool_)
        return papers, reporters, known[reporters], names
