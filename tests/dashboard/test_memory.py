"""What pages keep for a generation: as much as is meant, made once, and gone with it."""

from threading import Thread

import pytest

from dashboard.memory import kept


def test_what_was_asked_for_last_is_kept_and_no_more_than_is_meant() -> None:
    made: list[str] = []

    @kept(10, len)
    def spell(store: str, number: int, text: str) -> str:
        made.append(text)
        return text

    for text in ("four", "three", "four", "ten letters, and more", "four", "three", "four"):
        assert spell("store", 1, text) == text
    assert made == ["four", "three", "ten letters, and more", "four", "three"]


def test_nothing_is_kept_of_another_generation_or_of_what_failed() -> None:
    made: list[tuple[str, int]] = []

    @kept(5)
    def double(store: str, number: int, value: int) -> int:
        made.append((store, number))
        if value < 0:
            raise ValueError(value)
        return 2 * value

    for store, number in (("a", 1), ("a", 1), ("a", 2), ("a", 1), ("b", 1), ("b", 1)):
        assert double(store, number, 4) == 8
    assert made == [("a", 1), ("a", 2), ("a", 1), ("b", 1)]
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            double("b", 1, -1)
    assert len(made) == 6


def test_one_thread_makes_what_the_others_wait_for() -> None:
    made: list[int] = []

    @kept(5)
    def slow(store: str, number: int, value: int) -> int:
        made.append(value)
        for other in [Thread(target=lambda: found.append(slow("s", 1, value))) for _ in range(3)]:
            threads.append(other)
            other.start()
        return value

    found: list[int] = []
    threads: list[Thread] = []
    assert slow("s", 1, 7) == 7
    for thread in threads:
        thread.join()
    assert (made, found) == ([7], [7, 7, 7])
