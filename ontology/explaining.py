"""Finds the axioms and facts behind a contradiction, without Java.

Follows the kinds of axiom that terms.ttl is made of (what nothing can be at once, domains, ranges,
functional and inverse functional properties and the like) from the facts to a clash, and keeps the
shortest way. Since two IRIs of ours are two things, no fact is ever merged with another, so this
finds every contradiction of these kinds. Those that go through definitions.ttl it does not see;
`shrink` finds them by trial, with whatever says whether a set of triples is consistent.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

from pyoxigraph import Literal, NamedNode, Triple

from ontology.axioms import vocabulary
from ontology.ranges import is_in_range
from ontology.terms import OWL, RDF_TYPE, RDFS
from ontology.wording import sentence

_SUB_CLASS, _DISJOINT = NamedNode(f"{RDFS}subClassOf"), NamedNode(f"{OWL}disjointWith")
_DOMAIN, _RANGE = NamedNode(f"{RDFS}domain"), NamedNode(f"{RDFS}range")
_INVERSE, _APART = NamedNode(f"{OWL}inverseOf"), NamedNode(f"{OWL}propertyDisjointWith")
_FUNCTIONAL = NamedNode(f"{OWL}FunctionalProperty")
_INVERSE_FUNCTIONAL = NamedNode(f"{OWL}InverseFunctionalProperty")
_IRREFLEXIVE = NamedNode(f"{OWL}IrreflexiveProperty")
_ASYMMETRIC = NamedNode(f"{OWL}AsymmetricProperty")

Reason = tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Triples that cannot all be true, axioms and facts together.

    `is_minimal` is False if time ran out before it was known that none of them can be left out.
    """

    triples: Reason
    is_minimal: bool = True

    @property
    def sentences(self) -> tuple[str, ...]:
        """The triples in words, the facts first."""
        axioms = set(vocabulary())
        return tuple(sentence(t) for t in sorted(self.triples, key=lambda t: (t in axioms, str(t))))


def find_contradictions(facts: Iterable[Triple]) -> list[Contradiction]:
    """The contradictions among these facts and the vocabulary, one for each thing at fault.

    [] does not prove that there is none; that takes HermiT.
    """
    search = _Search(list(facts))
    found: dict[frozenset[Triple], Contradiction] = {}
    for reason in (*search.clashes_of_values(), *search.clashes_of_classes()):
        found.setdefault(frozenset(reason), Contradiction(reason))
    return list(found.values())


