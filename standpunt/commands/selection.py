"""Options by which the commands of analysis take a selection of claims."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from typing import TYPE_CHECKING, Literal

from standpunt.commands.options import add_store, store_path

if TYPE_CHECKING:
    from standpunt.analysis.records import ClaimBase
    from standpunt.analysis.selecting import Selection

MODALITIES = ("stated", "standing", "planned", "expected")
STATEMENTS: tuple[Literal["claim", "joint-letter", "choice"], ...] = (
    "claim",
    "joint-letter",
    "choice",
)


def add_selection(parser: ArgumentParser) -> None:
    """--since … --among, --language and --store."""
    chosen = parser.add_argument_group("which claims")
    chosen.add_argument("--since", metavar="DAY", type=_day, help="from this day on: 2026-01-01")
    chosen.add_argument("--before", metavar="DAY", type=_day, help="before this day")
    chosen.add_argument("--meeting", metavar="CONFIG/DATE", help="of one meeting: JHA/2026-01-22")
    chosen.add_argument(
        "--configuration",
        metavar="CODE",
        action="append",
        default=[],
        help="of this Council configuration, as JHA; may be repeated",
    )
    chosen.add_argument("--document", metavar="HASH", help="of one document")
    chosen.add_argument("--issue", metavar="ISSUE", help="about this issue, or one under it")
    chosen.add_argument("--reporter", metavar="CODE", help="told by this government, as NLD")
    chosen.add_argument(
        "--modality",
        choices=MODALITIES,
        action="append",
        default=[],
        help="only these; may be repeated (default: all but expected, a forecast)",
    )
    chosen.add_argument(
        "--statement",
        choices=STATEMENTS,
        action="append",
        default=[],
        help="only these kinds of statement; may be repeated",
    )
    chosen.add_argument(
        "--min-confidence", metavar="0-1", type=_share, default=0.0, help="read with at least this"
    )
    chosen.add_argument(
        "--among", metavar="BLOC", help="only actors that belong to it on the day, as EU"
    )
    parser.add_argument("--language", choices=("en", "nl"), default="en", help="of the names")
    add_store(parser)


def read_selection(arguments: Namespace) -> tuple["ClaimBase", "Selection"]:
    """The selected claims of the store, perhaps none. Raises UsageError for unknown names."""
    from graph.opening import open_pool
    from standpunt.analysis.loading import load_claims
    from standpunt.analysis.selecting import MODALITIES as USUAL
    from standpunt.analysis.selecting import Selection, select
    from standpunt.naming import full_name

    issue, meeting = arguments.issue, arguments.meeting
    selection = Selection(
        since=arguments.since,
        before=arguments.before,
        configurations=tuple(arguments.configuration),
        meeting=full_name("meeting", meeting) if meeting else None,
        document=full_name("document", arguments.document) if arguments.document else None,
        issue=full_name("issue", issue) if issue else None,
        reporter=full_name("actor", arguments.reporter) if arguments.reporter else None,
        modalities=tuple(arguments.modality) or USUAL,
        kinds=tuple(arguments.statement) or STATEMENTS,
        min_confidence=arguments.min_confidence,
    )
    _check_configurations(selection.configurations)
    with open_pool(store_path(arguments), workers=2) as pool:
        base = load_claims(pool, arguments.language)
    _check_known(base, selection)
    return select(base, selection), selection


def bloc_named(base: "ClaimBase", code: str | None) -> str | None:
    """The IRI of a bloc by its code, as EU. Raises UsageError if nobody belongs to such a bloc."""
    from standpunt.errors import UsageError

    if code is None:
        return None
    known = {entry.bloc.rpartition("/")[2]: entry.bloc for entry in base.memberships}
    if code not in known:
        raise UsageError(f"there is no bloc {code!r}; known are: {', '.join(sorted(known))}")
    return known[code]


def nothing_found(selection: "Selection") -> str:
    """What to say when no claim is selected."""
    return f"No claim fits: {selection.words()}."


def _check_configurations(codes: tuple[str, ...]) -> None:
    from ontology.reference import load_reference
    from standpunt.errors import UsageError

    known = load_reference().configurations
    for code in codes:
        if code not in known:
            raise UsageError(
                f"there is no Council configuration {code!r}; known are: {', '.join(known)}"
            )


def _check_known(base: "ClaimBase", selection: "Selection") -> None:
    from standpunt.errors import UsageError

    if selection.issue and selection.issue not in base.issues:
        raise UsageError(
            f"there is no issue {selection.issue.rpartition('issue/')[2]!r} in this store; "
            "list them with: standpunt issues"
        )
    if selection.since and selection.before and selection.since >= selection.before:
        raise UsageError(
            f"--since {selection.since} is not before --before {selection.before}; no day is left"
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day; write it as 2026-01-22") from error


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return value
