"""The data rules that are queries: each `checks/*.rq` must return no row."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from graph.answer import Table, plain
from graph.errors import QuestionHeaderError
from graph.header import Question, read_folder
from graph.interface import Pool
from ontology.iris import REFERENCE_GRAPH
from ontology.terms import RDF_TYPE, SP

SHOWN_ROWS = 1000
BLANK_CHECK, TERMS_CHECK = "blank-nodes", "terms-outside-ontology"
DOCUMENTS_AN_ENGINE = 20
"""So many documents pass through one engine; it does not give back what it learned of each."""


@dataclass(frozen=True)
class CheckResult:
    """What one check found: `rows` are the violations as text, none if it passed.

    At most 1,000 rows are kept; `truncated` says that there are more.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    truncated: bool

    @property
    def passed(self) -> bool:
        """True if nothing breaks the rule."""
        return not self.rows


@cache
def stored_checks() -> tuple[Question, ...]:
    """All checks, by name; `title` is the rule. Raises QuestionHeaderError."""
    return tuple(read_folder("checks"))


def run_checks(pool: Pool) -> list[CheckResult]:
    """Run every check on the published generation, by name. Raises what QueryPool.ask raises."""
    return [_run(pool, check) for check in stored_checks()]


class DocumentChecks:
    """The checks on one document before it is stored: its quads and the reference data alone.

    What several documents say together (two papers on one joint letter) is for run_checks().
    """

    def __init__(self, reference: Iterable[Quad]) -> None:
        self._reference = tuple(reference)
        self._engine = Store()
        self._taken = 0
        self._known_terms: set[object] = set()

    def failures(self, quads: Iterable[Quad]) -> list[CheckResult]:
        """The checks that these quads break, by name; [] if none.

        A check that reads a long way for something that a look at the terms rules out is not run:
        see _cannot_fail().
        """
        engine = self._fresh_engine()
        kept = list(quads)
        terms = _terms_used(kept)
        engine.bulk_extend(kept)
        try:
            results = [
                _run_here(engine, check)
                for check in stored_checks()
                if not self._cannot_fail(check.name, kept, terms)
            ]
        finally:
            for name in {quad.graph_name for quad in kept}:
                engine.remove_graph(name)
        failed = [result for result in results if not result.passed]
        if _is_looked_at(kept) and not any(result.name == TERMS_CHECK for result in failed):
            self._known_terms |= terms
        return failed

    def _cannot_fail(self, name: str, quads: Sequence[Quad], terms: Set[object]) -> bool:
        """Whether a check is bound to pass, given that the reference data pass it alone.

        No blank node is among the quads; or the terms were all used by documents that passed, as
        whether a term is in the ontology depends on it and on the reference data alone.
        """
        if name in self._of_reference:
            return False
        if name == BLANK_CHECK:
            return not any(
                isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
                for quad in quads
            )
        return name == TERMS_CHECK and terms <= self._known_terms

    @cached_property
    def _of_reference(self) -> frozenset[str]:
        """The two checks that may be left out, as far as the reference data break them."""
        engine = Store()
        engine.bulk_extend(self._reference)
        by_name = {check.name: check for check in stored_checks()}
        names = [name for name in (BLANK_CHECK, TERMS_CHECK) if name in by_name]
        return frozenset(name for name in names if not _run_here(engine, by_name[name]).passed)

    def _fresh_engine(self) -> Store:
        if self._taken % DOCUMENTS_AN_ENGINE == 0:
            self._engine = Store()
            self._engine.bulk_extend(self._reference)
        self._taken += 1
        return self._engine


def _terms_used(quads: Sequence[Quad]) -> frozenset[object]:
    """What TERMS_CHECK looks at: properties, classes, and all of our own vocabulary."""
    terms: set[object] = {quad.predicate for quad in quads}
    terms |= {quad.object for quad in quads if quad.predicate == RDF_TYPE}
    objects = {quad.object for quad in quads}
    terms |= {o for o in objects if isinstance(o, NamedNode) and o.value.startswith(SP)}
    return frozenset(terms)


def _is_looked_at(quads: Sequence[Quad]) -> bool:
    """Whether TERMS_CHECK looks at all of the quads: one named graph, with a class in it."""
    graphs = {quad.graph_name for quad in quads}
    return (
        len(graphs) == 1
        and graphs.isdisjoint({DefaultGraph(), REFERENCE_GRAPH})
        and any(quad.predicate == RDF_TYPE for quad in quads)
    )


def _run_here(engine: Store, check: Question) -> CheckResult:
    answer = engine.query(check.text, use_default_graph_as_union=True)
    if not isinstance(answer, QuerySolutions):
        raise QuestionHeaderError(f"checks/{check.name}.rq", 1, "a check must be a SELECT")
    columns = tuple(variable.value for variable in answer.variables)
    rows = tuple(tuple(plain(cell) for cell in row) for row in answer)
    kept = rows[:SHOWN_ROWS]
    return CheckResult(check.name, check.title, columns, kept, len(kept) < len(rows))


def _run(pool: Pool, check: Question) -> CheckResult:
    answer = pool.ask(check.text, max_rows=SHOWN_ROWS)
    if not isinstance(answer, Table):
        raise QuestionHeaderError(f"checks/{check.name}.rq", 1, "a check must be a SELECT")
    rows = tuple(answer.plain_rows())
    return CheckResult(check.name, check.title, answer.columns, rows, answer.truncated)
