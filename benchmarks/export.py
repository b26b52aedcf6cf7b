"""Long exports to their end: time, processor time and memory, beside the bare engine on one store.

    python benchmarks/export.py --store STORE [--case whole-nquads] [--results FILE]

Each case runs in a process of its own. Bytes and lines are counted and thrown away, so that the
disk does not enter into it. Memory is the highest resident size (VmHWM) of the exporting process
and of its worker when 10, 50 and 100 % of the bytes were out. Processor time is that of both and
counts in the ratios: it stays the same on a busy machine, where time does not. The bare engine
writes what it holds in one process without limits, checks or provenance: `dump` the named graphs
and their merge, `query` the triples of the same CONSTRUCT. A ratio is microseconds of processor a
statement against the same of the other. Linux only, for the memory.
"""

import argparse
import json
import os
import resource
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import cast

from pyoxigraph import QueryTriples, RdfFormat, Store

from graph.export import Selection, write_claims
from graph.export_made import write_made, write_whole_store
from graph.opening import published_generation
from graph.pool import QueryPool
from ontology.terms import SP

_PATTERN = """?claim a sp:PositionClaim ; sp:about ?issue ; sp:polarity ?polarity ;
    sp:evidence ?evidence . ?evidence sp:quote ?quote ; sp:span ?span .
  ?span oa:start ?start ; oa:end ?end ."""
CLAIMS = f"""PREFIX sp: <{SP}>
PREFIX oa: <http://www.w3.org/ns/oa#>
CONSTRUCT {{ {_PATTERN} }}
WHERE {{ {_PATTERN} }}"""
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
HOURS_S = 4 * 3600.0
OF_CLAIMS = ("turtle", "trig", "ntriples", "nquads", "jsonld")
OF_CLAIMS_TOO = ("graphml", "gexf", "csv", "xlsx", "parquet")
AGAINST = {
    "whole-nquads": "bare-dump",
    "whole-trig": "bare-dump",
    "construct-ntriples": "bare-query",
    "construct-turtle": "bare-query",
}


class Counter(BytesIO):
    """A file that keeps nothing but the numbers of bytes and lines."""

    written = 0
    lines = 0

    def write(self, content: object) -> int:
        """Count."""
        view = memoryview(content)  # type: ignore[arg-type]
        self.written += view.nbytes
        self.lines += bytes(view).count(b"\n")
        return view.nbytes


@dataclass(frozen=True)
class Run:
    """One export to its end; MiB at 10, 50 and 100 % of the bytes, of parent and worker."""

    case: str
    mebibytes: float
    lines: int
    seconds: float
    processor_s: float
    parent: tuple[int, int, int]
    worker: tuple[int, int, int]


def export(case: str, store: Path, target: Counter) -> None:
    """Do one case. Raises KeyError for a case that there is not."""
    kind, _, form = case.partition("-")
    if kind == "bare":
        engine = Store.read_only(str(published_generation(store).path))
        if form == "dump":
            engine.dump(target, RdfFormat.N_QUADS)
        else:
            result = cast(QueryTriples, engine.query(CLAIMS))
            result.serialize(target, RdfFormat.N_TRIPLES)
        return
    with QueryPool(store, pinned=True) as pool:
        if kind == "whole":
            write_whole_store(pool, form, target, timeout_s=HOURS_S)
        elif kind == "claims":
            write_claims(pool, Selection(), form, target, timeout_s=HOURS_S)
        else:
            query = {"construct": CLAIMS, "everything": EVERYTHING}[kind]
            write_made(pool, query, form, target, timeout_s=HOURS_S)


def measure(case: str, store: Path) -> Run:
    """Export, looking at both processes all the while."""
    target, samples, ended = Counter(), [], threading.Event()

    def look() -> None:
        while not ended.wait(0.2):
            samples.append((target.written, highest(os.getpid()), max(map(highest, children()))))

    watching = threading.Thread(target=look)
    watching.start()
    started = time.monotonic()
    export(case, store, target)
    seconds = time.monotonic() - started
    ended.set()
    watching.join()
    both = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(used.ru_utime + used.ru_stime for used in both)
    last = (both[0].ru_maxrss // 1024, both[1].ru_maxrss // 1024)
    early = [at(samples, share * target.written) for share in (0.1, 0.5)]
    parent, worker = zip(*early, last, strict=True)
    return Run(
        case, target.written / 2**20, target.lines, seconds, processor, tuple(parent), tuple(worker)
    )


def at(samples: list[tuple[int, int, int]], written: float) -> tuple[int, int]:
    """Memory when so many bytes were out, or soon after."""
    return next(((p, w) for count, p, w in samples if count >= written), (0, 0))


def highest(process: int) -> int:
    """VmHWM of a process in MiB, 0 if it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(found[0]) // 1024 if found else 0


def children() -> list[int]:
    """Processes that this one started, and 0."""
    tasks = Path("/proc/self/task").glob("*/children")
    return [0, *(int(number) for task in tasks for number in task.read_text("utf-8").split())]


def main() -> None:
    """Measure each case and print a line for it, then the ratios."""
    cases = [*AGAINST, *dict.fromkeys(AGAINST.values()), "everything-ntriples"]
    cases += [f"claims-{form}" for form in (*OF_CLAIMS, *OF_CLAIMS_TOO)]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--case", action="append", choices=cases)
    parser.add_argument("--results", type=Path, help="a JSON file of the same figures")
    arguments = parser.parse_args()
    print(f"{published_generation(arguments.store).quads} quads in {arguments.store}")
    print("case                MiB     lines      s  proc. s  parent 10/50/100 %  worker, MiB")
    runs: dict[str, Run] = {}
    for case in arguments.case or cases[:7]:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
            run = runs[case] = one.submit(measure, case, arguments.store).result()
        own, worker = ("/".join(map(str, each)) for each in (run.parent, run.worker))
        said = f"{run.mebibytes:6.0f} {run.lines:9} {run.seconds:6.0f} {run.processor_s:8.0f}"
        print(f"{case:17} {said}  {own:>18}  {worker}", flush=True)
    statements = {case: run.lines for case, run in runs.items()}
    statements["whole-trig"] = published_generation(arguments.store).quads
    statements["construct-turtle"] = statements.get("construct-ntriples", 0)
    for case, other in AGAINST.items():
        if case in runs and other in runs and statements[case]:
            own, bare = (1e6 * runs[each].processor_s / statements[each] for each in (case, other))
            print(f"{case}: {own:.1f} us a statement, {own / bare:.2f} x {other} ({bare:.1f})")
    if arguments.results:
        arguments.results.write_text(json.dumps([asdict(run) for run in runs.values()], indent=1))


if __name__ == "__main__":
    main()
