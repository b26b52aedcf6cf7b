"""Which reader a file is for: told by its content, for a suffix is only a name."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.errors import (
    BinaryDocumentError,
    DocumentTooLargeError,
    ScannedDocumentError,
    UnsafeDocumentError,
)
from ingest.raw import RawDocument
from ingest.readers.archive import Archive
from ingest.readers.bundle import read_zip
from ingest.readers.limits import MAX_BYTES
from ingest.readers.mail import read_mail
from ingest.readers.pdf import read_pdf
from ingest.readers.publication import ROOTS, read_publication
from ingest.readers.source import Source, names
from ingest.readers.text import read_text
from ingest.readers.web import read_web
from ingest.readers.word import read_word

HEAD = 4096  # bytes in which a format shows itself
SUFFIXES = names(".txt .text .pdf .docx .docm .html .htm .xhtml .xml .eml .mht .mhtml .zip")
"""Suffixes of files that a folder stands for; the content decides who reads them."""

OTHER_PAPERS = names(".doc .odt .rtf .pages .wpd")
"""Suffixes of papers that are found and refused with what to do, never passed over in silence."""

Reader = Callable[[Source], tuple[RawDocument, ...]]


@dataclass(frozen=True)
class Format:
    """A format by name, and what reads it."""

    name: str
    read: Reader


_SAVE = "open it in the program it is from and save it as DOCX or PDF"
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file", _SAVE),
    (b"{\\rtf", "an RTF file", _SAVE),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it and give the folder"),
    (b"Rar!", "a RAR archive", "unpack it and give the folder"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and give the file"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|"
    r"div|p|h[1-6]|main|article|section|span|table|ul|ol|script|style|link|a|b|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\b|<!--|<[A-Za-z_][\w.:-]*[\s/>])")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)[\s/>]")
_HEADER = re.compile(r"(?:[\w-]{2,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}")
_MAIL_HEADER = re.compile(
    r"^(?:mime-version|message-id|received|return-path|content-type|x-mailer):",
    re.IGNORECASE | re.MULTILINE,
)


def read_source(source: Source) -> tuple[RawDocument, ...]:
    """The documents in some bytes, by the reader of their format; see ingest.errors."""
    if len(source.content) > MAX_BYTES:
        raise DocumentTooLargeError(
            f"{source.path}: {len(source.content) / 1e6:.0f} MB, more than the "
            f"{MAX_BYTES / 1e6:.0f} MB that a Council paper can be; check what this file is, or "
            "split it"
        )
    return find_format(source).read(source)


def find_format(source: Source) -> Format:
    """The format of some bytes; raises BinaryDocumentError for one that is not read."""
    content = source.content
    head = content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_pdf = head.startswith(b"%PDF-") or (
        b"%PDF-" in content[:1024] and b"startxref" in content[-2048:]
    )
    is_zip = head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if is_pdf and (is_zip or _ends_as_zip(content)):
        raise UnsafeDocumentError(
            f"{source.path}: is a PDF and a zip at once, and shows another text to another "
            "program; fetch the paper again from its source"
        )
    if is_pdf:
        return Format("pdf", read_pdf)
    if is_zip:
        return _zipped(source)
    _refuse_foreign(source, head)
    return _written(source)


def _ends_as_zip(content: bytes) -> bool:
    """Whether the bytes end with a zip's directory: its comment's length must fit."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    if at < 0 or at + 22 > len(content):
        return False
    return at + 22 + int.from_bytes(content[at + 20 : at + 22], "little") == len(content)


def _zipped(source: Source) -> Format:
    names = Archive(source.content, source.path).names
    if "[Content_Types].xml" not in names and "mimetype" not in names:
        return Format("zip", lambda given: read_zip(given, read_source))
    folders = {name.partition("/")[0] for name in names}
    if "word" in folders or not folders & {"xl", "ppt", "mimetype"}:
        return Format("docx", read_word)
    raise BinaryDocumentError(
        f"{source.path}: is a spreadsheet, slides or an OpenDocument file; save it as DOCX or PDF"
    )


def _refuse_foreign(source: Source, head: bytes) -> None:
    for mark, name, cure in _FOREIGN:
        if head.startswith(mark):
            raise BinaryDocumentError(f"{source.path}: is {name}; {cure}")
    if head.startswith(_PICTURES):
        raise ScannedDocumentError(
            f"{source.path}: is a picture; run text recognition (OCR) and save it as PDF or text"
        )


def _written(source: Source) -> Format:
    """The formats that are text: by what the first characters say."""
    head = _head_text(source.content)
    if _PAGE.match(head):
        return Format("html", read_web)
    if _XML.match(head):
        return _marked_up(source, head)
    header = _HEADER.match(head)
    if header and _MAIL_HEADER.search(header.group()):
        return Format("eml", lambda given: read_mail(given, read_source))
    return Format("text", read_text)


def _marked_up(source: Source, head: str) -> Format:
    root = _ROOT.search(re.sub(r"<!--.*?-->|<!DOCTYPE[^\[>]*", "", head, flags=re.DOTALL))
    name = root.group(1).rpartition(":")[2].lower() if root else ""
    if name in ROOTS or "<!DOCTYPE" in head or "<!ENTITY" in head:
        return Format("xml", read_publication)
    if name == "html":
        return Format("html", read_web)
    if head.lstrip().startswith("<?xml"):
        raise BinaryDocumentError(
            f"{source.path}: is XML with <{name}> as its root, which no reader here knows; give "
            "the official publications' XML, or the paper as PDF, DOCX or HTML"
        )
    return Format("text", read_text)


def _head_text(content: bytes) -> str:
    """The first characters, good enough to see tags in."""
    head = content[:HEAD]
    if head.startswith(b"\xff\xfe") or (head[1:2] == b"\x00" and head[:1] != b"\x00"):
        return head.decode("utf-16-le", "replace").lstrip("\ufeff")
    if head.startswith(b"\xfe\xff") or head[:1] == b"\x00":
        return head.decode("utf-16-be", "replace").lstrip("\ufeff")
    return head.decode("latin-1").removeprefix("ï»¿")
