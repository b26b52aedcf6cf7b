"""Files to raw documents; knows nothing of what the text says."""

from pathlib import Path

from ingest.errors import (
    BundleError,
    DocumentError,
    DocumentTooLargeError,
    MissingDocumentError,
)
from ingest.raw import NoteText, Place, RawDocument, ReadNotice, find_place, say_place
from ingest.readers.formats import OTHER_PAPERS, SUFFIXES, read_source
from ingest.readers.limits import MAX_BYTES
from ingest.readers.source import Source

__all__ = [
    "OTHER_PAPERS",
    "SUFFIXES",
    "NoteText",
    "Place",
    "RawDocument",
    "ReadNotice",
    "find_place",
    "read_document",
    "read_documents",
    "say_place",
]


def read_documents(path: Path) -> tuple[RawDocument, ...]:
    """The documents in a file, one or more, in its order; the content tells the format.

    A mail or a zip gives one for each paper in it, with a path below its own. Raises a
    DocumentError subclass that names the file, the place and the cure. A file built to do harm can
    still use up memory or time inside a library: read what is not trusted in a process with the
    limits of ingest.readers.limits.
    """
    try:
        if not path.exists():
            raise MissingDocumentError(f"{path}: no such file; check the path")
        if path.is_dir():
            raise DocumentError(f"{path}: is a folder; give a file")
        if not path.is_file():
            raise DocumentError(f"{path}: is no regular file; give a file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentTooLargeError(
                f"{path}: {size / 1e6:.0f} MB, more than the {MAX_BYTES / 1e6:.0f} MB that a "
                "Council paper can be; check what this file is, or split it"
            )
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(
            f"{path}: cannot be read ({reason}); check its name and permissions"
        ) from error
    return read_source(Source(path, content))


def read_document(path: Path) -> RawDocument:
    """The one document in a file; raises as `read_documents`, and BundleError if there are more."""
    documents = read_documents(path)
    if len(documents) > 1:
        names = ", ".join(document.path.name for document in documents[:3])
        raise BundleError(
            f"{path}: holds {len(documents)} papers ({names} …); ingest takes them all, to look at "
            "one give it as a file of its own"
        )
    return documents[0]
