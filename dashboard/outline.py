"""A list of claims without their words: what can be counted, grouped and paged of all of them.

Made from the columns of the projection, however many claims there are, or from the claims
themselves where there are no columns. Asks nothing; the words are asked for what is shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.honesty import MAJORITIES, Basis
from dashboard.records import POLARITIES, Claim
from graph.claim_columns import ClaimColumns
from graph.texts import Texts
from ontology.terms import QUANTIFIER

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
MANY = 20_000
"""Of more claims than this no dictionary is made to find one."""


@dataclass(frozen=True)
class Outline:
    """Claims by place. `iris` are theirs; `documents`, `meetings` and `about` point into `words`.

    `polarity` is a place in POLARITIES; `minimum` and `maximum` bound the holders, `holders` is how
    many are named and `inside` how many of these are no bodies of the Union. `is_group` says that
    unnamed ones are among them, `all_named` that the names are all, `majority` that the number is
    that of a majority; `confidence` is how sure the reading is, 0 to 1. `about` has an entry for
    each claim in `about_claims` and each issue of it, in the order of both; `named` likewise each
    holder by name, of which `codes` has the codes. `known` has claims by IRI that need not be asked
    for.
    """

    iris: Sequence[str]
    words: Sequence[str]
    documents: Ints
    meetings: Ints
    polarity: Ints
    minimum: Ints
    maximum: Ints
    holders: Ints
    inside: Ints
    is_group: Bools
    all_named: Bools
    majority: Bools
    confidence: NDArray[np.float64]
    about_claims: Ints
    about: Ints
    named_claims: Ints
    named: Ints
    codes: Mapping[int, tuple[str, ...]]
    known: Mapping[str, Claim] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.iris)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The place of each claim, by IRI."""
        if isinstance(self.iris, Texts) and len(self) > MANY:
            return _Places(self.iris, self.documents, self._words)
        return {iri: at for at, iri in enumerate(self.iris)}

    def take(self, kept: Bools) -> "Outline":
        """Those of the claims that are kept, in the same order."""
        pairs, held = kept[self.about_claims], kept[self.named_claims]
        now = (np.cumsum(kept) - 1).astype(np.int32)
        return replace(
            self,
            iris=_taken(self.iris, np.flatnonzero(kept)),
            **{name: getattr(self, name)[kept] for name in _BY_CLAIM},
            about_claims=now[self.about_claims[pairs]],
            about=self.about[pairs],
            named_claims=now[self.named_claims[held]],
            named=self.named[held],
        )

    def claims_by_holder(self) -> dict[str, list[int]]:
        """The places of the claims that name each actor, by its code."""
        found: dict[str, list[int]] = {}
        for at in np.unique(self.named).tolist():
            places = self.named_claims[self.named == at].tolist()
            for code in self.codes[at]:
                found[code] = sorted({*found.get(code, ()), *places})
        return found

    def on_issue(self, issue: str) -> Bools:
        """Which claims are about that issue (IRI)."""
        found = np.zeros(len(self), np.bool_)
        found[self.about_claims[self.about == self._word(issue)]] = True
        return found

    def at_meeting(self, meeting: str) -> Bools:
        """Which claims are told of that meeting (IRI)."""
        return np.asarray(self.meetings == self._word(meeting))

    def of_polarity(self, polarity: str) -> Bools:
        """Which claims take that stance."""
        return np.asarray(self.polarity == POLARITIES.index(polarity))

    def issue_iris(self) -> set[str]:
        """What the claims are about."""
        return {self.words[at] for at in np.unique(self.about).tolist()}

    def meeting_iris(self) -> set[str]:
        """The meetings that the claims are told of."""
        return {self.words[at] for at in np.unique(self.meetings).tolist() if at >= 0}

    def polarities(self) -> list[int]:
        """How many claims take each of POLARITIES."""
        return list(map(int, np.bincount(self.polarity, minlength=len(POLARITIES))))

    def first_issues(self, wanted: str = "") -> Ints:
        """The issue that each claim stands under: the wanted one (IRI) if it has it, or its first.

        -1 if it has none.
        """
        found = np.full(len(self), -1, np.int32)
        found[self.about_claims[::-1]] = self.about[::-1]
        if wanted:
            found[self.on_issue(wanted)] = self._word(wanted)
        return found

    def _word(self, text: str) -> int:
        return self._words.get(text, -2)

    @cached_property
    def _words(self) -> Mapping[str, int]:
        return {word: at for at, word in enumerate(self.words)}


class _Places(Mapping[str, int]):
    """The place of each claim by IRI, found among those of its document: claims lie below it."""

    def __init__(self, iris: Texts, documents: Ints, words: Mapping[str, int]) -> None:
        """Of claims whose documents stand together, as in an order by meeting and document."""
        self._iris, self._words = iris, words
        self._starts = np.flatnonzero(np.diff(documents, prepend=-2))
        self._ends = np.append(self._starts[1:], len(documents))
        self._runs: dict[int, list[int]] = {}
        for run, word in enumerate(documents[self._starts].tolist()):
            self._runs.setdefault(word, []).append(run)

    def __len__(self) -> int:
        return len(self._iris)

    def __iter__(self) -> Iterator[str]:
        return iter(self._iris)

    def __getitem__(self, iri: str) -> int:
        document = self._words.get(iri.rpartition("/claim/")[0], -2)
        for run in self._runs.get(document, ()):
            start, end = int(self._starts[run]), int(self._ends[run])
            its = self._iris[start:end]
            if iri in its:
                return start + its.index(iri)
        at = self._iris.find(iri)  # it names another document than the one that it is below
        if at < 0:
            raise KeyError(iri)
        return at


