"""Mixed load on the endpoint: normal queries with queries of death among them.

    python benchmarks/load.py                       1,000 queries, 10 at a time, 5 % of death
    python benchmarks/load.py --queries 200 --timeout 1

The same normal queries are asked three times: of the bare engine in this process, of the endpoint
alone, and of the endpoint with the queries of death. Prints how long they took and how many failed;
1 if a normal query failed, if one hung, or if the 95th percentile with the queries of death is more
than three times that without.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Lock
from time import perf_counter, sleep

import httpx
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store
from running import endpoint

from graph.generation import current_generation
from graph.store import StoreWriter

GRAPH = "https://w3id.org/standpunt/id/graph/document/"
SUBJECTS = 20_000
P, Q = NamedNode("https://example.org/p"), NamedNode("https://example.org/q")
NUMBERS = " ".join(map(str, range(1000)))
DEATHS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "SELECT (COUNT(*) AS ?n) { ?s (!<e:x>|^!<e:x>)* ?o . ?t (!<e:x>|^!<e:x>)* ?u }",
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {NUMBERS} }}" for n in range(4))
    + "}",
    'SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . FILTER REGEX(?o, "((a{1,99}){1,99}){1,99}") }',
    'SELECT (STRLEN(?x40) AS ?n) { BIND("0123456789" AS ?x0) '
    + " ".join(f'BIND(REPLACE(?x{n}, "(.+)", "$1$1") AS ?x{n + 1})' for n in range(40))
    + " }",
    "SELECT * " + "{" * 20_000 + "}" * 20_000,
)
HUNG_S = 60.0

Ask = Callable[[str], int]


def make_store(store: Path) -> None:
    """A store of 40,000 triples in ten graphs."""
    quads_by_graph: dict[str, list[Quad]] = {}
    for number in range(SUBJECTS):
        subject = NamedNode(f"https://example.org/{number:05}")
        quads_by_graph.setdefault(f"{GRAPH}{number % 10}", []).extend(
            (Quad(subject, P, Literal(f"value {number}")), Quad(subject, Q, Literal(number % 100)))
        )
    with StoreWriter(store) as writer:
        writer.replace_graphs(quads_by_graph)
        writer.publish()


def normal_query(number: int) -> str:
    """By turns a look-up, a hundred rows and a count."""
    subject = f"<https://example.org/{number * 7919 % SUBJECTS:05}>"
    return (
        f"SELECT ?p ?o {{ {subject} ?p ?o }}",
        f"SELECT ?s ?o {{ ?s <{Q.value}> {number % 100} ; <{P.value}> ?o }} LIMIT 100",
        f"SELECT (COUNT(*) AS ?n) {{ ?s <{Q.value}> {number % 100} }}",
    )[number % 3]


def measure(
    ask: Ask, queries: list[tuple[str, bool]], at_a_time: int
) -> tuple[list[float], Counter]:
    """Milliseconds of the normal queries, and how all of them ended, by kind and status."""
    taken: list[float] = []
    ends: Counter[tuple[str, int]] = Counter()
    lock = Lock()

    def one(query: tuple[str, bool]) -> None:
        text, deadly = query
        started = perf_counter()
        status = ask(text)
        with lock:
            ends["of death" if deadly else "normal", status] += 1
            if not deadly:
                taken.append(1000 * (perf_counter() - started))

    with ThreadPoolExecutor(at_a_time) as threads:
        list(threads.map(one, queries))
    return sorted(taken), ends


def bare(store: Path) -> Ask:
    """Asks the engine itself."""
    engine = Store.read_only(str(current_generation(store).path))

    def ask(text: str) -> int:
        answer = engine.query(text)
        return 200 if isinstance(answer, QuerySolutions) and list(answer) is not None else 500

    return ask


def over_http(client: httpx.Client, url: str) -> Ask:
    """Asks the endpoint; 0 stands for a query that hung or was cut off."""

    def ask(text: str) -> int:
        try:
            return client.post(url, data={"query": text}).status_code
        except httpx.HTTPError:
            return 0

    return ask


def resident_mib(url: str) -> str:
    """Memory of the server process as Linux has it, "" elsewhere."""
    port = url.rpartition(":")[2].partition("/")[0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            command = (status.parent / "cmdline").read_bytes()
            if b"endpoint" in command and b"benchmarks" not in command and port:
                line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
                return f"{int(line.split()[1]) // 1024} MiB"
        except (OSError, StopIteration):
            continue
    return ""


def tell(name: str, taken: list[float], ends: Counter) -> float:
    """Print one line; the 95th percentile in ms."""
    p50, p95, p99 = (taken[int(share * len(taken))] for share in (0.5, 0.95, 0.99))
    said = ", ".join(f"{kind} {code}: {n}" for (kind, code), n in sorted(ends.items()))
    print(
        f"{name:<26}p50 {p50:7.1f}  p95 {p95:7.1f}  p99 {p99:7.1f}  max {taken[-1]:7.1f} ms  {said}"
    )
    return p95


@dataclass(frozen=True)
class Load:
    """What came of a mixed load: counts of queries, 95th percentiles of the normal ones in ms.

    Counts are of all rounds together, percentiles the medians of those of the rounds.
    """

    normal: int
    deadly: int
    failed: int
    hung: int
    bare_p95_ms: float
    alone_p95_ms: float
    p95_ms: float
    memory: str

    @property
    def is_right(self) -> bool:
        """No normal query failed, none hung, and the bad ones made the others 3 times slower at
        most."""
        return not self.failed and not self.hung and self.p95_ms <= 3 * self.alone_p95_ms


def measure_load(
    queries: int, at_a_time: int, death: float, timeout_s: float, rounds: int = 1
) -> Load:
    """Ask the bare engine, the endpoint, and the endpoint with a share `death` of bad queries.

    The two last by turns, so many rounds, as other programs may be busy meanwhile. Prints a line
    for each.
    """
    every = round(1 / death) if death else 0
    normal = [(normal_query(n), False) for n in range(queries)]
    mixed = [
        (DEATHS[n // every % len(DEATHS)], True) if every and n % every == every // 2 else query
        for n, query in enumerate(normal)
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        make_store(store)
        least = tell("engine, in process", *measure(bare(store), normal, at_a_time))
        with (
            endpoint(store, "--timeout", str(timeout_s)) as url,
            httpx.Client(timeout=HUNG_S) as client,
        ):
            ask = over_http(client, url)
            sleep(5)  # all workers have started
            alone, beside = [], []
            ends: Counter[tuple[str, int]] = Counter()
            for _ in range(rounds):
                alone.append(tell("endpoint, alone", *measure(ask, normal, at_a_time)))
                started = perf_counter()
                taken, ended = measure(ask, mixed, at_a_time)
                beside.append(tell("endpoint, with death", taken, ended))
                ends += ended
                memory = resident_mib(url)
                print(f"{len(mixed)} queries in {perf_counter() - started:.1f} s; {memory}")
    return Load(
        normal=sum(n for (kind, _), n in ends.items() if kind == "normal"),
        deadly=sum(n for (kind, _), n in ends.items() if kind != "normal"),
        failed=sum(n for (kind, code), n in ends.items() if kind == "normal" and code != 200),
        hung=sum(n for (_, code), n in ends.items() if code == 0),
        bare_p95_ms=least,
        alone_p95_ms=median(alone),
        p95_ms=median(beside),
        memory=memory,
    )


def main() -> int:
    """Print the figures; 1 if a bound is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--at-a-time", type=int, default=10)
    parser.add_argument("--death", type=float, default=0.05, help="share of queries of death")
    parser.add_argument("--timeout", type=float, default=2.0, help="of the endpoint, in seconds")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    load = measure_load(
        options.queries, options.at_a_time, options.death, options.timeout, options.rounds
    )
    print(
        f"normal queries failed: {load.failed}; hung: {load.hung}; "
        f"p95 x {load.p95_ms / load.alone_p95_ms:.2f}"
    )
    return int(not load.is_right)


if __name__ == "__main__":
    sys.exit(main())
