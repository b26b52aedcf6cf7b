"""How each sentence of a paper was read, as plain data; runs in a confined worker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extraction import extract
from ingest.reading import RawDocument, read_documents, say_place
from ingest.records import Claim, Extraction, SentenceReading

Trace = dict[str, Any]
"""A document: `path`, and `sentences`, each with first and last line, spans [start, end) in the
text, kind, section, quote, cues and the lines that explain it."""


def trace_documents(path: Path) -> Iterator[Trace]:
    """How each document of a file was read, in the file's order; raises DocumentError."""
    for raw in read_documents(path):
        yield _trace(raw)


def _trace(raw: RawDocument) -> Trace:
    extraction = extract(raw, trace=True)
    sentences = []
    for reading in extraction.sentences:
        first, last = _lines(extraction.text, reading)
        sentences.append(
            {
                "first": first,
                "last": last,
                "spans": [list(span) for span in reading.evidence.spans],
                "kind": reading.kind,
                "section": reading.section.number,
                "quote": reading.evidence.quote,
                "cues": list(reading.cues),
                "said": list(_explained(extraction, reading, first)),
            }
        )
    return {"path": str(raw.path), "sentences": sentences}


def _lines(text: str, reading: SentenceReading) -> tuple[int, int]:
    """Numbers of the first and last line of a sentence, from 1."""
    spans = reading.evidence.spans
    return text.count("\n", 0, spans[0][0]) + 1, text.count("\n", 0, spans[-1][1]) + 1


def _explained(extraction: Extraction, reading: SentenceReading, line: int) -> Iterator[str]:
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


def _proposals(extraction: Extraction, reading: SentenceReading) -> Iterator[str]:
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


def _claim(claim: Claim) -> str:
    holders = ", ".join(claim.holders.named) or "nobody named"
    group = f" + {claim.holders.group}" if claim.holders.group else ""
    issues = ", ".join(claim.targets) or f"“{claim.target_text}”"
    issues += "".join(f"; on proposal {key}" for key in claim.proposals)
    condition = f"; condition: {claim.condition}" if claim.condition else ""
    return (
        f"{holders}{group} | {claim.polarity} ({claim.act}, {claim.status}) | {issues}{condition}"
        f" | rules: {', '.join(claim.rules)} | confidence {claim.confidence:.2f}"
    )
