"""Builds the documentation of the ontology: static pages that need nothing from another host.

The pages of classes, properties and values are made by pyLODE (extra `docs`); diagrams, definitions
and the stored queries as examples stand on pages beside it, and the files for other tools.
"""

import logging
from collections.abc import Iterator
from html import escape
from importlib import import_module, util
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from graph.questions import Question, stored_questions
from ontology.exporting import FORMATS, export_ontology, terms_alone
from ontology.modules import definitions_path
from ontology.terms import PREFIXES, SKOS_DEFINITION, SKOS_IN_SCHEME, SKOS_PREF_LABEL
from ontology.wording import shorten
from standpunt.diagrams import draw_classes, draw_relations
from standpunt.errors import UsageError

_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_NAV = """<nav><a href="index.html">Ontology</a><a href="terms.html">Terms</a>
<a href="values.html">Values</a><a href="diagrams.html">Diagrams</a>
<a href="definitions.html">Definitions</a><a href="examples.html">Examples</a></nav>"""
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">{viewport}<title>{title}</title><style>
body{{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b2733}}
pre{{background:#f3f5f8;padding:1rem;overflow:auto;font-size:.85rem}}
figure{{overflow-x:auto;margin:0}}nav a{{margin-right:1rem}}</style></head><body>
{nav}
<h1>{title}</h1>
{body}
</body></html>
"""


def build_site(folder: Path) -> list[Path]:
    """Write the pages into the folder, which is made; the files written, sorted.

    Raises UsageError if pyLODE is not installed or the folder cannot be written.
    """
    triples = list(terms_alone())
    pages = {
        "index.html": _index(),
        "terms.html": _terms(triples),
        "values.html": _values(triples),
        "classes.svg": draw_classes(triples),
        "relations.svg": draw_relations(triples),
        "diagrams.html": _diagrams(),
        "definitions.html": _definitions(),
        "examples.html": _examples(),
    }
    contents = {name: text.encode() for name, text in pages.items()}
    contents |= {f"standpunt.{fmt}": export_ontology(fmt) for fmt in FORMATS}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot be written ({error.strerror}); name another folder with --output"
        ) from error
    return sorted(folder / name for name in contents)


def _page(title: str, body: str) -> str:
    return _PAGE.format(viewport=_VIEWPORT, title=escape(title), nav=_NAV, body=body)


def _terms(triples: list[Triple]) -> str:
    """pyLODE's page, in English.

    It is given no class expressions, since it cannot write nested ones, and no closed lists, whose
    titles it would join to the ontology's.
    """
    if util.find_spec("pylode") is None:
        raise UsageError(
            "the documentation is made by pyLODE, which is not installed: "
            "pip install 'standpunt[docs]'"
        )
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)  # it tells its progress to the root logger
    try:
        generator = import_module("pylode.profiles.ontpub")
        with TemporaryDirectory(prefix="standpunt-docs-") as temporary:
            path = Path(temporary) / "terms.ttl"
            shown = _terms_in_english(triples)
            text = serialize(shown, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
            path.write_bytes(text or b"")
            return _fit_in(str(generator.OntPub(str(path)).make_html()))
    finally:
        logging.disable(before)


def _fit_in(page: str) -> str:
    """pyLODE's page with links to ours; on a narrow screen its columns stand below another."""
    style = """<style>nav a{margin-right:1rem}@media(max-width:60rem){
#toc{position:static;width:auto;height:auto;border:0}#content{width:auto;padding:0 1rem}
#pylode{display:none}#content dl,#content table{display:block;overflow-x:auto}
#content dt,#content dd{float:none;width:auto;overflow-wrap:anywhere}}</style>"""
    page = page.replace("</head>", f"{_VIEWPORT}{style}</head>", 1)
    return page.replace('<div id="content">', f'<div id="content">{_NAV}', 1)


def _terms_in_english(triples: list[Triple]) -> list[Triple]:
    schemes = {triple.object for triple in triples if triple.predicate == SKOS_IN_SCHEME}
    return [
        triple
        for triple in triples
        if triple.subject not in schemes
        and not (isinstance(triple.object, Literal) and triple.object.language == "nl")
    ]


def _index() -> str:
    files = "".join(
        f'<li><a href="standpunt.{fmt}">standpunt.{fmt}</a> ({words})</li>'
        for fmt, words in (("ttl", "Turtle"), ("owl", "RDF/XML"), ("jsonld", "JSON-LD"))
    )
    body = f"""<p>Terms to record who takes which position in the Council of the European Union
according to which document, how many they are, and by which sentence.</p>
<ul><li><a href="terms.html">Terms</a>: every class and property</li>
<li><a href="values.html">Values</a>: the closed lists</li>
<li><a href="diagrams.html">Diagrams</a></li>
<li><a href="definitions.html">Definitions</a>: when a reasoner puts something into a class</li>
<li><a href="examples.html">Examples</a>: what can be asked, with the SPARQL</li></ul>
<h2>Files</h2><ul>{files}</ul>"""
    return _page("The ontology of Standpunt", body)


def _values(triples: list[Triple]) -> str:
    """The closed lists, which pyLODE leaves out."""
    text: dict[tuple[object, object], str] = {}
    for triple in triples:
        if isinstance(triple.object, Literal) and triple.object.language in (None, "en"):
            text[triple.subject, triple.predicate] = triple.object.value
    schemes: dict[NamedNode, list[NamedNode]] = {}
    for triple in triples:
        scheme, value = triple.object, triple.subject
        if triple.predicate != SKOS_IN_SCHEME or not isinstance(value, NamedNode):
            continue
        if isinstance(scheme, NamedNode):
            schemes.setdefault(scheme, []).append(value)
    parts = []
    for scheme, values in schemes.items():
        title, name = escape(text[scheme, SKOS_PREF_LABEL]), escape(shorten(scheme))
        parts.append(f"<h2>{title} (<code>{name}</code>)</h2>")
        parts.append(f"<p>{escape(text[scheme, SKOS_DEFINITION])}</p><dl>")
        parts += (
            f"<dt><code>{escape(shorten(value))}</code> ({escape(text[value, SKOS_PREF_LABEL])})"
            f"</dt><dd>{escape(text[value, SKOS_DEFINITION])}</dd>"
            for value in values
        )
        parts.append("</dl>")
    return _page("Values", "".join(parts))


def _diagrams() -> str:
    body = """<h2>Classes</h2><figure><img src="classes.svg" alt="The classes as a tree"></figure>
<h2>Properties between classes</h2>
<figure><img src="relations.svg" alt="Properties from class to class"></figure>"""
    return _page("Diagrams", body)


def _definitions() -> str:
    text = escape(definitions_path().read_text(encoding="utf-8"))
    return _page("Definitions", f"<pre>{text}</pre>")


def _examples() -> str:
    return _page("Examples", "\n".join(_by_theme()))


def _by_theme() -> Iterator[str]:
    questions = stored_questions()
    for theme in dict.fromkeys(question.theme for question in questions):
        yield f"<h2>{escape(theme.capitalize())}</h2>"
        yield from (_example(question) for question in questions if question.theme == theme)


def _example(question: Question) -> str:
    note = f"<p>{escape(question.note)}</p>" if question.note else ""
    command = escape(f"standpunt query {question.name}")
    return (
        f'<h3 id="{escape(question.name)}">{escape(question.title)}</h3>{note}'
        f"<p><code>{command}</code></p><pre>{escape(question.text)}</pre>"
    )
