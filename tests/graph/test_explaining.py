"""The tree of a query: the parts that the standard makes of it, and none for what is no query."""

import pytest

from graph.errors import ExplainError, QueryRefusedError
from graph.explaining import Step, explain_query

TEXT = """PREFIX sp: <https://w3id.org/standpunt/ontology#>
SELECT DISTINCT ?c WHERE { ?c a sp:PositionClaim . OPTIONAL { ?c sp:condition ?w } FILTER(?c != 3) }
ORDER BY ?c LIMIT 5"""


def steps(step: Step) -> list[tuple[str, str]]:
    """The step and all below it: operator and detail."""
    return [(step.operator, step.detail), *(one for part in step.parts for one in steps(part))]


def test_the_tree_has_the_operators_of_the_standard_and_names_with_prefixes() -> None:
    found = steps(explain_query(TEXT))
    operators = [operator for operator, _ in found]
    assert operators[0] == "SelectQuery"
    assert {"Slice", "Distinct", "OrderBy", "Filter", "LeftJoin", "BGP"} <= set(operators)
    assert ("triple", "?c a sp:PositionClaim") in found
    assert ("triple", "?c sp:condition ?w") in found


@pytest.mark.parametrize("text", ["", "SELECT * { ?a ?b }", "{" * 20_000])
def test_what_is_no_query_has_no_tree(text: str) -> None:
    with pytest.raises(ExplainError):
        explain_query(text)


def test_a_query_that_would_reach_another_server_is_refused() -> None:
    with pytest.raises(QueryRefusedError):
        explain_query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")
