"""What is refused before a worker sees it, and how values are held to variables."""

import time

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from graph.answer import Term
from graph.errors import QueryBindingError, QueryRefusedError, ServiceRefusedError
from graph.guard import MAX_QUERY_CHARACTERS, bind_values, refuse_dangerous

A = NamedNode("https://example.org/a")
B = NamedNode("https://example.org/b")

# The engine reads every one of these as a call of the service.
SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { sErViCe<http://127.0.0.1:1/>{?s ?p ?o} }",
    "SELECT * { SERVICE # a comment\n <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:1/>{?s ?p ?o} }",
    "PREFIX e: <http://127.0.0.1:1/> SELECT * { SERVICEe:x{?s ?p ?o} }",
    "PREFIX e: <http://127.0.0.1:1/> SELECT * { SERVICEe:x #\n {?s ?p ?o} }",
    "SELECT * { VALUES ?u { <http://127.0.0.1:1/> } SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { VALUES (?u ?b) { (<http://127.0.0.1:1/> 2) } FILTER(1<?b)SERVICE?u#>\n{?s ?p ?o}}",
    "SELECT * { ?a ?b trueSERVICE<http://127.0.0.1:1/>{?s ?p ?o} }",
    "SELECT * { ?a ?b 1e5SERVICE<http://127.0.0.1:1/>{?s ?p ?o} }",
    "SELECT * { ?a ?b 'x'SERVICE<http://127.0.0.1:1/>{?s ?p ?o} }",
    "PREFIX e: <http://e/> SELECT * { e:a\\# e:p 1 . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "PREFIX e: <http://e/> SELECT * { e:a\\' e:p 1 . SERVICE <http://x/> { ?s ?p e:b\\' } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://[::1]:1/> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <http://2130706433:1/> { ?s ?p ?o } } } }",
    'SELECT * { BIND("""a"b""" AS ?x) SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }',
    "SELECT * { BIND('''it's''' AS ?x) SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused_in_every_spelling(text: str) -> None:
    with pytest.raises(QueryRefusedError, match="SERVICE is not allowed"):
        refuse_dangerous(text)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:1/>",
        "load silent <http://127.0.0.1:1/> into graph <http://e/>",
        "INSERT DATA { <http://e/a> <http://e/b> 1 }",
        "PREFIX e: <http://e/> # INSERT\nDELETE WHERE { ?s ?p ?o }",
        "BASE <http://e/>\nCLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <http://e/>",
        "COPY DEFAULT TO <http://e/>",
        "MOVE DEFAULT TO <http://e/>",
        "ADD DEFAULT TO <http://e/>",
        "WITH <http://e/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_and_says_what_to_do(text: str) -> None:
    with pytest.raises(QueryRefusedError, match=r"is an update.*SELECT, ASK"):
        refuse_dangerous(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        "SELECT * { ?s ?p '''DROP ALL; SERVICE ''' } # SERVICE",
        "SELECT ?service ?load { ?service ?load ?insert }",
        "SELECT * { ?s <http://e/SERVICE> <http://e/x?service=1> }",
        "PREFIX service: <http://e/> SELECT * { GRAPH service:g { ?s service:p service:o } }",
        "PREFIX e: <http://e/> SELECT * { ?s e:service e:a.service . ?s e:drop _:service }",
        'SELECT * { ?s ?p "x"@service-load }',
        "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 3) } ORDER BY ?clear",
        "PREFIX add: <http://e/> ASK { ?s add:insert ?o }",
    ],
)
def test_the_words_may_stand_in_strings_comments_iris_variables_and_names(text: str) -> None:
    refuse_dangerous(text)


@pytest.mark.parametrize("word", [r"\u0053ERVICE", r"SERV\U00000049CE", r"s\u0065rvice"])
def test_service_in_escapes_is_still_service(word: str) -> None:
    with pytest.raises(ServiceRefusedError, match="SERVICE is not allowed"):
        refuse_dangerous(f"SELECT * {{ {word} <http://127.0.0.1:1/> {{ ?s ?p ?o }} }}")


def test_an_escape_outside_strings_and_iris_is_refused() -> None:
    with pytest.raises(QueryRefusedError, match="escapes"):
        refuse_dangerous(r"\u0053ELECT * { ?s ?p ?o }")
    refuse_dangerous(r'SELECT * { ?s <http://e/\u00e9> "\u0053ERVICE" }')


