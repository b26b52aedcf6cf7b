"""The list of issues with the claims of those merged into them, as `standpunt issues` shows it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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

    Raises as answer_question().
    """
    values = {"candidates": "true"} if candidates else {}
    return projected_issues(pool, values) or answer_question(pool, QUESTION, values)


def projected_issues(pool: Pool, values: Mapping[str, str]) -> Table | None:
    """The answer to the stored question with these values, its terms as the engine has them.

    From the projection of a large store, where claims about a merged issue are about the other one
    too; None for a small one, or if the projection does not tell. Raises as answer_question().
    """
    started = perf_counter()
    language = {"language": values["language"]} if values.get("language") else {}
    candidates = values.get("candidates") in ("true", "1")
    found = projected_rows(pool, "issues", language)
    if found is None:
        return None
    rows, number = found
    tree = answer_question(pool, "issue-tree")
    if tree.generation != number:  # one was published in between
        return None
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
