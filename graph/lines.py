"""Rows of a SELECT on their way from worker to pool: lines of TSV, written and read by the engine.

The engine does both in its own code, which takes a tenth of what Python takes for each cell.
"""

import io
import re
from collections.abc import Callable, Sequence
from typing import IO, cast

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from graph.answer import Term
from graph.wire import MAX_TRIPLE_DEPTH

TSV = QueryResultsFormat.TSV

# Who reads can begin while more is written: the first batch, and what has come before by each next.
FIRST_BATCH_BYTES = 12 * 1024
_BATCHES_BEFORE = 8

Rows = tuple[tuple[Term | None, ...], ...]

# What may hold the brackets of a triple term without being one.
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*+"|<[^<>"\s(][^<>"\s]*+>', re.DOTALL)
_BRACKET = re.compile(rb"<<\(|\)>>")


class CapReachedError(Exception):
    """Raised to the engine to make it stop writing rows."""


class LineSink(io.RawIOBase):
    """The file that the engine writes a table to; passes whole rows on, in batches, up to the caps.

    The batches grow with what was passed on, from FIRST_BATCH_BYTES to `batch_bytes` or less.

    `count` is the number of rows passed on, `truncated` whether there are more. The first line, the
    names of the columns, is left out and counts nothing.
    """

    def __init__(
        self, pass_on: Callable[[bytes], None], max_rows: int, max_bytes: int, batch_bytes: int
    ) -> None:
        self.count = 0
        self.truncated = False
        self._pass_on = pass_on
        self._max_rows = max_rows
        self._left = max_bytes
        self._batch_bytes = batch_bytes
        self._passed = 0
        self._in_head = True
        self._pending = bytearray()
        self._batch = bytearray()

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take what the engine has written. Raises CapReachedError, or ValueError (check_depth)."""
        if self.truncated:  # the engine offers again what it could not write
            raise CapReachedError
        self._pending += data
        end = self._pending.rfind(b"\n", len(self._pending) - len(data)) + 1
        if end and self._in_head:
            head = self._pending.index(b"\n") + 1
            del self._pending[:head]
            end -= head
            self._in_head = False
        if end:
            lines = bytes(self._pending[:end])
            del self._pending[:end]
            self._take(lines)
        if not self._in_head and len(self._pending) > self._left:
            self._stop()
        return len(data)

    def end(self) -> None:
        """Pass on what is left of the last batch."""
        if self._batch:
            self._passed += len(self._batch)
            self._pass_on(self.rest())

    def rest(self) -> bytes:
        """What was not passed on yet, which is let go here. Raises ValueError (check_depth)."""
        check_depth(self._batch)
        lines = bytes(self._batch)
        self._batch.clear()
        return lines

    def _take(self, lines: bytes) -> None:
        count = lines.count(b"\n")
        if self.count + count > self._max_rows or len(lines) > self._left:
            for line in lines[:-1].split(b"\n"):
                self._take_line(line + b"\n")
        else:
            self.count += count
            self._left -= len(lines)
            self._batch += lines
        wanted = max(FIRST_BATCH_BYTES, self._passed // _BATCHES_BEFORE)
        if len(self._batch) >= min(wanted, self._batch_bytes):
            self.end()

    def _take_line(self, line: bytes) -> None:
        if self.count >= self._max_rows or len(line) > self._left:
            self._stop()
        self.count += 1
        self._left -= len(line)
        self._batch += line

    def _stop(self) -> None:
        self.truncated = True
        raise CapReachedError


def write_lines(result: QuerySolutions, sink: LineSink) -> None:
    """Let the engine write the table into the sink, up to its caps. Raises as a query does.

    The last of it stays in the sink: see LineSink.end() and rest().
    """
    try:
        result.serialize(output=cast("IO[bytes]", sink), format=TSV)
    except CapReachedError:
        assert sink.truncated  # noqa: S101 - nothing else raises it


def read_lines(columns: Sequence[str], lines: bytes) -> Rows:
    """The rows in the lines of a table with these columns. Raises ValueError for anything else."""
    if not lines:
        return ()
    check_depth(lines)
    head = "\t".join(f"?{column}" for column in columns).encode()
    try:
        table = parse_query_results(b"%b\n%b" % (head, lines), TSV)
        assert isinstance(table, QuerySolutions)  # noqa: S101 - TSV has no other answers
        return tuple(map(tuple, table))
    except SyntaxError as error:
        raise ValueError(f"these lines are no table: {error}") from error


def check_depth(lines: bytes | bytearray) -> None:
    """Raise ValueError if a triple term is nested so deep that it would crash its reader."""
    if b"<<(" not in lines:
        return
    for line in lines.split(b"\n"):
        depth = 0
        for bracket in _BRACKET.findall(_QUOTED.sub(b'""', line)):
            depth += 1 if bracket == b"<<(" else -1
            if depth > MAX_TRIPLE_DEPTH:
                raise ValueError(f"a triple term is nested deeper than {MAX_TRIPLE_DEPTH}")
