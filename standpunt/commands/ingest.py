"""Read documents into the store and publish what they say.

A paper is plain text, PDF, DOCX, HTML or the official publications' XML; a mail or a zip stands for
the papers in it, a folder for those in and below it. The content tells the format. A file NAME.toml
beside NAME.pdf may say what the paper does not say itself:
  meeting = "JHA/2026-01-22"
  reporter = "NLD"
  date = 2026-01-15
  kind = "report"
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from standpunt.commands.options import add_meeting, add_store, checked_meeting, store_path
from standpunt.terminal import complain, tell

if TYPE_CHECKING:
    from standpunt.pipeline import Batch, Outcome

HELP = "read documents into the store"
EXAMPLE = "standpunt ingest samples/ --store data/store"

LONG_BATCH = 5
"""From so many documents on a progress bar is shown."""


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
    add_store(parser)


def run(arguments: Namespace) -> int:
    """A line to stdout for each document taken, one to stderr for each refused; 1 if any was."""
    from rich.console import Console
    from rich.progress import Progress

    from standpunt.pipeline import find_all, ingest

    meeting = checked_meeting(arguments)
    found = find_all(arguments.paths)
    terminal = Console(stderr=True)
    hidden = len(found.documents) < LONG_BATCH or not terminal.is_terminal
    with Progress(console=terminal, transient=True, disable=hidden) as bar:
        task = bar.add_task("Reading", total=len(found.documents))
        batch = ingest(
            found,
            store_path(arguments),
            meeting=meeting,
            again=arguments.again,
            progress=lambda path: bar.advance(task),
        )
    return report(batch)


def report(batch: "Batch") -> int:
    """One line a document; 1 if one was refused, else 0."""
    for outcome in batch.taken:
        tell(f"{outcome.status.value:<9}  {outcome.path}  {_details(outcome)}")
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
