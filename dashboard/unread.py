"""The sentences of a document that nothing was read from, in its text and in its margin."""

from collections import Counter
from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard.nodes import Node, el
from dashboard.reader_text import Span
from dashboard.records import Document
from dashboard.wording import Wording
from standpunt.rereading import CLAIM, UNREAD, Sentence, read_again

PREFIX = "unread/"


def sentences_of(document: Document, text: str) -> tuple[Sentence, ...]:
    """How each sentence of the document's raw text is read; () if the text was refused."""
    return _kept_sentences(document.iri, document.extractor, text)


@st.cache_data(show_spinner=False, max_entries=50)
def _kept_sentences(iri: str, version: str, text: str) -> tuple[Sentence, ...]:
    return tuple(next(read_again([text])))


def unread_by_id(sentences: Iterable[Sentence]) -> dict[str, Sentence]:
    """The unread sentences by their id on the page: "unread/1302"."""
    return {f"{PREFIX}{each.spans[0][0]}": each for each in sentences if each.kind == UNREAD}


def unread_spans(unread: Mapping[str, Sentence]) -> list[Span]:
    """Where they stand in the text."""
    return [Span(a, b, identity) for identity, each in unread.items() for a, b in each.spans]


def coverage_line(words: Wording, sentences: Iterable[Sentence]) -> Node:
    """How many sentences there are, and how many gave a claim or nothing."""
    counts = Counter(sentence.kind for sentence in sentences)
    if not counts:
        return el("p", words("document.not-again"), c="warning", role="status")
    text = words(
        "document.coverage", all=counts.total(), claims=counts[CLAIM], unread=counts[UNREAD]
    )
    return el("p", text, c="small soft num", role="status")


def unread_note(words: Wording, identity: str, sentence: Sentence) -> Node:
    """The note beside an unread sentence; once picked, it says what was found in it."""
    found = [line.strip() for line in sentence.said[1:]]
    return el(
        "div",
        el(
            "button",
            el("span", words("document.unread-note"), c="what"),
            el("span", words("document.cues", cues=", ".join(sentence.cues)), c="badge odd")
            if sentence.cues
            else None,
            c="note unread",
            pick=identity,
            toggle=True,
            of=identity,
            part="note",
            reveal="mark",
        ),
        el(
            "div",
            [el("p", line) for line in found] or el("p", words("document.nothing-found")),
            c="note-more",
            of=identity,
        ),
    )
