"""Options that several subcommands share."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from standpunt.errors import UsageError
from standpunt.paths import STORE_VARIABLE, default_store, named_store
from standpunt.terminal import complain

if TYPE_CHECKING:
    from argparse import _ArgumentGroup

    from standpunt.isolation import Readers


def add_store(parser: ArgumentParser) -> None:
    """--store DIR|URL, by default what standpunt.paths says, and --user NAME for a URL."""
    parser.add_argument(
        "--store",
        metavar="DIR|URL",
        help="folder of the store, or the address of a SPARQL engine "
        f"(default: ${STORE_VARIABLE}, else in your user data folder)",
    )
    parser.add_argument(
        "--user",
        metavar="NAME",
        help="with an address: whom the engine knows (default: $STANDPUNT_STORE_USER); the "
        "password or token is read from $STANDPUNT_STORE_TOKEN",
    )


def store_path(arguments: Namespace) -> Path:
    """The store that the command line or the environment names, as an absolute path."""
    named: str | None = arguments.store or os.environ.get(STORE_VARIABLE)
    store = named_store(named, arguments.user or "") if named else default_store()
    return store.absolute()


def add_output(parser: ArgumentParser) -> None:
    """--output FILE."""
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="file to write (default: stdout)"
    )


def write_output(arguments: Namespace, content: bytes) -> None:
    """Write the file of --output, whole or not at all, or to stdout. Raises UsageError."""
    from standpunt.writing import write_whole

    if arguments.output is None:
        sys.stdout.buffer.write(content)
    else:
        write_whole(arguments.output, content)


def add_reviewed(parser: "ArgumentParser | _ArgumentGroup") -> None:
    """--reviewed."""
    parser.add_argument(
        "--reviewed",
        action="store_true",
        help="with reviews laid over: rejected claims left out, corrected values, added claims",
    )


def add_reviewed_views(parser: "ArgumentParser | _ArgumentGroup") -> None:
    """--reviewed and --reviewed-only, of which one holds."""
    views = parser.add_mutually_exclusive_group()
    add_reviewed(views)
    views.add_argument(
        "--reviewed-only",
        action="store_true",
        help="only claims that a reviewer confirmed, corrected, added or split, as they left them",
    )


def add_as_of(parser: ArgumentParser) -> None:
    """--as-of DATE|RUN."""
    parser.add_argument(
        "--as-of",
        metavar="DATE|RUN",
        help="ask the store as it was on a day (2026-11-22) or after a run (its number)",
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


def add_readers(parser: ArgumentParser) -> None:
    """--jobs N, --timeout SECONDS, --memory MIB, --by NAME: who reads, within which limits."""
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=positive_count,
        help="read so many documents at a time (default: one for each core)",
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=positive_number,
        default=60.0,
        help="a file that takes longer is refused (default: %(default)g)",
    )
    parser.add_argument(
        "--memory",
        metavar="MIB",
        type=positive_count,
        default=3072,
        help="a file that wants more memory is refused (default: %(default)d)",
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="read on the workers of a Dask cluster, by the address of its scheduler as "
        "tcp://10.0.0.5:8786; they see the files under the same paths",
    )
    parser.add_argument(
        "--by", metavar="NAME", help="who runs this, for the record (default: the user's name)"
    )


@contextmanager
def open_readers(arguments: Namespace, documents: int) -> Iterator["Readers"]:
    """The workers that the options ask for, no more of them than there are documents."""
    from standpunt.isolation import Limits, LocalReaders

    limits = Limits(arguments.timeout, arguments.memory * 2**20)
    if arguments.cluster is not None:
        from standpunt.cluster import ClusterReaders

        with ClusterReaders(arguments.cluster, limits) as cluster:
            yield cluster
        return
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    workers = max(1, min(arguments.jobs or cores or 1, documents))
    with LocalReaders(workers, limits) as readers:
        yield readers
        if readers.note:
            complain(f"documents were read with less protection here: {readers.note}")


def day_text(text: str) -> str:
    """A day as 2026-01-22, for argparse."""
    return day_of(text).isoformat()


def day_of(text: str) -> date:
    """A day written as 2026-01-22, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day; write it as 2026-01-22") from error


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


def positive_number(text: str) -> float:
    """A finite number above 0, for argparse."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"{text!r} is no number above 0")
    return value
