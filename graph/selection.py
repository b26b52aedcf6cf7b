"""Which claims are taken away, and the quads that belong to them, one document at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property

from pyoxigraph import Literal, NamedNode, Quad

from graph.answer import Row, Table
from graph.deadline import EXPORT_TIMEOUT_S, Deadline
from graph.errors import ExportError
from graph.header import Question, read_folder
from graph.interface import Pool
from graph.questions import bind
from ontology.iris import REFERENCE_GRAPH
from ontology.terms import (
    P_ABOUT,
    P_ABOUT_PROPOSAL,
    P_AGENDA_ITEM,
    P_DOCUMENT,
    P_EVIDENCE,
    P_HOLDER_SET,
    P_MEETING,
    P_SECTION,
    P_SPAN,
    POSITION_CLAIM,
    PROV_WAS_GENERATED_BY,
    RDF_TYPE,
)

# What belongs to a claim is reached over these; other links (to another claim, to a cited paper)
# are kept as links.
_FOLLOWED = frozenset(
    {
        P_HOLDER_SET,
        P_EVIDENCE,
        P_SPAN,
        P_SECTION,
        P_AGENDA_ITEM,
        P_MEETING,
        P_DOCUMENT,
        P_ABOUT,
        P_ABOUT_PROPOSAL,
        PROV_WAS_GENERATED_BY,
    }
)
# Claims by IRI are asked for one by one up to this many; beyond, all are read and sifted.
_MAX_ASKED = 50
# Documents too, from the other side: so many or fewer are looked up rather than all listed.
_MAX_DOCUMENTS_ASKED = 1_000
# Of a document with so many selected claims or fewer, only what belongs to them is read.
_MAX_CLAIMS_ASKED = 50
COLUMNS_FROM_QUADS = 1_000_000
"""Of a store with fewer the engine has found a selection before columns are read."""
_MAX_ROWS = 2_000_000
_MAX_BYTES = 2**30


@dataclass(frozen=True)
class Selection:
    """Claims by the filters of the stored question `claims`, and by IRI; with no filter, all.

    Values are text as graph.questions.bind takes it (`issue:return`, `ct:NLD`, `support`).
    `since` is the first day and `before` the day after the last, of the meeting, else of the paper.
    `claims` keeps only these IRIs of what the filters give; () keeps all. With `possible`, an
    actor also selects claims whose unnamed group may hold it.
    """

    issue: str | None = None
    actor: str | None = None
    meeting: str | None = None
    polarity: str | None = None
    document: str | None = None
    min_confidence: str | None = None
    since: str | None = None
    before: str | None = None
    possible: bool = False
    claims: tuple[str, ...] = ()

    def filters(self) -> dict[str, str]:
        """The filters that are set, by parameter of the stored question."""
        named = (field.name for field in fields(self) if field.name not in ("possible", "claims"))
        values = {name: value for name in named if (value := getattr(self, name))}
        if "min_confidence" in values:
            values["minConfidence"] = values.pop("min_confidence")
        return {**values, "possible": "true"} if self.possible else values

    def describe(self) -> str:
        """The selection as one line: `claims actor=… possible=true`, then the claims' IRIs."""
        pairs = [f"{name}={value}" for name, value in self.filters().items()]
        return " ".join(["claims", *pairs, *(f"<{claim}>" for claim in self.claims)])


@dataclass(frozen=True)
class Source:
    """A document with selected claims: its IRI, its named graph and who read it.

    `claims` holds the claims selected, packed; None stands for all that it reports.
    """

    document: NamedNode
    graph: NamedNode
    extractor: str | None
    claims: bytes | None


@dataclass(frozen=True)
class Subgraph:
    """Selected claims of one document with all that belongs to them.

    `quads` are those of its named graph (raw text left out) and `labels` those of the reference
    graph that say what the things named there are called, both sorted.
    """

    claims: tuple[NamedNode, ...]
    quads: tuple[Quad, ...]
    labels: tuple[Quad, ...]


def described(selections: Selection | Sequence[Selection]) -> str:
    """One selection as Selection.describe() tells it, several with "or" between them."""
    return " or ".join(one.describe() for one in _several(selections))


