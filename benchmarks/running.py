"""The endpoint in a process of its own, for the benchmarks that ask it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from graph.generation import current_generation


@contextmanager
def endpoint(store: Path, *options: str) -> Iterator[str]:
    """The address of `standpunt endpoint` on the store, for as long as the block lasts."""
    command = [sys.executable, "-m", "standpunt", "endpoint", "--port", "0", "--store", str(store)]
    process = subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if "http://" not in line:
            sys.exit("the endpoint did not start")
        yield line.split()[3]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        process.stdout.close()


def fill(store: Path, quads: Path) -> None:
    """Load N-Quads straight into the published generation: test data breaks rules of the writer."""
    engine = Store(str(current_generation(store).path))
    engine.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    engine.flush()
