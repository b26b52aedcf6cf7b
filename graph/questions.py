"""Stored questions by name, and their parameters as RDF terms; see graph.header for the files."""

import difflib
import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from pyoxigraph import Literal, NamedNode

from graph.answer import Bound, Table
from graph.errors import ParameterError, QuestionHeaderError, QuestionMissingError
from graph.header import Column, Parameter, Question, read_folder
from graph.interface import MAX_BYTES, MAX_ROWS, TIMEOUT_S, Pool
from ontology.terms import XSD_DATE, XSD_DECIMAL

__all__ = [
    "Column",
    "Parameter",
    "Question",
    "answer_question",
    "bind",
    "find_question",
    "stored_questions",
]


@cache
def stored_questions() -> tuple[Question, ...]:
    """All stored questions, by theme and name. Raises QuestionHeaderError."""
    return tuple(
        sorted(read_folder("queries"), key=lambda question: (question.theme, question.name))
    )


def find_question(name: str) -> Question:
    """The stored question of that name. Raises QuestionMissingError with near names."""
    by_name = {question.name: question for question in stored_questions()}
    if name not in by_name:
        raise QuestionMissingError(name, difflib.get_close_matches(name, by_name))
    return by_name[name]


def bind(question: Question, values: Mapping[str, str]) -> dict[str, Bound]:
    """The question's parameters as RDF terms, ready for QueryPool.ask(bindings=…).

    An IRI is given whole (`https://…`, also in <>), or with a prefix that the question declares
    (`ct:NLD`); several stand apart by a blank. A boolean is true or false, a date 2026-01-22. An
    empty value counts as not given.

    Raises ParameterError for an unknown name, a value not of its kind, or a required one missing.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    unknown = sorted(values.keys() - known.keys())
    if unknown:
        takes = ", ".join(known) or "none"
        raise ParameterError(f"{question.name} has no parameter {unknown[0]!r}; it takes: {takes}")
    bindings: dict[str, Bound] = {}
    for name, parameter in known.items():
        value = values.get(name) or parameter.default
        if value:
            bindings[name] = _parse_value(question, parameter, value)
        elif parameter.required:
            raise ParameterError(
                f"{question.name} needs the parameter {name!r} ({parameter.kind}): {parameter.help}"
            )
    return bindings


def answer_question(
    pool: Pool,
    question: Question | str,
    values: Mapping[str, str] | None = None,
    *,
    timeout_s: float = TIMEOUT_S,
    max_rows: int = MAX_ROWS,
    max_bytes: int = MAX_BYTES,
    ticket: str | None = None,
) -> Table:
    """The answer to a stored question, or to the one of that name; see bind(), QueryPool.ask().

    Raises QuestionMissingError, ParameterError and what QueryPool.ask raises.
    """
    if isinstance(question, str):
        question = find_question(question)
    answer = pool.ask(
        question.text,
        timeout_s=timeout_s,
        max_rows=max_rows,
        max_bytes=max_bytes,
        bindings=bind(question, values or {}),
        ticket=ticket,
    )
    if not isinstance(answer, Table):
        raise QuestionHeaderError(f"{question.name}.rq", 1, "a stored question must be a SELECT")
    return answer


def _parse_value(question: Question, parameter: Parameter, value: str) -> Bound:
    try:
        match parameter.kind:
            case "iri":
                return _parse_iri(value, question.prefixes)
            case "iris":
                return tuple(_parse_iri(one, question.prefixes) for one in value.split())
            case "string":
                return Literal(value)
            case "boolean":
                return Literal({"true": True, "false": False}[value.lower()])
            case "date":
                return Literal(date.fromisoformat(value).isoformat(), datatype=XSD_DATE)
            case "integer":
                return Literal(int(value))
            case _:
                if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value, re.ASCII):
                    raise ValueError(value)
                return Literal(value, datatype=XSD_DECIMAL)
    except (ValueError, KeyError) as error:
        raise ParameterError(
            f"{question.name}: {value!r} is no {parameter.kind} for {parameter.name!r} "
            f"({parameter.help})"
        ) from error


def _parse_iri(value: str, prefixes: Mapping[str, str]) -> NamedNode:
    """Raises ValueError if the value is neither an absolute IRI nor a name with a known prefix."""
    bare = value.removeprefix("<").removesuffix(">")
    prefix, colon, local = bare.partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        return NamedNode(prefixes[prefix] + local)
    if not re.match(r"(?:https?|urn):", bare):
        raise ValueError(value)
    return NamedNode(bare)
