"""Mails and zips: each paper in them is a document of its own, below the bundle's path."""

import hashlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType

import pytest

from ingest.errors import BundleError
from ingest.reading import read_document, read_documents

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
AGENDA, REPORT = sorted(SAMPLES.glob("*.txt"))


@pytest.fixture
def mail(tmp_path: Path) -> Callable[[EmailMessage], Path]:
    def write(message: EmailMessage) -> Path:
        path = tmp_path / "bericht.eml"
        path.write_bytes(message.as_bytes())
        return path

    return write


def message(body: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", "Stukken"
    made.set_content(body)
    return made


def test_a_zip_gives_its_papers_in_order(tmp_path: Path, hostile: ModuleType) -> None:
    path = tmp_path / "stukken.zip"
    members = {"map/agenda.txt": AGENDA.read_bytes(), "verslag.txt": REPORT.read_bytes()}
    path.write_bytes(hostile.zip_of(members | {"logo.png": b"\x89PNG", "verslag.toml": b"x"}))
    found = read_documents(path)
    assert [document.path for document in found] == [path / "agenda.txt", path / "verslag.txt"]
    assert found[0].sha256 == hashlib.sha256(AGENDA.read_bytes()).hexdigest()
    assert found[1].text == read_document(REPORT).text


def test_members_of_one_name_stay_apart(tmp_path: Path, hostile: ModuleType) -> None:
    path = tmp_path / "stukken.zip"
    members = {"a/brief.txt": AGENDA.read_bytes(), "b/brief.txt": REPORT.read_bytes()}
    path.write_bytes(hostile.zip_of(members))
    assert [d.path.name for d in read_documents(path)] == ["brief.txt", "brief-2.txt"]


def test_one_document_is_asked_of_a_bundle_of_two(tmp_path: Path, hostile: ModuleType) -> None:
    path = tmp_path / "stukken.zip"
    members = {"a.txt": AGENDA.read_bytes(), "b.txt": REPORT.read_bytes()}
    path.write_bytes(hostile.zip_of(members))
    with pytest.raises(BundleError, match="holds 2 papers"):
        read_document(path)


def test_a_covering_note_is_no_paper_but_what_it_covers_is(
    mail: Callable[[EmailMessage], Path],
) -> None:
    made = message("Hierbij het verslag.")
    made.add_attachment(REPORT.read_bytes(), "text", "plain", filename="verslag.txt")
    made.add_attachment(b"\x89PNG\r\n", "image", "png", filename="logo.png")
    path = mail(made)
    assert [document.path for document in read_documents(path)] == [path / "verslag.txt"]


def test_a_letter_in_a_mail_is_read(mail: Callable[[EmailMessage], Path]) -> None:
    path = mail(message(REPORT.read_text("utf-8")))
    found = read_documents(path)
    assert [document.path.name for document in found] == ["message.txt"]
    assert "twintig lidstaten" in found[0].text


def test_of_a_mail_in_two_forms_the_page_is_read(mail: Callable[[EmailMessage], Path]) -> None:
    made = message("Plat.")
    made.add_alternative("<p>Nederland steunt het voorstel.</p>", subtype="html")
    found = read_documents(mail(made))
    assert [document.text for document in found] == ["Nederland steunt het voorstel."]
    assert found[0].media_type == "text/html"


def test_a_mail_without_a_paper_is_refused(mail: Callable[[EmailMessage], Path]) -> None:
    with pytest.raises(BundleError, match="holds no paper"):
        read_documents(mail(message(" ")))
