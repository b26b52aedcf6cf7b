"""`standpunt ontology`: exports, checks and documents; nothing it writes needs another host."""

import importlib.util
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import Graph

from graph.questions import stored_questions
from ontology.lint import known_names
from standpunt.linting import lint_all

Run = Callable[..., Any]
needs_pylode = pytest.mark.skipif(
    importlib.util.find_spec("pylode") is None, reason="no pyLODE: install the extra `docs`"
)


def test_the_modules_and_stored_queries_are_clean(standpunt: Run) -> None:
    ran = standpunt("ontology", "check")
    assert (ran.code, ran.out) == (0, "nothing found\n")


def test_a_query_with_an_unknown_term_is_reported_with_its_line(
    standpunt: Run, tmp_path: Path
) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        "PREFIX sp: <https://w3id.org/standpunt/ontology#>\nSELECT * { ?c sp:polarty ?p }"
    )
    ran = standpunt("ontology", "check", path)
    assert ran.code == 1
    assert ran.lines[0].startswith(f"{path}:2: there is no term sp:polarty; did you mean sp:pol")


def test_broken_turtle_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text("@prefix e: <https://example.org/> .\n\ne:a e:b\n")
    (line,) = lint_all([path])
    assert re.match(rf"{re.escape(str(path))}:[34]: no valid Turtle", line)


@pytest.mark.parametrize(
    ("fmt", "parser"), [("ttl", "turtle"), ("owl", "xml"), ("jsonld", "json-ld")]
)
def test_an_export_goes_to_stdout_or_a_file(
    standpunt: Run, tmp_path: Path, fmt: str, parser: str
) -> None:
    path = tmp_path / "out"
    arguments = ("ontology", "export", "--format", fmt, "--module", "issues")
    assert standpunt(*arguments, "--output", path).code == 0
    written = Graph().parse(path, format=parser)
    said = Graph().parse(data=standpunt(*arguments).out, format=parser)
    assert len(said) == len(written) > 500


def test_an_unknown_module_is_wrong_use(standpunt: Run) -> None:
    ran = standpunt("ontology", "export", "--module", "isues")
    assert ran.code == 2
    assert "there is no module 'isues'; there are: standpunt, terms" in ran.complaint


class Links(HTMLParser):
    """What a page loads by itself, and the pages it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.local: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("img", "script", "iframe", "source") and said.get("src"):
            self.loaded.append(said["src"] or "")
        if tag == "link" and said.get("href"):
            self.loaded.append(said["href"] or "")
        target = said.get("href") or ""
        if tag == "a" and target and not re.match(r"[a-z]+:|#", target):
            self.local.append(target.partition("#")[0])


@needs_pylode
def test_the_site_has_every_term_and_question_and_needs_no_other_host(
    standpunt: Run, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    ran = standpunt("ontology", "docs", "--output", site)
    assert (ran.code, ran.err) == (0, "")
    terms = "".join((site / f"{name}.html").read_text("utf-8") for name in ("terms", "values"))
    assert [name for name in known_names() if name not in terms] == []
    page_of_terms = (site / "terms.html").read_text("utf-8")
    assert re.findall(r"<h1>(.*?)</h1>", page_of_terms) == [
        "Standpunt: positions in the Council of the European Union"
    ]
    examples = (site / "examples.html").read_text("utf-8")
    assert [q.name for q in stored_questions() if f'id="{q.name}"' not in examples] == []
    for page in site.glob("*.html"):
        links = Links()
        text = page.read_text("utf-8")
        links.feed(text)
        assert {"index.html", "terms.html", "examples.html"} <= set(links.local), page
        assert 'name="viewport"' in text, page
        assert [link for link in links.loaded if re.match(r"(https?:)?//", link)] == [], page
        assert not re.search(r"@import|url\(\s*['\"]?http", text), page
        assert [link for link in links.local if not (site / link).exists()] == [], page


@needs_pylode
def test_the_diagrams_are_svg_with_the_classes_in_them(standpunt: Run, tmp_path: Path) -> None:
    standpunt("ontology", "docs", "--output", tmp_path)
    for name, words in (("classes.svg", "sp:PositionClaim"), ("relations.svg", "holderSet")):
        root = ElementTree.parse(tmp_path / name).getroot()
        assert words in " ".join(root.itertext())


def test_docs_without_a_folder_are_wrong_use(standpunt: Run) -> None:
    ran = standpunt("ontology", "docs")
    assert (ran.code, "name it with --output" in ran.complaint) == (2, True)
