"""A folder that is watched: what comes into it is in the store a moment later."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Papers = Callable[[Path, int], list[Path]]


@contextmanager
def watching(folder: Path, log: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """`standpunt watch` on a folder, its lines going to a file; killed if it is still there."""
    command = [sys.executable, "-m", "standpunt", "watch", str(folder), *options]
    with log.open("wb") as file:
        running = subprocess.Popen(
            [*command, "--store", str(folder.parent / "store")], stdout=file, stderr=file
        )
        try:
            yield running
        finally:
            running.kill()
            running.wait()


def wait_for(log: Path, text: str) -> str:
    """The log, as soon as the text is in it."""
    deadline = time.monotonic() + 60
    while text not in (said := log.read_text("utf-8")):
        assert time.monotonic() < deadline, said
        time.sleep(0.1)
    return said


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_what_comes_is_read_and_the_end_is_clean(
    papers: Papers, tmp_path: Path, end: signal.Signals
) -> None:
    folder, log = tmp_path / "papers", tmp_path / "log"
    folder.mkdir()
    with watching(folder, log) as running:
        wait_for(log, "watching")
        first, second = papers(folder, 2)
        said = wait_for(log, "published  generation 1")
        assert str(first) in said
        wait_for(log, str(second))
        first.write_text(first.read_text("utf-8") + "Slot.\n", "utf-8")
        wait_for(log, f"replaced   {first}")
        running.send_signal(end)
        assert running.wait(20) == 0
    assert "Traceback" not in log.read_text("utf-8")


def test_what_is_refused_is_said_once(papers: Papers, tmp_path: Path) -> None:
    folder, log = tmp_path / "papers", tmp_path / "log"
    folder.mkdir()
    (folder / "empty.txt").touch()
    with watching(folder, log):
        wait_for(log, "watching")
        (paper,) = papers(folder, 1)
        said = wait_for(log, str(paper))
    assert said.count("empty.txt: holds no text") == 1


def test_a_folder_that_is_not_there_is_named(standpunt: Callable[..., Any], tmp_path: Path) -> None:
    ran = standpunt("watch", tmp_path / "absent", "--store", tmp_path / "store")
    assert ran.code == 2
    assert "is no folder" in ran.complaint
