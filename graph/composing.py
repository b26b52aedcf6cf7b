"""Writes the SPARQL of a filled-in form: a class, columns, and what is wanted of their values.

Values go in as RDF terms, written by the engine's own library, never as they were typed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ontology.terms import PREFIXES, RDF_TYPE, XSD_DATE

_LOCAL = re.compile(r"[A-Za-z0-9_][\w-]*", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ROWS = 1_000


@dataclass(frozen=True)
class Wanted:
    """A column: the path of properties to its values, and what is wanted of them.

    `one_of` are IRIs, of which the value is one; `low` and `high` numbers or dates (2026-01-22) as
    text, between which it lies; `words` a text that it holds; `is_true` its truth. A column of
    which nothing is wanted may be empty.
    """

    path: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    words: str = ""
    is_true: bool | None = None

    @property
    def is_condition(self) -> bool:
        """Whether anything is wanted of the values."""
        return bool(self.one_of or self.low or self.high or self.words or self.is_true is not None)


def compose_query(target: str, columns: Sequence[Wanted], rows: int = ROWS) -> str:
    """A SELECT for the things of a class, a line a column; ends in a line end.

    Raises ValueError for a limit that is neither a number nor a date.
    """
    subject = _variable(target, set())
    taken = {subject}
    lines, conditions, names = [f"  ?{subject} a {_name(target)} ."], [], [subject]
    for column in columns:
        variable = _variable(column.path[-1], taken)
        taken.add(variable)
        names.append(variable)
        path = "/".join(_name(step) for step in column.path)
        triple = f"?{subject} {path} ?{variable}"
        lines.append(f"  {triple} ." if column.is_condition else f"  OPTIONAL {{ {triple} }}")
        conditions += [f"  FILTER({said})" for said in _conditions(column, variable)]
    body = "\n".join((*lines, *conditions))
    selected = " ".join(f"?{name}" for name in names)
    text = f"SELECT DISTINCT {selected}\nWHERE {{\n{body}\n}}\nLIMIT {rows}\n"
    used = [prefix for prefix in PREFIXES if re.search(rf"(?<![\w-]){prefix}:[A-Za-z0-9_]", text)]
    prologue = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)
    return f"{prologue}\n{text}" if prologue else text


def _conditions(column: Wanted, variable: str) -> Iterable[str]:
    if len(column.one_of) == 1:
        yield f"?{variable} = {_name(column.one_of[0])}"
    elif column.one_of:
        yield f"?{variable} IN ({', '.join(map(_name, column.one_of))})"
    if column.low:
        yield f"?{variable} >= {_bound(column.low)}"
    if column.high:
        yield f"?{variable} <= {_bound(column.high)}"
    if column.words:
        yield f"CONTAINS(LCASE(STR(?{variable})), {Literal(column.words.lower())})"
    if column.is_true is not None:
        yield f"?{variable} = {'true' if column.is_true else 'false'}"


def _bound(value: str) -> str:
    if _DATE.fullmatch(value):
        literal = Literal(value, datatype=XSD_DATE)
        return f'"{literal.value}"^^{_name(XSD_DATE.value)}'
    if _NUMBER.fullmatch(value):
        return value
    raise ValueError(f"{value!r} is neither a number nor a date (2026-01-22)")


def _name(iri: str) -> str:
    """The IRI as a query writes it: with one of our prefixes, or in angle brackets."""
    if iri == RDF_TYPE.value:
        return "a"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri.removeprefix(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return str(NamedNode(iri))


def _variable(iri: str, taken: set[str]) -> str:
    """A name after the last part of the IRI: …#PositionClaim claim, …#namedHolder namedHolder."""
    last = re.sub(r"\W", "", re.split(r"[#/]", iri)[-1]) or "value"
    bare = last[0].lower() + last[1:]
    name, number = bare, 2
    while name in taken:
        name, number = f"{bare}{number}", number + 1
    return name
