"""One letter as PDF, DOCX, HTML and official XML, by the tools that make such files.

Loaded by the tests' conftest and by benchmarks/read.py; not a test itself.
"""

import html
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.language import load_language
from ingest.layout import read_layout
from ingest.reading import read_document

RUNNING_HEAD = "Voorbeeldkamer, vergaderjaar 2025–2026, 99 999, nr. 1"
Piece = tuple[str, int]
"""Text and the number of the note that is cited behind it, 0 for none."""


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph."""

    pieces: tuple[Piece, ...]
    is_heading: bool

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True)
class Letter:
    """What a letter says, whatever the format."""

    blocks: tuple[Block, ...]
    notes: dict[int, str]


def letter_of(path: Path) -> Letter:
    """The letter in a plain text file, its line ends and page furniture gone."""
    raw = read_document(path).text
    layout = read_layout(raw, load_language("nl"))
    blocks = []
    for paragraph in layout.paragraphs:
        flat = layout.flat(raw, paragraph)
        cuts, last = [], 0
        for at, number in sorted(layout.marks.items()):
            if paragraph.start <= at < paragraph.end:
                cut = len(flat.text[: sum(1 for o in flat.offsets if o < at)].rstrip())
                cuts.append((flat.text[last:cut], number))
                last = cut
        pieces = (*cuts, (flat.text[last:], 0))
        blocks.append(Block(tuple(piece for piece in pieces if piece[0]), paragraph.is_heading))
    notes: dict[int, str] = {}
    for note in layout.footnotes:
        notes.setdefault(note.number, note.flat.text)
    return Letter(tuple(blocks), notes)


# --- DOCX -----------------------------------------------------------------------------
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_docx(letter: Letter, path: Path) -> None:
    """By python-docx; the notes, which it cannot write, are added to the package as Word does."""
    document = Document()
    for block in letter.blocks:
        style = "Heading 2" if block.is_heading else None
        paragraph = document.add_paragraph(style=style)
        for text, number in block.pieces:
            paragraph.add_run(text)
            if number:
                _cite(paragraph, number)
    plain = path.with_suffix(".plain")
    document.save(str(plain))
    notes = "".join(
        f'<w:footnote w:id="{n + 1}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {html.escape(text)}</w:t></w:r></w:p></w:footnote>'
        for n, text in letter.notes.items()
    )
    part = f'<w:footnotes xmlns:w="{_W}">{_SEPARATORS}{notes}</w:footnotes>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, old.read(member))
        new.writestr("word/footnotes.xml", part)
    plain.unlink()


_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="1"><w:p/></w:footnote>'
)


def _cite(paragraph: WordParagraph, number: int) -> None:
    run = paragraph.add_run()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number + 1))
    run._r.append(reference)
    run.font.superscript = True


# --- HTML and XML ---------------------------------------------------------------------
_PAGE = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>Brief</title>
<style>p {{ margin: 0 }}</style><script>var a = "<p>Duitsland steunt niets.</p>";</script></head>
<body><header><a href="/">Naar de voorpagina</a></header>
<nav><ul><li><a href="#n1">Ga naar de noten</a></li><li>Alle lidstaten steunen dit menu.</li></ul>
</nav><main id="broodtekst">{body}<div class="noten">{notes}</div></main>
<footer><p>Over deze website. Frankrijk steunt deze voettekst.</p></footer></body></html>
"""


def write_html(letter: Letter, path: Path) -> None:
    """A saved page as publication sites have it: frame, main text, notes with links both ways."""
    body = "\n".join(
        f"<h3>{_linked(block)}</h3>" if block.is_heading else f"<p>{_linked(block)}</p>"
        for block in letter.blocks
    )
    notes = "\n".join(
        f'<div class="voetnoot" id="n{n}"><p class="nr"><a href="#r{n}">{n}</a></p>'
        f"<p>{html.escape(text)}</p></div>"
        for n, text in letter.notes.items()
    )
    path.write_text(_PAGE.format(body=body, notes=notes), "utf-8")


def _linked(block: Block) -> str:
    return "".join(
        html.escape(text) + (f'<sup><a id="r{n}" href="#n{n}">{n}</a></sup>' if n else "")
        for text, n in block.pieces
    )


def write_xml(letter: Letter, path: Path) -> None:
    """The shape of the official publications: notes stand where they are cited."""
    parts = []
    for block in letter.blocks:
        inside = "".join(
            html.escape(text) + (_noted(n, letter.notes.get(n, "")) if n else "")
            for text, n in block.pieces
        )
        number, _, title = inside.partition(" ")
        if block.is_heading and number.endswith("."):
            parts.append(f"<kop><nr>{number}</nr><titel>{title}</titel></kop>")
        elif block.is_heading:
            parts.append(f"<tussenkop>{inside}</tussenkop>")
        else:
            parts.append(f"<al>{inside}</al>")
    text = "\n".join(parts)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<officiele-publicatie><metadata>'
        '<meta name="DC.title" content="Brief"/></metadata><kamerstuk><stuk><algemeen>'
        f"<vrije-tekst><tekst>{text}</tekst></vrije-tekst></algemeen></stuk></kamerstuk>"
        "</officiele-publicatie>\n",
        "utf-8",
    )


def _noted(number: int, text: str) -> str:
    return (
        f'<noot id="n{number}" type="voet"><noot.nr>{number}</noot.nr>'
        f"<noot.al>{html.escape(text)}</noot.al></noot>"
    )


# --- PDF ------------------------------------------------------------------------------
SIZE, SMALL, LEAD = 11.0, 8.5, 14.0
Word = list[tuple[str, bool]]
"""Pieces of a word, each raised (a note's mark) or not."""


