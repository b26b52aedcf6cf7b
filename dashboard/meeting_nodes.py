"""What stands beside the items of a meeting: papers, joint letters, and what does not add up."""

from dashboard.answers import rows
from dashboard.claim_nodes import document_id
from dashboard.nodes import Node, el, link
from dashboard.reason_words import reason_text
from dashboard.records import Catalogue, Document, Meeting, Row, text_of
from dashboard.wording import Wording, day


def document_link(words: Wording, document: Document) -> Node:
    """A document of a meeting by its kind and date."""
    name = ", ".join(filter(None, (words.of("kind", document.kind), day(words, document.date))))
    return link("document", name, {"doc": document_id(document.iri)})


def letters(words: Wording, meeting: Meeting) -> list[Node]:
    """Joint letters of the meeting: the number said, the list, and who in it is no member state."""
    by_letter: dict[str, list[Row]] = {}
    for row in rows("joint-letter-signatories", meeting=meeting.iri, language=words.language):
        by_letter.setdefault(text_of(row, "letter"), []).append(row)
    if not by_letter:
        return []
    nodes = [el("p", words("letters.title"), c="part")]
    for signatories in by_letter.values():
        first = signatories[0]
        labels = dict.fromkeys(text_of(row, "issueLabel") for row in signatories)
        people = {text_of(row, "code"): row for row in signatories}
        nodes.append(
            el(
                "section",
                el("h2", words("letters.on", issue="; ".join(labels))),
                el(
                    "p",
                    words(
                        "letters.count",
                        said=text_of(first, "claimedCount") or "–",
                        listed=text_of(first, "listedCount"),
                        members=text_of(first, "memberStates"),
                    ),
                    c="soft num",
                ),
                el("p", [_signatory(words, row) for row in people.values()], c="chips letter"),
                c="item",
            )
        )
    return nodes


def _signatory(words: Wording, row: Row) -> Node:
    if text_of(row, "isMemberState") == "true":
        return el("span", text_of(row, "name"), c="chip named")
    return el(
        "span",
        text_of(row, "name"),
        el("span", words("letters.no-member"), c="small"),
        c="chip outsider",
    )


def findings(words: Wording, known: Catalogue, meeting: Meeting) -> list[Node]:
    """What the papers of the meeting say and do not bear out, with the words."""
    papers = [d for d in known.papers_of(meeting.iri) if d.findings]
    found = [(paper, row) for paper in papers for row in rows("findings", document=paper.iri)]
    if not found:
        return []
    entries = []
    for paper, row in found:
        quotes = [quote for quote in text_of(row, "quotes").split(" | ") if quote]
        entries.append(
            el(
                "li",
                el("span", words.of("findings", text_of(row, "type")), c="badge odd"),
                el(
                    "p",
                    words(
                        "findings.said",
                        said=reason_text(words, text_of(row, "said")),
                        found=reason_text(words, text_of(row, "found")),
                    ),
                ),
                [
                    el("p", f"“{quote}”", c="quoted soft", lang="nl")
                    for quote in dict.fromkeys(quotes)
                ],
                el("p", document_link(words, paper), c="small soft"),
            )
        )
    return [el("p", words("findings.title"), c="part"), el("ul", entries, c="things findings")]
