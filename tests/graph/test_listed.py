"""What is said of things and answers in columns are what Python makes of the same texts."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.columns import text_array
from graph.listed import NOTHING, Listed, TextCells
from graph.said import Lists, members_of, split_lists, statements_of

TEXT = st.text(st.sampled_from('ab", \\[]\t\nné'), max_size=6)
LISTS = st.lists(st.lists(TEXT, max_size=4), max_size=6)


def packed(text: object) -> str:
    return json.dumps(text, ensure_ascii=False)


@given(LISTS)
def test_lists_are_cut_as_json_reads_them(lists: list[list[str]]) -> None:
    owners, texts = split_lists(text_array([packed(each) for each in lists]))
    told = list(zip(owners.tolist(), texts.to_pylist(), strict=True))
    assert told == [(at, text) for at, each in enumerate(lists) for text in each]


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(TEXT, min_size=1, max_size=3)), max_size=6))
def test_what_several_graphs_name_of_a_thing_counts_once(said: list[tuple[int, list[str]]]) -> None:
    parts = [
        (np.array([thing], np.int32), np.zeros(1, np.int32), text_array([packed(texts)]))
        for thing, texts in said
    ]
    found, texts = members_of(parts)
    told = [(owner, texts[at].as_py()) for owner, at in zip(found.owners.tolist(),
            found.values.tolist(), strict=True)]  # fmt: skip
    assert len(told) == len(set(told))
    assert set(told) == {(thing, text) for thing, its in said for text in its}


def test_statements_are_told_by_property_and_sort() -> None:
    lists = [['name\t@en\tSea, "b"', "name\t@nl\tZee\tb", "kind\t\tX"], ["name\t@nl\tZee\tb"]]
    ours = text_array([packed(each) for each in lists])
    one = np.array([5, 7], np.int32), np.array([0, 1], np.int32), ours
    other = np.array([5], np.int32), np.array([0], np.int32), text_array([packed(lists[0])])
    found = statements_of([one, other])
    assert len(found.things) == 4
    dutch, every = found.of("name", "@nl"), found.of("name")
    assert (dutch.owners.tolist(), every.owners.tolist()) == ([5, 7], [5, 5, 7])
    assert [found.texts[at].as_py() for at in dutch.values.tolist()] == ["Zee\tb"] * 2
    assert found.having("kind", "X", "Y").tolist() == [5]
    assert found.having("kind", "Y").tolist() == []
    assert found.read(found.things == 7) == [(7, "name", "@nl", "Zee\tb")]


def test_each_owner_is_joined_with_all_its_values_or_with_nothing() -> None:
    lists = Lists(np.array([1, 1, 4], np.int32), np.array([7, 8, 9], np.int32))
    at, values = lists.joined(np.array([4, 2, 1], np.int32))
    assert at.tolist() == [0, 1, 2, 2]
    assert values.tolist() == [9, NOTHING, 7, 8]


@pytest.fixture
def listed() -> Listed:
    texts = text_array(["b", "", "é", "b"])
    name = TextCells(texts, np.array([2, 0, NOTHING, 3, 1], np.int32))
    return Listed({"name": name, "n": np.arange(5, dtype=np.int32)}, 5)


def test_rows_are_made_of_what_is_looked_at(listed: Listed) -> None:
    assert listed[1] == {"name": "b", "n": "1"}
    assert listed[-1] == {"name": "", "n": "4"}
    assert listed[1:3] == [listed[1], {"name": None, "n": "2"}]
    assert list(listed) == listed.rows() == listed[:]
    assert listed.take(np.array([3, 0])).rows() == [listed[3], listed[0]]
    assert list(listed.of(["n"])[0]) == ["n"]
    with pytest.raises(IndexError):
        listed[5]
    with pytest.raises(TypeError):
        listed.numbers("name")


def test_equal_texts_have_one_rank_and_an_empty_cell_that_of_no_text(listed: Listed) -> None:
    assert listed.texts("name").ranks().tolist() == [2, 1, 0, 1, 0]
    assert listed.take(np.array([0, 1, 2])).texts("name").ranks().tolist() == [2, 1, 0]
    assert listed.texts("name").equal("b").tolist() == [False, True, False, True, False]
