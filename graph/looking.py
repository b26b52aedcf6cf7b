"""What a look at a document's statements shows of the rules that are queries: which it must pass.

Asking the engine takes ten times as long. Each look is on the safe side: where it is not sure that
its rule finds nothing, it says so, and the query is asked, whose rows are what a person reads.
`tests/graph/test_checking.py` holds the looks to what the queries find.

A look rests on this: what the rules read of a document (OF_DOCUMENTS, CLASSES) the reference data
do not say, and what they read of these (OF_REFERENCE) the document does not say.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ontology import terms as t
from ontology.terms import ID

Term = NamedNode | BlankNode | Literal | Triple
Described = Mapping[Term, Mapping[NamedNode, Sequence[Term]]]
"""What is said of each subject, by property."""

ACTORS = (
    t.P_NAMED_HOLDER, t.P_EXCLUDED_HOLDER, t.P_CHOOSER, t.P_PARTICIPANT, t.P_PARTY, t.P_REPORTER,
    t.P_ADDRESSED_TO,
)  # fmt: skip
OF_CLAIM = (
    t.P_DOCUMENT, t.P_SECTION, t.P_REPORTER, t.P_MODALITY, t.P_POLARITY, t.P_SPEECH_ACT, t.P_ABOUT,
    t.P_HOLDER_SET, t.P_RULE,
)  # fmt: skip
OF_SET = (t.P_MIN_HOLDERS, t.P_MAX_HOLDERS, t.P_PHRASE)
WITH_EVIDENCE = frozenset(
    (t.CHOICE, t.JOINT_LETTER, t.AGREEMENT, t.FILE_STAGE, t.PARTICIPATION, t.CITATION,
     t.COMMITMENT, t.FINDING, t.PROPOSAL)
)  # fmt: skip
CLASSES = WITH_EVIDENCE | {
    t.POSITION_CLAIM, t.HOLDER_SET, t.DOCUMENT, t.MEETING, t.OA_TEXT_POSITION_SELECTOR,
}  # fmt: skip
OF_DOCUMENTS = frozenset(
    (*ACTORS, *OF_CLAIM, *OF_SET, t.P_EVIDENCE, t.P_QUOTE, t.P_SPAN, t.P_SPAN_ORDER, t.OA_START,
     t.OA_END, t.P_TEXT, t.P_MEETING, t.P_START_DATE, t.DCT_DATE, t.P_AGENDA_ITEM, t.P_SHA256,
     t.P_UNIVERSE, t.P_UNIVERSE_SIZE, t.P_QUANTIFIER, t.P_EXACT_COUNT, t.P_DISJOINT_FROM,
     t.P_SIGNATORY, t.P_CLAIMED_COUNT, t.P_FINDING_TYPE, t.P_CONCERNS)
)  # fmt: skip
OF_REFERENCE = frozenset((t.SKOS_NOTATION, t.P_MEMBER, t.P_OF, t.P_FROM, t.P_UNTIL))
EU = NamedNode(f"{ID}bloc/EU")
_EXACT = t.QUANTIFIER["exact"]
_AGAINST_LIST = t.FINDING_TYPE["count-against-list"]
_DOCUMENT_IRIS, _DOCUMENT_GRAPHS = f"{ID}document/", f"{ID}graph/document/"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,15}")
# White space and separators, as the engine's regular expressions have them.
_BLANKS = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


class Unsure(Exception):  # noqa: N818 - no error: the query has to be asked
    """A value is not of the kind that the look can judge."""


def describe(quads: Iterable[Quad]) -> Described:
    """What quads say of each subject, by property."""
    found: dict[Term, dict[NamedNode, list[Term]]] = {}
    for subject, predicate, value, _ in quads:
        said = found.get(subject)
        if said is None:
            found[subject] = said = {}
        values = said.get(predicate)
        if values is None:
            said[predicate] = [value]
        else:
            values.append(value)
    return found


class Known:
    """What the looks need of the reference data.

    `is_apart` is False if these say what only documents may; then nothing can be seen by looking.
    """

    def __init__(self, reference: Iterable[Quad]) -> None:
        described = describe(reference)
        said = {predicate for facts in described.values() for predicate in facts}
        classes = {kind for facts in described.values() for kind in facts.get(t.RDF_TYPE, ())}
        self.subjects = frozenset(described)
        self.is_apart = said.isdisjoint(OF_DOCUMENTS) and classes.isdisjoint(CLASSES)
        self.actors = {node for node, facts in described.items() if t.SKOS_NOTATION in facts}
        self.stateless = {
            node for node, facts in described.items() if t.STATE not in facts.get(t.RDF_TYPE, ())
        }
        self.states = self.subjects - self.stateless
        self._terms: dict[Term, list[tuple[Term, str, str]]] = defaultdict(list)
        for facts in described.values():
            for state in facts.get(t.P_MEMBER, ()):
                for bloc in facts.get(t.P_OF, ()):
                    for since in facts.get(t.P_FROM, ()):
                        for until in facts.get(t.P_UNTIL) or (None,):
                            try:
                                end = _day(until) if until else "9999-99-99"
                                self._terms[bloc].append((state, _day(since), end))
                            except Unsure:
                                self.is_apart = False
        self.members = cache(self._members)

    def _members(self, bloc: Term, day: str) -> frozenset[Term]:
        """Who is a member of the bloc on the day."""
        return frozenset(s for s, since, end in self._terms.get(bloc, ()) if since <= day < end)

    def may_look(self, described: Described) -> bool:
        """Whether the document says nothing that only the reference data may say."""
        return (
            self.is_apart
            and self.subjects.isdisjoint(described)
            and all(OF_REFERENCE.isdisjoint(facts) for facts in described.values())
        )


class Look:
    """One document, all in one named graph of its own, to be looked at."""

    def __init__(self, graph: str, described: Described, known: Known) -> None:
        self._graph = graph
        self._said = described
        self._known = known
        self._by_class: dict[Term, list[Term]] = defaultdict(list)
        for node, facts in described.items():
            for kind in facts.get(t.RDF_TYPE, ()):
                if kind in CLASSES:
                    self._by_class[kind].append(node)

    def passes(self, check: str) -> bool:
        """Whether the document is bound to pass this check; False if one has to ask."""
        look = _LOOKS.get(check)
        try:
            return look is not None and look(self)
        except Unsure:
            return False

    def _all(self, node: Term, predicate: NamedNode) -> Sequence[Term]:
        facts = self._said.get(node)
        return facts.get(predicate, ()) if facts is not None else ()

    def _has(self, node: Term, *predicates: NamedNode) -> bool:
        facts = self._said.get(node, {})
        return all(predicate in facts for predicate in predicates)

    def _numbers(self, node: Term, predicate: NamedNode) -> list[int]:
        return [_number(value) for value in self._all(node, predicate)]

    def _claims(self) -> list[Term]:
        return self._by_class[t.POSITION_CLAIM]

    def _saying(self, predicate: NamedNode) -> Iterator[Term]:
        return (node for node, facts in self._said.items() if predicate in facts)

    def _meeting_days(self, node: Term) -> list[str]:
        return [
            _day(day)
            for meeting in self._all(node, t.P_MEETING)
            for day in self._all(meeting, t.P_START_DATE)
        ]

    # --- the rules ------------------------------------------------------------------------------

    def _actor_unknown(self) -> bool:
        known = self._known.actors
        return all(
            known.issuperset(facts[predicate])
            for facts in self._said.values()
            for predicate in ACTORS
            if predicate in facts
        )

    def _signatory_unknown(self) -> bool:
        letters = self._by_class[t.JOINT_LETTER]
        return all(self._known.actors.issuperset(self._all(x, t.P_SIGNATORY)) for x in letters)

    def _claim_incomplete(self) -> bool:
        return all(
            self._has(claim, *OF_CLAIM)
            and all(self._has(node, *OF_SET) for node in self._all(claim, t.P_HOLDER_SET))
            and (not self._has(claim, t.P_MEETING) or self._has_items(claim))
            for claim in self._claims()
        )

    def _has_items(self, claim: Term) -> bool:
        own = self._all(claim, t.P_AGENDA_ITEM)
        sections = self._all(claim, t.P_SECTION)
        return all(item in own for each in sections for item in self._all(each, t.P_AGENDA_ITEM))

    def _claim_without_evidence(self) -> bool:
        return all(
            any(self._has(e, t.P_QUOTE, t.P_SPAN) for e in self._all(claim, t.P_EVIDENCE))
            for claim in self._claims()
        )

    def _statement_without_evidence(self) -> bool:
        return all(
            any(self._has(e, t.P_SPAN) for e in self._all(node, t.P_EVIDENCE))
            for kind in WITH_EVIDENCE
            for node in self._by_class[kind]
        )

    def _graph_of_document(self) -> bool:
        for node in self._by_class[t.DOCUMENT]:
            hashes = self._all(node, t.P_SHA256)
            names = {_text(value)[:16] for value in hashes}
            if len(names) != 1 or not isinstance(node, NamedNode):
                return False
            (name,) = names
            if (node.value, self._graph) != (
                f"{_DOCUMENT_IRIS}{name}",
                f"{_DOCUMENT_GRAPHS}{name}",
            ):
                return False
        return True

    def _count_against_list(self) -> bool:
        return all(
            self._is_told(letter) or self._is_as_said(letter)
            for letter in self._by_class[t.JOINT_LETTER]
            if self._has(letter, t.P_CLAIMED_COUNT)
        )

    def _is_told(self, letter: Term) -> bool:
        """Whether a finding says that the number is not that of the list."""
        return any(
            _AGAINST_LIST in self._all(finding, t.P_FINDING_TYPE)
            and letter in self._all(finding, t.P_CONCERNS)
            for finding in self._by_class[t.FINDING]
        )

    def _is_as_said(self, letter: Term) -> bool:
        names = set(self._all(letter, t.P_SIGNATORY))
        on_days = (self._known.members(EU, day) & names for day in self._meeting_days(letter))
        count = len(frozenset[Term]().union(*on_days))
        return all(
            said == count or 2 * len(names) <= said
            for said in self._numbers(letter, t.P_CLAIMED_COUNT)
        )

    def _disjoint_sets_fit(self) -> bool:
        return all(
            other in self._by_class[t.HOLDER_SET] and self._fit(node, other)
            for node in self._saying(t.P_DISJOINT_FROM)
            for other in self._all(node, t.P_DISJOINT_FROM)
        )

    def _fit(self, node: Term, other: Term) -> bool:
        holders = set(self._all(node, t.P_NAMED_HOLDER))
        least = self._numbers(node, t.P_MIN_HOLDERS), self._numbers(other, t.P_MIN_HOLDERS)
        return holders.isdisjoint(self._all(other, t.P_NAMED_HOLDER)) and all(
            one + two <= size
            for one in least[0]
            for two in least[1]
            for size in self._numbers(node, t.P_UNIVERSE_SIZE)
        )

    def _holder_bounds(self) -> bool:
        return all(map(self._is_bounded, self._said))

    def _is_bounded(self, node: Term) -> bool:
        facts = self._said[node]
        if t.P_UNIVERSE in facts and t.P_UNIVERSE_SIZE not in facts:
            return False
        if _EXACT in facts.get(t.P_QUANTIFIER, ()) and t.P_EXACT_COUNT not in facts:
            return False
        named = set(facts.get(t.P_NAMED_HOLDER, ()))
        out = set(facts.get(t.P_EXCLUDED_HOLDER, ()))
        if not named.isdisjoint(out):
            return False
        if t.P_MIN_HOLDERS not in facts and t.P_MAX_HOLDERS not in facts:
            return True
        least = self._numbers(node, t.P_MIN_HOLDERS)
        most = self._numbers(node, t.P_MAX_HOLDERS)
        sizes = self._numbers(node, t.P_UNIVERSE_SIZE)
        return (
            min(least, default=0) >= 0
            and max(least, default=0) <= min(most, default=max(least, default=0))
            and self._counted(node, named) <= min(most, default=len(named))
            and max(most, default=0) + len(out)
            <= min(sizes, default=max(most, default=0) + len(out))
        )

    def _counted(self, node: Term, named: set[Term]) -> int:
        """How many are counted of those named: not a state outside the universe, on any day."""
        if len(named) <= min(self._numbers(node, t.P_MAX_HOLDERS), default=len(named)):
            return len(named)
        members = [
            self._known.members(bloc, day)
            for claim in self._claims()
            if node in self._all(claim, t.P_HOLDER_SET)
            for bloc in self._all(node, t.P_UNIVERSE)
            for day in self._days(claim)
            if self._has(claim, t.P_DOCUMENT)
        ]
        out = {
            holder
            for holder in named
            if holder in self._known.states and any(holder not in each for each in members)
        }
        return len(named - out)

    def _member_on_the_day(self) -> bool:
        return all(map(self._are_members, self._claims())) and all(
            self._known.members(EU, day).issuperset(self._all(choice, t.P_CHOOSER))
            for choice in self._by_class[t.CHOICE]
            for day in self._meeting_days(choice)
        )

    def _are_members(self, claim: Term) -> bool:
        days = self._days(claim)
        return all(
            holder in self._known.members(bloc, day)
            or holder in self._known.stateless
            or self._is_left_out(claim, node)
            for node in self._all(claim, t.P_HOLDER_SET)
            for bloc in self._all(node, t.P_UNIVERSE)
            for predicate in (t.P_NAMED_HOLDER, t.P_EXCLUDED_HOLDER)
            for holder in self._all(node, predicate)
            for day in days
        )

    def _is_left_out(self, claim: Term, node: Term) -> bool:
        """Whether the list is whole and its bounds are those of its members alone."""
        if any(quantifier != _EXACT for quantifier in self._all(node, t.P_QUANTIFIER)):
            return False
        members = {
            holder
            for each in self._all(claim, t.P_HOLDER_SET)
            for bloc in self._all(each, t.P_UNIVERSE)
            for day in self._meeting_days(claim)
            for holder in self._all(each, t.P_NAMED_HOLDER)
            if holder in self._known.members(bloc, day)
        }
        return all(most <= len(members) for most in self._numbers(node, t.P_MAX_HOLDERS))

    def _days(self, claim: Term) -> list[str]:
        """The days of its meeting, or of its document if it has none."""
        return self._meeting_days(claim) or [
            _day(day)
            for document in self._all(claim, t.P_DOCUMENT)
            for day in self._all(document, t.DCT_DATE)
        ]

    def _universe_size(self) -> bool:
        return all(
            size == len(self._known.members(bloc, day))
            for claim in self._claims()
            for node in self._all(claim, t.P_HOLDER_SET)
            for bloc in self._all(node, t.P_UNIVERSE)
            for size in self._numbers(node, t.P_UNIVERSE_SIZE)
            for day in self._meeting_days(claim)
        )

    def _spans_in_text(self) -> bool:
        length = len(self._text())
        for span in self._by_class[t.OA_TEXT_POSITION_SELECTOR]:
            starts, ends = self._numbers(span, t.OA_START), self._numbers(span, t.OA_END)
            if any(not 0 <= start < end <= length for start in starts for end in ends):
                return False
        return True

    def _quote_against_text(self) -> bool:
        text = self._text()
        return all(
            _text(quote) == self._found(evidence, text)
            for evidence in self._saying(t.P_QUOTE)
            if self._has(evidence, t.P_SPAN)
            for quote in self._all(evidence, t.P_QUOTE)
        )

    def _found(self, evidence: Term, text: str) -> str:
        """What stands in the text where the evidence says; Unsure unless each span is plain."""
        words: dict[int, str] = {}
        for span in self._all(evidence, t.P_SPAN):
            numbers = [self._numbers(span, name) for name in (t.P_SPAN_ORDER, t.OA_START, t.OA_END)]
            if any(len(values) != 1 for values in numbers):
                raise Unsure
            order, start, end = (values[0] for values in numbers)
            if order in words or not 0 <= start < end:
                raise Unsure
            words[order] = _BLANKS.sub(" ", text[start:end]).strip(" ")
        return " ".join(words[order] for order in sorted(words))

    def _text(self) -> str:
        texts = [text for node in self._saying(t.P_TEXT) for text in self._all(node, t.P_TEXT)]
        if len(texts) != 1:
            raise Unsure
        return _text(texts[0])


def _text(value: Term) -> str:
    """The text of a string, with a language or without."""
    if isinstance(value, Literal) and (value.language or value.datatype == t.XSD_STRING):
        return value.value
    raise Unsure


def _day(value: Term) -> str:
    """A day of the calendar, whose text sorts as it does."""
    if isinstance(value, Literal) and value.datatype == t.XSD_DATE and _is_day(value.value):
        return value.value
    raise Unsure


@lru_cache(maxsize=10_000)
def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and str(date.fromisoformat(text)) == text
    except ValueError:
        return False


def _number(value: Term) -> int:
    if not isinstance(value, Literal) or value.datatype != t.XSD_INTEGER:
        raise Unsure
    if not _NUMBER.fullmatch(value.value):
        raise Unsure
    return int(value.value)


_LOOKS: Mapping[str, Callable[[Look], bool]] = {
    "actor-unknown": Look._actor_unknown,
    "signatory-unknown": Look._signatory_unknown,
    "claim-incomplete": Look._claim_incomplete,
    "claim-without-evidence": Look._claim_without_evidence,
    "statement-without-evidence": Look._statement_without_evidence,
    "graph-of-document": Look._graph_of_document,
    "count-against-list": Look._count_against_list,
    "disjoint-sets-fit": Look._disjoint_sets_fit,
    "holder-bounds": Look._holder_bounds,
    "member-on-the-day": Look._member_on_the_day,
    "universe-size": Look._universe_size,
    "spans-in-text": Look._spans_in_text,
    "quote-against-text": Look._quote_against_text,
}
