"""Reading on a Dask cluster: a real scheduler and two worker processes, one of them killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from standpunt.cluster import ClusterReaders
from standpunt.errors import ClusterError
from standpunt.outcomes import Status, find_all
from standpunt.pipeline import ingest

pytestmark = pytest.mark.long

Run = Callable[..., Any]
Papers = Callable[[Path, int], list[Path]]
Digests = Callable[[Path], dict[str, str]]


@contextmanager
def running(
    folder: Path, name: str, *arguments: str
) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A program of Dask's, and the file it writes its log to; ended in the end."""
    log = folder / f"{name}.log"
    with log.open("w") as file:
        started = subprocess.Popen(
            [sys.executable, "-m", *arguments], cwd=folder, stderr=file, stdout=file, text=True
        )
        try:
            yield started, log
        finally:
            started.terminate()
            started.wait(20)


def wait_for(log: Path, pattern: str) -> str:
    """What the pattern finds in a log, as soon as it is there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = re.search(pattern, log.read_text("utf-8"))
        if found:
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a scheduler with two workers, without nannies, and their process ids."""
    scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
    with running(tmp_path, "scheduler", *scheduler, "--no-dashboard") as (_, log):
        address = wait_for(log, r"Scheduler at:\s+(tcp://\S+)")
        worker = ("distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1")
        with (
            running(tmp_path, "one", *worker, "--no-dashboard") as (one, first),
            running(tmp_path, "two", *worker, "--no-dashboard") as (two, second),
        ):
            for each in (first, second):
                wait_for(each, r"(Registered to)")
            yield address, [one.pid, two.pid]


def test_a_cluster_that_loses_a_worker_gives_the_same_quads(
    cluster: tuple[str, list[int]], papers: Papers, digests: Digests, tmp_path: Path
) -> None:
    address, workers = cluster
    folder = tmp_path / "papers"
    folder.mkdir()
    papers(folder, 80)
    done: list[Path] = []

    def kill_one(path: Path) -> None:
        done.append(path)
        if len(done) == 17:
            os.kill(workers[0], signal.SIGKILL)

    with ClusterReaders(address) as readers:
        batch = ingest(find_all([folder]), tmp_path / "far", readers=readers, progress=kill_one)
    assert {outcome.status for outcome in batch.outcomes} == {Status.READ}
    ingest(find_all([folder]), tmp_path / "near")
    assert digests(tmp_path / "far") == digests(tmp_path / "near")
    assert len(digests(tmp_path / "far")) == 81


def test_the_command_reads_on_a_cluster(
    standpunt: Run, cluster: tuple[str, list[int]], samples: tuple[Path, Path], tmp_path: Path
) -> None:
    ran = standpunt("ingest", *samples, "--cluster", cluster[0], "--store", tmp_path / "store")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.lines] == ["read", "read", "published"]


def test_an_address_where_nobody_answers_is_named(
    standpunt: Run, samples: tuple[Path, Path], tmp_path: Path
) -> None:
    address = "tcp://127.0.0.1:9"
    ran = standpunt("ingest", *samples, "--cluster", address, "--store", tmp_path / "store")
    assert ran.code == 2
    assert f"--cluster {address}: no scheduler answers there" in ran.complaint
    assert not (tmp_path / "store").exists()


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'standpunt\[cluster\]'"):
        ClusterReaders("tcp://127.0.0.1:9")
