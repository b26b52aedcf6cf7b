"""Read documents into the store as they come into a folder, until Ctrl-C.

What is there is read first. Files that come together are read together; each time something
changed, a new generation is published.
"""

import signal
import sys
import threading
from argparse import ArgumentParser, Namespace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from standpunt.commands.ingest import report
from standpunt.commands.options import add_readers, add_store, open_readers, store_path
from standpunt.errors import UsageError
from standpunt.terminal import complain, tell

if TYPE_CHECKING:
    from standpunt.watching import Watcher

HELP = "read documents as they come into a folder"
EXAMPLE = "standpunt watch papers/ --store data/store"

MANY = 1_000_000  # the number of workers follows from the cores, not from what is there now


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt watch`."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder to watch")
    parser.add_argument(
        "--prune", action="store_true", help="remove the documents whose file is taken away"
    )
    add_readers(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Lines as of `standpunt ingest`, each time something came; 0 when ended by Ctrl-C."""
    from watchfiles import watch

    from standpunt.pipeline import Wanted
    from standpunt.watching import Watcher

    if not arguments.folder.is_dir():
        raise UsageError(f"{arguments.folder}: is no folder; name one that is there")
    wanted = Wanted(prune=arguments.prune, author=arguments.by or "")
    ended = threading.Event()
    _end_on_signals(ended)
    with open_readers(arguments, MANY) as readers:
        watcher = Watcher(arguments.folder, store_path(arguments), wanted, readers)
        _ingest(watcher)
        tell(f"watching   {arguments.folder}  (Ctrl-C ends)")
        sys.stdout.flush()
        for _ in watch(arguments.folder, stop_event=ended, raise_interrupt=False):
            _ingest(watcher)
    return 0


def _end_on_signals(ended: threading.Event) -> None:
    """Let what is being read come to its end; a second Ctrl-C stops at once."""

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def _ingest(watcher: "Watcher") -> None:
    from graph.errors import StoreError

    try:
        batch = watcher.ingest()
    except StoreError as error:
        complain(str(error))
        return
    if batch.outcomes:
        report(batch)
