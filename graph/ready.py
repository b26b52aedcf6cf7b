"""What a graph is to hold, ready to be written: checked, sorted, packed for the history, hashed.

Who makes quads can make this of them in a process of its own. The writer takes it over after a look
at each different term, and need not make the statements anew.
"""

import gzip
import re
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import lt

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph.errors import QuadsInvalidError
from graph.quads import are_safe, digest, digest_text, graph_lines, stored_lines

PACKING_LEVEL = 3  # a fifth larger than 6, in half the time
MAX_BYTES = 256 * 2**20
"""Larger statements of one graph are not unpacked."""
_LONGEST_KEPT = 120

# Literals that the engine writes as they are: nothing to escape, no datatype, or a plain integer.
_PLAIN_LITERAL = re.compile(
    r'"[^"\\\x00-\x1f\x7f]*"(?:@[a-z]{2,3})?'
    r'|"(?:0|-?[1-9][0-9]{0,17})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>'
)


_PLAIN_NUMBER = re.compile(
    r'^<[^>]*> <[^>]*> "(?:0|-?[1-9][0-9]{0,17})"\^\^'
    r"<http://www\.w3\.org/2001/XMLSchema#integer>$"
)


@dataclass(frozen=True)
class ReadyGraph:
    """Statements as graph_lines() gives them, and their digest.

    `packed` is what pack_lines() makes of them, b"" if it was not asked yet.
    """

    lines: list[str]
    digest: str
    packed: bytes = b""


def make_ready(graph: NamedNode, quads: Iterable[Quad]) -> ReadyGraph:
    """Make a graph's quads ready, not packed. Raises QuadsInvalidError as graph_lines()."""
    return ready_lines(graph_lines(graph, quads))


def ready_lines(lines: list[str]) -> ReadyGraph:
    """Statements that are as graph_lines() gives them, not packed."""
    return ReadyGraph(lines, digest(lines))


def pack_quads(graph: NamedNode, quads: Iterable[Quad]) -> ReadyGraph:
    """A graph's quads for take_ready() in another process: packed, and not checked.

    Raises QuadsInvalidError as graph_lines() for a quad that is not of this graph.
    """
    kept, end = list(quads), f" {graph} .\n"
    written = (serialize(kept, format=RdfFormat.N_QUADS) or b"").decode()
    texts = written.split(end)
    # A literal has no line break as such, so that this stands where a statement ends.
    if len(texts) - 1 == written.count("\n"):
        texts.pop()
        formed = {text if '"^^<' not in text else _in_own_form(text) for text in texts}
        lines = [f"{text} ." for text in sorted(formed)]
    else:
        lines = graph_lines(graph, kept)
    content = "\n".join(lines).encode()
    return ReadyGraph(lines, digest_text(content), _pack(content))


def take_ready(graph: NamedNode, packed: bytes) -> ReadyGraph:
    """What another process made ready, if it is as graph_lines() would give it; else made anew.

    Raises QuadsInvalidError as graph_lines(), or if it is no RDF or nothing that was packed.
    """
    try:
        content = _inflate(packed)
        text = content.decode("utf-8")
        lines = text.split("\n") if text else []
        if are_ready(lines):
            return ReadyGraph(lines, digest_text(content), packed)
        return make_ready(graph, parse(text, format=RdfFormat.N_TRIPLES))
    except (OSError, EOFError, zlib.error, SyntaxError, ValueError) as error:
        raise QuadsInvalidError(f"{graph}: these are no statements ({error})") from error


def pack_lines(lines: Iterable[str]) -> bytes:
    """Statements as the history keeps them; the same statements give the same bytes."""
    return _pack("\n".join(lines).encode())


def _pack(content: bytes) -> bytes:
    return gzip.compress(content, PACKING_LEVEL, mtime=0)


def unpack(packed: bytes) -> str:
    """The statements, a line each.

    Raises OSError, EOFError, zlib.error or ValueError; the latter also beyond MAX_BYTES.
    """
    return _inflate(packed).decode("utf-8")


def _inflate(packed: bytes) -> bytes:
    inflating = zlib.decompressobj(wbits=31)
    content = inflating.decompress(packed, MAX_BYTES)
    if inflating.unconsumed_tail:
        raise ValueError(f"more than {MAX_BYTES // 2**20} MiB")
    if not inflating.eof or inflating.unused_data:
        raise EOFError("it ends before its end, or goes on after it")
    return content


def are_ready(lines: list[str]) -> bool:
    """Whether statements are sorted, distinct, and each as graph_lines() would write it.

    False also where only graph_lines() can tell, and for what it would refuse.
    """
    if not all(map(lt, lines, islice(lines, 1, None))):
        return False
    parts = [line.split(" ", 2) for line in lines]
    if any(len(part) != 3 for part in parts):
        return False
    nodes = {part[0] for part in parts} | {part[1] for part in parts}
    objects = {part[2] for part in parts}
    if not all(value.endswith(" .") for value in objects):
        return False
    values = {value[:-2] for value in objects}
    nodes |= {value for value in values if value.startswith("<")}
    literals = values - nodes
    return (
        _are_nodes(nodes)
        and all(text.startswith('"') for text in literals)
        and all(map(_is_literal, literals))
    )


def _are_nodes(texts: Collection[str]) -> bool:
    """Whether each is an IRI in brackets that check_iri() lets pass, in any order."""
    if not all(text.startswith("<") and text.endswith(">") for text in texts):
        return False
    return are_safe([text[1:-1] for text in texts])


def _is_literal(text: str) -> bool:
    if _PLAIN_LITERAL.fullmatch(text):
        return True
    return _own_form(text) == text


def _in_own_form(text: str) -> str:
    """A statement, its object as the engine writes it if it is a literal with a datatype.

    Without the full stop, before and after.
    """
    if not text.endswith(">") or _PLAIN_NUMBER.search(text):
        return text
    subject, predicate, value = text.split(" ", 2)
    if not value.startswith('"') or _PLAIN_LITERAL.fullmatch(value):
        return text
    return f"{subject} {predicate} {_own_form(value) or value}"


def _own_form(text: str) -> str | None:
    """How the engine writes this literal; None if it is none."""
    return _kept_form(text) if len(text) <= _LONGEST_KEPT else _find_form(text)


def _find_form(text: str) -> str | None:
    staging, start = Store(), "<urn:s> <urn:p> "
    try:
        quads = list(parse(f"{start}{text} .", format=RdfFormat.N_TRIPLES))
    except SyntaxError:
        return None
    staging.extend(quads)
    lines = stored_lines(staging, DefaultGraph())
    return lines[0].removeprefix(start)[:-2] if len(lines) == 1 else None


_kept_form = lru_cache(maxsize=20_000)(_find_form)
