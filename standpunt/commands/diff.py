"""Show which claims were gained, lost and changed between two states of the store.

A state is named by the number of the run that published it (standpunt runs), or by a day or time:
the last state of that day.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter

from standpunt.commands.options import add_store, store_path

HELP = "claims gained, lost and changed between two runs"
EXAMPLE = "standpunt diff 1 2 --format csv"

COLUMNS = ("change", "file", "holders", "polarity", "about", "quote", "differences")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt diff`."""
    for name in ("before", "after"):
        parser.add_argument(
            name, metavar=name.upper(), help="the number of a run, or a day as 2026-11-22"
        )
    parser.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json"),
        default="table",
        help="table (default), csv, tsv or json",
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write a row for each claim that differs to stdout."""
    from standpunt.past import compare_states
    from standpunt.results import table_text, text_table
    from standpunt.terminal import tell

    papers = compare_states(store_path(arguments), arguments.before, arguments.after)
    rows, kinds = [], Counter[str]()
    for paper in papers:
        for change in paper.changes:
            facts = change.after or change.before
            assert facts is not None  # noqa: S101 - a change has at least one of them
            differences = "; ".join(change.differences())
            kinds[change.kind] += 1
            rows.append(
                (
                    change.kind,
                    paper.file,
                    facts.holders,
                    facts.polarity.removeprefix("polarity-"),
                    facts.about,
                    facts.quote,
                    differences,
                )
            )
    if rows or arguments.format != "table":
        sys.stdout.write(table_text(text_table(COLUMNS, rows), arguments.format))
    if arguments.format == "table":
        tell(", ".join(f"{kinds[kind]} {kind}" for kind in ("gained", "lost", "changed")))
    return 0
