"""Columns of a file are read as they were written, whoever touches the file in between."""

from pathlib import Path

import numpy as np
import pytest

from graph.columns import (
    SegmentDamagedError,
    columns_path,
    read_arrays,
    read_columns,
    text_array,
    write_columns,
)
from graph.stored_claims import choosing, join_words

NUMBERS = {"few": np.array([3, 1, 2], np.int32), "none": np.zeros(0, np.int32)}
TEXTS = {"words": ["een", None, "twee"]}


@pytest.fixture
def name(tmp_path: Path) -> str:
    return write_columns(tmp_path, TEXTS, NUMBERS)


def test_columns_are_the_same_when_they_are_read_again(tmp_path: Path, name: str) -> None:
    for _ in range(2):
        texts, numbers = read_columns(tmp_path, name, ("words",), ("few", "none"))
        assert texts["words"] == TEXTS["words"]
        assert {each: its.tolist() for each, its in numbers.items()} == {
            "few": [3, 1, 2],
            "none": [],
        }


def test_what_is_damaged_after_it_was_read_is_not_read_again(tmp_path: Path, name: str) -> None:
    read_arrays(tmp_path, name, (), ("few",))
    path = columns_path(tmp_path, name)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(SegmentDamagedError, match="not as it was written"):
        read_arrays(tmp_path, name, (), ("few",))
    path.unlink()
    with pytest.raises(SegmentDamagedError, match="cannot be read"):
        read_arrays(tmp_path, name, (), ("few",))


@pytest.mark.parametrize("step", [1, 2, 50])
def test_what_is_chosen_comes_in_order_from_few_pieces_and_from_many(step: int) -> None:
    column = np.arange(1000, dtype=np.int32)
    for which in (column % step == 0, column % step != 0):
        assert choosing(which)(column).tolist() == column[which].tolist()


def test_words_of_segments_are_joined_each_once() -> None:
    segments = [["a", "b", "c"], ["d", "b"], [], ["e", "d", "a"]]
    words, places = join_words([text_array(its) for its in segments])
    joined = words.to_pylist()
    assert joined == ["a", "b", "c", "d", "e"]
    assert [[joined[at] for at in its.tolist()] for its in places] == segments
