"""A first publish that is killed, once or twice: nothing is published yet, nothing is damaged."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.deep import deep_check
from graph.errors import StoreMissingError
from graph.folder import generation_numbers
from graph.generation import current_generation
from graph.history import past_generations
from graph.store import StoreWriter

# The process ends itself by SIGKILL where the publish comes to the step that is named.
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from pyoxigraph import NamedNode, Quad
from graph import store
def end(*_): os.kill(os.getpid(), signal.SIGKILL)
setattr(store, sys.argv[2], end)
node, home = NamedNode("https://example.org/a"), NamedNode("https://example.org/g")
with store.StoreWriter(Path(sys.argv[1])) as writer:
    writer.replace_graph(home.value, [Quad(node, node, node, home)])
    writer.publish()
"""


def kill_a_publish(store: Path, step: str) -> None:
    command = [sys.executable, "-c", KILLED_AT, str(store), step]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


def found(store: Path) -> dict[str, tuple[tuple[str, ...], bool]]:
    parts = {part.name: (part.lines, part.skipped) for part in deep_check(store)}
    return {name: said for name, said in parts.items() if said[0]}


@pytest.mark.parametrize("steps", [("write_generation",) * 2, ("swap_link", "write_generation")])
def test_a_first_publish_killed_twice_is_to_be_repeated_and_no_damage(
    tmp_path: Path, steps: tuple[str, ...]
) -> None:
    store = tmp_path / "store"
    for step in steps:
        kill_a_publish(store, step)
        ((said,), skipped) = found(store).pop("published")
        assert said.startswith("nothing is published yet")
        assert "Repeat the ingest" in said
        assert skipped
        assert found(store).keys() == {"published"}
        with pytest.raises(StoreMissingError, match="nothing is published here yet"):
            current_generation(store)
    assert len(past_generations(store)) == 2
    with StoreWriter(store) as writer:
        number = writer.publish()
    assert (current_generation(store).number, current_generation(store).quads) == (number, 1)
    assert found(store) == {}


def test_a_link_that_is_lost_after_a_publish_is_damage(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with StoreWriter(store) as writer:
        writer.publish()
    (store / "current").unlink()
    assert len(generation_numbers(store)) == 1
    ((said,), skipped) = found(store)["published"]
    assert "current is gone" in said
    assert not skipped
