"""Write claims as the statement table that Discourse Network Analyzer users know.

A row for each named holder and issue of a claim, set apart by semicolons: document, person,
organization, concept, agreement (1 or 0), start, stop, the words unaltered; then what a claim has
besides. Unnamed groups and neutral claims are left out and counted, unless --whole gives groups a
row under the words of the paper. Read such a table as claims with: standpunt ingest table.csv
"""

from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_output, write_output
from standpunt.commands.selection import add_selection, open_view, selected

HELP = "claims as a table of statements for Discourse Network Analyzer"
EXAMPLE = "standpunt statements --issue return --output return.csv"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt statements`."""
    parser.add_argument(
        "--whole",
        action="store_true",
        help="with unnamed groups, under the words of the paper, and neutral claims",
    )
    add_output(parser)
    add_selection(parser, among=False)


def run(arguments: Namespace) -> int:
    """Write the table; 1, and no file, if there is no row."""
    from standpunt.analysis.choosing import nothing_found
    from standpunt.analysis.statements import make_statements
    from standpunt.statement_table import rows_text
    from standpunt.terminal import complain

    with open_view(arguments) as pool:
        base, selection = selected(pool, arguments)
        made = make_statements(pool, base, whole=arguments.whole, language=arguments.language)
    left = f"{made.unnamed} claims that name nobody and {made.neutral} neutral ones"
    if not made.rows:
        why = f"Left out: {left}; --whole takes them." if base.claims else nothing_found(selection)
        complain(f"No statement to write. {why}")
        return 1
    write_output(arguments, rows_text(made.rows).encode())
    if made.unnamed or made.neutral:
        complain(f"left out {left}; --whole takes them")
    return 0
