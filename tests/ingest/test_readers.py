"""One letter in many formats: the same claims, and each quote found again in the file."""

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest

from ingest.extraction import extract
from ingest.raw import RawDocument, find_place, say_place
from ingest.reading import read_document
from ingest.records import Extraction

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
STEMS = ("jbz-2026-01-geannoteerde-agenda", "jbz-2026-01-verslag")
FORMATS = ("pdf", "two-columns.pdf", "docx", "html", "xml")

Written = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, letters: ModuleType) -> Written:
    """A sample in a format, made once."""
    folder = tmp_path_factory.mktemp("formats")

    def write(stem: str, kind: str) -> Path:
        path = folder / f"{stem}.{kind}"
        if not path.exists():
            letter = letters.letter_of(SAMPLES / f"{stem}.txt")
            if kind == "two-columns.pdf":
                letters.write_pdf(letter, path, columns=2)
            else:
                letters.WRITERS[kind](letter, path)
        return path

    return write


def claims_of(extraction: Extraction) -> list[tuple[Any, ...]]:
    """What each claim says, without the offsets, which differ by format."""
    return [
        (
            c.evidence.quote, c.holders, c.polarity, c.act, c.status, c.verb, c.targets,
            c.target_text, c.section.number, c.section.title, c.condition, c.rules, c.confidence,
            c.refers_to, c.disjoint_from, c.addressees,
        )
        for c in extraction.claims
    ]  # fmt: skip


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_letter_gives_the_same_claims_in_each_format(
    written: Written, sample: Callable[[str], Extraction], stem: str, kind: str
) -> None:
    found = extract(read_document(written(stem, kind)))
    assert len(found.claims) > 30
    assert claims_of(found) == claims_of(sample(stem))


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("kind", FORMATS)
def test_and_the_same_letterhead_choices_citations_and_meetings(
    written: Written, sample: Callable[[str], Extraction], stem: str, kind: str
) -> None:
    found, plain = extract(read_document(written(stem, kind))), sample(stem)
    assert found.letterhead == plain.letterhead
    assert [(c.state, c.options, c.obligations) for c in found.choices] == [
        (c.state, c.options, c.obligations) for c in plain.choices
    ]
    assert [c.identifier for c in found.citations] == [c.identifier for c in plain.citations]
    assert [(m.configuration, m.start) for m in found.meetings] == [
        (m.configuration, m.start) for m in plain.meetings
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_offsets_of_each_claim_hold_its_quote(written: Written, kind: str) -> None:
    found = extract(read_document(written(STEMS[0], kind)))
    for claim in found.claims:
        raw = " ".join(found.text[start:end] for start, end in claim.evidence.spans)
        assert " ".join(raw.split()) == claim.evidence.quote


@pytest.mark.parametrize("kind", ["pdf", "two-columns.pdf"])
def test_the_characters_of_a_page_are_those_of_the_quote(written: Written, kind: str) -> None:
    path = written(STEMS[0], kind)
    found = extract(read_document(path))
    pages = pypdfium2.PdfDocument(path)
    seen = set()
    for claim in found.claims:
        start = claim.evidence.start
        place = find_place(found.places, start)
        assert place is not None
        assert place.page is not None
        assert place.offset is not None
        seen.add(place.page)
        letters = min(12, place.end - start)
        text = pages[place.page - 1].get_textpage()
        at = place.offset + start - place.start
        assert text.get_text_range(at, letters) == found.text[start : start + letters]
    assert len(seen) > 2


def test_a_place_of_a_pdf_has_the_rectangle_of_its_line(written: Written) -> None:
    document = read_document(written(STEMS[0], "pdf"))
    for place in document.places:
        assert place.box is not None
        left, bottom, right, top = place.box
        assert 60 < left < right < 540
        assert 60 < bottom < top < 790


@pytest.mark.parametrize("kind", ["html", "xml"])
def test_a_place_of_a_page_is_the_byte_where_its_text_begins(written: Written, kind: str) -> None:
    path = written(STEMS[0], kind)
    document, content = read_document(path), path.read_bytes()
    for place in document.places:
        first = document.text[place.start : place.end].split()[0].encode()
        assert place.offset is not None
        assert content[place.offset :].lstrip().startswith(first), place


def test_a_place_of_a_word_file_names_paragraph_and_note(written: Written) -> None:
    document = read_document(written(STEMS[0], "docx"))
    labels = [place.label for place in document.places]
    assert labels[0] == "paragraph 1"
    assert "footnote 10" in labels


def test_running_heads_and_page_numbers_are_no_text(written: Written, letters: ModuleType) -> None:
    document = read_document(written(STEMS[0], "pdf"))
    assert letters.RUNNING_HEAD not in document.text
    assert re.search(r"^\d+$", document.text, re.MULTILINE) is None


def test_words_that_were_cut_at_line_ends_are_whole(written: Written) -> None:
    path = written(STEMS[0], "two-columns.pdf")
    joined = sum(
        page.get_textpage().get_text_range().count("\ufffe") for page in pypdfium2.PdfDocument(path)
    )
    assert joined > 20
    plain = " ".join((SAMPLES / f"{STEMS[0]}.txt").read_text("utf-8").split())
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", plain))
    text = read_document(path).text
    assert set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)) - words == set()


