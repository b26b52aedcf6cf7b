"""The contested issues of the overview: those of the latest meetings, as the question has them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from dashboard.disputes import latest_disputes
from dashboard.records import Row
from graph.pool import QueryPool
from graph.questions import answer_question
from graph.store import StoreWriter

TINY = Path(__file__).parents[1] / "graph" / "tiny.trig"


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[QueryPool]:
    graphs: dict[str, list] = {}  # type: ignore[type-arg]
    for quad in parse(TINY.read_bytes(), format=RdfFormat.TRIG):
        graphs.setdefault(quad.graph_name.value, []).append(quad)  # type: ignore[union-attr]
    with StoreWriter(tmp_path / "store") as writer:
        writer.replace_graphs(graphs)
        writer.publish()
    with QueryPool(tmp_path / "store") as pool:
        yield pool


def test_looking_at_all_meetings_one_by_one_finds_what_is_contested_in_the_store(
    pool: QueryPool,
) -> None:
    def ask(meeting: str) -> list[Row]:
        return answer_question(pool, "contested-items", {"meeting": meeting}).records()

    meetings = [row["meeting"] or "" for row in answer_question(pool, "meetings").records()]
    everything = answer_question(pool, "contested-items").records()
    found = [row for rows in latest_disputes(meetings, 1_000, ask).values() for row in rows]
    assert everything
    assert sorted(map(str, found)) == sorted(map(str, everything))


def test_no_meeting_is_asked_about_once_enough_is_found() -> None:
    rows: dict[str, list[Row]] = {
        "m1": [],
        "m2": [{"issue": "a", "forClaim": "1"}, {"issue": "b", "forClaim": "2"}],
        "m3": [{"issue": "a", "forClaim": "3"}, {"issue": "c", "forClaim": "4"}],
        "m4": [{"issue": "d", "forClaim": "5"}],
    }
    asked: list[str] = []

    def ask(meeting: str) -> list[Row]:
        asked.append(meeting)
        return rows[meeting]

    found = latest_disputes(rows, 3, ask)
    assert asked == ["m1", "m2", "m3"]
    assert {issue: [row["forClaim"] for row in its] for issue, its in found.items()} == {
        "a": ["1", "3"],
        "b": ["2"],
        "c": ["4"],
    }
    assert latest_disputes(["m1"], 3, ask) == {}
