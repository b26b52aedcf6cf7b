"""Exports as rows for tables: a claim a row with its evidence, or a triple a row. Asks no store."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Triple

from graph.answer import plain
from graph.index import QuadIndex
from graph.questions import find_question
from graph.selection import Subgraph
from ontology.terms import (
    OA_END,
    OA_START,
    P_ABOUT,
    P_AGENDA_ITEM,
    P_CONDITION,
    P_CONFIDENCE,
    P_DOCUMENT,
    P_EVIDENCE,
    P_EXTRACTOR_VERSION,
    P_FILE_NAME,
    P_HOLDER_SET,
    P_ITEM_NUMBER,
    P_MAX_HOLDERS,
    P_MEETING,
    P_MIN_HOLDERS,
    P_MODALITY,
    P_NAMED_HOLDER,
    P_PHRASE,
    P_POLARITY,
    P_QUANTIFIER,
    P_QUOTE,
    P_REVIEW_STATUS,
    P_RULE,
    P_SECTION,
    P_SHA256,
    P_SPAN,
    P_SPEECH_ACT,
    P_TARGET_TEXT,
    P_UNIVERSE_SIZE,
    SKOS_NOTATION,
    SKOS_PREF_LABEL,
)

Kind = OneOf["text", "integer", "decimal"]
Row = tuple[str | None, ...]


@dataclass(frozen=True)
class RowColumn:
    """A column of a table: its name and what its cells hold; every cell is given as text."""

    name: str
    kind: Kind = "text"


_NUMBERS: dict[str, Kind] = {
    "min": "integer",
    "max": "integer",
    "universeSize": "integer",
    "start": "integer",
    "confidence": "decimal",
}
TRIPLE_COLUMNS = tuple(
    map(RowColumn, ("subject", "property", "object", "kind", "datatype", "language"))
)


def claim_columns() -> tuple[RowColumn, ...]:
    """The columns of the stored question `claims`, then those of _EXTRA."""
    names = [column.name for column in find_question("claims").columns]
    return tuple(RowColumn(name, _NUMBERS.get(name, "text")) for name in (*names, *_EXTRA))


def claim_rows(subgraph: Subgraph, language: str = "en") -> Iterator[Row]:
    """The claims of a subgraph as rows, in the order of their evidence; None for an empty cell.

    Cells are those of the stored question `claims`, then `spans` (start-end, by a blank), `rules`,
    and `fileName`, `sha256` and `extractor` of the document.
    """
    index = QuadIndex((*subgraph.quads, *subgraph.labels))
    names = [column.name for column in claim_columns()]
    cells = {**_CELLS, **_EXTRA}
    ordered = sorted(subgraph.claims, key=lambda claim: (_start(index, claim), claim.value))
    for claim in ordered:
        facts = _Facts(index, claim, language)
        yield tuple(cells[name](facts) or None for name in names)


def triple_rows(triples: Iterable[Triple]) -> Iterator[Row]:
    """Triples as rows: the object's kind is iri, literal, blank or triple."""
    for triple in triples:
        object_ = triple.object
        datatype = language = None
        kind = "blank"
        if isinstance(object_, NamedNode):
            kind = "iri"
        elif isinstance(object_, Literal):
            kind, datatype, language = "literal", object_.datatype.value, object_.language
        elif isinstance(object_, Triple):
            kind = "triple"
        yield (
            plain(triple.subject),
            triple.predicate.value,
            plain(object_),
            kind,
            datatype,
            language,
        )


@dataclass(frozen=True)
class _Facts:
    """One claim and where its facts stand."""

    index: QuadIndex
    claim: NamedNode
    language: str

    def text(self, *path: NamedNode) -> str:
        """The first value at the end of the path from the claim, or ""."""
        return next(iter(self.index.texts(self.claim, *path)), "")

    def value(self, *path: NamedNode) -> str:
        """The name of the controlled value at the end of the path: "…#polarity-support" support."""
        return self.text(*path).rpartition("#")[2].partition("-")[2]

    def label(self, node: NamedNode) -> str:
        """Its label in the language, else the Dutch one, else its IRI."""
        texts = {
            term.language: term.value
            for term in reversed(self.index.objects(node, SKOS_PREF_LABEL))
            if isinstance(term, Literal)
        }
        return texts.get(self.language) or texts.get("nl") or node.value


