"""The claims of a segment's graphs as columns of one file (graph.columns), a row a claim.

The claims of a graph stand together, sorted by IRI.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np

from graph.columns import Bools, Column, Ints, chosen, read_columns, write_columns
from graph.projected_rows import DISJOINT, WIDTH
from graph.projected_terms import CLAIM_FIELDS
from graph.projecting import Projected

ABOUT, NAMED, EXCLUDED = "about", "named", "excluded"
_LISTS = (ABOUT, NAMED, EXCLUDED)
_OTHER_FIELDS = CLAIM_FIELDS[1:]
_TEXTS = ("claims", "words", "targets")
_CELLS = tuple(f"cell_{place}" for place in range(WIDTH))
_NUMBERS = (
    "of_graph", "start", "row_of_graph", "row_of", *_CELLS, *_OTHER_FIELDS,
    *(f"{name}_{part}" for name in _LISTS for part in ("row", "word")),
    "disjoint_row", "disjoint_other",
)  # fmt: skip
_NOTHING = -1


@dataclass(frozen=True)
class ClaimTable:
    """The claims (IRIs) of some graphs, and the words that numbers point at.

    `numbers` has by claim the graph (its place in the segment), `start` of ClaimRow, and each other
    of CLAIM_FIELDS, -1 where nothing is said; and for what claims are about and whom they name or
    exclude the rows of the claims and the words, as `about_row`, `about_word` and so on. Rows of
    graph.projected_rows have their graph in `row_of_graph`, the question in `row_of`, cells in
    `cell_0` and so on. `disjoint_row` and `disjoint_other` are the claims of DISJOINT by their
    rows, `targets` has `target` of ClaimRow by claim.
    """

    claims: Column
    words: Column
    numbers: dict[str, Ints]
    targets: Column

    def texts(self, lives: Bools) -> Iterator[tuple[str | None, int, str | None]]:
        """Each claim of the graphs that live, with `start` and `target` of ClaimRow."""
        kept = lives[self.numbers["of_graph"]]
        starts = self.numbers["start"][kept].tolist()
        return zip(chosen(self.claims, kept), starts, chosen(self.targets, kept), strict=True)

    def fields(self, lives: Bools) -> Iterator[tuple[str | None, ...]]:
        """CLAIM_FIELDS of each claim of the graphs that live."""
        kept = lives[self.numbers["of_graph"]]
        words = [*self.words, None]  # at -1
        columns = [
            [words[at] for at in self.numbers[name][kept].tolist()] for name in _OTHER_FIELDS
        ]
        return zip(chosen(self.claims, kept), *columns, strict=True)

    def rows(self, question: str, lives: Bools) -> Iterator[tuple[str | None, ...]]:
        """The rows that the graphs that live give of a question, filled up to WIDTH."""
        at = self.words.index(question) if question in self.words else _NOTHING - 1
        kept = lives[self.numbers["row_of_graph"]] & (self.numbers["row_of"] == at)
        words = [*self.words, None]  # at -1
        columns = [[words[at] for at in self.numbers[name][kept].tolist()] for name in _CELLS]
        return zip(*columns, strict=True)

    def pairs(self, name: str, lives: Bools) -> Iterator[tuple[str, str]]:
        """The claims of the graphs that live, each with each IRI of that list."""
        rows, words = self.numbers[f"{name}_row"], self.numbers[f"{name}_word"]
        kept = lives[self.numbers["of_graph"]][rows]
        for row, word in zip(rows[kept].tolist(), words[kept].tolist(), strict=True):
            yield self.claims[row] or "", self.words[word] or ""


def make_claim_table(projected: Iterable[Projected]) -> ClaimTable:
    """The claims of graphs, in their order."""
    claims: Column = []
    targets: Column = []
    numbers: dict[str, list[int]] = {name: [] for name in _NUMBERS}
    places: dict[str, int] = {}
    for at, found in enumerate(projected):
        row_of: dict[str | None, int] = {}
        for row in sorted(found.claims, key=lambda row: row.fields[0] or ""):
            row_of[row.fields[0]] = len(claims)
            for name, texts in zip(_LISTS, (row.about, row.named, row.excluded), strict=True):
                for text in texts:
                    numbers[f"{name}_row"].append(len(claims))
                    numbers[f"{name}_word"].append(places.setdefault(text, len(places)))
            claims.append(row.fields[0])
            targets.append(row.target)
            numbers["of_graph"].append(at)
            numbers["start"].append(row.start)
            for name, said in zip(_OTHER_FIELDS, row.fields[1:], strict=True):
                numbers[name].append(
                    _NOTHING if said is None else places.setdefault(said, len(places))
                )
        for question, cells in found.rows:
            if question == DISJOINT and cells:
                numbers["disjoint_row"].append(row_of[cells[0]])
                numbers["disjoint_other"].append(row_of[cells[1]])
            numbers["row_of_graph"].append(at)
            numbers["row_of"].append(places.setdefault(question, len(places)))
            for name, cell in zip_longest(_CELLS, cells):
                numbers[name].append(
                    _NOTHING if cell is None else places.setdefault(cell, len(places))
                )
    columns = {name: np.array(each, np.int32) for name, each in numbers.items()}
    return ClaimTable(claims, list(places), columns, targets)


def join_claim_tables(parts: Sequence[tuple[ClaimTable, Bools]]) -> ClaimTable:
    """One table of the claims of the graphs that live, as graph.segments.join_segments()."""
    claims: Column = []
    targets: Column = []
    numbers: dict[str, list[Ints]] = {name: [np.zeros(0, np.int32)] for name in _NUMBERS}
    places: dict[str | None, int] = {}
    graphs = 0
    for part, lives in parts:
        kept = lives[part.numbers["of_graph"]]
        now_graph = (np.cumsum(lives) - 1 + graphs).astype(np.int32)
        now_claim = (np.cumsum(kept) - 1 + len(claims)).astype(np.int32)
        words = [places.setdefault(word, len(places)) for word in part.words]
        now_word = np.array([*words, _NOTHING], np.int32)
        numbers["of_graph"].append(now_graph[part.numbers["of_graph"][kept]])
        numbers["start"].append(part.numbers["start"][kept])
        for name in _OTHER_FIELDS:
            numbers[name].append(now_word[part.numbers[name][kept]])
        for name in _LISTS:
            rows = part.numbers[f"{name}_row"]
            numbers[f"{name}_row"].append(now_claim[rows[kept[rows]]])
            numbers[f"{name}_word"].append(now_word[part.numbers[f"{name}_word"][kept[rows]]])
        apart = kept[part.numbers["disjoint_row"]]
        for name in ("disjoint_row", "disjoint_other"):
            numbers[name].append(now_claim[part.numbers[name][apart]])
        alive = lives[part.numbers["row_of_graph"]]
        numbers["row_of_graph"].append(now_graph[part.numbers["row_of_graph"][alive]])
        for name in ("row_of", *_CELLS):
            numbers[name].append(now_word[part.numbers[name][alive]])
        claims += chosen(part.claims, kept)
        targets += chosen(part.targets, kept)
        graphs += int(lives.sum())
    columns = {name: np.concatenate(each) for name, each in numbers.items()}
    return ClaimTable(claims, list(places), columns, targets)


def write_claim_table(folder: Path, table: ClaimTable) -> str:
    """Write the file of a table, synced, unless it is there; its name. Raises OSError."""
    texts = {"claims": table.claims, "words": table.words, "targets": table.targets}
    return write_columns(folder, texts, table.numbers)


def read_claim_table(folder: Path, name: str) -> ClaimTable:
    """The table of that name. Raises SegmentDamagedError."""
    texts, numbers = read_columns(folder, name, _TEXTS, _NUMBERS)
    return ClaimTable(texts["claims"], texts["words"], numbers, texts["targets"])


def all_fields(parts: Sequence[tuple[ClaimTable, Bools]]) -> list[tuple[str | None, ...]]:
    """CLAIM_FIELDS of each claim of a generation, in no order."""
    return list(chain.from_iterable(table.fields(lives) for table, lives in parts))


def all_texts(
    parts: Sequence[tuple[ClaimTable, Bools]],
) -> list[tuple[str | None, int, str | None]]:
    """Each claim of a generation with its start and its target, in no order."""
    return list(chain.from_iterable(table.texts(lives) for table, lives in parts))


def all_pairs(parts: Sequence[tuple[ClaimTable, Bools]], name: str) -> list[tuple[str, str]]:
    """Claims and the IRIs of one of their lists, in no order."""
    return list(chain.from_iterable(table.pairs(name, lives) for table, lives in parts))


def all_rows(
    parts: Sequence[tuple[ClaimTable, Bools]], question: str
) -> list[tuple[str | None, ...]] | None:
    """The rows of a question that graphs give, in no order; None if one of them does not tell."""
    rows = list(chain.from_iterable(table.rows(question, lives) for table, lives in parts))
    return None if any(row[0] is None for row in rows) else rows
