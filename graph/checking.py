"""The data rules that are queries: each `checks/*.rq` must return no row."""

from dataclasses import dataclass
from functools import cache

from graph.answer import Table
from graph.errors import QuestionHeaderError
from graph.header import Question, read_folder
from graph.pool import QueryPool

SHOWN_ROWS = 1000


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


def run_checks(pool: QueryPool) -> list[CheckResult]:
    """Run every check on the published generation, by name. Raises what QueryPool.ask raises."""
    return [_run(pool, check) for check in stored_checks()]


def _run(pool: QueryPool, check: Question) -> CheckResult:
    answer = pool.ask(check.text, max_rows=SHOWN_ROWS)
    if not isinstance(answer, Table):
        raise QuestionHeaderError(f"checks/{check.name}.rq", 1, "a check must be a SELECT")
    rows = tuple(answer.plain_rows())
    return CheckResult(check.name, check.title, answer.columns, rows, answer.truncated)
