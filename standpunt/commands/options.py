"""Options that several subcommands share."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from standpunt.errors import UsageError
from standpunt.paths import STORE_VARIABLE, default_store


def add_store(parser: ArgumentParser) -> None:
    """--store DIR, by default what standpunt.paths says."""
    parser.add_argument(
        "--store",
        metavar="DIR",
        type=Path,
        help=f"folder of the store (default: ${STORE_VARIABLE}, else in your user data folder)",
    )


def store_path(arguments: Namespace) -> Path:
    """The store that the command line or the environment names, as an absolute path."""
    named: Path | None = arguments.store
    return (named or default_store()).expanduser().absolute()


def add_reviewed(parser: ArgumentParser) -> None:
    """--reviewed."""
    parser.add_argument(
        "--reviewed",
        action="store_true",
        help="with reviews laid over: rejected claims left out, corrected values, added claims",
    )


def add_meeting(parser: ArgumentParser) -> None:
    """--meeting CONFIG/DATE."""
    parser.add_argument(
        "--meeting",
        metavar="CONFIG/DATE",
        help="the meeting the documents belong to, by Council configuration and first day: "
        "JHA/2026-01-22",
    )


def checked_meeting(arguments: Namespace) -> str | None:
    """The value of --meeting, its form checked. Raises UsageError."""
    value: str | None = arguments.meeting
    if value is None:
        return None
    from standpunt.sidecar import meeting_day

    if meeting_day(value) is None:
        raise UsageError(f"--meeting {value!r} is no meeting; write CONFIG/DATE, as JHA/2026-01-22")
    return value
