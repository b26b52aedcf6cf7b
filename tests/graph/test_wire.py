"""Frames and terms between a worker and its pool."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Triple

from graph.answer import Term
from graph.wire import (
    LENGTH,
    MAX_TRIPLE_DEPTH,
    decode_term,
    encode_term,
    pack,
    pack_request,
    pack_table,
    unpack,
)

IRI = NamedNode("https://example.org/é")
texts = st.text(st.characters(codec="utf-8"))
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(Literal, texts, language=st.sampled_from(["nl", "en-gb"])),
    st.builds(Literal, texts, datatype=st.just(IRI)),
    st.builds(
        Literal,
        texts,
        language=st.just("ar"),
        direction=st.sampled_from([BaseDirection.LTR, BaseDirection.RTL]),
    ),
)
terms = st.one_of(st.just(IRI), st.builds(BlankNode), literals)


@settings(max_examples=200, deadline=None)
@given(terms)
def test_a_term_comes_through_as_it_was(term: Term) -> None:
    frame = unpack(pack({"rows": [[encode_term(term)]]})[4:])
    assert decode_term(frame["rows"][0][0]) == term


def test_an_unbound_variable_comes_through() -> None:
    assert decode_term(encode_term(None)) is None


def test_a_triple_term_comes_through_unless_nested_too_deep() -> None:
    term = Triple(IRI, IRI, Literal("x"))
    for _ in range(MAX_TRIPLE_DEPTH - 1):
        term = Triple(IRI, IRI, term)
    assert decode_term(encode_term(term)) == term
    with pytest.raises(ValueError, match="deeper"):
        encode_term(Triple(IRI, IRI, term))


@pytest.mark.parametrize(
    "cell", [["x", "y"], ["i"], "text", ["i", 1], ["t", ["b", "a"], ["b", "b"], None]]
)
def test_what_is_no_term_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="no t"):
        decode_term(cell)  # type: ignore[arg-type]


def test_a_frame_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="object"):
        unpack(b"[]")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.from_regex(r"\w+", fullmatch=True)), st.binary(), st.booleans())
def test_a_whole_table_comes_through_as_it_was(
    columns: list[str], lines: bytes, truncated: bool
) -> None:
    frame = pack_table(columns, lines, 7, truncated=truncated)
    assert LENGTH.unpack_from(frame) == (len(frame) - LENGTH.size,)
    assert unpack(frame[LENGTH.size :]) == {
        "kind": "table",
        "columns": columns,
        "lines": lines,
        "end": True,
        "truncated": truncated,
        "rows": 7,
    }


@pytest.mark.parametrize("further", [{}, {"lines": True}, {"form": "csv", "base_iri": None}])
def test_a_request_comes_through_as_it_was(further: dict[str, object]) -> None:
    request = {
        "text": 'ASK { ?s ?p "\t\n\x00é" }',
        "max_rows": 2**63 - 1,
        "max_bytes": 0,
        **further,
    }
    frame = pack_request(request)
    assert LENGTH.unpack_from(frame) == (len(frame) - LENGTH.size,)
    assert unpack(frame[LENGTH.size :]) == request


@pytest.mark.parametrize("body", [b"\1\0", b"\2\0\0"])
def test_a_frame_that_breaks_off_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="too short"):
        unpack(body)
