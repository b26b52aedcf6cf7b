"""Options that several subcommands share."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
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


def positive_seconds(text: str) -> float:
    """A number of seconds above 0, for argparse."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return value


def positive_count(text: str) -> int:
    """A whole number above 0, for argparse."""
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def port_number(text: str) -> int:
    """A port from 1 to 65535, for argparse."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(f"{text!r} is no port; write a number from 1 to 65535")
    return int(text)
