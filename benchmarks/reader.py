"""The memory of a reader: a process that has asked what the pages ask, and its query workers.

    python benchmarks/reader.py STORE

Prints MiB: of the process that keeps the projection, of its two workers, of all together. A page
of memory that several share counts in equal parts (PSS of Linux).
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from asking import PAGES, SHOWN, ask_for_page, kept_catalogue, things
from measuring import Figure

from graph.generation import current_generation
from graph.pool import QueryPool

LIMIT_S = 120


def memory(store: Path, claims: int) -> Iterator[Figure]:
    """What a reader has of memory, in MiB."""
    part, names = "Memory, in MiB", ("its process", "its workers", "a reader with two workers")
    command = [sys.executable, __file__, str(store)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=True)
    except subprocess.TimeoutExpired:
        yield Figure(part, names[-1], claims, None, note=f"over {LIMIT_S} s")
        return
    for name, said in zip(names, ran.stdout.split(), strict=True):
        yield Figure(part, name, claims, float(said), note="after what all pages ask")


def read_everything(store: Path) -> tuple[float, float]:
    """MiB of this process and of its workers, once all pages have been asked for."""
    number = current_generation(store).number
    kept = kept_catalogue(store, number)
    for found in kept:
        found[:SHOWN]
    known = things(store)
    with QueryPool(store, 2, warm=True) as pool:
        for asked in PAGES.values():
            ask_for_page(pool, asked, known)
        listed = Path("/proc/self/task").glob("*/children")
        workers = [int(number) for each in listed for number in each.read_text("ascii").split()]
        return _mib("self"), sum(map(_mib, workers))


def _mib(process: int | str) -> float:
    """PSS of a process, in MiB."""
    said = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    line = next(line for line in said.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    own, workers = read_everything(Path(sys.argv[1]))
    print(own, workers, own + workers)
