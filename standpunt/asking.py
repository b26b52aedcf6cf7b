"""What a user asks, as a query and its bindings, and the answer written out."""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from pyoxigraph import Literal, NamedNode

from graph.answer import Answer, Bound, Table, Triples, Truth
from graph.errors import QueryError, QuestionMissingError
from graph.header import Column
from graph.interface import MAX_ROWS, TIMEOUT_S, Pool
from graph.questions import bind, find_question
from standpunt.errors import UsageError
from standpunt.issue_list import QUESTION as MERGED_ISSUES
from standpunt.issue_list import projected_issues
from standpunt.naming import full_names
from standpunt.projected import projected_rows
from standpunt.results import table_text, triples_text, truth_text
from standpunt.terminal import complain

STDIN = "-"
TEXTS = (None, "table", "csv")
"""Formats that show no datatype."""
SUFFIXES = (".rq", ".sparql", ".txt")
MAX_QUERY_BYTES = 1_000_000


_IRI = re.compile(r"https?://[^\s,;]+")


@dataclass(frozen=True)
class Asked:
    """A query with the values it is asked with; `source` is what to call it in a message.

    `values` are those of a stored question, None for any other query.
    """

    source: str
    text: str
    bindings: Mapping[str, Bound] = field(default_factory=dict)
    values: Mapping[str, str] | None = None

    def put(self, pool: Pool, *, timeout_s: float, max_rows: int) -> Answer:
        """The answer of the published generation; of a large store issues by its projection.

        Raises QueryError with the source named first; its class stays, as it says what to do.
        """
        with self.explained():
            listed = self._issues(pool)
            if listed is not None:
                is_cut = len(listed.rows) > max_rows
                return replace(listed, rows=listed.rows[:max_rows], truncated=is_cut)
            return pool.ask(
                self.text, bindings=self.bindings, timeout_s=timeout_s, max_rows=max_rows
            )

    def put_for_text(self, pool: Pool, *, timeout_s: float, max_rows: int) -> Answer:
        """As put(), of a large store by its projection if it has the answer.

        Terms are then IRIs and plain strings: for what shows no datatype.
        """
        table = self._projected(pool, max_rows)
        return self.put(pool, timeout_s=timeout_s, max_rows=max_rows) if table is None else table

    def _issues(self, pool: Pool) -> Table | None:
        """The issues with the claims of those merged into them, if that is what is asked."""
        if self.values is None or self.source != MERGED_ISSUES:
            return None
        return projected_issues(pool, self.values)

    def _projected(self, pool: Pool, max_rows: int) -> Table | None:
        started = perf_counter()
        found = None if self.values is None else projected_rows(pool, self.source, self.values)
        if found is None:
            return None
        rows, number = found
        columns = find_question(self.source).columns
        cells = tuple(tuple(_term(row, column) for column in columns) for row in rows[:max_rows])
        names = tuple(column.name for column in columns)
        return Table(names, cells, len(rows) > max_rows, number, perf_counter() - started)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Puts the source first in the message of a QueryError raised inside."""
        try:
            yield
        except QueryError as error:
            error.args = (f"{self.source}: {error}", *error.args[1:])
            raise


def find_asked(question: str, values: Mapping[str, str]) -> Asked:
    """The stored question of that name, the query in that file, or, for "-", the one on stdin.

    A name wins over a file; write ./name for the file.

    Raises QuestionMissingError, ParameterError, or UsageError if the file cannot be read.
    """
    path = Path(question)
    if question == STDIN:
        return _free(Asked("stdin", sys.stdin.read(MAX_QUERY_BYTES)), values)
    try:
        stored = find_question(question)
    except QuestionMissingError:
        if path.is_file():
            return _free(Asked(question, _read(path)), values)
        if path.name != question or path.suffix in SUFFIXES:
            raise UsageError(f"{question}: no such file; check the path") from None
        raise
    named = full_names(values)
    return Asked(question, stored.text, bind(stored, named), named)


def answer_listed(pool: Pool, question: str, values: Mapping[str, str], fmt: str | None) -> Answer:
    """The answer to a stored question, for write_answer() in that format; see put_for_text()."""
    asked = find_asked(question, values)
    put = asked.put_for_text if fmt in TEXTS else asked.put
    return put(pool, timeout_s=TIMEOUT_S, max_rows=MAX_ROWS)


def read_query(file: str) -> Asked:
    """The query in that file, or, for "-", the one on stdin. Raises UsageError if none is there."""
    if file == STDIN:
        return Asked("stdin", sys.stdin.read(MAX_QUERY_BYTES))
    path = Path(file)
    if not path.is_file():
        raise UsageError(f"{file}: no such file; check the path")
    return Asked(file, _read(path))


def write_answer(answer: Answer, fmt: str | None) -> int:
    """Write the answer in the format, by default a table or Turtle; 1 if rows were cut off, else 0.

    Raises FormatError if this kind of answer has no such format.
    """
    if isinstance(answer, Truth):
        sys.stdout.write(truth_text(answer.value, fmt or "table"))
        return 0
    if isinstance(answer, Table):
        sys.stdout.write(table_text(answer, fmt or "table"))
        return _say_cut(answer, len(answer.rows), "rows")
    sys.stdout.write(triples_text(answer.triples, fmt or "turtle", answer.warning))
    return _say_cut(answer, len(answer.triples), "triples")


def _term(row: Mapping[str, str | None], column: Column) -> NamedNode | Literal | None:
    """The cell as a term; what is listed in one cell is text, though it were one IRI."""
    text = row[column.name]
    if text is None:
        return None
    return NamedNode(text) if not column.is_list and _IRI.fullmatch(text) else Literal(text)


def _say_cut(answer: Table | Triples, count: int, unit: str) -> int:
    if not answer.truncated:
        return 0
    complain(f"cut off after {count} {unit}; narrow the query or raise --max-rows")
    return 1


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_QUERY_BYTES:
            raise UsageError(f"{path}: too long for a query; check what this file is")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text; save the query as UTF-8") from error
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read ({error.strerror}); check its permissions"
        ) from error


def _free(asked: Asked, values: Mapping[str, str]) -> Asked:
    if values:
        raise UsageError(
            f"{asked.source}: --param goes with a stored question; write the value into the query"
        )
    return asked
