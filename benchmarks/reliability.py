"""Do to a store what power, disks, hands and killers do, and count what is lost.

    python benchmarks/reliability.py                     all rows, within ten minutes
    python benchmarks/reliability.py --output docs/reliability.md

Each row has a number of trials and a share of the time; it says how many trials it came to. The
rows that need a file system of their own are made by root only, and say so otherwise.
"""

import argparse
import os
import platform
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from damaging import GRAPH, clone, damage_file, make_store, write_graphs
from pyoxigraph import QuerySolutions, Store
from suites import bad_inputs, clients, cut_answers, malformed_requests, mixed_load, ways_out
from trials import Row, Trial, repeat

from graph.erasing import erase
from graph.errors import StoreError, StoreLockedError, StoreWriteError
from graph.generation import current_generation
from graph.pool import QueryPool
from graph.restoring import damage, restore
from graph.store import StoreWriter

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <https://example.org/name> ?o }"
HERE = Path(__file__).parent

# Writes and publishes until it is killed; a line is an acknowledgement.
WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from damaging import write_graphs
from graph.store import StoreWriter
first = int(sys.argv[3])
with StoreWriter(Path(sys.argv[2]), minimum_free_bytes=0) as writer:
    for turn in range(100_000):
        write_graphs(writer, range(turn % 20, turn % 20 + 1), f"{first + turn}", 300)
        print(turn % 20, first + turn, flush=True)
        if turn % 7 == 6:
            writer.publish()
"""


def count_published(store: Path) -> int:
    """How many names the published generation has. Raises if it cannot be read."""
    answer = Store.read_only(str(current_generation(store).path)).query(COUNT)
    assert isinstance(answer, QuerySolutions)
    ((count,),) = answer
    return int(count.value)


def is_whole(store: Path, acknowledged: dict[str, str]) -> bool:
    """Whether every graph is whole, at least as new as acknowledged, and readers are answered."""
    count_published(store)
    with StoreWriter(store, minimum_free_bytes=0) as writer:
        if writer.compare_ledger() or damage_but_primary(store):
            return False
        for iri, turn in acknowledged.items():
            lines = writer.lines(iri)
            said = {line.split('"')[1].split()[0] for line in lines}
            if len(lines) != 300 or len(said) != 1 or int(said.pop()) < int(turn):
                return False
    return True


def damage_but_primary(store: Path) -> bool:
    """Whether anything but the primary files, which a writer holds, is damaged."""
    return any(part.name != "primary" for part in damage(store))


def start_writer(store: Path) -> "subprocess.Popen[str]":
    """A process that writes for ever, once it has written something."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, str(HERE), str(store), "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # of two that race, one says that it may not
        text=True,
    )


def acknowledged_by(writing: "subprocess.Popen[str]", ahead: str) -> dict[str, str]:
    """What a writer said it had stored, by graph."""
    assert writing.stdout is not None
    turns = (line.split() for line in (ahead + writing.stdout.read()).splitlines())
    return {GRAPH.format(int(turn[0])): turn[1] for turn in turns if len(turn) == 2}


def kill(place: Path, draw: random.Random) -> str:
    """kill -9 at a random moment, most inside a commit or a publish."""
    store = place / "store"
    with StoreWriter(store) as writer:
        writer.publish()
    writing = start_writer(store)
    assert writing.stdout is not None
    ahead = writing.stdout.readline()
    time.sleep(draw.uniform(0, 0.4))
    writing.send_signal(signal.SIGKILL)
    acknowledged = acknowledged_by(writing, ahead)
    writing.wait()
    return "whole" if is_whole(store, acknowledged) else "!lost or torn"


def cut_power(place: Path, draw: random.Random) -> str:
    """Copy the image of a mounted file system: what had not reached the disk is not in it."""
    image, cut = place / "disk.img", place / "cut.img"
    with image.open("wb") as file:
        file.truncate(64 * 2**20)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    with mounted(image, place / "disk") as disk:
        with StoreWriter(disk / "store", minimum_free_bytes=0) as writer:
            writer.publish()
        writing = start_writer(disk / "store")
        assert writing.stdout is not None
        ahead = writing.stdout.readline()
        time.sleep(draw.uniform(0, 0.5))
        writing.send_signal(signal.SIGSTOP)
        copy_at_one_moment(image, cut)
        writing.send_signal(signal.SIGKILL)
        acknowledged = acknowledged_by(writing, ahead)
        writing.wait()
    with mounted(cut, place / "after") as after:
        return "whole" if is_whole(after / "store", acknowledged) else "!acknowledged and lost"


