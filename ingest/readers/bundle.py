"""Files inside a file: zip bundles, and what mail and zip have in common.

Names of members are data: they are shown and kept, cut to their last part, and never opened.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import BinaryDocumentError, BundleError, DocumentError, UnsafeDocumentError
from ingest.raw import RawDocument
from ingest.readers.archive import Archive
from ingest.readers.limits import MAX_NESTING
from ingest.readers.source import Source

MAX_NAME = 120  # characters of a member's name that are kept
_IGNORED = re.compile(
    r"(?i)^(?:\..*|thumbs\.db|desktop\.ini)$|\.(?:toml|md|css|js|json|csv|yaml|yml|sig|p7s|ics|vcf"
    r"|png|jpe?g|gif|svg|bmp|webp|ico|woff2?)$"
)
ReadSource = Callable[[Source], tuple[RawDocument, ...]]


@dataclass(frozen=True)
class Member:
    """A file inside a file; `charset` is that of a mail's part, if it says one."""

    name: str
    content: bytes
    charset: str | None = None


def read_zip(source: Source, read_source: ReadSource) -> tuple[RawDocument, ...]:
    """The papers in a zip; pictures, settings and the like are passed over."""
    archive = Archive(source.content, source.path)
    members = [
        Member(member.filename, archive.read(member))
        for member in archive.members
        if not _IGNORED.search(member_name(member.filename))
        and not member.filename.startswith("__MACOSX/")
    ]
    documents = read_members(source, members, read_source)
    if not documents:
        raise BundleError(f"{source.path}: this zip holds no paper; name another file")
    return documents


def read_members(
    source: Source, members: Iterable[Member], read_source: ReadSource
) -> tuple[RawDocument, ...]:
    """The documents of all members, in order, each below the bundle's path.

    A member of no known format is passed over in a mail, where signatures and logos travel along.
    Raises BundleError if a paper among them cannot be read: half a bundle would look whole.
    """
    if source.depth > MAX_NESTING:
        raise UnsafeDocumentError(
            f"{source.path}: a bundle in a bundle in a bundle; take the papers out and give those"
        )
    documents: list[RawDocument] = []
    refused: list[str] = []
    taken: set[str] = set()
    for member in members:
        name = _unique(member_name(member.name), taken)
        if _IGNORED.search(name):
            continue
        try:
            inner = Source(source.path / name, member.content, source.depth + 1, member.charset)
            documents += read_source(inner)
        except UnsafeDocumentError:
            raise
        except BinaryDocumentError as error:
            if source.content[:2] == b"PK":
                refused.append(str(error))
        except DocumentError as error:
            refused.append(str(error))
    if refused:
        more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
        raise BundleError(f"{refused[0]}{more}; nothing of {source.path} is taken until it is out")
    return tuple(documents)


def member_name(written: str) -> str:
    """The last part of a member's name, printable and short: "../../etc/x.pdf" is x.pdf."""
    last = re.split(r"[/\\]", written.strip())[-1]
    shown = "".join(c if c.isprintable() else "_" for c in last).strip(" .") or "unnamed"
    if len(shown) <= MAX_NAME:
        return shown
    suffix = Path(shown).suffix[:10]
    return shown[: MAX_NAME - len(suffix)] + suffix


def _unique(name: str, taken: set[str]) -> str:
    """The name, with a number where another member bears it too."""
    path, found, count = Path(name), name, 1
    while found in taken:
        count += 1
        found = f"{path.stem}-{count}{path.suffix}"
    taken.add(found)
    return found