def test_notes_at_the_foot_of_pages_are_known_with_their_marks(written: Written) -> None:
    document = read_document(written(STEMS[0], "pdf"))
    assert [note.number for note in document.notes] == list(range(1, 11))
    assert [number for _, number in document.marks] == list(range(1, 11))
    last = document.notes[-1]
    assert document.text[last.start : last.end].startswith("Informeel netwerk van de EU")


def test_the_frame_of_a_web_page_is_left_out(written: Written) -> None:
    text = read_document(written(STEMS[0], "html")).text
    for words in ("voorpagina", "dit menu", "voettekst", "Duitsland steunt niets", "Brief\n"):
        assert words not in text


# --- smaller files ----------------------------------------------------------------------
@pytest.fixture
def page(tmp_path: Path) -> Callable[[str], RawDocument]:
    def read(inside: str) -> RawDocument:
        path = tmp_path / "page.html"
        path.write_text(f"<!DOCTYPE html><html><body>{inside}</body></html>", "utf-8")
        return read_document(path)

    return read


NOTE_SHAPES = {
    "list with links back": '<p>Nederland steunt het<sup><a href="#fn1" id="r">1</a></sup>.</p>'
    '<ol><li id="fn1"><p>Zie stuk 9. <a href="#r">↩</a></p></li></ol>',
    "word processor": '<p>Nederland steunt het<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>.'
    '</p><div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> Zie stuk 9.</p></div>',
    "number on its own line": '<p>Nederland steunt het<a id="r1" href="#n1">1</a>.</p>'
    '<div class="noot" id="n1"><h2>X Noot</h2><p>1</p><p>Zie stuk 9.</p></div>',
    "anchor in the note": '<p>Nederland steunt het<a href="#s1" name="a1"><sup>1</sup></a>.</p>'
    '<div><p><a name="s1" href="#a1">1</a>Zie stuk 9.</p></div>',
}


@pytest.mark.parametrize("shape", NOTE_SHAPES)
def test_a_note_of_a_page_is_resolved(page: Callable[[str], RawDocument], shape: str) -> None:
    document = page(NOTE_SHAPES[shape])
    assert document.text == "Nederland steunt het1.\n\n1 Zie stuk 9."
    assert document.marks == ((20, 1),)
    note = document.notes[0]
    assert document.text[note.start : note.end] == "Zie stuk 9."


def test_a_link_to_a_chapter_is_no_note(page: Callable[[str], RawDocument]) -> None:
    chapters = "".join(f"<p>Alinea {n} over het voorstel.</p>" for n in range(20))
    document = page(f'<p>Zie hoofdstuk <a href="#h2">2</a>.</p><div id="h2">{chapters}</div>')
    assert document.notes == ()
    assert "Zie hoofdstuk 2." in document.text


def test_lists_tables_and_line_ends_of_a_page(page: Callable[[str], RawDocument]) -> None:
    document = page(
        "<h2>Kop</h2><ol><li>een<li>twee</ol><ul><li>– drie</ul><table><tr><td>a<td>b</table>"
        "<p>regel<br>einde &amp; meer</p><p hidden>niet</p><p>b<span>ij</span>een</p>"
    )
    assert document.text == (
        "Kop\n\n1. een\n\n2. twee\n\n– drie\n\na\tb\n\nregel\neinde & meer\n\nbijeen"
    )


def test_lists_tables_and_notes_of_a_word_file(tmp_path: Path, letters: ModuleType) -> None:
    from docx import Document

    made = Document()
    made.add_paragraph("Terugkeer", style="List Number")
    made.add_paragraph("Schengen", style="List Number")
    made.add_paragraph("een punt", style="List Bullet")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Duitsland", "steunt"
    made.add_paragraph("Einde\tvan\nde brief.")
    path = tmp_path / "lists.docx"
    made.save(str(path))
    document = read_document(path)
    assert document.text == (
        "1. Terugkeer\n\n2. Schengen\n\n- een punt\n\nDuitsland\tsteunt\n\nEinde van\nde brief."
    )
    at = document.text.index("steunt")
    assert say_place(document.places, at, at + 6) == "table 1, row 1, cell 2"


