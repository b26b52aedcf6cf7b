"""The errors of the dashboard; each docstring says when it comes and what to do then."""

from ontology.errors import StandpuntError


class DashboardError(StandpuntError):
    """Root of every error of the dashboard package."""


class WordMissingError(DashboardError):
    """A page asks for words that words/<language>.toml does not have; add them there."""
