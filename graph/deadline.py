"""The time limit of a whole export: what every query in it gets is what is left."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from graph.errors import QueryBusyError, QueryTimeoutError

EXPORT_TIMEOUT_S = 3600.0

Each = TypeVar("Each")


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds until then, above 0. Raises QueryTimeoutError once there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise self.error()
        return left

    def watched(self, several: Iterable[Each]) -> Iterator[Each]:
        """The same, as long as there is time. Raises QueryTimeoutError."""
        for each in several:
            self.left()
            yield each

    def error(self) -> QueryTimeoutError:
        """What is said when the time is up."""
        return QueryTimeoutError(
            f"the export was ended at its time limit of {self._seconds:g} s and is NOT WHOLE: "
            "raise the limit with --timeout, or narrow what is exported",
            self._seconds,
        )

    @contextmanager
    def explained(self) -> Iterator[None]:
        """What runs into the limit inside says whose limit it was."""
        try:
            yield
        except QueryBusyError:
            raise
        except QueryTimeoutError as error:
            raise self.error() from error
