"""The child that runs queries, so that a query can be killed: `python -m graph.worker` by the pool.

It opens one published generation read-only, without network and with bounded memory, reads
requests as frames on stdin and streams answers as frames on stdout (see graph.wire):

    ready   {"ready": true, "network": null | why it is open, "files": null | why they are}
    request {"text": …, "max_rows": …, "max_bytes": …, "base_iri": null | IRI,
             "dataset": null | [[IRI, …], [IRI, …]],
             "form": null | one of graph.row_forms.ROW_FORMS,
             "lines": true, or not there: all triples of a CONSTRUCT or DESCRIBE, or the quads of
             a SELECT of four columns, as text; the caps are not looked at}
    answer  one frame of a table with its columns, end and lines, if that is short, else
            {"kind": "table", "columns": […]}, any number of frames of lines (graph.lines), end
            {"kind": "text", "columns": […]}, any number of {"text": rows in that form}, end
            {"kind": "triples"}, any number of {"rows": [[cell, cell, cell], …]}, end
            {"kind": "lines"}, any number of {"text": N-Triples or N-Quads}, end; "other" if the
            query gives none, {"text": ""}, end
            {"kind": "truth", "value": …}, end
    end     {"end": true, "truncated": …, "rows": how many were sent}
    refusal {"error": "syntax" | "failed" | "memory", "detail": …}

How many requests it has taken it tells beside (graph.taken), before the query runs: an end before
that is not the query's fault. A short answer goes in one write.
"""

import argparse
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, cast

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from graph.confine import deny_files, deny_network, die_with, limit_memory
from graph.lines import FIRST_BATCH_BYTES, LineSink, write_lines
from graph.row_forms import ROW_FORMS
from graph.taken import tell_taken
from graph.template import read_template
from graph.wire import (
    LENGTH,
    Cell,
    encode_term,
    pack,
    pack_lines,
    pack_table,
    to_json,
    unpack,
)

BATCH_BYTES = 256 * 1024
_OF_A_QUAD = 4  # columns


def main(arguments: list[str] | None = None) -> None:
    """Serve requests until stdin closes or the parent is gone."""
    parser = argparse.ArgumentParser(prog="python -m graph.worker")
    parser.add_argument("generation")
    parser.add_argument("--memory-bytes", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--taken", type=int, required=True, help="file descriptor")
    options = parser.parse_args(arguments)
    limit_memory(options.memory_bytes)
    open_network, open_files = deny_network(), deny_files(options.generation)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=die_with, args=(options.parent,), daemon=True).start()
    output = os.fdopen(os.dup(1), "wb", buffering=2 * BATCH_BYTES)
    os.dup2(2, 1)  # nothing but frames may reach the pool
    store = Store.read_only(options.generation)
    _send(output, {"ready": True, "network": open_network, "files": open_files})
    output.flush()
    for number, request in enumerate(_requests(sys.stdin.buffer), start=1):
        tell_taken(options.taken, number)
        _serve(store, request, output)


def _requests(source: BinaryIO) -> Iterator[dict[str, Any]]:
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        (length,) = LENGTH.unpack(head)
        yield unpack(source.read(length))


def _serve(store: Store, request: dict[str, Any], output: BinaryIO) -> None:
    try:
        (_answer_in_lines if request.get("lines") else _answer)(store, request, output)
    except SyntaxError as error:
        _send(output, {"error": "syntax", "detail": str(error)})
    except MemoryError:
        _send(output, {"error": "memory", "detail": ""})
        output.flush()
        sys.exit(1)
    except (RuntimeError, OSError, ValueError) as error:
        _send(output, {"error": "failed", "detail": str(error)})
    output.flush()


