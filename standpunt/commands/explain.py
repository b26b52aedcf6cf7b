"""Show how each sentence of a document was read: who was found, which rules fired, what was made.

Where no claim was made, the reason is given, or the rules of verbs that occur without a holder.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = "how each sentence of a document was read"
EXAMPLE = "standpunt explain samples/jbz-2026-01-verslag.txt --line 22"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt explain`."""
    parser.add_argument("path", metavar="PATH", type=Path, help="a paper, a mail or a zip")
    parser.add_argument(
        "--line", type=int, metavar="N", help="only sentences that touch line N of the text"
    )


def run(arguments: Namespace) -> int:
    """Write the reading of each sentence to stdout, in text order."""
    from standpunt.pipeline import traces_of
    from standpunt.terminal import visible

    at = arguments.line
    shown = False
    for document in traces_of(arguments.path):
        if document["path"] != str(arguments.path):
            sys.stdout.write(visible(f"== {document['path']}") + "\n")
        for sentence in document["sentences"]:
            if at is None or sentence["first"] <= at <= sentence["last"]:
                shown = True
                for line in sentence["said"]:
                    sys.stdout.write(visible(line) + "\n")
    if at is not None and not shown:
        sys.stderr.write(f"{arguments.path}: line {at} holds no sentence that is read\n")
    return 0
