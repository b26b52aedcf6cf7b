"""What an endpoint answers when it gives no result: a status and a sentence that one can act on."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from graph.errors import (
    QueryBusyError,
    QueryCancelledError,
    QueryError,
    QueryMemoryError,
    QueryTimeoutError,
    QueryTooLongError,
    ServiceRefusedError,
    StoreError,
    WorkerError,
)
from ontology.errors import StandpuntError
from standpunt.errors import FormatError

RETRY_AFTER_S = 2
PROBLEM_JSON = "application/problem+json"

# The first class that fits decides; what is wrong with a query itself is a 400.
_STATUS_BY_ERROR: tuple[tuple[type[StandpuntError], int, str], ...] = (
    (ServiceRefusedError, 403, "refused"),
    (QueryTooLongError, 413, "refused"),
    (QueryBusyError, 503, "busy"),
    (QueryTimeoutError, 504, "timeout"),
    (QueryMemoryError, 507, "memory"),
    (QueryCancelledError, 503, "cancelled"),
    (QueryError, 400, "refused"),
    (FormatError, 406, "refused"),
    (WorkerError, 503, "unavailable"),
    (StoreError, 503, "unavailable"),
)


class Problem(StandpuntError):  # noqa: N818 - answered, not reported
    """A request that gets no result: HTTP status, what to do, and a word for logs and metrics."""

    def __init__(
        self,
        status: int,
        detail: str,
        outcome: str = "refused",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.detail = detail
        self.outcome = outcome
        self.headers = dict(headers or {})
        super().__init__(detail)


def problem_of(error: StandpuntError) -> Problem:
    """The problem that an error of a query or of the store is to a client."""
    for kind, status, outcome in _STATUS_BY_ERROR:
        if isinstance(error, kind):
            retry = {"Retry-After": str(RETRY_AFTER_S)} if status == 503 else {}
            return Problem(status, str(error), outcome, retry)
    return Problem(400, str(error))


def problem_response(problem: Problem, request: Request) -> Response:
    """The problem as plain text, or as problem+json (RFC 9457) to a client that speaks JSON."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept", **problem.headers}
    if "json" in request.headers.get("accept", ""):
        known = problem.status in HTTPStatus.__members__.values()
        title = HTTPStatus(problem.status).phrase if known else "Client Closed Request"
        content = {"title": title, "status": problem.status, "detail": problem.detail}
        text, media = json.dumps(content, ensure_ascii=False) + "\n", PROBLEM_JSON
    else:
        text, media = problem.detail + "\n", "text/plain; charset=utf-8"
    body = text.encode("utf-8", "backslashreplace")
    return Response(body, problem.status, headers=headers, media_type=media)
