"""List the issues, and merge a candidate found in text into a known issue.

list        issues with their claims, those of merged ones included
candidates  candidates that are not merged, with their claims
merge       from now on take the first issue for the second, and record who decided it, and why
unmerge     take that back; both decisions stay on record
An issue is named by its slug (return) or, for a candidate, candidate/SLUG.
"""

import getpass
from argparse import ArgumentParser, Namespace

from standpunt.commands.options import add_store, store_path
from standpunt.terminal import tell

HELP = "list issues, merge candidates into them"
EXAMPLE = "standpunt issues merge candidate/fast-trains rail --reason duplicate"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt issues`."""
    parser.add_argument(
        "action",
        metavar="ACTION",
        nargs="?",
        default="list",
        choices=("list", "candidates", "merge", "unmerge"),
        help="list (default), candidates, merge or unmerge",
    )
    parser.add_argument("issues", metavar="ISSUE", nargs="*", help="merge, unmerge: two issues")
    parser.add_argument("--reason", default="", help="merge, unmerge: why, in words")
    parser.add_argument("--author", help="merge, unmerge: who decides (default: your user name)")
    parser.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json", "xml"),
        default="table",
        help="list, candidates: table (default), csv, tsv, json or xml",
    )
    add_store(parser)


def run(arguments: Namespace) -> int:
    """List, or record one decision. Raises UsageError."""
    from standpunt.errors import UsageError

    changes = arguments.action in ("merge", "unmerge")
    if len(arguments.issues) != (2 if changes else 0):
        needed = "two issues, as candidate/fast-trains rail" if changes else "no issue"
        raise UsageError(f"standpunt issues {arguments.action} takes {needed}")
    return _decide(arguments) if changes else _list(arguments)


def _list(arguments: Namespace) -> int:
    from graph.opening import open_pool
    from standpunt.asking import write_answer
    from standpunt.issue_list import list_issues

    with open_pool(store_path(arguments)) as pool:
        answer = list_issues(pool, candidates=arguments.action == "candidates")
    return write_answer(answer, arguments.format)


def _decide(arguments: Namespace) -> int:
    from standpunt.merging import merge, unmerge

    decide = merge if arguments.action == "merge" else unmerge
    merged, target = arguments.issues
    author = arguments.author or getpass.getuser()
    made = decide(store_path(arguments), merged, target, author=author, reason=arguments.reason)
    tell(f"{arguments.action}d  {made.merged}  {made.target}  by {made.author}, decision {made.n}")
    return 0