@dataclass
class _Press:
    """Sets lines on pages: columns, notes at the foot, running heads, page numbers."""

    canvas: Canvas
    letter: Letter
    columns: int
    left: float = 70.0
    top: float = 760.0
    foot: float = 70.0
    page: int = 1
    column: int = 0

    def __post_init__(self) -> None:
        gap = 24.0
        whole = A4[0] - 2 * self.left
        self.width = (whole - gap * (self.columns - 1)) / self.columns
        self.step = self.width + gap
        self.y = self.top
        self.pending: list[list[str]] = []  # notes of this column, as lines
        self._head()

    def _head(self) -> None:
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(self.left, 800, RUNNING_HEAD)
        self.canvas.drawCentredString(A4[0] / 2, 36, str(self.page))

    def room(self, lines: int, notes: int) -> bool:
        noted = sum(len(note) for note in self.pending) + notes
        return self.y - lines * LEAD > self.foot + noted * 10.5 + (14 if noted else 0)

    def turn(self) -> None:
        """Set the notes, then go to the next column or page."""
        y = self.foot + 10.5 * (sum(len(note) for note in self.pending) - 1)
        self.canvas.setFont("Helvetica", SMALL)
        for note in self.pending:
            for line in note:
                self.canvas.drawString(self.x, y, line)
                y -= 10.5
        self.pending = []
        self.column += 1
        if self.column == self.columns:
            self.canvas.showPage()
            self.column, self.page = 0, self.page + 1
            self._head()
        self.y = self.top

    @property
    def x(self) -> float:
        return self.left + self.column * self.step

    def set_block(self, block: Block, cut: Callable[[str, float], int]) -> None:
        font = "Helvetica-Bold" if block.is_heading else "Helvetica"
        lines = _wrapped(block, font, self.width, cut)
        if block.is_heading and not self.room(3, 0):
            self.turn()
        for line in lines:
            cited = [int(text) for word in line for text, raised in word if raised]
            notes = self.letter.notes
            noted = [_note_lines(n, notes[n], self.width) for n in cited if n in notes]
            if not self.room(1, sum(map(len, noted))):
                self.turn()
            self._set_line(line, font)
            self.pending += noted
        self.y -= 8

    def _set_line(self, line: list[Word], font: str) -> None:
        text = self.canvas.beginText(self.x, self.y)
        for at, word in enumerate(line):
            for piece, raised in word:
                text.setFont(font, 6.5 if raised else SIZE)
                text.setRise(4 if raised else 0)
                text.textOut(piece)
            text.setRise(0)
            text.setFont(font, SIZE)
            if at + 1 < len(line):
                text.textOut(" ")
        self.canvas.drawText(text)
        self.y -= LEAD


def write_pdf(letter: Letter, path: Path, columns: int = 1) -> None:
    """By reportlab: words cut at line ends, running heads, page numbers, notes at the foot."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    press = _Press(canvas, letter, columns)
    for block in letter.blocks:
        press.set_block(block, cut_word)
    press.turn()
    canvas.save()


def cut_word(word: str, room: float) -> int:
    """How many letters of a long word fit with a hyphen; 0 if it should not be cut."""
    if not word.isalpha() or len(word) < 9 or not word.islower():
        return 0
    for at in range(len(word) - 4, 3, -1):
        vowel = word[at - 1] in "aeiou" and word[at] not in "aeiou"
        if vowel and stringWidth(word[:at] + "-", "Helvetica", SIZE) <= room:
            return at
    return 0


def _words(block: Block) -> list[Word]:
    words: list[Word] = [[]]
    for text, number in block.pieces:
        for at, part in enumerate(text.split(" ")):
            if at:
                words.append([])
            if part:
                words[-1].append((part, False))
        if number:
            words[-1].append((str(number), True))
    return [word for word in words if word]


def _wrapped(
    block: Block, font: str, width: float, cut: Callable[[str, float], int]
) -> list[list[Word]]:
    lines: list[list[Word]] = [[]]
    used, blank = 0.0, stringWidth(" ", font, SIZE)
    for word in _words(block):
        size = sum(stringWidth(t, font, 6.5 if raised else SIZE) for t, raised in word)
        if lines[-1] and used + blank + size > width:
            room = width - used - blank
            at = cut(word[0][0], room) if len(word) == 1 and not block.is_heading else 0
            if at:
                lines[-1].append([(word[0][0][:at] + "-", False)])
                word = [(word[0][0][at:], False)]
                size = stringWidth(word[0][0], font, SIZE)
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += size + (blank if used else 0)
    return lines


def _note_lines(number: int, note: str, width: float) -> list[str]:
    lines = [str(number)]
    for word in note.split(" "):
        if stringWidth(f"{lines[-1]} {word}", "Helvetica", SMALL) > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines


WRITERS: dict[str, Callable[[Letter, Path], None]] = {
    "pdf": write_pdf,
    "docx": write_docx,
    "html": write_html,
    "xml": write_xml,
}


def write_locked_pdf(path: Path, user: str, owner: str) -> None:
    """A page that needs a password to open (`user`), or only to change (`owner`)."""
    lock = StandardEncryption(user, ownerPassword=owner, strength=128)
    canvas = Canvas(str(path), pagesize=A4, encrypt=lock)
    canvas.drawString(70, 700, "Nederland steunt het voorstel van de Commissie over terugkeer.")
    canvas.save()


def short_letter() -> Letter:
    """A heading and two paragraphs, one with a note."""
    return Letter(
        (
            Block((("1. Terugkeer en herintegratie", 0),), is_heading=True),
            Block((("Nederland steunt het voorstel", 1), (" van de Commissie.", 0)), False),
            Block((("Diverse lidstaten verzetten zich tegen de ver-", 0),), is_heading=False),
        ),
        {1: "Kamerstukken II 2025/26, 32 317, nr. 9."},
    )
