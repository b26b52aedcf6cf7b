"""Bring a damaged store back.

The last good generation is made anew from whatever is whole: the history, the generations, the
primary files, and a backup if you name one. What was stored since and is found whole is stored
again and published by the next ingest; what is lost is listed, with the files to ingest again.
The damaged files are kept in the folder aside/ of the store.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from standpunt.commands.options import add_store, store_path
from standpunt.terminal import complain, tell

HELP = "bring a damaged store back"
EXAMPLE = "standpunt restore --from backups/2026-11-22"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt restore`."""
    parser.add_argument(
        "--from",
        dest="backup",
        metavar="FOLDER",
        type=Path,
        help="a backup, for what is not whole in the store",
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """What was brought back to stdout, what is lost to stderr; 1 if anything is."""
    from standpunt.keeping import bring_back

    done = bring_back(store_path(arguments), arguments.backup)
    if done is None:
        tell("nothing is damaged; the store is as it was")
        return 0
    restored = done.restored
    if restored.base:
        day = f"{restored.base_published:%Y-%m-%d %H:%M} UTC"
        tell(f"restored  generation {restored.base} of {day}, now generation {restored.generation}")
    else:
        tell(f"restored  what was stored, now generation {restored.generation}")
    if restored.recovered:
        number = len(restored.recovered)
        tell(f"recovered  {number} graphs stored since; the next ingest publishes them")
    tell(f"aside  the files that were replaced are in {restored.aside}")
    for note in restored.notes:
        complain(note)
    for lost in done.lost:
        files = ", ".join(map(str, lost.files)) or "the file it came of"
        written = f", written {lost.written}" if lost.written else ""
        complain(f"lost: <{lost.graph}>{written}; ingest again: {files}")
    return 1 if done.lost or restored.notes else 0
