"""The data rules that are queries: each `checks/*.rq` must return no row."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from graph.answer import Table, plain
from graph.errors import QuestionHeaderError
from graph.header import Question, read_folder
from graph.interface import Pool
from graph.looking import Described, Known, Look, Term, describe
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
    A check that a look shows to pass is not asked of the engine (graph.looking); without
    `may_look` all of them are.
    """

    def __init__(self, reference: Iterable[Quad], *, may_look: bool = True) -> None:
        self._reference = tuple(reference)
        self._engine = Store()
        self._taken = 0
        self._known_terms: set[Term] = set()
        self._may_look = may_look

    def prepare(self) -> None:
        """Read what is known of the reference data now, and not with the first document."""
        _ = self._known, self._of_reference

    def failures(
        self,
        quads: Iterable[Quad],
        described: Described | None = None,
        graphs: Collection[object] | None = None,
    ) -> list[CheckResult]:
        """The checks that these quads break, by name; [] if none.

        `described` is describe() of them and `graphs` the names of their graphs, each once, if the
        caller has them.
        """
        kept = list(quads)
        described = describe(kept) if described is None else described
        is_apart = _is_apart({quad.graph_name for quad in kept} if graphs is None else graphs)
        terms = _terms_used(described)
        asked = self._to_ask(kept, described, terms, is_apart=is_apart)
        failed = self._ask(asked, kept)
        is_seen = is_apart and any(RDF_TYPE in facts for facts in described.values())
        if is_seen and all(found.name != TERMS_CHECK for found in failed):
            self._known_terms |= terms  # TERMS_CHECK looks at graphs with a class in them
        return failed

    def _to_ask(
        self,
        quads: Sequence[Quad],
        described: Described,
        terms: frozenset[Term],
        *,
        is_apart: bool,
    ) -> list[Question]:
        """The checks that a look does not show to pass.

        No blank node is among the quads; or the terms were all used by documents that passed, as
        whether a term is in the ontology depends on it and on the reference data alone; or see
        graph.looking.
        """
        if not self._may_look:
            return list(stored_checks())
        passed = set()
        if not _has_blank(described):
            passed.add(BLANK_CHECK)
        if terms <= self._known_terms:
            passed.add(TERMS_CHECK)
        if is_apart and self._known.may_look(described):
            graph = quads[0].graph_name
            look = Look(graph.value, described, self._known)  # type: ignore[union-attr]
            passed |= {check.name for check in stored_checks() if look.passes(check.name)}
        passed -= self._of_reference
        return [check for check in stored_checks() if check.name not in passed]

    def _ask(self, checks: Sequence[Question], quads: Sequence[Quad]) -> list[CheckResult]:
        """Those of the checks that the engine finds broken."""
        if not checks:
            return []
        engine = self._fresh_engine()
        engine.bulk_extend(quads)
        try:
            results = [_run_here(engine, check) for check in checks]
        finally:
            for name in {quad.graph_name for quad in quads}:
                engine.remove_graph(name)
        return [result for result in results if not result.passed]

    @cached_property
    def _known(self) -> Known:
        return Known(self._reference)

    @cached_property
    def _of_reference(self) -> frozenset[str]:
        """The checks that the reference data alone break, of which no look can tell."""
        engine = Store()
        engine.bulk_extend(self._reference)
        return frozenset(
            check.name for check in stored_checks() if not _run_here(engine, check).passed
        )

    def _fresh_engine(self) -> Store:
        if self._taken % DOCUMENTS_AN_ENGINE == 0:
            self._engine = Store()
            self._engine.bulk_extend(self._reference)
        self._taken += 1
        return self._engine


def _terms_used(described: Described) -> frozenset[Term]:
    """What TERMS_CHECK looks at: properties, classes, and all of our own vocabulary."""
    terms: set[Term] = set()
    objects: set[Term] = set()
    for facts in described.values():
        terms.update(facts)
        terms.update(facts.get(RDF_TYPE, ()))
        for values in facts.values():
            if type(values[0]) is not Literal or len(values) > 1:
                objects.update(values)
    return frozenset(terms).union(
        node for node in objects if isinstance(node, NamedNode) and node.value.startswith(SP)
    )


def _has_blank(described: Described) -> bool:
    said = chain.from_iterable(facts.values() for facts in described.values())
    return BlankNode in {*map(type, described), *map(type, chain.from_iterable(said))}


def _is_apart(graphs: Collection[object]) -> bool:
    """Whether a document is all in one named graph of its own."""
    return len(graphs) == 1 and not {DefaultGraph(), REFERENCE_GRAPH} & set(graphs)


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
