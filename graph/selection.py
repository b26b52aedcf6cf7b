"""Which claims are taken away, and all quads that belong to them, from one generation."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph.answer import Table
from graph.errors import ExportError
from graph.header import read_folder
from graph.interface import Pool
from graph.questions import Question, answer_question, bind
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
    PROV_WAS_GENERATED_BY,
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
_MAX_ROWS = 2_000_000
_MAX_BYTES = 2**30
_TIMEOUT_S = 120.0
_ATTEMPTS = 3


@dataclass(frozen=True)
class Selection:
    """Claims by the filters of the stored question `claims`, and by IRI; with no filter, all.

    Values are text as graph.questions.bind takes it (`issue:return`, `ct:NLD`, `support`).
    `claims` keeps only these IRIs of what the filters give; () keeps all. With `possible`, an
    actor also selects claims whose unnamed group may hold it.
    """

    issue: str | None = None
    actor: str | None = None
    meeting: str | None = None
    polarity: str | None = None
    document: str | None = None
    possible: bool = False
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subgraph:
    """The claims, as rows of the stored question `claims`, and their quads, sorted."""

    table: Table
    quads: tuple[Quad, ...]


def select_claims(pool: Pool, selection: Selection) -> Table:
    """The selected rows of the stored question `claims`.

    Raises ExportError if a claim asked for by IRI is not among them, and what answer_question
    raises.
    """
    filters = ("issue", "actor", "meeting", "polarity", "document")
    values = {name: value for name in filters if (value := getattr(selection, name))}
    values["possible"] = "true" if selection.possible else "false"
    table = answer_question(pool, "claims", values, timeout_s=_TIMEOUT_S, max_rows=_MAX_ROWS)
    if table.truncated:
        raise ExportError("too many claims for one export; narrow the selection")
    if not selection.claims:
        return table
    wanted = set(selection.claims)
    rows = tuple(
        row for row in table.rows if isinstance(row[0], NamedNode) and row[0].value in wanted
    )
    missing = sorted(wanted - {row[0].value for row in rows if isinstance(row[0], NamedNode)})
    if missing:
        raise ExportError(f"{missing[0]} is no claim of this selection; list claims with: claims")
    return Table(table.columns, rows, False, table.generation, table.elapsed_s)


def select_subgraph(pool: Pool, selection: Selection) -> Subgraph:
    """The selected claims with holders, evidence, spans, sections, items, meetings, documents
    (without raw text) and the labels of whatever these name, all from one generation.

    Raises ExportError, and what answer_question raises.
    """
    for _ in range(_ATTEMPTS):
        table = select_claims(pool, selection)
        quads, generations = _closure(pool, [row[0] for row in table.rows])
        if generations <= {table.generation}:
            return Subgraph(table, tuple(sorted(quads, key=str)))
    raise ExportError("the store was published anew each time during the export; try again")


def _closure(pool: Pool, claims: Iterable[object]) -> tuple[set[Quad], set[int]]:
    homes, generations = _rows(pool, "graphs-of-claims")
    wanted = set(claims)
    claims_by_graph: dict[NamedNode, set[NamedNode]] = {}
    for claim, home in homes:
        if claim in wanted and isinstance(claim, NamedNode) and isinstance(home, NamedNode):
            claims_by_graph.setdefault(home, set()).add(claim)
    quads: set[Quad] = set()
    for home, starts in claims_by_graph.items():
        found, generation = _quads(pool, "document-quads", home, {"named": home.value})
        quads |= _reachable(found, starts)
        generations |= generation
    labels, generation = _quads(pool, "reference-labels", REFERENCE_GRAPH, {})
    named = {quad.object for quad in quads}
    quads |= {quad for quad in labels if quad.subject in named}
    return quads, generations | generation


def _reachable(quads: Iterable[Quad], starts: set[NamedNode]) -> set[Quad]:
    """The quads of one graph about the starts and about what belongs to them."""
    by_subject: dict[object, list[Quad]] = {}
    for quad in quads:
        by_subject.setdefault(quad.subject, []).append(quad)
    waiting: list[object] = list(starts)
    seen: set[object] = set(starts)
    reached: set[Quad] = set()
    while waiting:
        for quad in by_subject.get(waiting.pop(), ()):
            reached.add(quad)
            if quad.predicate in _FOLLOWED and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
    return reached


def _quads(
    pool: Pool, name: str, home: NamedNode, values: dict[str, str]
) -> tuple[list[Quad], set[int]]:
    rows, generations = _rows(pool, name, values)
    return [_quad(row, home) for row in rows], generations


def _quad(row: tuple[object, ...], home: NamedNode) -> Quad:
    subject, predicate, object_ = row
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
        raise ExportError(f"{subject} {predicate}: a blank node cannot be exported")
    if not isinstance(object_, NamedNode | Literal):
        raise ExportError(f"{subject} {predicate}: a blank node cannot be exported")
    return Quad(subject, predicate, object_, home)


def _rows(
    pool: Pool, name: str, values: dict[str, str] | None = None
) -> tuple[tuple[tuple[object, ...], ...], set[int]]:
    question = _question(name)
    answer = pool.ask(
        question.text,
        bindings=bind(question, values or {}),
        timeout_s=_TIMEOUT_S,
        max_rows=_MAX_ROWS,
        max_bytes=_MAX_BYTES,
    )
    if not isinstance(answer, Table) or answer.truncated:
        raise ExportError("too much for one export; narrow the selection")
    return answer.rows, {answer.generation}


def _question(name: str) -> Question:
    return next(question for question in read_folder("exports") if question.name == name)
