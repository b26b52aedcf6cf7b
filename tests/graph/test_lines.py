"""Rows between worker and pool: every term comes through, caps cut at whole rows, depth is held."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
)

from graph.answer import Term
from graph.lines import CapReachedError, LineSink, check_depth, read_lines, write_lines
from graph.row_forms import _json_term
from graph.wire import MAX_TRIPLE_DEPTH
from ontology.terms import XSD

IRI = NamedNode("https://example.org/é(x)")
texts = st.text(st.characters(codec="utf-8"))
lexical = st.sampled_from(
    ["1", "01", "+1", "-0", "1.", ".5", "1.0", "1e3", "1.0E-3", "INF", "true", "TRUE", "", " 1"]
)
datatypes = st.sampled_from(["integer", "decimal", "double", "float", "boolean", "date", "int"])
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(Literal, texts, language=st.sampled_from(["nl", "en-gb"])),
    st.builds(Literal, texts, datatype=st.just(IRI)),
    st.builds(Literal, lexical, datatype=datatypes.map(lambda name: NamedNode(XSD + name))),
)
simple = st.one_of(st.just(IRI), st.just(BlankNode("b0")), literals)
terms = st.one_of(simple, st.builds(Triple, st.just(IRI), st.just(IRI), simple))
rows = st.integers(0, 3).flatmap(
    lambda width: st.lists(st.tuples(*[st.none() | terms] * width), max_size=4).map(
        lambda found: (width, found)
    )
)


def solutions(width: int, found: list[tuple[Term | None, ...]]) -> QuerySolutions:
    """A table with these rows, as the engine holds it."""
    columns = [f"c{place}" for place in range(width)]
    bindings = [
        {c: _json_term(t) for c, t in zip(columns, row, strict=True) if t is not None}
        for row in found
    ]
    text = json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}})
    table = parse_query_results(text, QueryResultsFormat.JSON)
    assert isinstance(table, QuerySolutions)
    return table


def select(text: str) -> QuerySolutions:
    result = Store().query(text)
    assert isinstance(result, QuerySolutions)
    return result


class Frames:
    """What was passed on, frame by frame."""

    def __init__(self) -> None:
        self.passed: list[bytes] = []

    def sink(self, max_rows: int = 100, max_bytes: int = 100_000, batch: int = 50) -> LineSink:
        return LineSink(self.passed.append, max_rows, max_bytes, batch)

    def lines(self) -> bytes:
        return b"".join(self.passed)


@settings(max_examples=200, deadline=None)
@given(rows)
def test_rows_come_through_as_they_were(case: tuple[int, list[tuple[Term | None, ...]]]) -> None:
    width, found = case
    frames = Frames()
    write_lines(solutions(width, found), sink := frames.sink())
    sink.end()
    assert (sink.count, sink.truncated) == (len(found), False)
    columns = [f"c{place}" for place in range(width)]
    assert read_lines(columns, frames.lines()) == tuple(found)


def test_a_direction_comes_through() -> None:
    text = Literal("a\tb", language="ar", direction=BaseDirection.RTL)
    frames = Frames()
    write_lines(select(f"SELECT ({text} AS ?x) {{}}"), sink := frames.sink())
    sink.end()
    assert read_lines(["x"], frames.lines()) == ((text,),)


HUNDRED = f"SELECT ?a ?b {{ VALUES ?a {{ {'1 ' * 10}}} VALUES ?b {{ {'22 ' * 10}}} }}"


@pytest.mark.parametrize(
    ("max_rows", "max_bytes", "count"),
    [(100, 500, 100), (99, 500, 99), (1, 500, 1), (0, 500, 0), (100, 499, 99), (100, 4, 0)],
)
def test_a_table_is_cut_at_a_whole_row(max_rows: int, max_bytes: int, count: int) -> None:
    frames = Frames()
    write_lines(select(HUNDRED), sink := frames.sink(max_rows, max_bytes))
    sink.end()
    assert (sink.count, sink.truncated) == (count, count < 100)
    row = (Literal(1), Literal(22))
    assert read_lines(["a", "b"], frames.lines()) == (row,) * count


def test_a_row_longer_than_allowed_is_not_waited_for() -> None:
    frames = Frames()
    sink = frames.sink(max_bytes=250)
    sink.write(b"?a\n" + b"x" * 200)
    with pytest.raises(CapReachedError):
        sink.write(b"x" * 100)
    with pytest.raises(CapReachedError):
        sink.write(b"x\n")
    assert (sink.truncated, frames.passed) == (True, [])


def test_triple_terms_are_as_deep_as_they_may_be_and_no_deeper() -> None:
    deep = "1"
    for _ in range(MAX_TRIPLE_DEPTH):
        deep = f"<<( <e:a> <e:b> {deep} )>>"
    check_depth(f'{deep}\t"<<( <<( <<("\t<e:<<(>\n{deep}\n'.encode())
    with pytest.raises(ValueError, match="deeper"):
        check_depth(f'"\\""\t<<( <e:a> <e:b> {deep} )>>\n'.encode())
    with pytest.raises(ValueError, match="deeper"):
        read_lines(["a"], b"<<(" * 100_000)


@pytest.mark.parametrize("lines", [b"<e:a>\t<e:b>\n", b'"open\n', b"<not an iri>\n", b"word\n"])
def test_lines_that_are_no_table_are_refused(lines: bytes) -> None:
    with pytest.raises(ValueError, match="no table"):
        read_lines(["a"], lines)
