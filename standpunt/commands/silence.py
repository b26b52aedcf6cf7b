"""Show who is named, who may be inside a group and who is not reported, for each agenda item.

Below stand the share of each reporter in its own paper, and the members that nothing names.
Silence is no opposition, and a state that may be in a group is not said to be.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from standpunt.commands.selection import (
    add_selection,
    read_selection,
)

if TYPE_CHECKING:
    from standpunt.analysis.records import ClaimBase
    from standpunt.analysis.silence import ReporterShare, Silence

HELP = "who is named, possible or silent, item by item"
EXAMPLE = "standpunt silence --meeting JHA/2026-01-22"
COLUMNS = ("item", "claims", "named", "possible", "excluded", "not reported")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `standpunt silence`."""
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    add_selection(parser)


def run(arguments: Namespace) -> int:
    """Write the coverage, or that there is no claim."""
    from standpunt.analysis.choosing import bloc_named, nothing_found
    from standpunt.analysis.silence import find_silence
    from standpunt.results import table_text, text_table

    base, selection = read_selection(arguments)
    bloc = bloc_named(base, arguments.among or "EU") or ""
    if not base.claims:
        note = nothing_found(selection)
        record = json.dumps({"selection": selection.words(), "note": note})
        sys.stdout.write((record if arguments.format == "json" else note) + "\n")
        return 0
    found = find_silence(base, bloc)
    if arguments.format == "json":
        record = json.dumps(
            {"selection": selection.words(), **_record(found, base)}, ensure_ascii=False
        )
        sys.stdout.write(record + "\n")
        return 0
    rows = list(_rows(found, base, whole=arguments.format == "csv"))
    sys.stdout.write(table_text(text_table(COLUMNS, rows), arguments.format))
    if arguments.format == "table":
        for line in _lines(found, base):
            sys.stdout.write(line + "\n")
    return 0


def _rows(found: "Silence", base: "ClaimBase", *, whole: bool) -> Iterator[tuple[str, ...]]:
    for item in found.items:
        groups = (item.named, item.possible, item.excluded, item.silent)
        yield (
            _place(item.meeting, item.document, item.item),
            str(item.claims),
            *(_codes(base, group, whole=whole) for group in groups),
        )


def _codes(base: "ClaimBase", actors: Sequence[str], *, whole: bool) -> str:
    """Codes by a blank; of many only how many, where a line must be short."""
    if len(actors) > 8 and not whole:
        return str(len(actors))
    return " ".join(base.actor(actor).code for actor in actors)


def _place(meeting: str | None, document: str, item: str | None) -> str:
    where = (meeting or document).rpartition("/")[2]
    number = item.rpartition("/")[2] if item else "under no item"
    return f"{where} {number}"


def _lines(found: "Silence", base: "ClaimBase") -> Iterator[str]:
    for share in found.reporters:
        yield _share_words(share, base)
    never = " ".join(base.actor(actor).code for actor in found.never)
    yield f"never named: {never or 'nobody; each member is named at least once'}"


def _share_words(share: "ReporterShare", base: "ClaimBase") -> str:
    reporter = base.actor(share.reporter).code if share.reporter else "nobody known"
    others = " ".join(base.actor(actor).code for actor in share.others) or "none"
    return (
        f"document {share.document.rpartition('/')[2]}, by {reporter}: {share.claims} claims, "
        f"{share.reporter_only} ({share.share:.0%}) by {reporter} alone, {share.nobody} by nobody "
        f"named; other states named: {others}"
    )


def _record(found: "Silence", base: "ClaimBase") -> dict[str, object]:
    def codes(actors: Sequence[str]) -> list[str]:
        return [base.actor(actor).code for actor in actors]

    return {
        "items": [
            {
                "meeting": item.meeting,
                "document": item.document or None,
                "item": item.item,
                "claims": item.claims,
                "named": codes(item.named),
                "possible": codes(item.possible),
                "excluded": codes(item.excluded),
                "not_reported": codes(item.silent),
            }
            for item in found.items
        ],
        "reporters": [
            {**asdict(share), "share": round(share.share, 3), "others": codes(share.others)}
            for share in found.reporters
        ],
        "named": {base.actor(actor).code: times for actor, times in found.named},
        "never_named": codes(found.never),
    }
