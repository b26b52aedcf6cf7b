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
from graph.columns import (
    Bools,
    Ints,
    SegmentDamagedError,
    index_of,
    number_array,
    numbers_of,
    read_arrays,
    text_array,
)
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
_Sums = np.ndarray[tuple[int, int], np.dtype[np.int64]]


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
        from pyarrow import concat_arrays

        found = []
        for (texts, numbers), laid in zip(read, self.parts, strict=True):
            words = texts["words"]
            if laid.added:
                words = concat_arrays([words, text_array(laid.added)])
            its = {**numbers, ABOUT_ROW: laid.rows, ABOUT_WORD: laid.words}
            found.append(({**texts, "words": words}, its))
        return found


@dataclass(frozen=True)
class _Pairs:
    """Claims and issues as texts, each once, and their pairs as places in these."""

    claims: "StringArray"
    issues: "StringArray"
    claim: Ints
    issue: Ints


def read_further(store: Path, number: int, *, reviewed: bool = False) -> FurtherIssues | None:
    """The further issues of a generation; None if a segment is damaged, or sums cannot follow.

    They cannot where a claim of which its own graph says no issue at all is given one.
    """
    folder = store / PROJECTION_FOLDER
    parts = read_parts(store, number, reviewed=reviewed)
    try:
        read = [read_arrays(folder, part.claims, ("claims", "words"), _NUMBERS) for part in parts]
    except SegmentDamagedError:
        return None
    said = _said(read, parts)
    found, totals = [], np.zeros((len(said.issues), 3), np.int64)
    for (texts, numbers), part in zip(read, parts, strict=True):
        laid = _lay_over(texts, numbers, part.lives, said)
        if laid is None:
            return None
        found.append(laid[0])
        totals += laid[1]
    issues = tuple(said.issues.to_pylist())
    sums = zip(issues, totals.tolist(), strict=True)
    counts = {issue: Count(*numbers) for issue, numbers in sums if numbers[0]}
    return FurtherIssues(issues, tuple(found), counts)


def _said(read: Sequence[Arrays], parts: Sequence[Part]) -> _Pairs:
    """What all graphs say, each pair once."""
    from pyarrow import concat_arrays

    cells: tuple[list[Array], list[Array]] = ([], [])
    for (texts, numbers), part in zip(read, parts, strict=True):
        at = index_of(texts["words"], (FURTHER_ISSUES,))[0]
        kept = np.flatnonzero((numbers["row_of"] == at) & part.lives[numbers["row_of_graph"]])
        for column, name in zip(cells, ("cell_0", "cell_1"), strict=True):
            column.append(texts["words"].take(number_array(numbers[name][kept])))
    claims, issues = (concat_arrays(its or [text_array([])]) for its in cells)
    claims, issues = claims.dictionary_encode(), issues.dictionary_encode()
    wide = max(1, len(issues.dictionary))
    pairs = np.unique(
        numbers_of(claims.indices).astype(np.int64) * wide + numbers_of(issues.indices)
    )
    return _Pairs(
        claims.dictionary,
        issues.dictionary,
        (pairs // wide).astype(np.int32),
        (pairs % wide).astype(np.int32),
    )


def _lay_over(
    texts: Mapping[str, "Array"], numbers: Mapping[str, Ints], lives: Bools, said: _Pairs
) -> tuple[LaidOver, _Sums] | None:
    """The columns of one segment with what is said of its claims; the claims it adds by issue."""
    rows, words = numbers[ABOUT_ROW], numbers[ABOUT_WORD]
    row, issue = _meant(texts["claims"], lives[numbers["of_graph"]], said)
    touched = np.zeros(len(texts["claims"]), np.bool_)
    touched[row] = True
    theirs = touched[rows]
    if np.bincount(rows[theirs], minlength=1).astype(np.bool_).sum() < touched.sum():
        return None
    word_of, added = _words(texts["words"], said.issues)
    wide = len(texts["words"]) + len(added)
    own = rows[theirs].astype(np.int64) * wide + words[theirs]
    new = ~np.isin(row.astype(np.int64) * wide + word_of[issue], own)
    row, issue = row[new], issue[new]
    before = np.searchsorted(rows, row, "right")
    laid_rows = np.insert(rows, before, row)
    laid_words = np.insert(words, before, word_of[issue])
    theirs = touched[laid_rows]
    laid_words[theirs] = _by_text(texts["words"], added, laid_rows[theirs], laid_words[theirs])
    polarity = numbers["polarity"][row]
    counted = polarity != _NOTHING
    graphs = numbers["of_graph"][row[counted]]
    sums = _sums(texts["words"], polarity, issue, len(said.issues))
    return LaidOver(laid_rows, laid_words, added, graphs, issue[counted]), sums


def _meant(claims: "Array", lives: Bools, said: _Pairs) -> tuple[Ints, Ints]:
    """The claims of one segment (their rows) of which something is said, with each issue."""
    row_of = index_of(claims, said.claims)
    here = row_of != _NOTHING
    here[here] = lives[row_of[here]]
    meant = here[said.claim]
    return row_of[said.claim[meant]], said.issue[meant]


def _words(words: "Array", issues: "Array") -> tuple[Ints, tuple[str, ...]]:
    """The place of each issue among the words, and those that have to be added behind them."""
    word_of = index_of(words, issues)
    new = np.flatnonzero(word_of == _NOTHING)
    word_of[new] = len(words) + np.arange(len(new))
    return word_of, tuple(issues[at].as_py() for at in new.tolist())


def _sums(words: "Array", polarity: Ints, issue: Ints, count: int) -> _Sums:
    """By issue how many of these claims have a polarity, how many are for it, how many against."""
    sides = [polarity != _NOTHING]
    for values in (FOR, AGAINST):
        at = index_of(words, [value.value for value in values])
        sides.append(np.isin(polarity, at[at != _NOTHING]))
    return np.stack([np.bincount(issue[side], minlength=count) for side in sides], axis=1)


def _by_text(own: "Array", added: Sequence[str], rows: Ints, words: Ints) -> Ints:
    """The words of claims whose rows ascend, those of each claim in the order of their texts."""
    distinct = np.flatnonzero(np.bincount(words, minlength=1))
    names = own.take(number_array(distinct[distinct < len(own)])).to_pylist()
    names += [added[at - len(own)] for at in distinct[distinct >= len(own)].tolist()]
    rank = np.zeros(len(own) + len(added), np.int32)
    rank[distinct[sorted(range(len(names)), key=names.__getitem__)]] = np.arange(len(names))
    ordered: Ints = words[np.lexsort((rank[words], rows))]
    return ordered
