"""Files are read in workers that may hang, crash and run out of memory without harm to the rest."""

import os
import platform
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from pathlib import Path

import pytest

from standpunt.errors import ReaderError
from standpunt.isolation import Limits, LocalReaders, in_order
from standpunt.jobs import Reply, read_job, read_seen
from standpunt.starting import Alone, Nursery

pytestmark = pytest.mark.long

GIB = 2**30


@pytest.fixture
def long_paper(samples: tuple[Path, Path], tmp_path: Path) -> Path:
    """A paper that takes long to read, just below what a paper may hold."""
    path = tmp_path / "long.txt"
    path.write_text(samples[0].read_text("utf-8") * 105, "utf-8")
    return path


def children(of: int | str = "self") -> set[int]:
    """Process ids of the children of a process."""
    tasks = Path(f"/proc/{of}/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text().split()}


def is_nursery(pid: int) -> bool:
    """Whether workers are forked from this process."""
    return "standpunt.nursery" in command(pid) and "standpunt.nursery" not in command(parent(pid))


def command(pid: int) -> str:
    """The command line of a process; "" if it has none any more."""
    return Path(f"/proc/{pid}/cmdline").read_text()


def parent(pid: int) -> int:
    """Process id of a process's parent."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def workers(but: set[int]) -> set[int]:
    """Reading workers below this process, forked or started by themselves.

    `but` are children that were there before.
    """
    found = set[int]()
    for child in children() - but:
        with suppress(OSError):  # it has ended meanwhile
            found |= children(child) if is_nursery(child) else {child}
    return found


def runs(pid: int) -> bool:
    """Whether the process has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def cpu_s(pid: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def outcomes(readers: LocalReaders, *paths: Path) -> Iterator[Reply]:
    """The replies to reading these files."""
    return (reply for _, reply in readers.map(read_job(path, None) for path in paths))


def test_a_file_that_takes_too_long_is_refused_and_the_others_are_read(
    long_paper: Path, samples: tuple[Path, Path]
) -> None:
    with LocalReaders(1, Limits(timeout_s=4)) as readers:
        slow, quick = outcomes(readers, long_paper, samples[1])
    assert slow.refused == (
        f"{long_paper}: reading it was stopped after 4 s; check what it is, split it, "
        "or allow more with --timeout"
    )
    assert quick.refused is None
    assert len(read_seen(quick)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux caps the address space")
def test_a_file_that_wants_too_much_memory_is_refused_and_the_others_are_read(
    samples: tuple[Path, Path], tmp_path: Path
) -> None:
    big = tmp_path / "big.txt"
    big.write_text(samples[0].read_text("utf-8") * 105, "utf-8")
    with LocalReaders(1, Limits(memory_bytes=GIB // 4)) as readers:
        greedy, modest = outcomes(readers, big, samples[1])
    assert greedy.refused == (
        f"{big}: reading it wanted more than 0.25 GiB of memory; check what it is, or split it"
    )
    assert modest.refused is None


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker in /proc")
def test_a_file_whose_reader_is_killed_is_refused_and_the_others_are_read(
    long_paper: Path, samples: tuple[Path, Path]
) -> None:
    before = children()

    def kill_the_worker() -> None:
        while not (found := workers(before)):
            time.sleep(0.05)
        worker = found.pop()
        while cpu_s(worker) < 3:  # it has started and is at the file then
            time.sleep(0.05)
        os.kill(worker, signal.SIGSEGV)

    killer = threading.Thread(target=kill_the_worker)
    killer.start()
    with LocalReaders(1) as readers:
        crashed, quick = outcomes(readers, long_paper, samples[1])
    killer.join()
    assert crashed.refused == (
        f"{long_paper}: the reader crashed on it (signal 11); the file is damaged or made to harm"
    )
    assert quick.refused is None


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker in /proc")
def test_a_worker_that_died_idle_costs_no_document(samples: tuple[Path, Path]) -> None:
    before = children()
    with LocalReaders(1) as readers:
        assert next(outcomes(readers, samples[0])).refused is None
        (worker,) = workers(before)
        os.kill(worker, signal.SIGKILL)
        assert next(outcomes(readers, samples[1])).refused is None


def test_replies_come_in_the_order_of_the_files(samples: tuple[Path, Path], tmp_path: Path) -> None:
    papers = [tmp_path / f"{n}.txt" for n in range(12)]
    for n, paper in enumerate(papers):
        paper.write_text(samples[n % 2].read_text("utf-8"), "utf-8")
    with LocalReaders(2) as readers:
        names = [read_seen(reply)[0][0].outline.file_name for reply in outcomes(readers, *papers)]
    assert names == [paper.name for paper in papers]


def test_what_is_early_is_given_before_the_window_is_full_and_in_order() -> None:
    submitted: list[int] = []

    def submit(job: int) -> Future[int]:
        submitted.append(job)
        future = Future[int]()
        future.set_result(-job)
        return future

    results = in_order(range(20), submit, 8, lambda job: job < 10)
    given = []
    for job, result in results:
        given.append((job, result, len(submitted)))
    assert [(job, result) for job, result, _ in given] == [(n, -n) for n in range(20)]
    assert [known for job, _, known in given if job < 10] == [job + 3 for job in range(10)]
    assert [known for job, _, known in given if job >= 10] == [*range(18, 21), *[20] * 7]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker in /proc")
def test_no_worker_outlives_the_pool(long_paper: Path) -> None:
    before = children()
    readers = LocalReaders(2)

    def read_two() -> None:
        with suppress(ReaderError, CancelledError):
            list(outcomes(readers, long_paper, long_paper))

    thread = threading.Thread(target=read_two)
    thread.start()
    while len(workers(before)) < 2:
        time.sleep(0.05)
    running = workers(before)
    readers.close()
    thread.join(10)
    assert not thread.is_alive()
    assert children() - before == set()
    assert not any(map(runs, running))


def assert_confined(worker: int) -> None:
    """Assert that a worker has both filters and its limits."""
    status = Path(f"/proc/{worker}/status").read_text()
    limits = Path(f"/proc/{worker}/limits").read_text()
    assert "Seccomp_filters:\t2" in status
    assert re.search(rf"Max address space\s+{3 * GIB}\s", limits)
    assert re.search(rf"Max file size\s+{2**20}\s", limits)


FILTERED = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="no filters on this platform",
)


@FILTERED
@pytest.mark.parametrize("starter", [Nursery, Alone])
def test_a_worker_has_put_both_filters_and_its_limits_on(
    starter: type[Nursery] | type[Alone], samples: tuple[Path, Path]
) -> None:
    before = children()
    with LocalReaders(1, starter=starter(3 * GIB)) as readers:
        assert next(outcomes(readers, samples[0])).refused is None
        assert readers.note == ""
        (worker,) = workers(before)
        assert_confined(worker)


@FILTERED
def test_a_forked_worker_that_takes_the_place_of_another_is_confined_as_well(
    samples: tuple[Path, Path],
) -> None:
    before = children()
    with LocalReaders(1) as readers:
        assert next(outcomes(readers, samples[0])).refused is None
        (nursery,) = children() - before
        assert len(list(Path(f"/proc/{nursery}/task").iterdir())) == 1
        (worker,) = workers(before)
        os.kill(worker, signal.SIGKILL)
        assert next(outcomes(readers, samples[1])).refused is None
        (other,) = workers(before)
        assert other != worker
        assert_confined(other)
        assert "socket:" not in "".join(map(os.readlink, Path(f"/proc/{other}/fd").iterdir()))


@FILTERED
def test_what_workers_are_forked_from_is_started_again_if_it_is_killed(
    samples: tuple[Path, Path],
) -> None:
    before = children()
    with LocalReaders(1) as readers:
        assert next(outcomes(readers, samples[0])).refused is None
        (nursery,) = children() - before
        (worker,) = workers(before)
        os.kill(nursery, signal.SIGKILL)
        while runs(worker):
            time.sleep(0.05)
        assert next(outcomes(readers, samples[1])).refused is None


@FILTERED
def test_workers_end_when_the_command_is_killed(samples: tuple[Path, Path]) -> None:
    script = (
        "import sys, time; from pathlib import Path; from standpunt.isolation import LocalReaders; "
        "from standpunt.jobs import read_job; readers = LocalReaders(2); "
        "print(readers.do(read_job(Path(sys.argv[1]), None)).refused, flush=True); time.sleep(600)"
    )
    line = [sys.executable, "-c", script, str(samples[0])]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "None\n"
        (nursery,) = children(running.pid)
        below = {nursery, *children(nursery)}
        running.kill()
    deadline = time.monotonic() + 60
    while any(map(runs, below)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(runs, below))
