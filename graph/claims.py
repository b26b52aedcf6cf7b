"""Claims, papers and texts as the quads of documents say them; reads, and decides nothing.

`find` is how quads are found: Store.quads_for_pattern, or that of a writer that is open.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.reviewed_claims import Holders, ReviewedClaim
from graph.reviews import Paper, Place
from ontology.iris import ISSUE_MERGES_GRAPH
from ontology.terms import (
    DCT_LANGUAGE,
    DOCUMENT,
    DOCUMENT_KIND,
    ID,
    MODALITY,
    OA_END,
    OA_START,
    P_ABOUT,
    P_CONCERNS_MEETING,
    P_CONDITION,
    P_DOCUMENT,
    P_DOSSIER,
    P_EVIDENCE,
    P_EXACT_COUNT,
    P_EXCLUDED_HOLDER,
    P_FILE_NAME,
    P_HOLDER_SET,
    P_KIND,
    P_MAX_HOLDERS,
    P_MIN_HOLDERS,
    P_MODALITY,
    P_NAMED_HOLDER,
    P_NUMBER,
    P_PHRASE,
    P_POLARITY,
    P_QUANTIFIER,
    P_QUOTE,
    P_REPORTER,
    P_SPAN,
    P_SPEECH_ACT,
    P_TARGET_TEXT,
    P_TEXT,
    P_UNIVERSE_SIZE,
    POLARITY,
    POSITION_CLAIM,
    QUANTIFIER,
    RDF_TYPE,
    SPEECH_ACT,
)

Find = Callable[..., Iterable[Quad]]
Span = tuple[int, int]
_DOCUMENT_GRAPHS = f"{ID}graph/document/"


@dataclass(frozen=True)
class StoredClaim:
    """A claim of a document: where it stands ([start, end) spans in text order), what it says."""

    iri: str
    document: str
    quote: str
    spans: tuple[Span, ...]
    said: ReviewedClaim


class Documents:
    """The documents of a store, read as they are asked for; texts and claims are kept."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._papers: list[Paper] | None = None
        self._texts: dict[str, str] = {}
        self._claims: dict[str, list[StoredClaim]] = {}

    def has_claim(self, iri: str) -> bool:
        """Whether a document makes the claim."""
        return any(self._find(NamedNode(iri), RDF_TYPE, POSITION_CLAIM, None))

    def claim(self, iri: str) -> StoredClaim | None:
        """The claim of that IRI, None if no document makes it."""
        if not self.has_claim(iri):
            return None
        return self._claim(iri, self.text_of(iri, P_DOCUMENT))

    def claims(self, document: str) -> list[StoredClaim]:
        """The claims of a document, in text order; [] if there is no such document."""
        if not document:
            return []
        if document not in self._claims:
            graph = graph_of(document)
            nodes = self._find(None, RDF_TYPE, POSITION_CLAIM, graph)
            found = [
                self._claim(each.subject.value, document)
                for each in nodes
                if isinstance(each.subject, NamedNode)
            ]
            self._claims[document] = sorted(found, key=lambda each: (each.spans, each.iri))
        return self._claims[document]

    def papers(self) -> list[Paper]:
        """Every document, as what it is known by."""
        if self._papers is None:
            self._papers = [self.paper(iri) for iri in sorted(self.all_of_class(DOCUMENT))]
        return self._papers

    def paper(self, document: str) -> Paper:
        """What a document is known by."""
        kind = self.text_of(document, P_KIND)
        return Paper(
            document,
            self.text_of(document, P_FILE_NAME),
            _name_of(kind, DOCUMENT_KIND),
            self.text_of(document, P_REPORTER),
            self.text_of(document, P_CONCERNS_MEETING),
            self.text_of(document, P_DOSSIER),
            self.text_of(document, P_NUMBER),
        )

    def text(self, document: str) -> str:
        """The raw text of a document; "" if there is no such document."""
        if document not in self._texts:
            self._texts[document] = self.text_of(document, P_TEXT)
        return self._texts[document]

    def spans_of(self, document: str, place: Place | None) -> tuple[Span, ...]:
        """Where the document has the quote of a place by now; () if it does not.

        Where the quote stands several times, the same time as before, or the last one.
        """
        found = places_of(self.text(document), place.quote) if place and document else []
        if place is None or not found:
            return ()
        return (found[min(max(place.occurrence, 1), len(found)) - 1],)

    def language(self, document: str) -> str:
        """The language of a document."""
        return self.text_of(document, DCT_LANGUAGE)

    def all_of_class(self, kind: NamedNode) -> set[str]:
        """IRIs of everything of the class."""
        return {
            quad.subject.value
            for quad in self._find(None, RDF_TYPE, kind, None)
            if isinstance(quad.subject, NamedNode)
        }

    def texts_of(self, subject: str, predicate: NamedNode) -> tuple[str, ...]:
        """Values that documents give, as text, sorted."""
        return tuple(
            sorted(
                {
                    quad.object.value
                    for quad in self._find(NamedNode(subject), predicate, None, None)
                    if isinstance(quad.object, NamedNode | Literal)
                    and quad.graph_name not in (ISSUE_MERGES_GRAPH, DefaultGraph())
                }
            )
        )

    def text_of(self, subject: str, predicate: NamedNode) -> str:
        """The value that a document gives, as text; "" if there is none."""
        return next(iter(self.texts_of(subject, predicate)), "") if subject else ""

    def _claim(self, iri: str, document: str) -> StoredClaim:
        quotes: list[str] = []
        spans: list[Span] = []
        for evidence in self.texts_of(iri, P_EVIDENCE):
            quotes += self.texts_of(evidence, P_QUOTE)
            for span in self.texts_of(evidence, P_SPAN):
                spans.append((self._number(span, OA_START) or 0, self._number(span, OA_END) or 0))
        said = ReviewedClaim(
            polarity=_name_of(self.text_of(iri, P_POLARITY), POLARITY),
            act=_name_of(self.text_of(iri, P_SPEECH_ACT), SPEECH_ACT),
            modality=_name_of(self.text_of(iri, P_MODALITY), MODALITY),
            issues=self.texts_of(iri, P_ABOUT),
            target=self.text_of(iri, P_TARGET_TEXT),
            condition=self.text_of(iri, P_CONDITION),
            holders=self._holders(self.text_of(iri, P_HOLDER_SET)),
        )
        return StoredClaim(iri, document, " ".join(quotes), tuple(sorted(spans)), said)

    def _holders(self, node: str) -> Holders:
        return Holders(
            named=self.texts_of(node, P_NAMED_HOLDER),
            excluded=self.texts_of(node, P_EXCLUDED_HOLDER),
            quantifier=_name_of(self.text_of(node, P_QUANTIFIER), QUANTIFIER),
            count=self._number(node, P_EXACT_COUNT),
            least=self._number(node, P_MIN_HOLDERS) or 1,
            most=self._number(node, P_MAX_HOLDERS) or 1,
            size=self._number(node, P_UNIVERSE_SIZE),
            phrase=self.text_of(node, P_PHRASE),
        )

    def _number(self, subject: str, predicate: NamedNode) -> int | None:
        text = self.text_of(subject, predicate)
        return int(text) if text else None


