"""Plain text: a file's own characters are the text, so that an offset in it needs no map."""

import hashlib
import re

from ingest.errors import DocumentTooLargeError
from ingest.raw import PLAIN_TEXT, RawDocument, ReadNotice
from ingest.readers.decoding import decode
from ingest.readers.hygiene import clean, notice_at
from ingest.readers.limits import MAX_TEXT
from ingest.readers.source import Source

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def read_text(source: Source) -> tuple[RawDocument, ...]:
    """The text with its line ends as they are; an encoding other than UTF-8 is told."""
    text, encoding = decode(source.content, source.path, source.charset)
    if len(text) > MAX_TEXT:
        raise DocumentTooLargeError(
            f"{source.path}: holds {len(text):,} characters, more than the {MAX_TEXT:,} that a "
            "Council paper can be; check what this file is, or split it"
        )
    text, notices = clean(text)
    return (
        RawDocument(
            path=source.path,
            text=text,
            sha256=hashlib.sha256(source.content).hexdigest(),
            media_type=PLAIN_TEXT,
            notices=(*tell_encoding(text, encoding), *notices),
        ),
    )


def tell_encoding(text: str, encoding: str) -> tuple[ReadNotice, ...]:
    """A notice of an encoding that was not UTF-8, at the first character that it decides on."""
    if encoding == "utf-8":
        return ()
    first = _BEYOND_ASCII.search(text) or re.search(r"\S", text)
    at = first.start() if first else 0
    return (notice_at(text, at, "encoding", f"the file is not UTF-8; it was read as {encoding}"),)
