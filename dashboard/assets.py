"""Files that the browser fetches from here and keeps: a new content has a new address."""

import hashlib
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

EDITOR = "editor.js"
VIEW = "view.js"
VIEW_STYLES = "view.css"
_SCRIPT, _STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
_MEDIA_TYPES = {EDITOR: _SCRIPT, VIEW: _SCRIPT, VIEW_STYLES: _STYLE}
# What is sent under one name, where it is more than the file of that name.
_PARTS = {VIEW_STYLES: (VIEW_STYLES, "figure.css")}
_FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable"}


@cache
def _content(name: str) -> bytes:
    folder = files("dashboard") / "parts"
    return b"".join((folder / part).read_bytes() for part in _PARTS.get(name, (name,)))


@cache
def asset_address(name: str) -> str:
    """The address of a file of parts/, relative to the dashboard: "assets/1f2e…/editor.js"."""
    return f"assets/{hashlib.sha256(_content(name)).hexdigest()[:16]}/{name}"


async def _send(request: Request) -> Response:
    name = str(request.path_params["name"])
    if name not in _MEDIA_TYPES or request.url.path.strip("/") != asset_address(name):
        return Response("there is no such file", status_code=404, media_type="text/plain")
    return Response(_content(name), media_type=_MEDIA_TYPES[name], headers=_FOR_A_YEAR)


asset_routes = [Route("/assets/{version}/{name}", _send, methods=["GET"])]
"""What the server answers besides the pages."""
