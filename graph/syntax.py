"""The engine's word on a query that is no SPARQL, made readable: where, and what is missing."""

import re

from graph.errors import QuerySyntaxError

_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"(?:^|, )([A-Za-z]{2,})(?=, |$)")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)+)"')
_PROLOGUE = re.compile(
    r"(?:\s++|#[^\n]*+(?:\n|$)|PREFIX\s+[^\s<]*+\s*<[^<>]*+>|BASE\s*<[^<>]*+>)*+", re.IGNORECASE
)
_FORM = re.compile(r"SELECT|ASK|CONSTRUCT|DESCRIBE|PREFIX|BASE|VERSION", re.IGNORECASE)
_REASONS = {
    "The SELECT contains a variable that is unbound": "SELECT names a variable that is neither "
    "grouped nor aggregated; add it to GROUP BY or take COUNT, MIN, SAMPLE … of it",
    "The SELECT overrides an existing variable": "SELECT ( … AS ?x ) names a variable that has a "
    "value already; choose a new name",
    "language tag parsing failed": "this is no language tag",
}


def explain_syntax_error(detail: str, text: str) -> QuerySyntaxError:
    """The error for the engine's `detail` on the query `text`; line 1, column 1 if it says none."""
    prologue = _PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    if not _FORM.match(text, start):
        line, column = _line_and_column(text, start)
        begins = f"begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not «{_shorten(text[start:])}»"
        message = f"a query {begins}" if text[start:] else "the query is empty"
        return QuerySyntaxError(line, column, message, detail)
    found = _POSITION.match(detail)
    if not found:
        return QuerySyntaxError(1, 1, f"this is no SPARQL query ({_shorten(detail)})", detail)
    expected = found[3]
    offset = _offset(text, int(found[1]), int(found[2]))
    keywords = _KEYWORD.findall(expected)
    if keywords:
        # The parser reports a keyword it missed at the place where that keyword would have ended.
        offset = max(0, offset - min(map(len, keywords)))
    line, column = _line_and_column(text, offset)
    return QuerySyntaxError(line, column, _message(expected, keywords, text, offset), detail)


def _message(expected: str, keywords: list[str], text: str, offset: int) -> str:
    for reason, message in _REASONS.items():
        if reason in expected:
            return message
    if "Prefix not found" in expected:
        name = re.search(r"[^\s{}()<>,;]*$", text[:offset])
        prefix = (name[0] if name else "").partition(":")[0]
        return f"the prefix {prefix}: is not declared; begin the query with PREFIX {prefix}: <…>"
    wanted = [token.replace('\\"', '"') for token in _TOKEN.findall(expected)] + keywords
    hint = f"; one of these could follow: {'  '.join(wanted[:8])}" if wanted else ""
    rest = text[offset:].split("\n", 1)[0].strip() or text[offset:].strip()
    if not rest:
        return f"the query ends too early, something is missing{hint}"
    return f"cannot read on at «{_shorten(rest)}»{hint}"


def _shorten(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 40 else f"{one_line[:39]}…"


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return min(len(text), sum(len(part) + 1 for part in lines[: line - 1]) + column - 1)


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
