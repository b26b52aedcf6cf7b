"""Stored questions by command: a large store's projection gives the text that its engine gives."""

from pathlib import Path

import pytest

from graph.opening import open_pool
from graph.stand_ins import STOOD_IN
from standpunt.asking import find_asked
from standpunt.results import table_text


@pytest.mark.parametrize("question", sorted(STOOD_IN))
def test_the_projection_gives_the_text_that_the_engine_gives(
    sample_store: Path, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = find_asked(question, {})
    with open_pool(sample_store) as pool:
        told = asked.put(pool, timeout_s=30, max_rows=1000)
        monkeypatch.setattr("standpunt.projected.PROJECTED_FROM_QUADS", 1)
        found = asked.put_for_text(pool, timeout_s=30, max_rows=1000)
        cut = asked.put_for_text(pool, timeout_s=30, max_rows=1)
    for form in ("table", "csv"):
        lines = table_text(found, form).splitlines()
        assert sorted(lines) == sorted(table_text(told, form).splitlines())
    assert cut.truncated == (len(told.rows) > 1)
