"""Kill `standpunt ingest` at random moments; look at what readers see, and what the next run makes.

    python benchmarks/kill_ingest.py               50 kills over 200 documents
    python benchmarks/kill_ingest.py --kills 15 --documents 30

A store holds a third of the papers; the ingest of all of them is killed. What is published must be
the state before, or that after the whole run; the next run must end in the quads of a run that
nobody killed. Prints a line for each kill, and a table that sums up.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Store

from graph.generation import current_generation
from graph.ledger import read_ledger
from graph.quads import digest, graph_iris, stored_lines

RUN_GRAPHS = "https://w3id.org/standpunt/id/graph/ingest-run/"
SEED = 20261122


@dataclass(frozen=True)
class Kill:
    """One kill: after how long, what was published then, whether the next run made up for it."""

    after_s: float
    seen: str
    committed: int
    completed: bool


def published(store: Path) -> dict[str, str]:
    """Digest of each graph of the published generation, records of runs left out."""
    engine = Store.read_only(str(current_generation(store).path))
    return {
        iri: digest(stored_lines(engine, NamedNode(iri)))
        for iri in graph_iris(engine)
        if not iri.startswith(RUN_GRAPHS)
    }


def kills(papers: list[Path], root: Path, count: int) -> Iterator[Kill]:
    """Kill the ingest of the papers at so many moments, drawn with a seed from a whole run."""
    third = papers[: len(papers) // 3]
    _ingest(third, root / "before")
    before = published(root / "before")
    shutil.copytree(root / "before", root / "after", symlinks=True)
    started = time.monotonic()
    _ingest(papers, root / "after")
    whole_s = time.monotonic() - started
    after = published(root / "after")
    draw = random.Random(SEED)
    for _ in range(count):
        store = root / "killed"
        shutil.copytree(root / "before", store, symlinks=True)
        moment = draw.uniform(0.2, whole_s * 1.05)
        _kill_after(papers, store, moment)
        now = published(store)
        seen = "before" if now == before else "after" if now == after else "NEITHER"
        committed = sum("/graph/document/" in iri for iri in read_ledger(store))
        _ingest(papers, store)
        yield Kill(moment, seen, committed, published(store) == after)
        shutil.rmtree(store)


def _command(papers: list[Path], store: Path) -> list[str]:
    names = map(str, papers)
    return [sys.executable, "-m", "standpunt", "ingest", *names, "--store", str(store)]


def _ingest(papers: list[Path], store: Path) -> None:
    subprocess.run(_command(papers, store), check=True, stdout=subprocess.DEVNULL)


def _kill_after(papers: list[Path], store: Path, moment: float) -> None:
    running = subprocess.Popen(_command(papers, store), stdout=subprocess.DEVNULL)
    try:
        running.wait(moment)
    except subprocess.TimeoutExpired:
        os.kill(running.pid, signal.SIGKILL)
        running.wait()


def main() -> int:
    """Print the kills; 1 if one of them did harm."""
    from papers import write_papers

    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "papers").mkdir()
        papers = write_papers(root / "papers", options.documents)
        found = []
        for kill in kills(papers, root, options.kills):
            found.append(kill)
            state = "completed" if kill.completed else "NOT COMPLETED"
            print(f"{kill.after_s:6.2f} s  {kill.seen:<8} {kill.committed:4} stored  {state}")
    seen = Counter(kill.seen for kill in found)
    print(f"\nkills                       {len(found):4}")
    for name in ("before", "after", "NEITHER"):
        print(f"published as {name:<14} {seen[name]:4}")
    print(f"completed by the next run   {sum(kill.completed for kill in found):4}")
    return int(seen["NEITHER"] > 0 or not all(kill.completed for kill in found))


if __name__ == "__main__":
    sys.exit(main())
