"""Copy what is published into a new folder, and look whether the copy is whole.

The folder is a store like any other: it can be asked with --store, packed, moved and copied, and
`standpunt restore --from FOLDER` brings a damaged store back from it. It holds the published
generation, the history and the list of files. Others may read and write meanwhile.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from standpunt.commands.options import add_store, store_path
from standpunt.terminal import tell

HELP = "copy what is published into a new folder"
EXAMPLE = "standpunt backup backups/2026-11-22"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt backup`."""
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, help="a folder that is not there yet"
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """One line to stdout."""
    from standpunt.keeping import make_backup

    target = arguments.folder.expanduser().absolute()
    generation = make_backup(store_path(arguments), target)
    tell(f"backed up  generation {generation.number}, {generation.quads} quads, in {target}")
    return 0
