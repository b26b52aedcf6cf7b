"""Patterns are left out only where they cannot match."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language import load_language
from ingest.prefilter import PatternIndex, grams, required_grams

PACK = load_language("nl")
WORDS = [word for verb in PACK.verbs for word in verb.yes.split()]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\b(?:steun|bezwaar) van", {"steu", "bezw"}),
        (r"(?:steun )?voor", {"voor"}),
        (r"[Gg]een \w+", {"een "}),
        (r"[Jj]a,? \w+", None),
        (r"(?:op|in) \S+ (?:rekenen|tellen)", {"reke", "tell"}),
    ],
)
def test_what_every_match_must_hold(pattern: str, expected: set[str] | None) -> None:
    found = required_grams(re.compile(pattern))
    assert found == (None if expected is None else frozenset(expected))


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=25))
def test_no_phrase_that_matches_is_left_out(words: list[str]) -> None:
    text = " ".join(words)
    left = {phrase.id for phrase in PACK.phrase_index.candidates(grams(text))}
    assert {p.id for p in PACK.phrases if p.pattern.search(text)} <= left


def test_candidates_come_in_their_order() -> None:
    index = PatternIndex([(re.compile("steun"), 1), (re.compile("."), 2), (re.compile("voor"), 3)])
    assert index.candidates(grams("voor de steun")) == [1, 2, 3]
    assert index.candidates(grams("geen woord")) == [2]
