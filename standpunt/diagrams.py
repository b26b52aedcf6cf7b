"""Draws the vocabulary as SVG: the tree of classes, and which property leads where."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from pyoxigraph import Literal, NamedNode, Triple

from ontology.terms import OWL_CLASS, RDF_TYPE, RDFS, RDFS_LABEL, SP

_SUB_CLASS = f"{RDFS}subClassOf"
_ROW, _INDENT, _WIDTH = 22, 28, 900
_STYLE = (
    "text{font:13px sans-serif;fill:#1b2733}.p{font-style:italic;fill:#44566b}"
    "path,line{stroke:#8fa3b8;fill:none}"
)


def draw_classes(triples: Iterable[Triple]) -> str:
    """The classes as a tree, each under the one it is a kind of, by name."""
    kept = list(triples)
    names = {
        t.subject.value.removeprefix(SP)
        for t in kept
        if t.predicate == RDF_TYPE and t.object == OWL_CLASS and _is_ours(t.subject)
        and isinstance(t.subject, NamedNode)
    }  # fmt: skip
    below: defaultdict[str, list[str]] = defaultdict(list)
    for triple in kept:
        if triple.predicate.value == _SUB_CLASS and _is_ours(triple.subject):
            above = _name(triple.object) if _is_ours(triple.object) else ""
            below[above].append(_name(triple.subject))
    under = {name for above, found in below.items() if above for name in found}
    rows: list[tuple[int, str]] = []
    for name in sorted(names - under):
        _add_rows(name, 0, below, rows)
    return _svg(_tree(rows, _labels(kept)), len(rows) * _ROW + 20, "The classes")


def draw_relations(triples: Iterable[Triple]) -> str:
    """A line for each object property of ours with one domain and range: from, by which, to."""
    kept = list(triples)
    domain = {_name(t.subject): _name(t.object) for t in kept if _leads(t, "domain")}
    ranged = {_name(t.subject): _name(t.object) for t in kept if _leads(t, "range")}
    lines = sorted((domain[name], name, ranged[name]) for name in domain.keys() & ranged.keys())
    parts, last = [], ""
    for row, (start, name, end) in enumerate(lines):
        y = 20 + row * _ROW
        if start != last:
            parts.append(f'<text x="10" y="{y}">{escape(start)}</text>')
        parts.append(f'<path d="M 190 {y - 4} H 560 l -6 -4 m 6 4 l -6 4"/>')
        parts.append(f'<text class="p" x="240" y="{y - 7}">{escape(name)}</text>')
        parts.append(f'<text x="575" y="{y}">{escape(end)}</text>')
        last = start
    return _svg(parts, len(lines) * _ROW + 30, "Properties between classes")


def _leads(triple: Triple, what: str) -> bool:
    plain = isinstance(triple.object, NamedNode) and "XMLSchema" not in triple.object.value
    plain = plain and "PlainLiteral" not in str(triple.object)
    return triple.predicate.value == f"{RDFS}{what}" and _is_ours(triple.subject) and plain


def _is_ours(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(SP)


def _name(term: object) -> str:
    return term.value.rpartition("#")[2] if isinstance(term, NamedNode) else ""


def _labels(triples: Iterable[Triple]) -> dict[str, str]:
    return {
        _name(t.subject): t.object.value
        for t in triples
        if t.predicate == RDFS_LABEL and isinstance(t.object, Literal) and t.object.language == "en"
    }


def _add_rows(
    name: str, depth: int, below: Mapping[str, Sequence[str]], rows: list[tuple[int, str]]
) -> None:
    rows.append((depth, name))
    for lower in sorted(below.get(name, ())):
        _add_rows(lower, depth + 1, below, rows)


def _tree(rows: Sequence[tuple[int, str]], labels: Mapping[str, str]) -> list[str]:
    parts = []
    last_at: dict[int, int] = {}
    for row, (depth, name) in enumerate(rows):
        x, y = 10 + depth * _INDENT, 20 + row * _ROW
        last_at[depth] = y
        if depth:
            start = last_at[depth - 1]
            parts.append(f'<path d="M {x - 18} {start + 5} V {y - 4} H {x - 4}"/>')
        label = f'<tspan class="p"> — {escape(labels.get(name, ""))}</tspan>'
        parts.append(f'<text x="{x}" y="{y}">sp:{escape(name)}{label}</text>')
    return parts


def _svg(parts: Iterable[str], height: int, title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style>{''.join(parts)}</svg>\n"
    )