def test_a_text_far_too_long_is_refused() -> None:
    with pytest.raises(QueryRefusedError, match="characters"):
        refuse_dangerous("ASK {}" + " " * MAX_QUERY_CHARACTERS)


@pytest.mark.parametrize(
    "piece", ['"""\\', "a.b", "<", "\\", "'", "x" * 50 + ".", "@a-", '"' * 5, "1.e"]
)
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    refuse_dangerous("ASK {" + piece * ((MAX_QUERY_CHARACTERS - 10) // len(piece)))
    assert time.process_time() - started < 3  # seconds of this process alone


def test_a_values_line_is_where_a_value_goes_and_may_stand_twice() -> None:
    text = "SELECT * {\n  # values ?a ?b\n  ?a ?b ?c\n  { # values ?a\n # values ?a\n } }"
    assert bind_values(text, {"a": A}) == (
        "SELECT * {\nVALUES ?a { <https://example.org/a> }\n  ?a ?b ?c\n"
        "  { # values ?a\nVALUES ?a { <https://example.org/a> }\n } }"
    )


def test_without_a_line_values_go_to_the_end() -> None:
    assert bind_values("SELECT * { ?a ?b ?c } # x", {"c": Literal("x", language="nl"), "a": A}) == (
        'SELECT * { ?a ?b ?c } # x\nVALUES (?a ?c) { (<https://example.org/a> "x"@nl) }'
    )


def test_a_variable_is_held_to_any_one_of_several_terms() -> None:
    text = "SELECT * {\n  # values ?a\n  ?a ?b ?c\n}"
    assert bind_values(text, {"a": (A, B), "c": (Literal(1), Literal(2))}) == (
        "SELECT * {\nVALUES ?a { <https://example.org/a> <https://example.org/b> }\n  ?a ?b ?c\n}\n"
        'VALUES (?c) { ("1"^^<http://www.w3.org/2001/XMLSchema#integer>) '
        '("2"^^<http://www.w3.org/2001/XMLSchema#integer>) }'
    )


def test_without_bindings_the_text_stays() -> None:
    assert bind_values("SELECT * {\n# values ?a\n}", {}) == "SELECT * {\n# values ?a\n}"


def test_a_shorter_way_is_taken_only_with_what_it_needs() -> None:
    text = "SELECT * {\n# values ?a ?b\n  # given ?a ?b=no: ?s ?p ?a .\n?s ?p ?o }"
    yes, no = Literal("yes"), Literal("no")
    way = "  ?s ?p ?a ."
    assert bind_values(text, {"a": A, "b": no}).splitlines()[2] == way
    others: tuple[dict[str, Term], ...] = ({"a": A}, {"b": no}, {"a": A, "b": yes})
    for bindings in others:
        assert bind_values(text, bindings).splitlines()[2] == "  # given ?a ?b=no: ?s ?p ?a ."


def test_a_value_is_written_in_the_engines_own_syntax() -> None:
    hostile = Literal('x" } UNION { ?s ?p ?o } #\n\\')
    assert bind_values("ASK {\n# values ?a\n?a ?b ?c }", {"a": hostile}).splitlines()[1] == (
        r'VALUES ?a { "x\" } UNION { ?s ?p ?o } #\n\\" }'
    )


@pytest.mark.parametrize("value", ["text", 1, None, BlankNode("b")])
def test_a_value_that_is_no_iri_or_literal_term_is_refused(value: object) -> None:
    with pytest.raises(QueryBindingError, match="no IRI or literal term"):
        bind_values("SELECT * { ?a ?b ?c }", {"a": value})  # type: ignore[dict-item]


@pytest.mark.parametrize("name", ["z", "a b", "a } UNION {", ""])
def test_a_variable_that_the_query_does_not_have_is_refused(name: str) -> None:
    with pytest.raises(QueryBindingError, match="variable"):
        bind_values("SELECT * { ?a ?b ?c }", {name: A})


def test_a_variable_in_a_string_or_comment_is_not_in_the_query() -> None:
    with pytest.raises(QueryBindingError, match=r"no variable \?z"):
        bind_values("SELECT * { ?a ?b '?z' } # ?z", {"z": A})
