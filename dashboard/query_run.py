"""One run of an analyst's query, in a thread of its own, so that a page can show and cancel it."""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph.answer import Answer, Bound, Truth
from graph.errors import GraphError, QueryCancelledError
from graph.interface import Pool

_QUICK_S = 0.35
_RETRY_S = 0.2
MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """Where a query is stopped: seconds of running, rows or triples, bytes of answer."""

    seconds: int = 30
    rows: int = 5_000
    megabytes: int = 16


@dataclass(frozen=True)
class Outcome:
    """What a run gave: an answer, or an error in its stead; `text` is what was run.

    `bound` are the values of the parameters as text, `asked` when it began (UTC).
    """

    text: str
    answer: Answer | None
    error: GraphError | None
    limits: Limits = field(default_factory=Limits)
    elapsed_s: float = 0.0
    asked: datetime = field(default_factory=lambda: datetime.now(UTC))
    bound: Mapping[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int | None:
        """Rows or triples of the answer; None for yes or no, and for an error."""
        if self.answer is None or isinstance(self.answer, Truth):
            return None
        return len(getattr(self.answer, "rows", ())) or len(getattr(self.answer, "triples", ()))

    @property
    def is_cut(self) -> bool:
        """Whether a cap cut the answer off."""
        return bool(getattr(self.answer, "truncated", False))


def _written(bound: Bound) -> str:
    return " ".join(map(str, bound)) if isinstance(bound, tuple) else str(bound)


class Run:
    """A query that runs, or has run. Its pool is closed by others."""

    def __init__(
        self, pool: Pool, text: str, bindings: Mapping[str, Bound], limits: Limits
    ) -> None:
        """Start at once; waits a moment, so that a quick answer is there when this returns."""
        self.text = text
        self.limits = limits
        self.outcome: Outcome | None = None
        self._bindings = bindings
        self._pool = pool
        self._ticket = secrets.token_hex(8)
        self._cancelled = threading.Event()
        self._asked = datetime.now(UTC)
        self._started = time.monotonic()
        self._thread = threading.Thread(target=self._ask, name="analyst-query", daemon=True)
        self._thread.start()
        self._thread.join(_QUICK_S)

    @property
    def elapsed_s(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._started

    def cancel(self) -> None:
        """Kill the worker that runs it; the outcome then is a QueryCancelledError."""
        self._cancelled.set()
        while self.outcome is None and not self._pool.cancel(self._ticket):
            self._thread.join(_RETRY_S)  # it waits for a worker: kill it as soon as it has one
            if self.elapsed_s > 2 * self.limits.seconds:
                break
        self._thread.join(_QUICK_S)

    def _ask(self) -> None:
        answer, error = None, None
        try:
            answer = self._pool.ask(
                self.text,
                timeout_s=self.limits.seconds,
                max_rows=self.limits.rows,
                max_bytes=self.limits.megabytes * MEGABYTE,
                bindings=dict(self._bindings),
                ticket=self._ticket,
            )
        except GraphError as problem:
            error = problem
        if self._cancelled.is_set():
            answer, error = None, QueryCancelledError("the query was cancelled")
        self.outcome = Outcome(
            self.text,
            answer,
            error,
            self.limits,
            self.elapsed_s,
            self._asked,
            {name: _written(bound) for name, bound in self._bindings.items()},
        )
