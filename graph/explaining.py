"""How a query is put together, as a tree: the algebra that the W3C's specification makes of it.

The engine does not tell in which order it runs the parts. The tree is that of the standard, made
by another implementation of it, and holds for every engine.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import ExplainError
from graph.guard import refuse_dangerous

EXPLAIN_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Step:
    """An operator of the algebra (`Join`, `LeftJoin`, `Filter`, `BGP`, `triple` …) on its parts."""

    operator: str
    detail: str
    parts: tuple["Step", ...]


def explain_query(text: str) -> Step:
    """The tree of a query that the engine can read. Takes about a second; runs nothing.

    Raises QueryRefusedError, or ExplainError if no tree can be made.
    """
    refuse_dangerous(text)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "graph.algebra"],
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            timeout=EXPLAIN_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExplainError(
            f"no tree was made in {EXPLAIN_TIMEOUT_S:g} s; ask for a part of the query"
        ) from error
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise ExplainError("the query is too large for a tree; ask for a part of it") from error
    if "tree" not in answer:
        raise ExplainError(f"no tree can be made of this query ({answer.get('error')})")
    return _step(answer["tree"])


def _step(node: Mapping[str, Any]) -> Step:
    return Step(node["operator"], node["detail"], tuple(map(_step, node["parts"])))
