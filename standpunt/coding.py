"""Coded statements as documents of their own: what a statement table says becomes claims.

A row is evidence for a claim: its words are the text, its line in the table the place. Knows no
store; the gates and the way into the store are those of papers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import product
from pathlib import Path

from ingest.bounds import count_holders
from ingest.errors import DocumentError
from ingest.extraction import detect_language
from ingest.flat import fold_spans
from ingest.raw import Place
from ingest.readers.hygiene import clean
from ingest.records import (
    Claim,
    Evidence,
    Extraction,
    HolderSet,
    Letterhead,
    MeetingMention,
    Notice,
    Section,
)
from ontology.iris import slug
from ontology.reference import load_reference
from ontology.terms import DOCUMENT_KIND, ID, MODALITY, POLARITY, QUANTIFIER, SPEECH_ACT
from standpunt.statement_table import Row, read_rows

RULE = "statement-table"
MEDIA_TYPE = "text/csv"
_AGREEMENT = {
    "1": "support", "true": "support", "yes": "support",
    "0": "oppose", "false": "oppose", "no": "oppose", "": "neutral",
}  # fmt: skip
_DOCUMENT = re.compile(re.escape(f"{ID}document/") + r"[0-9a-f]{16}")
_ITEM = re.compile(r"(?:[IVX]+\.)?\d{1,3}")
_MEETING = re.compile(r"([A-Za-z&]+)/(\d{4}-\d{2}-\d{2})")
_DEFAULT_LANGUAGE = "nl"


def coded_documents(path: Path) -> list[Extraction]:
    """A document for each that a statement table speaks of, in the order of the table.

    Rows of one claim (column `claim`) are one claim again. A holder that no actor is called by
    gives a notice and no claim. Raises DocumentError for a table or row that cannot be used.
    """
    by_document: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(path):
        name = row["document"] or row["document ID"] or row["document title"]
        by_document[name].append(row)
    return [_Document(path, rows).read() for rows in by_document.values()]


class _Document:
    """The rows of one document on the way to an extraction."""

    def __init__(self, path: Path, rows: Sequence[Row]) -> None:
        self.path, self.rows, self.head = path, rows, rows[0]
        self.day = self._day(self.head)
        self.meeting = self._meeting(self.head)
        self.members = load_reference().members_on("EU", self.meeting or self.day or date.today())
        self.claims: list[Claim] = []
        self.notices: list[Notice] = []
        self._write()
        self.sections = self._sections()

    def read(self) -> Extraction:
        """All that the rows say of this document."""
        by_claim: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            by_claim[row["claim"] or f"line {row.line}"].append(row)
        for rows in by_claim.values():
            self._claim(rows)
        head = self.head
        said = "\x1e".join("\x1f".join(sorted(map("=".join, r.cells.items()))) for r in self.rows)
        title = head["document title"]
        name = head["file"] or title or f"document {head['document ID']}"
        return Extraction(
            name=self.path.stem, text=self.text, sha256=sha256(said.encode()).hexdigest(),
            letterhead=Letterhead(
                head["type"] if head["type"] in DOCUMENT_KIND else "other",
                detect_language(self.text) or _DEFAULT_LANGUAGE,
                _actor(head["reporter"]) or _actor(head["author"]) or "",
                self.day, title=title,
            ),
            sections=tuple(self.sections.values()), meetings=self._meetings(),
            claims=tuple(self.claims), notices=tuple(self.notices),
            file_name=f"{self.path.name}/{name.replace('/', '-')}", media_type=MEDIA_TYPE,
            places=tuple(self.places),
            source=head["document"] if _DOCUMENT.fullmatch(head["document"]) else "",
        )  # fmt: skip

    # --- the text ---------------------------------------------------------------------------

    def _write(self) -> None:
        """Put the passages under each other, each once, and remember where each row stands."""
        parts: list[str] = []
        self.places: list[Place] = []
        self.spans: dict[int, tuple[int, int]] = {}
        known: dict[tuple[str, str], tuple[int, int]] = {}
        at = 0
        for row in self.rows:
            words, _ = clean(row["text"].strip())
            if not words:
                raise DocumentError(f"{self._at(row)}: has no text; every statement rests on words")
            key = (words, row["start"])
            if key not in known:
                known[key] = (at, at + len(words))
                where = f", {row['start']}-{row['stop']} of its document" if row["stop"] else ""
                self.places.append(Place(at, at + len(words), f"line {row.line}{where}"))
                parts.append(words)
                at += len(words) + 2
            self.spans[row.line] = known[key]
        self.text = "\n\n".join(parts)

    def _evidence(self, row: Row) -> Evidence:
        span = self.spans[row.line]
        return Evidence((span,), fold_spans(self.text, (span,)))

    def _sections(self) -> dict[tuple[str, str], Section]:
        found: dict[tuple[str, str], Section] = {}
        numbers: set[str] = set()
        for row in self.rows:
            key = _section_key(row)
            if key in found:
                continue
            is_item = bool(_ITEM.fullmatch(row["item"])) and row["item"] not in numbers
            number = row["item"] if is_item else f"S{len(found) + 1}"
            numbers.add(number)
            title = " ".join(row["section"].split()) or self.head["document title"] or number
            found[key] = Section(number, len(found), title, 0, len(self.text), is_item)
        return found

    # --- claims -----------------------------------------------------------------------------

    def _claim(self, rows: Sequence[Row]) -> None:
        first = rows[0]
        holders = self._holders(rows)
        if holders is None:
            return
        targets, words = _targets(rows)
        self.claims.append(
            Claim(
                evidence=self._evidence(first), holders=holders, polarity=self._polarity(first),
                act=self._value(first, "act", SPEECH_ACT, "state"),
                status=self._value(first, "modality", MODALITY, "stated"), verb="",
                targets=targets, target_text=words, section=self.sections[_section_key(first)],
                rules=(RULE,), confidence=self._confidence(first), condition=first["condition"],
            )
        )  # fmt: skip

    def _holders(self, rows: Iterable[Row]) -> HolderSet | None:
        """Who holds it; None, and a notice, if a name is nobody's."""
        named: list[str] = []
        group: Row | None = None
        for row in rows:
            name = row["organization"] or row["person"]
            if row["holder"] == "group":
                group = row
                continue
            code = _actor(row["code"]) or _actor(name)
            if code is None:
                self._notice(row, "unknown-holder", f"no actor is called {name!r}")
                return None
            if code not in named:
                named.append(code)
        if group is None:
            return HolderSet(tuple(named), phrase=", ".join(named))
        return self._group(tuple(named), group)

    def _group(self, named: tuple[str, ...], row: Row) -> HolderSet | None:
        """The group as the row has it; a notice if its bounds are not those of its quantifier."""
        quantifier, _, count = row["quantifier"].partition(":")
        if quantifier not in QUANTIFIER or not (count or "1").isdecimal():
            raise DocumentError(
                f"{self._at(row)}: there is no quantifier {row['quantifier']!r}; use one of "
                f"{', '.join(QUANTIFIER)}, and exact:20 for a number"
            )
        excluded = tuple(filter(None, map(_actor, row["excluded"].split())))
        number = int(count) if count else None
        phrase = row["organization"]
        readings = [
            HolderSet(named, quantifier, number, excluded, others, joined, phrase=phrase)
            for others, joined in product((False, True), repeat=2)
        ]
        said = (row["min"], row["max"])
        for reading in readings:
            bounds = count_holders(reading, self.members)
            if said in (("", ""), (str(bounds.least), str(bounds.most))):
                return reading
        message = f"says {said[0]} to {said[1]} holders, which {quantifier} does not give"
        self._notice(row, "bounds-differ", message)
        return None

    def _polarity(self, row: Row) -> str:
        polarity = row["polarity"] or _AGREEMENT.get(row["agreement"].strip().lower(), "")
        if polarity not in POLARITY:
            raise DocumentError(
                f"{self._at(row)}: agreement {row['agreement']!r} is neither 1 nor 0, and polarity "
                f"{row['polarity']!r} none of {', '.join(POLARITY)}; mend the row"
            )
        return polarity

    def _value(self, row: Row, column: str, known: Mapping[str, object], default: str) -> str:
        value = row[column] or default
        if value not in known:
            raise DocumentError(
                f"{self._at(row)}: {column} {value!r} is none of {', '.join(known)}; mend the row"
            )
        return value

    def _confidence(self, row: Row) -> float:
        try:
            value = float(row["confidence"] or 1)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            raise DocumentError(
                f"{self._at(row)}: confidence {row['confidence']!r} is no number from 0 to 1"
            )
        return value

    def _notice(self, row: Row, code: str, message: str) -> None:
        section = self.sections[_section_key(row)]
        self.notices.append(Notice(code, message, section, self._evidence(row)))

    # --- day and meeting --------------------------------------------------------------------

    def _day(self, row: Row) -> date | None:
        if not row["time"]:
            return None
        try:
            return date.fromisoformat(row["time"][:10])
        except ValueError as error:
            raise DocumentError(
                f"{self._at(row)}: time {row['time']!r} is none; write it as 2026-01-22"
            ) from error

    def _meeting(self, row: Row) -> date | None:
        """The first day of the meeting that the table names."""
        if not row["meeting"]:
            return None
        match = _MEETING.fullmatch(row["meeting"])
        known = load_reference().configurations
        try:
            if match is None or match[1] not in known:
                raise ValueError
            return date.fromisoformat(match[2])
        except ValueError as error:
            raise DocumentError(
                f"{self._at(row)}: {row['meeting']!r} is no meeting; write CONFIG/DATE, as "
                "JHA/2026-01-22"
            ) from error

    def _meetings(self) -> tuple[MeetingMention, ...]:
        if self.meeting is None:
            return ()
        code = self.head["meeting"].partition("/")[0]
        return (MeetingMention(code, self.meeting, self.meeting, informal=False, country=None),)

    def _at(self, row: Row) -> str:
        return f"{self.path}, line {row.line}"


