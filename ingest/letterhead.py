"""What stands above and below a letter: dossier, number, date, addressee, signatories, kind."""

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from ingest.dates import find_dates
from ingest.language import Language
from ingest.records import Letterhead

HEAD = 40  # paragraphs in which a letterhead is looked for
KIND_HEAD = 3000  # characters
HEAD_LINE = 200  # characters; a longer paragraph belongs to the letter itself
MIN_BODY = 300  # characters; two notes of a line may be the same and mean two things


def read_letterhead(paragraphs: Sequence[str], language: Language) -> Letterhead:
    """The letterhead of folded paragraphs in order; what is not there stays None.

    The kind is told by the first 3,000 characters; a paper that says nothing of itself is a report.
    """
    facts = language.facts["letterhead"]
    head = paragraphs[:HEAD]
    start = "\n".join(head)[:KIND_HEAD]
    said = [
        (match.start(), order, entry["kind"])
        for order, entry in enumerate(facts["kinds"])
        if (match := re.search(entry["pattern"], start))
    ]
    kind = min(said)[2] if said else "report"
    day: date | None = None
    if written := _first(facts["date"], head):
        day = next((d.first for d in find_dates(written.group("date"), language, None)), None)
    dossier = _first(facts["dossier"], head)
    number = _first(facts["number"], head)
    addressee = _first(facts["addressee"], head)
    signatories = []
    for text in paragraphs:
        match = re.match(facts["signatory"], text)
        if match and len(text) < 160:
            signatories.append(match.group("name") or match.group("name2"))
    title = next(
        (t for t in head if re.search(facts["kinds"][0]["pattern"], t) and len(t) < 200),
        head[0] if head and not language.numbered_heading.match(head[0]) else "",
    )
    return Letterhead(
        kind,
        language.code,
        language.reporter,
        day,
        re.sub(r"\s", "", dossier.group("dossier")) if dossier else None,
        number.group("number") if number else None,
        " ".join(addressee.group("addressee").split()) if addressee else None,
        tuple(dict.fromkeys(signatories)),
        title[:200],
    )


def hash_body(paragraphs: Sequence[str], notes: Sequence[str], language: Language) -> str:
    """SHA-256, in hex, of what a letter says whoever it is addressed to, under whatever number.

    Of folded paragraphs in order and the footnotes; "" for a text too short to be told by it.
    """
    facts = language.facts["letterhead"]
    kept = []
    for at, text in enumerate(paragraphs):
        if at < HEAD and len(text) < HEAD_LINE:
            if re.search(facts["dossier"], text) or re.search(facts["addressee"], text):
                continue
            number = re.search(facts["number"], text)
            text = text[number.end("number") :] if number else text
        kept.append(" ".join(text.split()))
    body = "\n".join(text for text in (*kept, *notes) if text)
    return sha256(body.encode()).hexdigest() if len(body) >= MIN_BODY else ""


def _first(pattern: str, paragraphs: Sequence[str]) -> re.Match[str] | None:
    for text in paragraphs:
        if match := re.search(pattern, text):
            return match
    return None
