"""What may enter a named graph, and the one text form in which it does. Opens no store on disk."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph.errors import QuadsInvalidError

_DEFAULT = DefaultGraph()
# Absolute IRIs of schemes that no browser runs as code, without bidi or control characters.
_SAFE = r"(?:https?://|urn:)[^\x00-\x20\x7f-\x9f<>\"{}|^`\\\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
_SAFE_IRI = re.compile(_SAFE)
_SAFE_IRIS = re.compile(f"(?:{_SAFE}\n)*")


def check_iri(iri: str) -> NamedNode:
    """The IRI as a term, if it may be stored: absolute, http(s) or urn, NFC, no bidi controls.

    Raises QuadsInvalidError.
    """
    if not _SAFE_IRI.fullmatch(iri):
        raise QuadsInvalidError(f"{iri!r} is no absolute http, https or urn IRI without controls")
    if unicodedata.normalize("NFC", iri) != iri:
        raise QuadsInvalidError(f"{iri!r} is not in Unicode form NFC; mint it from normalised text")
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QuadsInvalidError(f"{iri!r} is no valid IRI: {error}") from error


def are_safe(iris: Iterable[str]) -> bool:
    """Whether check_iri() lets all of them pass; all are looked at together."""
    kept = list(iris)
    text = "".join([f"{iri}\n" for iri in kept])  # no IRI that may be stored has a line break
    if not _SAFE_IRIS.fullmatch(text) or text.count("\n") != len(kept):
        return False
    try:
        return unicodedata.is_normalized("NFC", text) and all(map(NamedNode, kept))
    except ValueError:
        return False


def graph_lines(graph: NamedNode, quads: Iterable[Quad]) -> list[str]:
    """The quads as sorted, distinct N-Triples statements in the engine's own literal forms.

    A quad of the default graph counts as one of `graph`.

    Raises QuadsInvalidError for a blank node, a triple term, an unsafe IRI or a quad of another
    graph.
    """
    staging = Store()
    staging.extend(_checked(graph, quads))
    return stored_lines(staging, graph)


def stored_lines(store: Store, graph: NamedNode | DefaultGraph) -> list[str]:
    """What the store holds in the graph, as graph_lines() gives it."""
    return sorted(f"{quad.triple} ." for quad in store.quads_for_pattern(None, None, None, graph))


def digest(lines: Iterable[str]) -> str:
    """SHA-256, in hex, of a graph's statements as graph_lines() orders them."""
    return hashlib.sha256("".join([f"{line}\n" for line in lines]).encode()).hexdigest()


def digest_text(content: bytes) -> str:
    """As digest(), of the statements as one text in UTF-8, with a line break between two."""
    return hashlib.sha256(content + b"\n" if content else b"").hexdigest()


def edit_request(removed: Iterable[Quad], added: Iterable[Quad]) -> str:
    """One SPARQL update, so one transaction, that takes quads away and then adds others."""
    return f"DELETE DATA {{\n{_data(removed)}\n}} ;\nINSERT DATA {{\n{_data(added)}\n}}"


def _data(quads: Iterable[Quad]) -> str:
    return "\n".join(
        f"{quad.triple} ."
        if isinstance(quad.graph_name, DefaultGraph)
        else f"GRAPH {quad.graph_name} {{ {quad.triple} }}"
        for quad in quads
    )


def edit_digests(removed: Iterable[Quad], added: Iterable[Quad]) -> dict[str, str]:
    """For each named graph that an edit touches the SHA-256 of what it takes away and adds."""
    lines: dict[str, list[str]] = {}
    for mark, quads in (("-", removed), ("+", added)):
        for quad in quads:
            if isinstance(quad.graph_name, NamedNode):
                lines.setdefault(quad.graph_name.value, []).append(f"{mark} {quad.triple}")
    return {graph: digest(sorted(its)) for graph, its in lines.items()}


def graph_iris(store: Store) -> list[str]:
    """Named graphs that hold a quad (the engine also remembers the names of emptied ones)."""
    return [
        name.value
        for name in store.named_graphs()
        if isinstance(name, NamedNode)
        and next(store.quads_for_pattern(None, None, None, name), None) is not None
    ]


def named_quad_count(store: Store) -> int:
    """Number of quads in all named graphs; the default graph, their merge, does not count."""
    return len(store) - sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))


def _checked(graph: NamedNode, quads: Iterable[Quad]) -> Sequence[Quad]:
    """The quads as quads of the graph. Raises QuadsInvalidError as graph_lines()."""
    kept = list(quads)
    graphs = {quad.graph_name for quad in kept}
    nodes: set[object] = {quad.subject for quad in kept}
    nodes |= {quad.predicate for quad in kept}
    nodes |= {quad.object for quad in kept}
    if not (graphs <= {graph, _DEFAULT} and all(map(_may_stand, nodes))):
        for quad in kept:  # which says of the first one what is wrong with it
            _check_quad(graph, quad)
    if graphs <= {graph}:
        return kept
    return [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in kept]


def _may_stand(term: object) -> bool:
    """Whether a term may stand in a graph, looked at without its quad; as _check_quad()."""
    if isinstance(term, Literal):
        return True
    if not isinstance(term, NamedNode):
        return False
    iri = term.value
    return _SAFE_IRI.fullmatch(iri) is not None and unicodedata.is_normalized("NFC", iri)


def _check_quad(graph: NamedNode, quad: Quad) -> None:
    if quad.graph_name not in (graph, _DEFAULT):
        raise QuadsInvalidError(f"{quad} belongs to another graph than {graph}")
    for term in (quad.subject, quad.predicate, quad.object):
        if isinstance(term, Literal):
            continue
        if not isinstance(term, NamedNode):
            raise QuadsInvalidError(f"{quad} holds a blank node or a triple term; name it by IRI")
        check_iri(term.value)