@dataclass(frozen=True)
class _Names:
    """Actors and issues by what they are called, in small letters."""

    actors: Mapping[str, str]
    issues: Mapping[str, str]


@lru_cache(maxsize=1)
def _names() -> _Names:
    reference = load_reference()
    actors = {code.casefold(): code for code in reference.actors}
    for code, actor in reference.actors.items():
        names = [name for found in actor.names.values() for name in found]
        for name in (code.removeprefix("body:"), *actor.labels.values(), *names):
            actors.setdefault(name.casefold(), code)
    issues = {
        label.casefold(): key
        for key, issue in reference.issues.items()
        for label in (key, *issue.labels.values())
    }
    return _Names(actors, issues)


def _actor(name: str) -> str | None:
    """The code of the actor that is called so, by code or name in any language."""
    return _names().actors.get(name.strip().casefold())


def _targets(rows: Sequence[Row]) -> tuple[tuple[str, ...], str]:
    """Slugs of the known issues, and the words of the target: of an unknown one its concept."""
    known: dict[str, None] = {}
    for row in rows:
        for name in (row["issue"], row["concept"]):
            if (found := _names().issues.get(name.strip().casefold())) is not None:
                known[found] = None
                break
    if known:
        return tuple(known), rows[0]["target"]
    concept = " ".join(rows[0]["concept"].split())
    return (), concept if slug(concept) else rows[0]["text"]


def _section_key(row: Row) -> tuple[str, str]:
    return row["item"], row["section"]
