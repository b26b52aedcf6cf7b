"""What writing costs: replacing one document, publishing, opening, ingest by stage, start-up."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

from gates import SAMPLES, read_quads, write_variations
from measuring import Figure, took
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from stores import Made, documents

from graph.store import StoreWriter
from ingest.extraction import extract
from ingest.meetings import KnownMeeting
from ingest.reading import read_document
from standpunt.gates import Gates

DOCUMENTS = 10
ANOTHER_SEED = 7
SHORT, LONG = 64, 192  # papers; of a short run a tenth is its start and its end


def replacing(store: Path, claims: int) -> Iterator[Figure]:
    """Open the store, replace documents and publish after each; then put back what was there.

    The bare engine drops the graph and adds the new quads, flushed, on files of its own: it keeps
    no merge in the default graph, no history, no ledger, and compares nothing.
    """
    held = list(islice(documents(claims), DOCUMENTS))
    other = list(islice(documents(claims, ANOTHER_SEED), DOCUMENTS))
    replaced, published = list[float](), list[float]()
    started = perf_counter()
    with StoreWriter(store) as writer:
        opened = 1000 * (perf_counter() - started)
        for document in (*other, *held):
            quads = _quads(document)
            replaced.append(took(partial(writer.replace_graph, document.graph, quads)))
            published.append(took(writer.publish))
    alone, backup = _bare(store, [*other, *held])
    size = f"median of {len(replaced)}, {len(held[0].lines):,} quads each"
    part = "Writing"
    yield Figure(
        part, "replace one document", claims, median(replaced), {"pyoxigraph": alone}, size
    )
    yield Figure(part, "publish", claims, median(published), {"pyoxigraph": backup}, "backup()")
    yield Figure(part, "open for writing", claims, opened)


def _quads(document: Made) -> list[Quad]:
    lines = "\n".join(document.lines)
    return list(parse(lines, format=RdfFormat.N_TRIPLES))


def _bare(store: Path, made: Sequence[Made]) -> tuple[float, float]:
    """What replacing a graph, and a backup, take the engine alone, in ms."""
    with tempfile.TemporaryDirectory(dir=store.parent) as folder:
        source = Path(folder) / "bare"
        engine = Store(str(store / "primary"))
        engine.backup(str(source))
        del engine
        engine = Store(str(source))
        times, backups = [], []
        for number, document in enumerate(made):
            graph = NamedNode(document.graph)
            quads = [Quad(q.subject, q.predicate, q.object, graph) for q in _quads(document)]
            times.append(took(partial(_replace, engine, graph, quads)))
            target = Path(folder) / str(number)
            backups.append(took(partial(engine.backup, str(target))))
        del engine
        return median(times), median(backups)


def _replace(engine: Store, graph: NamedNode, quads: Sequence[Quad]) -> None:
    engine.clear_graph(graph)
    engine.extend(quads)
    engine.flush()


def ingesting() -> Iterator[Figure]:
    """The stages of one paper, and folders of papers against reading them by two processes."""
    part, gates, known = "Ingest", Gates(), list[KnownMeeting]()
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder) / "papers"
        papers.mkdir()
        paths = list(write_variations(papers, 16))
        read, extracted, made, gated, stored = (list[float]() for _ in range(5))
        with StoreWriter(Path(folder) / "store") as writer:
            for place, path in enumerate(paths):
                read.append(took(partial(read_document, path)))
                raw = read_document(path)
                extracted.append(took(partial(extract, raw)))
                started = perf_counter()
                quads = read_quads(path, known)
                whole = 1000 * (perf_counter() - started)
                made.append(max(0.0, whole - read[-1] - extracted[-1]))
                gated.append(took(partial(gates.violations, quads)))
                graph = f"https://example.org/graph/{place}"
                plain = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
                stored.append(took(partial(writer.replace_graph, graph, plain)))
        for what, times in (
            ("bytes to text", read), ("text to claims", extracted), ("claims to quads", made),
            ("gates", gated), ("store, one at a time", stored),
        ):  # fmt: skip
            yield Figure(part, what, 0, median(times), note="median of 16 papers")
    yield from map(_against_extraction, (SHORT, LONG))


def _against_extraction(count: int) -> Figure:
    """The command on so many papers, in a new store, against two processes that extract them."""
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder) / "papers"
        papers.mkdir()
        paths = list(write_variations(papers, count))
        started = perf_counter()
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            list(pool.map(_extract, paths, chunksize=4))
        alone = 1000 * (perf_counter() - started)
        command = [sys.executable, "-m", "standpunt", "ingest", str(papers), "--jobs", "2"]
        command += ["--store", str(Path(folder) / "store")]
        ms = took(lambda: subprocess.run(command, check=True, capture_output=True))
    what = f"ingest of {count} papers, two jobs"
    note = "the second reads, makes claims and quads and no more"
    return Figure("Ingest", what, 0, ms, {"extraction, two processes": alone}, note)


def _extract(path: Path) -> int:
    return len(read_quads(path, [*_known()]))


@cache
def _known() -> tuple[KnownMeeting, ...]:
    """The meeting that the sample agenda states, which the reports need."""
    found: list[KnownMeeting] = []
    read_quads(next(iter(sorted(SAMPLES.glob("*agenda*.txt")))), found)
    return tuple(found)


def starting() -> Iterator[Figure]:
    """Commands in a process of their own, against a Python that does nothing."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        ingest_samples(store)
        python = took(lambda: _run("-c", "pass"), 9)
        for words in (("--version",), ("--help",), ("queries",), ("query", "documents")):
            options = ("--store", str(store)) if words[0] == "query" else ()
            ms = took(partial(_run, "-m", "standpunt", *words, *options), 9)
            yield Figure("Start", f"standpunt {' '.join(words)}", 0, ms, {"python -c pass": python})


def ingest_samples(store: Path) -> None:
    """A store of the samples."""
    _run("-m", "standpunt", "ingest", str(SAMPLES), "--store", str(store))


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
