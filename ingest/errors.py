"""Errors of ingest; each class says what the reader of the message should do."""

from ontology.errors import StandpuntError


class IngestError(StandpuntError):
    """Anything that stops one document, or the run when the language pack itself is broken."""


class DocumentError(IngestError):
    """A file cannot be read as a document; the message names the file and the cure."""


class MissingDocumentError(DocumentError):
    """There is no such file or folder; check the path."""


class EmptyDocumentError(DocumentError):
    """The file holds no text; a scanned document needs text recognition first."""


class BinaryDocumentError(DocumentError):
    """The file is not plain text; convert it to UTF-8 text."""


class EncodingError(DocumentError):
    """The file is not UTF-8; save it again as UTF-8."""


class DocumentTooLargeError(DocumentError):
    """The file is larger than a Council paper can be; split it or check what it is."""


class UnknownLanguageError(DocumentError):
    """No language pack reads this text; only documents in a supported language can be ingested."""


class MeetingNotFoundError(DocumentError):
    """The document names no meeting and fits none that is known; say it with --meeting."""


class LanguagePackError(IngestError):
    """A language pack is broken: the message names the file and the entry; mend the pack."""
