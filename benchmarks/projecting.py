"""What the projection costs: the catalogue from it, and keeping it up at each publish.

    python benchmarks/projecting.py --claims 1000000 --folder data/bench/projection-1m

A store of a million claims takes 18 GB; its projection some 100 MB. So this makes the projection
alone: what is projected of documents of stores.py with 10,000 claims, and the same a hundred times
under other names of documents and meetings. There is no engine to compare the rows with then; that
they are equal is for the tests, and for page_data() at the sizes of `make bench`.
"""

import argparse
import re
import resource
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from time import process_time

import numpy as np
from measuring import Figure, took
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from stores import Made, documents

from graph.claim_table import ClaimTable, join_claim_tables, write_claim_table
from graph.columns import Bools
from graph.durable import swap_link, write_json
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
from graph.projection import (
    FORMAT,
    Content,
    project,
    prune_projection,
    read_parts,
    write_projection,
)
from graph.quads import digest, graph_lines
from graph.segments import Segment, join_segments, read_digests, write_segment
from graph.stand_ins import stand_in
from ontology.iris import REFERENCE_GRAPH
from ontology.modules import reference_quads

ONCE = 10_000
ANOTHER_SEED = 7
QUESTIONS = ("documents", "meetings", "issues", "actors")
CLAIMS = ("claim-facts", "claim-holdings", "claim-issues")
TURNS = 5
PART = "Projection alone"
_DOCUMENT = re.compile("document/([0-9a-f]{16})")
_MEETING = re.compile(r"[a-z]+-\d{4}-\d\d-\d\d-\d+")
_READ = {str(predicate) for predicate in READ}


def make_projection(folder: Path, claims: int) -> None:
    """Make a folder that has the projection of so many claims, and nothing else of a store."""
    (folder / GENERATIONS_FOLDER).mkdir(parents=True, exist_ok=True)
    reference = graph_lines(REFERENCE_GRAPH, reference_quads())
    shared = _projected([Made(REFERENCE_GRAPH.value, reference, 0, "")])
    once = _projected(list(documents(min(claims, ONCE))))
    every = [shared, *(_renamed(once, turn) for turn in range(-(-claims // ONCE)))]
    segment = join_segments([(each.segment, _all(each)) for each in every])
    table = join_claim_tables([(each.claims, _all(each)) for each in every])
    names = (
        write_segment(folder / PROJECTION_FOLDER, segment),
        write_claim_table(folder / PROJECTION_FOLDER, table),
    )
    listed = {"name": names[0], "claims": names[1], "graphs": segment.size, "dead": []}
    write_json(projection_path(folder, 1), {"format": FORMAT, "segments": [listed]})
    swap_link(folder / CURRENT_LINK, f"{GENERATIONS_FOLDER}/{1:06d}")


def _projected(made: list[Made]) -> Content:
    return project(_engine(made), [(each.graph, digest(each.lines)) for each in made])


def _engine(made: list[Made]) -> Store:
    """An engine with what is read off these documents."""
    engine = Store()
    for document in made:
        graph = NamedNode(document.graph)
        lines = [line for line in document.lines if line.split(" ", 2)[1] in _READ]
        found = parse("\n".join(lines), format=RdfFormat.N_TRIPLES)
        engine.bulk_extend(Quad(q.subject, q.predicate, q.object, graph) for q in found)
    return engine


def _all(content: Content) -> Bools:
    return np.ones(content.segment.size, np.bool_)


def _renamed(content: Content, turn: int) -> Content:
    """The same of other documents, on other meetings of the same days."""

    def new(text: str | None) -> str | None:
        if text is None or not turn:
            return text
        text = _DOCUMENT.sub(lambda found: f"document/{turn:04x}{found[1][4:]}", text)
        return _MEETING.sub(lambda found: f"{found[0]}x{turn}", text)

    texts = {name: [new(text) for text in column] for name, column in content.segment.texts.items()}
    claims = content.claims
    named = [*map(new, claims.claims)], [*map(new, claims.words)]
    table = ClaimTable(*named, claims.numbers, claims.targets)
    return Content(Segment(texts, content.segment.numbers), table)


def publish(folder: Path, ledger: dict[str, LedgerEntry], made: list[Made]) -> float:
    """Let a new generation hold these documents; how long the projection took, in ms."""
    engine, number = _engine(made), (current_number(folder) or 0) + 1
    for document in made:
        ledger[document.graph] = LedgerEntry(
            digest(document.lines), len(document.lines), "", number
        )
    ms = took(partial(write_projection, folder, engine, number, ledger, {}))
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
        begun = process_time()
        anew = took(partial(ask_anew, question), TURNS)
        worked = 1000 * (process_time() - begun) / TURNS
        note = f"{rows:,} rows; {worked:.0f} ms of a processor"
        yield Figure(PART, f"{question}, projection read anew", claims, anew, note=note)
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
