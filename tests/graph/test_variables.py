"""Variables that nothing binds: found where they are, and never where they are not."""

from importlib.resources import files

import pytest

from graph.header import read_folder
from graph.variables import unbound_variables


def found(text: str) -> list[tuple[str, str, int, int]]:
    return [(one.name, one.use, one.line, one.column) for one in unbound_variables(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?a ?b WHERE { ?a ?p ?c }", [("b", "selected", 1, 11)]),
        ("SELECT ?a\n  ?typo\n{ ?a a ?b }", [("typo", "selected", 2, 3)]),
        ("SELECT ?a { ?a a ?b FILTER(?d > 3) }", [("d", "tested", 1, 28)]),
        ("SELECT ?a { ?a a ?b } ORDER BY ?z", [("z", "tested", 1, 32)]),
        ("SELECT ?a { ?a a ?b } ORDER BY DESC(?z) LIMIT 3", [("z", "tested", 1, 37)]),
        ("SELECT (COUNT(?x) AS ?n) { ?a a ?b }", [("x", "tested", 1, 15)]),
        ("SELECT ?a ?n { ?a a ?b BIND(?m AS ?n) }", [("m", "tested", 1, 29)]),
        ("CONSTRUCT { ?a ?p ?new } WHERE { ?a ?p ?b }", [("new", "made", 1, 19)]),
        ("DESCRIBE ?x WHERE { ?y a ?z }", [("x", "made", 1, 10)]),
        # A subselect shows only what it selects.
        ("SELECT ?a ?b { { SELECT ?a { ?a ?p ?b } } }", [("b", "selected", 1, 11)]),
        # MINUS and EXISTS bind nothing outside.
        ("SELECT ?a ?b { ?a a ?c MINUS { ?a ?p ?b } }", [("b", "selected", 1, 11)]),
        ("SELECT ?a ?b { ?a a ?c FILTER EXISTS { ?a ?p ?b } }", [("b", "selected", 1, 11)]),
        ("SELECT ?a ?b { ?a a ?c FILTER(NOT EXISTS { ?a ?p ?b }) }", [("b", "selected", 1, 11)]),
    ],
)
def test_a_variable_that_nothing_binds_is_named_with_its_place(
    text: str, expected: list[tuple[str, str, int, int]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a ?b ?c }",
        "SELECT ?a (STR(?a) AS ?s) (UCASE(?s) AS ?t) WHERE { ?a ?b ?c } ORDER BY ?t",
        "SELECT ?n { BIND(1 AS ?n) }",
        "SELECT ?n { VALUES ?n { 1 2 } }",
        "SELECT ?n ?m { VALUES (?n ?m) { (1 2) (UNDEF 3) } }",
        "SELECT ?n { } VALUES ?n { 1 }",
        "SELECT ?a ?n { ?a a ?c { SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b } GROUP BY ?a } }",
        "SELECT ?a ?b { { SELECT * { ?a ?p ?b } } }",
        # The join with the outer triple binds what the subselect names.
        "SELECT ?a ?b { ?a ?p ?b { SELECT ?a ?b { ?a a ?c } } }",
        "SELECT ?g ?l { GRAPH ?g { ?a ?b ?c } OPTIONAL { ?a <urn:label> ?l } }",
        "SELECT ?a { { ?a a ?b } UNION { ?c ?a ?d } }",
        "SELECT ?y (SUM(?n) AS ?all) { ?s ?p ?n } GROUP BY (YEAR(?s) AS ?y) HAVING (SUM(?n) > 3)",
        "ASK { ?a ?b ?c FILTER(?c > 3 && EXISTS { ?c ?d ?e FILTER(?e = ?a) }) }",
        "CONSTRUCT WHERE { ?a ?b ?c }",
        "CONSTRUCT { ?a <urn:p> [ <urn:q> ?c ] } WHERE { ?a ?b ?c }",
        "DESCRIBE <urn:a>",
        "DESCRIBE * { ?a ?b ?c }",
        "SELECT ?a FROM <urn:g> FROM NAMED <urn:h> WHERE { ?a ?b ?c }",
        "PREFIX sp: <urn:x#> SELECT ?a { ?a sp:b ?c . FILTER(regex(?c, 'x{2}')) FILTER(?c<?a) }",
        "SELECT ?l {\n # values ?language\n ?a ?b ?l FILTER(LANG(?l) = ?language) }",
        "SELECT ?n { ?a ?b ?c BIND(IF(?c > 3, ?c, ?none) AS ?n) FILTER(!BOUND(?z)) }",
        "SELECT ?a { ?a ?b [ ?p (?x ?y) ] FILTER(?x = ?y) }",
    ],
)
def test_a_variable_that_something_binds_is_not_named(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["", "SELECT", "SELECT ?a {", "INSERT DATA { }", "SELECT ?a { } }", "{"]
)
def test_a_text_that_is_no_query_gives_no_warning(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("folder", ["queries", "checks", "exports"])
def test_no_query_of_ours_is_warned_of(folder: str) -> None:
    texts = {
        entry.name: entry.read_text("utf-8")
        for entry in (files("graph") / folder).iterdir()
        if entry.name.endswith(".rq")
    }
    assert len(texts) >= len(read_folder(folder)) > 5
    assert {name: found(text) for name, text in texts.items() if found(text)} == {}
