"""Bad and hostile files, each made here; loaded by the tests' conftest, not a test itself."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "jbz-2026-01-geannoteerde-agenda.txt"
LETTER = SAMPLE.read_text("utf-8")
Make = Callable[[Path], None]


# --- text -----------------------------------------------------------------------------
def _bytes(content: bytes) -> Make:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def _text(text: str, encoding: str = "utf-8") -> Make:
    return _bytes(text.encode(encoding))


def _sparse(size: int) -> Make:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


TEXT: dict[str, Make] = {
    "empty.txt": _bytes(b""),
    "white-space.txt": _bytes(b" \n\r\n\t\f \n" * 100),
    "only-nul.txt": _bytes(bytes(5000)),
    "utf16-without-mark.txt": _text(LETTER, "utf-16-le"),
    "latin1.txt": _text(
        LETTER.replace("–", "-").translate(dict.fromkeys(map(ord, "‘’«»…"), "'")), "latin-1"
    ),
    "broken-utf8.txt": _bytes(LETTER.encode()[:5000] + b"\xc3\x28\xff" + LETTER.encode()[5000:]),
    "200-mb.txt": _sparse(200_000_000),
    "one-line-of-50-mb.txt": _bytes(b"Nederland steunt het voorstel. " * 1_650_000),
    "100000-headings.txt": _text("\n\n".join(f"{n % 90 + 1}. Wat de Raad" for n in range(100_000))),
    "million-marks.txt": _text("wij1 " * 1_000_000),
    "200000-marks.txt": _text("Nederland1 steunt2 het3 plan4. " * 50_000),
    "bidi.txt": _text(LETTER.replace("Het kabinet", "Het \u202ekabinet\u202c", 3)),
    "controls.txt": _text(LETTER.replace("Raad", "Ra\x07ad", 2)),
    "german.txt": _text(
        "Die Minister haben über die Lage gesprochen und nichts entschieden. " * 40
    ),
    "two-letters.txt": _text(LETTER + "\n\n" + LETTER),
    "no-meeting.txt": _text("De voorzitter sprak over het weer en daarna was er koffie. " * 20),
    "items-out-of-order.txt": _text(
        "Verslag van de JBZ-Raad van 22 en 23 januari 2026\n\n"
        + "\n\n".join(f"{n}. Punt {n}\n\nNederland steunt het voorstel." for n in (3, 1, 7, 2))
    ),
    "impossible-dates.txt": _text(
        "Verslag van de JBZ-Raad van 31 februari 2026 en 22-23 januari 2025/2026\n\n"
        + "De vergadering van 30 februari is de enige die er was. " * 20
    ),
    "28-as-27.txt": _text(
        "Verslag van de JBZ-Raad van 22 en 23 januari 2026\n\n1. Terugkeer\n\nAlle 27 lidstaten, "
        "België, Bulgarije, Cyprus, Denemarken, Duitsland, Estland, Finland, Frankrijk, "
        "Griekenland, Hongarije, Ierland, Italië, Kroatië, Letland, Litouwen, Luxemburg, Malta, "
        "Nederland, Oostenrijk, Polen, Portugal, Roemenië, Slovenië, Slowakije, Spanje, Tsjechië, "
        "Zweden en Noorwegen, steunen het voorstel.\n"
    ),
}


# --- PDF ------------------------------------------------------------------------------
def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF file of numbered objects; the first is the catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _stream(content: bytes, filters: bytes = b"", more: bytes = b"") -> bytes:
    named = b"/Filter " + filters if filters else b""
    return b"<<%s%s/Length %d>>\nstream\n%s\nendstream" % (named, more, len(content), content)


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _one_page(contents: bytes, *more: bytes, resources: bytes = b"/Font<</F1 5 0 R>>") -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>"
    return pdf_of([_CATALOGUE, _PAGES, page % resources, contents, _FONT, *more])


def _bomb(depth: int, drawn: bytes = b"0 0 m ") -> bytes:
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"BT /F1 9 Tf ")]
    parts += [packer.compress(drawn * 2_000_000) for _ in range(90)]
    content = b"".join((*parts, packer.flush()))
    for _ in range(depth - 1):
        content = zlib.compress(content, 9)
    return _one_page(_stream(content, b"[" + b"/FlateDecode " * depth + b"]"))


def _form(body: bytes, resources: bytes) -> bytes:
    return _stream(
        body, more=b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % resources
    )


def _self_loop() -> bytes:
    inside = b"/XObject<</X 6 0 R>>"
    return _one_page(_stream(b"/X Do"), _form(b"/X Do /X Do /X Do", inside), resources=inside)


def _fan_out(width: int = 10, depth: int = 7) -> bytes:
    forms = [
        _form(b"/X Do " * width, b"/XObject<</X %d 0 R>>" % (7 + level)) for level in range(depth)
    ]
    last = _form(b"0 0 m", b"")
    return _one_page(_stream(b"/X Do"), *forms, last, resources=b"/XObject<</X 6 0 R>>")


def _scan() -> bytes:
    picture = _stream(
        zlib.compress(bytes(range(256)) * 256),
        b"/FlateDecode",
        b"/Type/XObject/Subtype/Image/Width 256/Height 256/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8",
    )
    drawn = _stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    return _one_page(drawn, picture, resources=b"/XObject<</I 6 0 R>>")


def _pdf(letter: Make, change: Callable[[bytes], bytes]) -> Make:
    def make(path: Path) -> None:
        letter(path)
        path.write_bytes(change(path.read_bytes()))

    return make


def _garbled(content: bytes) -> bytes:
    """Two hundred bytes changed, at places that a fixed rule picks."""
    changed = bytearray(content)
    for k in range(200):
        changed[(k * 7919 + 13) % len(changed)] ^= 0xA5
    return bytes(changed)


def pdf_files(letter: Make, locked: Callable[[Path, str, str], None]) -> dict[str, Make]:
    """Bad PDF files; `letter` writes an honest one, `locked` one with passwords."""
    return {
        "user-password.pdf": lambda path: locked(path, "geheim", "eigenaar"),
        "owner-password.pdf": lambda path: locked(path, "", "eigenaar"),
        "half.pdf": _pdf(letter, lambda content: content[: len(content) // 2]),
        "garbled.pdf": _pdf(letter, _garbled),
        "scanned.pdf": _bytes(_scan()),
        "flate-bomb.pdf": lambda path: path.write_bytes(_bomb(1)) and None,
        "double-flate.pdf": lambda path: path.write_bytes(_bomb(2)) and None,
        "text-bomb.pdf": lambda path: path.write_bytes(_bomb(1, b"(steunt) Tj ")) and None,
        "page-loop.pdf": _bytes(pdf_of([_CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])),
        "fan-out.pdf": _bytes(_fan_out()),
        "self-loop.pdf": _bytes(_self_loop()),
        "many-pages.pdf": _bytes(
            pdf_of(
                [
                    _CATALOGUE,
                    b"<</Type/Pages/Kids[3 0 R]/Count 10000000000>>",
                    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
                ]
            )
        ),
        "million-pages.pdf": _bytes(
            pdf_of(
                [
                    _CATALOGUE,
                    b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>",
                    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
                ]
            )
        ),
        "really-a.docx": letter,
        "pdf-and-zip.pdf": _pdf(letter, lambda content: content + zip_of({"a.txt": b"hallo"})),
    }


# --- DOCX and zip ---------------------------------------------------------------------
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"


def zip_of(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_of(body: str, more: dict[str, bytes] | None = None, head: str = "") -> bytes:
    """A Word file with this body."""
    document = f'{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    members = {"[Content_Types].xml": _TYPES, "word/document.xml": document.encode()}
    return zip_of(members | (more or {}))


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _notes(count: int) -> bytes:
    body = "".join(
        f"<w:p><w:r><w:t>Nederland steunt punt</w:t></w:r><w:r><w:footnoteReference w:id='{n}'/>"
        "</w:r></w:p>"
        for n in range(1, count + 1)
    )
    notes = "".join(
        f"<w:footnote w:id='{n}'>{_paragraph(f'Zie stuk {n}.')}</w:footnote>"
        for n in range(1, count + 1)
    )
    part = f'<w:footnotes xmlns:w="{_W}">{notes}</w:footnotes>'
    return docx_of(body, {"word/footnotes.xml": part.encode()})


_LAUGHS = (
    "<!DOCTYPE r [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)
_EXTERNAL = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"


def _docx_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            chunk = b"<w:p/>" * 200_000
            for _ in range(1_600):
                member.write(chunk)


def _lying_zip() -> bytes:
    """A member of 60 MB whose directory says that it is small."""
    content = bytearray(zip_of({"brief.txt": b"a" * 60_000_000}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(signature)
        struct.pack_into("<I", content, at + place, 1000)
    return bytes(content)


def _with_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("brief.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _nested(depth: int) -> bytes:
    content = zip_of({"brief.txt": LETTER.encode()})
    for _ in range(depth):
        content = zip_of({"inner.zip": content})
    return content


DOCX: dict[str, Make] = {
    "bomb.docx": _docx_bomb,
    "nested-zip.docx": _bytes(docx_of(_paragraph("x"), {"word/embeddings/a.zip": _nested(5)})),
    "no-document.docx": _bytes(zip_of({"[Content_Types].xml": _TYPES, "word/styles.xml": b"<s/>"})),
    "xxe.docx": _bytes(docx_of(_paragraph("&x;"), head=_EXTERNAL)),
    "laughs.docx": _bytes(docx_of(_paragraph("&a9;"), head=_LAUGHS)),
    "10000-notes.docx": _bytes(_notes(10_000)),
    "deep.docx": _bytes(docx_of("<w:sdt>" * 5000 + _paragraph("x") + "</w:sdt>" * 5000)),
    "million-paragraphs.docx": _bytes(docx_of("<w:p/>" * 3_000_000)),
    "half.docx": _bytes(docx_of(_paragraph("Nederland steunt het voorstel."))[:300]),
}

ZIP: dict[str, Make] = {
    "traversal.zip": _bytes(
        zip_of(
            {
                "../../../tmp/slip/evil.txt": LETTER.encode(),
                "C:\\con\\x\x07.txt": LETTER.encode(),
                "/" + "n" * 4000 + ".txt": LETTER.encode(),
            }
        )
    ),
    "link.zip": _bytes(_with_link()),
    "thirty-deep.zip": _bytes(_nested(30)),  # a zip that holds itself is endless in this way
    "nested-once.zip": _bytes(_nested(1)),
    "lying.zip": _bytes(_lying_zip()),
    "many.zip": _bytes(zip_of({f"{n}.txt": b"x" for n in range(3_000)})),
    "one-scanned.zip": _bytes(zip_of({"a.txt": LETTER.encode(), "b.pdf": _scan()})),
}


# --- HTML and XML ---------------------------------------------------------------------
_BODY = "<p>Nederland steunt het voorstel en de Commissie is daar blij mee.</p>"


def _page(inside: str) -> Make:
    return _text(f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{inside}</body>")


def _publication(inside: str, head: str = "") -> Make:
    return _text(f"<?xml version='1.0'?>{head}<kamerstuk>{inside}</kamerstuk>")


HTML: dict[str, Make] = {
    "200000-divs.html": _page("<div>" * 200_000 + _BODY),
    "300000-attributes.html": _page(
        "<p " + " ".join(f"a{n}='{n}'" for n in range(300_000)) + ">" + _BODY
    ),
    "open-tags.html": _page(_BODY + "<a" * 500_000),
    "open-comments.html": _page(_BODY + "<!--" * 500_000),
    "open-declarations.html": _page(_BODY + "<!" * 500_000),
    "open-ends.html": _page(_BODY + "<script>" + "</" * 500_000),
    "script-as-text.html": _page(
        _BODY + "<script>alert(1)</script><p>&lt;script&gt;alert(2)&lt;/script&gt;</p>"
        "<style>p{}</style><iframe srcdoc='<p>Malta steunt niets.</p>'></iframe>"
    ),
    "lying-charset.html": _text(
        "<html><head><meta charset='iso-8859-7'></head><body><p>België en Roemenië steunen het "
        "voorstel van de Commissie.</p></body></html>"
    ),
    "latin1-page.html": _text(
        "<html><head><meta charset='iso-8859-1'></head><body><p>België en Roemenië steunen het "
        "voorstel van de Commissie.</p></body></html>",
        "latin-1",
    ),
}

XML: dict[str, Make] = {
    "laughs.xml": _publication("<al>&a9;</al>", _LAUGHS),
    "external.xml": _publication("<al>&x;</al>", _EXTERNAL),
    "depth-100000.xml": _publication("<al>" * 100_000 + "x" + "</al>" * 100_000),
    "half.xml": _text("<?xml version='1.0'?><kamerstuk><al>Nederland steunt"),
    "other.xml": _text("<?xml version='1.0'?><invoice><al>Nederland steunt</al></invoice>"),
}

MAIL: dict[str, Make] = {
    "deep-parts.eml": _text(
        "MIME-Version: 1.0\nSubject: x\n"
        + "".join(
            f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000)
        )
        + "Content-Type: text/plain\n\nhallo\n"
    ),
    "bad-charset.eml": _text(
        "MIME-Version: 1.0\nSubject: x\nContent-Type: text/plain; charset=klingon\n\n" + LETTER
    ),
}

OTHER: dict[str, Make] = {
    "old-word.txt": _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)),
    "rich.doc": _bytes(b"{\\rtf1\\ansi Nederland steunt het voorstel.}"),
    "picture.pdf": _bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
    "random.txt": _bytes(bytes((k * k * 31 + k * 7) % 256 for k in range(20_000))),
    "page.pdf": _page(_BODY * 5),
}
