"""What needs no browser: words, cut text, nodes, addresses, flags, and rules of the house."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.app import CONTENT_POLICY
from dashboard.assets import asset_address, asset_routes
from dashboard.claim_nodes import Drawing, bounds_text, holder_chips
from dashboard.launch import serve_arguments
from dashboard.mounting import _loader
from dashboard.nodes import address, el, link
from dashboard.query_answer import Outcome, error_node
from dashboard.reader_text import Span, cut_text
from dashboard.records import Catalogue, Claim, read_claim
from dashboard.wording import LANGUAGES, day, days, read_wording
from graph.errors import QueryMemoryError, QueryTimeoutError

FOLDER = Path(__file__).parents[2] / "dashboard"
SOURCES = sorted(FOLDER.glob("*.py"))
WORDS = read_wording("en")


def a_claim(**changed: str) -> Claim:
    row = {
        "claim": "https://w3id.org/standpunt/id/document/aa/claim/1-1",
        "polarity": "support",
        "quantifier": "majority",
        "min": "14",
        "max": "27",
        "phrase": "een meerderheid",
        "holders": "NLD, DEU",
    }
    return read_claim({**row, **changed})


def test_every_language_has_the_same_words_with_the_same_slots() -> None:
    slots = {
        language: {
            key: sorted(re.findall(r"{(\w+)}", text))
            for key, text in read_wording(language).words.items()
        }
        for language in LANGUAGES
    }
    assert slots["en"] == slots["nl"]


def test_every_key_that_the_pages_ask_for_exists() -> None:
    asked = {
        key
        for source in SOURCES
        for key in re.findall(r'words\(\s*"([\w.-]+)"', source.read_text("utf-8"))
    }
    counted = {
        f"{key}.{form}"
        for source in SOURCES
        for key in re.findall(r'words\.count\(\s*"([\w.-]+)"', source.read_text("utf-8"))
        for form in ("one", "many")
    }
    assert len(asked) > 60
    assert (asked | counted) - set(WORDS.words) == set()


def test_no_query_text_stands_in_the_dashboard() -> None:
    pattern = re.compile(r"\b(SELECT|CONSTRUCT)\s|PREFIX \w+:|WHERE\s*{")
    assert [p.name for p in SOURCES if pattern.search(p.read_text("utf-8"))] == []


def test_no_address_of_another_host_stands_in_styles_scripts_or_words() -> None:
    files = [p for p in FOLDER.rglob("*") if p.suffix in (".css", ".js", ".toml", ".svg")]
    assert len(files) >= 6
    hosts = re.compile(r"(?:https?:)?//(?!127\.0\.0\.1|localhost|www\.w3\.org/2000/svg)[a-z]")
    assert [p.name for p in files if hosts.search(p.read_text("utf-8"))] == []


def test_trees_carry_neither_script_nor_styles_which_the_browser_keeps() -> None:
    text = _loader()
    assert len(text) < 2_000
    client = TestClient(Starlette(routes=asset_routes))
    for kept, part in re.findall(r'"(assets/\w+/(view\.\w+))"', text):
        answer = client.get(kept)
        assert (FOLDER / "parts" / part).read_bytes() in answer.content
        assert "immutable" in answer.headers["cache-control"]
    assert b".fig-ink" in client.get(asset_address("view.css")).content
    assert client.get("assets/0123456789abcdef/view.css").status_code == 404


def test_the_dashboard_listens_on_this_machine_alone_and_reports_nothing() -> None:
    arguments = serve_arguments(8600)
    assert arguments[:1] == ["run"]
    assert {
        "--server.port=8600",
        "--server.address=127.0.0.1",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
    } <= set(arguments)


def test_the_content_policy_lets_nothing_come_from_another_host() -> None:
    assert "default-src 'self'" in CONTENT_POLICY
    assert "frame-ancestors 'none'" in CONTENT_POLICY
    assert re.findall(r"https?:", CONTENT_POLICY) == []
    assert "unsafe-eval" not in CONTENT_POLICY


def test_bounds_are_said_out_of_the_universe_where_it_is_known() -> None:
    assert bounds_text(WORDS, a_claim(universeSize="27")) == "at least 14 of 27"
    assert bounds_text(WORDS, a_claim()) == "at least 14, at most 27"
    part = a_claim(min="2", max="25", universeSize="27")
    assert bounds_text(WORDS, part) == "2 to 25 of 27"
    assert bounds_text(WORDS, a_claim(quantifier="exact", min="20", max="20")) == "exactly 20"


def test_named_holders_and_a_group_are_different_chips() -> None:
    drawing = Drawing(WORDS, Catalogue(names={"NLD": "Netherlands"}))
    chips = holder_chips(drawing, a_claim())["k"]
    assert isinstance(chips, list)
    assert [chip["c"] for chip in chips] == ["chip named", "chip named", "chip group"]
    assert [chip["k"] for chip in chips[:2]] == [["Netherlands"], ["DEU"]]


def test_a_number_that_the_names_fill_is_no_unnamed_group() -> None:
    claim = a_claim(quantifier="exact", min="2", max="2", phrase="Nederland en Duitsland")
    chips = holder_chips(Drawing(WORDS, Catalogue()), claim)["k"]
    assert isinstance(chips, list)
    assert [chip["c"] for chip in chips] == ["chip named", "chip named", "words"]


def test_text_is_cut_into_paragraphs_and_runs_at_code_points() -> None:
    text = "1. Kop\nEerste 😀 zin. Tweede zin.\n\nDerde."
    spans = [Span(7, 20, "a"), Span(14, 20, "b"), Span(35, 41, "c")]
    paragraphs = cut_text(text, {0: "Kop"}, spans)
    assert [p.is_heading for p in paragraphs] == [True, False, False]
    assert [(run.text, run.owners) for run in paragraphs[1].runs] == [
        ("Eerste ", ("a",)),
        ("😀 zin.", ("b", "a")),
        (" Tweede zin.", ()),
    ]
    assert paragraphs[1].begins == ("a", "b")
    assert paragraphs[2].begins == ("c",)
    assert "".join("".join(r.text for r in p.runs) for p in paragraphs) == "".join(
        text.replace("\n", "")
    )


def test_a_span_over_two_paragraphs_is_noted_where_it_starts_and_marked_in_both() -> None:
    paragraphs = cut_text("Een.\n\nTwee.", {}, [Span(0, 11, "a")])
    assert [p.begins for p in paragraphs] == [("a",), ()]
    assert [run.owners for p in paragraphs for run in p.runs] == [("a",), ("a",)]


def test_an_address_is_relative_and_leaves_empty_values_out() -> None:
    assert address("positions", {"issue": "return", "actor": ""}) == "positions?issue=return"
    made = link("", "start", {})
    assert made["a"] == {"href": "", "go": {"page": "", "params": {}}}


def test_text_stays_text_in_a_node() -> None:
    assert el("p", "<b>", None, ["a", [el("b", "c")]]) == {
        "t": "p",
        "k": ["<b>", "a", {"t": "b", "k": ["c"]}],
    }


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "22–23 January 2026"), ("nl", "22–23 januari 2026")],
)
def test_days_are_written_in_the_language_of_the_page(language: str, expected: str) -> None:
    words = read_wording(language)
    assert days(words, "2026-01-22", "2026-01-23") == expected
    assert day(words, "no date") == "no date"


def test_a_query_that_ran_out_of_time_or_memory_is_said_in_plain_words() -> None:
    late = error_node(WORDS, Outcome("x", None, QueryTimeoutError("the limit passed", 30.0)))
    assert "Stopped after 30 seconds" in str(late)
    full = error_node(WORDS, Outcome("x", None, QueryMemoryError("too much")))
    assert "too much memory" in str(full)


def test_a_link_carries_no_empty_parameter() -> None:
    node = link("positions", "List", {"issue": "return", "actor": ""})
    attributes = node["a"]
    assert isinstance(attributes, dict)
    assert attributes["href"] == "positions?issue=return"
    assert attributes["go"] == {"page": "positions", "params": {"issue": "return"}}
