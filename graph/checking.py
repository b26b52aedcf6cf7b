"""The data rules that are queries: each `checks/*.rq` must return no row."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Quad, QuerySolutions, Store

from graph.answer import Table, plain
from graph.errors import QuestionHeaderError
from graph.header import Question, read_folder
from graph.interface import Pool

SHOWN_ROWS = 1000
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

    def failures(self, quads: Iterable[Quad]) -> list[CheckResult]:
        """The checks that these quads break, by name; [] if none."""
        engine = self._fresh_engine()
        kept = list(quads)
        engine.bulk_extend(kept)
        try:
            results = [_run_here(engine, check) for check in stored_checks()]
        finally:
            for name in {quad.graph_name for quad in kept}:
                engine.remove_graph(name)
        return [result for result in results if not result.passed]

    def _fresh_engine(self) -> Store:
        if self._taken % DOCUMENTS_AN_ENGINE == 0:
            self._engine = Store()
            self._engine.bulk_extend(self._reference)
        self._taken += 1
        return self._engine


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
