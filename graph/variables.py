"""Variables that a query uses and never binds, read off its tokens; runs and parses nothing.

A variable that nothing binds is no error in SPARQL: its column stays empty, its filter never holds.
Most often it is a slip of the pen. In doubt nothing is said: what is bound anywhere counts as bound
for filters and templates, and a text that this does not understand gives no warning.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.guard import VALUES_LINE, Token, read_tokens

_OPEN, _CLOSE = frozenset("({["), frozenset(")}]")
_MODIFIERS = frozenset({"order", "group", "having", "limit", "offset", "values"})
# Functions that are made for a variable without a value: IF(…, ?x, ?none).
_EXPECTING = frozenset({"if", "coalesce", "bound"})


@dataclass(frozen=True)
class UnboundVariable:
    """A variable (without `?`) that nothing binds: where it stands, counted from 1, and its use.

    `use` is "selected" (a column of SELECT), "made" (in the template of CONSTRUCT, or DESCRIBE) or
    "tested" (in FILTER, BIND, HAVING, GROUP BY, ORDER BY or another expression).
    """

    name: str
    use: str
    line: int
    column: int


def unbound_variables(text: str) -> list[UnboundVariable]:
    """The variables that nothing binds, in the order of the text, each named once.

    Those of `# values` lines are bound from outside.
    """
    walk = _Walk(list(read_tokens(text)))
    walk.bound.update(name[1:] for line in VALUES_LINE.findall(text) for name in line.split())
    try:
        visible = walk.whole()
    except _NotUnderstoodError:
        return []
    found: dict[str, UnboundVariable] = {}
    for token, use in sorted(walk.used, key=lambda pair: pair[0].start):
        name = token.text[1:]
        known = visible if use == "selected" else walk.bound
        if name not in known and name not in found:
            before = text[: token.start]
            column = token.start - (before.rfind("\n") + 1) + 1
            found[name] = UnboundVariable(name, use, before.count("\n") + 1, column)
    return list(found.values())


class _NotUnderstoodError(Exception):
    """The tokens are not those of a query that this walk knows."""


@dataclass
class _Walk:
    """One walk over the tokens. `bound` is what is bound anywhere, `used` what must be bound."""

    tokens: list[Token]
    place: int = 0
    bound: set[str] = field(default_factory=set)
    used: list[tuple[Token, str]] = field(default_factory=list)

    def whole(self) -> set[str]:
        """Walk the whole query; the variables that its outermost SELECT can show."""
        given = set(self.bound)
        while self._word() in ("prefix", "base", "version"):
            self.place += 1
            while self.place < len(self.tokens) and self._kind() in ("name", "iri", "string"):
                self.place += 1
        form = self._word()
        self.place += 1
        match form:
            case "select":
                visible = self._select(outermost=True)
            case "construct":
                visible = self._construct()
            case "describe":
                visible = self._describe()
            case "ask":
                visible = self._body()
            case _:
                raise _NotUnderstoodError
        if self.place < len(self.tokens):
            raise _NotUnderstoodError
        return visible | given

    def _select(self, *, outermost: bool) -> set[str]:
        """SELECT and all that belongs to it; the variables that it gives."""
        columns: list[Token] = []
        made: set[str] = set()
        every = False
        while self._text() != "{" and self._word() not in ("where", "from"):
            if self._text() == "(":
                made.add(self._expression_as())
                continue
            every |= self._text() == "*"
            if self._kind() == "variable":
                columns.append(self._now())
            self.place += 1
        visible = self._body() | made
        self.bound |= made
        # A subselect may name what only its surroundings bind: the join then binds it.
        self.used += [(token, "selected" if outermost else "tested") for token in columns]
        return visible if every or outermost else {token.text[1:] for token in columns} | made

    def _construct(self) -> set[str]:
        if self._text() == "{":
            first = self.place
            self._skip_balanced()
            self._use(self.tokens[first : self.place], "made")
        return self._body()

    def _describe(self) -> set[str]:
        first = self.place
        while self.place < len(self.tokens) and self._kind() in (
            "variable",
            "name",
            "iri",
            "other",
        ):
            if self._text() == "{":
                break
            self.place += 1
        self._use(self.tokens[first : self.place], "made")
        return self._body() if self.place < len(self.tokens) else set()

    def _body(self) -> set[str]:
        """FROM clauses, the group of WHERE, and what follows it."""
        while self._word() == "from":
            self.place += 1
            while self._word() == "named" or self._kind() in ("iri", "name"):
                self.place += 1
        if self._word() == "where":
            self.place += 1
        return self._modifiers(self._group())

    def _modifiers(self, visible: set[str]) -> set[str]:
        while self._word() in _MODIFIERS:
            word = self._word()
            self.place += 1
            if word == "values":
                visible |= self._values()
                continue
            while self.place < len(self.tokens) and self._text() != "}":
                if self._word() in _MODIFIERS:
                    break
                if self._text() == "(" and word == "group":
                    visible.add(self._expression_as())
                elif self._text() == "(":
                    self._expression()
                else:
                    if self._kind() == "variable":
                        self.used.append((self._now(), "tested"))
                    self.place += 1
        return visible

    def _group(self) -> set[str]:
        """A group in braces; the variables that are seen outside of it."""
        self._take("{")
        if self._word() == "select":
            self.place += 1
            shown = self._select(outermost=False)
            self._take("}")
            return shown
        visible: set[str] = set()
        while self._text() != "}":
            visible |= self._part()
        self.place += 1
        self.bound |= visible
        return visible

    def _part(self) -> set[str]:
        word = self._word()
        if self._text() == "{":
            return self._group()
        if self._kind() == "variable":
            self.place += 1
            return {self.tokens[self.place - 1].text[1:]}
        self.place += 1
        if word == "filter":
            self._filter()
        elif word == "minus":
            self._group()
        elif word == "bind":
            return {self._expression_as()}
        elif word == "values":
            return self._values()
        return set()

    def _filter(self) -> None:
        while self._text() not in ("(", "{"):
            if self._text() == "}":
                raise _NotUnderstoodError
            self.place += 1
        if self._text() == "{":
            self._group()
        else:
            self._expression()

    def _expression(self) -> list[Token]:
        """An expression in parentheses; its tokens. EXISTS { } inside it is walked as a group."""
        self._take("(")
        inside: list[Token] = []
        depth = 1
        while depth:
            text = self._text()
            if text == "{":
                self._group()
                continue
            depth += (text == "(") - (text == ")")
            inside.append(self._now())
            self.place += 1
        if not any(token.text.lower() in _EXPECTING for token in inside):
            self._use(inside, "tested")
        return inside

    def _expression_as(self) -> str:
        """( expression AS ?x ): the name of x; of an expression without AS, ""."""
        inside = self._expression()[:-1]
        if len(inside) < 2 or inside[-2].text.lower() != "as" or inside[-1].kind != "variable":
            return ""
        self.used = [pair for pair in self.used if pair[0] is not inside[-1]]
        self.bound.add(inside[-1].text[1:])
        return inside[-1].text[1:]

    def _values(self) -> set[str]:
        names: set[str] = set()
        while self._text() != "{":
            if self._kind() == "variable":
                names.add(self._text()[1:])
            self.place += 1
        self._skip_balanced()
        self.bound |= names
        return names

    def _skip_balanced(self) -> None:
        depth = 0
        while True:
            depth += (self._text() in _OPEN) - (self._text() in _CLOSE)
            self.place += 1
            if not depth:
                return

    def _use(self, tokens: Iterable[Token], use: str) -> None:
        self.used += [(token, use) for token in tokens if token.kind == "variable"]

    def _take(self, text: str) -> None:
        if self._text() != text:
            raise _NotUnderstoodError
        self.place += 1

    def _now(self) -> Token:
        if self.place >= len(self.tokens):
            raise _NotUnderstoodError
        return self.tokens[self.place]

    def _kind(self) -> str:
        return self._now().kind

    def _text(self) -> str:
        return self._now().text

    def _word(self) -> str:
        """The word at this place in lower case, "" if there is none or the text ends."""
        if self.place >= len(self.tokens) or self.tokens[self.place].kind != "word":
            return ""
        return self.tokens[self.place].text.lower()
