"""What Streamlit runs: the dashboard behind headers that keep every page on this machine.

The pages are entrance.py; here stands only what goes with each answer of the server.
"""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard.assets import asset_routes
from dashboard.resolving import id_routes
from dashboard.taking import take_routes
from dashboard.warming import warmed


def inline_scripts() -> list[str]:
    """The scripts that Streamlit's own page holds, as sources of a content policy: their hashes."""
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    found = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    return [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in found]


# `blob:` is how Streamlit loads the code of parts/. Styles must stay inline. Nothing may be fetched
# from another host.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        " ".join(("script-src 'self' blob:", *inline_scripts())),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class AddHeaders:
    """Adds the security headers to every HTTP answer (pure ASGI: leaves the WebSocket alone)."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401  an ASGI application has no public type
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        """Answer one request."""

        async def send_with_headers(message: Any) -> None:  # noqa: ANN401
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = CONTENT_POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


app = App(
    Path(__file__).with_name("entrance.py"),
    routes=[*asset_routes, *take_routes, *id_routes],
    middleware=[Middleware(AddHeaders)],
    lifespan=warmed,
)