def copy_at_one_moment(image: Path, target: Path) -> None:
    """Copy an image that the kernel may write to meanwhile: again, if it did."""
    while True:
        written = image.stat().st_mtime_ns
        shutil.copyfile(image, target)
        if image.stat().st_mtime_ns == written:
            return


@contextmanager
def mounted(image: Path | None, place: Path, *options: str) -> Iterator[Path]:
    """An image, or a small file system in memory, mounted as long as the context lasts."""
    place.mkdir()
    what = ["-o", "loop", str(image)] if image else ["-t", "tmpfs", *options, "tmpfs"]
    subprocess.run(["mount", *what, str(place)], check=True, capture_output=True)
    try:
        yield place
    finally:
        # Lazily: after a failure the engine may still have files open there.
        subprocess.run(["umount", "--lazy", str(place)], check=False, capture_output=True)


def damage_at_random(
    place: Path, draw: random.Random, template: Path, hows: tuple[str, ...]
) -> str:
    """Damage one file of a store; it is found and mended, or the store has all it should."""
    store = clone(template, place / "store")
    files = [file for file in sorted(store.rglob("*")) if file.is_file() and file.stat().st_size]
    damage_file(draw.choice(files), draw, draw.choice(hows))
    found = bool(damage(store))
    try:
        if found and restore(store).lost:
            return "!found, and something lost"
        with StoreWriter(store) as writer:
            whole = count_published(store) == 270 and len(writer.graph_names()) >= 9
            if not whole or writer.compare_ledger():
                return "!silent loss"
    except StoreError:
        return "!not mended"
    return "found and restored" if found else "harmless"


def fill_disk(place: Path, draw: random.Random) -> str:
    """Fill a small disk at a random point of a run, free it, and go on in the same process."""
    with mounted(None, place / "disk", "-o", "size=24m") as disk:
        store = disk / "store"
        with StoreWriter(store, minimum_free_bytes=0) as writer:
            write_graphs(writer, range(3), quads=300)
            writer.publish()
            filler = disk / "filler"
            filler.write_bytes(bytes(shutil.disk_usage(disk).free - draw.randrange(2_000_000)))
            try:
                for turn in range(1000):
                    write_graphs(writer, range(turn % 3, turn % 3 + 1), "y" * 500 + str(turn), 300)
                    if turn % 5 == 4:
                        writer.publish()
            except StoreWriteError:
                pass
            else:
                return "!not full"
            count_published(store)
            filler.unlink()
            if writer.compare_ledger():
                return "!lost or torn"
            write_graphs(writer, range(9, 10), quads=300)
            writer.publish()
        return "answered, went on by itself" if not damage(store) else "!damaged"


def race(place: Path, draw: random.Random) -> str:
    """Two writers at once: one writes, the other is told who does, or comes after it."""
    del draw
    store = place / "store"
    racers = [start_writer(store) for _ in range(2)]
    select.select([racer.stdout for racer in racers], [], [], 20)  # until one has written
    time.sleep(0.3)
    for racer in racers:
        racer.send_signal(signal.SIGKILL)
    acknowledged = [acknowledged_by(racer, "") for racer in racers]
    for racer in racers:
        racer.wait()
    if all(acknowledged):
        return "!both wrote"
    if not any(acknowledged):
        return "neither had begun"
    try:
        StoreWriter(store).close()
    except StoreLockedError:
        return "!lock left behind"
    return "one wrote, whole" if not damage(store) else "!damaged"


def erase_name(place: Path, draw: random.Random) -> str:
    """Forget a name that stands in stored, published and dropped graphs; look at every byte."""
    store, name = place / "store", f"Anna{draw.randrange(10**6)} Visser"
    with StoreWriter(store) as writer:
        for turn in range(4):
            write_graphs(writer, range(turn, turn + 2), f"{name} {turn}")
            writer.publish()
        writer.replace_graph(GRAPH.format(0), ())
    erase(store, [name])
    with StoreWriter(store) as writer:
        write_graphs(writer, range(9, 10), name)
        writer.publish()
    content = b"".join(file.read_bytes() for file in store.rglob("*") if file.is_file())
    if name.encode() in content or name.split()[0].encode() in content or damage(store):
        return "!name found"
    return "0 hits"


