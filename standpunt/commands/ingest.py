"""Read documents into the store and publish what they say.

A paper is plain text, PDF, DOCX, HTML or the official publications' XML; a mail or a zip stands for
the papers in it, a folder for those in and below it. The content tells the format; a table of
statements (.csv, see docs/analysis.md) becomes claims as it is coded. A file NAME.toml
beside NAME.pdf may say what the paper does not say itself:
  meeting = "JHA/2026-01-22"
  reporter = "NLD"
  date = 2026-01-15
  kind = "report"
Each file is read in a process of its own, without network, with limits on time and memory. What is
as it was is passed over; a run that was cut short goes on where it was.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from standpunt.commands.options import (
    add_meeting,
    add_readers,
    add_store,
    checked_meeting,
    open_readers,
    positive_count,
    store_path,
)
from standpunt.terminal import complain, tell

if TYPE_CHECKING:
    from standpunt.outcomes import Batch, Outcome

HELP = "read documents into the store"
EXAMPLE = "standpunt ingest samples/ --store data/store"

LONG_BATCH = 5
"""From so many documents on a progress bar is shown, and a table that sums up."""


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt ingest`."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        type=Path,
        help="papers, mails, zips, or folders of them",
    )
    add_meeting(parser)
    parser.add_argument(
        "--again", action="store_true", help="read documents that the store has, once more"
    )
    parser.add_argument(
        "--prune",
        action="store_true",
        help="remove the documents whose file is gone from a folder named here",
    )
    parser.add_argument(
        "--min-free",
        metavar="MIB",
        type=positive_count,
        help="stop before less of the disk is free than so much (default: 256)",
    )
    add_readers(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """A line to stdout for each document taken, one to stderr for each refused; 1 if any was."""
    from rich.console import Console
    from rich.progress import Progress

    from standpunt.outcomes import find_all
    from standpunt.pipeline import Wanted, ingest
    from standpunt.worker import collecting_rarely

    free = arguments.min_free * 2**20 if arguments.min_free is not None else None
    wanted = Wanted(
        checked_meeting(arguments), arguments.again, arguments.prune, arguments.by or "", free
    )
    found = find_all(arguments.paths)
    terminal = Console(stderr=True)
    hidden = len(found.documents) < LONG_BATCH or not terminal.is_terminal
    with (
        collecting_rarely(),
        open_readers(arguments, len(found.documents)) as readers,
        Progress(console=terminal, transient=True, disable=hidden) as bar,
    ):
        task = bar.add_task("Reading", total=len(found.documents))
        batch = ingest(
            found,
            store_path(arguments),
            wanted,
            readers=readers,
            progress=lambda path: bar.advance(task),
        )
    return report(batch)


def report(batch: "Batch") -> int:
    """One line a document, in a long batch only where something happened, and then a table.

    Gives 1 if one was refused, else 0.
    """
    from standpunt.outcomes import Status

    long = len(batch.outcomes) >= LONG_BATCH
    for outcome in batch.taken:
        if not (long and outcome.status is Status.UNCHANGED):
            tell(f"{outcome.status.value:<9}  {outcome.path}  {_details(outcome)}")
    if long:
        sys.stdout.write(_summary(batch))
    if batch.generation is not None:
        tell(f"published  generation {batch.generation}")
    sys.stdout.flush()
    for outcome in batch.refused:
        complain(outcome.note)
    return 1 if batch.refused else 0


def _details(outcome: "Outcome") -> str:
    return outcome.note or (
        f"{outcome.meeting}  {outcome.claims} claims, {outcome.notices} notices"
    )


def _summary(batch: "Batch") -> str:
    from standpunt.outcomes import Status
    from standpunt.results import table_text, text_table

    documents = Counter(outcome.status for outcome in batch.outcomes)
    claims: Counter[Status] = Counter()
    for outcome in batch.outcomes:
        claims[outcome.status] += outcome.claims
    rows = [
        (status.value, str(documents[status]), str(claims[status]) if claims[status] else "")
        for status in Status
        if documents[status]
    ]
    return table_text(text_table(("outcome", "documents", "claims"), rows), "table")
