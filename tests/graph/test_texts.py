"""Texts that lie in Arrow are those that were put there."""

import numpy as np
from pyarrow import chunked_array, string

from graph.claim_texts import places_having
from graph.columns import index_of, text_array
from graph.texts import Texts, order_of

WORDS = ["delta", "alpha", "été", "alpha beta", "zeta"]
COLUMN = chunked_array([text_array(WORDS[:2]), text_array([]), text_array(WORDS[2:])], string())


def test_texts_come_in_the_order_of_their_places() -> None:
    texts = Texts(COLUMN, np.array([4, 0, 3], np.int32))
    assert list(texts) == ["zeta", "delta", "alpha beta"]
    assert (texts[0], texts[-1], texts[1:]) == ("zeta", "alpha beta", ["delta", "alpha beta"])
    assert list(texts.take(np.array([2, 0]))) == ["alpha beta", "zeta"]
    assert [texts.find(word) for word in WORDS] == [1, -1, -1, 2, 0]


def test_places_of_texts_are_found_in_several_chunks() -> None:
    assert index_of(COLUMN, ["zeta", "no", "alpha"]).tolist() == [4, -1, 1]
    assert [WORDS[at] for at in order_of(COLUMN)] == sorted(WORDS)


def test_a_name_is_found_inside_a_text_and_not_across_two() -> None:
    texts = text_array([" over rail ", " rail ", "", " of rail en été ", " x"])
    assert places_having(texts, [" rail "]).tolist() == [0, 1, 3]
    assert places_having(texts, [" été ", "  rail"]).tolist() == [3]
    assert places_having(texts.slice(1, 2), [" rail ", " over "]).tolist() == [0]
    assert places_having(texts, []).tolist() == []
