"""What the projection costs: the catalogue from it, and keeping it up at each publish.

    python benchmarks/projecting.py --claims 1000000 --folder data/bench/projection-1m

A store of a million claims takes 30 GB; its projection some 100 MB. So this makes the projection
alone, by the code that a publish runs, from the documents of stores.py as they would be ingested:
BATCH at a time, each batch a generation, without the statements that nothing is read off. There is
no engine to compare the rows with then; that they are equal is for the tests, and for page_data()
at the sizes of `make bench`.
"""

import argparse
import resource
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from measuring import Figure, took
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from stores import Made, documents

from graph.durable import swap_link
from graph.generation import (
    CURRENT_LINK,
    GENERATIONS_FOLDER,
    PROJECTION_FOLDER,
    current_number,
    projection_path,
)
from graph.ledger import LedgerEntry
from graph.projected import let_go
from graph.projected_terms import READ
from graph.projection import prune_projection, read_parts, write_projection
from graph.quads import digest, graph_lines
from graph.segments import read_digests
from graph.stand_ins import stand_in
from ontology.iris import REFERENCE_GRAPH
from ontology.modules import reference_quads

BATCH = 1_000
ANOTHER_SEED = 7
QUESTIONS = ("documents", "meetings", "issues", "actors")
CLAIMS = ("claim-facts", "claim-holdings", "claim-issues")
TURNS = 5
PART = "Projection alone"
_READ = {str(predicate) for predicate in READ}


def make_projection(folder: Path, claims: int) -> None:
    """Make a folder that has the projection of so many claims, and nothing else of a store."""
    (folder / GENERATIONS_FOLDER).mkdir(parents=True, exist_ok=True)
    reference = graph_lines(REFERENCE_GRAPH, reference_quads())
    batch = [Made(REFERENCE_GRAPH.value, reference, 0, "")]
    ledger: dict[str, LedgerEntry] = {}
    made = documents(claims)
    while batch:
        publish(folder, ledger, batch)
        batch = list(islice(made, BATCH))


def publish(folder: Path, ledger: dict[str, LedgerEntry], made: list[Made]) -> float:
    """Let a new generation hold these documents too; how long the projection took, in ms."""
    engine, number = Store(), (current_number(folder) or 0) + 1
    for document in made:
        graph = NamedNode(document.graph)
        lines = [line for line in document.lines if line.split(" ", 2)[1] in _READ]
        found = parse("\n".join(lines), format=RdfFormat.N_TRIPLES)
        engine.bulk_extend(Quad(q.subject, q.predicate, q.object, graph) for q in found)
        ledger[document.graph] = LedgerEntry(
            digest(document.lines), len(document.lines), "", number
        )
    ms = took(partial(write_projection, folder, engine, number, ledger))
    swap_link(folder / CURRENT_LINK, f"{GENERATIONS_FOLDER}/{number:06d}")
    projection_path(folder, number - 1).unlink(missing_ok=True)
    return ms + took(partial(prune_projection, folder))


def measure(folder: Path, claims: int) -> Iterator[Figure]:
    """Each question, read anew and kept; replacing one document after the other."""
    number = current_number(folder)
    if number is None:
        make_projection(folder, claims)
        number = current_number(folder) or 0
    rows = 0

    def ask(question: str) -> None:
        nonlocal rows
        rows = len(stand_in(folder, number, question, {}) or ())

    def ask_anew(question: str) -> None:
        let_go()
        ask(question)

    before = _resident_mib()
    for question in QUESTIONS:
        anew = took(partial(ask_anew, question), TURNS)
        yield Figure(PART, f"{question}, projection read anew", claims, anew, note=f"{rows:,} rows")
    let_go()

    def catalogue() -> None:
        let_go()
        for question in QUESTIONS:
            ask(question)

    yield Figure(PART, "the catalogue, projection read anew", claims, took(catalogue, TURNS))
    yield Figure(
        "Memory, in MiB", "a process that keeps it, more by", claims, _resident_mib() - before
    )
    for question in CLAIMS:
        ms = took(partial(ask, question))
        yield Figure(PART, f"{question}, for analysis", claims, ms, note=f"{rows:,} rows")
    yield from replacing(folder, claims)


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def replacing(folder: Path, claims: int) -> Iterator[Figure]:
    """Replace a document a generation, ten times."""
    number = current_number(folder) or 0
    ledger = {
        iri: LedgerEntry(name, 0, "", 1)
        for part in read_parts(folder, number)
        for (iri, name), lives in zip(
            read_digests(folder / PROJECTION_FOLDER, part.name), part.lives, strict=True
        )
        if lives
    }
    times = [publish(folder, ledger, [one]) for one in islice(documents(claims, ANOTHER_SEED), 10)]
    size = sum(path.stat().st_size for path in (folder / PROJECTION_FOLDER).iterdir()) / 2**20
    parts = len(read_parts(folder, current_number(folder) or 0))
    note = f"median of 10; {len(ledger):,} graphs in {parts} segments, {size:.1f} MiB"
    yield Figure(PART, "keep it when one document is replaced", claims, sorted(times)[5], note=note)
    yield Figure(PART, "the slowest of these", claims, max(times))


def main() -> None:
    """Measure, and say each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    for figure in measure(options.folder, options.claims):
        print(f"{figure.what} ({figure.claims:,}): {figure.ms:.1f}  {figure.note}", flush=True)


if __name__ == "__main__":
    main()
