"""Bad and hostile files: each has the outcome that docs/formats.md tells, in a limited process."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.errors import DocumentError
from ingest.raw import RawDocument
from ingest.readers.formats import read_source
from ingest.readers.limits import CHILD_MEMORY, CHILD_SECONDS
from ingest.readers.source import Source

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import json, sys
from pathlib import Path
from ingest.errors import DocumentError
from ingest.reading import read_documents
try:
    found = read_documents(Path(sys.argv[1]))
except DocumentError as error:
    print(json.dumps({"error": type(error).__name__, "message": str(error)}))
else:
    print(json.dumps({
        "texts": [d.text[:3_000_000] for d in found],
        "notices": [n.code for d in found for n in d.notices],
        "paths": [str(d.path) for d in found],
    }))
"""
READ = "read"
STOPPED = "stopped"  # by the limits of the process: the library gives no chance to count

OUTCOMES = {
    "empty.txt": ("EmptyDocumentError", "holds no text"),
    "white-space.txt": ("EmptyDocumentError", "holds no text"),
    "only-nul.txt": ("EmptyDocumentError", "holds no text"),
    "utf16-without-mark.txt": (READ, "encoding"),
    "latin1.txt": (READ, "encoding"),
    "broken-utf8.txt": ("EncodingError", "line "),
    "200-mb.txt": ("DocumentTooLargeError", "200 MB"),
    "one-line-of-50-mb.txt": ("DocumentTooLargeError", "check what this file is"),
    "100000-headings.txt": (READ, ""),
    "million-marks.txt": ("DocumentTooLargeError", "5,000,000 characters"),
    "200000-marks.txt": (READ, ""),
    "bidi.txt": (READ, "bidi-controls"),
    "controls.txt": (READ, "control-characters"),
    "german.txt": (READ, ""),
    "two-letters.txt": (READ, ""),
    "no-meeting.txt": (READ, ""),
    "items-out-of-order.txt": (READ, ""),
    "impossible-dates.txt": (READ, ""),
    "28-as-27.txt": (READ, ""),
    "user-password.pdf": ("EncryptedDocumentError", "without one"),
    "owner-password.pdf": (READ, ""),
    "half.pdf": ("DamagedDocumentError", "fetch it again"),
    "garbled.pdf": ("DamagedDocumentError", "fetch it again"),
    "scanned.pdf": ("ScannedDocumentError", "ocrmypdf"),
    "flate-bomb.pdf": ("DocumentTooLargeError", "unpacks to more"),
    "double-flate.pdf": ("DocumentTooLargeError", "unpacks to more"),
    "text-bomb.pdf": ("DocumentTooLargeError", "unpacks to more"),
    "page-loop.pdf": ("DocumentError", "page-loop.pdf"),
    "fan-out.pdf": (STOPPED, ""),
    "self-loop.pdf": (STOPPED, ""),
    "many-pages.pdf": ("DocumentError", "many-pages.pdf"),
    "million-pages.pdf": ("DocumentTooLargeError", "1,000,000 pages"),
    "really-a.docx": (READ, ""),
    "pdf-and-zip.pdf": ("UnsafeDocumentError", "a PDF and a zip at once"),
    "bomb.docx": ("DocumentTooLargeError", "word/document.xml"),
    "nested-zip.docx": (READ, ""),
    "no-document.docx": ("DamagedDocumentError", "word/document.xml"),
    "xxe.docx": ("UnsafeDocumentError", "document type"),
    "laughs.docx": ("UnsafeDocumentError", "document type"),
    "10000-notes.docx": (READ, ""),
    "deep.docx": ("UnsafeDocumentError", "inside each other"),
    "million-paragraphs.docx": ("DocumentTooLargeError", "check what"),
    "half.docx": ("DamagedDocumentError", "fetch it again"),
    "traversal.zip": (READ, ""),
    "link.zip": ("UnsafeDocumentError", "is a link"),
    "thirty-deep.zip": ("UnsafeDocumentError", "a bundle in a bundle"),
    "nested-once.zip": (READ, ""),
    "lying.zip": ("DamagedDocumentError", "fetch it again"),
    "many.zip": ("DocumentTooLargeError", "unpack it"),
    "one-scanned.zip": ("BundleError", "b.pdf"),
    "200000-divs.html": (READ, ""),
    "300000-attributes.html": (READ, ""),
    "open-tags.html": (READ, ""),
    "open-comments.html": (READ, ""),
    "open-declarations.html": (READ, ""),
    "open-ends.html": (READ, ""),
    "script-as-text.html": (READ, ""),
    "lying-charset.html": (READ, ""),
    "latin1-page.html": (READ, ""),
    "laughs.xml": ("UnsafeDocumentError", "document type"),
    "external.xml": ("UnsafeDocumentError", "document type"),
    "depth-100000.xml": ("UnsafeDocumentError", "inside each other"),
    "half.xml": ("DamagedDocumentError", "line 1"),
    "other.xml": ("BinaryDocumentError", "<invoice>"),
    "deep-parts.eml": ("DamagedDocumentError", "open it in a mail program"),
    "bad-charset.eml": (READ, ""),
    "old-word.txt": ("BinaryDocumentError", "save it as DOCX or PDF"),
    "rich.doc": ("BinaryDocumentError", "RTF"),
    "picture.pdf": ("ScannedDocumentError", "OCR"),
    "random.txt": ("BinaryDocumentError", "is not plain text"),
    "page.pdf": (READ, ""),
}