def test_the_xml_of_the_publications_keeps_numbers_and_lists(tmp_path: Path) -> None:
    path = tmp_path / "kst.xml"
    path.write_text(
        "<officiele-publicatie><metadata><meta name='a' content='b'/></metadata><kamerstuk>"
        "<dossier><dossiernummer><dossiernr>99 999</dossiernr></dossiernummer><titel>JBZ</titel>"
        "</dossier><stuk><stuknr>Nr. <ondernummer>4</ondernummer></stuknr><algemeen><vrije-tekst>"
        "<tekst><divisie><kop><nr>1.</nr><titel>Terugkeer</titel></kop><al>Zie<noot><noot.nr>3"
        "</noot.nr><noot.al>Stuk 9.</noot.al></noot> daar <nadruk>nu</nadruk>.</al><lijst><li>"
        "<li.nr>–</li.nr><al>een</al></li><li><li.nr>–</li.nr><al>twee</al></li></lijst></divisie>"
        "</tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>",
        "utf-8",
    )
    document = read_document(path)
    assert document.media_type == "application/xml"
    assert document.text == (
        "99 999\n\nJBZ\n\nNr. 4\n\n1. Terugkeer\n\nZie3 daar nu.\n\n– een\n\n– twee\n\n3 Stuk 9."
    )


@pytest.mark.parametrize("name", ["brief.txt", "brief.pdf", "brief", "brief.docx"])
def test_the_content_tells_the_format_and_not_the_suffix(
    tmp_path: Path, written: Written, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(written(STEMS[1], "html").read_bytes())
    assert read_document(path).media_type == "text/html"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", []), ("utf-8-sig", []), ("utf-16", ["encoding"]), ("utf-16-be", ["encoding"]),
     ("windows-1252", ["encoding"])],
)  # fmt: skip
def test_plain_text_is_decoded_and_other_encodings_are_told(
    tmp_path: Path, encoding: str, told: list[str]
) -> None:
    text = "De Raad – in het bijzonder België – steunt het voorstel van de Commissie."
    path = tmp_path / "brief.txt"
    path.write_bytes(text.encode(encoding))
    document = read_document(path)
    assert document.text == text
    assert [notice.code for notice in document.notices] == told


def test_what_a_reader_notices_becomes_a_notice_of_the_document(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_bytes("De Raad sprak over België en over het voorstel.".encode("latin-1"))
    notice = extract(read_document(path), language="nl").notices[0]
    assert notice.code == "encoding"
    assert notice.message == "the file is not UTF-8; it was read as latin-1"
    assert notice.evidence.quote == "De Raad sprak over België en over het voorstel."


def test_notes_behind_a_printed_page_are_known(tmp_path: Path, letters: ModuleType) -> None:
    prose = "De Raad sprak over het voorstel en over wat daar verder nog bij hoort. " * 4
    texts = (prose.strip(), "1", "Stuk 9.", "2", "Stuk 10.", "Einde.")
    cited = letters.Block((("Nederland steunt het", 1), (" en Malta", 2), (" niet.", 0)), False)
    path = tmp_path / "printed.pdf"
    blocks = (cited, *(letters.Block(((text, 0),), False) for text in texts))
    letters.write_pdf(letters.Letter(blocks, {}), path)
    document = read_document(path)
    assert document.text == (
        "Nederland steunt het1 en Malta2 niet.\n\n"
        f"{prose.strip()}\n\nEinde.\n\n1 Stuk 9.\n\n2 Stuk 10."
    )
    assert [number for _, number in document.marks] == [1, 2]


TABLE = (("Lidstaat", "Standpunt"), ("Polen", "voor"), ("Malta", "tegen"))


def as_word(path: Path) -> None:
    from docx import Document

    made = Document()
    made.add_paragraph("De Raad besprak het voorstel van de Commissie.")
    table = made.add_table(rows=3, cols=2)
    for row, cells in enumerate(TABLE):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    made.save(str(path))


def as_page(path: Path) -> None:
    rows = "".join(f"<tr><td>{a}</td><td><p>{b}</p></td></tr>" for a, b in TABLE)
    path.write_text(
        "<html><body><p>De Raad besprak het voorstel van de Commissie.</p>"
        f"<table>{rows}</table></body></html>"
    )


def as_publication(path: Path) -> None:
    rows = "".join(f"<row><entry><al>{a}</al></entry><entry><al>{b}</al></entry></row>" for a, b in TABLE)  # fmt: skip  # noqa: E501
    path.write_text(
        "<kamerstuk><al>De Raad besprak het voorstel van de Commissie.</al>"
        f"<table><tgroup><tbody>{rows}</tbody></tgroup></table></kamerstuk>"
    )


@pytest.mark.parametrize("write", [as_word, as_page, as_publication])
def test_rows_of_a_table_are_rows_of_the_text(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    path = tmp_path / "tabel"
    write(path)
    document = read_document(path)
    assert document.text == (
        "De Raad besprak het voorstel van de Commissie.\n\n"
        "Lidstaat\tStandpunt\n\nPolen\tvoor\n\nMalta\ttegen"
    )
    found = extract(document, language="nl")
    assert [(c.holders.named, c.polarity) for c in found.claims] == [
        (("POL",), "support"),
        (("MLT",), "oppose"),
    ]
