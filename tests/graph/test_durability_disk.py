"""Full and read-only disks, two writers at once, kills inside a publish, clocks that jump."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from damaging import GRAPH, clone, make_store, write_graphs

from graph.errors import StoreLockedError, StoreUnwritableError, StoreWriteError
from graph.folder import write_marker
from graph.generation import current_generation, current_number
from graph.history import find_past, note_generation
from graph.ledger import read_ledger
from graph.pool import ask_once
from graph.restoring import damage
from graph.retention import Retention, prune_generations, write_retention
from graph.store import StoreWriter

pytestmark = pytest.mark.long

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <https://example.org/name> ?o }"
RACES = 20
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def count(store: Path) -> int:
    ((number,),) = ask_once(store, COUNT).plain_rows()  # type: ignore[union-attr]
    return int(str(number))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system in memory of 24 MiB; only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here; see test_store.py for a stand-in")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


# --- disk -----------------------------------------------------------------------------------------


def fill(place: Path, leave: int) -> Path:
    """Fill a disk but for so many bytes; the engine may be writing to it meanwhile."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while (left := shutil.disk_usage(place).free - leave) > 0:
            file.write(bytes(left))
    return filler


@pytest.mark.parametrize("leave", [0, 50_000, 500_000, 1_500_000])
def test_a_full_disk_stops_the_writer_and_it_goes_on_by_itself_when_there_is_space(
    small_disk: Path, leave: int
) -> None:
    store = small_disk / "store"
    with StoreWriter(store, minimum_free_bytes=0) as writer:
        write_graphs(writer, range(3))
        writer.publish()
        acknowledged = dict(writer.ledger())
        filler = fill(small_disk, leave)
        under_way = ""
        for turn in range(1000):
            under_way = GRAPH.format(3 + turn % 3)
            try:
                write_graphs(writer, range(3 + turn % 3, 4 + turn % 3), "x" * 2000 + str(turn), 100)
            except StoreWriteError:
                break
            acknowledged = dict(writer.ledger())
        else:
            pytest.fail("the disk was not full")
        assert count(store) == 90
        filler.unlink()
        assert writer.compare_ledger() == ()
        now = dict(writer.ledger())
        for known in (now, acknowledged):  # the commit under way may have landed, whole
            known.pop(under_way, None)
        assert now == acknowledged
        write_graphs(writer, range(3, 6), "after")
        assert writer.publish() > 1
    assert count(store) == 180
    assert damage(store) == []


def test_below_the_stated_free_space_nothing_is_written(small_disk: Path) -> None:
    store = small_disk / "store"
    with StoreWriter(store, minimum_free_bytes=8 * 2**20) as writer:
        write_graphs(writer, range(3))
        filler = fill(small_disk, 7 * 2**20)
        with pytest.raises(StoreWriteError, match="MiB free"):
            write_graphs(writer, range(3, 4))
        filler.unlink()
        write_graphs(writer, range(3, 4))
        assert writer.compare_ledger() == ()


def test_a_read_only_disk_answers_and_refuses_to_be_written(small_disk: Path) -> None:
    store = small_disk / "store"
    with StoreWriter(store, minimum_free_bytes=0) as writer:
        write_graphs(writer, range(3))
        writer.publish()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert count(store) == 90
    with pytest.raises(StoreUnwritableError):
        StoreWriter(store)
    assert damage(store) == []


# --- writers --------------------------------------------------------------------------------------

RACE = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from damaging import write_graphs
from graph.errors import StoreLockedError
from graph.store import StoreWriter
print("ready", flush=True)
sys.stdin.readline()
first = int(sys.argv[3])
for turn in range(20):
    try:
        with StoreWriter(Path(sys.argv[2])) as writer:
            write_graphs(writer, range(first, first + 1), str(turn))
            writer.publish()
            print("wrote", turn, flush=True)
    except StoreLockedError as error:
        print("locked", error.pid, error.host, error.since, flush=True)
    break
