"""The benchmark suite: what each thing costs, beside the bare engine, and how that grows.

    make bench                       stores of 1,000, 10,000 and 30,000 claims
    make bench SIZE=100k             the largest of 100,000 claims; 1m wants 40 GB of disk, an hour
    python benchmarks/bench.py --size 30k --output benchmarks/results

Stores are made once, in data/bench/, and put back as they were. The figures of a run are ratios on
one machine at one time; compare ratios, not milliseconds, between runs.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from asking import exports, memory, page_data, stored_queries
from measuring import Figure, machine, write_results
from others import beside_others
from shape import compare_shapes, shape_of
from stores import write_store
from writing import ingest_samples, ingesting, replacing, starting

from graph.generation import current_number

ROOT = Path(__file__).resolve().parents[1]
SMALLER = (1_000, 10_000)


def read_size(text: str) -> int:
    """30k as 30,000, 1m as 1,000,000. Raises ValueError."""
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    return int(text[:-1] if factor > 1 else text) * factor


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
    return store


def measure(folder: Path, sizes: list[int]) -> Iterator[Figure]:
    """All figures, the smallest store first."""
    yield from starting()
    yield from ingesting()
    for claims in sizes:
        store = find_store(folder, claims)
        yield from replacing(store, claims)
        if claims == sizes[0]:
            yield from beside_others(store, claims)
        yield from stored_queries(store, claims)
        yield from page_data(store, claims)
        yield from exports(store, claims)
        yield from memory(store, claims)


def say(line: str) -> None:
    """To standard output, at once."""
    print(line, flush=True)


def main() -> None:
    """Measure, and write the table and the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=read_size, default="30k", help="claims of the largest")
    parser.add_argument("--stores", type=Path, default=ROOT / "data" / "bench")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results")
    options = parser.parse_args()
    sizes = [*(size for size in SMALLER if size < options.size), options.size]
    about, figures, started = machine(), [], perf_counter()
    for figure in measure(options.stores, sizes):
        figures.append(figure)
        beside = "".join(f"  {name} x {figure.ratio(name) or 0:.2f}" for name in figure.against)
        took = "over the limit" if figure.ms is None else f"{figure.ms:.3g}"
        say(f"{figure.part}: {figure.what} ({figure.claims:,}) {took}{beside}  {figure.note}")
    name = f"{options.size:,} claims".replace(",", ".").replace(" ", "-")
    write_results(options.output, name, about, figures, perf_counter() - started)


if __name__ == "__main__":
    main()
