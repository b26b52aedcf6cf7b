"""Reads the answer to one query off a worker's frames, or the error that it gave instead."""

import time
from collections.abc import Iterator
from typing import Any

from graph.answer import Answer, Row, Table, Text, Triples, Truth, cut_warning
from graph.child import Child
from graph.errors import QueryFailedError, QueryMemoryError, QueryRefusedError
from graph.lines import read_lines
from graph.row_forms import ROW_FORMS
from graph.syntax import explain_syntax_error
from graph.wire import Cell, decode_triple


def read_answer(
    child: Child, text: str, timeout_s: float, form: str | None = None
) -> Answer | Text:
    """The answer of a worker that was sent the query `text`; Text for a SELECT sent with a form.

    Raises QuerySyntaxError or QueryFailedError, after which the worker can be used again, and
    QueryTimeoutError, QueryMemoryError or QueryCrashError, after which it cannot.
    """
    started = time.monotonic()
    frames = child.frames(timeout_s, gives_way=True)
    head = _checked(next(frames), text)
    cells: list[list[Cell]] = []
    texts: list[bytes] = []
    columns = tuple(map(str, head.get("columns", ())))
    if "end" in head:  # a short table, whole
        rows = read_lines(columns, head["lines"])
        elapsed_s = time.monotonic() - started
        return Table(columns, rows, head["truncated"], child.generation, elapsed_s)
    found: list[Row] = []
    for frame in frames:
        if "end" in _checked(frame, text):
            break
        if "text" in frame:
            texts.append(frame["text"].encode())
        elif "lines" in frame:
            found += read_lines(columns, frame["lines"])
        else:
            cells.extend(frame["rows"])
    truncated = bool(frame["truncated"])
    generation = child.generation
    match head["kind"]:
        case "truth":
            return Truth(bool(head["value"]), generation, time.monotonic() - started)
        case "triples":
            triples = tuple(decode_triple(row) for row in cells)
            return Triples(triples, truncated, generation, time.monotonic() - started)
        case "text" if form is not None:
            count = int(frame["rows"])
            warning = cut_warning(count, "rows") if truncated else None
            first = ROW_FORMS[form].first(columns, warning).encode()
            last = ROW_FORMS[form].last(columns, warning).encode()
            body = b"".join((first, *texts, last))
            return Text(body, count, truncated, generation, time.monotonic() - started)
        case _:
            return Table(columns, tuple(found), truncated, generation, time.monotonic() - started)


def stream_lines(child: Child, text: str, timeout_s: float) -> Iterator[bytes]:
    """What the worker finds, as lines of N-Triples or N-Quads, many at a time.

    Raises QueryRefusedError if the query gives neither triples nor quads, and what read_answer
    raises.
    """
    frames = child.frames(timeout_s)
    if _checked(next(frames), text)["kind"] != "lines":
        raise QueryRefusedError("this is no query for triples; write CONSTRUCT or DESCRIBE")
    for frame in frames:
        if "end" in _checked(frame, text):
            return
        yield frame["text"].encode()


def stream_rows(child: Child, text: str, timeout_s: float) -> Iterator[Row]:
    """The rows of a SELECT as the worker finds them. Raises what read_answer raises."""
    frames = child.frames(timeout_s)
    head = _checked(next(frames), text)
    if head["kind"] != "table":
        raise QueryRefusedError("this is no query for rows; write SELECT")
    columns = tuple(map(str, head["columns"]))
    if "end" in head:
        yield from read_lines(columns, head["lines"])
        return
    for frame in frames:
        if "end" in _checked(frame, text):
            return
        yield from read_lines(columns, frame["lines"])


def _checked(frame: dict[str, Any], text: str) -> dict[str, Any]:
    """The frame, unless it is a refusal: then the error it stands for."""
    match frame.get("error"):
        case None:
            return frame
        case "syntax":
            raise explain_syntax_error(frame["detail"], text)
        case "memory":
            raise QueryMemoryError(
                "the query wanted more memory than it may have; narrow it or add a LIMIT"
            )
        case _:
            raise QueryFailedError(f"the engine could not evaluate this query: {frame['detail']}")
