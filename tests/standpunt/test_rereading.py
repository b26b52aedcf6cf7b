"""A stored text read once more: each sentence at its place, or left out."""

from collections import Counter
from pathlib import Path

from standpunt.rereading import UNREAD, read_again

REPORT = Path(__file__).parents[2] / "samples" / "jbz-2026-01-verslag.txt"
TEXT = """\
Verslag van de Landbouwraad van 24 maart 2025

1. Vangstquota

Nederland steunt het voorstel.
De zon scheen die dag op het plein voor het gebouw.
"""


def test_a_sentence_that_nothing_is_read_from_stands_at_its_place() -> None:
    (sentences,) = read_again([TEXT])
    unread = [s for s in sentences if s.kind == UNREAD]
    assert [TEXT[a:b] for s in unread for a, b in s.spans] == [
        "De zon scheen die dag op het plein voor het gebouw."
    ]
    assert not unread[0].is_missed


def test_every_sentence_of_the_sample_has_a_kind_and_a_place() -> None:
    text = REPORT.read_text("utf-8")
    (sentences,) = read_again([text])
    kinds = Counter(s.kind for s in sentences)
    assert kinds == {"claim": 41, "unread": 12, "procedure": 4, "fact": 2}
    assert all(0 <= a < b <= len(text) for s in sentences for a, b in s.spans)


def test_what_is_refused_has_no_sentences_and_the_next_text_is_read() -> None:
    found = list(read_again(["", TEXT]))
    assert [bool(each) for each in found] == [False, True]
