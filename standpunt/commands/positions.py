"""Give the positions in one document as JSON Lines, a line each, without any store.

A line holds quote, start, end, holders, group, polarity, status, targets, target_text and more;
`quote` is the document's text from `start` to `end`, in Unicode code points. `meeting` is null
where the paper names none and none is given. In a format that has pages or parts, `page` and
`place` say where the quote stands in the file.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from standpunt.commands.options import add_meeting, checked_meeting

HELP = "positions in one document as JSON Lines, without a store"
EXAMPLE = "standpunt positions samples/jbz-2026-01-verslag.txt > positions.jsonl"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt positions`."""
    parser.add_argument("path", metavar="PATH", type=Path, help="a paper, a mail or a zip")
    add_meeting(parser)


def run(arguments: Namespace) -> int:
    """Write the positions to stdout, in text order."""
    from standpunt.pipeline import read_positions
    from standpunt.terminal import visible

    for record in read_positions(arguments.path, checked_meeting(arguments)):
        # A control written out as \u202e is the same string to a reader of JSON.
        sys.stdout.write(visible(json.dumps(record, ensure_ascii=False)) + "\n")
    return 0
