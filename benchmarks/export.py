"""Time and memory of exports from a generated store, each format in a process of its own.

    python benchmarks/generate.py STORE --quads 1000000
    python benchmarks/export.py STORE [--format trig --format csv]

Memory is the peak resident size of the exporting process and of its query worker; bytes are
counted and thrown away, so that the disk does not enter into it.
"""

import argparse
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

from graph.export import Selection, write_claims, write_made
from graph.pool import QueryPool

FORMATS = ("nquads", "trig", "turtle", "jsonld", "graphml", "gexf", "csv", "xlsx", "parquet")
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


class Counter(BytesIO):
    """A file that keeps nothing but the number of bytes."""

    written = 0

    def write(self, content: object) -> int:
        """Count."""
        size = memoryview(content).nbytes  # type: ignore[arg-type]
        self.written += size
        return size


def measure(store: Path, form: str) -> tuple[int, float, int, int]:
    """Bytes, seconds, and the peaks of both processes in MiB."""
    target, started = Counter(), time.monotonic()
    with QueryPool(store, pinned=True) as pool:
        if form == "construct":
            write_made(pool, EVERYTHING, "nquads", target)
        else:
            write_claims(pool, Selection(), form, target)
    seconds = time.monotonic() - started
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return target.written, seconds, own, worker


def main() -> None:
    """Measure each format and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--format", action="append", choices=(*FORMATS, "construct"))
    arguments = parser.parse_args()
    print("format        MiB      s  MiB peak  MiB peak of the worker")
    for form in arguments.format or (*FORMATS, "construct"):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
            size, seconds, own, worker = one.submit(measure, arguments.store, form).result()
        print(f"{form:10} {size / 2**20:6.0f} {seconds:6.0f} {own:9} {worker:9}", flush=True)


if __name__ == "__main__":
    main()
