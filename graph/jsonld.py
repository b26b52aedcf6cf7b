"""Statements as JSON-LD with our context, written batch by batch; evidence inside its claim."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.errors import ExportError
from ontology.context import compact, jsonld_context, key_of, property_kinds
from ontology.terms import (
    P_EVIDENCE,
    P_HOLDER_SET,
    P_SPAN,
    RDF_TYPE,
    XSD_BOOLEAN,
    XSD_INTEGER,
    XSD_STRING,
)

# What every JSON reader keeps exactly; other numbers stay text, which the context types.
_WHOLE = re.compile(r"0|-?[1-9]\d{0,14}")
_EMBEDDED = frozenset({P_HOLDER_SET, P_EVIDENCE, P_SPAN})
_Node = NamedNode | BlankNode
_Value = NamedNode | BlankNode | Literal
_Objects = dict[NamedNode, list[_Value]]


def write_jsonld(batches: Iterable[Iterable[Triple]], target: BinaryIO, *, embed: bool) -> None:
    """Write the triples of all batches as one JSON-LD document in UTF-8.

    A batch should hold all that is said of a node; what stands in two batches is said twice, which
    means the same. With `embed`, holder sets, evidence and spans stand inside what they belong to.

    Raises ExportError for a triple term.
    """
    context = json.dumps(jsonld_context(), ensure_ascii=False, indent=1)
    target.write(f'{{"@context": {context},\n"@graph": [\n'.encode())
    between = b""
    for batch in batches:
        nodes: dict[_Node, _Objects] = {}
        for triple in sorted(set(batch), key=str):
            subject, object_ = _term(triple.subject, triple), _term(triple.object, triple)
            if isinstance(subject, Literal):
                raise ExportError(f"{triple}: a literal cannot be a subject")
            nodes.setdefault(subject, {}).setdefault(triple.predicate, []).append(object_)
        writer = _Writer(nodes, embed)
        # All at once: each call for itself leaves a ring of garbage behind.
        if roots := list(writer.roots()):
            text = json.dumps(roots, ensure_ascii=False, indent=1)
            target.write(between + text.removeprefix("[\n").removesuffix("\n]").encode())
            between = b",\n"
    target.write(b"\n]}\n")


def _term(term: object, triple: Triple) -> _Value:
    if not isinstance(term, NamedNode | BlankNode | Literal):
        raise ExportError(f"{triple} holds a triple term, which JSON-LD cannot; take turtle")
    return term


class _Writer:
    """Writes the nodes of one batch."""

    def __init__(self, nodes: Mapping[_Node, _Objects], embed: bool) -> None:
        self._nodes = nodes
        self._embedded = _EMBEDDED if embed else frozenset()
        self._kinds = property_kinds()

    def roots(self) -> Iterable[dict[str, Any]]:
        """The nodes that no other one holds, by IRI."""
        inside = {
            value
            for objects in self._nodes.values()
            for predicate in self._embedded & objects.keys()
            for value in objects[predicate]
        }
        for subject in sorted(self._nodes, key=str):
            if subject not in inside:
                yield self._node(subject)

    def _node(self, subject: _Node) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": _id(subject)}
        for predicate, values in self._nodes[subject].items():
            kind = self._kinds.get(predicate.value)
            if predicate == RDF_TYPE and not any(isinstance(v, Literal) for v in values):
                node["@type"] = _one_or_many([_id(v) for v in values if not isinstance(v, Literal)])
            elif kind is None or not all(_fits(value, kind) for value in values):
                # The whole IRI is no key of the context, so nothing is taken for another type.
                node[predicate.value] = _one_or_many([_expanded(value) for value in values])
            elif kind == "@language":
                node[key_of(predicate.value)] = _language_map(values)
            else:
                found = [self._value(predicate, value) for value in values]
                node[key_of(predicate.value)] = _one_or_many(found)
        return node

    def _value(self, predicate: NamedNode, value: _Value) -> Any:  # noqa: ANN401 - JSON
        if not isinstance(value, Literal):
            if predicate in self._embedded and value in self._nodes:
                return self._node(value)
            return _id(value)
        if value.datatype == XSD_INTEGER and _WHOLE.fullmatch(value.value):
            return int(value.value)
        if value.datatype == XSD_BOOLEAN and value.value in ("true", "false"):
            return value.value == "true"
        return value.value


def _fits(value: _Value, kind: str) -> bool:
    if not isinstance(value, Literal):
        return kind == "@id"
    if value.language is not None:
        return kind == "@language" and value.direction is None
    return kind == value.datatype.value


def _id(node: _Node) -> str:
    return f"_:{node.value}" if isinstance(node, BlankNode) else compact(node.value)


def _expanded(value: _Value) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": _id(value)}
    found = {"@value": value.value}
    if value.language is not None:
        found["@language"] = value.language
        if value.direction is not None:
            found["@direction"] = value.direction.value
    elif value.datatype != XSD_STRING:
        found["@type"] = compact(value.datatype.value)
    return found


def _language_map(values: list[_Value]) -> dict[str, Any]:
    texts: dict[str, list[str]] = {}
    for value in values:
        if isinstance(value, Literal):
            texts.setdefault(value.language or "@none", []).append(value.value)
    return {language: _one_or_many(found) for language, found in sorted(texts.items())}


def _one_or_many(values: list[Any]) -> Any:  # noqa: ANN401 - JSON
    return values[0] if len(values) == 1 else values
