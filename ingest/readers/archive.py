"""Zip files, opened with care: counted, measured, never unpacked to disk."""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from ingest.errors import (
    DamagedDocumentError,
    DocumentError,
    DocumentTooLargeError,
    EncryptedDocumentError,
    UnsafeDocumentError,
)
from ingest.readers.limits import MAX_BYTES, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, RATIO_FROM

_READING = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    UnicodeError,
)
"""What zipfile raises on files that are broken, each seen in tests."""


class Archive:
    """A zip whose directory has been looked through before anything is unpacked."""

    def __init__(self, content: bytes, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._members = self._zip.infolist()
        except _READING as error:
            raise self._damaged(error) from error
        if len(self._members) > MAX_MEMBERS:
            raise DocumentTooLargeError(
                f"{path}: holds {len(self._members):,} files, more than the {MAX_MEMBERS:,} that "
                "are read at once; unpack it and give the folder"
            )
        total = sum(member.file_size for member in self._members)
        for member in self._members:
            self._check(member)
        if total > MAX_UNPACKED:
            raise DocumentTooLargeError(
                f"{path}: unpacks to {total / 1e6:,.0f} MB, more than the "
                f"{MAX_UNPACKED / 1e6:.0f} MB that are read at once; unpack it and give the folder"
            )

    @property
    def members(self) -> tuple[zipfile.ZipInfo, ...]:
        """The files inside, in the order of the directory; folders are left out."""
        return tuple(member for member in self._members if not member.is_dir())

    @property
    def names(self) -> frozenset[str]:
        """Names of all members, as written."""
        return frozenset(member.filename for member in self._members)

    def read(self, name: str | zipfile.ZipInfo) -> bytes:
        """The bytes of a member, no more than its directory entry says."""
        try:
            member = self._zip.getinfo(name) if isinstance(name, str) else name
            with self._zip.open(member) as stream:
                content = stream.read(MAX_BYTES + 1)
        except _READING as error:
            raise self._damaged(error) from error
        if len(content) > MAX_BYTES:
            raise self._bomb(member)
        return content

    def _check(self, member: zipfile.ZipInfo) -> None:
        if member.flag_bits & 0x1:
            raise EncryptedDocumentError(
                f"{self._path}: “{say_name(member)}” asks for a password; save it without one"
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnsafeDocumentError(
                f"{self._path}: “{say_name(member)}” is a link to another file, not a paper; "
                "pack the papers themselves"
            )
        big = member.file_size > RATIO_FROM
        if big and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise self._bomb(member)
        if member.file_size > MAX_BYTES:
            raise self._bomb(member)

    def _bomb(self, member: zipfile.ZipInfo) -> DocumentError:
        return DocumentTooLargeError(
            f"{self._path}: “{say_name(member)}” unpacks to {member.file_size / 1e6:,.0f} MB, more "
            "than a paper can be; fetch the file again from its source, and check what it is"
        )

    def _damaged(self, error: Exception) -> DocumentError:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        return DamagedDocumentError(
            f"{self._path}: is a damaged zip or Word file ({reason}); fetch it again"
        )


def say_name(member: zipfile.ZipInfo) -> str:
    """The member's name for a message: printable, of a bearable length."""
    return "".join(c if c.isprintable() else "�" for c in member.filename[:120])
