"""Which issues are contested of late: the latest meetings are looked at until enough are found.

To ask for all that is contested costs as much as the store is large, and six issues are shown.
"""

from collections.abc import Callable, Iterable, Sequence

from dashboard.records import Row, text_of


def latest_disputes(
    meetings: Iterable[str], wanted: int, ask: Callable[[str], Sequence[Row]]
) -> dict[str, list[Row]]:
    """Rows of `contested-items` by issue, those of the latest meetings first; {} if there are none.

    `meetings` are IRIs, the latest first; `ask` gives the rows of one. No meeting is asked about
    once so many issues are found, so that there may be more than `wanted`.
    """
    found: dict[str, list[Row]] = {}
    for meeting in meetings:
        if len(found) >= wanted:
            break
        for row in ask(meeting):
            found.setdefault(text_of(row, "issue"), []).append(row)
    return found
