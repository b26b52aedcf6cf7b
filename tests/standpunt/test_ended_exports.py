"""An export that is ended, by whatever signal or limit, leaves nothing that looks like a file."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from standpunt.cli import main
from standpunt.writing import opened_whole

ENDLESS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6))
QUERY = f"CONSTRUCT {{ ?a0 ?b0 ?c5 . ?a1 ?b3 ?a2 }} {{ {ENDLESS} }}"
PATIENCE_S = 120.0


@pytest.fixture
def line(tmp_path: Path, hostile_paper_store: Path) -> list[str]:
    """An export without an end into a folder of its own."""
    (tmp_path / "q.rq").write_text(QUERY, "utf-8")
    (tmp_path / "out").mkdir()
    options = ["--construct", str(tmp_path / "q.rq"), "--format", "turtle"]
    options += ["--output", str(tmp_path / "out" / "made.ttl")]
    return ["export", *options, "--store", str(hostile_paper_store)]


def wait_for(condition: Callable[[], object]) -> None:
    """Until it holds; the test fails if it does not in two minutes."""
    ends = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def obey_interrupts() -> None:
    """Also where the tests themselves were started in the background, which ignores them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def started(line: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """The command, once it has begun to write."""
    running = subprocess.Popen(
        [sys.executable, "-m", "standpunt", *line],
        stderr=subprocess.PIPE,
        preexec_fn=obey_interrupts,
    )
    wait_for(lambda: any(file.stat().st_size for file in folder.iterdir()))
    return running


def worker_of(process: int) -> int | None:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return next((int(child) for task in tasks for child in task.read_text().split()), None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_leaves_nothing(line: list[str], tmp_path: Path, number: signal.Signals) -> None:
    with started(line, tmp_path / "out") as running:
        running.send_signal(number)
        _, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 128 + number
    assert b"Traceback" not in said
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker in /proc")
def test_a_worker_that_is_killed_leaves_nothing(line: list[str], tmp_path: Path) -> None:
    with started(line, tmp_path / "out") as running:
        worker = worker_of(running.pid)
        assert worker is not None
        os.kill(worker, signal.SIGKILL)
        _, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 1
    assert said.count(b"\n") == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_what_a_killed_export_left_goes_with_the_next_one(line: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with started(line, folder) as running, opened_whole(folder / "other.txt") as file:
        file.write(b"an export that goes on meanwhile")
        running.kill()
        running.wait()
        (left,) = [found for found in folder.iterdir() if "made" in found.name]
        assert left.name == f".made.ttl.{running.pid}.standpunt-part"
        foreign = folder / ".made.ttl.4711"
        foreign.touch()
        with opened_whole(folder / "next.txt") as another:
            another.write(b"next")
        assert not left.exists()
    assert sorted(found.name for found in folder.iterdir()) == [
        ".made.ttl.4711",
        "next.txt",
        "other.txt",
    ]


def test_a_limit_of_time_is_said_and_leaves_nothing(
    line: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*line, "--timeout", "0.5"]) == 1
    said = capsys.readouterr().err
    assert "ended at its time limit of 0.5 s and is NOT WHOLE" in said
    assert list((tmp_path / "out").iterdir()) == []
