"""Makes of a CONSTRUCT the SELECT of its solutions and a template to fill; parses, asks no store.

An engine remembers each triple that a CONSTRUCT gave, so as to give none twice; the rows of a
SELECT it forgets. To be used in a worker: the parser may crash on what it reads.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from graph.guard import Token, read_tokens
from graph.wire import encode_term

_MARK = "urn:x-standpunt:template:"
_Constant = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class Template:
    """What a CONSTRUCT makes of each solution.

    `select` asks for the solutions. `triples` are places of terms: first the columns of `select`,
    `width` in number, then `constants`, then as many blank nodes, new for each solution, as
    `blanks` says.
    """

    select: str
    width: int
    triples: tuple[tuple[int, int, int], ...]
    constants: tuple[_Constant, ...]
    blanks: int

    def lines(self, solutions: Iterable[QuerySolution]) -> Iterator[str]:
        """The triples of all solutions as N-Triples, a line each; the same one may come again.

        What has an unbound or a wrong term is left out, as SPARQL has it. Raises ValueError for a
        triple term that is nested too deep.
        """
        fixed = tuple(map(str, self.constants))
        for solution in solutions:
            terms = tuple(solution)
            blanks = (str(BlankNode()) for _ in range(self.blanks))
            texts = (*map(str, terms), *fixed, *blanks)
            for s, p, o in self.triples:
                if s < self.width and not isinstance(terms[s], NamedNode | BlankNode):
                    continue
                if p < self.width and not isinstance(terms[p], NamedNode):
                    continue
                if o < self.width and not isinstance(terms[o], NamedNode | Literal):
                    if terms[o] is None:
                        continue
                    yield f"{texts[s]} {texts[p]} {_written(terms[o])} .\n"
                    continue
                yield f"{texts[s]} {texts[p]} {texts[o]} .\n"


def read_template(text: str) -> Template | None:
    """The template of a CONSTRUCT; None if the engine has to make the triples itself.

    That is so for DESCRIBE, and for a template without variables or with triple terms. Raises
    SyntaxError for a text that is no query.
    """
    if not isinstance(Store().query(text), QueryTriples):
        return None
    tokens = list(read_tokens(text))
    found = _parts(text, tokens)
    if found is None:
        return None
    head, template, rest, names = found
    select = f"{head}SELECT {' '.join(f'?{name}' for name in names)} {rest}"
    marks = {f"{_MARK}{place}": place for place in range(len(names))}
    values = " ".join(f"<{mark}>" for mark in marks)
    variables = " ".join(f"?{name}" for name in names)
    once = f"{head}CONSTRUCT {template} WHERE {{ VALUES ({variables}) {{ ({values}) }} }}"
    try:
        if not isinstance(Store().query(select), QuerySolutions):
            return None
        made = list(cast(QueryTriples, Store().query(once)))
    except SyntaxError:
        return None
    return _template(select, marks, made)


def _parts(text: str, tokens: list[Token]) -> tuple[str, str, str, list[str]] | None:
    """The prologue, the template, what follows it, and the template's variables."""
    words = (n for n, token in enumerate(tokens) if token.text.lower() == "construct")
    opened = next(words, None)
    if opened is None or opened + 1 >= len(tokens):
        return None
    is_short = tokens[opened + 1].text != "{"
    first = next((n for n in range(opened, len(tokens)) if tokens[n].text == "{"), None)
    last = _closing(tokens, first) if first is not None else None
    if first is None or last is None:
        return None
    inside = tokens[first : last + 1]
    names = list(dict.fromkeys(t.text[1:] for t in inside if t.kind == "variable"))
    if not names:
        return None
    start, end = tokens[first].start, tokens[last].start + 1
    construct = tokens[opened].start
    rest = text[construct + len("construct") :] if is_short else text[end:]
    return text[:construct], text[start:end], rest, names


def _template(select: str, marks: dict[str, int], made: list[Triple]) -> Template | None:
    width = len(marks)
    constants: dict[_Constant, int] = {}
    blanks: dict[_Constant, int] = {}
    for triple in made:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, Triple):
                return None
            if isinstance(term, BlankNode):
                blanks.setdefault(term, len(blanks))
            elif not (isinstance(term, NamedNode) and term.value in marks):
                constants.setdefault(term, width + len(constants))

    def place(term: object) -> int:
        if isinstance(term, BlankNode):
            return width + len(constants) + blanks[term]
        if isinstance(term, NamedNode) and term.value in marks:
            return marks[term.value]
        assert isinstance(term, NamedNode | Literal)  # noqa: S101 - triple terms were refused
        return constants[term]

    triples = tuple((place(t.subject), place(t.predicate), place(t.object)) for t in made)
    return Template(select, width, triples, tuple(constants), len(blanks))


def _written(term: object) -> str:
    """A blank node or a triple term as N-Triples has it. Raises ValueError if nested too deep."""
    if not isinstance(term, Triple):
        return str(term)
    encode_term(term)
    return f"<<( {_written(term.subject)} {term.predicate} {_written(term.object)} )>>"


def _closing(tokens: list[Token], first: int) -> int | None:
    """Where the brace closes that opens at `first`."""
    depth = 0
    for place in range(first, len(tokens)):
        depth += (tokens[place].text == "{") - (tokens[place].text == "}")
        if not depth:
            return place
    return None
