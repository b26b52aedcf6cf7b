"""Errors of the application floor; each class says what the reader of the message should do."""

from ontology.errors import StandpuntError


class UsageError(StandpuntError):
    """The command line asks for something that cannot be; the message says what to write."""


class NoDocumentsError(UsageError):
    """A folder holds no document; name another folder, or the files themselves."""


class SidecarError(StandpuntError):
    """The .toml file beside a document cannot be used; mend the entry the message names."""


class GateError(StandpuntError):
    """A document's quads break a rule of the model and are not stored; report it with the file."""


class FormatError(UsageError):
    """The answer cannot be written in the format asked for; choose one that the message lists."""


class PortTakenError(UsageError):
    """Another program listens on the port; choose another with --port."""


class MergeError(UsageError):
    """Two issues cannot be merged, or parted; the message says why and what to write."""


class ReviewError(UsageError):
    """A review cannot be made, taken back or read; the message says why and what to write."""


class ReaderError(StandpuntError):
    """The workers that read documents cannot be started or used; the message says what they said.

    Nothing is wrong with a document. Cure what the message names and repeat.
    """


class SourcesError(StandpuntError):
    """The list of a store's files cannot be read; move it aside, the next ingest makes it anew."""


class ClusterError(UsageError):
    """The cluster cannot be used; start it, install the extra, or ingest without --cluster."""


class FetchError(StandpuntError):
    """An address cannot be fetched; the message says why, and what to do about it."""
