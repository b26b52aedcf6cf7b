"""A line of JSON on stderr for each request, and its figures; no text of a query unless asked."""

import json
import logging
import sys
import time
import uuid
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standpunt.endpoint.metrics import PATHS, Metrics

MAX_LOGGED_CHARACTERS = 2000
_NOTES = "standpunt.notes"
_logger = logging.getLogger("standpunt.endpoint")


class JsonLines(logging.Formatter):
    """A record as one line of ASCII JSON: no value can break the line or move a cursor."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        content = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            content["trace"] = self.formatException(record.exc_info)
        return json.dumps(content)


def log_to_stderr() -> None:
    """Let everything that this process logs, its server included, go to stderr as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)


def note(scope: Scope, **fields: str | int) -> None:
    """Add fields to the line of this request."""
    scope.setdefault(_NOTES, {}).update(fields)


class Journal:
    """ASGI middleware that writes a line, and counts, when a request has been answered.

    No address of a client and no query string: neither is anybody's business afterwards.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and watch what becomes of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, sent = time.monotonic(), 500, 0
        scope[_NOTES] = {}

        async def watch(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            self._write(scope, status, sent, time.monotonic() - started)

    def _write(self, scope: Scope, status: int, sent: int, elapsed_s: float) -> None:
        notes = dict(scope[_NOTES])
        outcome = notes.setdefault("outcome", "ok" if status < 400 else "refused")
        path = scope["path"] if scope["path"] in PATHS else "other"
        self._metrics.count(path, scope["method"], status, outcome, elapsed_s, sent)
        if "query" in notes:
            notes["query"] = notes["query"][:MAX_LOGGED_CHARACTERS]
        fields = {
            "id": uuid.uuid4().hex[:12],
            "method": scope["method"][:16],
            "path": path,
            "status": status,
            "ms": round(1000 * elapsed_s, 1),
            "bytes": sent,
            **notes,
        }
        _logger.info("request", extra={"fields": fields})
