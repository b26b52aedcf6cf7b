"""Which views an answer can be shown in, read off its columns; draws nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from dashboard.answer_cells import Cell, Grid

Kind = OneOf["number", "date", "state", "thing", "text", "empty"]
VIEWS = ("table", "chart", "map", "timeline", "network")
_MOST = 0.8  # of the values of a column, for it to count as a column of states


@dataclass(frozen=True)
class Shape:
    """The columns of an answer by what they hold, in their order."""

    kinds: Mapping[str, Kind]

    def of(self, *kinds: Kind) -> list[str]:
        """The columns of these kinds."""
        return [column for column, kind in self.kinds.items() if kind in kinds]

    def views(self) -> list[str]:
        """The views that the columns allow, the table first."""
        named = self.of("thing", "state", "text", "date")
        things = self.of("thing", "state")
        allowed = {
            "table": True,
            "chart": bool(self.of("number")) and bool(named),
            "map": bool(self.of("state")),
            "timeline": bool(self.of("date")),
            "network": len(things) >= 2,
        }
        return [view for view in VIEWS if allowed[view]]


def shape_of(grid: Grid, code_of: Mapping[str, str]) -> Shape:
    """The shape of a grid. `code_of` are the codes of member states by IRI and by code."""
    return Shape({column: _kind(grid.cells(column), code_of) for column in grid.columns})


def _kind(cells: list[Cell], code_of: Mapping[str, str]) -> Kind:
    found = [cell for cell in cells if cell.text]
    if not found:
        return "empty"
    if all(cell.number is not None for cell in found):
        return "number"
    if all(cell.day for cell in found):
        return "date"
    states = sum((cell.iri or cell.text) in code_of for cell in found)
    if states >= _MOST * len(found):
        return "state"
    return "thing" if all(cell.iri for cell in found) else "text"
