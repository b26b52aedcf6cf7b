"""Speed of reading: characters a second, growth with length, and cost over tokenising alone.

    python benchmarks/extract.py [--letters N]

Texts are the sample repeated with other numbers, so that nothing is cached by content. The floor
is what any reader must do: split sentences, tokenise and match the names of actors, with the same
code and on the same text, in the same run. Figures are medians of five; ratios are pairwise.
"""

import argparse
import hashlib
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from ingest.extraction import extract
from ingest.language import load_language
from ingest.layout import read_layout
from ingest.mentions import make_finder
from ingest.reading import RawDocument
from ingest.segments import read_sections
from ingest.sentences import split_sentences, tokens
from ontology.reference import load_reference

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
LETTER = 20_000  # characters


def text_of(characters: int, seed: int) -> str:
    """A paper of about so many characters: the sample's report, each copy with its own number."""
    report = (ROOT / "samples" / "jbz-2026-01-verslag.txt").read_text(encoding="utf-8")
    lines: list[str] = []
    size = 0
    while size < characters:
        for line in report.splitlines():
            # A word of its own in each line: a line that stands three times is a running head.
            marked = f"{line} {spelled(seed * 1000 + len(lines))}" if line.strip() else line
            lines.append(marked)
            size += len(marked) + 1
    text = "\n".join(lines)
    return text[: text.rfind(".", 0, characters) + 1]


def spelled(number: int) -> str:
    """A number as a made-up word."""
    letters = ""
    while number:
        number, digit = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[digit] + "a"
    return letters or "ba"


def document(text: str) -> RawDocument:
    """The text as if read from a file."""
    return RawDocument(Path("brief.txt"), text, hashlib.sha256(text.encode()).hexdigest())


def floor(raw: RawDocument) -> int:
    """Layout, sentences, tokens and names: the least a reader must do; the number of names."""
    language, reference = load_language("nl"), load_reference()
    finder = make_finder(
        language,
        reference,
        lambda bloc: tuple(sorted(reference.members_on(bloc, date(2026, 1, 22)))),
    )
    layout = read_layout(raw.text, language)
    found = 0
    for block in read_sections(raw.text, layout, language)[1]:
        for start, end in split_sentences(block.flat.text, language):
            sentence = block.flat.text[start:end]
            tokens(sentence)
            found += len(finder.find(sentence))
    return found


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def read_letter(seed: int) -> int:
    """Extract one letter of twenty thousand characters; the number of claims."""
    return len(extract(document(text_of(LETTER, seed)), language="nl").claims)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=200, help="letters on two cores (200)")
    letters = parser.parse_args().letters
    floor(document(text_of(1000, 0)))
    extract(document(text_of(1000, 0)), language="nl")
    print("characters   extract s   floor s   extract/floor   characters/s")
    for size in (10_000, 20_000, 40_000, 80_000, 160_000):
        pairs = []
        for run in range(RUNS):
            raw = document(text_of(size, run))
            pairs.append(
                (seconds(lambda r=raw: extract(r, language="nl")), seconds(lambda r=raw: floor(r)))
            )
        full = statistics.median(a for a, _ in pairs)
        ratio = statistics.median(a / b for a, b in pairs)
        least = statistics.median(b for _, b in pairs)
        print(f"{size:10}   {full:9.3f}   {least:7.3f}   {ratio:13.2f}   {size / full:12,.0f}")
    with ProcessPoolExecutor(2) as pool:
        begin = time.perf_counter()
        claims = sum(pool.map(read_letter, range(letters), chunksize=10))
        took = time.perf_counter() - begin
    print(f"{letters} letters of {LETTER} characters on two cores: {took:.1f} s, {claims} claims")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MiB")


if __name__ == "__main__":
    main()
