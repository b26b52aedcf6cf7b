"""The query workbench in a browser: writing, running, marking, cancelling, sharing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlparse

import pytest
from playwright.sync_api import Locator, Page, expect

from graph.saved import name_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Visit

pytestmark = pytest.mark.browser
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 7"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f) }"


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="SPARQL")


def write(page: Page, text: str) -> None:
    expect(editor(page)).to_be_visible()
    editor(page).fill(text)


def run(page: Page, text: str) -> None:
    write(page, text)
    page.get_by_role("button", name="Run query").click()


def address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def test_an_address_with_a_stored_question_answers_it_with_its_parameters(tiny: Visit) -> None:
    meeting = "meeting:agrifish-2025-03-24"
    page = tiny.open(f"/query?question=meeting-items&meeting={meeting}")
    expect(page.get_by_text("3 rows in")).to_be_visible()
    field = page.get_by_role("combobox", name=re.compile(r"meeting \(IRI\)"))
    expect(field).to_have_value(re.compile("Agriculture and Fisheries Council"))
    assert address(page) == {"question": ["meeting-items"], "meeting": [meeting]}


def test_a_stored_question_is_picked_and_its_parameters_are_chosen_by_label(tiny: Visit) -> None:
    page = tiny.open("/query")
    expect(page.get_by_text("Pick a ready question, fill in the form")).to_be_visible()
    page.get_by_role("combobox", name="Ready question").fill("Positions, with their holders")
    page.get_by_role("option", name=re.compile("Positions, with their holders")).click()
    expect(editor(page)).to_contain_text("sp:PositionClaim")
    page.get_by_role("combobox", name=re.compile(r"^issue \(IRI\)")).click()
    page.get_by_role("option", name="fishing zone").click()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("3 rows in")).to_be_visible()
    assert address(page) == {"question": ["claims"], "issue": ["issue:fishing-zone"]}


def test_ctrl_enter_runs_what_was_typed_last_and_the_address_holds_it(tiny: Visit) -> None:
    page = tiny.open("/query")
    for text, said in (("ASK { ?a ?b ?c }", "Yes"), ("ASK { <urn:a> ?b ?c }", "No")):
        write(page, text)
        page.keyboard.press("Control+Enter")
        expect(page.locator(".truth")).to_have_text(said)
        expect(editor(page)).to_have_text(text)
        page.wait_for_url(lambda url: parse_qs(urlparse(url).query) == {"query": [text]})  # noqa: B023


def test_an_address_with_a_query_puts_it_into_the_editor_and_does_not_run_it(tiny: Visit) -> None:
    page = tiny.open(f"/query?query={quote(CONSTRUCT)}")
    expect(editor(page)).to_have_text(CONSTRUCT)
    expect(page.get_by_text("7 triples in")).to_have_count(0)
    page.get_by_role("button", name="Run query").click()
    expect(page.get_by_text("7 triples in")).to_be_visible()


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_a_syntax_error_stands_at_its_line(tiny: Visit, width: str) -> None:
    page = tiny.open("/query", width)
    run(page, "SELECT * WHERE {\n  ?a ?b ?c .\n  ?d ?e }")
    expect(page.locator(".failure h2")).to_have_text("The query cannot be read")
    expect(page.locator(".failure p").first).to_have_text(re.compile("^Line 3, column 3: "))
    expect(page.locator(".failure code").first).to_have_text("  ?d ?e }")
    expect(page.locator(".cm-lintRange-error")).to_have_text("?d ?e }")
    run(page, "SELECT * WHERE { ?a ?b ?c } LIMIT 1")
    expect(page.get_by_text("1 row in")).to_be_visible()
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_a_variable_that_nothing_binds_is_warned_of_while_typing(tiny: Visit) -> None:
    page = tiny.open("/query")
    write(page, "SELECT ?claim ?clami WHERE { ?claim a ?b }")
    expect(page.locator(".unbound li")).to_have_text(
        re.compile(r"^\?clami is selected and nothing")
    )
    expect(page.locator(".cm-lintRange-warning")).to_have_text("?clami")
    write(page, "SELECT ?claim WHERE { ?claim a ?b }")
    expect(page.locator(".unbound li")).to_have_count(0)


def test_prefixes_classes_properties_and_instances_are_completed(tiny: Visit) -> None:
    page = tiny.open("/query")
    write(page, "")
    chosen = page.locator(".cm-tooltip-autocomplete li[aria-selected]")
    for typed, offered in (
        ("SELECT * { ?c a PositionCl", "sp:PositionClaim"),
        (" . ?c sp:polari", "sp:polarity"),
        (" ?p . ?c sp:about lower", "issue:lower-quotas"),
    ):
        page.keyboard.type(typed)
        expect(chosen).to_contain_text(offered)
        page.wait_for_timeout(300)  # a list that has just opened takes no Enter: 75 ms
        page.keyboard.press("Enter")
    page.keyboard.type(" }")
    expect(editor(page)).to_contain_text("PREFIX sp: <https://w3id.org/standpunt/ontology#>")
    expect(editor(page)).to_contain_text("PREFIX issue: <https://w3id.org/standpunt/id/issue/>")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("3 rows in")).to_be_visible()


def test_keywords_variables_and_strings_have_colours_of_their_own(tiny: Visit) -> None:
    page = tiny.open("/query")
    write(page, 'SELECT ?a { ?a <urn:p#x> "word" } # note')
    shades = {
        name: page.locator(f".tok-{name}").first.evaluate("el => getComputedStyle(el).color")
        for name in ("keyword", "variable", "iri", "string", "comment")
    }
    assert len(set(shades.values())) == 5, shades


def test_a_running_query_shows_its_limits_and_can_be_cancelled(tiny: Visit) -> None:
    page = tiny.open("/query")
    expect(page.get_by_role("button", name="Stops at 30 s, 5,000 rows, 16 MB")).to_be_visible()
    run(page, ENDLESS)
    expect(page.get_by_text(re.compile(r"Running for \d+ s; stops at 30 s"))).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".failure h2")).to_have_text(re.compile("^Cancelled after"))
    run(page, "ASK { ?a ?b ?c }")
    expect(page.locator(".truth")).to_have_text("Yes")


def test_the_limit_of_rows_is_chosen_and_its_reach_is_said(tiny: Visit) -> None:
    page = tiny.open("/query")
    page.get_by_role("button", name=re.compile("^Stops at")).click()
    page.get_by_role("combobox", name="Rows or triples").click()
    page.get_by_role("option", name="100", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^Stops at 30 s, 100 rows"))).to_be_visible()
    page.keyboard.press("Escape")
    run(page, "SELECT * { ?a ?b ?c }")
    expect(page.locator(".cut")).to_contain_text("Cut off at 100 rows: there are more.")
    expect(page.locator(".honesty")).to_contain_text("a limit cut the answer off")
    assert b"the first 100 rows are here" in tiny.download(page, "CSV")


def test_a_query_that_would_reach_another_server_is_refused(tiny: Visit) -> None:
    page = tiny.open("/query")
    run(page, "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")
    expect(page.locator(".failure h2")).to_have_text("This query is not run here")
    expect(page.locator(".failure")).to_contain_text("SERVICE")


def test_nothing_found_is_said_in_words(tiny: Visit) -> None:
    page = tiny.open("/query")
    run(page, "SELECT * WHERE { ?a <https://example.org/none> ?c }")
    expect(page.get_by_text("The query is right and matches nothing in the store.")).to_be_visible()


def test_explain_shows_how_the_query_is_put_together(tiny: Visit) -> None:
    page = tiny.open("/query")
    write(page, "PREFIX sp: <https://w3id.org/standpunt/ontology#> SELECT ?c { ?c sp:polarity ?p }")
    page.get_by_role("button", name="Explain").click()
    steps = page.locator(".steps")
    expect(steps).to_contain_text("keep the columns")
    expect(steps).to_contain_text("?c sp:polarity ?p")
    expect(steps).to_contain_text("8 in the store")


def test_a_long_query_gets_a_short_address_that_brings_it_back(
    tiny: Visit, tiny_store: Path
) -> None:
    page = tiny.open("/query")
    text = f"ASK {{ ?a ?b ?c }} # {'a long remark ' * 200}end"
    write(page, text)
    page.get_by_role("button", name="Share").click()
    expect(page.locator(".shared")).to_contain_text(f"query?saved={name_of(text)}")
    assert (tiny_store / "queries" / f"{name_of(text)}.rq").read_text("utf-8") == text
    again = tiny.open(f"/query?saved={name_of(text)}")
    expect(editor(again)).to_contain_text("a long remark end")
    again.get_by_role("button", name="Run query").click()
    expect(again.locator(".truth")).to_have_text("Yes")
    assert address(again) == {"saved": [name_of(text)]}


def test_a_short_query_is_shared_as_it_is_and_an_unknown_one_is_told(tiny: Visit) -> None:
    page = tiny.open("/query")
    write(page, "ASK { ?a ?b ?c }")
    page.get_by_role("button", name="Share").click()
    expect(page.locator(".shared code")).to_have_text("query?query=ASK+%7B+%3Fa+%3Fb+%3Fc+%7D")
    unknown = tiny.open("/query?saved=0123456789abcdef")
    expect(unknown.locator(".warning")).to_contain_text("there is no saved query 0123456789abcdef")


def test_the_history_brings_a_query_back(tiny: Visit) -> None:
    page = tiny.open("/query")
    run(page, "ASK { ?a ?b ?c }")
    expect(page.locator(".truth")).to_have_text("Yes")
    run(page, "SELECT * { ?a ?b ?c } LIMIT 3")
    expect(page.get_by_text("3 rows in")).to_be_visible()
    page.get_by_role("radio", name="History").click()
    expect(page.get_by_text(re.compile(r"3 rows or triples"))).to_be_visible()
    page.get_by_role("button", name="ASK { ?a ?b ?c }").click()
    expect(editor(page)).to_have_text("ASK { ?a ?b ?c }")


def test_a_form_makes_a_query_shows_it_and_runs_it(tiny: Visit) -> None:
    page = tiny.open("/query")
    page.get_by_role("radio", name="Form").click()
    expect(page.get_by_role("combobox", name="Show every")).to_have_value("position claim")
    made = page.get_by_test_id("stCode")
    expect(made).to_contain_text("?positionClaim a sp:PositionClaim")
    properties = page.get_by_role("combobox", name="with these properties")
    for column in ("polarity", "target text"):
        properties.fill(column)
        page.get_by_role("option", name=column, exact=True).click()
        page.keyboard.press("Escape")
    expect(made).to_contain_text("sp:targetText")
    page.get_by_role("combobox", name="polarity: one of").fill("opp")
    page.get_by_role("option", name="opposition", exact=True).click()
    page.keyboard.press("Escape")
    expect(made).to_contain_text("FILTER(?polarity = sp:polarity-oppose)")
    page.get_by_role("button", name="Put into the editor").click()
    expect(editor(page)).to_contain_text("FILTER(?polarity = sp:polarity-oppose)")
    expect(page.get_by_text("1 row in")).to_have_count(0)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("1 row in")).to_be_visible()
    cells = page.locator(".answer-table tbody td")
    expect(cells).to_have_text([re.compile("claim"), "opposition", "de visserijzone"])
    expect(page.locator(".honesty")).to_contain_text("The claims that the answer names:")
    expect(made).to_be_visible()
    page.wait_for_url(lambda url: "polarity-oppose" in url)
    again = tiny.open(page.url.removeprefix(tiny.address))
    expect(editor(again)).to_contain_text("FILTER(?polarity = sp:polarity-oppose)")
