"""Statements that another process made ready are taken over if they are what the engine writes."""

import os

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.errors import QuadsInvalidError
from graph.quads import digest, graph_lines
from graph.ready import ReadyGraph, are_ready, pack_lines, pack_quads, take_ready

GRAPH = NamedNode("https://example.org/graph")
S, P = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")
XSD = "http://www.w3.org/2001/XMLSchema#"

texts = st.text(max_size=12)
typed = st.tuples(
    st.one_of(texts, st.from_regex(r"[+-]?0?[0-9]{1,20}", fullmatch=True)),
    st.sampled_from(["integer", "decimal", "boolean", "date", "dateTime", "string", "token"]),
)
literals = st.one_of(
    texts.map(Literal),
    st.tuples(texts, st.sampled_from(["nl", "en", "NL", "de-CH"])).map(
        lambda said: Literal(said[0], language=said[1])
    ),
    typed.map(lambda said: Literal(said[0], datatype=NamedNode(XSD + said[1]))),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(literals, max_size=4))
@example([Literal('say "no"\n\\\t\x00\x7f\x85\u2028\ufffe')])
def test_what_is_found_ready_is_what_the_engine_writes(values: list[Literal]) -> None:
    quads = [Quad(S, P, value) for value in values]
    lines = graph_lines(GRAPH, quads)
    assert are_ready(lines), "the engine's own form passes"
    as_made = sorted({f"{quad.triple} ." for quad in quads})
    assert are_ready(as_made) == (as_made == lines), "and no other form of it"
    packed = pack_quads(GRAPH, [Quad(S, P, value, GRAPH) for value in values])
    assert packed.lines == lines
    assert pack_quads(GRAPH, quads).lines == lines, "of the default graph"
    taken = take_ready(GRAPH, pack_lines(as_made))
    assert (taken.lines, taken.digest) == (lines, digest(lines))


LINE = "<https://example.org/s> <https://example.org/p> {} ."
TURNED = {
    "not sorted": [LINE.format('"b"'), LINE.format('"a"')],
    "twice": [LINE.format('"a"'), LINE.format('"a"')],
    "a comment": [LINE.format('"a"') + " # ."],
    "more blanks": [LINE.format(' "a"')],
    "another way to write it": [LINE.format(r'"\u0061"')],
    "a number in another form": [LINE.format(f'"007"^^<{XSD}integer>')],
    "an escaped IRI": [r"<https://example.org/\u0073> <https://example.org/p> " + '"a" .'],
}
REFUSED = {
    "two statements in a line": [LINE.format('"a"') + " " + LINE.format('"b"')],
    "a blank node": [LINE.format("_:b")],
    "a triple term": [LINE.format("<<( <urn:a> <urn:b> <urn:c> )>>")],
    "another graph": [LINE.format('"a" <https://example.org/other>')],
    "a script": [LINE.format("<javascript:alert(1)>")],
    "a bidi control": [LINE.format("<https://example.org/\u202e>")],
    "no RDF": ["no RDF"],
    "an IRI that is none": [LINE.format("<https://[>")],
    "a literal as property": ['<https://example.org/s> "p" "o" .'],
}


@pytest.mark.parametrize("lines", TURNED.values(), ids=TURNED)
def test_what_is_written_in_another_way_is_made_anew(lines: list[str]) -> None:
    assert not are_ready(lines)
    quads = list(parse("\n".join(lines), format=RdfFormat.N_TRIPLES))
    taken = take_ready(GRAPH, pack_lines(lines))
    assert taken.lines == graph_lines(GRAPH, quads)
    assert are_ready(taken.lines)


@pytest.mark.parametrize("lines", REFUSED.values(), ids=REFUSED)
def test_what_may_not_stand_in_a_graph_is_refused(lines: list[str]) -> None:
    assert not are_ready(lines)
    with pytest.raises(QuadsInvalidError):
        take_ready(GRAPH, pack_lines(lines))


@pytest.mark.parametrize(
    "packed",
    [b"", b"no", os.urandom(50), pack_lines(["a"])[:-9]],
    ids=["nothing", "two-letters", "noise", "cut-short"],
)
def test_what_cannot_be_unpacked_is_refused(packed: bytes) -> None:
    with pytest.raises(QuadsInvalidError, match="no statements"):
        take_ready(GRAPH, packed)


def test_more_than_can_be_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.ready.MAX_BYTES", 1000)
    with pytest.raises(QuadsInvalidError, match="more than"):
        take_ready(GRAPH, pack_lines([LINE.format(f'"{"a" * 1001}"')]))
    with pytest.raises(QuadsInvalidError, match="goes on after it"):
        take_ready(GRAPH, pack_lines([LINE.format('"a"')]) + b"more")


def test_a_quad_of_another_graph_is_not_packed() -> None:
    with pytest.raises(QuadsInvalidError, match="another graph"):
        pack_quads(GRAPH, [Quad(S, P, S, GRAPH), Quad(S, P, S, NamedNode(f"{GRAPH.value}/more"))])


def test_a_graph_of_nothing_is_ready() -> None:
    assert take_ready(GRAPH, pack_lines([])) == ReadyGraph([], digest([]), pack_lines([]))
