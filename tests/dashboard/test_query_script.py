"""The query page run as a script, without a browser: form, views, parameters, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.answer_basis import answer_basis
from dashboard.query_desk import Desk
from dashboard.wording import read_wording
from graph.answer import Table
from ontology.terms import SP

if TYPE_CHECKING:
    from pathlib import Path

BY_STATE = """PREFIX sp: <https://w3id.org/standpunt/ontology#>
SELECT ?state (COUNT(?set) AS ?sets) { ?set sp:namedHolder ?state } GROUP BY ?state"""
DAYS = """PREFIX sp: <https://w3id.org/standpunt/ontology#>
SELECT ?day ?actor { ?membership sp:from ?day ; sp:member ?actor }"""
_SP = "PREFIX sp: <https://w3id.org/standpunt/ontology#>"
OPPOSED = f"{_SP} SELECT ?claim {{ ?claim sp:polarity sp:polarity-oppose }}"
SETS = f"{_SP} CONSTRUCT {{ ?set a sp:HolderSet }} WHERE {{ ?claim sp:holderSet ?set }}"
PAPERS = f"{_SP} SELECT ?paper (COUNT(*) AS ?n) {{ ?c sp:document ?paper }} GROUP BY ?paper"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(ISIRI(?o)) } LIMIT 7"


def _page() -> None:
    from dashboard.query_view import show_query

    show_query()


@pytest.fixture
def page(tiny_store: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("STANDPUNT_STORE", str(tiny_store))
    return AppTest.from_function(_page, default_timeout=60)


def desk(page: AppTest) -> Desk:
    found = page.session_state["query-desk"]
    assert isinstance(found, Desk)
    return found


def finish(page: AppTest) -> AppTest:
    """Run the script until its query has come to an end."""
    while desk(page).run is not None:
        page.run()
    assert list(page.exception) == []
    return page


def ask(page: AppTest, text: str, view: str = "table") -> AppTest:
    page.query_params["query"] = text
    page.run()
    desk(page).wish = "run"
    page.session_state["answer-view"] = view
    return finish(page.run())


@pytest.mark.parametrize(
    ("text", "view"),
    [(BY_STATE, "map"), (BY_STATE, "chart"), (DAYS, "timeline"), (CONSTRUCT, "network")],
)
def test_an_answer_is_drawn_in_the_view_that_its_shape_allows(
    page: AppTest, text: str, view: str
) -> None:
    ask(page, text, view)
    assert page.session_state["answer-view"] == view


def test_a_view_that_the_shape_does_not_allow_gives_way_to_the_table(page: AppTest) -> None:
    ask(page, DAYS, "map")
    assert page.session_state["answer-view"] == "table"


def test_the_line_under_an_answer_tells_the_store_and_the_run(page: AppTest) -> None:
    ask(page, BY_STATE)
    outcome = desk(page).outcome
    assert outcome is not None
    line = answer_basis(read_wording("en"), outcome)
    assert line.startswith("Which claims it rests on cannot be told from the answer. The whole ")
    assert "generation 1 of the store" in line
    assert "2 documents; 8 claims; 76 to 83 % of the holders are anonymous" in line
    assert "a majority (2 times) is read as more than half of all members" in line
    assert "2 rows or triples" in line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OPPOSED, "The claims that the answer names: generation 1 of the store"),
        (OPPOSED, "; 1 document; 1 claim; 100 % of the holders are anonymous;"),
        (SETS, "; 2 documents; 8 claims; 76 to 83 % of the holders are anonymous;"),
        (PAPERS, "The answer names 2 documents, and not which claims it counts. The whole store"),
    ],
)
def test_the_line_under_an_answer_keeps_to_the_claims_that_it_names(
    page: AppTest, text: str, told: str
) -> None:
    ask(page, text)
    outcome = desk(page).outcome
    assert outcome is not None
    assert told in answer_basis(read_wording("en"), outcome)


def test_the_form_makes_a_query_and_runs_it(page: AppTest) -> None:
    page.session_state["query-way"] = "form"
    page.run()
    page.multiselect[0].set_value([(f"{SP}polarity",)]).run()
    page.multiselect[1].set_value([f"{SP}polarity-oppose"]).run()
    assert "FILTER(?polarity = sp:polarity-oppose)" in page.code[0].value
    next(button for button in page.button if button.label == "Run").click().run()
    outcome = desk(finish(page)).outcome
    assert outcome is not None
    assert isinstance(outcome.answer, Table)
    assert len(outcome.answer.rows) == 1


def test_an_address_gives_parameters_and_drops_those_of_other_questions(page: AppTest) -> None:
    page.query_params.update(
        {"question": "claims", "issue": "issue:fishing-zone", "mechanism": "issue:x"}
    )
    outcome = desk(finish(page.run())).outcome
    assert outcome is not None
    assert outcome.count == 3
    assert dict(page.query_params) == {"question": "claims", "issue": "issue:fishing-zone"}


def test_a_run_goes_into_the_history(page: AppTest) -> None:
    ask(page, "ASK { ?a ?b ?c }")
    page.session_state["query-way"] = "history"
    page.run()
    assert [past.text for past in desk(page).history] == ["ASK { ?a ?b ?c }"]
    assert len(page.button) == 1
