"""The findings page: what the papers say and do not bear out, with both quotes."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboard.address import Filter, forget_page, read, select
from dashboard.catalogue import catalogue
from dashboard.claim_lists import page_number, pager
from dashboard.claim_nodes import document_id
from dashboard.downloads import Table, show_table_download
from dashboard.frame import explained, page_words, redrawn_alone, show_empty
from dashboard.memory import kept, settled
from dashboard.mounting import show_title, show_tree
from dashboard.nodes import Node, el
from dashboard.pools import generation, page_pool, store_path
from dashboard.quote_nodes import quote_card
from dashboard.reason_words import reason_text
from dashboard.records import Catalogue
from dashboard.sides import claim_base
from dashboard.thing_options import document_options
from dashboard.wording import Wording, day
from graph.opening import published_number
from standpunt.analysis.findings import KINDS, Finding, Unquoted, find_unquoted, quote_findings

A_PAGE = 30
FILTERS = ("type", "doc")
COLUMNS = ("type", "issue", "said", "found", "reason", "quotes", "places")


def show_findings() -> None:
    """Draw the page."""
    words = page_words()
    show_title(words("findings-page.title"))
    with explained(words):
        known = catalogue(words.language)
        if not known.documents:
            show_empty(words, "document.nothing")
            return
        show_tree([el("p", words("findings-page.lead"), c="soft")], "lead-view")
        found = _all_findings(words.language)
        shown = _choose(words, known, found)
        if not shown:
            show_empty(words, "findings-page.none")
            return
        _show_list(words, known, shown)
        _show_file(words, _basis(words, known), shown)


def _all_findings(language: str) -> list[Unquoted]:
    return _kept_findings(str(store_path()), published_number(store_path()) or 0, language)


@kept(2)
@settled
def _kept_findings(store: str, number: int, language: str) -> list[Unquoted]:
    return find_unquoted(page_pool(), claim_base(language))


@redrawn_alone
def _show_list(words: Wording, known: Catalogue, shown: Sequence[Unquoted]) -> None:
    """A page of the list; words and quotes are read for that page alone."""
    forget_page("findings", FILTERS)
    count = -(-len(shown) // A_PAGE)
    number = page_number(count)
    these = shown[(number - 1) * A_PAGE : number * A_PAGE]
    findings = quote_findings(page_pool(), claim_base(words.language), these)
    tree: list[Node] = [
        el("p", words.count("findings-page.count", len(shown)), c="small soft num"),
        el("ul", [_finding(words, known, each) for each in findings], c="things"),
    ]
    if count > 1:
        others = {name: read(name) for name in FILTERS}
        tree.append(pager(words, "findings", others, number, count, "finding-pager"))
    tree.append(el("p", _basis(words, known), c="honesty small soft num"))
    show_tree(tree, "findings-view")


def _show_file(words: Wording, basis: str, shown: Sequence[Unquoted]) -> None:
    """All that were chosen as CSV, which reads their evidence when it is asked for."""
    pool, language = page_pool(), words.language

    def rows_of_file() -> Table:
        findings = quote_findings(pool, claim_base(language), shown)
        return [*COLUMNS, "basis"], [[*_row(each), basis] for each in findings]

    made_of = (language, basis, [read(name) for name in FILTERS])
    show_table_download(words, "findings", rows_of_file, made_of)


def _choose(words: Wording, known: Catalogue, found: Sequence[Unquoted]) -> list[Unquoted]:
    notes = st.container()
    counts = Counter(each.kind for each in found)
    kinds = {
        kind: f"{words.of('findings', kind)}: {words.of('finding-hint', kind)} ({counts[kind]})"
        for kind in KINDS
        if counts[kind]
    }
    inside = {document for each in found for document, _ in each.proved}
    documents = document_options(words, known, inside)
    unknown = words("findings-page.unknown")
    with st.container(horizontal=True, key="filters"):
        kind = select(
            Filter(
                "type",
                words("findings-page.type"),
                kinds,
                words("findings-page.every-type"),
                unknown,
            ),
            notes,
        )
        document = select(
            Filter(
                "doc", words("review.filter-doc"), documents, words("review.every-doc"), unknown
            ),
            notes,
        )
    return [
        each
        for each in found
        if kind in ("", each.kind)
        and (not document or document in map(document_id, each.documents))
    ]


def _basis(words: Wording, known: Catalogue) -> str:
    """What the list rests on, in words; the same under it and inside its file."""
    current = generation()
    return words(
        "findings-page.basis",
        n=current.number,
        day=day(words, current.published.date().isoformat()),
        documents=len(known.documents),
    )


def _said(finding: Finding) -> str:
    """How to say both sides: what a text says of itself, or one claim against another."""
    return "findings.said" if finding.kind in KINDS[:2] else "findings.against"


def _finding(words: Wording, known: Catalogue, finding: Finding) -> Node:
    quotes = {(q.document, q.claim, q.quote): q for q in finding.quotes}.values()
    return el(
        "li",
        el(
            "p",
            el("span", words.of("findings", finding.kind), c="badge odd"),
            el("strong", finding.issue) if finding.issue else None,
            c="line",
        ),
        el("p", words(_said(finding), **_both(words, finding))),
        el(
            "div",
            [quote_card(words, known, q.document, q.claim, q.quote) for q in quotes],
            c="pair",
        ),
    )


def _both(words: Wording, finding: Finding) -> dict[str, str]:
    return {
        name: reason_text(words, text)
        for name, text in (("said", finding.said), ("found", finding.found))
    }


def _row(finding: Finding) -> list[str | None]:
    return [
        finding.kind,
        finding.issue,
        finding.said,
        finding.found,
        finding.reason,
        " | ".join(quoted.quote for quoted in finding.quotes),
        " | ".join(quoted.place for quoted in finding.quotes),
    ]
