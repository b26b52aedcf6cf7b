"""Who may ask: the Host header, the page a request comes from, the token. Reads no query."""

import base64
import binascii
import hmac
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standpunt.endpoint.journal import note
from standpunt.endpoint.problems import Problem, problem_response
from standpunt.endpoint.settings import Settings

OPEN_PATHS = frozenset({"/health"})
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::[0-9]{1,5})?")
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
}


class Gatekeeper:
    """ASGI middleware that lets a request through, or answers it with a 4xx."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through or refuse it; both ways with headers that keep browsers careful."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_SAFE)
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        problem = self._problem(Headers(scope=scope), scope["path"])
        if problem is None:
            await self._app(scope, receive, send_safely)
            return
        note(scope, outcome=problem.outcome)
        response = problem_response(problem, Request(scope))
        await response(scope, receive, send_safely)

    def _problem(self, headers: Headers, path: str) -> Problem | None:
        match = _HOST.fullmatch(headers.get("host", ""))
        if match is None or len(headers.getlist("host")) != 1:
            return Problem(400, "the Host header is missing or cannot be read")
        if not self._settings.allows_host(match[1] or match[2]):
            return Problem(
                403,
                f"this server does not answer to the name {match[0]}; start it with --allow-host",
            )
        if self._is_foreign_page(headers):
            return Problem(
                403, "this server does not answer to pages of other sites; start it with --cors"
            )
        if self._settings.token is not None and path not in OPEN_PATHS:
            given = _given_token(headers.get("authorization", ""))
            if not hmac.compare_digest(given, self._settings.token.encode()):
                ask = {"WWW-Authenticate": 'Bearer realm="standpunt", Basic realm="standpunt"'}
                return Problem(401, "send the token: Authorization: Bearer TOKEN", headers=ask)
        return None

    def _is_foreign_page(self, headers: Headers) -> bool:
        """Whether a page asks that may not: it cannot read the answer, but can keep us busy."""
        if "*" in self._settings.origins:
            return False
        origin = headers.get("origin")
        if origin is not None:
            own = origin.partition("://")[2] == headers.get("host")
            return not own and origin not in self._settings.origins
        is_link = headers.get("sec-fetch-mode") == "navigate"
        return headers.get("sec-fetch-site") == "cross-site" and not is_link


def _given_token(authorization: str) -> bytes:
    """The token of a Bearer header, or the password of a Basic one; b"" for neither."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip().encode("utf-8", "surrogatepass")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(value, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return b""
