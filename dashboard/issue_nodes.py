"""How an issue looks: its place in the tree, its history and its proposals.

Draws records as nodes; asks nothing.
"""

from collections.abc import Iterable, Mapping, Sequence

from dashboard.claim_lists import tally
from dashboard.claim_nodes import Drawing, claim_id, document_id, when_badge
from dashboard.nodes import Child, Node, el, link
from dashboard.records import GLYPHS, POLARITIES, Catalogue, Claim, Row, text_of
from dashboard.thing_links import issue_link
from dashboard.wording import Wording, day


def issue_head(
    words: Wording,
    known: Catalogue,
    described: Row,
    broader: Sequence[str],
    narrower: Sequence[str],
    labels: Mapping[str, Row],
) -> Node:
    """What is meant, what it belongs under, and what belongs under it with its claims."""
    definition, synonyms = text_of(described, "definition"), text_of(described, "synonyms")
    kind = "theme" if text_of(described, "isTheme") == "true" else ""
    lines: list[Child] = [
        el("p", definition, c="lead") if definition else el("p", words("issue.undefined"), c="soft")
    ]
    if kind or synonyms:
        lines.append(
            el("p", el("span", words("issue.theme"), c="badge") if kind else None,
               el("span", words("issue.synonyms", names=synonyms)) if synonyms else None, c="line")
        )  # fmt: skip
    for key, found in (("broader", broader), ("narrower", narrower)):
        if found:
            entries = [
                el(
                    "span",
                    _named(known, iri, labels),
                    " ",
                    el("span", _claims(known, iri), c="num"),
                )
                for iri in sorted(found, key=lambda iri: (-_number(known, iri), iri))
            ]
            lines.append(el("p", el("strong", words(f"issue.{key}")), entries, c="line"))
    return el("div", lines, c="issue-top")


def _named(known: Catalogue, iri: str, labels: Mapping[str, Row]) -> Node:
    label = text_of(labels[iri], "label") if iri in labels else None
    return issue_link(known, iri, label)


def _number(known: Catalogue, iri: str) -> int:
    issue = known.issues.get(iri)
    return issue.claims if issue else 0


def _claims(known: Catalogue, iri: str) -> str:
    return f"({_number(known, iri)})" if _number(known, iri) else ""


def issue_list(
    words: Wording,
    known: Catalogue,
    described: Mapping[str, Row],
    parents: Mapping[str, Sequence[str]],
) -> Node:
    """All issues with claims, under the themes they belong to, the most told of first."""
    by_theme: dict[str, list[str]] = {}
    for iri, issue in known.issues.items():
        if issue.claims:
            by_theme.setdefault(_theme(iri, parents), []).append(iri)
    blocks = []
    for theme in sorted(by_theme, key=lambda iri: (not iri, -len(by_theme[iri]))):
        found = sorted(by_theme[theme], key=lambda iri: -_number(known, iri))
        title: Child = words("issue.no-theme")
        if theme in described:
            title = issue_link(known, theme, text_of(described[theme], "label"))
        blocks.append(
            el(
                "section",
                el("header", el("h2", title), el("span", str(len(found)), c="soft num"),
                   c="block-head"),
                el("ul", [_issue_line(words, known, iri) for iri in found], c="issue-lines"),
                c="block",
            )
        )  # fmt: skip
    return el("div", blocks)


def _theme(iri: str, parents: Mapping[str, Sequence[str]]) -> str:
    """The topmost thing that an issue belongs under; "" if it belongs under nothing."""
    above, seen = iri, {iri}
    while parents.get(above) and parents[above][0] not in seen:
        above = parents[above][0]
        seen.add(above)
    return "" if above == iri and not parents.get(iri) else above


def _issue_line(words: Wording, known: Catalogue, iri: str) -> Node:
    issue = known.issues[iri]
    contested = issue.favour > 0 and issue.against > 0
    return el(
        "li",
        issue_link(known, iri),
        el(
            "span",
            el("span", words("positions.contested"), c="badge split") if contested else None,
            _sum(words, "support", issue.favour),
            _sum(words, "oppose", issue.against),
            _sum(words, "neutral", issue.claims - issue.favour - issue.against),
            c="tally",
        ),
    )


