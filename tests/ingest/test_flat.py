"""Folded text leads back to the raw text."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.flat import flatten, fold_spans

TEXT = st.text(alphabet="ab EU-en\n\r\t\u00a0é1.,", max_size=60)


@given(TEXT)
def test_each_folded_character_stands_at_its_offset(raw: str) -> None:
    flat = flatten(raw, [(0, len(raw))], frozenset())
    for character, offset in zip(flat.text, flat.offsets, strict=True):
        assert raw[offset] == character or (character == " " and raw[offset].isspace())


@given(TEXT, st.integers(0, 60), st.integers(0, 60))
def test_spans_of_any_slice_are_in_order_and_without_outer_space(
    raw: str, start: int, end: int
) -> None:
    flat = flatten(raw, [(0, len(raw))], frozenset())
    spans = flat.raw_spans(min(start, len(flat.text)), min(end, len(flat.text)), raw, frozenset())
    for a, b in spans:
        assert 0 <= a < b <= len(raw)
        assert raw[a:b] == raw[a:b].strip()
    assert list(spans) == sorted(spans)


def test_a_word_cut_at_a_line_end_is_joined() -> None:
    raw = "de her-\nplaatsing van de EU-\nwetgeving"
    assert flatten(raw, [(0, len(raw))], frozenset()).text == "de herplaatsing van de EU-wetgeving"


def test_the_hyphen_of_a_shared_compound_stays() -> None:
    raw = "informatie-\nen kennisuitwisseling"
    assert flatten(raw, [(0, len(raw))], frozenset()).text == "informatie- en kennisuitwisseling"


def test_a_footnote_mark_is_left_out_and_does_not_break_a_span() -> None:
    raw = "de lidstaten8 steunden dit"
    marks = frozenset([12])
    flat = flatten(raw, [(0, len(raw))], marks)
    assert flat.text == "de lidstaten steunden dit"
    assert flat.raw_spans(0, len(flat.text), raw, marks) == ((0, len(raw)),)


def test_page_furniture_breaks_a_span_in_two() -> None:
    raw = "Dit voorstel\n\n1 Kamerstuk 12.\n\nwerd gesteund."
    pieces = [(0, 12), (31, 45)]
    flat = flatten(raw, pieces, frozenset())
    spans = flat.raw_spans(0, len(flat.text), raw, frozenset())
    assert spans == ((0, 12), (31, 45))
    assert fold_spans(raw, spans) == "Dit voorstel werd gesteund."
