"""How a query worker and its pool talk: frames of JSON behind a length, and terms as JSON lists.

JSON and not pickle, so that a worker gone wrong can hand over wrong data but never code. The rows
of a table go as they are, as lines that graph.lines reads, in a frame that begins with a zero byte,
a short table in one frame with its columns, and a request that is a text in one: JSON costs more
than its time in a process that has just waited, as all that it touches has left the caches.
"""

import json
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Triple

from graph.answer import Term

LENGTH = struct.Struct(">I")
_TABLE = struct.Struct(">?II")  # whether it is truncated, rows, length of the columns' names
_CAPS = struct.Struct(">QQ")
_PLAIN = ("text", "max_rows", "max_bytes")
# Deeper triple terms crash every later reader of them (threats-measured T20).
MAX_TRIPLE_DEPTH = 8

Cell = list[Any] | None


# Made once: json.dumps() makes one for each call that asks for another form than its own.
to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(message: dict[str, Any]) -> bytes:
    """One frame: four bytes of length, then the message as JSON in UTF-8."""
    body = to_json(message).encode()
    return LENGTH.pack(len(body)) + body


def pack_lines(lines: bytes) -> bytes:
    """One frame that holds lines of a table as they are."""
    return LENGTH.pack(len(lines) + 1) + b"\0" + lines


def pack_table(columns: Sequence[str], lines: bytes, count: int, *, truncated: bool) -> bytes:
    """One frame that holds a whole table: its columns, its lines as they are, and its end."""
    names = "\t".join(columns).encode()
    size = 1 + _TABLE.size + len(names) + len(lines)
    head = _TABLE.pack(truncated, count, len(names))
    return b"".join((LENGTH.pack(size), b"\1", head, names, lines))


def pack_request(request: dict[str, Any]) -> bytes:
    """One frame that asks; without JSON if all it has are text and caps."""
    if len(request) != len(_PLAIN):
        return pack(request)
    text, *caps = (request[name] for name in _PLAIN)
    body = text.encode()
    return b"".join((LENGTH.pack(1 + _CAPS.size + len(body)), b"\2", _CAPS.pack(*caps), body))


def unpack(body: bytes | bytearray) -> dict[str, Any]:
    """The message of a frame's body: {"lines": …}, a whole table, a request, or what its JSON is.

    Raises ValueError if it is none of them.
    """
    try:
        match body[:1]:
            case b"\0":
                return {"lines": bytes(body[1:])}
            case b"\1":
                truncated, count, length = _TABLE.unpack_from(body, 1)
                start = 1 + _TABLE.size
                names = body[start : start + length].decode()
                return {
                    "kind": "table",
                    "columns": names.split("\t") if names else [],
                    "lines": bytes(body[start + length :]),
                    "end": True,
                    "truncated": truncated,
                    "rows": count,
                }
            case b"\2":
                caps = _CAPS.unpack_from(body, 1)
                return dict(zip(_PLAIN, (body[1 + _CAPS.size :].decode(), *caps), strict=True))
    except struct.error as error:
        raise ValueError(f"a frame is too short: {error}") from error
    message = json.loads(body)
    if not isinstance(message, dict):
        raise ValueError("a frame must hold a JSON object")
    return message


def encode_term(term: Term | None, depth: int = 0) -> Cell:
    """A term as a JSON list; None for an unbound variable. Raises ValueError if nested too deep."""
    match term:
        case None:
            return None
        case NamedNode():
            return ["i", term.value]
        case Literal() if term.language is not None:
            direction = term.direction.value if term.direction else None
            return ["l", term.value, term.language, direction]
        case Literal():
            return ["d", term.value, term.datatype.value]
        case BlankNode():
            return ["b", term.value]
        case Triple():
            if depth >= MAX_TRIPLE_DEPTH:
                raise ValueError(f"a triple term is nested deeper than {MAX_TRIPLE_DEPTH}")
            parts = (term.subject, term.predicate, term.object)
            return ["t", *(encode_term(part, depth + 1) for part in parts)]


def decode_term(cell: Cell) -> Term | None:
    """The term of a JSON list made by encode_term(). Raises ValueError for anything else."""
    match cell:
        case None:
            return None
        case ["i", str(iri)]:
            return _named_node(iri)
        case ["l", str(value), str(language), None]:
            return Literal(value, language=language)
        case ["l", str(value), str(language), str(direction)]:
            return Literal(value, language=language, direction=BaseDirection(direction))
        case ["d", str(value), str(datatype)]:
            return Literal(value, datatype=NamedNode(datatype))
        case ["b", str(name)]:
            return BlankNode(name)
        case ["t", list(subject), list(predicate), list(object_)]:
            return decode_triple([subject, predicate, object_])
        case _:
            raise ValueError(f"{cell!r} is no term")


@lru_cache(maxsize=8192)
def _named_node(iri: str) -> NamedNode:
    """Kept, as answers hold the same IRIs again and again, and each one made is parsed."""
    return NamedNode(iri)


def decode_triple(cells: list[Cell]) -> Triple:
    """The triple of three cells. Raises ValueError."""
    subject, predicate, object_ = (decode_term(cell) for cell in cells)
    if not isinstance(subject, NamedNode | BlankNode) or not isinstance(predicate, NamedNode):
        raise ValueError(f"{cells!r} is no triple")
    if object_ is None:
        raise ValueError(f"{cells!r} is no triple")
    return Triple(subject, predicate, object_)