class SubgraphReader:
    """Reads the subgraphs of a selection from one generation; holds no more than one document's.

    Of several selections it takes what any of them takes, each claim once.

    Every answer must come from the generation that the pool had at first; a pool that is pinned
    sees to that.
    """

    def __init__(
        self,
        pool: Pool,
        selection: Selection | Sequence[Selection],
        deadline: Deadline | None = None,
    ) -> None:
        """Reads nothing yet. The time limit counts from now, or is that of the deadline."""
        self.generation = pool.generation()
        self._deadline = deadline or Deadline(EXPORT_TIMEOUT_S)
        self._pool = pool
        self._selections = _several(selection)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The documents with selected claims, by meeting and IRI.

        Raises ExportError if a claim asked for by IRI is not in the selection, and what
        QueryPool.ask raises.
        """
        claims_by_document = self._selected()
        found = []
        if claims_by_document == {}:
            return ()
        few = sorted(claims_by_document or ())
        asked = {"document": " ".join(few)} if len(few) <= _MAX_DOCUMENTS_ASKED else {}
        for document, graph, _, extractor in self._streamed("documents-of-claims", asked):
            if not isinstance(document, NamedNode) or not isinstance(graph, NamedNode):
                raise ExportError(f"{document} in {graph}: a blank node cannot be exported")
            version = extractor.value if isinstance(extractor, Literal) else None
            if claims_by_document is None:
                found.append(Source(document, graph, version, None))
            elif document.value in claims_by_document:
                claims = bytes(claims_by_document[document.value])
                found.append(Source(document, graph, version, claims))
        return tuple(found)

    def extractors(self) -> tuple[str, ...]:
        """The versions of the extractor that read the documents, sorted."""
        return tuple(sorted({source.extractor for source in self.sources if source.extractor}))

    def subgraphs(self) -> Iterator[Subgraph]:
        """The subgraph of each document in turn; claims in the order of their evidence.

        Raises ExportError, and what QueryPool.ask raises.
        """
        labels = self._labels()
        for source in self.sources:
            quads = self._quads(source)
            claims = _claims(quads, source)
            if not claims:
                continue
            reached = _reachable(quads, claims)
            named = {quad.object for quad in reached}
            known = [quad for term in named for quad in labels.get(term, ())]
            yield Subgraph(claims, _sorted(reached), _sorted(known))

    # --- inside --------------------------------------------------------------------------------

    def _quads(self, source: Source) -> list[Quad]:
        """What the document's graph says, of all it tells of or at least of the selected claims."""
        values, wanted = {"named": source.graph.value}, source.claims or b""
        if 0 < wanted.count(b"\n") <= _MAX_CLAIMS_ASKED:
            claims = " ".join(_unpacked(wanted, source.document.value))
            rows = self._rows("claim-quads", {**values, "claim": claims})
        else:
            rows = self._rows("document-quads", values)
        return [_quad(row, source.graph) for row in rows]

    def _selected(self) -> dict[str, bytearray] | None:
        """The selected claims of each document, packed; None if nothing is filtered."""
        if not all(one.filters() or one.claims for one in self._selections):
            return None
        by_document: dict[str, bytearray] = {}
        for selection in self._selections:
            self._take(selection, by_document)
        return by_document

    def _take(self, selection: Selection, by_document: dict[str, bytearray]) -> None:
        """Add what one selection takes."""
        values, wanted = selection.filters(), set(selection.claims)
        seen = set()
        asked = [{**values, "claim": claim} for claim in sorted(wanted)]
        if not wanted or len(wanted) > _MAX_ASKED:
            asked = [values]
        rows: Iterable[Row] | None = None if "claim" in asked[0] else self._chosen(values)
        if rows is None:
            rows = (row for each in asked for row in self._streamed("claims-selected", each))
        for claim, document in rows:
            if not isinstance(claim, NamedNode) or not isinstance(document, NamedNode):
                raise ExportError(f"{claim} of {document}: a blank node cannot be exported")
            if not wanted or claim.value in wanted:
                packed = by_document.setdefault(document.value, bytearray())
                packed += _packed(claim.value, document.value)
            if claim.value in wanted:
                seen.add(claim.value)
        missing = sorted(wanted - seen)
        if missing:
            raise ExportError(
                f"{missing[0]} is no claim of this selection; list claims with: "
                "standpunt query claims"
            )

    def _chosen(self, values: Mapping[str, str]) -> Iterator[Row] | None:
        """The claims and their documents from the columns of a large store; None without these."""
        if self.generation.quads < COLUMNS_FROM_QUADS or "document" in values:
            return None
        from graph.choosing import chosen_with_documents  # with numpy

        chosen = chosen_with_documents(self._pool, values)
        if self._pool.generation().number != self.generation.number:
            raise _anew()
        if chosen is None:
            return None
        return ((NamedNode(claim), NamedNode(document)) for claim, document in chosen)

    def _labels(self) -> dict[object, list[Quad]]:
        by_subject: dict[object, list[Quad]] = {}
        for row in self._rows("reference-labels"):
            by_subject.setdefault(row[0], []).append(_quad(row, REFERENCE_GRAPH))
        return by_subject

    def _rows(
        self, name: str, values: Mapping[str, str] | None = None
    ) -> tuple[tuple[object, ...], ...]:
        question = _question(name)
        answer = self._pool.ask(
            question.text,
            bindings=bind(question, values or {}),
            timeout_s=self._deadline.left(),
            max_rows=_MAX_ROWS,
            max_bytes=_MAX_BYTES,
        )
        if not isinstance(answer, Table) or answer.truncated:
            raise ExportError("too much for one export; narrow the selection")
        if answer.generation != self.generation.number:
            raise _anew()
        return answer.rows

    def _streamed(self, name: str, values: Mapping[str, str] | None = None) -> Iterator[Row]:
        question = _question(name)
        bindings = bind(question, values or {})
        left = self._deadline.left()
        yield from self._pool.stream_rows(question.text, bindings=bindings, timeout_s=left)
        if self._pool.generation().number != self.generation.number:
            raise _anew()


