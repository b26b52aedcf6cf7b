"""Says whether a literal lies in the range of a property, for the datatypes that we use."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal

from ontology.terms import RDF, XSD

_INTEGER = re.compile(r"[+-]?[0-9]+")


def is_in_range(literal: Literal, datatype: object) -> bool:
    """Whether the literal is a value of the datatype; True for a datatype that is none of ours."""
    test = _TESTS.get(getattr(datatype, "value", ""))
    return test is None or test(literal)


def _is_plain(literal: Literal) -> bool:
    return literal.language is not None or _is_string(literal)


def _is_string(literal: Literal) -> bool:
    return literal.language is None and literal.datatype.value == f"{XSD}string"


def _is_number(literal: Literal) -> bool:
    if literal.datatype.value not in (f"{XSD}decimal", f"{XSD}integer", _COUNT):
        return False
    try:
        Decimal(literal.value)
    except InvalidOperation:
        return False
    return True


def _is_count(literal: Literal) -> bool:
    whole = literal.datatype.value in (f"{XSD}integer", _COUNT)
    return whole and bool(_INTEGER.fullmatch(literal.value)) and int(literal.value) >= 0


def _is_truth(literal: Literal) -> bool:
    known = ("true", "false", "1", "0")
    return literal.datatype.value == f"{XSD}boolean" and literal.value in known


def _is_day(literal: Literal) -> bool:
    return literal.datatype.value == f"{XSD}date" and _reads(date.fromisoformat, literal.value)


def _is_time(literal: Literal) -> bool:
    at = literal.datatype.value == f"{XSD}dateTime"
    return at and _reads(datetime.fromisoformat, literal.value)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


_COUNT = f"{XSD}nonNegativeInteger"
_TESTS: Mapping[str, Callable[[Literal], bool]] = {
    f"{XSD}string": _is_string,
    f"{RDF}PlainLiteral": _is_plain,
    f"{XSD}decimal": _is_number,
    _COUNT: _is_count,
    f"{XSD}boolean": _is_truth,
    f"{XSD}date": _is_day,
    f"{XSD}dateTime": _is_time,
}
