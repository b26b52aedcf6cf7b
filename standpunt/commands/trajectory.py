"""Follow one holder on one issue: each stance in order of time, what changed, and the quote.

The issue stands for what is under it too. Only stances under the holder's own name are followed:
that it may be in an unnamed group says nothing about its own mind. A change is: first, same,
turned (to the other side), conditions (added to support), softer or harder.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from standpunt.commands.options import add_reviewed_views, add_store, store_path

HELP = "one holder on one issue over time, with quotes"
EXAMPLE = "standpunt trajectory NLD return-to-afghanistan"
QUESTION = "stance-over-time"
COLUMNS = ("day", "change", "polarity", "act", "modality", "issue", "quote")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt trajectory`."""
    parser.add_argument("actor", metavar="ACTOR", help="a holder by code, as NLD, or IRI")
    parser.add_argument("issue", metavar="ISSUE", help="an issue by its short name, or IRI")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--language", choices=("en", "nl"), default="en", help="of the labels")
    add_reviewed_views(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the stances, or that there is none."""
    from graph.opening import open_pool
    from graph.questions import answer_question
    from standpunt.analysis.choosing import named
    from standpunt.analysis.trajectory import follow
    from standpunt.results import table_text, text_table

    values = {
        "actor": named("actor", arguments.actor) or "",
        "issue": named("issue", arguments.issue) or "",
    }
    only = arguments.reviewed_only
    with open_pool(store_path(arguments), reviewed=arguments.reviewed or only) as pool:
        rows = answer_question(pool, QUESTION, {**values, "language": arguments.language}).records()
        if only:
            marked = {row["claim"] for row in answer_question(pool, "claims-reviewed").records()}
            rows = [row for row in rows if row["claim"] in marked]
    stances = follow(rows)
    note = "" if stances else (
        f"No claim names {arguments.actor} as a holder on {arguments.issue} or what is under it. "
        "It may still be inside a group: see standpunt query claims --param possible=true."
    )  # fmt: skip
    if arguments.format == "json":
        answer = {"note": note, "stances": [asdict(stance) for stance in stances]}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    elif note and arguments.format == "table":
        sys.stdout.write(note + "\n")
    else:
        cells = [[str(getattr(stance, name)) for name in COLUMNS] for stance in stances]
        sys.stdout.write(table_text(text_table(COLUMNS, cells), arguments.format))
    return 0
