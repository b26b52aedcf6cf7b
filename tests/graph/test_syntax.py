"""Syntax errors: where, and in words."""

import pytest
from pyoxigraph import Literal

from graph.errors import QuerySyntaxError
from graph.pool import QueryPool


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT ?o {\n?s ?p ?o", 2, 9, "ends too early"),
        ("SELECT ?o {\n?s ?p ?o . foo bar }", 2, 12, "cannot read on at «foo bar }»"),
        ("SELECT ?o {\n ?s nope:p ?o }", 2, 11, "the prefix nope: is not declared"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", 1, 29, "could follow: BY"),
        ("SELECT * { ?s ?p ?o FILTER(?o > ) }", 1, 33, "cannot read on at «) }»"),
        ("SELCT * { ?s ?p ?o }", 1, 1, "begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("# a comment\nPREFIX e: <http://e/>\nhello", 3, 1, "not «hello»"),
        ("", 1, 1, "empty"),
        ("SELECT ?x (?y AS ?x) { ?x ?p ?y }", 1, 34, "has a value already"),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }", 1, 41, "add it to GROUP BY"),
        ('SELECT * { ?s ?p "één" ] ?o . }', 1, 24, "cannot read on at «] ?o . }»"),
    ],
)
def test_a_syntax_error_names_the_place_and_what_is_wrong(
    pool: QueryPool, text: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        pool.ask(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in caught.value.message
    assert str(caught.value) == f"line {line}, column {column}: {caught.value.message}"


def test_the_error_is_counted_in_the_text_that_was_asked_not_in_the_bound_one(
    pool: QueryPool,
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        pool.ask("SELECT * {\n# values ?o\n?s ?p ?o ]", bindings={"o": Literal("x")})
    assert caught.value.line == 3
