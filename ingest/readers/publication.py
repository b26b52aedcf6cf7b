"""The XML of the official publications: paragraphs, headings, lists, tables and notes in place."""

from ingest.raw import RawDocument
from ingest.readers.events import walk
from ingest.readers.source import LINE_END, Block, Cell, Run, Source, compose, join_rows, names

MEDIA_TYPE = "application/xml"
ROOTS = ("officiele-publicatie", "kamerstuk", "kamervragen", "handelingen", "staatscourant", "blad")

_BLOCKS = names(
    "al tekstregel kop titel tussenkop dossiernummer stuknr datumtekst ondertekening naam functie "
    "entry li.nr label nummer intitule aanhef afkondiging vraag antwoord spreekbeurt organisatie "
    "regel dagtekening slotformulier kamerstukkop dossier stuk algemeen vrije-tekst tekst divisie "
    "lijst li table row vergaderjaar kamer title"
)
_ONE_LINE = frozenset(("kop", "stuknr", "naam"))  # their parts stand beside each other
_DROPPED = names("metadata plaatje illustratie")


class _Publication:
    """Gathers blocks; a note is taken out of the paragraph in which it stands."""

    def __init__(self) -> None:
        self.blocks: list[list[Run]] = [[]]
        self.cells: dict[int, Cell] = {}  # by index of a block
        self._cell: Cell = (0, 0, 0)
        self.notes: list[tuple[int, Block]] = []
        self._open: list[str] = []
        self._dropped = 0
        self._kept: list[list[Run]] = []  # paragraphs that a note interrupts
        self._number = ""

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        inside = self._open[-1] if self._open else ""
        self._open.append(name)
        self._count_cells(name)
        if name in _DROPPED:
            self._dropped += 1
        elif name == "noot":
            self._kept.append(self.blocks.pop())
            self.blocks.append([])
            self._number = ""
        elif name == "br":
            self.blocks[-1].append(Run(LINE_END))
        elif self._kept or inside in _ONE_LINE or (inside == "li" and self._after_number()):
            self.blocks[-1].append(Run(" "))  # a note is one block, whatever it holds
        elif name in _BLOCKS:
            self._break()

    def _count_cells(self, name: str) -> None:
        table, row, cell = self._cell
        if name == "table":
            self._cell = (table + 1, 0, 0)
        elif name == "row":
            self._cell = (table, row + 1, 0)
        elif name == "entry":
            self._cell = (table, row, cell + 1)

    def end(self, name: str) -> None:
        self._open.pop()
        if name in _DROPPED:
            self._dropped -= 1
        elif name == "noot" and self._kept:
            self._end_note()
        elif (
            name in _BLOCKS
            and name != "li.nr"
            and not self._kept
            and not _ONE_LINE.intersection(self._open[-1:])
        ):
            self._break()

    def _end_note(self) -> None:
        note = self.blocks.pop()
        self.blocks.append(self._kept.pop())
        known = {number for number, _ in self.notes}
        number = int(self._number) if self._number.isdecimal() else 0
        if number == 0 or number in known:
            number = max(known, default=0) + 1
        self.notes.append((number, note))
        self.blocks[-1].append(Run(str(number), mark=number))

    def text(self, characters: str, at: int) -> None:
        if self._dropped:
            return
        if self._open[-1] == "noot.nr":
            self._number += characters.strip(" .)]([")
            return
        block = self.blocks[-1]
        label = f"byte {at}"
        if "entry" in self._open and not self._kept and characters.strip():
            self.cells[len(self.blocks) - 1] = self._cell
        block.append(Run(characters, label if characters.strip() else "", at))

    def _break(self) -> None:
        if self.blocks[-1]:
            self.blocks.append([])

    def _after_number(self) -> bool:
        """Whether the open block holds but the number or dash of a list item."""
        return 0 < len("".join(run.text for run in self.blocks[-1]).strip()) <= 6


def read_publication(source: Source) -> tuple[RawDocument, ...]:
    """The text of an official publication; its notes at the end, each with its own number."""
    found = _Publication()
    walk(source.content, found, source.path)
    blocks = ((block, found.cells.get(at)) for at, block in enumerate(found.blocks))
    filled = ((block, cell) for block, cell in blocks if any(run.text.strip() for run in block))
    return (compose(source, MEDIA_TYPE, join_rows(filled), found.notes),)
