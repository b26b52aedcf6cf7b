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


class ScannedDocumentError(EmptyDocumentError):
    """The pages are pictures; run text recognition (OCR) over the file first."""


class BinaryDocumentError(DocumentError):
    """The file is none of the formats that are read; save it as one of them."""


class DamagedDocumentError(DocumentError):
    """The file is cut off or broken; fetch it again from where it came from."""


class EncryptedDocumentError(DocumentError):
    """The file asks for a password; save it without one."""


class UnsafeDocumentError(DocumentError):
    """The file is built to do harm, or looks so; do not use it, fetch the paper from its source."""


class EncodingError(DocumentError):
    """The bytes are not text in one encoding; save the file again as UTF-8."""


class DocumentTooLargeError(DocumentError):
    """The file is larger than a Council paper can be; split it or check what it is."""


class BundleError(DocumentError):
    """A mail or zip holds no paper, or one that cannot be read; take that out, or read it apart."""


class UnknownLanguageError(DocumentError):
    """No language pack reads this text; only documents in a supported language can be ingested."""


class MeetingNotFoundError(DocumentError):
    """The document names no meeting and fits none that is known; say it with --meeting."""


class LanguagePackError(IngestError):
    """A language pack is broken: the message names the file and the entry; mend the pack."""
