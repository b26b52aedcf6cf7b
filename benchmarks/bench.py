"""The benchmark suite: what each thing costs, beside the bare engine, and how that grows.

    make bench                       stores of 1,000, 10,000 and 30,000 claims
    make bench SIZE=100k             the largest of 100,000 claims; 1m wants 40 GB of disk, an hour
    make bench SIZE=100k ONLY=queries,pages STORES=/data/stores
    python benchmarks/bench.py --size 30k --only queries --output benchmarks/results

Stores are made once, in data/bench/ or the folder of --stores (STANDPUNT_BENCH_STORES), named by
their number of claims; `writing` puts them back as they were, the other parts read. Each part has
its time and leaves off when that is used up; its figures take the place of those it has in the
results, so that parts can be run one by one. The figures are ratios on one machine at one time;
compare ratios, not milliseconds, between runs.
"""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from aggregates import measure as aggregates
from aggregates import measure_large
from asking import asked_for_all, exports, page_data, stored_queries
from measuring import Figure, machine
from others import beside_others
from reader import memory
from reporting import Run, read_runs, write_results
from shape import compare_shapes, shape_of
from stores import write_store
from writing import ingest_samples, ingesting, replacing, starting

from graph.generation import current_generation, current_number
from graph.stand_ins import stand_in
from graph.store import StoreWriter

ROOT = Path(__file__).resolve().parents[1]
SMALLER = (1_000, 10_000)


@dataclass(frozen=True)
class Part:
    """What is measured together, and the seconds it may take over all sizes on two idle cores.

    `measure` is given a store and its number of claims; one that needs no store ignores them. What
    does not grow is measured on the smallest alone. Once the time is used up no further figure is
    begun; the one under way is waited for.
    """

    name: str
    budget: float
    measure: Callable[[Path, int], Iterator[Figure]]
    grows: bool = True
    needs_store: bool = True


PARTS = (
    Part("start", 40, lambda store, claims: starting(), grows=False, needs_store=False),
    Part("ingest", 120, lambda store, claims: ingesting(), grows=False, needs_store=False),
    Part("writing", 150, replacing),
    Part("others", 120, beside_others, grows=False),
    Part("queries", 300, stored_queries),
    Part("everything", 60, asked_for_all, grows=False),
    Part("pages", 120, page_data),
    Part("aggregates", 60, aggregates),
    Part("large", 90, measure_large, grows=False, needs_store=False),
    Part("exports", 60, exports),
    Part("memory", 60, memory),
)


def read_size(text: str) -> int:
    """30k as 30,000, 1m as 1,000,000. Raises ValueError."""
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    return int(text[:-1] if factor > 1 else text) * factor


def read_parts(text: str) -> list[Part]:
    """The parts of these names, by a comma. Raises ArgumentTypeError."""
    names = [name.strip() for name in text.split(",")]
    known = {part.name: part for part in PARTS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"no part {unknown[0]!r}; there are: {', '.join(known)}")
    return [part for part in PARTS if part.name in names]


def find_store(folder: Path, claims: int) -> Path:
    """A store with so many claims, made if need be. Raises SystemExit if its shape is wrong."""
    store, samples = folder / f"{claims}", folder / "samples"
    if current_number(store) is None:
        say(f"making a store of {claims:,} claims")
        write_store(store, claims)
    if current_number(samples) is None:
        ingest_samples(samples)
    wrong = [d for d in compare_shapes(shape_of(store), shape_of(samples)) if not d.is_near()]
    if wrong:
        raise SystemExit(f"{store} has not the shape of a real store: {wrong[0]}; remove it")
    _project(store)
    return store


def _project(store: Path) -> None:
    """Publish a store once more that was published before there were projections, or by others."""
    if stand_in(store, current_generation(store).number, "documents", {}) is None:
        say(f"publishing {store} anew, for its projection")
        with StoreWriter(store) as writer:
            writer.publish()


def run_part(part: Part, folder: Path, sizes: Sequence[int]) -> Run:
    """Measure one part, the smallest store first, for as long as it may take."""
    about, started, figures = machine(), perf_counter(), list[Figure]()
    for claims in sizes if part.grows else sizes[:1]:
        store = folder / f"{claims}"
        for figure in part.measure(store, claims):
            figures.append(figure)
            tell(figure)
            if perf_counter() - started > part.budget:
                left = f"after {part.budget:.0f} s, the rest of {part.name} was not measured"
                at = claims if part.needs_store else 0
                figures.append(Figure(figure.part, "what is left", at, None, note=left))
                tell(figures[-1])
                return Run(part.name, about, perf_counter() - started, part.budget, tuple(figures))
    return Run(part.name, about, perf_counter() - started, part.budget, tuple(figures))


def tell(figure: Figure) -> None:
    """A line for a figure."""
    beside = "".join(f"  {name} x {figure.ratio(name) or 0:.2f}" for name in figure.against)
    took = "over the limit" if figure.ms is None else f"{figure.ms:.3g}"
    say(f"{figure.part}: {figure.what} ({figure.claims:,}) {took}{beside}  {figure.note}")


def say(line: str) -> None:
    """To standard output, at once."""
    print(line, flush=True)


def main() -> None:
    """Measure, and write table and plot after each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=read_size, default="30k", help="claims of the largest")
    kept = os.environ.get("STANDPUNT_BENCH_STORES") or ROOT / "data" / "bench"
    parser.add_argument("--stores", type=Path, default=kept, help="folder of the stores")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results")
    names = ", ".join(part.name for part in PARTS)
    parser.add_argument("--only", type=read_parts, default=list(PARTS), help=f"of {names}")
    options = parser.parse_args()
    sizes = [*(size for size in SMALLER if size < options.size), options.size]
    if any(part.needs_store for part in options.only):
        for claims in sizes:
            find_store(options.stores, claims)
    name = f"{options.size:,} claims".replace(",", ".").replace(" ", "-")
    order = [part.name for part in PARTS]
    for part in options.only:
        run = run_part(part, options.stores, sizes)
        say(f"{part.name} took {run.seconds:.0f} s of {part.budget:.0f}")
        runs = read_runs(options.output / f"{name}.json") | {part.name: run}
        write_results(options.output, name, order, runs)


if __name__ == "__main__":
    main()