def _several(selections: Selection | Sequence[Selection]) -> tuple[Selection, ...]:
    return (selections,) if isinstance(selections, Selection) else tuple(selections)


def _anew() -> ExportError:
    return ExportError("the store was published anew during the export; repeat it")


def _packed(claim: str, document: str) -> bytes:
    """A claim's IRI without what it shares with its document's: of many, little is kept."""
    return claim.removeprefix(document).encode() + b"\n"


def _unpacked(claims: bytes, document: str) -> Iterator[str]:
    """The IRIs of claims that _packed() took apart."""
    for line in sorted(set(claims.decode().splitlines())):
        yield f"{document}{line}" if line.startswith("/") else line


def _claims(quads: Iterable[Quad], source: Source) -> tuple[NamedNode, ...]:
    """The wanted claims among the quads, unordered rows put in the order of their IRIs."""
    found = (
        quad.subject
        for quad in quads
        if quad.predicate == RDF_TYPE and quad.object == POSITION_CLAIM
    )
    claims = [node for node in found if isinstance(node, NamedNode)]
    wanted = None if source.claims is None else set(source.claims.splitlines(keepends=True))
    document = source.document.value
    kept = [c for c in claims if wanted is None or _packed(c.value, document) in wanted]
    return tuple(sorted(kept, key=lambda claim: claim.value))


def _reachable(quads: Iterable[Quad], starts: Iterable[NamedNode]) -> set[Quad]:
    """The quads of one graph about the starts and about what belongs to them."""
    by_subject: dict[object, list[Quad]] = {}
    for quad in quads:
        by_subject.setdefault(quad.subject, []).append(quad)
    waiting: list[object] = list(starts)
    seen: set[object] = set(waiting)
    reached: set[Quad] = set()
    while waiting:
        for quad in by_subject.get(waiting.pop(), ()):
            reached.add(quad)
            if quad.predicate in _FOLLOWED and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
    return reached


def _sorted(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    return tuple(sorted(quads, key=str))


def _quad(row: tuple[object, ...], home: NamedNode) -> Quad:
    subject, predicate, object_ = row
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
        raise ExportError(f"{subject} {predicate}: a blank node cannot be exported")
    if not isinstance(object_, NamedNode | Literal):
        raise ExportError(f"{subject} {predicate}: a blank node cannot be exported")
    return Quad(subject, predicate, object_, home)


@cache
def _question(name: str) -> Question:
    return next(question for question in read_folder("exports") if question.name == name)
