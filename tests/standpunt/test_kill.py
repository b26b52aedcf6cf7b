"""An ingest that is killed leaves what was published, and the next one makes up for it."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.long

KILLS = 8


@pytest.fixture(scope="module")
def kills(
    papers: Callable[[Path, int], list[Path]],
    benchmark: Callable[[str], ModuleType],
    tmp_path_factory: pytest.TempPathFactory,
) -> list[object]:
    """Fifteen kills of the ingest of thirty papers, at random moments."""
    root = tmp_path_factory.mktemp("kill")
    (root / "papers").mkdir()
    return list(benchmark("kill_ingest").kills(papers(root / "papers", 30), root, KILLS))


def test_what_is_published_after_a_kill_is_the_state_before_or_after(kills: list[object]) -> None:
    assert len(kills) == KILLS
    assert {kill.seen for kill in kills} <= {"before", "after"}  # type: ignore[attr-defined]


def test_the_run_after_a_kill_ends_in_the_same_quads(kills: list[object]) -> None:
    assert all(kill.completed for kill in kills)  # type: ignore[attr-defined]
