"""What is refused before a worker sees it, read off the tokens of a query; nothing is parsed here.

This gives the clear message. What holds when a spelling slips through is the worker, which has no
network and a store it cannot write.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from pyoxigraph import Literal, NamedNode

from graph.answer import Bound, Term
from graph.errors import (
    QueryBindingError,
    QueryRefusedError,
    QueryTooLongError,
    ServiceRefusedError,
)

MAX_QUERY_CHARACTERS = 200_000
_KEPT_CHARACTERS = 20_000

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*+)
    | (?P<string>"{3}(?:[^"\\]|\\.|"(?!""))*+"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
                | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<variable>[?$]\w++)
    | (?P<number>\d++(?:\.\d*+)?(?:[eE][+-]?\d++)?)
    | (?P<name>(?:[^\W\d_](?:[\w.-]{0,100}[\w-])?)?
               :(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.|\.++(?=[\w:%\\-]))*+)
    | (?P<word>[^\W\d_]\w*+)
    | (?P<escape>\\.)
    | (?P<space>\s++)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset(
    {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}
)
_PROLOGUE = frozenset({"prefix", "base", "version"})
_FORMS = ("select", "ask", "construct", "describe")
_CHANGING = frozenset({"now", "rand", "uuid", "struuid", "bnode"})
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
VALUES_LINE = re.compile(r"^[ \t]*#[ \t]*values((?:[ \t]+\?\w+)+)[ \t]*$", re.MULTILINE | re.ASCII)
_GIVEN_LINE = re.compile(
    r"^([ \t]*)#[ \t]*given((?:[ \t]+\?\w+(?:=\w+)?)+)[ \t]*:[ \t]*(\S.*)$", re.MULTILINE | re.ASCII
)


@dataclass(frozen=True)
class Token:
    """One token outside white space: its kind (a group of the pattern), its text and its offset."""

    kind: str
    text: str
    start: int = 0


def refuse_dangerous(text: str) -> None:
    """Refuse a text that asks for the network or for a change, or is far too long.

    SERVICE is found in every spelling the engine takes, also glued to its neighbours
    (`SERVICESILENT`, `trueSERVICE`), and not in strings, comments, IRIs, variables or names.

    Raises QueryRefusedError: ServiceRefusedError, QueryTooLongError, or itself for an update.
    """
    if len(text) > MAX_QUERY_CHARACTERS:
        raise QueryTooLongError(
            f"the query has {len(text)} characters, more than {MAX_QUERY_CHARACTERS}; shorten it"
        )
    if len(text) > _KEPT_CHARACTERS:
        _refuse_in(text)
    else:
        _refuse_in_kept(text)


def _refuse_in(text: str) -> None:
    tokens = list(read_tokens(text))
    _refuse_update(tokens)
    _refuse_service(tokens)
    for token in tokens:
        if token.kind == "escape" and token.text in ("\\u", "\\U"):
            _refuse_service(list(read_tokens(_CODE_POINT.sub(_decode, text))))
            raise QueryRefusedError(
                r"\u escapes are allowed in strings and IRIs alone; write the character itself"
            )


# What was found harmless once is; stored questions are asked again and again.
_refuse_in_kept = lru_cache(maxsize=256)(_refuse_in)


def query_form(text: str) -> str:
    """The word that says what a query gives: select, ask, construct, describe; "" for no query."""
    word = _first_word(read_tokens(text))
    return next((form for form in _FORMS if word.startswith(form)), "")


def always_answers_alike(text: str) -> bool:
    """False if a query asks for the time or for chance, so that its answer is not the store's."""
    return not any(t.kind == "word" and t.text.lower() in _CHANGING for t in read_tokens(text))


def names_dataset(text: str) -> bool:
    """Whether a query says itself which graphs it is asked on (FROM, FROM NAMED)."""
    return any(t.kind == "word" and t.text.lower().startswith("from") for t in read_tokens(text))


def bind_values(text: str, bindings: Mapping[str, Bound]) -> str:
    """The query with each variable held to its term, or to any one of several, by VALUES blocks.

    A line `# values ?meeting ?issue` of the query is where blocks for those variables go, each
    time it occurs; a variable that no such line names is bound at the end of the query, that is,
    after grouping. Line numbers stay. A variable without a binding is left free.

    A line `# given ?actor ?possible=false: ?set sp:namedHolder ?actor .` becomes the pattern after
    its colon if all its variables have a binding, and the values that stand there. It must not
    change the answer: it is a shorter way to it, which only a query with that value can take.

    Raises QueryBindingError if a value is no IRI or literal term (never a string: nothing is
    formatted into a query), or if the query does not have the variable.
    """
    if not bindings:
        return text
    terms = {name: _checked(name, bound) for name, bound in bindings.items()}
    pieces = _pieces(text)
    bound = "".join([piece if isinstance(piece, str) else piece.filled(terms) for piece in pieces])
    placed = {name for piece in pieces if isinstance(piece, _Place) for name in piece.names}
    at_end = {name: term for name, term in sorted(terms.items()) if name not in placed}
    unknown = sorted(at_end.keys() - _variables(text)) if at_end else []
    if unknown:
        raise QueryBindingError(f"the query has no variable ?{', ?'.join(unknown)} to bind")
    if not at_end:
        return bound
    names = " ".join(f"?{name}" for name in at_end)
    rows = " ".join(f"({_written(row)})" for row in product(*at_end.values()))
    return f"{bound}\nVALUES ({names}) {{ {rows} }}"


