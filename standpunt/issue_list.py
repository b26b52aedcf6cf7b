"""The list of issues with the claims of those merged into them, as `standpunt issues` shows it."""

from collections import defaultdict
from collections.abc import Iterable
from time import perf_counter

from pyoxigraph import Literal, NamedNode

from graph.answer import Table
from graph.interface import Pool
from graph.questions import answer_question
from ontology.terms import ID
from standpunt.projected import Record, projected_rows

QUESTION = "issues-merged"
_ISSUES = f"{ID}issue/"


def list_issues(pool: Pool, *, candidates: bool = False) -> Table:
    """The answer to the stored question; `candidates` leaves those that were found in text.

    A large store gives it from its projection, where claims about a merged issue are about the
    other one too. Raises as answer_question().
    """
    started = perf_counter()
    values = {"candidates": "true"} if candidates else {}
    found = projected_rows(pool, "issues", {})
    if found is None:
        return answer_question(pool, QUESTION, values)
    rows, number = found
    tree = answer_question(pool, "issue-tree")
    if tree.generation != number:  # one was published in between
        return answer_question(pool, QUESTION, values)
    merged = _merged(tree.records())
    gone = {name for names in merged.values() for name in names}
    its = {
        row["issue"]: row
        for row in rows
        if _name(row["issue"]) not in gone and (not candidates or row["isCandidate"] == "true")
    }
    cells = tuple(_cells(row, merged[row["issue"] or ""]) for row in its.values())
    columns = ("issue", "name", "label", "isCandidate", "merged", "claims", "support", "against")
    return Table(columns, cells, False, number, perf_counter() - started)


def _merged(tree: Iterable[Record]) -> dict[str, set[str]]:
    """The names of the issues merged into each issue (IRI), however far."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in tree:
        if row["merged"]:
            found[row["merged"]].add(_name(row["issue"]))
    return found


def _name(issue: str | None) -> str:
    return (issue or "").removeprefix(_ISSUES)


def _cells(row: Record, merged: set[str]) -> tuple[NamedNode | Literal | None, ...]:
    issue = row["issue"] or ""
    return (
        NamedNode(issue),
        Literal(_name(issue)),
        Literal(row["label"] or ""),
        Literal(row["isCandidate"] == "true"),
        Literal(" ".join(sorted(merged))) if merged else None,
        *(Literal(int(row[column] or 0)) for column in ("claims", "support", "against")),
    )
