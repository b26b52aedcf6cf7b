"""What the aggregates of pages cost: matrix, co-support, timelines, counts; from the projection.

    python benchmarks/aggregates.py --folder data/bench/projection-1000000

The columns are read once for each generation; each aggregate is then made of them. Takes a folder
that has nothing but a projection (projecting.py), or a whole store, whose engine is then asked for
the certain part of the same in SPARQL, with a time limit. What the reference data say is asked of
an engine that has it alone. Equal answers are shown by tests/benchmarks/test_aggregates.py.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from time import process_time
from typing import TypeVar

from measuring import Figure, took
from projecting import make_projection
from pyoxigraph import Quad, QuerySolutions, Store

from graph.answer import plain
from graph.errors import QueryTimeoutError
from graph.generation import current_number, generation_path
from graph.guard import bind_values
from graph.pool import QueryPool
from graph.projected import let_go
from graph.questions import bind, find_question
from graph.stand_ins import stand_in
from graph.stored_claims import open_stored_claims
from ontology import terms
from ontology.modules import reference_quads
from ontology.terms import ID
from standpunt.analysis.column_loading import let_columns_go
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
LARGE = 1_000_000
LIMIT_S = 20.0
MAX_ROWS = 1_000_000
_HELD = f"""?claim a <{terms.POSITION_CLAIM.value}> ; <{terms.P_ABOUT.value}> ?issue ;
  <{terms.P_POLARITY.value}> ?polarity ; <{terms.P_HOLDER_SET.value}> ?set .
?set <{terms.P_NAMED_HOLDER.value}> ?actor ."""
IN_SPARQL = {
    "matrix": "SELECT ?issue ?actor ?polarity (COUNT(?claim) AS ?n) { "
    f"{_HELD} }} GROUP BY ?issue ?actor ?polarity",
    "timeline": "SELECT ?actor ?issue ?polarity (COUNT(?claim) AS ?n) { "
    f"{_HELD} }} GROUP BY ?actor ?issue ?polarity",
    "co-support": f"SELECT ?actor ?other (COUNT(DISTINCT ?claim) AS ?n) {{ {_HELD} "
    f"?set <{terms.P_NAMED_HOLDER.value}> ?other . "
    "FILTER(STR(?actor) < STR(?other)) } GROUP BY ?actor ?other",
}
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
    """Reading the columns, and each aggregate of them, beside the engine where there is one."""
    claims_of(folder)  # imports, and what the reference data say
    let_go()
    let_columns_go()
    base, read = _worked(lambda: claims_of(folder))
    note = f"{len(base.claims):,} statements, once a generation"
    yield Figure(PART, "columns read", claims, read, note=note)
    for name, make in AGGREGATES.items():
        make(base)
        _, ms = _worked(lambda make=make: make(base))  # type: ignore[misc]
        against, note = _asked(folder, name)
        yield Figure(PART, name, claims, ms, against, note)


def _asked(folder: Path, name: str) -> tuple[dict[str, float], str]:
    """How long the engine takes for the certain part of an aggregate, by the clock."""
    if name not in IN_SPARQL or not generation_path(folder, current_number(folder) or 0).exists():
        return {}, ""
    with QueryPool(folder, 1, warm=True) as pool:
        try:
            ms = took(lambda: pool.ask(IN_SPARQL[name], timeout_s=LIMIT_S, max_rows=MAX_ROWS))
        except QueryTimeoutError:
            return {}, f"SPARQL: over {LIMIT_S:.0f} s"
    return {"SPARQL": ms}, "SPARQL: the certain part"


def measure_large(store: Path, claims: int) -> Iterator[Figure]:
    """The same of 1 million claims, whose projection is made alone, once, beside the stores."""
    folder = store.parent / f"projection-{LARGE}"
    if current_number(folder) is None or open_stored_claims(folder, 1) is None:
        make_projection(folder, LARGE)
    yield from measure(folder, LARGE)


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
        beside = "".join(f"; {name} {ms:.0f} ms" for name, ms in figure.against.items())
        print(f"{figure.what}: {figure.ms or 0:.0f} ms{beside}; {figure.note}", flush=True)


if __name__ == "__main__":
    main()
