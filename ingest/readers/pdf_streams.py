"""Streams of a PDF that unpack to more than any page holds, found before pdfium unpacks them."""

import re
import zlib

from ingest.errors import DocumentTooLargeError
from ingest.readers.limits import MAX_STREAM
from ingest.readers.source import Source

_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")  # as zlib begins
_STEP = 1 << 20


def refuse_bombs(source: Source) -> None:
    """Raise DocumentTooLargeError if a packed stream, or one packed in it, goes on too long."""
    for match in _STREAM.finditer(source.content):
        if _is_bomb(source.content, match.end()):
            raise DocumentTooLargeError(
                f"{source.path}: byte {match.end()}: a stream unpacks to more than "
                f"{MAX_STREAM / 1e6:.0f} MB; check what this file is, and fetch it again"
            )


def _is_bomb(packed: bytes, start: int) -> bool:
    """Unpack two layers step by step, keeping no more than a step of each."""
    unpack = zlib.decompressobj()
    inner: zlib._Decompress | None = zlib.decompressobj()
    size = deep = 0
    fed = packed[start : start + _STEP]
    at = start + len(fed)
    try:
        while fed and not unpack.eof:
            piece = unpack.decompress(fed, _STEP)
            size += len(piece)
            if inner is not None and piece:
                try:
                    deep += _deep_size(inner, piece)
                except zlib.error:
                    inner = None
            if max(size, deep) > MAX_STREAM:
                return True
            fed = unpack.unconsumed_tail
            if not fed:
                fed = packed[at : at + _STEP]
                at += len(fed)
    except zlib.error:
        return False
    return False


def _deep_size(inner: "zlib._Decompress", piece: bytes) -> int:
    """How many bytes a second layer gives for a piece of the first."""
    size = 0
    while piece and not inner.eof and size <= MAX_STREAM:
        size += len(inner.decompress(piece, _STEP))
        piece = inner.unconsumed_tail
    return size
