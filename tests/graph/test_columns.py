"""Columns of a file are read as they were written, whoever touches the file in between."""

from pathlib import Path

import numpy as np
import pytest

from graph.claim_codes import Words
from graph.columns import (
    SegmentDamagedError,
    columns_path,
    read_arrays,
    read_columns,
    text_array,
    write_columns,
)
from graph.kept import Numbers, check_kept_anew, has_kept, keep, prune_kept, read_kept
from graph.stored_claims import choosing, join_codes, join_words

KINDS = (np.int8, np.int16, np.int32, np.int64)

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


def test_words_of_segments_are_joined_each_once_but_for_what_is_their_own() -> None:
    segments = [(["a", "b", "c"], 2), (["d", "b", "c"], 2), ([], 0), (["e", "d", "a"], 3)]
    words, places = join_words([(text_array(its), shared) for its, shared in segments])
    every = np.arange(len(words), dtype=np.int32)
    joined = words.array(every).to_pylist()
    assert joined == ["a", "b", "c", "d", "e", "c"]
    assert words.array(every[::-1]).to_pylist() == joined[::-1]
    assert [[joined[at] for at in its.tolist()] for its in places] == [its for its, _ in segments]


def test_codes_of_segments_are_joined_without_what_no_row_has() -> None:
    parts = [([0, 1, -1, 1], [7, 3, 5]), ([], []), ([1, 0], [3, 9]), ([0], [5])]
    joined = join_codes([Words(*(np.array(each, np.int32) for each in part)) for part in parts])
    assert joined.numbers.tolist() == [7, 3, -1, 3, 9, 3, 5]
    assert sorted(joined.distinct.tolist()) == [3, 5, 7, 9]
    assert joined.codes.dtype == np.int8


def test_what_is_kept_is_read_until_a_byte_of_it_changes(tmp_path: Path) -> None:
    numbers: dict[str, Numbers] = {str(kind): np.arange(-3, 9).astype(kind) for kind in KINDS}
    keep(tmp_path, "abc", {"texts": text_array(["", "é", "x"])}, numbers)
    found = read_kept(tmp_path, "abc")
    assert found is not None
    assert found.text("texts").to_pylist() == ["", "é", "x"]
    for name, its in numbers.items():
        assert found.numbers(name).tolist() == its.tolist()
        assert found.numbers(name).dtype == its.dtype
    assert read_kept(tmp_path, "abd") is None
    (path,) = tmp_path.iterdir()
    content = path.read_bytes()
    for at in range(0, len(content), 97):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        check_kept_anew()
        assert read_kept(tmp_path, "abc") is None
        assert not has_kept(tmp_path, "abc")
    keep(tmp_path, "abc", {"texts": text_array(["", "é", "x"])}, numbers)
    assert path.read_bytes() == content
    assert read_kept(tmp_path, "abc") is not None
    prune_kept(tmp_path, ["abd"])
    assert not has_kept(tmp_path, "abc")
