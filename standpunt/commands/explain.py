"""Show how each sentence of a document was read: who was found, which rules fired, what was made.

Where no claim was made, the reason is given, or the rules of verbs that occur without a holder.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.records import Claim, Extraction, SentenceReading

HELP = "how each sentence of a document was read"
EXAMPLE = "standpunt explain samples/jbz-2026-01-verslag.txt --line 20"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt explain`."""
    parser.add_argument("path", metavar="PATH", type=Path, help="a paper, a mail or a zip")
    parser.add_argument(
        "--line", type=int, metavar="N", help="only sentences that touch line N of the text"
    )


def run(arguments: Namespace) -> int:
    """Write the reading of each sentence to stdout, in text order."""
    from ingest.extraction import extract
    from ingest.reading import read_documents
    from standpunt.terminal import visible

    for raw in read_documents(arguments.path):
        extraction = extract(raw, trace=True)
        if raw.path != arguments.path:
            sys.stdout.write(visible(f"== {raw.path}") + "\n")
        for reading in extraction.sentences:
            first, last = _lines(extraction.text, reading)
            if arguments.line is None or first <= arguments.line <= last:
                for line in _explained(extraction, reading, first):
                    sys.stdout.write(visible(line) + "\n")
    return 0


def _lines(text: str, reading: "SentenceReading") -> tuple[int, int]:
    """Numbers of the first and last line of a sentence, from 1."""
    spans = reading.evidence.spans
    return text.count("\n", 0, spans[0][0]) + 1, text.count("\n", 0, spans[-1][1]) + 1


def _explained(extraction: "Extraction", reading: "SentenceReading", line: int) -> Iterator[str]:
    from ingest.reading import say_place

    start, end = reading.evidence.longest
    place = say_place(extraction.places, start, end)
    where = f"line {line}, {place}" if place else f"line {line}"
    yield f"{where} [{reading.section.number}] {reading.kind}: {reading.evidence.quote}"
    if reading.holders:
        yield "    holders found: " + "; ".join(reading.holders)
    for said in _proposals(extraction, reading):
        yield "    proposal: " + said
    for at in reading.claims:
        yield "    claim: " + _claim(extraction.claims[at])
    for rule, _, message in reading.dropped:
        yield f"    no claim by {rule}: {message}"
    if reading.cues and not reading.claims:
        yield "    words of a stance, but nobody holds it: " + ", ".join(reading.cues)


def _proposals(extraction: "Extraction", reading: "SentenceReading") -> Iterator[str]:
    """What names or takes up a proposal in a sentence, and by which rules."""
    first, last = reading.evidence.spans[0][0], reading.evidence.spans[-1][1]
    for proposal in extraction.proposals:
        authors = ", ".join(proposal.authors) or "nobody named"
        for mention in proposal.mentions:
            if first <= mention.evidence.start < last:
                yield (
                    f"“{mention.words}” | {proposal.key} ({proposal.kind} by {authors})"
                    f" | rules: {', '.join(mention.rules)}"
                )


def _claim(claim: "Claim") -> str:
    holders = ", ".join(claim.holders.named) or "nobody named"
    group = f" + {claim.holders.group}" if claim.holders.group else ""
    issues = ", ".join(claim.targets) or f"“{claim.target_text}”"
    issues += "".join(f"; on proposal {key}" for key in claim.proposals)
    condition = f"; condition: {claim.condition}" if claim.condition else ""
    return (
        f"{holders}{group} | {claim.polarity} ({claim.act}, {claim.status}) | {issues}{condition}"
        f" | rules: {', '.join(claim.rules)} | confidence {claim.confidence:.2f}"
    )