def _start(index: QuadIndex, claim: NamedNode) -> int:
    return min(map(int, index.texts(claim, P_EVIDENCE, P_SPAN, OA_START)), default=0)


def _quote(facts: _Facts) -> str:
    found = set()
    for evidence in facts.index.objects(facts.claim, P_EVIDENCE):
        starts = map(int, facts.index.texts(evidence, P_SPAN, OA_START))
        first = min(starts, default=0)
        found |= {(first, str(evidence), quote) for quote in facts.index.texts(evidence, P_QUOTE)}
    return " | ".join(quote for *_, quote in sorted(found, key=lambda each: (each[0], each[2])))


def _spans(facts: _Facts) -> str:
    index = facts.index
    spans = sorted(
        (int(index.texts(span, OA_START)[0]), int(index.texts(span, OA_END)[0]))
        for evidence in index.objects(facts.claim, P_EVIDENCE)
        for span in index.objects(evidence, P_SPAN)
    )
    return " ".join(f"{start}-{end}" for start, end in spans)


def _holders(facts: _Facts) -> list[tuple[str, str]]:
    """Code and name of each named holder that has a code."""
    return sorted(
        (code, facts.label(holder))
        for holder_set in facts.index.objects(facts.claim, P_HOLDER_SET)
        for holder in facts.index.objects(holder_set, P_NAMED_HOLDER)
        if isinstance(holder, NamedNode)
        for code in facts.index.texts(holder, SKOS_NOTATION)
    )


def _issues(facts: _Facts) -> list[NamedNode]:
    found = facts.index.objects(facts.claim, P_ABOUT)
    return sorted(
        (issue for issue in found if isinstance(issue, NamedNode)), key=lambda issue: issue.value
    )


_Cells = dict[str, Callable[[_Facts], str]]
_CELLS: _Cells = {
    "claim": lambda facts: facts.claim.value,
    "document": lambda facts: facts.text(P_DOCUMENT),
    "meeting": lambda facts: facts.text(P_MEETING),
    "item": lambda facts: facts.text(P_AGENDA_ITEM),
    "itemNumber": lambda facts: facts.text(P_AGENDA_ITEM, P_ITEM_NUMBER),
    "sectionTitle": lambda facts: facts.text(P_SECTION, SKOS_PREF_LABEL),
    "issues": lambda facts: " ".join(issue.value for issue in _issues(facts)),
    "issueLabels": lambda facts: "; ".join(map(facts.label, _issues(facts))),
    "polarity": lambda facts: facts.value(P_POLARITY),
    "act": lambda facts: facts.value(P_SPEECH_ACT),
    "modality": lambda facts: facts.value(P_MODALITY),
    "quantifier": lambda facts: facts.value(P_HOLDER_SET, P_QUANTIFIER),
    "min": lambda facts: facts.text(P_HOLDER_SET, P_MIN_HOLDERS),
    "max": lambda facts: facts.text(P_HOLDER_SET, P_MAX_HOLDERS),
    "universeSize": lambda facts: facts.text(P_HOLDER_SET, P_UNIVERSE_SIZE),
    "phrase": lambda facts: facts.text(P_HOLDER_SET, P_PHRASE),
    "holders": lambda facts: ", ".join(code for code, _ in _holders(facts)),
    "holderNames": lambda facts: ", ".join(name for _, name in _holders(facts)),
    "targetText": lambda facts: facts.text(P_TARGET_TEXT),
    "condition": lambda facts: facts.text(P_CONDITION),
    "quote": _quote,
    "start": lambda facts: str(_start(facts.index, facts.claim)),
    "confidence": lambda facts: facts.text(P_CONFIDENCE),
    "review": lambda facts: facts.value(P_REVIEW_STATUS),
}
_EXTRA: _Cells = {
    "spans": _spans,
    "rules": lambda facts: " ".join(facts.index.texts(facts.claim, P_RULE)),
    "fileName": lambda facts: facts.text(P_DOCUMENT, P_FILE_NAME),
    "sha256": lambda facts: facts.text(P_DOCUMENT, P_SHA256),
    "extractor": lambda facts: facts.text(P_DOCUMENT, P_EXTRACTOR_VERSION),
}
