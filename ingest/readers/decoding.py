"""Bytes to characters: which encoding a text is in, as far as its bytes tell with certainty."""

import codecs
import re
from pathlib import Path

from ingest.errors import BinaryDocumentError, EmptyDocumentError, EncodingError

MAX_CONTROL_SHARE = 0.01  # text has no control characters but white space and form feeds
MIN_ZEROS = 0.3  # share of zero bytes on one side of the pairs of UTF-16 without a mark
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WINDOWS_LETTER = re.compile(
    rb"[\x8a\x8c\x8e\x91-\x97\x9a\x9c\x9e\x9f\x80\x82\x84\x85\x8b\x9b\x99]"
)
_NO_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_LATIN_WORD = re.compile(r"[A-Za-z][À-ÖØ-öø-ÿ]|[À-ÖØ-öø-ÿ][A-Za-z]|[\u00a0§°«»“”‘’–—…€·½²³µ©®ª]")
_PLAIN_CURE = "is not plain text; convert it to UTF-8 text, or save it as PDF, DOCX or HTML"
_BLANK = "\ufeff\u200b \n\r\t\f\v\u00a0"


def decode(content: bytes, path: Path, declared: str | None = None) -> tuple[str, str]:
    """The text and the encoding that it was in; a byte order mark is kept out of the text.

    What the bytes show wins over what the file declares of itself: UTF-8 with letters beyond
    ASCII is no accident. Raises EmptyDocumentError, BinaryDocumentError or EncodingError.
    """
    if not content.strip(b" \n\r\t\f\v\x00"):
        raise _empty(path)
    text, encoding = _decoded(content, path, declared)
    text = text.removeprefix("\ufeff")
    controls = sum(map(text.count, map(chr, (*range(9), *range(14, 32), 0xFFFD))))
    if controls > MAX_CONTROL_SHARE * len(text) or "\x00" in text:
        raise BinaryDocumentError(f"{path}: {_PLAIN_CURE}")
    if not text.strip(_BLANK):
        raise _empty(path)
    return text, encoding


def _decoded(content: bytes, path: Path, declared: str | None) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding, path), encoding
    if b"\x00" in content:
        encoding = _pairs(content, path)
        return _strict(content, encoding, path), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_broken_utf8(content):
            line = content.count(b"\n", 0, error.start) + 1
            raise EncodingError(
                f"{path}: line {line}, byte {error.start} is not UTF-8 as the rest is; save the "
                "file as UTF-8 text, or fetch it again"
            ) from error
    return _eight_bits(content, path, declared)


def _strict(content: bytes, encoding: str, path: Path) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{path}: byte {error.start} is not {encoding.upper()}; save the file as UTF-8 text"
        ) from error


def _pairs(content: bytes, path: Path) -> str:
    """UTF-16 without a mark: the zero bytes of Latin letters stand on one side."""
    half = max(1, len(content) // 2)
    even, odd = content[0::2].count(0) / half, content[1::2].count(0) / half
    if odd >= MIN_ZEROS and even < 0.01:
        return "utf-16-le"
    if even >= MIN_ZEROS and odd < 0.01:
        return "utf-16-be"
    raise BinaryDocumentError(f"{path}: {_PLAIN_CURE}")


def _is_broken_utf8(content: bytes) -> bool:
    """True if most of what is not ASCII is whole UTF-8, so that some bytes went wrong."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for letter in text if letter > "\x7f") - broken
    return whole > broken


def _eight_bits(content: bytes, path: Path, declared: str | None) -> tuple[str, str]:
    """Windows-1252 or Latin-1, if the letters beyond ASCII stand in words; else a declared one."""
    if declared and (named := _named(content, declared)):
        return named
    windows = _WINDOWS_LETTER.search(content) is not None and not _NO_WINDOWS.search(content)
    encoding = "windows-1252" if windows else "latin-1"
    text = content.decode(encoding, "replace")
    high = sum(1 for byte in content if byte > 0x7F)
    if len(_LATIN_WORD.findall(text)) < 0.5 * high:
        raise BinaryDocumentError(f"{path}: {_PLAIN_CURE}")
    return text, encoding


def _named(content: bytes, declared: str) -> tuple[str, str] | None:
    """The text in the encoding that the file names, if that is one and fits."""
    try:
        found = codecs.lookup(declared)
        if found.name in ("utf-8", "utf-7") or not found._is_text_encoding:
            return None
        # As browsers do: a page that says Latin-1 means Windows-1252.
        name = "windows-1252" if found.name in ("iso8859-1", "ascii") else found.name
        return content.decode(name), name
    except (LookupError, UnicodeError, ValueError):
        return None


def _empty(path: Path) -> EmptyDocumentError:
    return EmptyDocumentError(
        f"{path}: holds no text; a scanned paper needs text recognition first"
    )
