"""Which names of proposals in a document mean the same one. Knows no claim.

A wrong tie is worse than a missing one: "dit voorstel" is resolved only if exactly one proposal of
a fitting kind was named before in the section.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ingest.facts import normal_identifier
from ingest.language import Language
from ingest.proposal_rules import proposal_rules
from ingest.proposals import UNSPECIFIED, Named
from ingest.records import (
    Citation,
    Evidence,
    Proposal,
    ProposalMention,
    Section,
)
from ingest.targets import stems
from ontology.iris import slug

INITIATOR = "body:COM"  # acts are proposed by the Commission alone (TEU art. 17(2))
ACTS = frozenset(("regulation", "directive", "decision", "recommendation"))
LONG_STEM = 9  # letters; a single word of a title tells enough if it is a compound
PREAMBLE = "L."  # numbers of the sections before the agenda begin so
MAX_KEY = 90  # characters


@dataclass(frozen=True)
class Place:
    """A text of the document and the proposals named in it; `index` is -1 for a heading."""

    text: str
    section: Section
    named: tuple[Named, ...]
    index: int
    notes: tuple[str, ...]
    evidence_of: Callable[[int, int], Evidence]


@dataclass
class _Open:
    """A proposal while its mentions are gathered."""

    kind: str
    authors: tuple[str, ...]
    identifier: str | None
    title: str  # as written, with its kind and authors
    about: str  # the complement alone
    words: frozenset[str]
    section: str
    is_act: bool
    in_heading: bool
    mentions: list[ProposalMention] = field(default_factory=list)


@dataclass(frozen=True)
class Gathered:
    """The proposals of a document, and by sentence index what each name in it stands for.

    `loose` holds the names that take up something which nothing before names.
    """

    proposals: tuple[Proposal, ...]
    by_sentence: dict[int, tuple[tuple[Named, str], ...]]
    loose: dict[int, tuple[Named, ...]]


class Gatherer:
    """Gathers mentions in text order."""

    def __init__(self, language: Language, *, single: bool = False) -> None:
        """`single`: the paper may be about the one proposal that stands above its sections."""
        self.language, self.rules = language, proposal_rules(language.code)
        self.open: list[_Open] = []
        self.seen: dict[str, list[_Open]] = {}
        self.single = single
        self.places: list[tuple[int, Named, _Open]] = []

    def gather(self, places: Sequence[Place], citations: Sequence[Citation]) -> Gathered:
        """All proposals of the document; places come in text order, citations add numbers."""
        loose: dict[int, tuple[Named, ...]] = {}
        for place in places:
            for named in place.named:
                if not self._take(place, named):
                    loose[place.index] = (*loose.get(place.index, ()), named)
        cited = [self._cited(c) for c in citations if c.kind == "proposal"]
        keys = self._keys()
        by_sentence: dict[int, tuple[tuple[Named, str], ...]] = {}
        for index, named, proposal in sorted(self.places, key=lambda p: (p[0], p[1].start)):
            entry = (named, keys[id(proposal)])
            by_sentence[index] = (*by_sentence.get(index, ()), entry)
        found = [
            Proposal(keys[id(p)], p.kind, p.authors, p.identifier, p.title, tuple(p.mentions))
            for p in self.open
        ]
        known = {p.identifier for p in found}
        for one in cited:
            if one.identifier not in known:
                found.append(one)
                known.add(one.identifier)
        return Gathered(tuple(found), by_sentence, loose)

    # --- one mention ----------------------------------------------------------------------
    def _take(self, place: Place, named: Named) -> bool:
        """Add a name to the proposal it means; False if that is not known (yet)."""
        here = self.seen.setdefault(_item(place.section), [])
        named = self._with_number_of_note(place, named)
        if named.anaphoric:
            main = self._main()
            if main is not None and self._fits(main, named):
                return self._add(place, named, main)
            fitting = [p for p in here if self._fits(p, named)]
            if len(fitting) == 1:
                return self._add(place, named, fitting[0])
            if fitting or not named.authors:
                return False
            return self._add(place, named, self._new(place, named))
        if named.bare:
            main = self._main()
            nearby = here or ([main] if main is not None else [])
            lacking = [p for p in nearby if p.identifier is None and _may_have_number(p)]
            known = [p for p in self.open if p.identifier == named.identifier]
            if len(lacking) == 1 and not known:
                lacking[0].identifier = named.identifier
                return self._add(place, named, lacking[0])
        if named.authors == (INITIATOR,) and not named.title:
            above = [p for p in here if p.in_heading and not _differ(p, named)]
            if len(above) == 1 and not above[0].authors and _may_have_number(above[0]):
                return self._add(place, named, above[0])
        words = self._words(named.title)
        same = [p for p in self.open if self._is_same(p, named, words, place)]
        return self._add(place, named, same[0] if len(same) == 1 else self._new(place, named))

    def _main(self) -> _Open | None:
        """The one proposal that a heading above all sections names; None if there is no such."""
        first = [p for p in self.open if p.in_heading and p.section.startswith(PREAMBLE)]
        return first[0] if self.single and len(first) == 1 else None

    def _add(self, place: Place, named: Named, proposal: _Open) -> bool:
        mention = ProposalMention(
            named.kind,
            named.authors,
            named.identifier,
            named.title,
            named.words,
            place.section,
            named.rules,
            place.evidence_of(named.start, named.end),
        )
        proposal.mentions.append(mention)
        proposal.in_heading = proposal.in_heading or place.index < 0
        proposal.authors = proposal.authors or named.authors
        proposal.identifier = proposal.identifier or named.identifier
        if proposal.kind == UNSPECIFIED and not named.anaphoric:
            proposal.kind, proposal.is_act = named.kind, named.is_act
        if not proposal.about and named.title:
            proposal.title, proposal.about = named.words, named.title
            proposal.words = self._words(named.title)
        here = self.seen.setdefault(_item(place.section), [])
        if proposal not in here:
            here.append(proposal)
        self.places.append((place.index, named, proposal))
        return True

    def _new(self, place: Place, named: Named) -> _Open:
        proposal = _Open(
            named.kind,
            named.authors,
            named.identifier,
            named.words,
            named.title,
            self._words(named.title),
            _item(place.section),
            named.is_act,
            place.index < 0 or named.bare,
        )
        self.open.append(proposal)
        return proposal

    def _cited(self, citation: Citation) -> Proposal:
        number = normal_identifier(citation.identifier)
        return Proposal(citation.identifier, UNSPECIFIED, (), number, citation.identifier, ())

    def _with_number_of_note(self, place: Place, named: Named) -> Named:
        """The name with the number that its footnote cites, if nothing else can be meant."""
        own = [n for n in place.named if n.authors or not n.anaphoric]
        numbers = {
            normal_identifier(match.group())
            for note in place.notes
            for match in self.rules.patterns["identifier"].finditer(note)
        }
        if own != [named] or len(numbers) != 1 or named.identifier or not _numbered(named):
            return named
        rules = (*named.rules, "proposal.footnote")
        return replace(named, identifier=numbers.pop(), rules=rules)

    # --- sameness -------------------------------------------------------------------------
    def _words(self, title: str) -> frozenset[str]:
        words = " ".join(w for w in title.split() if w.lower() not in self.rules.plain)
        return stems(words, self.language.stopwords)

    def _fits(self, proposal: _Open, named: Named) -> bool:
        """True if "dit voorstel" may take up this proposal."""
        if _differ(proposal, named):
            return False
        if named.authors and proposal.authors and set(named.authors) != set(proposal.authors):
            return False
        known_maker = not named.authors or bool(proposal.authors)
        if not known_maker and (named.authors != (INITIATOR,) or not proposal.is_act):
            return False
        if named.kind == UNSPECIFIED:
            return proposal.kind in (*ACTS, UNSPECIFIED, "action-plan")
        kind = named.kind in (proposal.kind, *(m.kind for m in proposal.mentions))
        return kind or named.words.split()[-1].lower() in proposal.title.lower().split()

    def _is_same(self, proposal: _Open, named: Named, words: frozenset[str], place: Place) -> bool:
        """True if a name that stands for itself means a proposal that was named before."""
        if _differ(proposal, named):
            return False
        if named.identifier is not None and proposal.identifier is not None:
            return True
        if not (named.kind == proposal.kind or UNSPECIFIED in (named.kind, proposal.kind)):
            return False
        if named.authors and proposal.authors and set(named.authors) != set(proposal.authors):
            return False
        if words and proposal.words:
            less, more = sorted((words, proposal.words), key=len)
            telling = len(less) > 1 or any(len(word) >= LONG_STEM for word in less)
            return less == more or (less <= more and telling)
        here = proposal.section == _item(place.section)
        same_authors = bool(named.authors) and set(named.authors) == set(proposal.authors)
        return here and same_authors and named.kind == proposal.kind != UNSPECIFIED

    def _keys(self) -> dict[int, str]:
        """A key a proposal: its number, else kind, authors and title; no two the same."""
        keys: dict[int, str] = {}
        taken: set[str] = set()
        for proposal in self.open:
            base = proposal.identifier or _key(proposal)
            key, n = base, 1
            while key in taken:
                n += 1
                key = f"{base}-{n}"
            taken.add(key)
            keys[id(proposal)] = key
        return keys


def _key(proposal: _Open) -> str:
    # Nothing but its kind and authors: it is that of its section.
    return make_key(
        proposal.kind, proposal.authors, proposal.about if proposal.words else proposal.section
    )


def make_key(kind: str, authors: Sequence[str], about: str) -> str:
    """What a proposal without a number is known by in its document."""
    title = slug(about)
    if len(title) > MAX_KEY:
        title = title[:MAX_KEY].rpartition("-")[0]
    return slug("-".join([kind, *(code.rpartition(":")[2] for code in authors), title]))


def _item(section: Section) -> str:
    """The number of the section, or of the agenda item that it stands inside."""
    return section.number.split("/")[0]


def _differ(proposal: _Open, named: Named) -> bool:
    """True if both bear a number and not the same one."""
    numbers = {proposal.identifier, named.identifier} - {None}
    return len(numbers) > 1


def _numbered(named: Named) -> bool:
    return named.is_act or named.kind == UNSPECIFIED


def _may_have_number(proposal: _Open) -> bool:
    return proposal.is_act or proposal.kind == UNSPECIFIED
