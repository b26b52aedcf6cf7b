"""What the aggregates of pages cost: matrix, co-support, timelines, counts; from the projection.

    python benchmarks/aggregates.py --folder data/bench/projection-1000000

Each figure reads the projection anew from the disk; the claims read are then kept and the same is
asked again. Knows a folder that has nothing but a projection (projecting.py), or a whole store;
what the reference data say is asked of an engine that has it alone.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from time import process_time
from typing import TypeVar

from measuring import Figure
from pyoxigraph import Quad, QuerySolutions, Store

from graph.answer import plain
from graph.generation import current_number
from graph.guard import bind_values
from graph.projected import let_go
from graph.questions import bind, find_question
from graph.stand_ins import stand_in
from graph.stored_claims import open_stored_claims
from ontology.modules import reference_quads
from ontology.terms import ID
from standpunt.analysis.incidence import make_incidence
from standpunt.analysis.loading import read_claims
from standpunt.analysis.networks import actor_network
from standpunt.analysis.records import ClaimBase
from standpunt.analysis.selecting import Selection, select
from standpunt.analysis.stances import count_stances
from standpunt.analysis.trajectory import count_holdings
from standpunt.analysis.windows import sweep

EU = f"{ID}bloc/EU"
PART = "Aggregates of pages, in ms of a processor"
Row = dict[str, str | None]
T = TypeVar("T")


@cache
def _reference() -> Store:
    engine = Store()
    engine.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in reference_quads())
    return engine


def claims_of(folder: Path) -> ClaimBase:
    """The claims of the projection, read from the disk unless they are kept."""
    number = current_number(folder) or 0
    stored = open_stored_claims(folder, number)
    if stored is None:
        raise SystemExit(f"{folder} has no projection; publish it anew")

    def ask(name: str, values: Mapping[str, str]) -> tuple[list[Row], int]:
        rows = stand_in(folder, number, name, values)
        return _of_reference(name, tuple(values.items())) if rows is None else rows, number

    return read_claims(stored, ask)


@cache
def _of_reference(name: str, values: tuple[tuple[str, str], ...]) -> list[Row]:
    question = find_question(name)
    answer = _reference().query(bind_values(question.text, bind(question, dict(values))))
    assert isinstance(answer, QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    return [dict(zip(columns, map(plain, row), strict=True)) for row in answer]


def matrix(base: ClaimBase) -> object:
    """States by issues: certain, possible, excluded."""
    return count_stances(select(base, Selection(kinds=("claim",))), EU)


def co_support(base: ClaimBase) -> object:
    """Agreement and conflict of each pair of member states, both ends."""
    return actor_network(make_incidence(select(base, Selection()).letters_once(), among=EU))


def timeline(base: ClaimBase) -> object:
    """Each holder on each issue, with its stances."""
    return count_holdings(base)


def windows(base: ClaimBase) -> object:
    """The network of member states in windows of twelve months that move by one."""
    incidence = make_incidence(select(base, Selection()).letters_once(), among=EU)
    return list(sweep(incidence, width=12))


AGGREGATES: Mapping[str, Callable[[ClaimBase], object]] = {
    "matrix": matrix,
    "co-support": co_support,
    "timeline": timeline,
    "windows": windows,
}


def measure(folder: Path, claims: int) -> Iterator[Figure]:
    """Each aggregate with the projection read anew, and with the claims kept."""
    claims_of(folder)  # imports, and what the reference data say
    let_go()
    base, read = _worked(lambda: claims_of(folder))
    yield Figure(PART, "claims to columns", claims, read, note=f"{len(base.claims):,} statements")
    for name, make in AGGREGATES.items():
        make(base)
        _, kept = _worked(lambda make=make: make(base))  # type: ignore[misc]
        yield Figure(PART, name, claims, read + kept, note=f"{kept:.0f} ms with the columns kept")


def _worked(do: Callable[[], T]) -> tuple[T, float]:
    begun = process_time()
    found = do()
    return found, 1000 * (process_time() - begun)


def main() -> None:
    """Measure, and say each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    for figure in measure(options.folder, 0):
        print(f"{figure.what}: {figure.ms:.0f} ms; {figure.note}", flush=True)


if __name__ == "__main__":
    main()
