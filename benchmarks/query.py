"""What a query worker costs: queries through a warm pool beside the bare engine in this process.

    python benchmarks/query.py                 a store made from the samples
    python benchmarks/query.py --store DIR     a store of yours
    python benchmarks/query.py --turns 500     how often each query is asked (default: 200)

Prints medians in milliseconds and their ratio; 1 if starting a query costs more than 20 ms at the
median. The thousand rows are no part of that: they tell what handing over rows costs.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from pyoxigraph import QuerySolutions, Store

from graph.generation import current_generation
from graph.pool import QueryPool
from standpunt.cli import main as standpunt

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
BOUND_MS = 20.0
SP = "PREFIX sp: <https://w3id.org/standpunt/ontology#> "
ROWS = "1,000 rows"
QUERIES = {
    "yes or no": "ASK { ?s ?p ?o }",
    "look-up": SP + "SELECT ?p ?o { ?c a sp:PositionClaim ; ?p ?o } ORDER BY ?c ?p ?o LIMIT 20",
    "classes": "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c",
    ROWS: "SELECT * { ?s ?p ?o } LIMIT 1000",
}


def milliseconds(ask: Callable[[], object], turns: int) -> list[float]:
    """How long each of so many turns took."""
    taken = []
    for _ in range(turns):
        started = perf_counter()
        ask()
        taken.append(1000 * (perf_counter() - started))
    return taken


def compare(store: Path, turns: int) -> bool:
    """Print a line a query; True if each median is within the bound."""
    engine = Store.read_only(str(current_generation(store).path))
    within = True
    with QueryPool(store, warm=True) as pool:
        pool.ask("ASK {}")
        for name, text in QUERIES.items():

            def bare(text: str = text) -> int:
                answer = engine.query(text)
                return len(list(answer)) if isinstance(answer, QuerySolutions) else 1

            alone = milliseconds(bare, turns)
            pooled = milliseconds(lambda text=text: pool.ask(text), turns)  # type: ignore[misc]
            added = median(pooled) - median(alone)
            within &= added <= BOUND_MS or name == ROWS
            print(
                f"{name:<12}engine {median(alone):7.2f} ms  pool {median(pooled):7.2f} ms"
                f"  (x {median(pooled) / median(alone):.1f}, {added:+.2f} ms;"
                f" p95 {sorted(pooled)[int(0.95 * turns)]:.2f} ms)"
            )
        written = milliseconds(lambda: pool.write(QUERIES[ROWS], "json"), turns)
        print(f"{ROWS}, written by the worker as JSON: {median(written):.2f} ms")
    cold = milliseconds(lambda: start_and_ask(store), 5)
    print(f"a worker started for one query: {median(cold):.0f} ms")
    return within


def start_and_ask(store: Path) -> None:
    """What a pool costs that is not warm: what `standpunt query` pays."""
    with QueryPool(store) as pool:
        pool.ask("ASK {}")


def main() -> int:
    """Print the figures; 1 if the bound is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--turns", type=int, default=200)
    options = parser.parse_args()
    if options.store is not None:
        return int(not compare(options.store, options.turns))
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        standpunt(["ingest", str(SAMPLES), "--store", str(store)])
        return int(not compare(store, options.turns))


if __name__ == "__main__":
    sys.exit(main())
