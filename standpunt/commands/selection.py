"""Options by which the commands of analysis take a selection of claims."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Literal

from standpunt.commands.options import add_reviewed_views, add_store, day_of, store_path

if TYPE_CHECKING:
    from graph.interface import Pool
    from standpunt.analysis.records import ClaimBase
    from standpunt.analysis.selecting import Selection

MODALITIES = ("stated", "standing", "planned", "expected")
STATEMENTS: tuple[Literal["claim", "joint-letter", "choice"], ...] = (
    "claim",
    "joint-letter",
    "choice",
)


def add_selection(parser: ArgumentParser, *, among: bool = True) -> None:
    """--since … --among, --language and --store; without --among where nobody is compared."""
    chosen = parser.add_argument_group("which claims")
    chosen.add_argument("--since", metavar="DAY", type=day_of, help="from this day on: 2026-01-01")
    chosen.add_argument("--before", metavar="DAY", type=day_of, help="before this day")
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
        "--min-confidence", metavar="0-1", type=share, default=0.0, help="read with at least this"
    )
    if among:
        chosen.add_argument(
            "--among", metavar="BLOC", help="only actors that belong to it on the day, as EU"
        )
    add_reviewed_views(chosen)
    parser.add_argument("--language", choices=("en", "nl"), default="en", help="of the names")
    add_store(parser)


def read_selection(arguments: Namespace) -> tuple["ClaimBase", "Selection"]:
    """The selected claims of the store, perhaps none. Raises UsageError for unknown names."""
    with open_view(arguments) as pool:
        return selected(pool, arguments)


def open_view(arguments: Namespace) -> "Pool":
    """A pool on the view that the options ask for: as read, or with reviews laid over."""
    from graph.opening import open_pool

    reviewed = arguments.reviewed or arguments.reviewed_only
    return open_pool(store_path(arguments), workers=2, reviewed=reviewed)


def selected(pool: "Pool", arguments: Namespace) -> tuple["ClaimBase", "Selection"]:
    """The selected claims that a pool gives. Raises UsageError for unknown names."""
    from standpunt.analysis.choosing import make_selection, select_known
    from standpunt.analysis.loading import load_claims

    selection = make_selection(
        since=arguments.since,
        before=arguments.before,
        configuration=arguments.configuration,
        meeting=arguments.meeting,
        document=arguments.document,
        issue=arguments.issue,
        reporter=arguments.reporter,
        modality=arguments.modality,
        statement=arguments.statement,
        min_confidence=arguments.min_confidence,
        reviewed_only=arguments.reviewed_only,
    )
    return select_known(load_claims(pool, arguments.language), selection), selection


def share(text: str) -> float:
    """A number from 0 to 1, for argparse."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return value