def soak(root: Path, seconds: float) -> Row:
    """Publish, read, query for a while; nothing may grow."""
    store = root / "soak"
    sizes = []
    published = 0
    with StoreWriter(store) as writer:
        write_graphs(writer, range(20))
        writer.publish()
        with QueryPool(store, workers=1) as pool:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                write_graphs(writer, range(published % 20, published % 20 + 1), str(published))
                writer.publish()
                pool.ask(COUNT)
                published += 1
                sizes.append((_resident_mib(), len(list(Path("/proc/self/fd").iterdir()))))
    kept = sum(entry.name.isdigit() for entry in (store / "generations").iterdir())
    tenth = max(1, len(sizes) // 10)
    memory = sizes[-1][0] - sizes[tenth][0]
    handles = sizes[-1][1] - sizes[tenth][1]
    found = f"{published} publishes; {memory:+.0f} MiB, {handles:+d} handles, {kept} generations"
    return Row(f"soak, {seconds:.0f} s of publish and query", 1, found, memory < 64 and kept == 5)


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def rows(root: Path, share: float) -> Iterator[Row]:
    """All rows, one by one; `share` stretches or shortens the time of each."""
    beside = bad_inputs()  # of which the most part is waiting
    quick = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else root
    with tempfile.TemporaryDirectory(dir=quick) as name:
        memory = Path(name)

        def row(test: str, trial: Trial, times: int, seconds: float, place: Path) -> Row:
            return repeat(test, trial, Path(tempfile.mkdtemp(dir=place)), times, seconds * share)

        template = make_store(memory / "template")
        yield row("kill −9 of a writer, most inside a commit", kill, 200, 220, memory)
        hows = ("flip", "zero", "truncate", "remove")
        trial = partial(damage_at_random, template=template, hows=hows)
        yield row("damaged files (flip, zero, truncate, remove)", trial, 300, 110, memory)
        trial = partial(damage_at_random, template=template, hows=("flip",))
        yield row("byte flips", trial, 50, 20, memory)
        yield row("two writers at once", race, 20, 20, root)
        yield row("erasure of a person", erase_name, 5, 15, root)
        if os.geteuid() == 0:
            yield row("disk full at random points", fill_disk, 20, 25, memory)
            yield row("power cut (image of a loop device)", cut_power, 100, 80, memory)
        else:
            for test in ("disk full at random points", "power cut (image of a loop device)"):
                yield Row(test, 0, "not run: a file system can be mounted by root only", None)
    yield beside.row()
    yield mixed_load()
    yield malformed_requests(max(10, round(400 * share)))
    yield ways_out()
    yield cut_answers()
    yield clients()
    yield soak(root, 30 * share)


def page(found: list[Row], seconds: float) -> str:
    """The table as a page."""
    state = {True: "yes", False: "NO", None: "–"}
    head = PAGE.format(
        day=datetime.now(UTC).date(),
        python=platform.python_version(),
        cores=os.cpu_count(),
        seconds=seconds,
    )
    lines = [f"| {row.test} | {row.trials} | {row.found} | {state[row.right]} |" for row in found]
    return "\n".join((head, *lines, ""))


PAGE = """\
# Reliability

What a store survives, as measured by `make reliability`, which writes this page (under ten minutes;
a row that runs out of its time says how many trials it came to). A trial is right if every graph
that was acknowledged is whole, the published generation answers, and damage is found or does no
harm. What we do about each threat stands in the [threat model](threat-model.md).

Measured on {day} with Python {python} on {cores} cores, in {seconds:.0f} s.

| Test | Trials | Found | As it should be |
|---|---|---|---|"""


def main() -> int:
    """Print the table as it grows, write it if asked; 1 if a row is not as it should be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path)
    parser.add_argument("--share", type=float, default=1.0, help="0.1: a tenth of the time")
    options = parser.parse_args()
    started = time.monotonic()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder), options.share):
            found.append(row)
            print(f"{row.test:<48} {row.trials:4}  {row.found}", flush=True)
    if options.output is not None:
        options.output.write_text(page(found, time.monotonic() - started), "utf-8")
    return int(any(row.right is False for row in found))


if __name__ == "__main__":
    sys.exit(main())
