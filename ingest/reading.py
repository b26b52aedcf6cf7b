"""Bytes of a file to raw text; knows nothing of what the text says."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import (
    BinaryDocumentError,
    DocumentError,
    DocumentTooLargeError,
    EmptyDocumentError,
    EncodingError,
    MissingDocumentError,
)

MAX_BYTES = 20_000_000  # the longest Council letters stay under 1 MB of text
MAX_CONTROL_SHARE = 0.01  # text has no control characters but white space and form feeds


@dataclass(frozen=True)
class RawDocument:
    """A file as read: its text unchanged (line ends kept), so that offsets lead back to it."""

    path: Path
    text: str
    sha256: str


def read_document(path: Path) -> RawDocument:
    """Read a UTF-8 text file; a byte order mark is kept out of the text.

    Raises a DocumentError subclass for a missing, empty, binary, too large or not UTF-8 file.
    """
    try:
        if not path.exists():
            raise MissingDocumentError(f"{path}: no such file; check the path")
        if path.is_dir():
            raise DocumentError(f"{path}: is a folder; give a file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentTooLargeError(
                f"{path}: {size / 1e6:.0f} MB, more than the {MAX_BYTES / 1e6:.0f} MB that a "
                "Council paper can be; check what this file is, or split it"
            )
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read ({error.strerror}); check its permissions"
        ) from error
    return RawDocument(path, decode_text(content, path), hashlib.sha256(content).hexdigest())


def decode_text(content: bytes, path: Path) -> str:
    """The text of UTF-8 bytes; line ends as they are."""
    if not content.strip():
        raise EmptyDocumentError(
            f"{path}: holds no text; a scanned paper needs text recognition first"
        )
    if b"\x00" in content or content.startswith(
        (b"%PDF-", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff")
    ):
        raise BinaryDocumentError(f"{path}: is not plain text; convert it to UTF-8 text first")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise EncodingError(
            f"{path}: line {line}, byte {error.start} is not UTF-8; save the file as UTF-8 text"
        ) from error
    controls = sum(1 for ch in text if ch < " " and ch not in "\n\r\t\f\v")
    if controls > MAX_CONTROL_SHARE * len(text):
        raise BinaryDocumentError(f"{path}: is not plain text; convert it to UTF-8 text first")
    if not text.strip("\ufeff\u200b \n\r\t\f\v\u00a0"):
        raise EmptyDocumentError(
            f"{path}: holds no text; a scanned paper needs text recognition first"
        )
    return text