def _taken(iris: Sequence[str], places: NDArray[np.intp]) -> Sequence[str]:
    return iris.take(places) if isinstance(iris, Texts) else [iris[at] for at in places.tolist()]


_BY_CLAIM = (
    "documents", "meetings", "polarity", "minimum", "maximum", "holders", "inside", "is_group",
    "all_named", "majority", "confidence",
)  # fmt: skip


def basis_of(*outlines: Outline, caps: Sequence[str] = ()) -> Basis:
    """What a figure made of these claims, each once, rests on; see honesty.basis_of_claims()."""
    documents: set[str] = set()
    named = low = high = majorities = claims = 0
    for outline, kept in zip(outlines, _each_once(outlines), strict=True):
        group = kept & outline.is_group
        claims += int(np.count_nonzero(kept))
        named += int(outline.holders[kept].sum())
        low += int(np.maximum(0, outline.minimum - outline.inside)[group].sum())
        high += int(np.maximum(0, outline.maximum - outline.inside)[group].sum())
        majorities += int(outline.majority[kept].sum())
        told = outline.documents[kept & (outline.documents >= 0)]
        found = np.flatnonzero(np.bincount(told))
        documents |= {outline.words[at] for at in found.tolist()}
    return Basis(
        documents=len(documents),
        claims=claims,
        anonymous_low=low / (low + named) if low + named else 0.0,
        anonymous_high=high / (high + named) if high + named else 0.0,
        majorities=majorities,
        caps=tuple(caps),
    )


def _each_once(outlines: Sequence[Outline]) -> Iterator[Bools]:
    """Which claims of each outline are in none before it."""
    if len(outlines) == 1:
        yield np.ones(len(outlines[0]), np.bool_)
        return
    iris = [outline.iris for outline in outlines]
    texts = [each for each in iris if isinstance(each, Texts) and each.shares(iris[0])]
    if len(texts) == len(iris):
        ends = (int(each.places.max()) + 1 for each in texts if len(each))
        fresh = np.ones(max(ends, default=0), np.bool_)
        for each in texts:
            yield fresh[each.places]
            fresh[each.places] = False
        return
    seen: set[str] = set()
    for some in iris:
        yield np.array([iri not in seen for iri in some], np.bool_)
        seen.update(some)


def outline_of_claims(claims: Iterable[Claim]) -> Outline:
    """The outline of claims that are at hand, each once."""
    known = {claim.iri: claim for claim in claims}
    words: dict[str, int] = {}

    def place(text: str) -> int:
        return words.setdefault(text, len(words)) if text else -1

    def ints(values: Iterable[int]) -> Ints:
        return np.array(list(values), np.int32)

    def bools(values: Iterable[bool]) -> Bools:
        return np.array(list(values), np.bool_)

    its = list(known.values())
    pairs = [(at, place(issue)) for at, claim in enumerate(its) for issue in claim.issues]
    named = [(at, place(code)) for at, claim in enumerate(its) for code in claim.holders]
    documents = ints(place(claim.document) for claim in its)
    meetings = ints(place(claim.meeting) for claim in its)
    return Outline(
        iris=list(known),
        words=list(words),
        documents=documents,
        meetings=meetings,
        polarity=ints(POLARITIES.index(claim.polarity) for claim in its),
        minimum=ints(claim.minimum for claim in its),
        maximum=ints(claim.maximum for claim in its),
        holders=ints(len(claim.holders) for claim in its),
        inside=ints(sum(not code.startswith("body:") for code in c.holders) for c in its),
        is_group=bools(bool(claim.quantifier) and not claim.is_all_named for claim in its),
        all_named=bools(claim.is_all_named for claim in its),
        majority=bools(claim.quantifier in MAJORITIES for claim in its),
        confidence=np.array([float(claim.confidence or 0) for claim in its], np.float64),
        about_claims=ints(at for at, _ in pairs),
        about=ints(issue for _, issue in pairs),
        named_claims=ints(at for at, _ in named),
        named=ints(holder for _, holder in named),
        codes={place(code): (code,) for claim in its for code in claim.holders},
        known=known,
    )


def outline_of_columns(columns: ClaimColumns) -> Outline:
    """The outline of all claims of a generation; take() gives that of a choice."""
    found, words = columns.columns, columns.words
    named, about = columns.lists["named"], columns.lists["about"]
    codes: dict[int, tuple[str, ...]] = {}
    counts, states = np.zeros((2, len(words)), np.int32)
    for at in np.unique(named.words).tolist():
        its = tuple(text for _, text in columns.projection.notations(words[at]))
        codes[at], counts[at] = its, len(its)
        states[at] = sum(not code.startswith("body:") for code in its)
    holders, inside = (
        np.bincount(named.claims, each[named.words], columns.size).astype(np.int32)
        for each in (counts, states)
    )
    quantified = found["quantifier"] >= 0
    exact = found["quantifier"] == columns.word(QUANTIFIER["exact"].value)
    all_named = np.where(quantified, exact & (holders >= found["max"]), holders > 0)
    polarity = np.full(len(words), -1, np.int32)
    for at in np.unique(found["polarity"]).tolist():
        polarity[at] = POLARITIES.index(words[at].partition("#polarity-")[2])
    majorities = [columns.word(QUANTIFIER[name].value) for name in sorted(MAJORITIES)]
    return Outline(
        iris=columns.claims,
        words=words,
        documents=found["document"],
        meetings=found["meeting"],
        polarity=polarity[found["polarity"]],
        minimum=found["min"],
        maximum=found["max"],
        holders=holders,
        inside=inside,
        is_group=quantified & ~all_named,
        all_named=all_named,
        majority=np.isin(found["quantifier"], majorities),
        confidence=columns.confidence,
        about_claims=about.claims,
        about=about.words,
        named_claims=named.claims,
        named=named.words,
        codes=codes,
    )
