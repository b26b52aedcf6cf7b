"""A store of any size: the sample's documents over and over, each copy with names of its own.

    python benchmarks/generate.py STORE --quads 1000000

The copies are loaded in bulk and published as generation 1, without a primary to ingest into:
such a store answers and exports like any other, and cannot be written.
"""

import argparse
import hashlib
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse, serialize

from graph.durable import swap_link, write_json
from graph.folder import lock_folder
from graph.generation import CURRENT_LINK, GENERATIONS_FOLDER, generation_path, manifest_path
from ingest.extraction import extract
from ingest.meetings import find_meeting
from ingest.quads import document_quads
from ingest.reading import read_document
from ontology.modules import reference_quads
from ontology.terms import P_TEXT

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "jbz-2026-01-geannoteerde-agenda.txt"


def sample_lines(path: Path = SAMPLE) -> tuple[str, list[str]]:
    """The hash of the sample document, and its quads without the raw text as N-Quads lines."""
    extraction = extract(read_document(path))
    quads = document_quads(extraction, find_meeting(extraction, ()))
    return extraction.sha256, _lines(quad for quad in quads if quad.predicate != P_TEXT)


def copies(quads: int) -> Iterator[str]:
    """N-Quads lines of as many copies as give that many quads; each has a hash of its own."""
    sha256, lines = sample_lines()
    old = re.compile(re.escape(sha256[:16]))
    for number in range(-(-quads // len(lines))):
        new = hashlib.sha256(str(number).encode()).hexdigest()[:16]
        for line in lines:
            yield old.sub(new, line)


def make_store(path: Path, quads: int) -> int:
    """Write and publish a store with that many quads of documents; how many it holds in all."""
    lock = lock_folder(path)
    engine = Store(str(generation_path(path, 1)))
    count = 0
    with tempfile.NamedTemporaryFile("w+b", suffix=".nq", dir=path) as file:
        for line in (*_lines(reference_quads()), *copies(quads)):
            content = f"{line}\n".encode()
            file.write(content)
            count += 1
        file.flush()
        engine.bulk_load(path=file.name, format=RdfFormat.N_QUADS)
        file.seek(0)
        engine.bulk_extend(
            Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
            for quad in parse(file, format=RdfFormat.N_QUADS)
        )
    engine.flush()
    del engine
    published = datetime.now(UTC).isoformat()
    manifest = {"number": 1, "published": published, "documents": 0, "quads": count}
    write_json(manifest_path(path, 1), {**manifest, "ontology_version": None})
    swap_link(path / CURRENT_LINK, f"{GENERATIONS_FOLDER}/{1:06d}")
    lock.release()
    return count


def main() -> None:
    """Read the command line, make the store, say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--quads", type=int, default=1_000_000)
    arguments = parser.parse_args()
    started = time.monotonic()
    count = make_store(arguments.store, arguments.quads)
    print(f"{count} quads in {arguments.store}, made in {time.monotonic() - started:.0f} s")


def _lines(quads: Iterable[Quad]) -> list[str]:
    content = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return content.decode().splitlines()


if __name__ == "__main__":
    main()
