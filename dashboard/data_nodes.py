"""What was read when, drawn: outcomes of an upload, runs, generations, and how much was read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.nodes import Child, Node, el, link
from dashboard.records import Document, Row, text_of
from dashboard.uploading import Taken
from dashboard.wording import Wording, day
from graph.generation import Generation
from standpunt.outcomes import Outcome, Status
from standpunt.rereading import KINDS, Sentence

GOOD = {Status.READ, Status.REPLACED, Status.UNCHANGED}


@dataclass(frozen=True)
class Coverage:
    """How many sentences of a document were read as what; `missed` of the unread have a stance."""

    document: Document
    counts: Mapping[str, int]
    missed: int

    @property
    def total(self) -> int:
        """Number of sentences."""
        return sum(self.counts.values())


def coverage_of(document: Document, sentences: Sequence[Sentence]) -> Coverage:
    """The counts of one document."""
    counts = Counter(sentence.kind for sentence in sentences)
    missed = sum(sentence.is_missed for sentence in sentences)
    return Coverage(document, {kind: counts[kind] for kind in KINDS}, missed)


def outcome_list(words: Wording, taken: Taken, known: Mapping[str, Document]) -> Node:
    """What became of each file that was sent, with the way to what was read from it."""
    return el("ul", [_outcome(words, o, taken, known) for o in taken.outcomes], c="things outcomes")


def _outcome(words: Wording, outcome: Outcome, taken: Taken, known: Mapping[str, Document]) -> Node:
    identity = taken.digests.get(str(outcome.path), "")[:16]
    name: Child = str(outcome.path)
    if any(iri.endswith(f"/{identity}") for iri in known) and identity:
        name = link("document", str(outcome.path), {"doc": identity}, c="title")
    good = outcome.status in GOOD
    return el(
        "li",
        el(
            "p",
            el(
                "span",
                words.of("outcome", outcome.status.value),
                c="badge after" if good else "badge split",
            ),
            name,
            el("span", outcome.meeting, c="num") if outcome.meeting else None,
            el("span", words.count("meetings.claims", outcome.claims), c="num") if good else None,
            el("span", words.count("document.notices", outcome.notices), c="num")
            if outcome.notices
            else None,
            c="line",
        ),
        el("p", outcome.note, c="soft") if outcome.note else None,
    )


def generation_table(words: Wording, found: Sequence[Generation], published: int) -> Node:
    """The generations on the disk, the newest first; the published one bears a mark."""
    rows = [
        [
            [str(g.number), " ", el("span", words("data.now"), c="badge after")]
            if g.number == published
            else str(g.number),
            f"{day(words, g.published.date().isoformat())}, {g.published:%H:%M} UTC",
            str(g.documents),
            f"{g.quads:,}".replace(",", " "),
        ]
        for g in found
    ]
    return table([words(f"data.{name}") for name in ("number", "when", "papers", "quads")], rows)


def run_table(words: Wording, runs: Sequence[Row]) -> Node:
    """The runs of ingest, the newest first: who, when, and what changed."""
    columns = ("number", "author", "ended", "read", "replaced", "removed", "refused", "gained")
    rows = [
        [text_of(r, c)[:16].replace("T", " ") if c == "ended" else text_of(r, c) for c in columns]
        for r in runs
    ]
    return table([words(f"data.run-{name}") for name in columns], rows)


def coverage_table(words: Wording, found: Sequence[Coverage], names: Mapping[str, str]) -> Node:
    """Shares of sentences by document, with the way to those that nothing was read from."""
    rows: list[list[Child]] = []
    for each in found:
        identity = each.document.iri.rpartition("/")[2]
        shares: list[Child] = [_share(each.counts[kind], each.total) for kind in KINDS]
        way = link(
            "document",
            words.count("data.missed", each.missed),
            {"doc": identity, "unread": "1"},
        )
        rows.append([names[each.document.iri], str(each.total), *shares, way])
    heads = ["document", "sentences", *KINDS, "look"]
    return table([words(f"data.{head}") for head in heads], rows)


def _share(count: int, total: int) -> Node:
    percent = round(100 * count / total) if total else 0
    return el(
        "span",
        el("span", c="bar", share=str(percent), aria_hidden="true"),
        f"{count} ({percent} %)",
        c="share num",
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[Child]]) -> Node:
    """A table whose first column names the row."""
    return el(
        "div",
        el(
            "table",
            el("thead", el("tr", [el("th", head, scope="col") for head in heads])),
            el(
                "tbody",
                [
                    el(
                        "tr",
                        el("th", row[0], scope="row"),
                        [el("td", cell, c="num") for cell in row[1:]],
                    )
                    for row in rows
                ],
            ),
            c="list-table",
        ),
        c="scrolls",
        tabindex="0",
        role="group",
        aria_label=heads[0],
    )
