"""The benchmark of the dashboard in a browser: what it makes of its times. The browser itself is
driven by `make bench-dashboard`."""

import os

from browser import Visit, p95, table, tree_memory


def test_the_95th_percentile_of_few_times_is_the_longest() -> None:
    assert p95([100.0, 300.0, 200.0]) == 300.0
    assert 94.0 < p95([float(n) for n in range(1, 101)]) < 97.0
    assert p95([]) == 0.0


def test_a_table_has_a_column_a_store_and_says_what_hit_the_limit() -> None:
    slow = Visit("1000", 1_014, first=2_000.0, done={"read a claim": [30_000.0]}, late=["read"])
    quick = Visit("the sample", 78, first=900.0, done={"read a claim": [200.0, 300.0, 400.0]})
    lines = table([quick, slow])
    assert "| ms | the sample, 78 claims | 1000, 1,014 claims |" in lines
    assert "| read a claim | 300 (max 400) | 30,000 (max 30,000) |" in lines
    assert "| over the limit | none | read |" in lines


def test_the_memory_of_a_process_is_that_of_its_whole_tree() -> None:
    assert tree_memory(os.getpid()) > 10
    assert tree_memory(2**30) == 0.0
