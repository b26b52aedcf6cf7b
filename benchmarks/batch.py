"""A batch of made-up papers: documents a second for each worker, and the parent's memory.

    python benchmarks/batch.py              1,000 papers, one worker for each core
    python benchmarks/batch.py 200 --jobs 1

Every fifth paper waits for its meeting, so that what waits is in the figures. The parent's memory
is looked at after each tenth of the papers: it must not grow with their number.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from papers import write_papers

from standpunt.isolation import LocalReaders
from standpunt.outcomes import Status, find_all
from standpunt.pipeline import ingest


def resident_mib() -> float:
    """Memory of this process that is in use now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=int, nargs="?", default=1_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "papers"
        folder.mkdir()
        write_papers(folder, options.documents)
        done, started = 0, time.monotonic()
        step = max(1, options.documents // 10)

        def progress(path: Path) -> None:
            nonlocal done
            done += 1
            if done % step == 0:
                rate = done / (time.monotonic() - started)
                print(f"{done:6} documents  {rate:6.1f} a second  parent {resident_mib():6.1f} MiB")

        with LocalReaders(options.jobs) as readers:
            store = Path(root) / "store"
            batch = ingest(find_all([folder]), store, readers=readers, progress=progress)
        seconds = time.monotonic() - started
        read = sum(outcome.status is Status.READ for outcome in batch.outcomes)
        print(f"{read} read in {seconds:.1f} s by {options.jobs} workers: ", end="")
        print(f"{read / seconds:.1f} a second, {read / seconds / options.jobs:.1f} a worker")
        started = time.monotonic()
        ingest(find_all([folder]), store)
        print(f"the same folder once more, nothing changed: {time.monotonic() - started:.1f} s")
        print(f"parent in the end: {resident_mib():.1f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
