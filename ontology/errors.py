"""The one root of all errors of the product, and the errors of reference data."""


class StandpuntError(Exception):
    """Root of every error a user can cause or cure; it names the file, the place and the cure."""


class OntologyError(StandpuntError):
    """Reference data cannot be read or contradicts itself; mend the file that the message names."""


class JavaMissingError(StandpuntError):
    """The reasoner needs Java and finds none; install the extra `reasoner` or a system Java."""


class ReasonerError(StandpuntError):
    """The reasoner started and failed; the message holds what it said."""


class InconsistentError(StandpuntError):
    """What is to be reasoned over contradicts itself; ask for an explanation and mend that."""
