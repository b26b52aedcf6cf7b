"""Infer from the sizes of groups: who must share members, and who must hold what unnamed.

Nothing of this is said by a paper. Every line is marked inferred and names its premises: two
groups whose sizes add up to more than the bloc share members; a group as large as all who can be
in it holds them all; of two disjoint groups that make up the bloc, one holds who is not in the
other.
"""

import json
import sys
from argparse import ArgumentParser, Namespace

from standpunt.commands.selection import add_selection, read_selection

HELP = "groups that must share members, holders by elimination"
EXAMPLE = "standpunt overlaps --meeting JHA/2026-01-22"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt overlaps`."""
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    add_selection(parser, among=False)


def run(arguments: Namespace) -> int:
    """Write what is inferred, or that nothing is."""
    from standpunt.analysis.choosing import nothing_found
    from standpunt.analysis.rows import OVERLAP_COLUMNS, overlap_rows
    from standpunt.results import table_text, text_table

    base, selection = read_selection(arguments)
    base = base.letters_once()
    rows = list(overlap_rows(base))
    note = "" if rows else "Nothing follows from the sizes of these groups."
    if not base.claims:
        note = nothing_found(selection)
    if arguments.format == "json":
        answer = {"selection": selection.words(), "note": note, "inferred": rows}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    elif note and arguments.format == "table":
        sys.stdout.write(note + "\n")
    else:
        cells = [[row[column] for column in OVERLAP_COLUMNS] for row in rows]
        sys.stdout.write(table_text(text_table(OVERLAP_COLUMNS, cells), arguments.format))
    return 0