Outcome = tuple[str, dict[str, Any]]


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_limited(path: Path) -> Outcome:
    """What becomes of a file in a process of its own; its scratch folder stays as it was."""
    before = sorted(path.parent.iterdir())
    command = [sys.executable, "-c", CHILD, str(path)]
    try:
        ran = subprocess.run(
            command, capture_output=True, preexec_fn=limit, timeout=CHILD_SECONDS, cwd=ROOT,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return STOPPED, {}
    assert sorted(path.parent.iterdir()) == before
    if ran.returncode < 0 or b"MemoryError" in ran.stderr:
        return STOPPED, {}
    assert ran.returncode == 0, ran.stderr[-2000:].decode()
    said = json.loads(ran.stdout)
    return said.get("error", READ), said


@pytest.fixture(scope="session")
def makers(hostile: ModuleType, letters: ModuleType) -> dict[str, Callable[[Path], None]]:
    letter = letters.letter_of(hostile.SAMPLE)

    def write(path: Path) -> None:
        letters.write_pdf(letter, path)

    groups = (
        hostile.TEXT, hostile.pdf_files(write, letters.write_locked_pdf), hostile.DOCX,
        hostile.ZIP, hostile.HTML, hostile.XML, hostile.MAIL, hostile.OTHER,
    )  # fmt: skip
    return {name: make for group in groups for name, make in group.items()}


def test_every_bad_file_has_an_outcome(makers: dict[str, Callable[[Path], None]]) -> None:
    assert set(makers) == set(OUTCOMES)


@pytest.fixture
def outcome(tmp_path: Path, makers: dict[str, Callable[[Path], None]]) -> Callable[[str], Outcome]:
    def read(name: str) -> Outcome:
        path = tmp_path / name
        makers[name](path)
        return read_limited(path)

    return read


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_bad_file_has_the_outcome_that_is_told(
    outcome: Callable[[str], Outcome], name: str
) -> None:
    expected, told = OUTCOMES[name]
    status, said = outcome(name)
    if expected == "DocumentError":
        assert status.endswith("Error")
    else:
        assert status == expected, said.get("message", "")
    if status not in (READ, STOPPED):
        assert name in said["message"]
    assert told in said.get("message", "") + " ".join(said.get("notices", []))


def test_script_and_style_of_a_page_are_no_text(outcome: Callable[[str], Outcome]) -> None:
    text = outcome("script-as-text.html")[1]["texts"][0]
    assert "alert(1)" not in text
    assert "<script>alert(2)</script>" in text
    assert "Malta" not in text


def test_names_in_a_zip_lead_nowhere(outcome: Callable[[str], Outcome], tmp_path: Path) -> None:
    paths = [Path(path) for path in outcome("traversal.zip")[1]["paths"]]
    assert [path.parent for path in paths] == [tmp_path / "traversal.zip"] * 3
    assert [path.name for path in paths[:2]] == ["evil.txt", "x_.txt"]
    assert len(paths[2].name) <= 120


def test_letters_win_over_a_charset_that_lies(outcome: Callable[[str], Outcome]) -> None:
    assert "België en Roemenië" in outcome("lying-charset.html")[1]["texts"][0]


def test_direction_marks_stay_and_control_characters_show(
    outcome: Callable[[str], Outcome],
) -> None:
    assert "\u202ekabinet" in outcome("bidi.txt")[1]["texts"][0]
    assert "Ra\ufffdad" in outcome("controls.txt")[1]["texts"][0]


def test_what_stands_below_deep_markup_is_read(outcome: Callable[[str], Outcome]) -> None:
    for name in ("200000-divs.html", "300000-attributes.html", "open-tags.html"):
        assert outcome(name)[1]["texts"][0].startswith("Nederland steunt het voorstel"), name


# --- any bytes at all -------------------------------------------------------------------
def honest(content: bytes) -> tuple[RawDocument, ...]:
    """Read bytes; anything but documents whose offsets hold, or a DocumentError, is a defect."""
    try:
        found = read_source(Source(Path("brief.bin"), content))
    except DocumentError as error:
        if "brief.bin" not in str(error):
            pytest.fail(f"names no file: {error}")
        return ()
    for document in found:
        assert document.text.strip()
        ends = [0]
        for place in document.places:
            assert ends[-1] <= place.start < place.end <= len(document.text)
            ends.append(place.end)
        for at, number in document.marks:
            assert document.text.startswith(str(number), at)
        for note in document.notes:
            assert 0 <= note.start < note.end <= len(document.text)
    return found


STARTS = [
    b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"<?xml version='1.0'?><kamerstuk>", b"\xff\xfe",
    b"MIME-Version: 1.0\nContent-Type: text/html\n\n", b"<!DOCTYPE html><p>", b"{\\rtf1",
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(STARTS), st.binary(max_size=600))
def test_random_bytes_raise_nothing_but_a_document_error(start: bytes, rest: bytes) -> None:
    honest(start + rest)


MARKUP = ["<p>", "</p>", "<li>", "<ol>", "</ol>", "<a href='#n1'>1</a>", "<div id='n1'>", "</div>",
          "<table><tr><td>", "</table>", "<nav>", "</nav>", "<main>", "<br>", "<pre>", "&amp;",
          "&#0;", "&#xd800;", "<!--", "-->", "<script>", "</script>", "<a name=n1>", "</a>",
          "Nederland steunt het. ", "1", "\x00", "\u202e", "<", ">", "'", '"', "<al>", "<noot>",
          "</noot>", "<noot.nr>1</noot.nr>", "\n"]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(MARKUP), max_size=40))
@example(["<nav>", "<a href='#n1'>1</a>", "<div id='n1'>", "&amp;"])  # a note and nothing else
def test_any_markup_reads_or_is_refused(parts: list[str]) -> None:
    honest(("<html><body>" + "".join(parts)).encode("utf-8"))
    honest(("<kamerstuk>" + "".join(parts) + "</kamerstuk>").encode("utf-8"))


@pytest.fixture(scope="session")
def whole(
    tmp_path_factory: pytest.TempPathFactory, letters: ModuleType, hostile: ModuleType
) -> list[bytes]:
    """One honest file in each format, as bytes."""
    folder = tmp_path_factory.mktemp("whole")
    letter = letters.short_letter()
    found = []
    for kind, write in letters.WRITERS.items():
        path = folder / f"brief.{kind}"
        write(letter, path)
        found.append(path.read_bytes())
    return [*found, hostile.zip_of({"brief.txt": hostile.LETTER.encode(), "b.html": found[2]})]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_changed_files_raise_nothing_but_a_document_error(
    whole: list[bytes], data: st.DataObject
) -> None:
    content = bytearray(data.draw(st.sampled_from(whole)))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    honest(bytes(content[:cut] if data.draw(st.booleans()) else content))
