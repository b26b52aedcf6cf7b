"""The data page: papers in by upload, what came of it, what was kept when, files to take away."""

from collections.abc import Sequence
from functools import partial
from itertools import islice

import streamlit as st

from dashboard.address import read, write
from dashboard.answers import rows
from dashboard.catalogue import catalogue
from dashboard.claim_nodes import document_name
from dashboard.data_nodes import (
    Coverage,
    coverage_of,
    coverage_table,
    generation_table,
    outcome_list,
    run_table,
)
from dashboard.downloads import show_claim_downloads, show_csv_download
from dashboard.frame import explained, page_words
from dashboard.jobs import Job, begin, job_of, show_refusal, watch, why_not_written
from dashboard.mounting import show_title, show_tree, show_warning
from dashboard.nodes import Child, el
from dashboard.pools import generation, store_path
from dashboard.records import Catalogue, Document
from dashboard.uploading import Taken, Upload, upload_job
from dashboard.wording import Wording
from graph.folder import generation_numbers
from graph.generation import read_generation
from graph.opening import published_number
from standpunt.rereading import KINDS, read_again

UPLOAD, MEASURE = "upload", "measure"
MOST_MEASURED = 100
SHOWN_RUNS = 20
TYPES = ("txt", "pdf", "docx", "html", "htm", "xml", "eml", "zip", "toml")


def show_data() -> None:
    """Draw the page; it also stands where there is no store yet, so that one can be begun."""
    words = page_words()
    show_title(words("data.title"))
    with explained(words):
        number = published_number(store_path())
        known = catalogue(words.language) if number is not None else Catalogue()
        show_upload(words, known)
        if number is None:
            return
        _show_generations(words, number)
        _show_coverage(words, known)
        _show_downloads(words, known)


def show_upload(words: Wording, known: Catalogue) -> None:
    """The form for papers, how far their reading is, and what came of the last ones."""
    _head(words, "data.add", el("p", words("data.add-how"), c="soft"), key="add-view")
    closed = why_not_written(words, store_path())
    if closed:
        show_warning(closed, "closed")
        return
    job = job_of(UPLOAD)
    if job is not None and not job.is_over:
        watch(words, job)
        return
    if job is not None:
        _show_outcome(words, known, job)
    sent = st.file_uploader(
        words("data.files"),
        type=list(TYPES),
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('uploads', 0)}",
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="upload-form"):
        st.session_state.setdefault("reviewer", read("by"))
        author = st.text_input(words("review.by"), key="reviewer", max_chars=80).strip()
        meeting = st.text_input(
            words("data.meeting"), key="upload-meeting", placeholder="JHA/2026-01-22", max_chars=60
        ).strip()
        pressed = st.button(words("data.read"), type="primary", disabled=not sent)
    write({"by": author})
    if pressed and sent:
        uploads = [Upload(each.name, each.getvalue()) for each in sent]
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
        title = words.count("data.reading", len(uploads))
        begin(UPLOAD, upload_job(title, store_path(), uploads, meeting, author))


def _show_outcome(words: Wording, known: Catalogue, job: Job) -> None:
    if job.error or not isinstance(job.result, Taken):
        show_refusal(words, job.error)
        return
    taken = job.result
    said = (
        words("data.published", n=taken.generation)
        if taken.generation is not None
        else words("data.unchanged")
    )
    show_tree(
        [
            el("p", said, c="told-well", role="status"),
            outcome_list(words, taken, known.documents),
        ],
        "outcome-view",
    )


def _show_generations(words: Wording, number: int) -> None:
    store = store_path()
    # Behind an address only the published one is known.
    found = [read_generation(store, each) for each in generation_numbers(store)] or [generation()]
    runs = rows("runs")[::-1][:SHOWN_RUNS]
    parts: list[Child] = [el("p", words("data.generations-how"), c="soft")]
    parts.append(generation_table(words, found, number))
    if runs:
        parts += [el("h3", words("data.runs")), run_table(words, runs)]
    _head(words, "data.generations", *parts, key="generations-view")


def _show_coverage(words: Wording, known: Catalogue) -> None:
    documents = list(islice(known.documents.values(), MOST_MEASURED))
    names = {d.iri: document_name(words, known, d) for d in documents}
    job = job_of(MEASURE)
    parts: list[Child] = [el("p", words("data.coverage-how"), c="soft")]
    if len(known.documents) > MOST_MEASURED:
        parts.append(el("p", words("data.coverage-cap", n=MOST_MEASURED), c="soft"))
    found: Sequence[Coverage] = ()
    if job is not None and job.is_over and isinstance(job.result, list):
        found = [each for each in job.result if each.document.iri in names]
        parts.append(coverage_table(words, found, names))
    _head(words, "data.coverage", *parts, key="coverage-view")
    if job is not None and not job.is_over:
        watch(words, job)
        return
    if job is not None and job.error:
        show_refusal(words, job.error)
    if found:
        columns = ("document", "sentences", *KINDS, "unread with a stance")
        cells = [
            (names[c.document.iri], c.total, *(c.counts[kind] for kind in KINDS), c.missed)
            for c in found
        ]
        show_csv_download(words, "coverage", columns, [list(map(str, row)) for row in cells])
    elif st.button(words.count("data.measure", len(documents))):
        texts = [rows("document-text", document=d.iri)[0]["text"] or "" for d in documents]
        title = words("data.measuring")
        begin(MEASURE, Job(title, partial(_measure, documents, texts), len(documents)))


def _measure(documents: Sequence[Document], texts: Sequence[str], job: Job) -> list[Coverage]:
    found = []
    for document, sentences in zip(documents, read_again(texts), strict=True):
        found.append(coverage_of(document, sentences))
        job.done += 1
    return found


def _show_downloads(words: Wording, known: Catalogue) -> None:
    _head(words, "data.take", el("p", words("data.take-how"), c="soft"), key="take-view")
    show_claim_downloads(words, {}, known.claims)


def _head(words: Wording, title: str, *content: Child, key: str) -> None:
    head = el("header", el("h2", words(title)), c="block-head")
    show_tree([el("section", head, *content, c="block")], key)
