"""The cells of an answer for the eye: things by label with a link to their page; asks nothing.

A label is what the store or the ontology calls a thing; what neither knows is shown by prefix.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from dashboard.address import short_id
from dashboard.nodes import Node, el, link, shown
from dashboard.records import Catalogue
from dashboard.vocabulary import short_name
from graph.answer import plain
from ontology.terms import ID, XSD

_NUMBERS = tuple(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))
_DATES = (f"{XSD}date", f"{XSD}dateTime")


@dataclass(frozen=True)
class Cell:
    """A term as it is shown: `iri` of a thing, `number` of a number, `day` (ISO) of a date."""

    text: str
    iri: str = ""
    number: float | None = None
    day: str = ""

    @property
    def order(self) -> tuple[int, float, str]:
        """What to sort by: empty cells first, then numbers, then text."""
        if self.number is not None:
            return (1, self.number, "")
        return (2 if self.text else 0, 0.0, self.day or self.text.casefold())


EMPTY = Cell("")


@dataclass(frozen=True)
class Labels:
    """What things are called: those of the store, and the labels of our terms by IRI."""

    known: Catalogue
    terms: Mapping[str, str]

    def of(self, iri: str) -> str:
        """The label of a thing; its name with a prefix, or its IRI, if nothing is known of it."""
        known = self.known
        if iri in known.actors:
            return known.actors[iri].name
        if iri in known.issues:
            return known.issues[iri].label
        if iri in known.meetings:
            return known.meetings[iri].label
        if iri in known.documents:
            return known.documents[iri].title
        return self.terms.get(iri) or short_name(iri) or iri.removeprefix(ID)


def cell_of(labels: Labels, term: Any) -> Cell:  # noqa: ANN401  any RDF term or None
    """One term of an answer as a cell."""
    if term is None:
        return EMPTY
    text = plain(term) or ""
    if isinstance(term, NamedNode):
        return Cell(shown(labels.of(term.value)), iri=term.value)
    datatype = term.datatype.value if isinstance(term, Literal) else ""
    if datatype in _NUMBERS:
        try:
            number = float(text)
        except ValueError:
            return Cell(shown(text))
        return Cell(text, number=number if number == number else None)
    day = text[:10] if datatype in _DATES else ""
    return Cell(shown(text), day=day)


def cell_node(labels: Labels, cell: Cell) -> Node | str:
    """The cell as a node: a thing that has a page is a link to it, any other bears its IRI."""
    if not cell.iri:
        return cell.text
    page = _page_of(labels.known, cell.iri)
    if page is None:
        return el("span", cell.text, title=cell.iri, c="thing")
    return link(page[0], cell.text, page[1], title=cell.iri)


def _page_of(known: Catalogue, iri: str) -> tuple[str, dict[str, str]] | None:
    if iri in known.actors:
        return "positions", {"actor": known.actors[iri].code}
    if iri in known.issues:
        return "positions", {"issue": short_id(iri, "issue")}
    if iri in known.meetings:
        return "meetings", {"meeting": short_id(iri, "meeting")}
    if iri in known.documents:
        return "document", {"doc": short_id(iri, "document")}
    document, claim, _ = iri.partition("/claim/")
    if claim and document in known.documents:
        return "positions", {"claim": short_id(iri, "document")}
    return None


@dataclass(frozen=True)
class Grid:
    """An answer as columns of cells, rows in the order of the answer."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def cells(self, column: str) -> list[Cell]:
        """The cells of one column."""
        place = self.columns.index(column)
        return [row[place] for row in self.rows]

    def sorted_by(self, column: str, *, falling: bool) -> "Grid":
        """The same, sorted by a column; rows that are equal there stay in their order."""
        place = self.columns.index(column)
        rows = sorted(self.rows, key=lambda row: row[place].order, reverse=falling)
        return Grid(self.columns, tuple(rows))

    def holding(self, words: str) -> "Grid":
        """The rows in which every one of these words stands somewhere, in labels or IRIs."""
        wanted = words.casefold().split()
        rows = (row for row in self.rows if _holds(row, wanted))
        return Grid(self.columns, tuple(rows)) if wanted else self

    def texts(self) -> list[list[str]]:
        """The rows as they are shown."""
        return [[cell.text for cell in row] for row in self.rows]


def _holds(row: Sequence[Cell], wanted: Sequence[str]) -> bool:
    text = " ".join(f"{cell.text} {cell.iri}" for cell in row).casefold()
    return all(word in text for word in wanted)


def grid_of(labels: Labels, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Grid:
    """The terms of an answer as a grid."""
    cells: dict[Any, Cell] = {}

    def kept(term: Any) -> Cell:  # noqa: ANN401  any RDF term or None
        if term not in cells:
            cells[term] = cell_of(labels, term)
        return cells[term]

    return Grid(tuple(columns), tuple(tuple(kept(term) for term in row) for row in rows))
