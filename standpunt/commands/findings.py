"""List what does not add up, with both quotes and where they stand; nothing is left out.

count-against-list              a number that differs from the list of names
citation-against-citation       one paper cited under two dossiers
stance-against-stance           one holder on both sides of an issue, within --window days
report-against-report           reports of two governments that disagree on a meeting
quantifier-against-quantifier   groups that are too large to stand beside each other
A finding is a reason to read, and no verdict: a state may change its mind, a count may be loose.
"""

import json
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from standpunt.commands.options import add_output, positive_count, write_output
from standpunt.commands.selection import add_selection, open_view, selected

if TYPE_CHECKING:
    from standpunt.analysis.findings import Finding

HELP = "what does not add up, with both quotes"
EXAMPLE = "standpunt findings --type stance-against-stance --window 90"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt findings`."""
    parser.add_argument(
        "--type",
        metavar="TYPE",
        action="append",
        default=[],
        help="only these types, see above; may be repeated",
    )
    parser.add_argument(
        "--window",
        metavar="DAYS",
        type=positive_count,
        default=365,
        help="opposite stances no more than so many days apart (default: %(default)d)",
    )
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    add_output(parser)
    add_selection(parser, among=False)


def run(arguments: Namespace) -> int:
    """Write the findings, or that there is none."""
    from standpunt.analysis.choosing import nothing_found
    from standpunt.analysis.findings import KINDS, find_findings
    from standpunt.errors import UsageError

    for kind in arguments.type:
        if kind not in KINDS:
            raise UsageError(f"there is no type {kind!r} of findings; use {', '.join(KINDS)}")
    kinds = tuple(arguments.type) or KINDS
    with open_view(arguments) as pool:
        base, selection = selected(pool, arguments)
        found = find_findings(pool, base, selection, kinds=kinds, window_days=arguments.window)
    note = "" if found else nothing_found(selection)
    if base.claims and not found:
        note = f"Nothing found that does not add up: {selection.words()}."
    if arguments.format == "json":
        answer = {
            "selection": selection.words(),
            "note": note,
            "findings": [asdict(finding) for finding in found],
        }
        text = json.dumps(answer, ensure_ascii=False) + "\n"
    else:
        text = _text(found, note, arguments.format)
    write_output(arguments, text.encode())
    return 0


def _text(found: Sequence["Finding"], note: str, fmt: str) -> str:
    """The findings as CSV, or as a table with their number by type below; or the note."""
    from standpunt.analysis.rows import FINDING_COLUMNS, finding_row
    from standpunt.results import table_text, text_table

    if note and fmt == "table":
        return note + "\n"
    columns = FINDING_COLUMNS if fmt == "csv" else FINDING_COLUMNS[:-1]
    rows = [finding_row(finding) for finding in found]
    text = table_text(text_table(columns, [[row[name] for name in columns] for row in rows]), fmt)
    if fmt == "table":
        counts = Counter(finding.kind for finding in found)
        text += ", ".join(f"{n} {kind}" for kind, n in counts.items()) + "\n"
    return text
