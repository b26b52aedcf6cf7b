"""Further issues: what graphs say that claims of other graphs are about, laid over their columns.

The graph of merges says of each claim about a merged issue that it is about the other one too. A
segment keeps that as it is said (FURTHER_ISSUES); which claims there are, and which of them say so
themselves, is found here when a generation is opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from graph.claim_table import ABOUT, ClaimTable
from graph.columns import Bools, Ints, SegmentDamagedError, index_of, read_arrays
from graph.generation import PROJECTION_FOLDER
from graph.projected_rows import FURTHER_ISSUES
from graph.projected_terms import AGAINST, FOR
from graph.projecting import Count
from graph.projection import Part, read_parts

if TYPE_CHECKING:
    from pyarrow import Array, StringArray

ABOUT_ROW, ABOUT_WORD = f"{ABOUT}_row", f"{ABOUT}_word"
_NUMBERS = (
    "of_graph", "polarity", ABOUT_ROW, ABOUT_WORD, "row_of_graph", "row_of", "cell_0", "cell_1",
)  # fmt: skip
_NOTHING = -1

Arrays = tuple[dict[str, "Array"], dict[str, Ints]]
"""Columns of one table: text, and numbers."""


@dataclass(frozen=True)
class LaidOver:
    """What claims of one segment are about, with the further issues.

    `rows` and `words` take the place of the columns of the claim table; `added` are words that
    stand behind its own. `graphs` and `issues` have the graph (its place) of each further pair that
    counts, and the issue (its place in FurtherIssues).
    """

    rows: Ints
    words: Ints
    added: tuple[str, ...]
    graphs: Ints
    issues: Ints


@dataclass(frozen=True)
class FurtherIssues:
    """The further issues (IRIs) of a generation, by segment; `counts` are the claims they add."""

    issues: tuple[str, ...]
    parts: tuple[LaidOver, ...]
    counts: Mapping[str, Count]

    def graphs_with(self, issue: str, segment: int) -> list[int]:
        """Places of the graphs of a segment in which it is a further issue of some claim."""
        if issue not in self.issues:
            return []
        its = self.parts[segment]
        return [*map(int, np.unique(its.graphs[its.issues == self.issues.index(issue)]))]

    def over(self, tables: Sequence[tuple[ClaimTable, Bools]]) -> list[tuple[ClaimTable, Bools]]:
        """The claim tables of the generation as they are with the further issues."""
        return [
            (
                replace(
                    table,
                    words=[*table.words, *laid.added],
                    numbers={**table.numbers, ABOUT_ROW: laid.rows, ABOUT_WORD: laid.words},
                ),
                lives,
            )
            for (table, lives), laid in zip(tables, self.parts, strict=True)
        ]

    def over_arrays(self, read: Sequence[Arrays]) -> list[Arrays]:
        """As over(), of the tables as graph.columns.read_arrays() gives them, with their words."""
        from pyarrow import array, concat_arrays, string

        return [
            (
                {**texts, "words": concat_arrays([texts["words"], array(laid.added, string())])},
                {**numbers, ABOUT_ROW: laid.rows, ABOUT_WORD: laid.words},
            )
            for (texts, numbers), laid in zip(read, self.parts, strict=True)
        ]


@dataclass(frozen=True)
class _Pairs:
    """Claims and issues as texts, each once, and their pairs as places in these."""

    claims: "StringArray"
    issues: "StringArray"
    claim: Ints
    issue: Ints


def read_further(store: Path, number: int) -> FurtherIssues | None:
    """The further issues of a generation; None if a segment is damaged, or sums cannot follow.

    They cannot where a claim of which its own graph says no issue at all is given one.
    """
    folder = store / PROJECTION_FOLDER
    parts = read_parts(store, number)
    try:
        read = [read_arrays(folder, part.claims, ("claims", "words"), _NUMBERS) for part in parts]
    except SegmentDamagedError:
        return None
    said = _said(read, parts)
    totals = np.zeros((len(said.issues), 3), np.int64)
    found = []
    for (texts, numbers), part in zip(read, parts, strict=True):
        laid = _lay_over(texts, numbers, part.lives, said, totals)
        if laid is None:
            return None
        found.append(laid)
    issues = tuple(said.issues.to_pylist())
    counts = {issue: Count(*its) for issue, its in zip(issues, totals.tolist(), strict=True)}
    return FurtherIssues(issues, tuple(found), counts)


def _said(read: Sequence[Arrays], parts: Sequence[Part]) -> _Pairs:
    """What all graphs say, each pair once."""
    from pyarrow import array, concat_arrays, string

    cells: tuple[list[Array], list[Array]] = ([], [])
    for (texts, numbers), part in zip(read, parts, strict=True):
        at = index_of(texts["words"], (FURTHER_ISSUES,))[0]
        kept = np.flatnonzero((numbers["row_of"] == at) & part.lives[numbers["row_of_graph"]])
        for column, name in zip(cells, ("cell_0", "cell_1"), strict=True):
            column.append(texts["words"].take(array(numbers[name][kept])))
    claims, issues = (concat_arrays(its or [array([], string())]) for its in cells)
    claims, issues = claims.dictionary_encode(), issues.dictionary_encode()
    wide = max(1, len(issues.dictionary))
    pairs = np.unique(np.asarray(claims.indices).astype(np.int64) * wide + issues.indices)
    return _Pairs(
        claims.dictionary,
        issues.dictionary,
        (pairs // wide).astype(np.int32),
        (pairs % wide).astype(np.int32),
    )


def _lay_over(
    texts: Mapping[str, "Array"],
    numbers: Mapping[str, Ints],
    lives: Bools,
    said: _Pairs,
    totals: np.ndarray[tuple[int, int], np.dtype[np.int64]],
) -> LaidOver | None:
    """The columns of one segment with what is said of its claims, which is added to the totals."""
    rows, words = numbers[ABOUT_ROW], numbers[ABOUT_WORD]
    row_of = index_of(texts["claims"], said.claims)
    here = row_of != _NOTHING
    here[here] = lives[numbers["of_graph"][row_of[here]]]
    row_of = np.where(here, row_of, _NOTHING).astype(np.int32)
    own_words = index_of(texts["words"], said.issues)
    wide = np.int64(len(texts["words"]) + len(said.issues) + 1)
    new = own_words == _NOTHING
    word_of = own_words.copy()
    word_of[new] = len(texts["words"]) + np.arange(int(new.sum()), dtype=np.int32)
    meant = row_of[said.claim] != _NOTHING
    row, issue = row_of[said.claim[meant]], said.issue[meant]
    touched = np.zeros(len(texts["claims"]), np.bool_)
    touched[row] = True
    theirs = touched[rows]
    if len(np.unique(rows[theirs])) < len(np.unique(row)):
        return None
    further = ~np.isin(row * wide + word_of[issue], rows[theirs] * wide + words[theirs])
    row, issue = row[further], issue[further]
    counted = numbers["polarity"][row] != _NOTHING
    for column, values in enumerate((None, FOR, AGAINST)):
        its = counted
        if values is not None:
            at = index_of(texts["words"], [value.value for value in values])
            its = np.isin(numbers["polarity"][row], at[at != _NOTHING])
        totals[:, column] += np.bincount(issue[its], minlength=len(said.issues))
    added = tuple(text for text, is_new in zip(said.issues.to_pylist(), new, strict=True) if is_new)
    before = np.searchsorted(rows, row, "right")
    laid_rows = np.insert(rows, before, row)
    laid_words = np.insert(words, before, word_of[issue])
    theirs = touched[laid_rows]
    laid_words[theirs] = _by_text(texts["words"], added, laid_rows[theirs], laid_words[theirs])
    return LaidOver(
        laid_rows,
        laid_words,
        added,
        numbers["of_graph"][row[counted]],
        issue[counted],
    )


def _by_text(own: "Array", added: Sequence[str], rows: Ints, words: Ints) -> Ints:
    """The words of claims whose rows ascend, those of each claim in the order of their texts."""
    from pyarrow import array

    distinct, which = np.unique(words, return_inverse=True)
    names = own.take(array(distinct[distinct < len(own)])).to_pylist()
    names += [added[at - len(own)] for at in distinct[distinct >= len(own)].tolist()]
    rank = np.empty(len(names), np.int64)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    ordered: Ints = words[np.lexsort((rank[which], rows))]
    return ordered