Terms = Mapping[str, tuple[NamedNode | Literal, ...]]


@dataclass(frozen=True)
class _Place:
    """Where the VALUES of these variables go."""

    names: tuple[str, ...]

    def filled(self, terms: Terms) -> str:
        """The blocks of those that have a binding."""
        return " ".join(
            f"VALUES ?{name} {{ {_written(terms[name])} }}" for name in self.names if name in terms
        )


@dataclass(frozen=True)
class _Way:
    """A line of a query that is opened if its variables are held, or held to that value."""

    line: str
    opened: str
    wanted: tuple[tuple[str, str | None], ...]

    def filled(self, terms: Terms) -> str:
        """The pattern, or the line as it is."""
        held = all(
            name in terms and (value is None or [term.value for term in terms[name]] == [value])
            for name, value in self.wanted
        )
        return self.opened if held else self.line


@lru_cache(maxsize=128)
def _pieces(text: str) -> tuple[str | _Place | _Way, ...]:
    """A query cut up where values go in: what stands there whatever they are, places and ways."""
    found: list[str | _Place | _Way] = []
    end = 0
    lines = (*VALUES_LINE.finditer(text), *_GIVEN_LINE.finditer(text))
    for line in sorted(lines, key=lambda line: line.start()):
        if line.re is VALUES_LINE:
            piece: _Place | _Way = _Place(tuple(name[1:] for name in line[1].split()))
        else:
            parts = (condition[1:].partition("=") for condition in line[2].split())
            wanted = tuple((name, value if equals else None) for name, equals, value in parts)
            piece = _Way(line[0], line[1] + line[3], wanted)
        found += (text[end : line.start()], piece)
        end = line.end()
    return (*found, text[end:])


@lru_cache(maxsize=128)
def _variables(text: str) -> frozenset[str]:
    """The names of a query's variables."""
    return frozenset(token.text[1:] for token in read_tokens(text) if token.kind == "variable")


def _checked(name: str, bound: Bound) -> tuple[NamedNode | Literal, ...]:
    several = bound if isinstance(bound, tuple) else (bound,)
    return tuple(_check_binding(name, term) for term in several)


def _written(terms: Iterable[NamedNode | Literal]) -> str:
    return " ".join(map(str, terms))


def _check_binding(name: str, term: Term) -> NamedNode | Literal:
    if not re.fullmatch(r"\w+", name, re.ASCII):
        raise QueryBindingError(f"{name!r} is no name of a variable")
    if not isinstance(term, NamedNode | Literal):
        raise QueryBindingError(
            f"?{name}: {term!r} is no IRI or literal term; make it a NamedNode or a Literal"
        )
    return term


def read_tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, white space and comments left out; any text gives some."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind not in ("space", "comment"):
            yield Token(kind, match[0], match.start())


def _first_word(tokens: Iterable[Token]) -> str:
    """The first word after the prologue, in lower case; "" if there is none."""
    words = (token.text.lower() for token in tokens if token.kind == "word")
    return next((word for word in words if word not in _PROLOGUE), "")


def _refuse_update(tokens: list[Token]) -> None:
    first = _first_word(tokens)
    if first in _UPDATES:
        raise QueryRefusedError(
            f"{first.upper()} is an update, and this store is read-only here; "
            "ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
        )


def _refuse_service(tokens: list[Token]) -> None:
    if any(_asks_for_service(tokens, position) for position in range(len(tokens))):
        raise ServiceRefusedError(
            "SERVICE is not allowed here: a query must not reach other servers; remove it"
        )


def _decode(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= sys.maxunicode else escape[0]


def _asks_for_service(tokens: list[Token], position: int) -> bool:
    token = tokens[position]
    match token.kind:
        case "word":  # no other keyword or function of SPARQL contains it
            return "service" in token.text.lower()
        case "name":  # `SERVICEex:a {` is read as SERVICE ex:a; `GRAPH service:a {` is not
            follows = tokens[position + 1].text if position + 1 < len(tokens) else ""
            before = tokens[position - 1].text.lower() if position else ""
            prefix = token.text.partition(":")[0].lower()
            return "service" in prefix and follows == "{" and before != "graph"
        case "iri":  # `FILTER(?a<?b)SERVICE?u#>` has the look of an IRI and is none
            return bool(re.search(r"\).*service", token.text, re.IGNORECASE))
        case _:
            return False
