"""Finds terms of ours that the vocabulary does not have, in queries and Turtle, with the nearest.

Reads text, not triples: a misspelt term is still in its place there, so the line can be named.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from ontology.errors import OntologyError
from ontology.modules import parse_turtle, term_paths
from ontology.terms import SP

_PREFIX = re.compile(r"@?prefix\s+([A-Za-z][\w-]*)?:\s*<([^>\s]*)>", re.IGNORECASE)
# What may hold a word of the form sp:name without using it: IRIs, strings, comments. In order.
_TOKEN = re.compile(
    r"<(?P<iri>[^<>\s]*)>"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|\#[^\n]*"
    r"|(?P<prefix>[A-Za-z][\w-]*)?:(?P<name>[A-Za-z][\w-]*)",
)
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A term of our namespace that the vocabulary does not have; `nearest` may be empty."""

    source: str
    line: int
    name: str
    nearest: tuple[str, ...]

    def __str__(self) -> str:
        close = " or ".join(f"sp:{name}" for name in self.nearest)
        cure = f"did you mean {close}?" if close else "see the list of terms in terms.ttl"
        return f"{self.source}:{self.line}: there is no term sp:{self.name}; {cure}"


@cache
def known_names() -> frozenset[str]:
    """Names of all terms and values, without namespace."""
    return frozenset(
        quad.subject.value.removeprefix(SP)
        for path in term_paths()
        for quad in parse_turtle(path)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(SP)
    )


def find_unknown_terms(text: str, source: str) -> list[UnknownTerm]:
    """The terms of ours in a query or in Turtle that are not in the vocabulary, in text order."""
    return [
        UnknownTerm(
            source,
            text.count("\n", 0, place) + 1,
            name,
            tuple(get_close_matches(name, known_names(), n=_NEAREST)),
        )
        for place, name in names_in(text)
        if name not in known_names()
    ]


def lint_file(path: Path) -> list[str]:
    """What is wrong with a query or a Turtle file: bad syntax (Turtle only), and unknown terms."""
    if path.suffix == ".ttl":
        try:
            for _ in parse_turtle(path):
                pass
        except OntologyError as error:
            return [str(error)]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return [f"{path}: cannot be read as UTF-8 text ({error}); check the path and save it again"]
    return [str(found) for found in find_unknown_terms(text, str(path))]


def names_in(text: str) -> Iterator[tuple[int, str]]:
    """Place and local name of every use of our namespace."""
    ours = {prefix or "" for prefix, namespace in _PREFIX.findall(text) if namespace == SP}
    for found in _TOKEN.finditer(text):
        iri, name = found["iri"], found["name"]
        if iri and iri.startswith(SP) and iri != SP:
            yield found.start(), iri.removeprefix(SP)
        elif name and (found["prefix"] or "") in ours:
            yield found.start(), name