def shrink(
    triples: Sequence[Triple], is_consistent: Callable[[Sequence[Triple]], bool], *, limit_s: float
) -> Contradiction:
    """A set as small as can be, out of these inconsistent triples, that is still inconsistent.

    Leaves out ever smaller pieces as long as the rest stays inconsistent, and stops after
    `limit_s` with the smallest set so far.
    """
    deadline = monotonic() + limit_s
    kept, size = list(triples), max(1, len(triples) // 2)
    while True:
        start = 0
        while start < len(kept):
            if monotonic() > deadline:
                return Contradiction(tuple(kept), is_minimal=False)
            rest = kept[:start] + kept[start + size :]
            if rest and not is_consistent(rest):
                kept = rest
            else:
                start += size
        if size == 1:
            return Contradiction(tuple(kept))
        size = max(1, size // 2)


class _Search:
    """Facts and what follows from them, each with the shortest reason found."""

    def __init__(self, facts: Sequence[Triple]) -> None:
        self._axioms: defaultdict[tuple[NamedNode, object], list[Triple]] = defaultdict(list)
        for axiom in vocabulary():
            self._axioms[axiom.predicate, axiom.subject].append(axiom)
        self._by_relation: defaultdict[NamedNode, list[tuple[object, object, Reason]]]
        self._by_relation = defaultdict(list)
        self._classes: defaultdict[object, dict[object, Reason]] = defaultdict(dict)
        self._read(facts)

    def _of(self, predicate: NamedNode, subject: object) -> list[Triple]:
        return self._axioms.get((predicate, subject), [])

    def _is(self, relation: NamedNode, kind: NamedNode) -> Reason | None:
        """The axiom that the relation is of this kind, if it is."""
        axiom = Triple(relation, RDF_TYPE, kind)
        return (axiom,) if axiom in self._of(RDF_TYPE, relation) else None

    def _read(self, facts: Iterable[Triple]) -> None:
        for fact in dict.fromkeys(facts):
            if fact.predicate == RDF_TYPE:
                self._belongs(fact.subject, fact.object, (fact,))
                continue
            self._by_relation[fact.predicate].append((fact.subject, fact.object, (fact,)))
            for axiom in self._of(_INVERSE, fact.predicate):
                if isinstance(axiom.object, NamedNode):
                    reverse = (fact.object, fact.subject, (fact, axiom))
                    self._by_relation[axiom.object].append(reverse)
        for relation, pairs in self._by_relation.items():
            for axiom in self._of(_DOMAIN, relation):
                for subject, _, reason in pairs:
                    self._belongs(subject, axiom.object, (*reason, axiom))
            for axiom in self._of(_RANGE, relation):
                for _, found, reason in pairs:
                    if not isinstance(found, Literal):
                        self._belongs(found, axiom.object, (*reason, axiom))

    def _belongs(self, thing: object, kind: object, reason: Reason) -> None:
        known = self._classes[thing].get(kind)
        if known is not None and len(known) <= len(reason):
            return
        self._classes[thing][kind] = reason
        for axiom in self._of(_SUB_CLASS, kind):
            self._belongs(thing, axiom.object, (*reason, axiom))

    def clashes_of_classes(self) -> Iterator[Reason]:
        """For each thing that is two things nothing can be at once, the shortest reason."""
        for classes in self._classes.values():
            ways = [
                tuple(dict.fromkeys((*reason, *classes[axiom.object], axiom)))
                for kind, reason in classes.items()
                for axiom in self._of(_DISJOINT, kind)
                if axiom.object in classes
            ]
            if ways:
                yield min(ways, key=len)

    def clashes_of_values(self) -> Iterator[Reason]:
        """Values that are too many, shared, of the wrong kind, or that point back."""
        for relation, pairs in self._by_relation.items():
            if axiom := self._is(relation, _FUNCTIONAL):
                yield from _repeated(((s, o, r) for s, o, r in pairs), axiom)
            if axiom := self._is(relation, _INVERSE_FUNCTIONAL):
                yield from _repeated(((o, s, r) for s, o, r in pairs), axiom)
            if axiom := self._is(relation, _IRREFLEXIVE):
                yield from ((*reason, *axiom) for s, o, reason in pairs if s == o)
            if axiom := self._is(relation, _ASYMMETRIC):
                yield from _mutual(pairs, axiom)
            for apart in self._of(_APART, relation):
                yield from self._shared(pairs, apart)
            for limit in self._of(_RANGE, relation):
                for _, found, reason in pairs:
                    if isinstance(found, Literal) and not is_in_range(found, limit.object):
                        yield (*reason, limit)

    def _shared(
        self, pairs: Iterable[tuple[object, object, Reason]], apart: Triple
    ) -> Iterator[Reason]:
        others = {
            (s, o): reason
            for s, o, reason in self._by_relation.get(NamedNode(_iri(apart.object)), ())
        }
        for s, o, reason in pairs:
            if (s, o) in others:
                yield (*reason, *others[s, o], apart)


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _repeated(pairs: Iterable[tuple[object, object, Reason]], axiom: Reason) -> Iterator[Reason]:
    """Of each thing with more than one value, the reasons of the first two."""
    first: dict[object, tuple[object, Reason]] = {}
    done: set[object] = set()
    for thing, value, reason in pairs:
        known = first.setdefault(thing, (value, reason))
        if known[0] != value and thing not in done:
            done.add(thing)
            yield (*known[1], *reason, *axiom)


def _mutual(pairs: Sequence[tuple[object, object, Reason]], axiom: Reason) -> Iterator[Reason]:
    reasons = {(s, o): reason for s, o, reason in pairs}
    for (s, o), reason in reasons.items():
        if s != o and (o, s) in reasons and str(s) < str(o):
            yield (*reason, *reasons[o, s], *axiom)