"""


def test_of_two_writers_at_once_one_writes_and_the_other_is_told_who(tmp_path: Path) -> None:
    store = tmp_path / "store"
    wrote = 0
    racers: list[subprocess.Popen[str]] = []
    for turn in range(RACES):
        racers = [
            subprocess.Popen(
                [sys.executable, "-c", RACE, str(BENCHMARKS), str(store), str(2 * turn + each)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for each in range(2)
        ]
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        outs = [racer.communicate("go\n")[0] for racer in racers]
        said = sorted(out.split()[0] for out in outs)
        assert said in (["locked", "wrote"], ["wrote", "wrote"]), outs
        wrote += said.count("wrote")
        assert len(read_ledger(store)) == wrote
    assert count(store) == 30 * wrote
    assert damage(store) == []


def test_the_lock_of_a_dead_process_holds_nothing_and_a_living_one_is_named(tmp_path: Path) -> None:
    with StoreWriter(tmp_path) as writer:
        write_graphs(writer, range(1))
        with pytest.raises(StoreLockedError, match=rf"process {os.getpid()} on .* \(since 2"):
            StoreWriter(tmp_path)
    (tmp_path / "writer.lock").write_text('{"pid": 1, "host": "h", "since": "2020"}')
    StoreWriter(tmp_path).close()


PUBLISH_FOR_EVER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from damaging import write_graphs
from graph.store import StoreWriter
with StoreWriter(Path(sys.argv[2])) as writer:
    print("ready", flush=True)
    for turn in range(100_000):
        write_graphs(writer, range(3), str(turn))
        writer.publish()
"""


def test_a_kill_inside_a_publish_leaves_a_whole_generation_and_no_litter(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    for turn in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", PUBLISH_FOR_EVER, str(BENCHMARKS), str(store)],
            stdout=subprocess.PIPE,
        ) as writing:
            assert writing.stdout is not None
            writing.stdout.readline()
            time.sleep(0.013 * turn)
            writing.send_signal(signal.SIGKILL)
        assert count(store) in (270, 330)
        assert damage(store) == []
        with StoreWriter(store) as writer:
            assert writer.compare_ledger() == ()
        number = current_number(store)
        names = {entry.name for entry in store.iterdir()} | {
            entry.name for entry in (store / "generations").iterdir()
        }
        assert not [n for n in names if n.endswith((".new", "partial")) or n == "pending.json"]
        assert not list((store / "primary").glob("bulk-*.sst"))
        assert number is not None
        assert (store / "generations" / f"{number:06d}").is_dir()


@pytest.mark.parametrize("publishes", [1, 2])
def test_a_first_publish_that_was_cut_is_no_damage_and_a_lost_one_is(
    tmp_path: Path, publishes: int
) -> None:
    """The history notes a generation before there is one."""
    store = tmp_path / "store"
    with StoreWriter(store) as writer:
        for turn in range(publishes):
            write_graphs(writer, range(turn, turn + 1))
            writer.publish()
    (store / "current").unlink()
    shutil.rmtree(store / "generations")
    (store / "generations").mkdir()
    if publishes == 1:
        write_marker(store)  # that something was published is noted after the link
    assert [part.name for part in damage(store)] == (["published"] if publishes > 1 else [])
    with StoreWriter(store) as writer:
        assert writer.compare_ledger() == ()
        assert writer.publish() == publishes + 1
    assert damage(store) == []


# --- clock and retention --------------------------------------------------------------------------

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_generations_are_ordered_by_number_when_the_clock_jumps(tmp_path: Path) -> None:
    for number, days in ((1, 0), (2, -400), (3, 4000), (4, 1)):
        note_generation(tmp_path, number, NOW + timedelta(days=days), {"g": str(number)})
    assert find_past(tmp_path, number=3).digests == {"g": "3"}
    assert find_past(tmp_path, until=NOW + timedelta(days=2)).number == 4
    assert find_past(tmp_path, until=NOW - timedelta(days=1)).number == 2


def test_generations_are_pruned_by_count_and_by_age(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    write_retention(store, Retention(keep=2))
    assert prune_generations(store) == [1]
    store = make_store(tmp_path / "other")
    write_retention(store, Retention(keep=9, days=30))
    assert prune_generations(store) == []
    assert prune_generations(store, datetime.now(UTC) + timedelta(days=31)) == [1]
    assert prune_generations(store, datetime.now(UTC) + timedelta(days=9999)) == []
    assert current_generation(store).number == 3
    assert count(store) == 270


def test_the_retention_that_was_told_holds_for_each_publish(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    write_retention(store, Retention(keep=3))
    with StoreWriter(store) as writer:
        for turn in range(3):
            write_graphs(writer, range(1), str(turn))
            writer.publish()
    kept = [e.name for e in sorted((store / "generations").iterdir()) if e.name.isdigit()]
    assert kept == ["000004", "000005", "000006"]


def test_a_copy_of_a_store_keeps_the_files_that_generations_share(tmp_path: Path) -> None:
    """What damage to one file of the disk comes to, in these tests as on a real one."""
    copy = clone(make_store(tmp_path / "store"), tmp_path / "copy")
    assert any(file.stat().st_nlink > 1 for file in (copy / "primary").iterdir())
    assert damage(copy) == []
    assert GRAPH.format(1) in read_ledger(copy)
