"""An unknown term is named with its line and the nearest known ones; our own files are clean."""

from importlib.resources import files
from pathlib import Path

import pytest

from ontology.lint import find_unknown_terms, known_names, lint_file
from ontology.modules import MODULES, module_path

QUERIES = sorted((Path(str(files("graph")))).glob("*/*.rq"))
PREFIX = "PREFIX sp: <https://w3id.org/standpunt/ontology#>\n"


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_stored_query_uses_only_terms_of_the_vocabulary(path: Path) -> None:
    assert lint_file(path) == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_uses_only_terms_of_the_vocabulary(name: str) -> None:
    assert lint_file(module_path(name)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {\n ?c sp:polarty ?p }", "q.rq:3: there is no term sp:polarty; did you mean "
         "sp:polarity"),
        ("SELECT * { ?c a sp:PositionClam }", "q.rq:2: there is no term sp:PositionClam; did you "
         "mean sp:PositionClaim"),
        ("SELECT * { ?c sp:polarity sp:polarity-suport }", "did you mean sp:polarity-support"),
        ("SELECT * { ?c <https://w3id.org/standpunt/ontology#abuot> ?i }", "did you mean sp:about"),
        ("SELECT * { ?c sp:zzzzqqqq ?i }", "see the list of terms in terms.ttl"),
    ],
)  # fmt: skip
def test_an_unknown_term_is_named_with_the_nearest(text: str, message: str) -> None:
    (found,) = find_unknown_terms(PREFIX + text, "q.rq")
    assert message in str(found)


@pytest.mark.parametrize(
    "text",
    [
        "# sp:nothing in a comment",
        "SELECT * { ?s ?p 'sp:nothing' , \"sp:nothing\" }",
        "SELECT * { ?s <https://example.org/sp:nothing> ?o }",
        "PREFIX other: <https://example.org/>\nSELECT * { ?s other:nothing ?o }",
    ],
)
def test_what_only_looks_like_a_term_is_left_alone(text: str) -> None:
    assert find_unknown_terms(PREFIX + text, "q.rq") == []


def test_another_prefix_for_our_namespace_is_seen() -> None:
    text = "PREFIX s: <https://w3id.org/standpunt/ontology#>\nSELECT * { ?c s:abuot ?i }"
    assert [found.name for found in find_unknown_terms(text, "q.rq")] == ["abuot"]


def test_broken_turtle_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix e: <https://example.org/> .\ne:a e:b .\n", "utf-8")
    (line,) = lint_file(path)
    assert line.startswith(f"{path}:2: no valid Turtle (")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    (line,) = lint_file(tmp_path / "gone.rq")
    assert "cannot be read as UTF-8 text" in line


def test_the_known_names_are_many() -> None:
    assert {"PositionClaim", "polarity", "polarity-support", "mergedInto"} <= known_names()