def _answer(store: Store, request: dict[str, Any], output: BinaryIO) -> None:
    result = store.query(request["text"], base_iri=request.get("base_iri"), **_dataset(request))
    caps = request["max_rows"], request["max_bytes"]
    if isinstance(result, QueryBoolean):
        _send(output, {"kind": "truth", "value": bool(result)})
        _send(output, {"end": True, "truncated": False, "rows": 1})
        return
    if not isinstance(result, QuerySolutions):
        _send(output, {"kind": "triples"})
        end = _stream(map(to_json, _distinct(result)), *caps, output, _rows_frame)
    elif request.get("form") is None:
        columns = [variable.value for variable in result.variables]
        begun = False

        def pass_on(lines: bytes) -> None:
            nonlocal begun
            if not begun:
                begun = True
                _send(output, {"kind": "table", "columns": columns})
            _send_lines(output, lines)

        sink = LineSink(pass_on, *caps, BATCH_BYTES)
        write_lines(result, sink)
        if not begun:
            output.write(pack_table(columns, sink.rest(), sink.count, truncated=sink.truncated))
            return
        sink.end()
        end = {"end": True, "truncated": sink.truncated, "rows": sink.count}
    else:
        columns = [variable.value for variable in result.variables]
        _send(output, {"kind": "text", "columns": columns})
        form = ROW_FORMS[request["form"]]
        rows = (form.between * bool(n) + form.row(columns, tuple(r)) for n, r in enumerate(result))
        end = _stream(rows, *caps, output, _text_frame)
    _send(output, end)


def _answer_in_lines(store: Store, request: dict[str, Any], output: BinaryIO) -> None:
    template = read_template(request["text"])
    if template is not None:
        lines: Iterator[str] | None = template.lines(
            cast(QuerySolutions, store.query(template.select))
        )
    else:
        lines = _lines(store.query(request["text"]))
    _send(output, {"kind": "other" if lines is None else "lines"})
    count = 0
    batch: list[str] = []
    waiting = 0
    for line in lines or ():
        batch.append(line)
        waiting += len(line)
        if waiting >= BATCH_BYTES:
            _send_text(output, _text_frame(batch))
            count += len(batch)
            batch, waiting = [], 0
    _send_text(output, _text_frame(batch))
    _send(output, {"end": True, "truncated": False, "rows": count + len(batch)})


def _lines(result: QuerySolutions | QueryBoolean | QueryTriples) -> Iterator[str] | None:
    """The engine's triples, or its rows of four, as lines; None for another answer."""
    if isinstance(result, QueryTriples):
        # The cells are made to refuse what is nested too deep.
        return (f"{triple} .\n" for triple in result if _cells(triple))
    if isinstance(result, QuerySolutions) and len(result.variables) == _OF_A_QUAD:
        return (f"{Quad(*row)} .\n" for row in result)
    return None


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """The engine's options for the graphs a request names; {} where the query's own words hold."""
    if request.get("dataset") is None:
        return {}
    default, named = ([NamedNode(iri) for iri in part] for part in request["dataset"])
    return {"default_graph": default, "named_graphs": named}


def _distinct(result: QueryTriples) -> Iterator[list[Cell]]:
    """The triples, each once: a template can make the same one from several solutions."""
    seen = set()
    for triple in result:
        if triple not in seen:
            seen.add(triple)
            yield _cells(triple)


def _cells(triple: Triple) -> list[Cell]:
    return [encode_term(part) for part in (triple.subject, triple.predicate, triple.object)]


def _stream(
    rows: Iterable[str],
    max_rows: int,
    max_bytes: int,
    output: BinaryIO,
    frame: Callable[[list[str]], str],
) -> dict[str, Any]:
    """Send rows in batches up to the caps; the end that says whether a row was left out."""
    batch: list[str] = []
    batch_bytes = total_bytes = count = 0
    truncated = False
    for text in rows:
        size = len(text.encode())
        total_bytes += size
        if count >= max_rows or total_bytes > max_bytes:
            truncated = True
            break
        count += 1
        batch.append(text)
        batch_bytes += size
        if batch_bytes >= BATCH_BYTES:
            _send_text(output, frame(batch))
            batch, batch_bytes = [], 0
    if batch:
        _send_text(output, frame(batch))
    return {"end": True, "truncated": truncated, "rows": count}


def _rows_frame(batch: list[str]) -> str:
    return f'{{"rows":[{",".join(batch)}]}}'


def _text_frame(batch: list[str]) -> str:
    return to_json({"text": "".join(batch)})


def _send_text(output: BinaryIO, text: str) -> None:
    body = text.encode()
    output.write(LENGTH.pack(len(body)) + body)
    if len(body) >= BATCH_BYTES:
        output.flush()


def _send_lines(output: BinaryIO, lines: bytes) -> None:
    output.write(pack_lines(lines))
    if len(lines) >= FIRST_BATCH_BYTES:
        output.flush()


def _send(output: BinaryIO, message: dict[str, Any]) -> None:
    """Put a frame in line; what waits goes with the next long frame, or when all is said."""
    output.write(pack(message))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the pool has gone
        main()
