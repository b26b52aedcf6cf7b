"""Speed of the readers: documents a second on one core, by format, beside reading the claims.

    python benchmarks/read.py [--seconds N]

The sample letter (18,000 characters, 10 notes) in each format, written by the tests' own writers.
"Read" is bytes to text; "claims" is what extraction takes after it, the same for each format.
Ratios are to plain text, in the same run; each figure is the median of five rounds.
"""

import argparse
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from ingest.extraction import extract
from ingest.reading import read_documents

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "jbz-2026-01-geannoteerde-agenda.txt"
ROUNDS = 5


def load_writers() -> ModuleType:
    """The writers of the tests."""
    spec = spec_from_file_location("letters", ROOT / "tests" / "ingest" / "letters.py")
    if spec is None or spec.loader is None:
        sys.exit("tests/ingest/letters.py: not found; run this in the project's folder")
    module = module_from_spec(spec)
    sys.modules["letters"] = module
    spec.loader.exec_module(module)
    return module


def write_all(folder: Path) -> dict[str, Path]:
    """The letter in each format."""
    letters = load_writers()
    letter = letters.letter_of(SAMPLE)
    paths = {"text": SAMPLE}
    for kind, write in letters.WRITERS.items():
        paths[kind] = folder / f"brief.{kind}"
        write(letter, paths[kind])
    paths["pdf, 2 columns"] = folder / "columns.pdf"
    letters.write_pdf(letter, paths["pdf, 2 columns"], columns=2)
    paths["zip of text"] = folder / "brief.zip"
    with zipfile.ZipFile(paths["zip of text"], "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(SAMPLE, "brief.txt")
    return paths


def seconds_each(work: Callable[[], object], wanted: float) -> float:
    """Seconds that one call takes: the median of the rounds, each as long as wanted."""
    work()
    found = []
    for _ in range(ROUNDS):
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < wanted:
            work()
            count += 1
        found.append((time.perf_counter() - start) / count)
    return statistics.median(found)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.4, help="length of a round")
    wanted = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as name:
        paths = write_all(Path(name))
        plain = 0.0
        print(f"{'format':<16}{'KB':>6}{'read/s':>10}{'ms':>8}{'ratio':>8}{'claims ms':>11}")
        for kind, path in paths.items():
            (document,) = read_documents(path)
            read = seconds_each(lambda path=path: read_documents(path), wanted)
            claims = seconds_each(lambda document=document: extract(document), wanted)
            plain = plain or read
            size = path.stat().st_size / 1000
            print(
                f"{kind:<16}{size:>6.0f}{1 / read:>10.0f}{read * 1000:>8.1f}{read / plain:>8.1f}"
                f"{claims * 1000:>11.1f}"
            )


if __name__ == "__main__":
    main()
