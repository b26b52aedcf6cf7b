"""Compare what was announced for a meeting with what the report tells, both quotes side by side.

A claim of the annotated agenda that is planned or standing meets the claims of the report by the
same holder on the same issue, on one under it, or in the words of a candidate issue.
Outcomes: delivered, strengthened, weakened, changed-sign, not-reported; unannounced for what the
report has and the agenda has not. Forecasts: confirmed, possible, contradicted, not-reported,
not-testable, no-report. The rule is in docs/analysis.md; overrule it: standpunt review overrule
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from standpunt.commands.options import add_reviewed_views, add_store, store_path

if TYPE_CHECKING:
    from standpunt.analysis.announced import Delivery
    from standpunt.analysis.comparison import Comparison, Forecast

HELP = "announced against delivered, forecasts against the report"
EXAMPLE = "standpunt compare --meeting JHA/2026-01-22"
COLUMNS = (
    "outcome", "holder", "issue", "announced", "announced_place", "reported", "reported_place",
    "reason",
)  # fmt: skip


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt compare`."""
    parser.add_argument(
        "--meeting",
        metavar="CONFIG/DATE",
        help="of one meeting: JHA/2026-01-22 (default: of each that has an agenda and a report)",
    )
    parser.add_argument(
        "--outcome",
        metavar="OUTCOME",
        action="append",
        default=[],
        help="only these outcomes; may be repeated",
    )
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--language", choices=("en", "nl"), default="en", help="of the labels")
    add_reviewed_views(parser)
    add_store(parser)


def run(arguments: Namespace) -> int:
    """Write the comparison, or in words why there is none."""
    from graph.opening import open_pool
    from standpunt.analysis.comparison import compare_meeting, meetings_to_compare
    from standpunt.analysis.rows import comparison_rows

    _check_outcomes(arguments.outcome)
    only = arguments.reviewed_only
    with open_pool(store_path(arguments), reviewed=arguments.reviewed or only) as pool:
        meetings = (
            [arguments.meeting] if arguments.meeting is not None else meetings_to_compare(pool)
        )
        found = [
            compare_meeting(pool, meeting, language=arguments.language, reviewed_only=only)
            for meeting in meetings
        ]
    rows = [
        row
        for comparison in found
        for row in comparison_rows(comparison)
        if not arguments.outcome or row["outcome"] in arguments.outcome
    ]
    note = "" if rows else _note(arguments, found)
    if arguments.format == "json":
        answer = {"note": note, "meetings": [_record(comparison) for comparison in found]}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return 0
    return _write(arguments, rows, note, found)


def _write(
    arguments: Namespace,
    rows: Sequence[dict[str, str]],
    note: str,
    found: Sequence["Comparison"],
) -> int:
    from standpunt.analysis.rows import COMPARISON_COLUMNS
    from standpunt.results import table_text, text_table

    if note and arguments.format == "table":
        sys.stdout.write(note + "\n")
        return 0
    columns = COMPARISON_COLUMNS if arguments.format == "csv" else COLUMNS
    label = {"issue": "issue_label"} if arguments.format == "table" else {}
    cells = [[row[label.get(name, name)] for name in columns] for row in rows]
    sys.stdout.write(table_text(text_table(columns, cells), arguments.format))
    if arguments.format == "table":
        for comparison in found:
            counts = ", ".join(f"{n} {name}" for name, n in sorted(comparison.counts().items()))
            sys.stdout.write(f"{comparison.meeting.rpartition('/')[2]}: {counts}\n")
    return 0


def _check_outcomes(outcomes: Sequence[str]) -> None:
    from standpunt.analysis.comparison import FORECASTS
    from standpunt.analysis.force import OUTCOMES
    from standpunt.errors import UsageError

    known = tuple(dict.fromkeys((*OUTCOMES, *FORECASTS)))
    for outcome in outcomes:
        if outcome not in known:
            raise UsageError(f"there is no outcome {outcome!r}; use one of {', '.join(known)}")


def _note(arguments: Namespace, found: Sequence["Comparison"]) -> str:
    if not found:
        return "Nothing to compare: no meeting in the store has both an agenda and a report."
    notes = [comparison.note for comparison in found if comparison.note]
    if notes:
        return notes[0]
    if arguments.outcome:
        return f"Nothing is {' or '.join(arguments.outcome)}."
    return "Nothing to compare: the agenda announces no stance, and the report has none."


def _record(comparison: "Comparison") -> dict[str, object]:
    return {
        "meeting": comparison.meeting,
        "note": comparison.note,
        "counts": comparison.counts(),
        "announced": [_with_places(delivery) for delivery in comparison.deliveries],
        "forecasts": [_with_places(forecast) for forecast in comparison.forecasts],
    }


def _with_places(found: "Delivery | Forecast") -> dict[str, object]:
    return asdict(found)
