"""Show how much of documents was read: sentences with a claim, a fact, procedure, or unread.

Below the shares stand the unread sentences that hold a verb of stance: what a reader should look
at, and what a grammar author should mend.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from itertools import chain
from pathlib import Path

HELP = "how much of documents was read, and what was not"
EXAMPLE = "standpunt coverage samples"

KINDS = ("claim", "fact", "procedure", "unread")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt coverage`."""
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="files or folders")
    parser.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json"),
        default="table",
        help="table (default), csv, tsv or json; all but table leave the list of sentences out",
    )


def run(arguments: Namespace) -> int:
    """Write a row a document, then the unread sentences with a stance."""
    from standpunt.finding import find_documents
    from standpunt.pipeline import traces_of
    from standpunt.results import table_text, text_table
    from standpunt.terminal import visible

    rows, unread = [], []
    files = chain.from_iterable(map(find_documents, arguments.paths))
    for document in traces_of(*files):
        sentences = document["sentences"]
        counts = Counter(sentence["kind"] for sentence in sentences)
        total = max(1, len(sentences))
        shares = [f"{counts[kind]} ({counts[kind] / total:.0%})" for kind in KINDS]
        suspects = [s for s in sentences if s["kind"] == "unread" and s["cues"]]
        rows.append((document["path"], str(total), *shares, str(len(suspects))))
        unread += [(document["path"], sentence) for sentence in suspects]
    columns = ("document", "sentences", *KINDS, "unread with a stance")
    sys.stdout.write(table_text(text_table(columns, rows), arguments.format))
    if arguments.format == "table":
        for path, sentence in unread:
            cues = ", ".join(sentence["cues"])
            sys.stdout.write(visible(f"{path} [{sentence['section']}] {cues}: "))
            sys.stdout.write(visible(sentence["quote"]) + "\n")
    return 0
