"""The child that writes a query as the algebra of SPARQL 1.1: `python -m graph.algebra`.

A text on stdin, one JSON object on stdout: {"tree": {"operator", "detail", "parts"}} or {"error"}.
A process of its own, without network and with bounded memory, as some texts keep a parser busy for
ever. The query is not run.
"""

import json
import re
import sys
from typing import Any

from rdflib.namespace import XSD
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Identifier, Literal, URIRef, Variable

from graph.confine import deny_network, limit_memory
from ontology.context import compact

MEMORY_BYTES = 2**30
_IRI = re.compile(r"<([^<>]+)>")
_CHAINED = {"LeftJoin", "Join", "Union", "Extend"}
_INFIX = {
    "ConditionalOrExpression": " || ",
    "ConditionalAndExpression": " && ",
    "AdditiveExpression": None,
    "MultiplicativeExpression": None,
}

Node = dict[str, Any]


def main() -> None:
    """Read one text, write its tree."""
    limit_memory(MEMORY_BYTES)
    deny_network()
    text = sys.stdin.buffer.read().decode("utf-8")
    try:
        answer: dict[str, object] = {"tree": tree_of(text)}
    except RecursionError:
        answer = {"error": "the query is nested too deeply"}
    except Exception as error:  # noqa: BLE001  a parser of another house: whatever it raises is said
        answer = {"error": f"{type(error).__name__}: {error}"[:500]}
    sys.stdout.write(json.dumps(answer))


def tree_of(text: str) -> Node:
    """The algebra of a query; chains of one operator are one node with many parts."""
    algebra = translateQuery(parseQuery(text)).algebra
    return _node(algebra)


def _node(value: CompValue) -> Node:
    name = value.name
    if name in _CHAINED:
        return _chain(value)
    detail, parts = "", []
    match name:
        case "BGP":
            return {"operator": name, "detail": "", "parts": _triples(value.triples)}
        case "Filter":
            detail = _expression(value.expr)
        case "Project":
            detail = " ".join(variable.n3() for variable in value.PV)
        case "OrderBy":
            detail = ", ".join(_condition(one) for one in value.expr)
        case "Slice":
            detail = f"from {value.start}, {value.length or 'all'} rows"
        case "Graph":
            detail = _term(value.term)
        case "Group":
            detail = ", ".join(_expression(one) for one in value.expr or ())
        case "AggregateJoin":
            detail = ", ".join(_expression(one) for one in value.A)
        case "values" | "ToMultiSet" if _part(value, "res") is not None:
            return {"operator": "Values", "detail": f"{len(value.res)} rows", "parts": []}
        case "ConstructQuery":
            parts = [
                {"operator": "Template", "detail": "", "parts": _triples(value.template or ())}
            ]
    for key in ("p", "p1", "p2", "part", "where"):
        part = _part(value, key)
        if isinstance(part, CompValue):
            parts.append(_node(part))
    return {"operator": name, "detail": detail, "parts": parts}


def _part(value: CompValue, key: str) -> Any:  # noqa: ANN401  rdflib has no types for its trees
    """The part of that name, or None; CompValue.get() gives the name itself for an absent one."""
    return value[key] if key in value else None  # noqa: SIM401


def _chain(value: CompValue) -> Node:
    """Left-deep chains laid flat: ((a ⟕ b) ⟕ c) is one left join of a with b, then with c."""
    name, parts, details = value.name, [], []
    while isinstance(value, CompValue) and value.name == name:
        if name == "Extend":
            details.append(f"{_expression(value.expr)} AS {value.var.n3()}")
            value = value.p
            continue
        right = _node(value.p2)
        condition = _expression(value.expr) if name == "LeftJoin" else ""
        parts.append(right | {"detail": f"{right['detail']} {condition}".strip()})
        value = value.p1
    parts.append(_node(value))
    return {"operator": name, "detail": "; ".join(reversed(details)), "parts": parts[::-1]}


def _triples(triples: Any) -> list[Node]:  # noqa: ANN401  rdflib has no types for its trees
    return [
        {"operator": "triple", "detail": " ".join(map(_term, triple)), "parts": []}
        for triple in triples
    ]


def _condition(value: CompValue) -> str:
    direction = "descending" if _part(value, "order") == "DESC" else "ascending"
    return f"{_expression(value.expr)} {direction}"


def _expression(value: Any) -> str:  # noqa: ANN401  rdflib has no types for its trees
    if isinstance(value, list):
        return ", ".join(map(_expression, value))
    if not isinstance(value, CompValue):
        return _term(value)
    name = value.name
    if name == "TrueFilter":
        return ""
    if name in _INFIX or name == "RelationalExpression":
        if str(value.op).endswith("IN"):
            return f"{_expression(value.expr)} {value.op} ({_expression(value.other)})"
        others = value.other if isinstance(value.other, list) else [value.other]
        operators = value.op if isinstance(value.op, list) else [value.op] * len(others)
        said = _expression(value.expr)
        for operator, other in zip(operators, others, strict=True):
            said += (_INFIX.get(name) or f" {operator} ") + _expression(other)
        return said
    if name == "UnaryNot":
        return f"!{_expression(value.expr)}"
    if name.endswith("EXISTS"):
        return "NOT EXISTS { … }" if "NOT" in name else "EXISTS { … }"
    inner = (
        _expression(part) for key, part in value.items() if key not in ("_vars", "distinct", "res")
    )
    called = name.removeprefix("Builtin_").removeprefix("Aggregate_").upper()
    said = ", ".join(filter(None, inner))
    result = _part(value, "res")
    return f"{called}({said})" + (f" AS {result.n3()}" if isinstance(result, Variable) else "")


def _term(value: Any) -> str:  # noqa: ANN401  rdflib has no types for its trees
    if isinstance(value, PropertyPath):
        return _IRI.sub(lambda found: compact(found[1]), str(value.n3()))
    if isinstance(value, Literal) and value.datatype in (XSD.integer, XSD.decimal, XSD.boolean):
        return str(value)
    if isinstance(value, URIRef):
        return "a" if str(value).endswith("#type") else compact(str(value))
    if isinstance(value, Variable | Literal | Identifier):
        return str(value.n3())
    return str(value)


if __name__ == "__main__":
    main()
