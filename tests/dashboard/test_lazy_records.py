"""Records that are made when they are looked at are those that are made at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dashboard.address import short_id
from dashboard.catalogue import catalogue
from dashboard.claim_nodes import document_name
from dashboard.lazy_records import LazyRecords, numbers_of, texts_of
from dashboard.meetings_view import MEETINGS_A_PAGE, meetings_on
from dashboard.records import Catalogue, read_document, read_meeting
from dashboard.search import find, most_told
from dashboard.thing_options import document_options, document_titles, meeting_options
from dashboard.wording import read_wording
from graph.columns import text_array
from graph.listed import Listed, TextCells

if TYPE_CHECKING:
    from pathlib import Path


def told(known: Catalogue) -> list[object]:
    """All that a catalogue tells of documents and meetings."""
    words = read_wording("en")
    return [
        list(known.documents.items()),
        list(known.documents.values()),
        list(known.meetings.items()),
        list(known.meetings.values()),
        {name: texts_of(known.documents, name) for name in ("title", "kind", "meeting", "date")},
        {name: numbers_of(known.documents, name) for name in ("claims", "notices", "findings")},
        {name: texts_of(known.meetings, name) for name in ("label", "start", "end")},
        known.claims, known.first_days, known.meeting_by_document, known.kinds_by_meeting,
        [(known.sides_of(iri), known.papers_of(iri)) for iri in (*known.meetings, "")],
        meeting_options(known), document_options(words, known), document_titles(known),
        [find(words, known, text) for text in ("border", "report jha", "22", "")],
        [most_told(words, known, kind, 3) for kind in ("actor", "issue", "meeting", "document")],
    ]  # fmt: skip


def test_a_catalogue_from_columns_tells_what_one_of_records_tells(
    sample_store: Path, bare_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for store in (sample_store, bare_store):
        monkeypatch.setenv("STANDPUNT_STORE", str(store))
        known = catalogue("en")
        assert isinstance(known.documents, LazyRecords) == (store == sample_store)
        found.append(told(known))
    assert found[0] == found[1]
    assert known.claims > 10
    words = read_wording("en")
    for document in known.documents.values():
        named = document_options(words, known)[short_id(document.iri, "document")]
        assert named == document_name(words, known, document)
    some = list(known.documents)[:1]
    assert len(document_options(words, known, some)) == 1


def test_of_several_rows_of_a_thing_the_last_counts() -> None:
    names = TextCells(text_array(["a", "b"]), np.array([0, 1, 0, -1], np.int32))
    numbers = np.array([1, 2, 3, 4], np.int32)
    rows = Listed({"document": names, "claims": numbers}, 4)
    records = LazyRecords(rows, {"iri": "document", "claims": "claims"}, read_document, "document")
    assert list(records) == ["a", "b", ""]
    assert [record.claims for record in records.values()] == [3, 2, 4]
    assert [record.iri for record in islice(records.values(), 1)] == ["a"]
    assert records["a"] is records["a"]
    assert (records["a"].claims, len(records)) == (3, 3)
    assert ("b" in records, "c" in records, records.get("c")) == (True, False, None)
    assert (records.numbers("claims"), records.texts("iri")) == ([3, 2, 4], ["a", "b", ""])


def test_each_meeting_stands_on_one_page_of_the_list() -> None:
    meetings = {
        iri: read_meeting({"meeting": iri, "label": f"Meeting {iri}"})
        for iri in map(str, range(2 * MEETINGS_A_PAGE + 1))
    }
    pages = [meetings_on(Catalogue(meetings=meetings), number) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [MEETINGS_A_PAGE, MEETINGS_A_PAGE, 1, 0]
    assert [meeting for page in pages for meeting in page] == list(meetings.values())
