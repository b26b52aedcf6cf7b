"""Queries made from a form: what they say, and that the engine takes them."""

import pytest

from graph.answer import Table
from graph.composing import Wanted, compose_query
from graph.pool import QueryPool
from graph.variables import unbound_variables
from ontology.forms import FormProperty, form_classes
from ontology.terms import SP

CLAIM = f"{SP}PositionClaim"
NLD = "http://publications.europa.eu/resource/authority/country/NLD"


def first_columns(pool: QueryPool, text: str) -> list[tuple[str | None, ...]]:
    answer = pool.ask(text)
    assert isinstance(answer, Table)
    return answer.plain_rows()


def test_a_class_alone_gives_its_things() -> None:
    assert compose_query(CLAIM, []) == (
        "PREFIX sp: <https://w3id.org/standpunt/ontology#>\n\n"
        "SELECT DISTINCT ?positionClaim\n"
        "WHERE {\n  ?positionClaim a sp:PositionClaim .\n}\nLIMIT 1000\n"
    )


def test_what_is_wanted_must_be_there_and_anything_else_may_be_empty(pool: QueryPool) -> None:
    columns = [
        Wanted((f"{SP}holderSet", f"{SP}namedHolder"), one_of=(NLD,)),
        Wanted((f"{SP}condition",)),
    ]
    text = compose_query(CLAIM, columns)
    assert "?positionClaim sp:holderSet/sp:namedHolder ?namedHolder ." in text
    assert "OPTIONAL { ?positionClaim sp:condition ?condition }" in text
    found = first_columns(pool, text)
    assert len(found) == 3
    assert {row[1] for row in found} == {NLD}
    assert None in {row[2] for row in found}


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted((f"{SP}startDate",), low="2025-03-24", high="2025-03-24"), 1),
        (Wanted((f"{SP}startDate",), low="2025-03-25"), 0),
        (Wanted((f"{SP}isInformal",), is_true=False), 1),
        (Wanted((f"{SP}isInformal",), is_true=True), 0),
    ],
)
def test_days_and_truths_bound_the_answer(pool: QueryPool, wanted: Wanted, count: int) -> None:
    assert len(first_columns(pool, compose_query(f"{SP}Meeting", [wanted]))) == count


def test_words_are_sought_whatever_their_case_and_cannot_break_out(pool: QueryPool) -> None:
    def quotes(words: str) -> int:
        column = Wanted((f"{SP}quote",), words=words)
        return len(first_columns(pool, compose_query(f"{SP}Evidence", [column])))

    assert quotes("VISSERIJZONE") == 3
    for hostile in ('") } UNION { ?a ?b ?c } #', "\\", "'''", "\n} #", "?x"):
        assert quotes(hostile) == 0


@pytest.mark.parametrize("bound", ["today", "1 ) || true", "2026-1-1", "1e400x"])
def test_a_bound_that_is_no_number_and_no_date_is_refused(bound: str) -> None:
    with pytest.raises(ValueError, match="neither a number nor a date"):
        compose_query(CLAIM, [Wanted((f"{SP}confidence",), low=bound)])


def test_every_property_of_every_shape_makes_a_query_that_runs(pool: QueryPool) -> None:
    for target in form_classes():
        text = compose_query(target.iri, [_anything(column) for column in target.properties], 3)
        assert unbound_variables(text) == []
        assert isinstance(pool.ask(text), Table), text


def _anything(column: FormProperty) -> Wanted:
    """A condition of its kind, so that each way of writing one is tried."""
    match column.kind:
        case "choice" | "actor" | "state" | "issue":
            return Wanted(column.path, one_of=(*column.choices[:2], NLD))
        case "number":
            return Wanted(column.path, low="0", high="10.5")
        case "date":
            return Wanted(column.path, low="1990-01-01")
        case "truth":
            return Wanted(column.path, is_true=True)
        case "words":
            return Wanted(column.path, words="a")
        case _:
            return Wanted(column.path)
