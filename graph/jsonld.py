"""Quads as compact JSON-LD with its own context: what belongs to a claim stands inside it.

Written by hand because no library here frames. It needs data without blank nodes and lists, which
is what the store holds; named graphs are not kept (use TriG).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import (
    P_EVIDENCE,
    P_HOLDER_SET,
    P_SPAN,
    PREFIXES,
    RDF_TYPE,
    SP,
    XSD_BOOLEAN,
    XSD_INTEGER,
    XSD_STRING,
)

_EMBEDDED = frozenset({P_HOLDER_SET, P_EVIDENCE, P_SPAN})
_Objects = dict[NamedNode, list[NamedNode | Literal]]


def write_jsonld(quads: Iterable[Quad]) -> bytes:
    """The triples of the quads as one JSON-LD document, in UTF-8, the same bytes each time."""
    nodes: dict[NamedNode, _Objects] = {}
    for subject, predicate, object_ in sorted({_parts(quad) for quad in quads}, key=str):
        nodes.setdefault(subject, {}).setdefault(predicate, []).append(object_)
    writer = _Writer(nodes)
    document = {"@context": writer.context(), "@graph": writer.graph()}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _parts(quad: Quad) -> tuple[NamedNode, NamedNode, NamedNode | Literal]:
    if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
        raise TypeError(f"{quad} holds a blank node or a triple term")
    return quad.subject, quad.predicate, quad.object


class _Writer:
    """Holds the nodes by IRI and, for each property, how the context types its values."""

    def __init__(self, nodes: Mapping[NamedNode, _Objects]) -> None:
        self._nodes = nodes
        self._kinds: dict[NamedNode, str] = {}
        for objects in nodes.values():
            for predicate, values in objects.items():
                kinds = {_kind(value) for value in values} | {
                    self._kinds.get(predicate, _kind(values[0]))
                }
                self._kinds[predicate] = kinds.pop() if len(kinds) == 1 else "mixed"

    def context(self) -> dict[str, Any]:
        """Prefixes, then one entry for each property in use."""
        entries: dict[str, Any] = dict(sorted(PREFIXES.items()))
        for predicate, kind in sorted(self._kinds.items(), key=lambda item: _name(item[0])):
            if predicate == RDF_TYPE:
                continue
            entry = {"@id": _compact(predicate.value)}
            if kind == "@language":
                entry["@container"] = "@language"
            elif kind not in ("mixed", XSD_STRING.value):
                entry["@type"] = kind if kind == "@id" else _compact(kind)
            entries[_name(predicate)] = entry
        return entries

    def graph(self) -> list[dict[str, Any]]:
        """The nodes that no other one holds, by IRI."""
        inside = {
            value
            for objects in self._nodes.values()
            for predicate in _EMBEDDED & objects.keys()
            for value in objects[predicate]
        }
        return [
            self._node(subject) for subject in sorted(self._nodes, key=str) if subject not in inside
        ]

    def _node(self, subject: NamedNode) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": _compact(subject.value)}
        for predicate, values in self._nodes[subject].items():
            if predicate == RDF_TYPE:
                node["@type"] = _one_or_many([_compact(value.value) for value in values])
            elif self._kinds[predicate] == "@language":
                node[_name(predicate)] = _language_map(values)
            else:
                node[_name(predicate)] = _one_or_many(
                    [self._value(predicate, value) for value in values]
                )
        return node

    def _value(self, predicate: NamedNode, value: NamedNode | Literal) -> Any:  # noqa: ANN401 - JSON
        kind = self._kinds[predicate]
        if isinstance(value, NamedNode):
            if predicate in _EMBEDDED and value in self._nodes:
                return self._node(value)
            return _compact(value.value) if kind == "@id" else {"@id": _compact(value.value)}
        if kind == XSD_STRING.value:
            return value.value
        if kind == XSD_INTEGER.value and value.value == str(int(value.value)):
            return int(value.value)
        if kind == XSD_BOOLEAN.value and value.value in ("true", "false"):
            return value.value == "true"
        if kind != "mixed":
            return value.value
        if value.language is not None:
            return {"@value": value.value, "@language": value.language}
        return {"@value": value.value, "@type": _compact(value.datatype.value)}


def _kind(value: NamedNode | Literal) -> str:
    if isinstance(value, NamedNode):
        return "@id"
    return "@language" if value.language is not None else value.datatype.value


def _language_map(values: list[NamedNode | Literal]) -> dict[str, Any]:
    texts: dict[str, list[str]] = {}
    for value in values:
        if isinstance(value, Literal):
            texts.setdefault(value.language or "@none", []).append(value.value)
    return {language: _one_or_many(found) for language, found in sorted(texts.items())}


def _one_or_many(values: list[Any]) -> Any:  # noqa: ANN401 - JSON
    return values[0] if len(values) == 1 else values


def _name(predicate: NamedNode) -> str:
    """Key of a property: its plain name if it is ours, else with its prefix."""
    compact = _compact(predicate.value)
    return compact.removeprefix("sp:") if predicate.value.startswith(SP) else compact


def _compact(iri: str) -> str:
    """The IRI with a prefix, if one fits and the rest cannot be misread; else whole."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if iri.startswith(namespace) and local and not local.startswith("//"):
            return f"{prefix}:{local}"
    return iri
