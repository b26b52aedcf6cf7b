"""What may enter a named graph, and the one text form in which it does. Opens no store on disk."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph.errors import QuadsInvalidError

# Absolute IRIs of schemes that no browser runs as code, without bidi or control characters.
_SAFE_IRI = re.compile(
    r"(?:https?://|urn:)[^\x00-\x20\x7f-\x9f<>\"{}|^`\\\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)


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
    content = hashlib.sha256()
    for line in lines:
        content.update(line.encode())
        content.update(b"\n")
    return content.hexdigest()


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


def _checked(graph: NamedNode, quads: Iterable[Quad]) -> Iterable[Quad]:
    seen: set[str] = {graph.value}
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph) and quad.graph_name != graph:
            raise QuadsInvalidError(f"{quad} belongs to another graph than {graph}")
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, Literal):
                continue
            if not isinstance(term, NamedNode):
                raise QuadsInvalidError(
                    f"{quad} holds a blank node or a triple term; name it by IRI"
                )
            if term.value not in seen:
                check_iri(term.value)
                seen.add(term.value)
        yield Quad(quad.subject, quad.predicate, quad.object, graph)
