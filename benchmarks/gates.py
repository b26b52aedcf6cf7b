"""How long the gates take, against the extraction of the same documents.

    python benchmarks/gates.py              200 documents made from the samples
    python benchmarks/gates.py 1000

Each document is a sample with a line of its own, so that no two have the same text. The issue's
bound: gates cost no more than extraction (reading, extracting, making quads).
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from pyoxigraph import Quad

from ingest.extraction import extract
from ingest.meetings import KnownMeeting, find_meeting
from ingest.quads import document_quads
from ingest.reading import read_document
from standpunt.gates import Gates

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def write_variations(folder: Path, count: int) -> Iterator[Path]:
    """So many documents, agendas and reports by turns, each with a last line of its own."""
    texts = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    for number in range(count):
        path = folder / f"{number:04}.txt"
        path.write_text(f"{texts[number % len(texts)]}\nStuk {number}.\n", "utf-8")
        yield path


def read_quads(path: Path, known: list[KnownMeeting]) -> list[Quad]:
    """All quads of one document; what it says of its meeting is added to what is known."""
    extraction = extract(read_document(path))
    meeting = find_meeting(extraction, known)
    if not known:
        known.append(meeting.as_known(extraction.sections))
    return document_quads(extraction, meeting)


def main() -> int:
    """Print the times; 1 if the gates cost more than the extraction."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=200)
    count = parser.parse_args().documents
    gates, known = Gates(), list[KnownMeeting]()
    seconds = dict.fromkeys(("extraction", "evidence", "terms", "shapes", "rules"), 0.0)
    with tempfile.TemporaryDirectory() as folder:
        for path in write_variations(Path(folder), count):
            started = perf_counter()
            quads = read_quads(path, known)
            seconds["extraction"] += perf_counter() - started
            for name, judge in (
                ("evidence", gates.evidence_violations),
                ("terms", gates.term_violations),
                ("shapes", gates.shape_violations),
                ("rules", gates.rule_violations),
            ):
                started = perf_counter()
                if found := judge(quads):
                    print(f"{path.name}: {found[0]}")
                seconds[name] += perf_counter() - started
    total = sum(seconds.values()) - seconds["extraction"]
    for name, spent in seconds.items():
        print(f"{name:<12}{1000 * spent / count:8.1f} ms a document")
    print(f"gates       {1000 * total / count:8.1f} ms, {total / seconds['extraction']:.2f} of it")
    return int(total > seconds["extraction"])


if __name__ == "__main__":
    sys.exit(main())
