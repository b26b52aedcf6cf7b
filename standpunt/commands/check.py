"""Look for what should not be in the published store, and say which rule it breaks.

One line for each gate: the store against its ledger, the queries that must return no row, the 25
competency questions, all evidence against the text it points at, the SHACL shapes (pyshacl), and
HermiT over the ontology (this needs Java; it says so if there is none).

With --deep every file, and every quad in every index, is read and held against the hashes that were
taken when it was written; the other gates follow if nothing is damaged. What it finds is cured by
`standpunt restore`.
"""

import sys
from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_store, store_path
from standpunt.terminal import tell

HELP = "look for what should not be in the store"
EXAMPLE = "standpunt check --store data/store"

LINES_SHOWN = 20
"""So many lines are shown for a check that failed; one more says how many there are."""


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt check`."""
    parser.add_argument(
        "--deep", action="store_true", help="read every file and every quad, and look for damage"
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """A line for each check to stdout, and one for each thing it found; 1 if there is any."""
    from standpunt.checking import Verdict, run_all

    failed = False
    for check in run_all(store_path(arguments), deep=arguments.deep):
        failed = failed or check.verdict is Verdict.FAILED
        tell(f"{check.verdict.value:<7}  {check.name:<9}  {check.rule}")
        for line in check.lines[:LINES_SHOWN]:
            tell(f"         {line}")
        if len(check.lines) > LINES_SHOWN:
            tell(f"         … {len(check.lines)} in all")
        sys.stdout.flush()
    return 1 if failed else 0