def _sum(words: Wording, polarity: str, count: int) -> Node | None:
    if not count:
        return None
    return el(
        "span",
        el("span", GLYPHS[polarity], c="glyph", aria_hidden="true"),
        el("span", str(count), c="num"),
        el("span", words.of("stance", polarity), c="hidden-words"),
        c=polarity,
    )


def papers_in_time(known: Catalogue, documents: Iterable[str]) -> list[str]:
    """IRIs of papers, the earliest first."""
    return sorted(documents, key=lambda iri: _when(known, iri))


def timeline(drawing: Drawing, claims: Sequence[Claim], doors: Node | None = None) -> Node:
    """The claims paper by paper in order of time; a mark opens its sentence.

    `doors` lead to earlier and later papers, if these are not all.
    """
    words = drawing.words
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    lines = []
    for iri in papers_in_time(drawing.names, by_document):
        document = drawing.names.documents.get(iri)
        meeting = drawing.names.meetings.get(document.meeting) if document else None
        found = sorted(by_document[iri], key=lambda c: (POLARITIES.index(c.polarity), -c.minimum))
        lines.append(
            el(
                "li",
                el(
                    "p",
                    el("span", day(words, _when(drawing.names, iri)[0]), c="num when"),
                    when_badge(words, document.when) if document else None,
                    link("document", meeting.label if meeting else
                         (document.title if document else iri), {"doc": document_id(iri)}),
                    c="line",
                ),
                el("p", [_mark(drawing, claim) for claim in found], c="marks-row"),
                tally(words, [claim.polarity for claim in found]),
            )
        )  # fmt: skip
    return el(
        "section",
        el("h2", words("issue.history"), c="figure-head"),
        el("p", words("issue.history-hint"), c="small soft"),
        el("ol", lines, c="timeline"),
        doors,
    )


def _when(known: Catalogue, iri: str) -> tuple[str, str]:
    """The day of a paper: its own, or for a report the first day of its meeting."""
    document = known.documents.get(iri)
    if document is None:
        return "", iri
    meeting = known.meetings.get(document.meeting)
    start = meeting.start if meeting else ""
    own = document.date
    return (start or own if document.when == "after" else own or start), iri


def _mark(drawing: Drawing, claim: Claim) -> Node:
    words = drawing.words
    names = ", ".join(map(drawing.names.name, claim.holders)) or f"“{claim.phrase}”"
    told = f"{words.of('stance', claim.polarity)}: {names}"
    return el(
        "button",
        el("span", GLYPHS.get(claim.polarity, "?"), c="glyph", aria_hidden="true"),
        c=f"mark-button {claim.polarity} {'by-name' if claim.holders else 'by-group'}",
        pick=claim_id(claim),
        reveal="evidence",
        title=told,
        aria_label=told,
    )


def proposal_list(words: Wording, found: Sequence[Row]) -> Node | None:
    """The proposals that claims on the issue are about, with how many are for and against."""
    if not found:
        return None
    by_proposal: dict[str, list[Row]] = {}
    for row in found:
        by_proposal.setdefault(text_of(row, "proposal"), []).append(row)
    entries = []
    for its in by_proposal.values():
        first = its[0]
        counts = {value: sum(text_of(row, "polarity") == value for row in its) for value in GLYPHS}
        entries.append(
            el(
                "li",
                el("span", text_of(first, "title"), c="target", lang="nl"),
                el(
                    "p",
                    el("span", words.of("proposal-kinds", text_of(first, "kind"))),
                    el("span", text_of(first, "identifier"), c="num")
                    if text_of(first, "identifier")
                    else None,
                    el("span", [_sum(words, value, n) for value, n in counts.items()], c="tally"),
                    c="line",
                ),
            )
        )
    return el(
        "section",
        el("h2", words("issue.proposals"), c="figure-head"),
        el("ul", entries, c="plain"),
    )