def graph_of(document: str) -> NamedNode:
    """The named graph of the document of that IRI."""
    return NamedNode(_DOCUMENT_GRAPHS + document.rpartition("/")[2])


def places_of(text: str, quote: str) -> list[Span]:
    """Where the quote stands in the text, white space being any white space; [] if nowhere."""
    words = [re.escape(word) for word in quote.split()]
    if not words:
        return []
    return [match.span() for match in re.finditer(r"\s+".join(words), text)]


def is_alike(one: ReviewedClaim, other: ReviewedClaim) -> bool:
    """True if both have the same holders and polarity, and an issue in common."""
    if one.holders is None or other.holders is None:
        return False
    holders = (set(one.holders.named), one.holders.group)
    return (
        holders == (set(other.holders.named), other.holders.group)
        and one.polarity == other.polarity
        and bool(set(one.issues or ()) & set(other.issues or ()))
    )


def place_at(text: str, quote: str, start: int, end: int) -> Place:
    """The place of a quote that begins at this code point of the text."""
    starts = [begin for begin, _ in places_of(text, quote)]
    occurrence = starts.index(start) + 1 if start in starts else 0
    return Place(" ".join(quote.split()), start, end, occurrence)


def _name_of(iri: str, values: Mapping[str, NamedNode]) -> str:
    return next((n for n, node in values.items() if node.value == iri), "")
