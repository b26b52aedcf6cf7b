"""Word files (DOCX): body, tables and notes in reading order, out of the XML parts of the zip."""

from dataclasses import dataclass, field

from ingest.errors import DamagedDocumentError
from ingest.raw import RawDocument
from ingest.readers.archive import Archive
from ingest.readers.events import walk
from ingest.readers.numbering import Numbering, read_numbering
from ingest.readers.source import LINE_END, Block, Cell, Run, Source, compose, join_rows

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN_PART = "word/document.xml"


@dataclass
class _Paragraph:
    label: str
    runs: list[Run] = field(default_factory=list)
    style: str = ""
    number: str | None = None
    level: int | None = None


class _Part:
    """Gathers the paragraphs of one part; those of each note apart."""

    def __init__(self, numbering: Numbering, numbers: dict[tuple[str, str], int]) -> None:
        self.blocks: list[tuple[Block, Cell | None]] = []
        self.notes: dict[str, list[Run]] = {}
        self._numbering = numbering
        self._numbers = numbers  # kind and id of a note -> its number, in order of citing
        self._open: list[_Paragraph] = []
        self._tables: list[list[int]] = []  # table, row, cell of each table around
        self._count = self._table_count = 0
        self._note: str | None = None
        self._hidden = self._settings = self._skipped = 0
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        if name in ("Fallback", "del", "moveFrom"):
            self._skipped += 1
        elif name in ("pPr", "rPr", "tblPr", "sectPr"):
            self._settings += 1
            if name == "rPr":
                self._hidden = 0
        if name in ("footnote", "endnote"):
            kept = attributes.get("type", "normal") == "normal"
            self._note = attributes.get("id", "") if kept else None
        elif name in ("tbl", "tr", "tc"):
            self._cell(name)
        elif name == "p":
            self._count += 1
            self._open.append(_Paragraph(self._label()))
        elif name == "t":
            self._is_text = True
        elif self._open:
            self._in_paragraph(name, attributes)

    def _cell(self, name: str) -> None:
        if name == "tbl":
            self._table_count += 1
            self._tables.append([self._table_count, 0, 0])
        elif self._tables and name == "tr":
            self._tables[-1][1:] = [self._tables[-1][1] + 1, 0]
        elif self._tables:
            self._tables[-1][2] += 1

    def _label(self) -> str:
        if self._note is not None:
            return f"note {self._note}"
        if self._tables:
            table, row, cell = self._tables[-1]
            return f"table {table}, row {row}, cell {cell}"
        return f"paragraph {self._count}"

    def _in_paragraph(self, name: str, attributes: dict[str, str]) -> None:
        paragraph, value = self._open[-1], attributes.get("val", "")
        if self._settings:
            if name == "pStyle":
                paragraph.style = value
            elif name == "ilvl" and value.isdecimal():
                paragraph.level = int(value[:2])
            elif name == "numId":
                paragraph.number = value
            elif name == "vanish" and value not in ("0", "false"):
                self._hidden = 1
        elif self._skipped:
            return
        elif name in ("footnoteReference", "endnoteReference"):
            key = (name.removesuffix("Reference"), attributes.get("id", ""))
            number = self._numbers.setdefault(key, len(self._numbers) + 1)
            paragraph.runs.append(Run(str(number), paragraph.label, mark=number))
        elif name in ("br", "cr"):
            paragraph.runs.append(Run(LINE_END))
        elif name == "tab":
            paragraph.runs.append(Run(" "))
        elif name == "noBreakHyphen":
            paragraph.runs.append(Run("-", paragraph.label))
        elif name == "r":
            self._hidden = 0

    def end(self, name: str) -> None:
        if name in ("Fallback", "del", "moveFrom"):
            self._skipped -= 1
        elif name in ("pPr", "rPr", "tblPr", "sectPr"):
            self._settings -= 1
        elif name == "t":
            self._is_text = False
        elif name == "tbl":
            self._tables.pop()
        elif name in ("footnote", "endnote"):
            self._note = None
        elif name == "p":
            self._end_paragraph(self._open.pop())

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        if self._note is not None:
            self.notes.setdefault(self._note, []).extend((*paragraph.runs, Run(" ")))
        elif any(run.text.strip() for run in paragraph.runs):
            label = self._numbering.label(paragraph.style, paragraph.number, paragraph.level)
            block = (Run(label, paragraph.label if label else ""), *paragraph.runs)
            table, row, cell = self._tables[-1] if self._tables else (0, 0, 0)
            self.blocks.append((block, (table, row, cell) if table else None))

    def text(self, characters: str, at: int) -> None:
        if self._is_text and self._open and not self._hidden and not self._skipped:
            paragraph = self._open[-1]
            paragraph.runs.append(Run(characters, paragraph.label))


def read_word(source: Source) -> tuple[RawDocument, ...]:
    """The text of a Word file; footnotes, then endnotes, are numbered in the order of citing."""
    archive = Archive(source.content, source.path)
    if MAIN_PART not in archive.names:
        raise DamagedDocumentError(
            f"{source.path}: is a Word file without its text ({MAIN_PART}); open it in Word, save "
            "it as DOCX again, or fetch it again"
        )
    parts = {name: archive.read(name) for name in sorted(archive.names & _PARTS)}
    numbering = read_numbering(
        parts.get("word/numbering.xml", b""), parts.get("word/styles.xml", b""), source.path
    )
    numbers: dict[tuple[str, str], int] = {}
    body = _Part(numbering, numbers)
    walk(parts[MAIN_PART], body, source.path, MAIN_PART)
    notes: list[tuple[int, Block]] = []
    for kind in ("footnote", "endnote"):
        part = f"word/{kind}s.xml"
        if part in parts:
            found = _Part(numbering, {})
            walk(parts[part], found, source.path, part)
            notes += [
                (numbers[kind, key], _labelled(f"{kind} {numbers[kind, key]}", runs))
                for key, runs in found.notes.items()
                if (kind, key) in numbers
            ]
    notes.sort(key=lambda note: note[0])
    return (compose(source, MEDIA_TYPE, join_rows(body.blocks), notes),)


_PARTS = frozenset(
    (
        MAIN_PART,
        "word/footnotes.xml",
        "word/endnotes.xml",
        "word/numbering.xml",
        "word/styles.xml",
    )
)


def _labelled(label: str, runs: Block) -> Block:
    return [Run(run.text, label if run.text.strip() else "") for run in runs]
